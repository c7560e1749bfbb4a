import { occurrenceOf } from '../../delivery/plan.js';
import { newId, newSecret } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { Role } from '../../store/groups.js';
import type { Handover, Membership } from './schema.js';

/** Everybody of a hub who is not in a group, in order of names. */
export async function listOthers(db: Tx, hubId: string, groupId: string): Promise<{ id: string; name: string }[]> {
  return db.person.findMany({
    where: { hubId, memberships: { none: { groupId } } },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

export async function findPersonByEmail(
  db: Tx,
  hubId: string,
  email: string,
): Promise<{ id: string; name: string } | undefined> {
  return (await db.person.findUnique({ where: { hubId_email: { hubId, email } } })) ?? undefined;
}

/** @returns the person's id */
export async function createPerson(db: Tx, person: { hubId: string; name: string; email: string }): Promise<string> {
  const id = newId();
  await db.person.create({ data: { ...person, id, calendarSecret: newSecret() } });
  return id;
}

export async function removePerson(db: Tx, hubId: string, id: string): Promise<void> {
  const known =
    (await db.membership.count({ where: { personId: id } })) + (await db.account.count({ where: { personId: id } }));
  if (known > 0) return;
  await db.snooze.deleteMany({ where: { personId: id } });
  await db.person.deleteMany({ where: { id, hubId } });
}

interface MembershipKey {
  groupId: string;
  personId: string;
  role: Role;
}

export async function findMembership(db: Tx, key: MembershipKey): Promise<Membership | undefined> {
  return (await db.membership.findUnique({ where: { groupId_personId_role: key } })) ?? undefined;
}

export async function saveMembership(
  db: Tx,
  key: MembershipKey,
  data: { schoolId: string | null; stoodDownAt: Date | null },
  now: Date,
): Promise<void> {
  await db.membership.upsert({
    where: { groupId_personId_role: key },
    create: { id: newId(), ...key, ...data, addedAt: now },
    update: data,
  });
}

export async function removeMembership(db: Tx, key: MembershipKey): Promise<void> {
  await db.membership.deleteMany({ where: key });
}

export async function saveHandover(db: Tx, handover: Omit<Handover, 'id' | 'undoneAt'>): Promise<string> {
  const id = newId();
  await db.handover.create({ data: { id, ...handover } });
  return id;
}

export async function findHandover(db: Tx, groupId: string, id: string): Promise<Handover | undefined> {
  return (await db.handover.findFirst({ where: { id, groupId } })) ?? undefined;
}

export async function setUndone(db: Tx, id: string, at: Date): Promise<void> {
  await db.handover.update({ where: { id }, data: { undoneAt: at } });
}

/** What the successor was told, with how things were before. */
export async function findBefore(db: Tx, { id, groupId }: Pick<Handover, 'id' | 'groupId'>): Promise<string> {
  const row = await db.delivery.findFirst({ where: { groupId, kind: 'handover-welcome', subjectId: id } });
  return row ? occurrenceOf(row) : '';
}

/** @param schoolId absent: in every school */
const openSteps = (groupId: string, ownerId: string, schoolId: string | null) => ({
  groupId,
  ownerId,
  doneAt: null,
  droppedAt: null,
  ...(schoolId !== null && { schoolId }),
});

export async function listSteps(
  db: Tx,
  groupId: string,
  ownerId: string,
  schoolId: string | null,
): Promise<{ id: string; text: string; dueOn: string | null }[]> {
  return db.actionStep.findMany({
    where: openSteps(groupId, ownerId, schoolId),
    select: { id: true, text: true, dueOn: true },
    orderBy: [{ dueOn: 'asc' }, { position: 'asc' }],
  });
}

/** Open steps change hands. @returns how many */
export async function moveSteps(
  db: Tx,
  { groupId, schoolId, from, to }: { groupId: string; schoolId: string | null; from: string; to: string },
  { before, keep }: { before?: Date; keep?: readonly string[] } = {},
): Promise<number> {
  const { count } = await db.actionStep.updateMany({
    where: {
      ...openSteps(groupId, from, schoolId),
      ...(before && { createdAt: { lte: before } }),
      ...(keep && { id: { notIn: [...keep] } }),
    },
    data: { ownerId: to },
  });
  return count;
}

/** About the recipient alone: for nobody who comes after. */
const personal = ['welcome', 'handover-welcome', 'handover-news', 'left-news', 'address-news'];

/** What those who lead a group were to hear goes to whoever leads it now. */
export async function moveNotices(db: Tx, groupId: string, from: string, to: string, reason: string): Promise<void> {
  const rows = await db.delivery.findMany({
    where: { groupId, personId: from, topic: 'notice', status: 'planned', kind: { notIn: personal } },
  });
  for (const row of rows) {
    const { id } = row;
    const key = row.key.replace(`:${from}:`, `:${to}:`);
    const there = await db.delivery.count({ where: { key } });
    await db.delivery.update({
      where: { id },
      data: there > 0 ? { status: 'skipped', reason } : { key, personId: to, message: null },
    });
  }
}

/** Every role of somebody's in a group ends, by what others say. */
export async function markLeft(db: Tx, groupId: string, personId: string, saidBy: string, at: Date): Promise<void> {
  const where = { groupId, personId };
  await db.membership.updateMany({ where: { ...where, stoodDownAt: { not: null } }, data: { leftSaidBy: saidBy } });
  await db.membership.updateMany({
    where: { ...where, stoodDownAt: null },
    data: { stoodDownAt: at, leftSaidBy: saidBy },
  });
}

/** The roles that ended when others said that somebody had left. */
export async function listLeft(db: Tx, groupId: string, personId: string, at: Date): Promise<Membership[]> {
  return db.membership.findMany({ where: { groupId, personId, stoodDownAt: at, leftSaidBy: { not: null } } });
}

/** As if nobody had said that they have left: what they had left by themselves stays so. */
export async function unmarkLeft(db: Tx, groupId: string, personId: string, at: Date): Promise<void> {
  await db.membership.updateMany({ where: { groupId, personId, stoodDownAt: at }, data: { stoodDownAt: null } });
  await db.membership.updateMany({ where: { groupId, personId }, data: { leftSaidBy: null } });
}

/** What somebody was still to hear of, and was not sent since they had left. */
export async function restorePlanned(
  db: Tx,
  { groupId, personId, reason, now }: { groupId: string; personId: string; reason: string; now: Date },
): Promise<void> {
  await db.delivery.updateMany({
    where: { groupId, personId, topic: 'notice', status: 'skipped', reason, sendAt: { gt: now } },
    data: { status: 'planned', reason: null },
  });
}

export async function findSpecialistById(db: Tx, groupId: string, id: string): Promise<Membership | undefined> {
  return (await db.membership.findFirst({ where: { id, groupId, role: 'specialist' } })) ?? undefined;
}

/** Nothing more is sent to somebody who is out again. */
export async function dropPlanned(db: Tx, groupId: string, personId: string, reason: string): Promise<void> {
  await db.delivery.updateMany({
    where: { groupId, personId, status: { in: ['planned', 'failed'] } },
    data: { status: 'skipped', reason },
  });
}

/** Whether somebody has done, said or written anything in a group since then. @param day the civil date of `at` */
export async function hasActed(db: Tx, groupId: string, personId: string, at: Date, day: string): Promise<boolean> {
  const since = { gte: at };
  const ofMeeting = { personId, answeredAt: since, meeting: { groupId } };
  const traces: (() => Promise<number>)[] = [
    () => db.meetingAnswer.count({ where: ofMeeting }),
    () => db.coverAnswer.count({ where: ofMeeting }),
    () => db.attendance.count({ where: { personId, meeting: { groupId, attendanceAt: since } } }),
    () => db.reflection.count({ where: { personId, updatedAt: since, gapTask: { groupId } } }),
    () => db.commitmentReview.count({ where: { personId, groupId, answeredAt: since } }),
    () => db.commitmentAnswer.count({ where: { personId, answeredAt: since, commitment: { groupId } } }),
    () => db.signature.count({ where: { personId, signedOn: { gte: day }, commitment: { groupId } } }),
    () => db.signature.count({ where: { personId, signedOn: null, commitment: { groupId, signedOn: { gte: day } } } }),
    () => db.releaseEntry.count({ where: { groupId, loggedById: personId, loggedAt: since } }),
    () => db.releasePerson.count({ where: { personId, entry: { groupId, loggedAt: since } } }),
    () => db.contribution.count({ where: { personId, groupId, day: { gte: day } } }),
    () => db.question.count({ where: { personId, groupId, askedAt: since } }),
    () => db.actionStep.count({ where: { groupId, createdById: personId, createdAt: since } }),
    () => db.actionStep.count({ where: { groupId, doneById: personId, doneAt: since } }),
    () => db.visit.count({ where: { groupId, bookedById: personId, changedAt: since } }),
    () => db.lessonFeedback.count({ where: { personId, writtenAt: since, visit: { groupId } } }),
    () => db.headMeetingPerson.count({ where: ofMeeting }),
    () =>
      db.headMeetingPerson.count({
        where: { personId, present: { not: null }, meeting: { groupId, recordedAt: since } },
      }),
    () => db.headMeeting.count({ where: { groupId, plannedById: personId, changedAt: since } }),
    () => db.trgSession.count({ where: { groupId, loggedById: personId, loggedAt: since } }),
    () => db.openClassroom.count({ where: { groupId, createdById: personId, createdAt: since } }),
    () => db.openClassroomReturn.count({ where: { updatedById: personId, updatedAt: since, classroom: { groupId } } }),
    () => db.gapTask.count({ where: { groupId, setById: personId, setAt: since } }),
    () => db.fundingItem.count({ where: { groupId, changedById: personId, changedAt: since } }),
    () => db.commitmentNote.count({ where: { groupId, byId: personId, createdAt: since } }),
    () => db.channel.count({ where: { groupId, boundById: personId, boundAt: since } }),
    () => db.handover.count({ where: { groupId, byId: personId, at: since } }),
  ];
  for (const count of traces) if ((await count()) > 0) return true;
  return false;
}

/** What is ahead of somebody who begins. @param schoolId null: visits to every school */
export async function readNext(db: Tx, groupId: string, schoolId: string | null, now: Date, today: string) {
  const ahead = { groupId, status: 'planned', startsAt: { gt: now } } as const;
  const soonest = { orderBy: { startsAt: 'asc' } } as const;
  return {
    meeting: (await db.meeting.findFirst({ where: ahead, ...soonest })) ?? undefined,
    task:
      (await db.gapTask.findFirst({
        where: { groupId, status: 'open', dueOn: { gte: today } },
        orderBy: { setAt: 'desc' },
      })) ?? undefined,
    visit:
      (await db.visit.findFirst({ where: { ...ahead, ...(schoolId !== null && { schoolId }) }, ...soonest })) ??
      undefined,
  };
}
