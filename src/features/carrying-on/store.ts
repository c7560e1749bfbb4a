import type { HalfTermDates } from '../../calendar/school-calendar.js';
import { newId, newSecret } from '../../shared/ids.js';
import { localChannel } from '../../store/channels.js';
import type { Database, Tx } from '../../store/client.js';
import type { Group } from '../../store/groups.js';
import { handedKey } from '../../store/people.js';
import { templateOf } from '../programmes/of-group.js';
import { listOwnProgrammes } from '../programmes/store.js';
import { planNextYear } from './rules.js';
import { type NextYear, notGoingOn } from './schema.js';

/** How a group's next year would look, by what its hub has. */
export async function readNextYear(db: Database | Tx, group: Group): Promise<NextYear> {
  const own = (await listOwnProgrammes(db, group.hubId)).find(({ id }) => id === group.programme);
  const plan = planNextYear(group, [], own);
  const dated = await db.group.findMany({
    where: { hubId: group.hubId, schoolYear: plan.schoolYear, halfTerms: { some: { schoolId: null } } },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return planNextYear(group, dated, own);
}

/** The group that carries this one on. */
export async function findNext(db: Database | Tx, groupId: string) {
  const next = await db.group.findFirst({
    where: { carriesOnId: groupId },
    select: { id: true, name: true, schoolYear: true, createdAt: true },
  });
  return next ?? undefined;
}

export async function nameIsTaken(
  db: Tx,
  { hubId, name, schoolYear }: { hubId: string; name: string; schoolYear: string },
): Promise<boolean> {
  return (await db.group.count({ where: { hubId, name, schoolYear } })) > 0;
}

/** The group of the next year with its schools and people. @param without roles that do not go on, by `handedKey` @returns its id */
export async function createGroup(
  db: Tx,
  group: Group,
  next: NextYear,
  {
    name,
    schools,
    now,
    without,
  }: { name: string; schools: ReadonlySet<string>; now: Date; without: ReadonlySet<string> },
): Promise<string> {
  const id = newId();
  const { usualWeekday, usualStart, usualLength, workCode, projectCode } = await db.group.findUniqueOrThrow({
    where: { id: group.id },
  });
  const reading = next.programme.release.readings.some(({ key }) => key === group.releaseReading);
  await db.group.create({
    data: {
      ...{ id, hubId: group.hubId, name, programme: group.programme, template: templateOf(next.programme) },
      ...{ workCode, projectCode, zone: group.zone, usualWeekday, usualStart, usualLength },
      releaseReading: reading ? group.releaseReading : null,
      carriesOnId: group.id,
      schoolYear: next.schoolYear,
      calendarSecret: newSecret(),
      createdAt: now,
    },
  });
  const going = group.schools.filter((school) => schools.has(school.id));
  await db.groupSchool.createMany({
    data: going.map(({ id: schoolId }, position) => ({ groupId: id, schoolId, position })),
  });
  const rows = await db.membership.findMany({
    where: { groupId: group.id, stoodDownAt: null, OR: [{ schoolId: null }, { schoolId: { in: [...schools] } }] },
  });
  const members = rows.filter((one) => !without.has(handedKey(one)));
  await db.membership.createMany({
    data: members.map(({ personId, role, schoolId }) => ({ id: newId(), groupId: id, personId, role, schoolId })),
  });
  const local = await db.channel.findUnique({ where: { ref: localChannel(group.id) } });
  if (local) {
    // In the web chat each group's channel is its own page, so there is nothing to move.
    await db.channel.create({ data: { ...local, ref: localChannel(id), groupId: id, boundAt: now } });
  }
  await copySteps(db, group.id, id, schools, new Set(members.map(({ personId }) => personId)));
  return id;
}

/** Open steps of schools that go on; whose owner does not go on is the school's together. */
async function copySteps(
  db: Tx,
  from: string,
  to: string,
  schools: ReadonlySet<string>,
  people: ReadonlySet<string>,
): Promise<void> {
  const steps = await db.actionStep.findMany({
    where: { groupId: from, schoolId: { in: [...schools] }, doneAt: null, droppedAt: null },
  });
  await db.actionStep.createMany({
    data: steps.map((step) => ({
      ...step,
      id: newId(),
      groupId: to,
      visitId: null,
      ownerId: step.ownerId !== null && people.has(step.ownerId) ? step.ownerId : null,
    })),
  });
}

/** @param own of single schools too */
export async function copyDates(db: Tx, from: string, to: string, schools: ReadonlySet<string>): Promise<void> {
  const rows = await db.halfTerm.findMany({
    where: { groupId: from, OR: [{ schoolId: null }, { schoolId: { in: [...schools] } }] },
  });
  await db.halfTerm.createMany({ data: rows.map((row) => ({ ...row, id: newId(), groupId: to, importedAt: null })) });
}

export async function saveDates(db: Tx, groupId: string, halfTerms: readonly HalfTermDates[]): Promise<void> {
  await db.halfTerm.createMany({ data: halfTerms.map((dates) => ({ ...dates, id: newId(), groupId })) });
}

/** What has happened in a group since it was made: nothing may be lost by taking it back. */
export async function hasHappened(db: Tx, next: { id: string; createdAt: Date }, from: string): Promise<boolean> {
  const groupId = next.id;
  const since = { gt: next.createdAt };
  const old = new Set(
    (await db.membership.findMany({ where: { groupId: from } })).map(({ personId, role }) => `${personId} ${role}`),
  );
  const members = await db.membership.findMany({ where: { groupId } });
  if (members.some(({ personId, role, stoodDownAt }) => stoodDownAt !== null || !old.has(`${personId} ${role}`))) {
    return true;
  }
  const where = { groupId };
  const traces: (() => Promise<number>)[] = [
    () => db.delivery.count({ where: { groupId, status: { in: ['sent', 'sending', 'failed'] } } }),
    () => db.halfTerm.count({ where: { groupId, importedAt: { not: null } } }),
    () => db.meeting.count({ where }),
    () => db.gapTask.count({ where }),
    () => db.visit.count({ where }),
    () => db.headMeeting.count({ where }),
    () => db.releaseEntry.count({ where }),
    () => db.trgSession.count({ where }),
    () => db.openClassroom.count({ where }),
    () => db.fundingItem.count({ where }),
    () => db.commitment.count({ where }),
    () => db.commitmentReview.count({ where }),
    () => db.commitmentNote.count({ where }),
    () => db.contribution.count({ where }),
    () => db.question.count({ where }),
    () => db.handover.count({ where }),
    () => db.group.count({ where: { carriesOnId: groupId } }),
    () =>
      db.actionStep.count({
        where: { groupId, OR: [{ createdAt: since }, { doneAt: { not: null } }, { droppedAt: { not: null } }] },
      }),
  ];
  for (const count of traces) if ((await count()) > 0) return true;
  return false;
}

/** A group in which nothing has happened. Channels that it was given go back. */
export async function removeGroup(db: Tx, groupId: string, from: string): Promise<void> {
  await moveChannels(db, groupId, from, undefined);
  const where = { groupId };
  await db.channel.deleteMany({ where });
  await db.delivery.deleteMany({ where });
  await db.staleMark.deleteMany({ where });
  await db.snooze.deleteMany({ where });
  await db.actionStep.deleteMany({ where });
  await db.halfTerm.deleteMany({ where });
  await db.membership.deleteMany({ where });
  await db.groupSchool.deleteMany({ where });
  await db.group.delete({ where: { id: groupId } });
}

/** Whether a group has a channel that can be another's: the web chat's cannot. */
export async function hasChannel(db: Database | Tx, groupId: string): Promise<boolean> {
  return (await db.channel.count({ where: { groupId, ref: { not: localChannel(groupId) } } })) > 0;
}

/**
 * One group's channels become another's, but for an audience for which that has one.
 * @param by who does it, and when; undefined: they go back, and are bound as before
 * @param only those that were bound at this moment
 * @returns how many
 */
export async function moveChannels(
  db: Tx,
  from: string,
  to: string,
  by: { boundById: string; boundAt: Date } | undefined,
  only?: Date,
): Promise<number> {
  const there = await db.channel.findMany({ where: { groupId: to } });
  const { count } = await db.channel.updateMany({
    where: {
      groupId: from,
      ref: { not: localChannel(from) },
      audience: { notIn: there.map(({ audience }) => audience) },
      ...(only && { boundAt: only }),
    },
    data: { groupId: to, ...by },
  });
  return count;
}

/** Messages to a group's channels that are still to come. */
export async function countAhead(db: Tx, groupId: string): Promise<number> {
  return db.delivery.count({ where: { groupId, personId: null, status: 'planned' } });
}

const stopNotes = (groupId: string) => ({
  groupId,
  kind: notGoingOn.kind,
  words: notGoingOn.words,
  undoneAt: null,
});

/** Whether somebody has said that the group ends with this year. */
export async function hasStopped(db: Database | Tx, groupId: string): Promise<boolean> {
  return (await db.commitmentNote.count({ where: stopNotes(groupId) })) > 0;
}

export async function saveStop(
  db: Tx,
  group: Group,
  { byId, day, now }: { byId: string; day: string; now: Date },
): Promise<void> {
  await db.commitmentNote.createMany({
    data: group.schools.map(({ id: schoolId }) => ({
      ...notGoingOn,
      id: newId(),
      groupId: group.id,
      schoolId,
      day,
      byId,
      createdAt: now,
    })),
  });
}

export async function takeStopBack(db: Tx, groupId: string, now: Date): Promise<void> {
  await db.commitmentNote.updateMany({ where: stopNotes(groupId), data: { undoneAt: now } });
}

/** Nobody is reminded any more. */
export async function forgetSnoozes(db: Tx, groupId: string): Promise<void> {
  await db.snooze.deleteMany({ where: { groupId, subjectId: groupId, chain: 'new-year' } });
}
