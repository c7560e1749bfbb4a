import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { Meeting, Prisma } from '../../store/generated/sqlite/client.js';
import { type GapTask, type ReflectionWish, withEverything } from './schema.js';

/** Every task that was set and not withdrawn, newest first. */
export function listTasks(db: Tx, groupId: string): Promise<GapTask[]> {
  return db.gapTask.findMany({
    where: { groupId, status: 'open' },
    include: withEverything,
    orderBy: { setAt: 'desc' },
  });
}

export async function findTask(db: Tx, groupId: string, id: string): Promise<GapTask | undefined> {
  return (await db.gapTask.findFirst({ where: { id, groupId }, include: withEverything })) ?? undefined;
}

/** The task people are at: the last one set. */
export async function currentTask(db: Tx, groupId: string): Promise<GapTask | undefined> {
  const task = await db.gapTask.findFirst({
    where: { groupId, status: 'open' },
    include: withEverything,
    orderBy: { setAt: 'desc' },
  });
  return task ?? undefined;
}

export async function findDraft(db: Tx, groupId: string): Promise<GapTask | undefined> {
  const task = await db.gapTask.findFirst({ where: { groupId, status: 'draft' }, include: withEverything });
  return task ?? undefined;
}

export async function replacePrompts(
  db: Tx,
  gapTaskId: string,
  prompts: readonly { idea: string; text: string }[],
): Promise<void> {
  await db.prompt.deleteMany({ where: { gapTaskId } });
  await db.prompt.createMany({
    data: prompts.map((prompt, position) => ({ id: newId(), gapTaskId, position, ...prompt })),
  });
}

export interface ReflectionChange extends Partial<Omit<ReflectionWish, 'status'>> {
  status: 'draft' | 'notYet' | 'didNotWork' | 'done';
}

/** Writes a person's reflection; what the change does not name stays as it is. */
export async function saveReflection(
  db: Tx,
  task: GapTask,
  personId: string,
  change: ReflectionChange,
  now: Date,
): Promise<void> {
  const { status, shared, quotable, answers } = change;
  const data = {
    status,
    updatedAt: now,
    repliedAt: status === 'draft' ? null : now,
    ...(shared !== undefined && { shared }),
    ...(quotable !== undefined && { quotable }),
  };
  const reflection = await db.reflection.upsert({
    where: { gapTaskId_personId: { gapTaskId: task.id, personId } },
    create: { id: newId(), gapTaskId: task.id, personId, ...data },
    update: data,
  });
  if (!answers) return;
  const known = task.prompts.filter((prompt) => answers.has(prompt.id));
  await db.reflectionAnswer.deleteMany({ where: { reflectionId: reflection.id } });
  await db.reflectionAnswer.createMany({
    data: known.map((prompt) => ({
      reflectionId: reflection.id,
      promptId: prompt.id,
      text: answers.get(prompt.id) ?? '',
    })),
  });
}

/** The meeting that opens with a task's reflections. */
export async function meetingOf(
  db: Tx,
  task: Pick<GapTask, 'groupId' | 'nextMeetingId'>,
): Promise<Meeting | undefined> {
  if (task.nextMeetingId === null) return undefined;
  return (await db.meeting.findFirst({ where: { id: task.nextMeetingId, groupId: task.groupId } })) ?? undefined;
}

/** Meetings that take place, in order. */
export function listMeetings(db: Tx, groupId: string): Promise<Meeting[]> {
  return db.meeting.findMany({ where: { groupId, status: 'planned' }, orderBy: { startsAt: 'asc' } });
}

/** The meeting that a task set now leads up to. */
export async function meetingAhead(db: Tx, groupId: string, now: Date): Promise<Meeting | undefined> {
  const meeting = await db.meeting.findFirst({
    where: { groupId, status: 'planned', startsAt: { gt: now } },
    orderBy: { startsAt: 'asc' },
  });
  return meeting ?? undefined;
}

export function updateTask(db: Tx, id: string, data: Prisma.GapTaskUncheckedUpdateInput) {
  return db.gapTask.update({ where: { id }, data });
}

export function createTask(db: Tx, data: Omit<Prisma.GapTaskUncheckedCreateInput, 'id'>) {
  return db.gapTask.create({ data: { id: newId(), ...data } });
}
