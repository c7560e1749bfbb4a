import { describe, expect, it } from 'vitest';
import type { Programme } from '../../src/features/programmes/schema.js';
import { jsonOf, run } from '../cli/run.js';

const no = 'not stated';

/** What the papers state, row by row and column by column, written down by hand. */
interface Row {
  name: string;
  year: string;
  phase: string;
  /** Least and most, and words. */
  schools: [count: [number, number] | typeof no, words: RegExp];
  /** How many from each school, and who. */
  from: [count: number | typeof no, words: RegExp];
  /** Meetings, days they come to, where, words. */
  meetings: [count: number | typeof no, days: number | typeof no, where: string, words: RegExp];
  support: [visits: string, days: [number, number] | typeof no, words: RegExp];
  release: [days: number | typeof no, meetingsIncluded: boolean | typeof no, words: RegExp];
  /** Pounds, whether all of it is sure (absent: no item is named), words. */
  funding: [pounds: number | typeof no, sure: boolean | undefined, words: RegExp];
  /** Each of these is among eligibility or expectations, and there are no more than so many. */
  other: RegExp[];
  themes: string[];
  sources: string[];
}

const nothing = /^not stated$/u;
const unstated = {
  schools: [no, nothing] as Row['schools'],
  meetings: [no, no, no, nothing] as Row['meetings'],
  support: [no, no, nothing] as Row['support'],
  release: [no, no, nothing] as Row['release'],
  funding: [no, undefined, nothing] as Row['funding'],
  themes: [],
};

const table: Record<string, Row> = {
  'secondary-tfm': {
    ...unstated,
    name: 'Secondary Teaching for Mastery Work Group',
    year: '2021/22',
    phase: 'Key Stage 3, later Key Stage 4',
    schools: [[2, 2], /^2 schools$/u],
    from: [2, /2 Mastery Advocates/u],
    meetings: [4, 2, no, /at least 4 half days/u],
    support: ['bespoke', [4, 6], /made to measure.*about 4 to 6 days.*between the two/u],
    release: [10, true, /at least 10 days between the two.*meetings included/u],
    funding: [2000, true, /£2,000 for each department/u],
    other: [
      /tasks between meetings/u,
      /head of department and senior leaders/u,
      /reporting and evaluation.*anonymised/u,
      /TRGs/u,
      /state-funded/u,
      /experienced teacher/u,
    ],
    sources: ['S0', 'S4'],
  },
  'secondary-tfm-1920': {
    ...unstated,
    name: 'Secondary Teaching for Mastery Work Group',
    year: '2019/20',
    phase: 'secondary',
    schools: [no, /^not stated.*hub.*6 schools/u],
    from: [2, /2 Mastery Advocates/u],
    support: ['bespoke', no, /own school/u],
    funding: [2000, true, /£2,000/u],
    other: [],
    sources: ['S1'],
  },
  'open-classroom': {
    ...unstated,
    name: 'Secondary Teaching for Mastery at Key Stage 3: open classrooms',
    year: 'to 2018/19',
    phase: 'Key Stage 3',
    from: [no, /lead teachers.*not stated/u],
    meetings: [4, no, 'in person', /4 .*sessions, each on one of the Five Big Ideas/u],
    other: [/lesson study/u, /one more lesson/u, /department chooses/u],
    sources: ['S1'],
  },
  'specialist-cohort': {
    ...unstated,
    name: 'Secondary Mastery Specialist development, cohort 4',
    year: '2019/20 to 2021/22',
    phase: 'secondary',
    from: [1, /1 teacher.*Mastery Specialist/u],
    meetings: [no, no, 'in person', /residential.*not stated/u],
    release: [10, no, /10 days in 2019\/20, 15 days in 2020\/21/u],
    funding: [3000, true, /£3,000 in 2019\/20; £3,000 and the course for PD leads in 2020\/21; travel/u],
    other: [],
    sources: ['S1'],
  },
  'primary-tfm': {
    ...unstated,
    name: 'Primary Teaching for Mastery Work Group',
    year: '2020/21',
    phase: 'primary',
    schools: [[6, 7], /^6 or 7 schools$/u],
    from: [2, /2 lead teachers/u],
    meetings: [6, 3, 'in person', /half day each half-term/u],
    support: ['termly', no, /each term.*observe.*TRG.*action plan/u],
    release: [10, true, /at least 10 days between the two.*meetings included/u],
    funding: [1000, false, /£1,000.*textbooks.*subject to confirmation/u],
    other: [
      /gap task/u,
      /online community/u,
      /head meets the specialist, the hub’s leaders and the other heads/u,
      /TRGs reach the whole school/u,
      /reports and.*evaluation/u,
      /the year after/u,
      /committed/u,
      /two years/u,
    ],
    sources: ['S2'],
  },
  'planning-observation': {
    ...unstated,
    name: 'Secondary Teaching for Mastery: collaborative planning and observation',
    year: '2025/26',
    phase: 'secondary',
    from: [2, /a pair, one of them a specialist or Mastery Advocate/u],
    meetings: [no, 3, 'online or in person', /equivalent of 3 days, online or in person/u],
    funding: [no, undefined, /free of charge.*grant is not stated/u],
    other: [/earlier mastery programme/u, /observe lessons/u, /NCP25-15/u, /whole department/u],
    sources: ['S3'],
  },
  'sktm-ect': {
    ...unstated,
    name: 'SKTM for Secondary Early Career Teachers',
    year: '2021/22',
    phase: 'secondary',
    from: [no, nothing],
    meetings: [no, 4, no, /equivalent of 4 days/u],
    other: [/early in their career/u, /one theme/u],
    themes: [
      'structure of the number system',
      'operating on number',
      'multiplicative reasoning',
      'sequences and graphs',
      'statistics and probability',
      'geometry',
    ],
    sources: ['S4'],
  },
  'sktm-non-specialist': {
    ...unstated,
    name: 'SKTM for Secondary Non-Specialist Teachers',
    year: '2021/22',
    phase: 'secondary',
    from: [no, nothing],
    other: [/state-funded/u, /teaches some maths and did not train as a maths teacher/u],
    sources: ['S4'],
  },
  'subject-leadership': {
    ...unstated,
    name: 'Secondary Subject Leadership',
    year: '2021/22',
    phase: 'secondary',
    from: [no, /subject leader/u],
    other: [/leads maths in a secondary school/u],
    sources: ['S4'],
  },
  'mat-leads': {
    ...unstated,
    name: 'Secondary Maths MAT Leads',
    year: '2021/22',
    phase: 'mainly secondary',
    from: [no, /leads maths across the trust/u],
    meetings: [no, no, no, /nationally, and perhaps by region/u],
    other: [/schools of a trust/u],
    sources: ['S4'],
  },
  'y5-8-continuity': {
    ...unstated,
    name: 'Year 5 to 8 Continuity',
    year: '2021/22',
    phase: 'Years 5 to 8',
    from: [no, nothing],
    other: [/primary and secondary teachers talk about maths.*across the move/u],
    sources: ['S4'],
  },
  'core-maths': {
    ...unstated,
    name: 'Developing Core Maths Pedagogy',
    year: '2021/22',
    phase: 'post-16',
    from: [no, /lead participants.*not stated/u],
    other: [/second year of Core Maths/u, /colleagues and with other subjects/u],
    sources: ['S4'],
  },
};

const listed = jsonOf(await run(['programmes', '--json'], {})) as Programme[];
const readable = (await run(['programmes'], {})).out;
/** As a person reads it: from the programme's id to the next blank line. */
const printed = (id: string): string => `${readable}\n`.match(new RegExp(`^${id}\\n(?:  .*\\n)+`, 'mu'))?.[0] ?? '';

const rangeOf = (count: { min: unknown; max: unknown } | typeof no): unknown =>
  count === no ? no : [count.min, count.max];

describe('workgroup programmes', () => {
  it('lists the twelve', () => {
    expect(listed.map(({ id }) => id).sort()).toEqual(Object.keys(table).sort());
    for (const id of Object.keys(table)) expect(printed(id)).not.toBe('');
  });

  it.each(Object.entries(table))('%s is as the papers state it', (id, row) => {
    const programme = listed.find((one) => one.id === id);
    if (!programme) throw new Error(`${id} is missing`);
    const { schools, participants, meetings, support, release, funding } = programme;
    expect(programme).toMatchObject({ name: row.name, year: row.year, phase: row.phase, sources: row.sources });
    expect(programme.themes).toEqual(row.themes);

    expect([rangeOf(schools.count), schools.words]).toEqual([row.schools[0], expect.stringMatching(row.schools[1])]);
    expect([participants.count, participants.words]).toEqual([row.from[0], expect.stringMatching(row.from[1])]);
    const [count, days, where, words] = row.meetings;
    expect([meetings.count, meetings.days, meetings.where, meetings.words]).toEqual([
      count,
      days,
      where,
      expect.stringMatching(words),
    ]);
    expect([support.visits, rangeOf(support.days), support.words]).toEqual([
      row.support[0],
      row.support[1],
      expect.stringMatching(row.support[2]),
    ]);
    expect([release.days, release.meetingsIncluded, release.words]).toEqual([
      row.release[0],
      row.release[1],
      expect.stringMatching(row.release[2]),
    ]);
    const sure = funding.items.length === 0 ? undefined : funding.items.every(({ confirmed }) => confirmed);
    expect([funding.pounds, sure, funding.words]).toEqual([
      row.funding[0],
      row.funding[1],
      expect.stringMatching(row.funding[2]),
    ]);
    const others = [...programme.eligibility, ...programme.expectations];
    for (const pattern of row.other) expect(others).toContainEqual(expect.stringMatching(pattern));
    expect(others).toHaveLength(row.other.length);
  });

  it.each(Object.entries(table))('%s is printed whole for people', (id, row) => {
    const text = printed(id);
    expect(text).toContain(row.name);
    expect(text).toContain(`Year: ${row.year} · Phase: ${row.phase}`);
    const programme = listed.find((one) => one.id === id);
    for (const part of ['schools', 'participants', 'meetings', 'support', 'release', 'funding'] as const) {
      expect(text).toContain(programme?.[part].words);
    }
    for (const pattern of [...row.other, ...row.themes.map((theme) => new RegExp(theme, 'u'))]) {
      expect(text).toMatch(pattern);
    }
    expect(text).toMatch(new RegExp(`Source: ${row.sources.join(', ')}$`, 'mu'));
  });

  it('writes neither 0 nor nothing for what no paper states', () => {
    expect(JSON.stringify(listed)).not.toMatch(/:0\b|:""|:null/u);
  });
});
