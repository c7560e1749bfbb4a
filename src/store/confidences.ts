import { civilDate, instantAt } from '../calendar/dates.js';
import { recordAudit } from './audit.js';
import type { Tx } from './client.js';
import type { Group, Member } from './groups.js';

/**
 * Who reads private words beside their author: those whom the form named when they were sent, and those to whom the
 * author has said yes since. DOMAIN: a confidence belongs to those it was given to.
 */

/** Feedback on one teacher's lesson in one visit. */
export interface FeedbackKey {
  visitId: string;
  teacherId: string;
}

/**
 * Those who lead the group and may be given private words: whoever is head or head of department of one of its schools,
 * in this group or in another of this year or later, may not.
 */
export async function listConfidants(db: Tx, group: Group): Promise<Member[]> {
  const leading = group.members.filter(({ role, stoodDown }) => role === 'specialist' && !stoodDown);
  if (leading.length === 0) return [];
  const onSchoolSide = await db.membership.findMany({
    where: {
      personId: { in: leading.map(({ personId }) => personId) },
      role: { in: ['head', 'headOfDepartment'] },
      schoolId: { in: group.schools.map(({ id }) => id) },
      stoodDownAt: null,
      group: { schoolYear: { gte: group.schoolYear } },
    },
    select: { personId: true },
  });
  const barred = new Set(onSchoolSide.map(({ personId }) => personId));
  return leading.filter(({ personId }) => !barred.has(personId));
}

/** Who may read each of these reflections at this moment beside its author, by reflection. */
export async function readersOfReflections(
  db: Tx,
  group: Group,
  reflectionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (reflectionIds.length === 0) return new Map();
  const rows = await db.reflectionReader.findMany({
    where: { reflectionId: { in: [...reflectionIds] } },
    orderBy: { since: 'asc' },
  });
  return readersBy(
    await listConfidants(db, group),
    rows.map(({ reflectionId, readerId }) => [reflectionId, readerId]),
  );
}

export const feedbackKey = ({ visitId, teacherId }: FeedbackKey): string => `${visitId}/${teacherId}`;

/** Who may read lesson feedback at this moment beside its teacher, by `feedbackKey`. */
export async function readersOfFeedback(
  db: Tx,
  group: Group,
  visitIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (visitIds.length === 0) return new Map();
  const rows = await db.feedbackReader.findMany({
    where: { visitId: { in: [...visitIds] } },
    orderBy: { since: 'asc' },
  });
  return readersBy(
    await listConfidants(db, group),
    rows.map((row) => [feedbackKey(row), row.readerId]),
  );
}

function readersBy(
  confidants: readonly Member[],
  rows: readonly [key: string, readerId: string][],
): ReadonlyMap<string, readonly string[]> {
  const known = new Set(confidants.map(({ personId }) => personId));
  const readers = new Map<string, string[]>();
  for (const [key, readerId] of rows)
    if (known.has(readerId)) readers.set(key, [...(readers.get(key) ?? []), readerId]);
  return readers;
}

/** From now on these read a reflection, and nobody else: those whom its form has named. */
export async function nameReaders(
  db: Tx,
  reflectionId: string,
  readerIds: readonly string[],
  since: Date,
): Promise<void> {
  await db.reflectionReader.deleteMany({ where: { reflectionId, readerId: { notIn: [...readerIds] } } });
  for (const readerId of readerIds) {
    await db.reflectionReader.upsert({
      where: { reflectionId_readerId: { reflectionId, readerId } },
      create: { reflectionId, readerId, how: 'named', since },
      update: { how: 'named' },
    });
  }
}

/** Whoever wrote feedback last reads it beside its teacher, and nobody else: so its form says. */
export async function nameFeedbackReader(db: Tx, key: FeedbackKey, readerId: string, since: Date): Promise<void> {
  await db.feedbackReader.deleteMany({ where: key });
  await db.feedbackReader.create({ data: { ...key, readerId, how: 'named', since } });
}

/** Who wrote feedback, whether they lead the group still or not; undefined where nobody has. */
export async function writerOfFeedback(db: Tx, { visitId, teacherId }: FeedbackKey): Promise<string | undefined> {
  const row = await db.feedbackReader.findFirst({
    where: { visitId, teacherId, how: 'named' },
    orderBy: [{ since: 'asc' }, { readerId: 'asc' }],
  });
  return row?.readerId;
}

/** Writes down that somebody has opened private words of a group: once a day, and not whose or which. */
export async function noteOpening({ db, hubId, groupId, actor, now, zone }: Opening): Promise<void> {
  const entry = { hubId, groupId, byId: actor.personId, act: 'openedPrivateWords' } as const;
  const since = instantAt(civilDate(now, zone), '00:00', zone);
  const known = await db.auditEntry.findFirst({ where: { ...entry, at: { gte: since } }, select: { id: true } });
  if (!known) await recordAudit(db, { ...entry, at: now });
}

interface Opening {
  db: Tx;
  hubId: string;
  groupId: string;
  actor: { personId: string };
  now: Date;
  zone: string;
}
