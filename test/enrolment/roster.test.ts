import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeFault } from '../../src/features/enrolment/wording.js';
import { createTestDatabase, faultsOf, header, rosterLines, type TestDatabase, withLine } from './fixtures.js';

const group = 'Example Maths Hub,Group 3,primary-tfm';
const priya = 'lead teacher,Priya Nandakumar,priya@oakfield.example';
const oakfield = `${group},Oakfield Primary,900001`;

describe('each fault of a roster is listed, and nothing is written', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  const line4 = (text: string) => withLine(rosterLines, 4, text);
  it.each<[string, string[], string[]]>([
    [
      'an email',
      line4(`${oakfield},lead teacher,Priya Nandakumar,jo@`),
      ['line 4, email: “jo@” is not an email address. Write it as name@school.example.'],
    ],
    [
      'a blank email',
      line4(`${oakfield},lead teacher,Priya Nandakumar,`),
      ['line 4, email: It is blank. Write it as name@school.example.'],
    ],
    [
      'a URN',
      line4(`${group},Oakfield Primary,90001,${priya}`),
      ['line 4, URN: “90001” is not a URN. Write the school’s six digits, such as 900001; leave no zero out.'],
    ],
    [
      'a blank URN',
      line4(`${group},Oakfield Primary,,${priya}`),
      ['line 4, URN: It is blank. Write the school’s six digits, such as 900001; leave no zero out.'],
    ],
    [
      'a role',
      line4(`${oakfield},lead techer,Priya Nandakumar,priya@oakfield.example`),
      ['line 4, role: “lead techer” is not a role. If “lead teacher” is meant, write that.'],
    ],
    [
      'a role far from all',
      line4(`${oakfield},caretaker of the grounds,Priya Nandakumar,priya@oakfield.example`),
      [
        'line 4, role: “caretaker of the grounds” is not a role. Write one of specialist, lead teacher, Mastery Advocate, lead participant, head, head of department or hub lead.',
      ],
    ],
    [
      'a programme',
      line4(`Example Maths Hub,Group 3,primary-tmf,Oakfield Primary,900001,${priya}`),
      ['line 4, programme: “primary-tmf” is not a programme. If “primary-tfm” is meant, write that.'],
    ],
    [
      'two programmes',
      line4(`Example Maths Hub,group  3,secondary-tfm,Oakfield Primary,900001,${priya}`),
      [
        'line 4, programme: “group 3” is in the programme secondary-tfm here, and in primary-tfm on line 2. Write the same programme in all lines of a group.',
      ],
    ],
    [
      'a missing school',
      line4(`${group},,900001,${priya}`),
      ['line 4, school: It is blank. Write the name of this person’s school.'],
    ],
    [
      'a URN with two schools',
      line4(`${group},Elm Grove Primary,900001,${priya}`),
      [
        'line 4, school: URN 900001 belongs to “Elm Grove Primary” here, and to “Oakfield Primary” on line 3. Write one name for the school, or correct the URN.',
      ],
    ],
    [
      'a school with two URNs',
      line4(`${group},oakfield primary,900007,${priya}`),
      [
        'line 4, URN: “oakfield primary” has URN 900007 here, and 900001 on line 3. Write one URN for the school. Two schools of one name need something to tell them apart, such as the town.',
      ],
    ],
    [
      'an email with two names',
      line4(`${oakfield},lead teacher,Priya Nandakumar,Head@Oakfield.example`),
      [
        'line 4, name: head@oakfield.example belongs to “Priya Nandakumar” here, and to “Margaret Okonkwo” on line 3. Give each person an email address of their own, and write a name the same way each time.',
      ],
    ],
    [
      'a person with a role in two schools',
      line4(`${oakfield},lead teacher,Aisha Rahmani,aisha@millpond.example`),
      [
        'line 7, school: Aisha Rahmani has this role for another school on line 4. In one group a person has a role for one school. Leave one of the two lines.',
      ],
    ],
    [
      'two heads',
      line4(`${oakfield},headteacher,Priya Nandakumar,priya@oakfield.example`),
      [
        'line 4, role: Oakfield Primary has another head on line 3, Margaret Okonkwo. Leave the one who signs for the school.',
      ],
    ],
    [
      'no specialist',
      withLine(rosterLines, 2, `${oakfield},lead teacher,Kate Winterbourne,kate@hub.example`),
      [
        'line 2, group: “Group 3” has no specialist. Add a line for the specialist who leads it; school and URN may be blank there.',
      ],
    ],
    [
      'a value without a column',
      line4(`${group},Oakfield, the Primary,900001,${priya}`),
      [
        'line 4: “priya@oakfield.example” stands in column 9, which has no heading. If a value contains the separator (such as a comma), put the value in quotation marks.',
      ],
    ],
    [
      'a long value',
      line4(`${oakfield},lead teacher,${'Priya '.repeat(40).trim()},priya@oakfield.example`),
      [
        'line 4, name: “Priya Priya Priya Priya Priya Priya Priya Priya Priya Priya…” is 239 characters long. Shorten it to 200 at most.',
      ],
    ],
    [
      'an unknown column that was meant as a known one',
      withLine(rosterLines, 1, header.replace('programme', 'programm')),
      ['line 1, programm: This column is not known. If “programme” is meant, name it so; otherwise take it out.'],
    ],
    [
      'an unknown column',
      rosterLines.map((line, index) => `${line},${index === 0 ? 'shoe size' : '7'}`),
      [
        'line 1, shoe size: This column is not known. Take it out. Known are hub, group, programme, school year, school, URN, role, name and email.',
      ],
    ],
    [
      'a missing column',
      rosterLines.map((line) => line.split(',').toSpliced(4, 1).join(',')),
      ['line 1, URN: This column is missing. Add a column with the heading “URN”.'],
    ],
    [
      'a column twice',
      rosterLines.map((line, index) => `${line},${index === 0 ? 'E-mail' : ''}`),
      ['line 1, email: There are two columns for it, “email” and “E-mail”. Take one of them out.'],
    ],
    [
      'a school year',
      rosterLines.map((line, index) => `${line},${['school year', '2026/27', '2026/28'][index] ?? '2026/2027'}`),
      ['line 3, school year: “2026/28” is not a school year. Write it as 2026/27.'],
    ],
    [
      'a header alone',
      [header],
      ['line 1: There is nobody below the headings. Add one line for each person and role.'],
    ],
    [
      'no header',
      rosterLines.slice(1),
      [
        'line 1: This line does not name the columns of a roster or of term dates. For a roster, name them hub, group, programme, school, URN, role, name and email; for term dates group, what and first day.',
      ],
    ],
  ])('%s', async (_, lines, expected) => {
    const faults = faultsOf(await database.importLines(lines)).map(describeFault);
    expect(faults).toEqual(expected);
    expect(Object.values(await database.count()).every((rows) => rows === 0)).toBe(true);
    expect(database.replanned).toEqual([]);
  });

  it('all of them at once, in the order of lines', async () => {
    const lines = rosterLines
      .with(6, `${group},Millpond Primary,900002,boss,Aisha Rahmani,aisha@`)
      .with(3, `Example Maths Hub,,nothing,Oakfield Primary,900001,${priya}`)
      .with(1, 'Example Maths Hub,Group 3,primary-tfm,,,specialist,,kate@hub.example');
    const faults = faultsOf(await database.importLines(lines));
    expect(faults.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '2 name',
      '4 group',
      '4 programme',
      '7 role',
      '7 email',
    ]);
  });
});

describe('warnings', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it('tell what is unusual, and let it pass', async () => {
    const result = await database.importLines([
      ...rosterLines,
      `${oakfield},lead teacher,Tom Hartwell,tom@oakfield.example`,
      `${oakfield},lead teacher,Jo Fenwick,jo@oakfield.example`,
      `${group},Elm Grove Primary,900003,lead teacher,Sam Ashdown,sam@elmgrove.example`,
    ]);
    expect(result).toMatchObject({ ok: true, created: { people: 8, memberships: 8 } });
    expect(result.ok && result.warnings).toEqual([
      'line 8: Tom Hartwell stands on line 5 already, in the same role. It counts once.',
      'Group 3 has 3 schools; its programme is for 6 or 7 schools.',
      'Oakfield Primary has 3 lead teachers in Group 3; the programme asks each school for 2 lead teachers.',
      'Millpond Primary has 1 lead teacher in Group 3; the programme asks each school for 2 lead teachers.',
      'Elm Grove Primary has no head in Group 3: nobody gets its cover requests and commitments.',
      'Elm Grove Primary has 1 lead teacher in Group 3; the programme asks each school for 2 lead teachers.',
    ]);
  });

  it('tell of a hub named almost like a known one, and of a year that is nearly over', async () => {
    const lines = rosterLines.map((line) => line.replace('Example Maths', 'Exmaple Maths'));
    const result = await database.importLines(lines, new Date('2027-07-01T09:00:00Z'));
    expect(result.ok && result.warnings.slice(0, 2)).toEqual([
      'Exmaple Maths Hub is new, and named much like Example Maths Hub. If they are one hub, its name should be written one way.',
      'Group 3 is set up for 2026/27, which is nearly over. For the next year, add a column “school year” with 2027/28.',
    ]);
  });
});
