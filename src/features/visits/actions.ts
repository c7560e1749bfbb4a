import { takeBackCard } from '../../../cards/undo.js';
import type { VisitChange } from '../../../cards/visits.js';
import { civilDate, formatInstant, instantAt } from '../../calendar/dates.js';
import { countSchoolDays } from '../../calendar/school-calendar.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { sayTold } from '../../edge/told.js';
import { calendarOf, type Group, holdGroup, personName, schoolName } from '../../store/groups.js';
import { checkWhen, dayOf, hostsOf, isOn, stepLines } from './rules.js';
import type { BookWish, RecordNewWish, RecordWish, Visit, WhenWish } from './schema.js';
import * as store from './store.js';

export const gone = 'That visit is not there any more, so nothing was changed.';

export const feedbackOfAnother =
  'Somebody else has written to this teacher about that lesson, and those words are not yours to read or change. You could ask them for a conversation.';

/** What changes so shortly before a visit cannot wait for tomorrow. */
const shortly = 2;

const planOf = (visit: Visit) => ({ topic: 'visit', subjectId: visit.id }) as const;
const noticeOf = (visit: Visit) => ({ topic: 'notice', subjectId: visit.id }) as const;

const wholeOf = (group: Group, visit: Visit): string =>
  `${schoolName(group, visit.schoolId)}, ${formatInstant(visit.startsAt, group.zone)}`;

export async function bookVisit(context: Context, schoolId: string, wish: BookWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const wrong = checkWhen(group, schoolId, wish, await store.listVisits(db, groupId), now, false);
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const startsAt = instantAt(wish.date, wish.time, group.zone);
  const { length, purpose } = wish;
  const booked = { groupId, schoolId, startsAt, length, purpose, changedAt: now, bookedById: actor.personId };
  const visit = await store.createVisit(db, booked, wish.kinds);
  await tell(context, group, visit, 'booked');
  await replan(context, visit);
  const words = `Booked: ${wholeOf(group, visit)}. ${await toldOf(context, visit)}.`;
  return done(
    words,
    takeBackCard('Visit booked', words, {
      label: 'Take it back',
      route: 'visit.unbook',
      args: { group: groupId, visit: visit.id },
    }),
  );
}

/** A booking that was a slip: without a reason, and nobody hears of it who has not been told of the visit. */
export async function unbookVisit(context: Context, id: string): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const visit = await findAhead(context, id);
  if ('kind' in visit) return visit;
  const group = await context.group();
  const change = {
    status: 'cancelled',
    cancelReason: 'it was booked by mistake',
    sequence: { increment: 1 },
    changedAt: now,
  } as const;
  const off = await store.updateVisit(db, id, change);
  await tell(context, group, off, 'cancelled');
  await replan(context, off);
  return done(`Taken back: no visit to ${wholeOf(group, off)}.`);
}

export async function moveVisit(context: Context, id: string, wish: WhenWish): Promise<Reply | Faults> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const visit = await findAhead(context, id);
  if ('kind' in visit) return visit;
  const group = await context.group();
  const others = (await store.listVisits(db, groupId)).filter((other) => other.id !== id);
  const wrong = checkWhen(group, visit.schoolId, wish, others, now, false);
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const startsAt = instantAt(wish.date, wish.time, group.zone);
  if (startsAt.getTime() === visit.startsAt.getTime() && wish.length === visit.length) {
    return faults({}, 'That is how it stands already; nothing was changed.');
  }
  const moved = await changeTime(context, group, visit, startsAt, wish.length);
  const words = `Moved to ${wholeOf(group, moved)}. ${await toldOf(context, moved)}.`;
  return done(
    words,
    takeBackCard('Visit moved', words, {
      label: 'Move it back',
      route: 'visit.move-back',
      args: { group: groupId, visit: id, at: visit.startsAt.toISOString(), minutes: String(visit.length) },
    }),
  );
}

/** To where it was before it moved, unless that has passed or something else is there now. */
export async function moveBack(context: Context, id: string, at: Date, minutes: number): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const visit = await findAhead(context, id);
  if ('kind' in visit) return visit;
  const group = await context.group();
  const others = (await store.listVisits(db, groupId)).filter((other) => other.id !== id);
  const date = civilDate(at, group.zone);
  const time = formatInstant(at, group.zone).slice(-5);
  const [wrong] = Object.values(checkWhen(group, visit.schoolId, { date, time, length: minutes }, others, now, false));
  if (wrong !== undefined) return refused(wrong);
  return done(`Moved back to ${wholeOf(group, await changeTime(context, group, visit, at, minutes))}.`);
}

async function changeTime(
  context: Context,
  group: Group,
  visit: Visit,
  startsAt: Date,
  length: number,
): Promise<Visit> {
  const { db, now } = context;
  const newDay = dayOf({ startsAt }, group) !== dayOf(visit, group);
  const moved = await store.updateVisit(db, visit.id, {
    startsAt,
    length,
    movedFrom: visit.startsAt,
    changedAt: now,
    sequence: { increment: 1 },
    ...(newDay && { round: { increment: 1 } }),
  });
  await tell(context, group, moved, 'moved');
  await replan(context, moved);
  return moved;
}

export async function cancelVisit(context: Context, id: string, reason: string): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const visit = await findAhead(context, id);
  if ('kind' in visit) return visit;
  const group = await context.group();
  const change = { status: 'cancelled', cancelReason: reason, sequence: { increment: 1 }, changedAt: now } as const;
  const off = await store.updateVisit(db, id, change);
  await tell(context, group, off, 'cancelled');
  await replan(context, off);
  const words = `Cancelled: ${wholeOf(group, off)}. ${await toldOf(context, off)}.`;
  const back = { label: 'Take it back', route: 'visit.restore', args: { group: groupId, visit: id } };
  return done(words, takeBackCard('Visit cancelled', words, back));
}

export async function restoreVisit(context: Context, id: string): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const visit = await store.findVisit(db, groupId, id);
  if (!visit) return refused(gone);
  if (isOn(visit)) return done('It takes place already.');
  const group = await context.group();
  const wish = {
    date: dayOf(visit, group),
    time: formatInstant(visit.startsAt, group.zone).slice(-5),
    length: visit.length,
  };
  const [wrong] = Object.values(
    checkWhen(group, visit.schoolId, wish, await store.listVisits(db, groupId), now, false),
  );
  if (wrong !== undefined) return refused(wrong);
  const change = { status: 'planned', cancelReason: null, sequence: { increment: 1 }, changedAt: now } as const;
  const on = await store.updateVisit(db, id, change);
  await tell(context, group, on, 'restored');
  await replan(context, on);
  return done(`It takes place: ${wholeOf(group, on)}.`);
}

/** What was done and agreed; again, to change it. Next steps are added to the plan, and changed there. */
export async function recordVisit(context: Context, id: string, wish: RecordWish): Promise<Reply | Faults> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const visit = await store.findVisit(db, groupId, id);
  if (!visit || !isOn(visit)) return refused(gone);
  const group = await context.group();
  if (visit.startsAt > now) {
    return faults(
      {},
      `The visit is on ${formatInstant(visit.startsAt, group.zone)}. It can be recorded once it has begun.`,
    );
  }
  return saveRecord(context, group, visit, wish);
}

/** A visit that took place without having been booked. */
export async function recordNewVisit(context: Context, schoolId: string, wish: RecordNewWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const wrong = checkWhen(group, schoolId, wish, await store.listVisits(db, groupId), now, true);
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const startsAt = instantAt(wish.date, wish.time, group.zone);
  const held = { groupId, schoolId, startsAt, length: wish.length, changedAt: now, bookedById: actor.personId };
  return saveRecord(context, group, await store.createVisit(db, held, wish.kinds), wish);
}

async function saveRecord(context: Context, group: Group, visit: Visit, wish: RecordWish): Promise<Reply> {
  const { db, now, actor, planner, groupId } = context;
  await store.replaceKinds(db, visit.id, wish.kinds);
  const known = new Set(visit.steps.map(({ text }) => text));
  const steps = stepLines(wish.steps).filter((step) => !known.has(step));
  await store.addSteps(db, visit, steps, actor.personId, now);
  await store.updateVisit(db, visit.id, { notes: wish.notes, recordedAt: visit.recordedAt ?? now });
  await replan(context, visit);
  await planner.refresh(db, groupId, { kinds: ['visit-record'], subjectId: visit.id });
  const plan =
    steps.length === 0 ? '' : ` ${steps.length === 1 ? 'A step is' : `${steps.length} steps are`} in the action plan.`;
  const words = `Recorded: ${wholeOf(group, visit)}.${plan}`;
  const open = {
    label: 'Look at it, or change it',
    route: 'visit.show',
    args: { group: groupId, school: visit.schoolId },
  };
  return done(words, takeBackCard('Visit recorded', words, open));
}

/** To one teacher, about a lesson; nothing takes it back. */
export async function writeFeedback(
  context: Context,
  id: string,
  teacherId: string,
  text: string,
): Promise<Reply | Faults> {
  const { db, now, actor, planner, groupId } = context;
  await holdGroup(db, groupId);
  const visit = await store.findVisit(db, groupId, id);
  if (!visit || !isOn(visit)) return refused(gone);
  const group = await context.group();
  const own = await store.readFeedback(db, group, context, [id]);
  const before = own.find(({ personId }) => personId === teacherId)?.text;
  if (before === undefined && (await store.hasFeedback(db, id, teacherId))) return refused(feedbackOfAnother);
  if (text === (before ?? '')) {
    return text === '' ? faults({ text: 'Please write something first.' }) : done('That is how it stands already.');
  }
  await store.saveFeedback(db, { visitId: id, teacherId }, text, actor.personId, now);
  const about = { topic: 'notice', subjectId: `${id}/${teacherId}` } as const;
  await planner.refresh(db, groupId, { kinds: ['lesson-feedback'], subjectId: about.subjectId });
  const name = personName(group, teacherId);
  if (text === '') {
    await planner.withdraw(db, about, 'it was taken back');
    return done(`Taken back: ${name} does not see it any more.`);
  }
  await planner.announce(db, groupId, now, [
    {
      ...about,
      kind: 'lesson-feedback',
      personId: teacherId,
      occurrence: '0',
      late: 'send',
      dueAt: now,
      why: `${actor.name} wrote about a lesson`,
    },
  ]);
  await planner.replan(db, groupId, now, { topic: 'confidence' }, 'there is nothing to ask');
  return done(`Saved. ${name} gets it, and nobody else.`);
}

async function findAhead({ db, now, groupId }: Context, id: string): Promise<Visit | Reply> {
  const visit = await store.findVisit(db, groupId, id);
  if (!visit) return refused(gone);
  if (!isOn(visit)) return refused('That visit is cancelled, so nothing was changed.');
  if (visit.recordedAt !== null || visit.startsAt <= now) {
    return refused('That visit has been, so nothing was changed. Its record can be changed.');
  }
  return visit;
}

/** The school's people hear of a visit once, and of what changes once they know of it. */
const newsKinds = ['visit-booked', 'visit-moved', 'visit-cancelled', 'visit-restored'];

/** Who hears of what was just planned, and when. */
const toldOf = (context: Context, { id }: Visit): Promise<string> =>
  sayTold(context, { kinds: newsKinds, subjectId: id }, 'people');

async function tell(context: Context, group: Group, visit: Visit, change: VisitChange): Promise<void> {
  const { db, now, planner, actor } = context;
  await planner.withdraw(db, noticeOf(visit), 'the visit has changed since');
  await planner.refresh(db, group.id, {
    kinds: newsKinds,
    subjectId: visit.id,
  });
  const told = await store.listTold(db, group.id, visit.id);
  const today = civilDate(now, group.zone);
  const hosts = new Set(hostsOf(group, visit.schoolId).map(({ personId }) => personId));
  await planner.announce(
    db,
    group.id,
    now,
    [...hosts].flatMap((personId): Plan[] => {
      const knows = told.has(personId);
      if (!knows && change === 'cancelled') return [];
      const days = countSchoolDays(calendarOf(group, personId), today, dayOf(visit, group));
      return [
        {
          ...noticeOf(visit),
          kind: `visit-${knows ? change : 'booked'}`,
          personId,
          occurrence: String(visit.sequence),
          late: 'send',
          prompt: days <= shortly,
          dueAt: now,
          why: `${actor.name} ${change === 'booked' ? 'booked a visit' : 'changed a visit'}`,
        },
      ];
    }),
  );
}

async function replan({ db, now, planner, groupId }: Context, visit: Visit): Promise<void> {
  await planner.replan(db, groupId, now, planOf(visit), 'the visit has changed');
  await planner.replan(db, groupId, now, { topic: 'visit', subjectId: groupId });
  await planner.refresh(db, groupId, { kinds: ['visits-to-plan'] });
}
