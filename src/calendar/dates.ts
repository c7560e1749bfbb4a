import { Temporal } from 'temporal-polyfill';

/** A day on the calendar, "2026-11-10", belonging to no zone. Such strings compare in the order of time. */
export type CivilDate = string;

/** A time on the wall, 24 hours, "13:00". */
export type ClockTime = string;

const millisecondsPerDay = 86_400_000;

// Fixed tables: ICU's en-GB shortens September to "Sept", and differs from one Node to the next.
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const datePatterns = [
  /^(?<year>[12]\d{3})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  /^(?<day>\d{1,2})(?<separator>[/.-])(?<month>\d{1,2})\k<separator>(?<year>[12]\d{3}|\d\d)$/,
  /^(?<day>\d{1,2})(?:st|nd|rd|th)?[ -](?<month>[a-z]+)\.?,?[ -](?<year>[12]\d{3}|\d\d)$/i,
];

// Temporal reads a wall clock too, but ten times slower, and ten thousand readings leave the process 50 MB larger.
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The instant at which the wall clock in `zone` (IANA name) shows `time` on `date`. A time that a clock change
 * skips is taken an hour later, one that it repeats at its first pass (Temporal's "compatible").
 * @throws RangeError for an impossible date or time, or an unknown zone.
 */
export function instantAt(date: CivilDate, time: ClockTime, zone: string): Date {
  return new Date(Temporal.ZonedDateTime.from(`${date}T${time}[${zone}]`).epochMilliseconds);
}

/** The day it is in `zone` at that instant. */
export function civilDate(at: Date, zone: string): CivilDate {
  return wallClock(at, zone).slice(0, 10);
}

/** The time on the wall in `zone` at that instant, seconds cut off. */
export function clockTime(at: Date, zone: string): ClockTime {
  return wallClock(at, zone).slice(11, 16);
}

/** @throws RangeError when `date` is no date. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** The first day of the month so many months before. */
export function monthsBefore(date: CivilDate, months: number): CivilDate {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 - months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-01`;
}

/** Days from `from` to `to`: negative when `to` is the earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Every day from `from` to `to`, both included. Empty when `to` is the earlier. */
export function eachDay(from: CivilDate, to: CivilDate): CivilDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, days) => addDays(from, days));
}

/** The one of `days` (in order of time) that is nearest to the middle of `from` to `to`; ties go to the earlier. */
export function nearestToMiddle(days: readonly CivilDate[], from: CivilDate, to: CivilDate): CivilDate | undefined {
  const twiceMiddle = dayNumber(from) + dayNumber(to);
  const distances = days.map((day) => Math.abs(2 * dayNumber(day) - twiceMiddle));
  return days[distances.indexOf(Math.min(...distances))];
}

/** ISO: Monday is 1, Sunday is 7. */
export function weekday(date: CivilDate): number {
  // Day 0, 1 January 1970, was a Thursday; the 7 keeps days before it positive.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** "Tuesday" for 2. @throws RangeError outside 1 to 7. */
export function weekdayName(number: number): string {
  const name = weekdays[number - 1];
  if (name === undefined) throw new RangeError(`No day of the week has the number ${number}.`);
  return name;
}

/** "Tue 10 Nov" */
export function formatDate(date: CivilDate): string {
  const month = months[Number(date.slice(5, 7)) - 1];
  if (month === undefined) throw new RangeError(`"${date}" is not a date.`);
  return `${weekdayName(weekday(date)).slice(0, 3)} ${Number(date.slice(8, 10))} ${month.slice(0, 3)}`;
}

/** "Tue 10 Nov 2026" */
export function formatFullDate(date: CivilDate): string {
  return `${formatDate(date)} ${date.slice(0, 4)}`;
}

/** "13:00", as people in `zone` read it. */
export function formatTime(at: Date, zone: string): string {
  return clockTime(at, zone);
}

/** "Tue 10 Nov, 13:00", as people in `zone` read it. */
export function formatInstant(at: Date, zone: string): string {
  return `${formatDate(civilDate(at, zone))}, ${formatTime(at, zone)}`;
}

/**
 * Reads a date as people and spreadsheets write it, the day always before the month: "10/11/2026", "10.11.26",
 * "10 Nov 2026", "Tuesday 10 November 2026", "2026-11-10", each with or without a time behind, which is dropped.
 * Undefined for what is no date, does not exist, or comes with a weekday that it does not fall on.
 */
export function parseDate(text: string): CivilDate | undefined {
  const words = text.trim().replace(/\s+/g, ' ');
  const withoutTime = words.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/, '');
  const [, day, rest = withoutTime] = /^([a-z]+)\.?,? (.+)$/i.exec(withoutTime) ?? [];
  const parts = datePatterns.map((pattern) => pattern.exec(rest)?.groups).find((groups) => groups !== undefined);
  const date = parts && existingDate(parts);
  if (date === undefined || day === undefined) return date;
  // "Weds", "Tues" and "Thurs" are how people shorten them.
  return weekday(date) === numberOf(day.replace(/s$/i, ''), weekdays) ? date : undefined;
}

/** Reads "13:00", "13.00", "9:00", "09:00:00", "1pm", "1.30 pm". Undefined for anything else, a bare "13" included. */
export function parseTime(text: string): ClockTime | undefined {
  const match = /^(\d{1,2})(?:[:.]([0-5]\d)(?:[:.][0-5]\d)?)? ?([ap]m)?$/i.exec(text.trim());
  const [, hour, minute, half] = match ?? [];
  if (hour === undefined || (minute === undefined && half === undefined)) return undefined;
  if (half === undefined) return Number(hour) < 24 ? `${hour.padStart(2, '0')}:${minute}` : undefined;
  if (Number(hour) < 1 || Number(hour) > 12) return undefined;
  const hours = (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  return `${String(hours).padStart(2, '0')}:${minute ?? '00'}`;
}

/** The date that these parts make, if there is one. */
function existingDate({ year = '', month = '', day = '' }: Partial<Record<string, string>>): CivilDate | undefined {
  const monthNumber = Number(month) || numberOf(month, months);
  const date = `${year.padStart(4, '20')}-${String(monthNumber).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const milliseconds = Date.parse(date);
  // Date.parse turns 31 February into 3 March: only a date that comes back unchanged exists.
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(date) ? date : undefined;
}

/** The number, from 1, of the name that `word` shortens to three letters or more; 0 for none. */
function numberOf(word: string, names: readonly string[]): number {
  return word.length < 3 ? 0 : names.findIndex((name) => name.toLowerCase().startsWith(word.toLowerCase())) + 1;
}

/** "2026-11-10 13:00": Swedes write dates as ISO does. */
function wallClock(at: Date, zone: string): string {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    formatters.set(zone, formatter);
  }
  return formatter.format(at);
}

// Days since 1970. A date alone is UTC to Date.parse, so neither zones nor clock changes come in; and it is
// cheaper than Temporal.PlainDate, which counts when a year is planned.
function dayNumber(date: CivilDate): number {
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) throw new RangeError(`"${date}" is not a date.`);
  return milliseconds / millisecondsPerDay;
}

function fromDayNumber(number: number): CivilDate {
  return new Date(number * millisecondsPerDay).toISOString().slice(0, 10);
}
