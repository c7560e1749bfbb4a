import { resumeLabel } from '../../../cards/pause.js';
import { takeBackCard } from '../../../cards/undo.js';
import { civilDate, formatDate, formatFullDate, formatInstant } from '../../calendar/dates.js';
import { closedReason, nextSchoolDay, schoolDaysBefore } from '../../calendar/school-calendar.js';
import type { Topic } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import type { Delivery } from '../../store/generated/sqlite/client.js';
import { calendarOf } from '../../store/groups.js';
import { lastPauseEnd } from './rules.js';
import { findPause, forgetSnooze, listChain, listGroupIds, nextWaiting, savePause, saveSnooze } from './store.js';

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
  const pause = await findPause(db, actor.personId);
  if (pause && until < pause.until) {
    const again = formatDate(pause.until);
    return faults({ until: `You asked for quiet until ${again}. Please choose that day, or one after it.` });
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

/** Nothing unasked until a day. What would have come waits, and comes together on that day. */
export async function pauseMessages(context: Context, until: string): Promise<Reply | Faults> {
  const { db, now, actor, zone } = context;
  const today = civilDate(now, zone);
  const last = lastPauseEnd(today);
  if (until <= today) return faults({ until: 'Please choose tomorrow or a later day.' });
  if (until > last) {
    return faults({
      until: `That is more than three months. Please choose ${formatFullDate(last)} or a day before it.`,
    });
  }
  await savePause(db, actor.personId, { from: today, until });
  await retimeEverywhere(context);
  const words = `You have quiet until ${formatDate(until)}; then I write to you again.`;
  return done(words, takeBackCard('Paused', words, { label: resumeLabel, route: 'reminder.resume', args: {} }));
}

export async function resumeMessages(context: Context): Promise<Reply> {
  const { db, now, actor, zone } = context;
  const pause = await findPause(db, actor.personId);
  if (!pause || pause.until <= civilDate(now, zone)) return refused('Nothing is paused: I write to you as usual.');
  await savePause(db, actor.personId, undefined);
  await retimeEverywhere(context);
  const waiting = await nextWaiting(db, actor.personId, now);
  if (!waiting) return done('Welcome back. I write to you as before; nothing was waiting.');
  const when = waiting <= now ? 'now' : `on ${formatInstant(waiting, zone)}`;
  return done(`Welcome back. I write to you as before; what was waiting comes ${when}.`);
}

async function retimeEverywhere({ db, now, actor, planner }: Context): Promise<void> {
  for (const groupId of await listGroupIds(db, actor.personId)) await planner.retime(db, groupId, actor.personId, now);
}
