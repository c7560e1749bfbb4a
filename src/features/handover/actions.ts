import { takeBackCard } from '../../../cards/undo.js';
import { type CivilDate, civilDate, formatFullDate } from '../../calendar/dates.js';
import { pastDayFault } from '../../calendar/record-days.js';
import { schoolYearOf } from '../../calendar/school-calendar.js';
import type { Plan } from '../../delivery/plan.js';
import { becomingFault } from '../../edge/becoming.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { recordAudit } from '../../store/audit.js';
import { type Group, holdGroup, loadGroup, personName } from '../../store/groups.js';
import { findPerson, listHandedOver, listParts } from '../../store/people.js';
import { emailSchema } from '../enrolment/schema.js';
import { leads, placeKey, placesFor, placeWords, readBefore, successorFault, whoIsTold, writeBefore } from './rules.js';
import { type Before, type Handover, type HandoverWish, newSpecialistPlan, type Place, somebodyNew } from './schema.js';
import * as store from './store.js';

/** One moves out of a role, and another in: with open steps, reminders and a welcome. */
export async function handOver(context: Context, wish: HandoverWish): Promise<Reply | Faults> {
  const { db, now, planner, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const places = placesFor(context, group, new Set((await listHandedOver(db, groupId)).keys()));
  const leaver = places.find((place) => placeKey(place) === wish.who);
  if (!leaver) return faults({ who: 'That is not yours to hand over, or somebody has done so. Please choose again.' });
  const late = dayFault(group, wish.day, civilDate(now, group.zone));
  if (late !== undefined) return faults({ day: late });
  const found = await findSuccessor(context, group, leaver, wish);
  if ('kind' in found) return found;
  const name = found.isNew ? wish.name : ((await findPerson(db, found.successorId))?.name ?? '');
  const wrong = becomingFault({ ...leaver, name, parts: await listParts(db, found.successorId), group });
  if (wrong !== undefined) return faults({ [wish.successor === somebodyNew ? 'email' : 'successor']: wrong });

  const { personId, role, schoolId = null } = leaver;
  const { successorId } = found;
  const key = { groupId, personId: successorId, role };
  const stood = await store.findMembership(db, key);
  const own = await store.findMembership(db, { groupId, personId, role });
  const before: Before = {
    made: found.isNew ? 'person' : stood ? 'back' : 'membership',
    leftAt: own?.stoodDownAt ?? undefined,
    stood: stood?.stoodDownAt ? { at: stood.stoodDownAt, schoolId: stood.schoolId ?? undefined } : undefined,
    steps: (await store.listSteps(db, groupId, successorId, schoolId)).map(({ id }) => id),
  };
  await store.saveMembership(db, { groupId, personId, role }, { schoolId, stoodDownAt: now }, now);
  await store.saveMembership(db, key, { schoolId, stoodDownAt: null }, now);
  await store.moveSteps(db, { groupId, schoolId, from: personId, to: successorId });
  const handover = {
    groupId,
    role,
    schoolId,
    leaverId: personId,
    successorId,
    day: wish.day,
    byId: actor.personId,
    at: now,
  };
  const id = await store.saveHandover(db, handover);
  const reason = `${leaver.name} has handed over`;
  if (role === 'specialist') await store.moveNotices(db, groupId, personId, successorId, reason);
  await planner.replan(db, groupId, now, undefined, reason);
  const after = await loadGroup(db, groupId);
  await recordRoles(context, after, leaver, { from: personId, to: successorId });
  await planner.announce(db, groupId, now, [
    ...(role === 'specialist' ? [newSpecialistPlan(now, id, `${actor.name} recorded a handover`)] : []),
    {
      ...notice(now, id),
      kind: 'handover-welcome',
      personId: successorId,
      occurrence: writeBefore(before),
      why: `takes over from ${leaver.name}`,
    },
    ...whoIsTold(after, leaver, [actor.personId, successorId, personId]).map(
      (toldId): Plan => ({
        ...notice(now, id),
        kind: 'handover-news',
        personId: toldId,
        occurrence: '0',
        prompt: true,
        why: `${actor.name} recorded a handover`,
      }),
    ),
  ]);
  await planner.refresh(db, groupId, { kinds: ['head-left'], subjectId: personId });
  const words = `${personName(after, successorId)} takes over from ${leaver.name} as ${placeWords(after, leaver)}, and gets a message that says what is next.`;
  return done(
    words,
    takeBackCard('Handed over', words, {
      label: 'Take it back',
      route: 'handover.undo',
      args: { group: groupId, handover: id },
    }),
  );
}

const notice = (now: Date, subjectId: string): Pick<Plan, 'topic' | 'subjectId' | 'late' | 'dueAt'> => ({
  topic: 'notice',
  subjectId,
  late: 'send',
  dueAt: now,
});

/** Who has a role no more, and who has it instead. */
async function recordRoles(
  { db, now, actor, groupId, hubId }: Context,
  group: Group,
  place: Pick<Place, 'role' | 'schoolId'>,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const entry = { hubId, groupId, at: now, byId: actor.personId, about: placeWords(group, place) };
  await recordAudit(db, { ...entry, act: 'tookRole', personId: from }, { ...entry, act: 'gaveRole', personId: to });
}

/** From the first day of the school year until today. */
function dayFault(group: Group, day: CivilDate, today: CivilDate): string | undefined {
  // Before a group's year begins, people come and go too.
  if (day === today) return undefined;
  const first = group.calendar.halfTerms.map(({ firstDay }) => firstDay).sort()[0];
  if (first !== undefined ? day < first : schoolYearOf(day) !== schoolYearOf(today)) {
    const began =
      first === undefined ? 'in another school year' : `before the school year began, on ${formatFullDate(first)}`;
    return `That is ${began}. Please choose a later day.`;
  }
  return pastDayFault(day, today);
}

/** Somebody of the group or the hub, or somebody new, of whom a name and an address are given. */
async function findSuccessor(
  { db, hubId, roles }: Context,
  group: Group,
  leaver: Place,
  { successor, name, email }: HandoverWish,
): Promise<{ successorId: string; isNew: boolean } | Faults> {
  if (successor !== somebodyNew) {
    if (name !== '' || email !== '') {
      return faults({
        successor:
          'You chose somebody here, and wrote a name or an address below. Please choose “Somebody new”, or take those out.',
      });
    }
    const known = await findPerson(db, successor);
    const inGroup = group.members.some(({ personId }) => personId === successor);
    if (known?.hubId !== hubId || !(inGroup || roles.includes('hubLead')))
      return faults({ successor: 'That person is not in your hub. Please choose again.' });
    const wrong = successorFault(group, leaver, successor);
    return wrong === undefined ? { successorId: successor, isNew: false } : faults({ successor: wrong });
  }
  const missing = {
    ...(name === '' && { name: 'Please write their first and last name.' }),
    ...(!emailSchema.safeParse(email).success && {
      email:
        email === ''
          ? 'Please write their email address: we know them by it.'
          : `“${email.slice(0, 60)}” is not an email address.`,
    }),
  };
  if (Object.keys(missing).length > 0) return faults(missing);
  const known = await store.findPersonByEmail(db, hubId, email);
  if (!known) return { successorId: await store.createPerson(db, { hubId, name, email }), isNew: true };
  if (known.name.toLowerCase() !== name.toLowerCase()) {
    return faults({
      email: 'That address belongs to somebody with another name. Please check it, or choose them above.',
    });
  }
  const wrong = successorFault(group, leaver, known.id);
  return wrong === undefined ? { successorId: known.id, isNew: false } : faults({ email: wrong });
}

const changed = 'That has changed since, so nothing was taken back. Type “people” to see who is who now.';

/** Everything as it was; what the successor has said meanwhile stays on record. */
export async function undoHandover(context: Context, id: string): Promise<Reply> {
  const { db, now, planner, actor, groupId, hubId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const handover = await store.findHandover(db, groupId, id);
  if (!handover || !mayUndo(context, group, handover)) return refused('That handover is not yours to take back.');
  const { leaverId, successorId, role, schoolId } = handover;
  const keyOf = (personId: string) => ({ groupId, personId, role });
  const [left, came] = [
    await store.findMembership(db, keyOf(leaverId)),
    await store.findMembership(db, keyOf(successorId)),
  ];
  const before = readBefore(await store.findBefore(db, handover));
  if (handover.undoneAt !== null) return refused('That is taken back already.');
  if (!before || !left?.stoodDownAt || !came || came.stoodDownAt || came.schoolId !== schoolId) return refused(changed);
  const [leaver, successor] = [personName(group, leaverId), personName(group, successorId)];
  const acted = await store.hasActed(db, groupId, successorId, handover.at, civilDate(handover.at, group.zone));
  if (acted && !isLeader(group, actor.personId)) {
    return refused(`${successor} has answered here already. Please ask those who lead the group to take it back.`);
  }

  const place = { role, schoolId: schoolId ?? undefined };
  const wrong = before.leftAt
    ? undefined
    : becomingFault({ name: leaver, parts: await listParts(db, leaverId), group, ...place });
  if (wrong !== undefined) return refused(wrong);

  const reason = `${actor.name} took the handover back`;
  await store.setUndone(db, id, now);
  await store.saveMembership(db, keyOf(leaverId), { schoolId, stoodDownAt: before.leftAt ?? null }, now);
  if (before.stood) {
    const { schoolId: stoodAt = null, at } = before.stood;
    await store.saveMembership(db, keyOf(successorId), { schoolId: stoodAt, stoodDownAt: at }, now);
  } else if (acted) await store.saveMembership(db, keyOf(successorId), { schoolId, stoodDownAt: now }, now);
  else await store.removeMembership(db, keyOf(successorId));
  await store.moveSteps(
    db,
    { groupId, schoolId, from: successorId, to: leaverId },
    { before: handover.at, keep: before.steps },
  );
  if (role === 'specialist') await store.moveNotices(db, groupId, successorId, leaverId, reason);
  await planner.withdraw(db, { topic: 'notice', subjectId: id }, reason);
  if (!acted && !group.members.some((one) => one.personId === successorId && one.role !== role)) {
    await store.dropPlanned(db, groupId, successorId, reason);
  }
  await planner.replan(db, groupId, now, undefined, reason);
  await planner.refresh(db, groupId, { kinds: ['head-left'], subjectId: leaverId });
  await planner.refresh(db, groupId, {
    kinds: ['handover-welcome', 'handover-news', 'new-specialist'],
    subjectId: id,
  });
  await recordRoles(context, group, place, { from: successorId, to: leaverId });
  if (before.made === 'person' && !acted) await store.removePerson(db, hubId, successorId);
  const back = `Taken back. ${leaver} is ${placeWords(group, place)} again.`;
  return done(
    acted
      ? `${back} What ${successor} answered meanwhile stays on record; nothing more is sent to them in this role.`
      : back,
  );
}

const isLeader = (group: Group, personId: string): boolean =>
  group.members.some((one) => one.personId === personId && !one.stoodDown && leads({ roles: [one.role] }));

/** Who recorded it, and those who lead the group. */
const mayUndo = ({ actor }: Context, group: Group, handover: Handover): boolean =>
  handover.byId === actor.personId || isLeader(group, actor.personId);
