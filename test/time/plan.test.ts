import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankHoliday } from '../../src/calendar/bank-holidays.js';
import { createSetClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import type { Database } from '../../src/store/client.js';
import { openSqlite } from '../support/databases.js';
import { takeIn } from '../support/filling.js';
import {
  isSchoolDay,
  momentOf,
  nextDay,
  type ObviousCalendar,
  onTheWall,
  schoolDaysBack,
  schoolDaysBetween,
  whenSendable,
} from './obvious.js';

const years = Number(process.env.SOAK === undefined ? 6 : 120);
const seed = 2015;

interface Year {
  /** 2015 for 2015/16. */
  from: number;
  halfTerms: { firstDay: string; lastDay: string }[];
  /** Closures of the first school alone, and of both. */
  own: string[];
  both: string[];
  /** One for each half-term, with the hour at which the meeting begins. */
  meetings: { day: string; time: string }[];
}

const holidays = (from: number): ReadonlySet<string> => {
  const days = new Set<string>();
  for (let day = `${from}-08-01`; day < `${from + 1}-09-01`; day = nextDay(day)) if (bankHoliday(day)) days.add(day);
  return days;
};

/** Roughly when half-terms begin and how many days they last; each moves by some days. */
const usual = [
  ['09-02', 52],
  ['11-01', 48],
  ['01-03', 40],
  ['02-20', 38],
  ['04-12', 42],
  ['06-03', 46],
] as const;

const yearOf = fc
  .record({
    from: fc.integer({ min: 2015, max: 2034 }),
    shifts: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 6, maxLength: 6 }),
    lengths: fc.array(fc.integer({ min: -3, max: 0 }), { minLength: 6, maxLength: 6 }),
    own: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 }),
    both: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4 }),
    into: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 6, maxLength: 6 }),
    time: fc.constantFrom('09:00', '13:00', '15:45', '16:30'),
  })
  .map(({ from, shifts, lengths, own, both, into, time }): Year => {
    const halfTerms = usual.map(([start, days], index) => {
      const firstDay = nextDay(`${index < 2 ? from : from + 1}-${start}`, shifts[index]);
      return { firstDay, lastDay: nextDay(firstDay, days - 6 + (lengths[index] ?? 0)) };
    });
    const dayIn = (offset: number): string => nextDay(`${from}-09-10`, offset);
    const closures = { own: own.map(dayIn), both: both.map(dayIn) };
    const calendar = calendarOf({ from, halfTerms, own: [...closures.own, ...closures.both], both: [], meetings: [] });
    const meetings = halfTerms.flatMap(({ firstDay, lastDay }, index) => {
      const days: string[] = [];
      for (let day = firstDay; day <= lastDay; day = nextDay(day)) if (isSchoolDay(calendar, day)) days.push(day);
      const day = days[(into[index] ?? 0) % days.length];
      return day === undefined ? [] : [{ day, time }];
    });
    return { from, halfTerms, ...closures, meetings };
  });

/** As the first school has it. */
const calendarOf = ({ from, halfTerms, own, both }: Year): ObviousCalendar => ({
  halfTerms,
  closed: new Set([...own, ...both]),
  bankHolidays: holidays(from),
});

const names = ['Autumn 1', 'Autumn 2', 'Spring 1', 'Spring 2', 'Summer 1', 'Summer 2'];
const group = 'Work Group A';
const lines = (...rows: string[]): Buffer => Buffer.from(`${rows.join('\n')}\n`);

function roster({ from }: Year): Buffer {
  const start = `Example Hub,${group},primary-tfm,${from}/${String(from + 1).slice(2)}`;
  return lines(
    'hub,group,programme,school year,school,URN,role,name,email',
    `${start},,,hub lead,Lena Lead,lena@hub.example`,
    `${start},,,specialist,Sam Specialist,sam@hub.example`,
    `${start},First School,100001,head teacher,Hana Head,hana@first.example`,
    `${start},First School,100001,lead teacher,Ada Lead,ada@first.example`,
    `${start},Second School,100002,head teacher,Hugo Head,hugo@second.example`,
    `${start},Second School,100002,lead teacher,Bo Lead,bo@second.example`,
  );
}

const termDates = ({ halfTerms, own, both }: Year): Buffer =>
  lines(
    'group,school,what,first day,last day,note',
    ...halfTerms.map(({ firstDay, lastDay }, index) => `${group},,${names[index]},${firstDay},${lastDay},`),
    ...[...new Set(own)]
      .filter((day) => !both.includes(day))
      .map((day) => `${group},First School,INSET,${day},${day},`),
    ...[...new Set(both)].flatMap((day) => [
      `${group},First School,closed,${day},${day},snow`,
      `${group},Second School,closed,${day},${day},snow`,
    ]),
  );

interface Line {
  kind: string;
  due: string;
  goes: string;
}

/** What the first school's head and lead teacher get about the meetings, and when, as the plan has it. */
async function planned(db: Database, year: Year): Promise<Line[]> {
  const kinds = ['cover-request', 'cover-again', 'will-you-come', 'commitments-review', 'take-on'];
  const rows = await db.delivery.findMany({ where: { kind: { in: kinds }, status: 'planned' } });
  const people = await db.person.findMany({ where: { name: { in: ['Hana Head', 'Ada Lead'] } } });
  const begins = momentOf(year.halfTerms[0]?.firstDay ?? '', '08:00');
  return rows
    .filter((row) => people.some(({ id }) => id === row.personId) && row.dueAt > begins)
    .map((row) => ({ kind: row.kind, due: onTheWall(row.dueAt), goes: onTheWall(row.sendAt) }))
    .sort(byTime);
}

/** The day on which everything is planned. */
const plannedOn = ({ from }: Year): string => `${from}-08-20`;

const byTime = (a: Line, b: Line): number => (`${a.due} ${a.kind}` < `${b.due} ${b.kind}` ? -1 : 1);

/** The same by the rules' own words. */
function expected(year: Year): Line[] {
  const calendar = calendarOf(year);
  const natural = year.meetings.flatMap(({ day }) => {
    const at = (kind: string, who: string, count: number) => {
      const date = schoolDaysBack(calendar, day, count);
      return date === undefined ? [] : [{ kind, who, due: momentOf(date, '08:30') }];
    };
    // Too early in the year for so many school days, a head is asked at once; and nobody within three school days again.
    const asked = schoolDaysBack(calendar, day, 15) ?? plannedOn(year);
    const again = schoolDaysBack(calendar, day, 8);
    const isSoon = again !== undefined && schoolDaysBetween(calendar, asked, again) < 3;
    return [
      ...at('cover-request', 'head', 15),
      ...(isSoon ? [] : at('cover-again', 'head', 8)),
      ...at('will-you-come', 'lead', 10),
    ];
  });
  const reviews = year.halfTerms.flatMap(({ firstDay, lastDay }) => {
    const tuesdays: string[] = [];
    for (let day = firstDay; day <= lastDay; day = nextDay(day))
      if (new Date(`${day}T12:00:00Z`).getUTCDay() === 2) tuesdays.push(day);
    let day = tuesdays[1];
    if (day === undefined) return [];
    while (onTheWall(whenSendable(calendar, momentOf(day, '08:30'))).slice(0, 10) !== day) day = nextDay(day);
    return [{ kind: 'commitments-review', who: 'head', due: momentOf(day, '08:30') }];
  });
  // The head has signed on paper. The lead teacher is asked on the first school day, then 5 and 10 school days later.
  const days: string[] = [];
  const last = year.halfTerms[5]?.lastDay ?? '';
  for (let day = year.halfTerms[0]?.firstDay ?? ''; day <= last; day = nextDay(day))
    if (isSchoolDay(calendar, day)) days.push(day);
  const signing = [0, 5, 10].map((count) => ({
    kind: 'take-on',
    who: 'lead',
    due: momentOf(days[count] ?? '', '08:30'),
  }));
  const all = [...natural, ...reviews, ...signing].map((one) => ({ ...one, goes: whenSendable(calendar, one.due) }));
  const begins = momentOf(year.halfTerms[0]?.firstDay ?? '', '08:00');
  return all
    .filter(({ due }) => due > begins)
    .map(({ kind, who, due, goes }) => {
      // What one person gets on one day goes out together, at the time of the last of it.
      const day = onTheWall(goes).slice(0, 10);
      const together = all.filter((other) => other.who === who && onTheWall(other.goes).startsWith(day));
      const last = new Date(Math.max(...together.map((other) => other.goes.getTime())));
      return { kind, due: onTheWall(due), goes: onTheWall(last) };
    })
    .sort(byTime);
}

/**
 * A group whose meetings are on these days, planned from the summer before.
 * @param first its dates as they were taken in at first
 */
async function plan(db: Database, year: Year, first: Year = year): Promise<void> {
  const clock = createSetClock(momentOf(plannedOn(year), '09:00'));
  await takeIn(db, clock.now(), [roster(first), termDates(first)]);
  const { id: groupId } = await db.group.findFirstOrThrow();
  await db.meeting.createMany({
    data: year.meetings.map(({ day, time }, index) => ({
      id: newId(),
      groupId,
      halfTerm: index + 1,
      startsAt: momentOf(day, time),
      length: 30,
      changedAt: clock.now(),
    })) as never,
  });
  const school = await db.school.findFirstOrThrow({ where: { name: 'First School' } });
  const promised = await db.commitment.findMany({ where: { schoolId: school.id } });
  await db.signature.createMany({
    data: promised.map(({ id }) => ({ id: newId(), commitmentId: id, name: 'Hana Head', role: 'head' })) as never,
  });
  // Whoever takes dates in anew plans everything anew.
  for (const dates of first === year ? [year] : [first, year]) await takeIn(db, clock.now(), [termDates(dates)]);
}

/** The same year as it was thought of first: every half-term a day shorter at both ends. */
const before = (year: Year): Year => ({
  ...year,
  halfTerms: year.halfTerms.map(({ firstDay, lastDay }) => ({
    firstDay: nextDay(firstDay),
    lastDay: nextDay(lastDay, -1),
  })),
});

describe('the plan of a year between 2015 and 2035', () => {
  it('is what the rules say, worked out day by day', { timeout: 600_000 }, async () => {
    for (const year of fc.sample(yearOf, { seed, numRuns: years })) {
      const { db, close } = await openSqlite();
      await plan(db, year);
      expect(await planned(db, year), JSON.stringify(year)).toEqual(expected(year));
      await close();
    }
  });

  it('is the same when the term dates change with everything planned', { timeout: 600_000 }, async () => {
    for (const year of fc.sample(yearOf, { seed: seed + 1, numRuns: years })) {
      const { db, close } = await openSqlite();
      await plan(db, year, before(year));
      expect(await planned(db, year), JSON.stringify(year)).toEqual(expected(year));
      await close();
    }
  });

  it('asks about earlier words as soon as somebody may be written to, with what goes out that day', {
    timeout: 600_000,
  }, async () => {
    const sample = fc.sample(fc.tuple(yearOf, fc.integer({ min: 0, max: 300 }), moments), { seed, numRuns: years });
    for (const [year, days, time] of sample) {
      const { db, close } = await openSqlite();
      await plan(db, year);
      await confide(db, momentOf(nextDay(`${year.from}-09-10`, -8), '12:00'));
      const now = momentOf(nextDay(`${year.from}-09-10`, days), time);
      await takeIn(db, now, [withSecond(year)]);
      const [row, ...others] = await db.delivery.findMany({ where: { kind: 'earlier-words', status: 'planned' } });
      expect(others).toEqual([]);
      const goes = onTheWall(whenSendable(calendarOf(year), now));
      const together = expected(year)
        .filter(({ kind, goes: other }) => kind === 'will-you-come' && other.slice(0, 10) === goes.slice(0, 10))
        .map((one) => one.goes);
      expect(row && onTheWall(row.sendAt), JSON.stringify([year, days, time])).toBe([goes, ...together].sort().at(-1));
      await close();
    }
  });
});

const moments = fc.constantFrom('06:15', '08:00', '11:45', '16:45', '17:00', '22:30');

/** The same roster with a second specialist. */
const withSecond = (year: Year): Buffer =>
  Buffer.from(
    `${roster(year)}Example Hub,${group},primary-tfm,${year.from}/${String(year.from + 1).slice(2)},,,specialist,Nia New,nia@hub.example\n`,
  );

/** What Ada wrote for Sam alone. */
async function confide(db: Database, at: Date): Promise<void> {
  const { id: groupId } = await db.group.findFirstOrThrow();
  const who = async (name: string) => (await db.person.findFirstOrThrow({ where: { name } })).id;
  const [task, prompt, author, reader] = [newId(), newId(), await who('Ada Lead'), await who('Sam Specialist')];
  const text = { groupId, title: 'One bar model', body: 'Try it.' };
  await db.gapTask.create({
    data: { id: task, ...text, dueOn: onTheWall(at).slice(0, 10), status: 'withdrawn', setAt: at, setById: reader },
  });
  await db.prompt.create({ data: { id: prompt, gapTaskId: task, idea: 'fluency', position: 0, text: 'And?' } });
  await db.reflection.create({
    data: {
      id: newId(),
      gapTaskId: task,
      personId: author,
      status: 'done',
      updatedAt: at,
      repliedAt: at,
      answers: { create: [{ promptId: prompt, text: 'It went well.' }] },
      readers: { create: [{ readerId: reader, how: 'named', since: at }] },
    },
  });
}
