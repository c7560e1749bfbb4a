import { notStated, type Programme } from './schema.js';

/** Programmes that develop people rather than departments. The papers say little about them. */
const unstated = {
  schools: { count: notStated, words: notStated },
  participants: { count: notStated, words: notStated },
  meetings: { count: notStated, words: notStated },
  support: notStated,
  release: { days: notStated, combined: notStated, meetingsIncluded: notStated, words: notStated },
  funding: { pounds: notStated, words: notStated },
  labels: { advocate: 'participant', advocates: 'participants' },
  expectations: [],
  commitments: [],
  contradictions: [],
} satisfies Partial<Programme>;

export const specialistCohort: Programme = {
  ...unstated,
  id: 'specialist-cohort',
  name: 'Secondary Mastery Specialist development, cohort 4',
  year: '2019/20 to 2021/22',
  phase: 'secondary',
  participants: { count: 1, words: '1 teacher, to become a Mastery Specialist' },
  meetings: { count: notStated, words: 'residential training; how often is not stated' },
  release: {
    days: 10,
    combined: notStated,
    meetingsIncluded: notStated,
    words: '10 days in 2019/20, 15 days in 2020/21; the third year is not stated',
  },
  funding: {
    pounds: 3000,
    words: '£3,000 in 2019/20; £3,000 and the course for PD leads in 2020/21; travel to the training',
  },
  sources: ['S1'],
};

export const sktmEarlyCareer: Programme = {
  ...unstated,
  id: 'sktm-ect',
  name: 'SKTM for Secondary Early Career Teachers',
  year: '2021/22',
  phase: 'secondary',
  meetings: { count: notStated, words: 'the equivalent of 4 days' },
  expectations: [
    'the group works on one theme: the structure of the number system, operating on number, multiplicative reasoning, sequences and graphs, statistics and probability, or geometry',
  ],
  sources: ['S4'],
};

export const sktmNonSpecialist: Programme = {
  ...unstated,
  id: 'sktm-non-specialist',
  name: 'SKTM for Secondary Non-Specialist Teachers',
  year: '2021/22',
  phase: 'secondary',
  expectations: [
    'the school is state-funded',
    'the participant teaches some maths and did not train as a maths teacher',
  ],
  sources: ['S4'],
};

export const subjectLeadership: Programme = {
  ...unstated,
  id: 'subject-leadership',
  name: 'Secondary Subject Leadership',
  year: '2021/22',
  phase: 'secondary',
  participants: { count: notStated, words: 'the subject leader' },
  labels: { advocate: 'subject leader', advocates: 'subject leaders' },
  sources: ['S4'],
};

export const matLeads: Programme = {
  ...unstated,
  id: 'mat-leads',
  name: 'Secondary Maths MAT Leads',
  year: '2021/22',
  phase: 'mainly secondary',
  participants: { count: notStated, words: 'whoever leads maths across the trust’s schools' },
  meetings: { count: notStated, words: 'led nationally, and perhaps by region' },
  labels: { advocate: 'MAT lead', advocates: 'MAT leads' },
  sources: ['S4'],
};

export const coreMaths: Programme = {
  ...unstated,
  id: 'core-maths',
  name: 'Developing Core Maths Pedagogy',
  year: '2021/22',
  phase: 'post-16',
  participants: { count: notStated, words: 'lead participants; how many is not stated' },
  labels: { advocate: 'lead participant', advocates: 'lead participants' },
  expectations: [
    'the school or college is at least in its second year of Core Maths',
    'lead participants share what they learn with colleagues and with other subjects',
  ],
  sources: ['S4'],
};
