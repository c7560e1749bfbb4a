import { takeBackCard } from '../../../cards/undo.js';
import { formatDate, formatInstant, instantAt } from '../../calendar/dates.js';
import { halfTermName, halfTermOf, schoolDaysAfter } from '../../calendar/school-calendar.js';
import { keyOf, type Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { sayTold } from '../../edge/told.js';
import { type Group, holdGroup } from '../../store/groups.js';
import { meetingsWarning } from '../programmes/fit.js';
import {
  checkWish,
  dayOf,
  fitYear,
  headsToAsk,
  isAhead,
  openHalfTerms,
  plannedInstead,
  usualWeekday,
} from './rules.js';
import type { Meeting, MeetingWish } from './schema.js';
import * as store from './store.js';

/** Word of a change shows how many are coming, as long as the meeting takes place. */
export const changeKinds = ['meeting-moved', 'meeting-restored'];
/** Messages that show when and where, or that a meeting is cancelled. */
const meetingKinds = [
  'schedule',
  'half-term-opening',
  'meeting-reminder',
  ...changeKinds,
  'schedule-for-head',
  'cover-request',
  'cover-again',
  'will-you-come',
  'attendance',
  'gap-task',
  'set-gap-task',
];

export const meetingGone =
  'That meeting is no longer in the plan, so nothing was changed. Type "schedule" to see the dates.';

export async function publishSchedule(
  context: Context,
  wishes: readonly { halfTerm: number; wish: MeetingWish }[],
): Promise<Reply | Faults> {
  const { db, now, planner } = context;
  const group = await context.group();
  if (wishes.length === 0) return faults({}, 'Every date is empty. Please give at least one.');
  // Of two who publish at the same moment, the second finds the dates of the first.
  await holdGroup(db, group.id);
  const meetings = await store.listMeetings(db, group.id);
  const open = openHalfTerms(group, meetings, now).map(({ number }) => number);
  const wrong = wishes.flatMap(({ halfTerm, wish }) =>
    Object.entries(
      open.includes(halfTerm)
        ? checkWish(group, wish, now, halfTerm)
        : { date: `${halfTermName(halfTerm)} has its meeting already.` },
    ).map(([field, fault]) => [`${field}-${halfTerm}`, fault]),
  );
  if (wrong.length > 0) return faults(Object.fromEntries(wrong));

  const weekday = usualWeekday(wishes.map(({ wish }) => wish.date));
  const first = wishes[0]?.wish;
  if (weekday && first) await store.saveUsual(db, group.id, { weekday, start: first.time, length: first.length });
  await store.createMeetings(
    db,
    wishes.map(({ halfTerm, wish }) => ({
      groupId: group.id,
      halfTerm,
      startsAt: instantAt(wish.date, wish.time, group.zone),
      length: wish.length,
      hostSchoolId: wish.hostSchoolId ?? null,
      changedAt: now,
    })),
  );
  const heads = headsToAsk(group);
  const notice = { topic: 'notice', subjectId: group.id, occurrence: now.toISOString(), late: 'send' } as const;
  await planner.announce(db, group.id, now, [
    { ...notice, kind: 'schedule', why: `${context.actor.name} published the schedule`, dueAt: now },
    ...heads.map(
      ({ personId }): Plan => ({
        ...notice,
        kind: 'schedule-for-head',
        personId,
        why: 'so that cover can be planned a year ahead',
        dueAt: now,
      }),
    ),
  ]);
  await planner.replan(db, group.id, now);
  const dates = wishes.length === 1 ? 'One date is' : `${wishes.length} dates are`;
  const year = fitYear(
    group,
    meetings,
    wishes.map(({ wish }) => wish),
  );
  return done(
    [
      `Published. ${dates} in the schedule. ${await sayTold(context, { kinds: ['schedule', 'schedule-for-head'], subjectId: group.id }, 'heads')}.`,
      ...meetingsWarning(year),
    ].join(' '),
  );
}

type Change = 'meeting-moved' | 'meeting-cancelled' | 'meeting-restored';

/** Everybody concerned hears of a change once: the channel, and each head of a school with teachers here. */
function noticesOf(
  { now }: Context,
  group: Group,
  meeting: Pick<Meeting, 'id' | 'sequence' | 'startsAt'>,
  kind: Change,
  why = '',
): Plan[] {
  const soon = schoolDaysAfter(group.calendar, dayOf({ startsAt: now }, group), 2);
  const prompt = dayOf(meeting, group) <= soon;
  const notice = {
    kind,
    topic: 'notice',
    subjectId: meeting.id,
    occurrence: String(meeting.sequence),
    late: 'send',
    dueAt: now,
    why,
  } as const;
  return [notice, ...headsToAsk(group).map(({ personId }): Plan => ({ ...notice, personId, prompt }))];
}

/** Who hears of the change that was just planned, and when. */
const toldOf = (context: Context, meetingId: string): Promise<string> =>
  sayTold(context, { kinds: [...changeKinds, 'meeting-cancelled'], subjectId: meetingId }, 'heads');

export async function moveMeeting(context: Context, meeting: Meeting, wish: MeetingWish): Promise<Reply | Faults> {
  const { db, now, planner } = context;
  const group = await context.group();
  const wrong = checkWish(group, wish, now);
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const startsAt = instantAt(wish.date, wish.time, group.zone);
  const hostSchoolId = wish.hostSchoolId ?? null;
  if (
    startsAt.getTime() === meeting.startsAt.getTime() &&
    wish.length === meeting.length &&
    hostSchoolId === meeting.hostSchoolId
  ) {
    return faults({}, 'That is how it stands already; nothing was changed.');
  }
  const newDay = wish.date !== dayOf(meeting, group);
  const why = `${context.actor.name} moved the meeting of ${formatDate(dayOf(meeting, group))}`;
  const untold = await planner.withdraw(db, { topic: 'notice', subjectId: meeting.id }, 'the meeting changed again');
  const moved = await store.updateMeeting(db, meeting.id, {
    startsAt,
    length: wish.length,
    hostSchoolId,
    halfTerm: halfTermOf(group.calendar, wish.date)?.number ?? meeting.halfTerm,
    sequence: { increment: 1 },
    changedAt: now,
    ...(newDay && { round: { increment: 1 } }),
    ...(untold === 0 && { movedFrom: meeting.startsAt }),
  });
  if (newDay) await store.forgetAnswers(db, meeting.id);
  await planner.announce(db, group.id, now, noticesOf(context, group, moved, 'meeting-moved', why));
  await planner.replan(db, group.id, now, undefined, `the meeting moved to ${formatDate(wish.date)}`);
  await planner.refresh(db, group.id, { kinds: meetingKinds });
  const asked = newDay ? ' Answers and cover will be asked for again.' : '';
  return done(`Moved to ${formatInstant(startsAt, group.zone)}. ${await toldOf(context, meeting.id)}.${asked}`);
}

export async function cancelMeeting(context: Context, meeting: Meeting, reason: string): Promise<Reply> {
  const { db, now, planner } = context;
  const group = await context.group();
  await planner.withdraw(db, { topic: 'notice', subjectId: meeting.id }, 'the meeting was cancelled');
  const cancelled = await store.updateMeeting(db, meeting.id, {
    status: 'cancelled',
    cancelReason: reason,
    sequence: { increment: 1 },
    changedAt: now,
  });
  const why = `${context.actor.name} cancelled the meeting`;
  await planner.announce(db, group.id, now, noticesOf(context, group, cancelled, 'meeting-cancelled', why));
  await planner.replan(db, group.id, now, undefined, 'the meeting was cancelled');
  await planner.refresh(db, group.id, { kinds: meetingKinds });
  const words = `Cancelled. ${await toldOf(context, meeting.id)}. Its reminders stop.`;
  return done(
    words,
    takeBackCard(`Cancelled: ${formatInstant(meeting.startsAt, group.zone)}`, words, {
      label: 'Take it back',
      route: 'meeting.restore',
      args: { group: group.id, meeting: meeting.id },
    }),
  );
}

export async function restoreMeeting(context: Context, meeting: Meeting): Promise<Reply> {
  const { db, now, planner } = context;
  const group = await context.group();
  const when = formatInstant(meeting.startsAt, group.zone);
  const other = plannedInstead(meeting, await store.listMeetings(db, group.id));
  if (other) {
    const instead = formatInstant(other.startsAt, group.zone);
    return refused(
      `${halfTermName(other.halfTerm)} has another meeting now, on ${instead}, so this one stays cancelled.`,
    );
  }
  // Those who know that it is cancelled hear that it is not; those who were not told of a move before that, of the move.
  const keysOf = (kind: Change, sequence: number) =>
    noticesOf(context, group, { ...meeting, sequence }, kind).map(keyOf);
  const heard = await store.recipientsOf(db, keysOf('meeting-cancelled', meeting.sequence), ['sending', 'sent']);
  const owed = await store.recipientsOf(db, keysOf('meeting-moved', meeting.sequence - 1), ['skipped']);
  await planner.withdraw(db, { topic: 'notice', subjectId: meeting.id }, 'the meeting takes place after all');
  const restored = await store.updateMeeting(db, meeting.id, {
    status: 'planned',
    cancelReason: null,
    sequence: { increment: 1 },
  });
  const why = `${context.actor.name} took the cancelling back`;
  const to = ({ personId }: Plan, recipients: ReadonlySet<string | null>) => recipients.has(personId ?? null);
  await planner.announce(db, group.id, now, [
    ...noticesOf(context, group, restored, 'meeting-restored', why).filter((plan) => to(plan, heard)),
    ...noticesOf(context, group, restored, 'meeting-moved', why).filter((plan) => to(plan, owed) && !to(plan, heard)),
  ]);
  await planner.replan(db, group.id, now);
  await planner.refresh(db, group.id, { kinds: meetingKinds });
  return done(
    heard.size + owed.size === 0
      ? `Back on: ${when}. Nobody had been told yet, so nobody is.`
      : `Back on: ${when}. ${await toldOf(context, meeting.id)}.`,
  );
}

/** The meeting of a button, or a kind word why it cannot be changed. */
export async function findMeetingAhead(context: Context, id: string): Promise<Meeting | Reply> {
  const meeting = await store.findMeeting(context.db, context.groupId, id);
  if (!meeting) return refused(meetingGone);
  const when = formatInstant(meeting.startsAt, context.zone);
  if (meeting.status === 'cancelled') return refused(`The meeting on ${when} was cancelled, so nothing was changed.`);
  if (!isAhead(meeting, context.now)) return refused(`The meeting on ${when} has begun, so nothing was changed.`);
  return meeting;
}
