import type { BuildContext } from '../../delivery/building.js';
import { type Builders, createBuilding } from '../../delivery/building.js';
import type { Question, Questions } from '../../edge/question.js';
import { newId } from '../../shared/ids.js';
import type { Database, Tx } from '../../store/client.js';
import { type Group, loadGroup, mayRead } from '../../store/groups.js';
import type { Actor } from '../../store/people.js';

/** What somebody can answer for a day, in one group. */
export type QuestionSource = (
  context: Pick<BuildContext, 'db' | 'now' | 'group'>,
  personId: string,
) => Promise<Question[]>;

/** Days for which a question that was asked is looked at, and how many messages. */
const asked = { days: 60, messages: 40 };
const day = 24 * 60 * 60_000;

const currentGroups = ({ memberships }: Actor): string[] => [
  ...new Set(memberships.flatMap(({ groupId, stoodDown }) => (stoodDown ? [] : [groupId]))),
];

/** What people have been asked: their messages, built as they stand now, and what has a day. */
export function createQuestions(db: Database, builders: Builders, sources: readonly QuestionSource[]): Questions {
  return {
    asked: async (actor, now, under) => {
      const { personId } = actor;
      const rows = await db.delivery.findMany({
        where: {
          groupId: { in: currentGroups(actor) },
          ...(under === undefined
            ? {
                personId,
                status: 'sent',
                chain: { not: null },
                sentAt: { gt: new Date(now.getTime() - asked.days * day) },
                OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
              }
            : { messageRef: under, OR: [{ personId }, { personId: null }] }),
        },
        orderBy: [{ sentAt: 'desc' }, { id: 'asc' }],
        take: asked.messages,
      });
      const building = createBuilding(db, builders, now);
      const questions: Question[] = [];
      for (const row of rows) {
        const group = await building.groupOf(row.groupId);
        if (row.personId === null && !mayRead(group, row.audience, personId)) continue;
        const built = await building.build(row, personId);
        if (built) questions.push({ groupId: row.groupId, card: built.card, answered: built.skip !== undefined });
      }
      return questions;
    },
    dated: async (actor, now) => {
      const questions: Question[] = [];
      for (const groupId of currentGroups(actor)) {
        const group: Group = await loadGroup(db, groupId);
        for (const source of sources) questions.push(...(await source({ db, now, group }, actor.personId)));
      }
      return questions;
    },
  };
}

/** Keeps what somebody has just written until she says whether it is passed on; what she wrote before is forgotten. */
export async function keepOffered(tx: Tx, personId: string, text: string, at: Date): Promise<void> {
  await forgetOffered(tx, personId);
  await tx.unsentWords.create({ data: { id: newId(), personId, text, at } });
}

export async function forgetOffered(tx: Tx, personId: string): Promise<void> {
  await tx.unsentWords.deleteMany({ where: { personId, toId: null } });
}

/** Keeps words for each of those whom they go to, until that message has gone out. */
export async function keepForSending(
  tx: Tx,
  rows: readonly { id: string; personId: string; toId: string; text: string; at: Date }[],
): Promise<void> {
  await tx.unsentWords.createMany({ data: [...rows] });
}

export async function forgetOne(tx: Tx, id: string): Promise<void> {
  await tx.unsentWords.deleteMany({ where: { id } });
}

/** The kind of message that hands somebody's words to a person. */
export const passedOn = 'passed-on';

/** Whoever was to read the words has them: they are kept nowhere else. */
export async function forgetSent(tx: Tx, sent: readonly { kind: string; subjectId: string }[]): Promise<void> {
  const ids = sent.flatMap(({ kind, subjectId }) => (kind === passedOn ? [subjectId] : []));
  if (ids.length > 0) await tx.unsentWords.deleteMany({ where: { id: { in: ids } } });
}

export const findOffered = (tx: Tx, personId: string, at: Date) =>
  tx.unsentWords.findFirst({ where: { personId, toId: null, at } });

export const findWords = (tx: Tx, id: string) => tx.unsentWords.findUnique({ where: { id } });

/** Hours after which words that nobody passed on are forgotten. */
const kept = 24;

/** Forgets what was offered a day ago, and what has been sent or will not be sent any more. */
export async function forgetWords(db: Tx, now: Date): Promise<void> {
  await db.unsentWords.deleteMany({ where: { toId: null, at: { lt: new Date(now.getTime() - kept * 60 * 60_000) } } });
  const passed = await db.unsentWords.findMany({ where: { toId: { not: null } }, select: { id: true } });
  for (const { id } of passed) {
    const waiting = await db.delivery.count({
      where: { subjectId: id, status: { in: ['planned', 'sending', 'failed'] } },
    });
    if (waiting === 0) await forgetOne(db, id);
  }
}
