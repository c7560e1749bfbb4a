import { formatInstant } from '../../calendar/dates.js';
import { nextSendable } from '../../calendar/quiet-hours.js';
import { done, type Reply } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { calendarOf, personName } from '../../store/groups.js';
import { personOf } from './rules.js';

/** "Try again now": what could not be delivered to somebody, or to the channel, is sent again. */
export async function retry(context: Context, to: string): Promise<Reply> {
  const { db, now, planner, groupId } = context;
  const group = await context.group();
  const personId = personOf(to);
  const name = personId === null ? 'the channel' : personName(group, personId);
  const count = await planner.revive(db, { groupId, personId }, now);
  await planner.refresh(db, groupId, ['not-delivered'], to);
  if (count === 0) return done(`Nothing that could still go out to ${name} is held up.`);
  const at = nextSendable(calendarOf(group, personId), now);
  const when = at > now ? `on ${formatInstant(at, group.zone)}` : 'now';
  return done(`${count === 1 ? 'One message' : `${count} messages`} to ${name} will be tried again ${when}.`);
}
