import type { Heard } from '../../edge/heard.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { Question } from '../../store/generated/sqlite/client.js';

/** Adds one message to what a person wrote on a day. */
export async function countMessage(
  db: Tx,
  of: { groupId: string; personId: string; day: string },
  isReply: boolean,
): Promise<void> {
  const replies = isReply ? 1 : 0;
  await db.contribution.upsert({
    where: { groupId_personId_day: of },
    create: { ...of, messages: 1, replies },
    update: { messages: { increment: 1 }, replies: { increment: replies } },
  });
}

/** The question that a message of this name asked. */
export async function findAsked(db: Tx, groupId: string, ref: string): Promise<Question | undefined> {
  return (await db.question.findFirst({ where: { groupId, ref } })) ?? undefined;
}

/** The last question that anybody asked before a moment. */
export async function lastQuestion(db: Tx, groupId: string, before: Date): Promise<Question | undefined> {
  const last = await db.question.findFirst({
    where: { groupId, askedAt: { lte: before } },
    orderBy: { askedAt: 'desc' },
  });
  return last ?? undefined;
}

export async function findQuestion(db: Tx, groupId: string, id: string): Promise<Question | undefined> {
  return (await db.question.findFirst({ where: { id, groupId } })) ?? undefined;
}

/** Questions without a reply, and the one that is named whether it has one or not. */
export function listQuestions(db: Tx, groupId: string, id?: string): Promise<Question[]> {
  return db.question.findMany({ where: { groupId, ...(id === undefined ? { repliedAt: null } : { id }) } });
}

/** @returns its id */
export async function saveQuestion(db: Tx, { groupId, personId, ref, url, at }: Heard): Promise<string> {
  const id = newId();
  await db.question.create({ data: { id, groupId, personId, ref, url: url ?? null, askedAt: at } });
  return id;
}

export async function saveReplied(db: Tx, id: string, at: Date): Promise<void> {
  await db.question.update({ where: { id }, data: { repliedAt: at } });
}
