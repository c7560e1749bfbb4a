import { maySee, type Viewer } from '../../edge/visibility.js';
import { groupBy } from '../../shared/group-by.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import { feedbackKey, nameFeedbackReader, readersOfFeedback } from '../../store/confidences.js';
import type { Prisma } from '../../store/generated/sqlite/client.js';
import type { Group } from '../../store/groups.js';
import { type Feedback, type Visit, withEverything } from './schema.js';

/** Every visit of a group, cancelled ones too, in order of time. */
export function listVisits(db: Tx, groupId: string): Promise<Visit[]> {
  return db.visit.findMany({ where: { groupId }, include: withEverything, orderBy: { startsAt: 'asc' } });
}

/** Those that take place, by school. */
export async function visitsBySchool(db: Tx, groupId: string): Promise<ReadonlyMap<string, Visit[]>> {
  return groupBy(
    (await listVisits(db, groupId)).filter(({ status }) => status === 'planned'),
    ({ schoolId }) => schoolId,
  );
}

/** Undefined when the group has no such visit. */
export async function findVisit(db: Tx, groupId: string, id: string): Promise<Visit | undefined> {
  return (await db.visit.findFirst({ where: { id, groupId }, include: withEverything })) ?? undefined;
}

export async function createVisit(
  db: Tx,
  visit: Pick<Visit, 'groupId' | 'schoolId' | 'startsAt' | 'length' | 'changedAt' | 'bookedById'> & {
    purpose?: string;
  },
  kinds: readonly string[],
): Promise<Visit> {
  const id = newId();
  await db.visit.create({ data: { id, ...visit } });
  await db.visitKind.createMany({ data: kinds.map((kind) => ({ visitId: id, kind })) });
  return db.visit.findUniqueOrThrow({ where: { id }, include: withEverything });
}

export function updateVisit(db: Tx, id: string, data: Prisma.VisitUncheckedUpdateInput): Promise<Visit> {
  return db.visit.update({ where: { id }, data, include: withEverything });
}

export async function replaceKinds(db: Tx, visitId: string, kinds: readonly string[]): Promise<void> {
  await db.visitKind.deleteMany({ where: { visitId } });
  await db.visitKind.createMany({ data: kinds.map((kind) => ({ visitId, kind })) });
}

/** Next steps that were agreed in a visit go into the school's action plan, after those that are there. */
export async function addSteps(
  db: Tx,
  { id: visitId, groupId, schoolId }: Visit,
  texts: readonly string[],
  by: string,
  now: Date,
): Promise<void> {
  const position = await db.actionStep.count({ where: { groupId, schoolId } });
  await db.actionStep.createMany({
    data: texts.map((text, index) => ({
      id: newId(),
      groupId,
      schoolId,
      visitId,
      position: position + index,
      text,
      createdAt: now,
      createdById: by,
    })),
  });
}

/** Feedback on lessons that one person may read, of these visits. */
export async function readFeedback(
  db: Tx,
  group: Group,
  viewer: Viewer,
  visitIds: readonly string[],
): Promise<Feedback[]> {
  const all = await db.lessonFeedback.findMany({
    where: { visitId: { in: [...visitIds] }, visit: { groupId: group.id } },
    orderBy: { writtenAt: 'asc' },
  });
  if (all.length === 0) return [];
  const readers = await readersOfFeedback(db, group, visitIds);
  return all.filter(({ visitId, personId }) =>
    maySee('lessonFeedback', viewer, { personId, readers: readers.get(feedbackKey({ visitId, teacherId: personId })) }),
  );
}

/** Whether somebody has written to a teacher about a lesson in a visit. */
export async function hasFeedback(db: Tx, visitId: string, personId: string): Promise<boolean> {
  return (await db.lessonFeedback.count({ where: { visitId, personId } })) > 0;
}

/** @param text nothing takes it back */
export async function saveFeedback(
  db: Tx,
  { visitId, teacherId }: { visitId: string; teacherId: string },
  text: string,
  writerId: string,
  now: Date,
): Promise<void> {
  if (text === '') {
    await db.lessonFeedback.deleteMany({ where: { visitId, personId: teacherId } });
    return;
  }
  await db.lessonFeedback.upsert({
    where: { visitId_personId: { visitId, personId: teacherId } },
    create: { visitId, personId: teacherId, text, writtenAt: now },
    update: { text, writtenAt: now },
  });
  await nameFeedbackReader(db, { visitId, teacherId }, writerId, now);
}

/** People who have been told of a visit. */
export async function listTold(db: Tx, groupId: string, visitId: string): Promise<Set<string>> {
  const rows = await db.delivery.findMany({
    where: { groupId, topic: 'notice', subjectId: visitId, status: { in: ['sending', 'sent'] } },
    select: { personId: true },
  });
  return new Set(rows.flatMap(({ personId }) => personId ?? []));
}

/** Open steps of a school's action plan, in their order. */
export function listOpenSteps(db: Tx, groupId: string, schoolId: string) {
  return db.actionStep.findMany({
    where: { groupId, schoolId, doneAt: null, droppedAt: null },
    orderBy: { position: 'asc' },
  });
}
