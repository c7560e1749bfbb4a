import { bankHoliday } from './bank-holidays.js';
import { addDays, type CivilDate, eachDay, nearestToMiddle, weekday, weekdayName } from './dates.js';

/** One half-term, from its first to its last day of school; `number` is 1 (Autumn 1) to 6 (Summer 2). */
export interface HalfTermDates {
  number: number;
  firstDay: CivilDate;
  lastDay: CivilDate;
}

/** Days within term on which a school is shut to pupils, both ends included. */
export interface ClosureDates {
  kind: 'inset' | 'closed';
  firstDay: CivilDate;
  lastDay: CivilDate;
  note?: string;
}

/** The dates of a group, or of one school: an IANA zone, half-terms of one or more years, closures; in any order. */
export interface SchoolCalendar {
  zone: string;
  halfTerms: readonly HalfTermDates[];
  closures: readonly ClosureDates[];
}

/** Why there is no school; `text` completes "Fri 13 Nov is …", but for "closed: boiler". */
export interface ClosedReason {
  kind: 'weekend' | 'bank-holiday' | 'holiday' | 'inset' | 'closed';
  text: string;
}

const halfTermNames = ['Autumn 1', 'Autumn 2', 'Spring 1', 'Spring 2', 'Summer 1', 'Summer 2'] as const;

/** "Autumn 1" for 1. @throws RangeError outside 1 to 6. */
export function halfTermName(number: number): string {
  const name = halfTermNames[number - 1];
  if (name === undefined) throw new RangeError(`No half-term has the number ${number}.`);
  return name;
}

/**
 * Why that day is no school day, or undefined when it is one. After the last known day of term the year has ended,
 * and every day is outside term; a calendar without half-terms has school on every weekday that is not off otherwise.
 */
export function closedReason(calendar: SchoolCalendar, date: CivilDate): ClosedReason | undefined {
  return dayOff(calendar, date) ?? outsideTerm(calendar, date);
}

export function isSchoolDay(calendar: SchoolCalendar, date: CivilDate): boolean {
  return closedReason(calendar, date) === undefined;
}

/** The closure that covers that day, if any. */
export function closureOn(calendar: SchoolCalendar, date: CivilDate): ClosureDates | undefined {
  return calendar.closures.find((closure) => covers(closure, date));
}

/**
 * The first school day on or after `date`. Beyond the last known day of term it is the next weekday that is neither a
 * bank holiday nor a closure, so that a message is late, not lost, while next year's dates are missing.
 */
export function nextSchoolDay(calendar: SchoolCalendar, date: CivilDate): CivilDate {
  const isKnown = (day: CivilDate) => calendar.halfTerms.some(({ lastDay }) => day <= lastDay);
  let day = date;
  while (isKnown(day) ? closedReason(calendar, day) : dayOff(calendar, day)) day = addDays(day, 1);
  return day;
}

/** The n-th school day strictly after `date`, n from 1; beyond the last known day of term as in `nextSchoolDay`. */
export function schoolDaysAfter(calendar: SchoolCalendar, date: CivilDate, n: number): CivilDate {
  requireCount(n);
  let day = date;
  for (let count = 0; count < n; count++) day = nextSchoolDay(calendar, addDays(day, 1));
  return day;
}

/** The n-th school day strictly before `date`, n from 1; undefined when the calendar begins too late for that. */
export function schoolDaysBefore(calendar: SchoolCalendar, date: CivilDate, n: number): CivilDate | undefined {
  requireCount(n);
  const [firstKnownDay = ''] = calendar.halfTerms.map(({ firstDay }) => firstDay).sort();
  let left = n;
  for (let day = addDays(date, -1); day >= firstKnownDay; day = addDays(day, -1)) {
    if (isSchoolDay(calendar, day)) left--;
    if (left === 0) return day;
  }
  return undefined;
}

/** School days from `from` up to but not including `to`; 0 when `to` is not later. */
export function countSchoolDays(calendar: SchoolCalendar, from: CivilDate, to: CivilDate): number {
  return eachDay(from, addDays(to, -1)).filter((day) => isSchoolDay(calendar, day)).length;
}

/** The half-term in whose dates that day lies, weekends included. */
export function halfTermOf(calendar: SchoolCalendar, date: CivilDate): HalfTermDates | undefined {
  return calendar.halfTerms.find((halfTerm) => covers(halfTerm, date));
}

/** The first day on which pupils are in, past INSET days; undefined when the whole half-term is closed. */
export function firstSchoolDay(calendar: SchoolCalendar, halfTerm: HalfTermDates): CivilDate | undefined {
  return eachDay(halfTerm.firstDay, halfTerm.lastDay).find((day) => isSchoolDay(calendar, day));
}

/** The second Tuesday within the half-term's dates, a school day or not. */
export function secondTuesday({ firstDay, lastDay }: HalfTermDates): CivilDate | undefined {
  return eachDay(firstDay, lastDay).filter((day) => weekday(day) === 2)[1];
}

/** "2026/27": the school year begins on 1 August. */
export function schoolYearOf(date: CivilDate): string {
  const year = Number(date.slice(0, 4)) - (date.slice(5, 7) < '08' ? 1 : 0);
  return `${year}/${String(year + 1).slice(-2)}`;
}

/**
 * The school day nearest to the middle of `from` to `to`, both included; ties go to the earlier. Without a school day
 * among them, the next one after the middle.
 */
export function middleSchoolDay(calendar: SchoolCalendar, from: CivilDate, to: CivilDate): CivilDate {
  const days = eachDay(from, to);
  const schoolDays = days.filter((day) => isSchoolDay(calendar, day));
  return nearestToMiddle(schoolDays, from, to) ?? nextSchoolDay(calendar, nearestToMiddle(days, from, to) ?? from);
}

function dayOff(calendar: SchoolCalendar, date: CivilDate): ClosedReason | undefined {
  const dayOfWeek = weekday(date);
  if (dayOfWeek > 5) return { kind: 'weekend', text: `a ${weekdayName(dayOfWeek)}` };
  const holiday = bankHoliday(date);
  if (holiday !== undefined) return { kind: 'bank-holiday', text: `a bank holiday (${holiday})` };
  const closure = closureOn(calendar, date);
  if (closure?.kind === 'inset') return { kind: 'inset', text: 'an INSET day' };
  if (closure) return { kind: 'closed', text: closure.note ? `closed: ${closure.note}` : 'closed' };
  return undefined;
}

function outsideTerm(calendar: SchoolCalendar, date: CivilDate): ClosedReason | undefined {
  if (calendar.halfTerms.length === 0 || halfTermOf(calendar, date)) return undefined;
  return { kind: 'holiday', text: 'outside term' };
}

function covers({ firstDay, lastDay }: { firstDay: CivilDate; lastDay: CivilDate }, date: CivilDate): boolean {
  return firstDay <= date && date <= lastDay;
}

function requireCount(n: number): void {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`School days are counted from 1, not ${n}.`);
}

/** The half-term of a day, or the last one before it. */
export function latestHalfTerm(calendar: SchoolCalendar, day: CivilDate): HalfTermDates | undefined {
  return halfTermOf(calendar, day) ?? calendar.halfTerms.findLast((one) => one.lastDay < day);
}
