import { notStated, type Programme } from './schema.js';

export const secondaryTfm: Programme = {
  id: 'secondary-tfm',
  name: 'Secondary Teaching for Mastery Work Group',
  year: '2021/22',
  phase: 'Key Stage 3, later Key Stage 4',
  schools: { count: { min: 2, max: 2 }, words: '2 schools' },
  participants: { count: 2, words: '2 Mastery Advocates' },
  meetings: { count: 4, words: 'at least 4 half days a year' },
  support: 'made to measure in each school; about 4 to 6 days a year between the two advocates',
  release: {
    days: 10,
    combined: true,
    meetingsIncluded: true,
    words: 'at least 10 days between the two advocates, meetings included',
  },
  funding: { pounds: 2000, words: '£2,000 for each department' },
  labels: { advocate: 'Mastery Advocate', advocates: 'Mastery Advocates' },
  expectations: [
    'advocates do tasks between meetings',
    'the head of department and senior leaders stand behind them',
    'the school takes part in reporting and evaluation; what is quoted is anonymised first',
    'TRGs are set up in the department',
  ],
  commitments: [
    {
      key: 'meetings',
      wording: 'Both our Mastery Advocates will be free to come to at least four half-day meetings this school year.',
    },
    {
      key: 'release',
      wording:
        'Our Mastery Advocates will have at least ten days out of class between them this year to develop their work, the meetings included.',
    },
    {
      key: 'gap-tasks',
      wording: 'Between meetings, our Mastery Advocates will carry out the tasks that they agree with the specialist.',
    },
    {
      key: 'leadership',
      wording:
        'Our head of department and our senior leaders will stand fully behind the Mastery Advocates in these tasks.',
    },
    {
      key: 'evaluation',
      wording:
        'Our Mastery Advocates will help with the group’s final report and evaluation, where words and figures appear only after they are anonymised.',
    },
  ],
  contradictions: [
    'The text asks for four half days and some four to six days in school; the form that schools sign asks for ten days between the two advocates, meetings included. The form is what a school has promised.',
    'The closing date for applications names a weekday on which that date does not fall.',
  ],
  sources: ['S0', 'S4'],
};

export const secondaryTfm1920: Programme = {
  id: 'secondary-tfm-1920',
  name: 'Secondary Teaching for Mastery Work Group',
  year: '2019/20',
  phase: 'secondary',
  schools: { count: notStated, words: 'not stated (the hub looks for 6 schools in all)' },
  participants: { count: 2, words: '2 Mastery Advocates' },
  meetings: { count: notStated, words: notStated },
  support: 'made to measure, in the advocates’ own school',
  release: { days: notStated, combined: notStated, meetingsIncluded: notStated, words: notStated },
  funding: { pounds: 2000, words: '£2,000 for each school' },
  labels: { advocate: 'Mastery Advocate', advocates: 'Mastery Advocates' },
  expectations: [],
  commitments: [],
  contradictions: [],
  sources: ['S1'],
};

export const openClassroom: Programme = {
  id: 'open-classroom',
  name: 'Secondary Teaching for Mastery at Key Stage 3: open classrooms',
  year: 'to 2018/19',
  phase: 'Key Stage 3',
  schools: { count: notStated, words: notStated },
  participants: { count: notStated, words: 'lead teachers; how many is not stated' },
  meetings: { count: 4, words: '4 open-classroom sessions, each on one of the Five Big Ideas' },
  support: notStated,
  release: { days: notStated, combined: notStated, meetingsIncluded: notStated, words: notStated },
  funding: { pounds: notStated, words: notStated },
  labels: { advocate: 'lead teacher', advocates: 'lead teachers' },
  expectations: [
    'lead teachers teach the lesson they saw to a class of their own, and look at it by lesson study',
    'they use the session’s idea in one more lesson',
    'the department chooses what it will keep',
  ],
  commitments: [],
  contradictions: [],
  sources: ['S1'],
};

export const planningObservation: Programme = {
  id: 'planning-observation',
  name: 'Secondary Teaching for Mastery: collaborative planning and observation',
  year: '2025/26',
  phase: 'secondary',
  schools: { count: notStated, words: notStated },
  participants: { count: 2, words: 'a pair, one of them a specialist or Mastery Advocate if possible' },
  meetings: { count: notStated, words: 'the equivalent of 3 days, online or in person' },
  support: notStated,
  release: { days: notStated, combined: notStated, meetingsIncluded: notStated, words: notStated },
  funding: { pounds: notStated, words: 'free of charge; whether there is a grant is not stated' },
  labels: { advocate: 'lead participant', advocates: 'lead participants' },
  expectations: [
    'the school has been in an earlier mastery programme',
    'participants observe lessons together',
    'the subject leader joins the subject leader community (NCP25-15)',
    'work with the whole department runs through the year',
  ],
  commitments: [],
  contradictions: [],
  sources: ['S3'],
};
