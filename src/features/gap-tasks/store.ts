import { maySee, type Viewer } from '../../edge/visibility.js';
import { groupBy } from '../../shared/group-by.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import { readersOfReflections } from '../../store/confidences.js';
import type { Delivery, Meeting, Prisma } from '../../store/generated/sqlite/client.js';
import type { Group } from '../../store/groups.js';
import { type GapTask, type Reflection, type ReflectionWish, type Replies, withEverything } from './schema.js';

/**
 * Tasks as everybody may know them, with the words that are shared with the group. Others leave this room by `readFor`,
 * for one reader, and by `findOwn`, for their author. A task whose meeting was cancelled leads up to the next one.
 */
async function present(db: Tx, groupId: string, tasks: readonly GapTask[]): Promise<GapTask[]> {
  const meetings = await db.meeting.findMany({ where: { groupId }, orderBy: { startsAt: 'asc' } });
  return tasks.map((task) => {
    const own = meetings.find((meeting) => meeting.id === task.nextMeetingId);
    const next = meetings.find((meeting) => meeting.status === 'planned' && own && meeting.startsAt > own.startsAt);
    return {
      ...task,
      ...(own?.status === 'cancelled' && { nextMeetingId: next?.id ?? null }),
      reflections: task.reflections.map((one) => (isShared(one) ? one : { ...one, answers: [] })),
    };
  });
}

const isShared = ({ shared, repliedAt, status }: Reflection): boolean =>
  shared && repliedAt !== null && status !== 'draft';

/** The replies to a task that one person may read, with their words, and how many others have words. */
export async function readFor(db: Tx, group: Group, viewer: Viewer, task: GapTask): Promise<Replies> {
  const replies = task.reflections.filter(({ status }) => status !== 'draft');
  const readers = await readersOfReflections(
    db,
    group,
    replies.map(({ id }) => id),
  );
  const mayRead = (one: Reflection): boolean =>
    isShared(one) || maySee('reflection', viewer, { personId: one.personId, readers: readers.get(one.id) });
  const sent = replies.flatMap(({ id, repliedAt }) => (repliedAt === null ? [] : [id]));
  const words = await db.reflectionAnswer.findMany({ where: { reflectionId: { in: sent }, text: { not: '' } } });
  const byReply = groupBy(words, ({ reflectionId }) => reflectionId);
  return {
    read: replies.filter(mayRead).map((one) => ({ ...one, answers: byReply.get(one.id) ?? [] })),
    withheld: replies.filter((one) => !mayRead(one) && byReply.has(one.id)).length,
  };
}

/** Every task that was set and not withdrawn, newest first. */
export async function listTasks(db: Tx, groupId: string): Promise<GapTask[]> {
  const tasks = await db.gapTask.findMany({
    where: { groupId, status: 'open' },
    include: withEverything,
    orderBy: { setAt: 'desc' },
  });
  return present(db, groupId, tasks);
}

export async function findTask(db: Tx, groupId: string, id: string): Promise<GapTask | undefined> {
  const task = await db.gapTask.findFirst({ where: { id, groupId }, include: withEverything });
  return task ? (await present(db, groupId, [task]))[0] : undefined;
}

/** A person's own reflection with all that is written, sent or not. */
export async function findOwn(db: Tx, gapTaskId: string, personId: string): Promise<Reflection | undefined> {
  const own = await db.reflection.findUnique({
    where: { gapTaskId_personId: { gapTaskId, personId } },
    include: { answers: true },
  });
  return own ?? undefined;
}

/** The same of any task of a group, with the task's title; undefined when it is somebody else's. */
export async function findOwnById(db: Tx, groupId: string, id: string, personId: string) {
  const where = { id, personId, gapTask: { groupId } };
  return (await db.reflection.findFirst({ where, include: { gapTask: { select: { title: true } } } })) ?? undefined;
}

export async function setShared(db: Tx, id: string, shared: boolean, updatedAt: Date): Promise<void> {
  await db.reflection.update({ where: { id }, data: { shared, updatedAt } });
}

/** Whether anybody has written anything, sent or not. */
export async function hasAnswers(db: Tx, gapTaskId: string): Promise<boolean> {
  return (await db.reflectionAnswer.count({ where: { reflection: { gapTaskId } } })) > 0;
}

/** The task people are at: the last one set. */
export async function currentTask(db: Tx, groupId: string): Promise<GapTask | undefined> {
  const task = await db.gapTask.findFirst({
    where: { groupId, status: 'open' },
    include: withEverything,
    orderBy: { setAt: 'desc' },
  });
  return task ? (await present(db, groupId, [task]))[0] : undefined;
}

export async function findDraft(db: Tx, groupId: string): Promise<GapTask | undefined> {
  const task = await db.gapTask.findFirst({ where: { groupId, status: 'draft' }, include: withEverything });
  return task ?? undefined;
}

/** A question that is only reworded keeps its id: somebody may be answering it at this moment. */
export async function replacePrompts(
  db: Tx,
  gapTaskId: string,
  prompts: readonly { idea: string; text: string }[],
): Promise<void> {
  // Of two who do so at the same moment, the second waits.
  await db.gapTask.updateMany({ where: { id: gapTaskId }, data: { id: gapTaskId } });
  const before = await db.prompt.findMany({ where: { gapTaskId }, orderBy: { position: 'asc' } });
  const known = groupBy(before, (prompt) => prompt.idea);
  await db.prompt.deleteMany({ where: { gapTaskId } });
  await db.prompt.createMany({
    data: prompts.map((prompt, position) => ({
      id: known.get(prompt.idea)?.shift()?.id ?? newId(),
      gapTaskId,
      position,
      ...prompt,
    })),
  });
}

export interface ReflectionChange extends Partial<Omit<ReflectionWish, 'status'>> {
  status?: 'draft' | 'notYet' | 'didNotWork' | 'done';
  /** When the words were sent; null when they are for their author alone from now on. */
  repliedAt?: Date | null;
}

/** Writes a person's reflection; what the change does not name stays as it is. @returns its id */
export async function saveReflection(
  db: Tx,
  task: GapTask,
  personId: string,
  change: ReflectionChange,
  now: Date,
): Promise<string> {
  const { answers, ...rest } = change;
  const data = { ...rest, updatedAt: now };
  const reflection = await db.reflection.upsert({
    where: { gapTaskId_personId: { gapTaskId: task.id, personId } },
    create: { id: newId(), gapTaskId: task.id, personId, status: 'draft', ...data },
    update: data,
  });
  if (!answers) return reflection.id;
  const known = task.prompts.filter((prompt) => answers.has(prompt.id));
  await db.reflectionAnswer.deleteMany({ where: { reflectionId: reflection.id } });
  await db.reflectionAnswer.createMany({
    data: known.map((prompt) => ({
      reflectionId: reflection.id,
      promptId: prompt.id,
      text: answers.get(prompt.id) ?? '',
    })),
  });
  return reflection.id;
}

/** The task's own message in the channel, whose thread the others belong to, or the one that opens that thread. */
export async function findTaskMessage(
  db: Tx,
  task: Pick<GapTask, 'id' | 'groupId'>,
  kind: 'gap-task' | 'task-thread',
): Promise<Delivery | undefined> {
  const where = { groupId: task.groupId, kind, subjectId: task.id, personId: null };
  return (await db.delivery.findFirst({ where })) ?? undefined;
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
