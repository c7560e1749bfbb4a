import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countedThings } from '../../src/features/enrolment/schema.js';
import { describeFault, describeImport, noCounts } from '../../src/features/enrolment/wording.js';
import {
  createTestDatabase,
  faultsOf,
  header,
  rosterLines,
  type TestDatabase,
  termDateLines,
  withLine,
} from './fixtures.js';

const example = (name: string) => new Uint8Array(readFileSync(new URL(`../../examples/${name}`, import.meta.url)));

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

describe('a roster', () => {
  it('makes hub, group, schools, people, roles and commitments, and plans the group anew', async () => {
    const result = await database.importLines(rosterLines);
    const created = {
      ...noCounts(),
      hubs: 1,
      groups: 1,
      schools: 2,
      groupSchools: 2,
      people: 6,
      memberships: 6,
      commitments: 16,
    };
    expect(result).toMatchObject({ ok: true, kind: 'roster', created, updated: noCounts(), groups: ['Group 3'] });
    expect(await database.count()).toEqual(created);

    const group = await database.db.group.findFirstOrThrow({
      include: { schools: { orderBy: { position: 'asc' }, include: { school: true } } },
    });
    expect(group).toMatchObject({ programme: 'primary-tfm', schoolYear: '2026/27', usualWeekday: 2 });
    expect(group.schools.map(({ position, school }) => [position, school.name])).toEqual([
      [0, 'Oakfield Primary'],
      [1, 'Millpond Primary'],
    ]);
    expect(database.replanned).toEqual([group.id]);
    const commitment = await database.db.commitment.findFirstOrThrow({ orderBy: { position: 'asc' } });
    expect(commitment).toMatchObject({ key: 'meetings', form: 'primary-tfm 2026/27 v1', signedOn: null });
    const specialist = await database.db.membership.findFirstOrThrow({ where: { role: 'specialist' } });
    expect(specialist.schoolId).toBeNull();
  });

  it('a second time changes nothing, and says so', async () => {
    await database.importLines(rosterLines);
    const before = await database.count();
    const shouted = rosterLines.map((line, index) =>
      index === 0 ? line : line.replace('Example Maths Hub', ' EXAMPLE  maths hub'),
    );
    for (const lines of [rosterLines, shouted]) {
      const result = await database.importLines(lines);
      expect(result).toMatchObject({ ok: true, created: noCounts(), updated: noCounts() });
      expect(result.ok && describeImport(result)).toMatch(/^Nothing to change/);
    }
    expect(await database.count()).toEqual(before);
  });

  it('takes over changed names, and leaves alone who is not in it', async () => {
    await database.importLines(rosterLines);
    const result = await database.importLines([
      header,
      'Example Maths Hub,Group 3,primary-tfm,Oakfield Primary Academy,900001,lead teacher,Priya Nandakumar-Lee,PRIYA@oakfield.example',
    ]);
    expect(result).toMatchObject({ ok: true, created: noCounts(), updated: { ...noCounts(), schools: 1, people: 1 } });
    expect(result.ok && describeImport(result)).toBe('Changed 1 school and 1 person.');
    const names = (await database.db.person.findMany({ orderBy: { email: 'asc' } })).map(({ name }) => name);
    expect(names).toContain('Priya Nandakumar-Lee');
    expect(names).toHaveLength(6);
  });

  it('moves a person to another school, and adds to a group', async () => {
    await database.importLines(rosterLines);
    const result = await database.importLines([
      header,
      'Example Maths Hub,Group 3,primary-tfm,Millpond Primary,900002,lead teacher,Tom Hartwell,tom@oakfield.example',
      'Example Maths Hub,Group 3,primary-tfm,Elm Grove Primary,900003,head,Ada Thornbury,ada@elmgrove.example',
    ]);
    expect(result).toMatchObject({
      created: { ...noCounts(), schools: 1, groupSchools: 1, people: 1, memberships: 1, commitments: 8 },
      updated: { ...noCounts(), memberships: 1 },
    });
    const added = await database.db.groupSchool.findFirstOrThrow({ where: { school: { urn: '900003' } } });
    expect(added.position).toBe(2);
  });

  it('warns of a second head, and knows somebody again by name, school and role under another address', async () => {
    await database.importLines(rosterLines);
    const result = await database.importLines([
      header,
      'Example Maths Hub,Group 3,primary-tfm,Oakfield Primary,900001,head,Ada Thornbury,ada@oakfield.example',
      'Example Maths Hub,Group 3,primary-tfm,Oakfield Primary,900001,advocate,tom hartwell,t.hartwell@oakfield.example',
    ]);
    expect(result.ok && result.warnings).toEqual(
      expect.arrayContaining([
        'Oakfield Primary has 2 heads in Group 3, Margaret Okonkwo and Ada Thornbury: each will be written to until they answer “not me any more”.',
        'Tom Hartwell was known by tom@oakfield.example, and is known by t.hartwell@oakfield.example from here on: the same person.',
      ]),
    );
  });

  it('does not undo a “not me any more”', async () => {
    await database.importLines(rosterLines);
    const stoodDownAt = new Date('2026-10-01T10:00:00Z');
    await database.db.membership.updateMany({ where: { role: 'head' }, data: { stoodDownAt } });
    expect(await database.importLines(rosterLines)).toMatchObject({ ok: true, updated: noCounts() });
    expect(await database.db.membership.count({ where: { stoodDownAt } })).toBe(2);
  });

  it('is refused where it contradicts what is known', async () => {
    await database.importLines(rosterLines);
    const result = await database.importLines([
      header,
      'Example Maths Hub,Group 3,secondary-tfm,Oakfield Primary,900009,advocate,Jo Fenwick,jo@oakfield.example',
    ]);
    expect(faultsOf(result).map(describeFault)).toEqual([
      'line 2, programme: “Group 3” was set up for primary-tfm, and its schools signed that programme’s commitments. Write primary-tfm, or give the new group another name.',
      'line 2, URN: “Oakfield Primary” is in this group already, with URN 900001. Write 900001. If this is another school, give it a name that tells the two apart.',
    ]);
  });

  it('finds the group of this or the next school year, and makes that of a year it names', async () => {
    const inYear = (year: string) => rosterLines.map((line, index) => `${line},${index === 0 ? 'year' : year}`);
    await database.importLines(inYear('2026-27'), new Date('2026-06-15T09:00:00Z'));
    expect(await database.importLines(rosterLines, new Date('2026-07-20T09:00:00Z'))).toMatchObject({
      created: noCounts(),
    });
    expect(await database.importLines(inYear('2027/2028'))).toMatchObject({
      created: { ...noCounts(), groups: 1, groupSchools: 2, memberships: 6, commitments: 16 },
    });
    const years = await database.db.group.findMany({ orderBy: { schoolYear: 'asc' } });
    expect(years.map(({ schoolYear }) => schoolYear)).toEqual(['2026/27', '2027/28']);
  });

  it('keeps hubs apart', async () => {
    await database.importLines(rosterLines);
    const other = rosterLines.map((line) => line.replace('Example Maths Hub', 'Northern Lights'));
    expect(await database.importLines(other)).toMatchObject({ created: { hubs: 1, groups: 1, schools: 2, people: 6 } });
  });

  it('writes nothing when planning fails', async () => {
    const failing = database.importLines(rosterLines, undefined, async () => {
      throw new Error('planner');
    });
    await expect(failing).rejects.toThrow('planner');
    expect(Object.values(await database.count()).every((rows) => rows === 0)).toBe(true);
  });
});

describe('term dates', () => {
  beforeEach(async () => {
    await database.importLines(rosterLines);
    database.replanned.length = 0;
  });

  it('set the group’s calendar and its schools’ closures', async () => {
    const result = await database.importLines(termDateLines);
    expect(result).toMatchObject({
      ok: true,
      kind: 'term-dates',
      created: { ...noCounts(), halfTerms: 6, closures: 1 },
      updated: noCounts(),
      warnings: [],
      groups: ['Group 3'],
    });
    expect(await database.db.closure.findFirstOrThrow({ include: { school: true } })).toMatchObject({
      kind: 'inset',
      firstDay: '2026-11-13',
      lastDay: '2026-11-13',
      note: 'moderation',
      school: { name: 'Oakfield Primary' },
    });
    expect(database.replanned).toHaveLength(1);
  });

  it('a second time change nothing', async () => {
    await database.importLines(termDateLines);
    expect(await database.importLines(termDateLines)).toMatchObject({
      ok: true,
      created: noCounts(),
      updated: noCounts(),
    });
  });

  it('move, and take a school’s own half-term and a closure of all', async () => {
    await database.importLines(termDateLines);
    const result = await database.importLines([
      ...withLine(termDateLines, 2, 'GROUP 3,,autumn half-term 1,03/09/2026,23/10/2026,').with(
        7,
        'Group 3,900001,INSET day,2026-11-13,,new note',
      ),
      'Group 3,Millpond Primary,Autumn 2,9 Nov 2026,18 Dec 2026,',
      'Group 3,,closed,2026-12-18,,',
      'Group 3,millpond primary,INSET,2026-12-18,,own',
    ]);
    expect(result).toMatchObject({
      created: { ...noCounts(), halfTerms: 1, closures: 2 },
      updated: { ...noCounts(), halfTerms: 1, closures: 1 },
    });
    const own = await database.db.closure.findFirstOrThrow({ where: { school: { urn: '900002' } } });
    expect(own).toMatchObject({ kind: 'inset', note: 'own' });
  });

  it('warn of missing half-terms, weekends and days that stay', async () => {
    await database.importLines(termDateLines);
    const moved = await database.importLines(withLine(termDateLines, 8, 'Group 3,Oakfield Primary,INSET,2026-11-14,,'));
    expect(moved.ok && moved.warnings).toEqual([
      'line 8: Sat 14 Nov 2026 is a Saturday.',
      'Oakfield Primary stays closed on Fri 13 Nov 2026 too, known from before and not in this file.',
    ]);
    const other = rosterLines.map((line) => line.replace('Group 3', 'Group 4'));
    await database.importLines(other);
    const partial = await database.importLines(
      [...termDateLines.slice(0, 3), termDateLines[5] ?? ''].map((line) => line.replace('Group 3', 'Group 4')),
    );
    expect(partial.ok && partial.warnings).toEqual([
      'Group 4 has no dates for Spring 1, Spring 2 and Summer 2: nothing can be planned there.',
    ]);
  });

  it('plan anew the other groups of a school whose closures change', async () => {
    await database.importLines(rosterLines.map((line) => line.replace('Group 3', 'Group 4')));
    database.replanned.length = 0;
    await database.importLines(termDateLines);
    expect(new Set(database.replanned).size).toBe(2);
  });

  const line8 = (text: string) => withLine(termDateLines, 8, text);
  it.each<[string, string[], string[]]>([
    [
      'an unknown group',
      line8('Grup 3,,INSET,2026-11-13,,'),
      ['line 8, group: “Grup 3” is not known. If “Group 3” is meant, write that; otherwise import its roster first.'],
    ],
    [
      'a group unlike any',
      line8('Secondary,,INSET,2026-11-13,,'),
      ['line 8, group: “Secondary” is not known. Import its roster first.'],
    ],
    [
      'an unknown school',
      line8('Group 3,Oakfeild Primary,INSET,2026-11-13,,'),
      [
        'line 8, school: “Oakfeild Primary” is not in “Group 3”. If “Oakfield Primary” is meant, write that; otherwise import the roster first.',
      ],
    ],
    [
      'an unknown entry',
      line8('Group 3,,Autum 2,2026-11-13,2026-11-14,'),
      ['line 8, what: “Autum 2” is neither a half-term nor a closure. If “Autumn 2” is meant, write that.'],
    ],
    [
      'a weekday that does not match',
      line8('Group 3,,INSET,Thursday 13/11/2026,,'),
      ['line 8, first day: “Thursday 13/11/2026” is a Friday. Correct the weekday or the date.'],
    ],
    [
      'an American date',
      line8('Group 3,,INSET,11/13/2026,,'),
      [
        'line 8, first day: “11/13/2026” is not a date. Write the day before the month, as 10/11/2026, or the year first, as 2026-11-10.',
      ],
    ],
    [
      'no date',
      line8('Group 3,,INSET,,,'),
      ['line 8, first day: It is blank. Write the first day, such as 2026-11-13 or 13/11/2026.'],
    ],
    [
      'last before first',
      line8('Group 3,,INSET,2026-11-13,2026-11-12,'),
      ['line 8, last day: Thu 12 Nov 2026 is before the first day, Fri 13 Nov 2026. Swap or correct the two dates.'],
    ],
    [
      'a half-term of one day',
      line8('Group 3,Oakfield Primary,Autumn 1,2026-09-02,,'),
      ['line 8, last day: Autumn 1 has no last day. Write the last day on which pupils are in school.'],
    ],
    [
      'another school year',
      line8('Group 3,,INSET,2025-11-13,,'),
      [
        'line 8, first day: Thu 13 Nov 2025 is not in the group’s school year, 2026/27. Correct the year of the date; for another school year, import that year’s roster first.',
      ],
    ],
    [
      'an overlap',
      withLine(termDateLines, 3, 'Group 3,,Autumn 2,2026-10-19,2026-12-18,'),
      [
        'line 3, first day: Autumn 2 begins on Mon 19 Oct 2026, before Autumn 1 has ended on Fri 23 Oct 2026. Correct one of the two dates.',
      ],
    ],
    [
      'a school’s overlap',
      line8('Group 3,Oakfield Primary,Autumn 1,2026-09-02,2026-11-06,'),
      [
        'line 8, last day: At Oakfield Primary, Autumn 2 begins on Mon 2 Nov 2026, before Autumn 1 has ended on Fri 6 Nov 2026. Correct one of the two dates.',
      ],
    ],
    [
      'a half-term twice',
      line8('Group 3,,Autumn 1,2026-09-02,2026-10-16,'),
      ['line 8, what: Autumn 1 stands on line 2 already. Leave one of the two lines.'],
    ],
    [
      'a day twice',
      [...termDateLines, 'Group 3,Oakfield Primary,closed,2026-11-13,,'],
      ['line 9, what: The same day has another entry on line 8. Leave the one that is right.'],
    ],
    [
      'a missing column',
      termDateLines.map((line) => line.split(',').toSpliced(2, 1).join(',')),
      ['line 1, what: This column is missing. Add a column with the heading “what”.'],
    ],
    [
      'a header alone',
      termDateLines.slice(0, 1),
      [
        'line 1: There is no date below the headings. Add one line for each half-term and each day on which a school is closed.',
      ],
    ],
  ])('are refused for %s, and nothing is written', async (_, lines, expected) => {
    const result = await database.importLines(lines);
    expect(faultsOf(result).map(describeFault)).toEqual(expected);
    expect(await database.count()).toMatchObject({ halfTerms: 0, closures: 0 });
    expect(database.replanned).toEqual([]);
  });

  it('ask for the hub where two have a group of that name', async () => {
    await database.importLines(rosterLines.map((line) => line.replace('Example Maths Hub', 'Northern Lights')));
    const [fault] = faultsOf(await database.importLines(termDateLines));
    expect(fault?.remedy).toBe('Add a column “hub” that says which is meant.');
    const named = termDateLines.map((line, index) => `${line},${index === 0 ? 'hub' : 'northern lights'}`);
    expect(await database.importLines(named)).toMatchObject({ ok: true, created: { halfTerms: 6, closures: 1 } });
  });
});

describe('the examples', () => {
  it.each([
    ['primary', 'roster.csv', 'term-dates.csv', { schools: 6, people: 20, memberships: 20, commitments: 48 }],
    ['secondary', 'secondary-roster.csv', 'secondary-term-dates.csv', { schools: 2, people: 10, commitments: 10 }],
  ])('%s go in without a warning, once', async (_, roster, termDates, expected) => {
    for (const file of [roster, termDates]) {
      const result = await database.importLines(example(file));
      expect(result.ok ? result.warnings : result.faults).toEqual([]);
    }
    expect(await database.count()).toMatchObject(expected);
    for (const file of [roster, termDates]) {
      expect(await database.importLines(example(file))).toMatchObject({ created: noCounts(), updated: noCounts() });
    }
    expect(countedThings.length).toBe(Object.keys(await database.count()).length);
  });

  it('close Oakfield Primary on 13 November', async () => {
    await database.importLines(example('roster.csv'));
    await database.importLines(example('term-dates.csv'));
    const closures = await database.db.closure.findMany({
      where: { firstDay: '2026-11-13' },
      include: { school: true },
    });
    expect(closures.map(({ kind, school }) => [kind, school.name])).toEqual([['inset', 'Oakfield Primary']]);
  });
});
