import { notStated, type Programme } from './schema.js';

export const primaryTfm: Programme = {
  id: 'primary-tfm',
  name: 'Primary Teaching for Mastery Work Group',
  year: '2020/21',
  phase: 'primary',
  schools: { count: { min: 6, max: 7 }, words: '6 or 7 schools' },
  participants: { count: 2, words: '2 lead teachers' },
  meetings: { count: 6, words: 'a half day each half-term' },
  support: 'a visit each term: observing lessons, helping the school’s TRG, working on its action plan',
  release: {
    days: 10,
    combined: true,
    meetingsIncluded: true,
    words: 'at least 10 days between the two lead teachers, meetings included',
  },
  funding: {
    pounds: 1000,
    words: '£1,000 for each school and help towards textbooks, neither of them confirmed yet',
  },
  labels: { advocate: 'lead teacher', advocates: 'lead teachers' },
  expectations: [
    'lead teachers do a gap task between meetings',
    'lead teachers take part in the group’s online community',
    'the head meets the specialist, the hub’s leaders and the other heads',
    'teaching for mastery and TRGs reach the whole school',
    'the school reports and takes part in evaluation',
    'the school stays with the group for the year after',
  ],
  commitments: [
    {
      key: 'meetings',
      wording: 'Both our lead teachers will come to the group’s half-day meeting with the specialist every half-term.',
    },
    { key: 'online-community', wording: 'Our lead teachers will take an active part in the group’s online community.' },
    {
      key: 'gap-tasks',
      wording: 'Between one meeting and the next, our lead teachers will try out the gap task in their own classes.',
    },
    {
      key: 'release',
      wording:
        'We will free our lead teachers from teaching for at least ten days between them this year, time at the meetings included.',
    },
    {
      key: 'leadership',
      wording:
        'Our head teacher will meet the specialist and the leaders of the hub, and will work with the heads of the other schools.',
    },
    {
      key: 'whole-school',
      wording:
        'We will bring teaching for mastery to every class, and set up a teacher research group through which colleagues learn together.',
    },
    { key: 'evaluation', wording: 'We will send the hub the reports it needs and take part in its evaluation.' },
    {
      key: 'next-year',
      wording: 'We will go on working with the schools of this group in the school year after this one.',
    },
  ],
  contradictions: [
    'Gap tasks stand among the expectations; the form that schools sign has the online community in their place. Both are kept here.',
  ],
  sources: ['S2'],
};

export const year5To8Continuity: Programme = {
  id: 'y5-8-continuity',
  name: 'Year 5 to 8 Continuity',
  year: '2021/22',
  phase: 'Years 5 to 8',
  schools: { count: notStated, words: notStated },
  participants: { count: notStated, words: notStated },
  meetings: { count: notStated, words: notStated },
  support: notStated,
  release: { days: notStated, combined: notStated, meetingsIncluded: notStated, words: notStated },
  funding: { pounds: notStated, words: notStated },
  labels: { advocate: 'participant', advocates: 'participants' },
  expectations: [
    'primary and secondary teachers talk about maths, and how pupils learn it, across the move between schools',
  ],
  commitments: [],
  contradictions: [],
  sources: ['S4'],
};
