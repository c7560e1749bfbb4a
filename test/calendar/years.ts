import * as fc from 'fast-check';
import { addDays } from '../../src/calendar/dates.js';
import type { ClosureDates, HalfTermDates, SchoolCalendar } from '../../src/calendar/school-calendar.js';

/** The usual pattern of 2025/26 and 2026/27, as in the domain's table. */
export const year2025: readonly HalfTermDates[] = [
  { number: 1, firstDay: '2025-09-02', lastDay: '2025-10-24' },
  { number: 2, firstDay: '2025-11-03', lastDay: '2025-12-19' },
  { number: 3, firstDay: '2026-01-05', lastDay: '2026-02-13' },
  { number: 4, firstDay: '2026-02-23', lastDay: '2026-03-27' },
  { number: 5, firstDay: '2026-04-13', lastDay: '2026-05-22' },
  { number: 6, firstDay: '2026-06-01', lastDay: '2026-07-21' },
];

export const year2026: readonly HalfTermDates[] = [
  { number: 1, firstDay: '2026-09-02', lastDay: '2026-10-23' },
  { number: 2, firstDay: '2026-11-02', lastDay: '2026-12-18' },
  { number: 3, firstDay: '2027-01-04', lastDay: '2027-02-12' },
  { number: 4, firstDay: '2027-02-22', lastDay: '2027-03-25' },
  { number: 5, firstDay: '2027-04-12', lastDay: '2027-05-28' },
  { number: 6, firstDay: '2027-06-07', lastDay: '2027-07-21' },
];

export function calendarOf(
  halfTerms: readonly HalfTermDates[],
  closures: readonly ClosureDates[] = [],
): SchoolCalendar {
  return { zone: 'Europe/London', halfTerms, closures };
}

export function inset(firstDay: string, lastDay = firstDay): ClosureDates {
  return { kind: 'inset', firstDay, lastDay };
}

export function closed(day: string, note: string): ClosureDates {
  return { kind: 'closed', firstDay: day, lastDay: day, note };
}

/** A half-term of the two years; TypeScript cannot know that the tables are full. */
export function halfTerm(terms: readonly HalfTermDates[], number: number): HalfTermDates {
  const found = terms.find((term) => term.number === number);
  if (!found) throw new RangeError(`No half-term ${number}`);
  return found;
}

/** Any day of the two school years, and of the summer after them. */
export const anyDay = fc.integer({ min: 0, max: 760 }).map((days) => addDays('2025-08-01', days));

/** The two years with closures anywhere, up to a week long. */
export const anyCalendar: fc.Arbitrary<SchoolCalendar> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('inset' as const, 'closed' as const),
      firstDay: anyDay,
      length: fc.integer({ min: 0, max: 6 }),
    }),
    { maxLength: 12 },
  )
  .map((closures) =>
    calendarOf(
      [...year2025, ...year2026],
      closures.map(({ kind, firstDay, length }) => ({ kind, firstDay, lastDay: addDays(firstDay, length) })),
    ),
  );
