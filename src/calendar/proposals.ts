import { type CivilDate, eachDay, formatDate, nearestToMiddle, weekday } from './dates.js';
import { closedReason, closureOn, type HalfTermDates, type SchoolCalendar } from './school-calendar.js';

export interface SchoolDates {
  name: string;
  calendar: SchoolCalendar;
}

export interface ProposalRequest {
  halfTerm: HalfTermDates;
  /** ISO: Monday is 1. */
  usualWeekday: number;
  group: SchoolCalendar;
  schools: readonly SchoolDates[];
  /** The earliest day that will do. */
  notBefore: CivilDate;
}

const list = new Intl.ListFormat('en-GB');

/**
 * One sentence for people that says why nobody should meet on that day, or undefined when it suits the group and every
 * school: "Sat 14 Nov is a Saturday.", "Oakfield Primary and Hillside Primary are closed on Fri 13 Nov: INSET day."
 */
export function findClash(date: CivilDate, group: SchoolCalendar, schools: readonly SchoolDates[]): string | undefined {
  const reason = closedReason(group, date);
  if (reason?.kind === 'closed') return sayClosed(['The group'], date, whyClosed(group, date));
  if (reason) return `${formatDate(date)} is ${reason.text}.`;

  const closed = schools
    .filter(({ calendar }) => closedReason(calendar, date))
    .map(({ name, calendar }) => ({ name, why: whyClosed(calendar, date) }));
  const [first] = closed;
  if (!first) return undefined;
  const shared = closed.every(({ why }) => why === first.why);
  const names = closed.map(({ name, why }) => (shared || !why ? name : `${name} (${why})`));
  return sayClosed(names, date, shared ? first.why : undefined);
}

/**
 * The day to offer for a meeting: the usual weekday nearest to the middle of the half-term on which nothing clashes;
 * failing that, any other weekday nearest to the middle. Ties go to the earlier. Undefined when no day is left.
 */
export function proposeDate(request: ProposalRequest): CivilDate | undefined {
  const { halfTerm, usualWeekday, group, schools, notBefore } = request;
  const { firstDay, lastDay } = halfTerm;
  const free = eachDay(firstDay, lastDay).filter((day) => day >= notBefore && !findClash(day, group, schools));
  const usual = free.filter((day) => weekday(day) === usualWeekday);
  return nearestToMiddle(usual, firstDay, lastDay) ?? nearestToMiddle(free, firstDay, lastDay);
}

function sayClosed(names: readonly string[], date: CivilDate, why: string | undefined): string {
  const verb = names.length === 1 ? 'is' : 'are';
  return `${list.format(names)} ${verb} closed on ${formatDate(date)}${why ? `: ${why}` : ''}.`;
}

/** A school's own reason on a day when the group could meet; undefined when the school gave none. */
function whyClosed(calendar: SchoolCalendar, date: CivilDate): string | undefined {
  const closure = closureOn(calendar, date);
  if (!closure) return 'outside its term';
  return closure.kind === 'inset' ? 'INSET day' : closure.note;
}
