import { addDays, type ClockTime, civilDate, clockTime, formatInstant, instantAt } from './dates.js';
import { nextSchoolDay, type SchoolCalendar } from './school-calendar.js';

/** Messages go out from `opens` until just before `closes`, by the school's own clock. */
export const opens: ClockTime = '08:00';
export const closes: ClockTime = '17:00';

/** When messages that name no time of their own are sent. */
export const morning: ClockTime = '08:30';
export const afternoon: ClockTime = '15:30';

/**
 * The first instant from `at` on at which a message may be sent: `at` itself on a school day within hours, else
 * `opens` on the next school morning. Beyond the last known day of term, school days are those of `nextSchoolDay`.
 */
export function nextSendable(calendar: SchoolCalendar, at: Date): Date {
  const today = civilDate(at, calendar.zone);
  const time = clockTime(at, calendar.zone);
  const day = nextSchoolDay(calendar, time < closes ? today : addDays(today, 1));
  return day === today && time >= opens ? at : instantAt(day, opens, calendar.zone);
}

/** When what is planned now is sent, in words: "now", or at night and in the holidays "on Mon 2 Nov, 08:00". */
export function sentWhen(calendar: SchoolCalendar, now: Date): string {
  const at = nextSendable(calendar, now);
  return at > now ? `on ${formatInstant(at, calendar.zone)}` : 'now';
}
