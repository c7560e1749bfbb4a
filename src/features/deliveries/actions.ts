import { sentWhen } from '../../calendar/quiet-hours.js';
import { done, type Reply } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { calendarOf } from '../../store/groups.js';
import { nameOf, recipientOf } from './rules.js';

/** "Try again now": what could not be delivered to somebody, or to the channel, is sent again. */
export async function retry(context: Context, to: string): Promise<Reply> {
  const { db, now, planner, groupId } = context;
  const group = await context.group();
  const recipient = recipientOf(to);
  const name = nameOf(group, recipient);
  const count = await planner.revive(db, { groupId, ...recipient }, now);
  await planner.refresh(db, groupId, { kinds: ['not-delivered'], subjectId: to });
  if (count === 0) return done(`Nothing that could still go out to ${name} is held up.`);
  const when = sentWhen(calendarOf(group, recipient.personId), now);
  return done(`${count === 1 ? 'One message' : `${count} messages`} to ${name} will be tried again ${when}.`);
}
