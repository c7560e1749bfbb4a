import { takeBackCard } from '../../../cards/undo.js';
import { civilDate, clockTime, formatDate, formatInstant, instantAt } from '../../calendar/dates.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { sayTold } from '../../edge/told.js';
import { findChannelOf } from '../../store/channels.js';
import { type Group, holdGroup } from '../../store/groups.js';
import { isSoon, shownOn } from './reminders.js';
import { askedTo, checkWhen, checkWho, dayOf, hostsOf, isAhead, keepersOf, titleOf } from './rules.js';
import { everySchool, type HeadMeeting, type PlanWish, type When } from './schema.js';
import * as store from './store.js';

export const gone = 'That meeting is not in the plan any more, so nothing was changed. Type “heads” to see what is.';

const topic = 'head-meeting' as const;
const asks = ['head-meeting-ask', 'head-meeting-again'];

type News = 'planned' | 'changed' | 'cancelled' | 'restored';

/** Passes on what has just happened. @param to people's ids, and "channel" for the heads' own, where they have one */
async function tell(
  { db, now, planner, groupId, group: load }: Context,
  meeting: HeadMeeting,
  news: News,
  to: Iterable<string>,
  why: string,
): Promise<void> {
  const group = await load();
  const hasChannel = (await findChannelOf(db, groupId, 'heads')) !== undefined;
  const notice = {
    kind: `head-meeting-${news}`,
    topic: 'notice',
    subjectId: meeting.id,
    occurrence: String(meeting.sequence),
    late: 'send',
    dueAt: now,
    why,
  } as const;
  const prompt = isSoon(group, meeting, now);
  const plans = [...new Set(to)].flatMap((one): Plan[] => {
    if (one !== 'channel') return [{ ...notice, personId: one, prompt }];
    return hasChannel ? [{ ...notice, audience: 'heads' }] : [];
  });
  await planner.announce(db, groupId, now, plans);
}

/** Those who lead the meeting or look after it, but for whoever acts: they know. */
export const colleagues = ({ actor }: Context, group: Group, meeting: HeadMeeting): string[] =>
  [...hostsOf(group, meeting), ...keepersOf(group, meeting)]
    .map(({ personId }) => personId)
    .filter((personId) => personId !== actor.personId);

/** Whoever has answered knows of the meeting, whether a message has reached them or not. */
const answeredBy = ({ people }: HeadMeeting): string[] =>
  people.filter(({ answer }) => answer !== null).map(({ personId }) => personId);

export async function replan(
  { db, now, planner, groupId }: Context,
  meeting: HeadMeeting,
  gone?: string,
): Promise<void> {
  await planner.replan(db, groupId, now, { topic, subjectId: meeting.id }, gone);
  await planner.refresh(db, groupId, { kinds: shownOn, subjectId: meeting.id });
}

const askedWords = (context: Context, meeting: HeadMeeting): Promise<string> =>
  sayTold(context, { kinds: ['head-meeting-ask'], subjectId: meeting.id }, 'heads', 'asked');

/** Who hears of the change that was just planned, and when. */
const toldWords = (context: Context, meeting: HeadMeeting): Promise<string> =>
  sayTold(
    context,
    {
      kinds: ['head-meeting-changed', 'head-meeting-cancelled', 'head-meeting-restored'],
      subjectId: meeting.id,
    },
    'people',
  );

export async function planMeeting(context: Context, wish: PlanWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  // Of two who plan at the same moment, the second finds the meeting of the first.
  await holdGroup(db, groupId);
  const group = await context.group();
  const who = { kind: wish.kind, schoolId: wish.school === everySchool ? null : wish.school };
  const wrong = {
    ...checkWhen(group, who, wish, await store.listHeadMeetings(db, groupId), now),
    ...checkWho(group, wish),
  };
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const meeting = await store.createMeeting(db, {
    groupId,
    ...who,
    startsAt: instantAt(wish.date, wish.time, group.zone),
    length: wish.length,
    place: wish.place,
    changedAt: now,
    plannedById: actor.personId,
  });
  const why = `${actor.name} planned it`;
  await tell(context, meeting, 'planned', colleagues(context, group, meeting), why);
  await replan(context, meeting);
  const words = `Planned: ${titleOf(group, meeting)}, ${formatInstant(meeting.startsAt, group.zone)}. ${await askedWords(context, meeting)}.`;
  return done(
    words,
    takeBackCard('Planned', words, {
      label: 'Take it back',
      route: 'heads.take-back',
      args: { group: groupId, meeting: meeting.id },
    }),
  );
}

export async function moveMeeting(context: Context, meeting: HeadMeeting, when: When): Promise<Reply | Faults> {
  const { db, now, planner, actor, groupId } = context;
  const group = await context.group();
  const others = (await store.listHeadMeetings(db, groupId)).filter(({ id }) => id !== meeting.id);
  const wrong = checkWhen(group, meeting, when, others, now);
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const startsAt = instantAt(when.date, when.time, group.zone);
  const anew = startsAt.getTime() !== meeting.startsAt.getTime();
  if (!anew && when.length === meeting.length && when.place === meeting.place) {
    return faults({}, 'That is how it stands already; nothing was changed.');
  }
  await planner.withdraw(db, { topic: 'notice', subjectId: meeting.id }, 'the meeting changed again');
  const told = new Set([
    ...(await store.reachedBy(db, meeting.id, asks, String(meeting.round))),
    ...answeredBy(meeting),
  ]);
  const moved = await store.updateMeeting(db, meeting.id, {
    startsAt,
    length: when.length,
    place: when.place,
    sequence: { increment: 1 },
    changedAt: now,
    ...(anew && { round: { increment: 1 } }),
    ...(anew && told.size > 0 && { movedFrom: meeting.startsAt }),
  });
  if (anew) await store.forgetAnswers(db, meeting.id);
  const fresh = { ...moved, people: anew ? [] : moved.people };
  // Whoever is asked anew hears of the new time by that.
  const to = [...colleagues(context, group, meeting), ...(anew ? [] : told)];
  const why = `${actor.name} changed the meeting of ${formatDate(dayOf(meeting, group))}`;
  await tell(context, fresh, 'changed', to, why);
  await replan(context, meeting, `the meeting moved to ${formatDate(when.date)}`);
  const words = anew
    ? `Moved to ${formatInstant(startsAt, group.zone)}. ${await askedWords(context, moved)} whether that suits.`
    : `Changed: ${formatInstant(startsAt, group.zone)}, ${when.place}. ${await toldWords(context, moved)}.`;
  return done(
    words,
    takeBackCard('The meeting has changed', words, {
      label: 'Take it back',
      route: 'heads.move-back',
      args: {
        group: groupId,
        meeting: meeting.id,
        sequence: String(moved.sequence),
        startsAt: meeting.startsAt.toISOString(),
        length: String(meeting.length),
        place: meeting.place,
      },
    }),
  );
}

/** Puts a meeting where it was before a move, unless something else has happened to it since. */
export async function moveBack(
  context: Context,
  meeting: HeadMeeting,
  before: { sequence: number; startsAt: string; length: number; place: string },
): Promise<Reply> {
  if (meeting.sequence !== before.sequence) {
    return refused('The meeting has changed again since, so nothing was taken back. Type “heads” to see it.');
  }
  const at = new Date(before.startsAt);
  const { zone } = context;
  const { length, place } = before;
  const outcome = await moveMeeting(context, meeting, {
    date: civilDate(at, zone),
    time: clockTime(at, zone),
    length,
    place,
  });
  return outcome.kind === 'faults'
    ? refused(`It stays as it is. ${outcome.whole ?? Object.values(outcome.fields).join(' ')}`)
    : outcome;
}

export async function cancelMeeting(context: Context, meeting: HeadMeeting, reason: string): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  const group = await context.group();
  await planner.withdraw(db, { topic: 'notice', subjectId: meeting.id }, 'the meeting was cancelled');
  const told = await store.reachedBy(db, meeting.id, [
    ...asks,
    'head-meeting-planned',
    'head-meeting-changed',
    'head-meeting-restored',
    'heads-meeting',
  ]);
  const keepers = colleagues(context, group, meeting).filter((personId) => personId === meeting.plannedById);
  const cancelled = await store.updateMeeting(db, meeting.id, {
    status: 'cancelled',
    cancelReason: reason,
    sequence: { increment: 1 },
    changedAt: now,
  });
  const to = [...told, ...answeredBy(meeting), ...keepers].filter((one) => one !== actor.personId);
  const why = `${actor.name} cancelled the meeting`;
  await tell(context, cancelled, 'cancelled', to, why);
  await replan(context, meeting, 'the meeting was cancelled');
  const words =
    to.length === 0
      ? 'Cancelled. Nobody had been told of it yet, so nobody is.'
      : `Cancelled. ${await toldWords(context, meeting)}. Its reminders stop.`;
  return done(
    words,
    takeBackCard(`Cancelled: ${formatInstant(meeting.startsAt, group.zone)}`, words, {
      label: 'Put it back',
      route: 'heads.restore',
      args: { group: groupId, meeting: meeting.id },
    }),
  );
}

export async function restoreMeeting(context: Context, meeting: HeadMeeting): Promise<Reply> {
  const { db, now, planner, actor, groupId, zone } = context;
  const group = await context.group();
  const when = {
    date: dayOf(meeting, group),
    time: clockTime(meeting.startsAt, zone),
    length: meeting.length,
    place: '',
  };
  const [wrong] = Object.values(checkWhen(group, meeting, when, await store.listHeadMeetings(db, groupId), now));
  if (wrong !== undefined) return refused(`It stays cancelled. ${wrong}`);
  await planner.withdraw(db, { topic: 'notice', subjectId: meeting.id }, 'the meeting takes place after all');
  const heard = await store.reachedBy(db, meeting.id, ['head-meeting-cancelled'], String(meeting.sequence));
  const restored = await store.updateMeeting(db, meeting.id, {
    status: 'planned',
    cancelReason: null,
    sequence: { increment: 1 },
  });
  await replan(context, restored);
  // Those whose question was called off before it was sent are asked now.
  const known = await store.reachedBy(db, meeting.id, asks, String(meeting.round), ['planned', 'sending', 'sent']);
  const answered = answeredBy(meeting);
  const owed = askedTo(group, meeting).filter(({ personId }) => !known.has(personId) && !answered.includes(personId));
  const to = [...heard, ...owed.map(({ personId }) => personId)].filter((one) => one !== actor.personId);
  const why = `${actor.name} took the cancelling back`;
  await tell(context, restored, 'restored', to, why);
  const at = formatInstant(meeting.startsAt, group.zone);
  const words =
    to.length === 0
      ? `Back on: ${at}. Nobody had been told yet, so nobody is.`
      : `Back on: ${at}. ${await toldWords(context, meeting)}.`;
  return done(
    words,
    takeBackCard('Back on', words, {
      label: 'Cancel it again',
      route: 'heads.cancel',
      args: { group: groupId, meeting: meeting.id },
    }),
  );
}

/** The meeting of a button, held for this transaction where it changes something, or a kind word why it cannot be. */
export async function findAhead(context: Context, id: string): Promise<HeadMeeting | Reply> {
  await holdGroup(context.db, context.groupId);
  const meeting = await store.findHeadMeeting(context.db, context.groupId, id);
  if (!meeting) return refused(gone);
  const when = formatInstant(meeting.startsAt, context.zone);
  if (meeting.status === 'cancelled') return refused(`The meeting on ${when} was cancelled, so nothing was changed.`);
  if (!isAhead(meeting, context.now)) return refused(`The meeting on ${when} has begun, so nothing was changed.`);
  return meeting;
}

export async function findCancelled(context: Context, id: string): Promise<HeadMeeting | Reply> {
  await holdGroup(context.db, context.groupId);
  const meeting = await store.findHeadMeeting(context.db, context.groupId, id);
  if (meeting?.status !== 'cancelled') return refused('That meeting is not cancelled, so nothing was changed.');
  if (meeting.startsAt <= context.now) return refused('Its time has passed, so it stays cancelled.');
  return meeting;
}
