import { addDays, type CivilDate, formatDate, formatFullDate } from './dates.js';
import { closedReason, isSchoolDay, type SchoolCalendar } from './school-calendar.js';

/** The first and the last day of school that a calendar knows; both absent where it knows none. */
function yearOf({ halfTerms }: SchoolCalendar): { first?: CivilDate | undefined; last?: CivilDate | undefined } {
  const first = halfTerms.map(({ firstDay }) => firstDay).sort()[0];
  const last = halfTerms
    .map(({ lastDay }) => lastDay)
    .sort()
    .at(-1);
  return { first, last };
}

/**
 * What is wrong with a day for something that takes place at a school, in words: not in the school year, or closed.
 * @param where the school's name
 */
export function schoolDayFault(calendar: SchoolCalendar, day: CivilDate, where: string): string | undefined {
  const { first, last } = yearOf(calendar);
  if (first !== undefined && day < first)
    return `The school year began on ${formatFullDate(first)}. Please choose that day or a later one.`;
  if (last !== undefined && day > last)
    return `The school year ends on ${formatFullDate(last)}. Please choose that day or an earlier one.`;
  const closed = closedReason(calendar, day);
  return closed && `${formatDate(day)} is ${closed.text} at ${where}.`;
}

/** What is wrong with a day for something that has taken place, in words. */
export const pastDayFault = (day: CivilDate, today: CivilDate): string | undefined =>
  day > today ? `${formatFullDate(day)} is still to come.` : undefined;

/** What is wrong with the day of a paper, in words: it may lie in the holidays, or some way before the school year. */
export function paperDayFault(calendar: SchoolCalendar, day: CivilDate, today: CivilDate): string | undefined {
  const { first } = yearOf(calendar);
  if (first !== undefined && day < addDays(first, -365)) {
    return `That is more than a year before the school year began, on ${formatFullDate(first)}. Is the year right?`;
  }
  return pastDayFault(day, today);
}

/** The last school day up to now: what people log is mostly just over. */
export function lastSchoolDay(calendar: SchoolCalendar, today: CivilDate): CivilDate {
  for (let day = today; day > addDays(today, -120); day = addDays(day, -1)) if (isSchoolDay(calendar, day)) return day;
  return today;
}
