import { civilDate, formatDate } from '../../calendar/dates.js';
import { closedReason, nextSchoolDay, schoolDaysBefore } from '../../calendar/school-calendar.js';
import type { Topic } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import type { Delivery } from '../../store/generated/sqlite/client.js';
import { calendarOf } from '../../store/groups.js';
import { forgetSnooze, listChain, saveSnooze } from './store.js';

/** The last school day on which a reminder is of use: the one before the moment it is about. */
export async function lastUsefulDay(context: Context, chain: readonly Delivery[]): Promise<string | undefined> {
  const planned = chain.filter((row) => row.status === 'planned');
  const current = planned.length > 0 ? planned : chain.filter((row) => row.status === 'sent').slice(-1);
  const ends = current.flatMap((row) => (row.expiresAt ? [row.expiresAt.getTime()] : []));
  if (ends.length === 0) return undefined;
  const group = await context.group();
  const end = civilDate(new Date(Math.max(...ends)), group.zone);
  return schoolDaysBefore(calendarOf(group, context.actor.personId), end, 1);
}

/** "Remind me on …": one message that morning, and none of the chain before. */
export async function snooze(
  context: Context,
  subjectId: string,
  chainName: string,
  until: string,
): Promise<Reply | Faults> {
  const { db, now, planner, actor, groupId } = context;
  const group = await context.group();
  const key = { personId: actor.personId, subjectId, chain: chainName };
  const chain = await listChain(db, groupId, key);
  const [first] = chain;
  if (!first) return refused('There is nothing to be reminded of.');
  const calendar = calendarOf(group, actor.personId);
  const last = await lastUsefulDay(context, chain);
  if (until <= civilDate(now, group.zone)) return faults({ until: 'Please choose a day after today.' });
  if (last !== undefined && until > last) {
    return faults({ until: `That would be too late. Please choose ${formatDate(last)} or a day before it.` });
  }
  const closed = closedReason(calendar, until);
  if (closed) {
    const instead = formatDate(nextSchoolDay(calendar, until));
    return faults({ until: `${formatDate(until)} is ${closed.text}. The next school day is ${instead}.` });
  }
  await saveSnooze(db, { groupId, ...key }, until);
  await planner.replan(
    db,
    groupId,
    now,
    { topic: first.topic as Topic, subjectId },
    `asked to be reminded on ${formatDate(until)}`,
  );
  if (!(await listChain(db, groupId, key)).some((row) => row.status === 'planned')) {
    await forgetSnooze(db, key);
    return refused('There is nothing left to be reminded of: it is answered, or no longer needed.');
  }
  return done(`You will be reminded on ${formatDate(until)}, and not before.`);
}
