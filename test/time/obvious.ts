/**
 * When messages go out, worked out the slow way: day by day and quarter of an hour by quarter of an hour, with nothing
 * but JavaScript's own Date and Intl. Nothing of src/ is used here, so that it can be wrong in no way that src/ is.
 */
export interface ObviousCalendar {
  halfTerms: readonly { firstDay: string; lastDay: string }[];
  /** Days on which the school is shut. */
  closed: ReadonlySet<string>;
  bankHolidays: ReadonlySet<string>;
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** "2026-11-10 08:30" on a clock on the wall in London. */
export function onTheWall(at: Date): string {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}

export function nextDay(day: string, step = 1): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + step);
  return date.toISOString().slice(0, 10);
}

/** The moment at which the clock on the wall shows that, looked for. */
export function momentOf(day: string, time: string): Date {
  for (let at = Date.parse(`${day}T00:00:00Z`) - 3_600_000; ; at += 15 * 60_000) {
    if (onTheWall(new Date(at)) === `${day} ${time}`) return new Date(at);
  }
}

export function isSchoolDay({ halfTerms, closed, bankHolidays }: ObviousCalendar, day: string): boolean {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6 || bankHolidays.has(day) || closed.has(day)) return false;
  return halfTerms.some(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay);
}

/** The day so many school days before another; undefined before the first day of the year. */
export function schoolDaysBack(calendar: ObviousCalendar, day: string, count: number): string | undefined {
  const first = calendar.halfTerms.map(({ firstDay }) => firstDay).sort()[0] ?? '';
  let left = count;
  for (let one = nextDay(day, -1); one >= first; one = nextDay(one, -1)) {
    if (isSchoolDay(calendar, one)) left -= 1;
    if (left === 0) return one;
  }
  return undefined;
}

/** How many school days there are from one day up to, and without, another. */
export function schoolDaysBetween(calendar: ObviousCalendar, from: string, to: string): number {
  let count = 0;
  for (let day = from; day < to; day = nextDay(day)) if (isSchoolDay(calendar, day)) count += 1;
  return count;
}

/** The first moment from then on, within school hours of a school day; past the year's end any weekday will do. */
export function whenSendable(calendar: ObviousCalendar, from: Date): Date {
  const last =
    calendar.halfTerms
      .map(({ lastDay }) => lastDay)
      .sort()
      .at(-1) ?? '';
  const isOpen = (day: string): boolean =>
    day <= last
      ? isSchoolDay(calendar, day)
      : isSchoolDay({ ...calendar, halfTerms: [{ firstDay: day, lastDay: day }] }, day);
  for (let at = from; ; at = new Date(Math.floor(at.getTime() / 900_000) * 900_000 + 900_000)) {
    const [day = '', time = ''] = onTheWall(at).split(' ');
    if (isOpen(day) && time >= '08:00' && time < '17:00') return at;
  }
}
