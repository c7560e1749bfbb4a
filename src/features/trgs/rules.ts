import type { TrgSessionView } from '../../../cards/trgs.js';
import { type CivilDate, formatDate } from '../../calendar/dates.js';
import { pastDayFault, schoolDayFault } from '../../calendar/record-days.js';
import { type Group, personName } from '../../store/groups.js';
import type { LogWish, TrgSession } from './schema.js';

export type LogFaults = Partial<Record<'day' | 'focus', string>>;

/** "Bar models." and "bar  models" are one focus. */
const plain = (focus: string): string =>
  focus
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * What is wrong with a session, by field, or nothing.
 * @param others what the school has logged besides
 */
export function checkSession(
  group: Group,
  schoolId: string,
  wish: Pick<LogWish, 'day' | 'focus'>,
  others: readonly TrgSession[],
  today: CivilDate,
): LogFaults {
  const school = group.schools.find(({ id }) => id === schoolId);
  if (!school) return { day: 'That school is not in this Work Group.' };
  const day = pastDayFault(wish.day, today) ?? schoolDayFault(school.calendar, wish.day, school.name);
  if (day !== undefined) return { day };
  const same = others.find((one) => one.day === wish.day && plain(one.focus) === plain(wish.focus));
  if (!same) return {};
  return {
    focus: `This session is there already: ${formatDate(same.day)}, “${same.focus}”, logged by ${personName(group, same.loggedById)}.`,
  };
}

/** "3 sessions" */
export const countWords = (count: number): string =>
  count === 0 ? 'no session yet' : count === 1 ? '1 session' : `${count} sessions`;

export const viewSession = (group: Group, session: TrgSession): TrgSessionView => ({
  id: session.id,
  day: formatDate(session.day),
  focus: session.focus,
  tookPart: session.tookPart,
  decided: session.decided,
  loggedBy: personName(group, session.loggedById),
});
