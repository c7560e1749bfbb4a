import { civilDate, formatDate } from '../../calendar/dates.js';
import type { Tx } from '../../store/client.js';
import type { ReadingConsent } from '../../store/generated/sqlite/client.js';
import type { Group } from '../../store/groups.js';
import type { Confidence } from './schema.js';

/** What these people have sent, and what was written to them alone, newest first. What is half written is not in it. */
export async function listConfidences(db: Tx, group: Group, authorIds: readonly string[]): Promise<Confidence[]> {
  if (authorIds.length === 0) return [];
  const personId = { in: [...authorIds] };
  const reflections = await db.reflection.findMany({
    where: {
      personId,
      status: { not: 'draft' },
      repliedAt: { not: null },
      gapTask: { groupId: group.id },
      answers: { some: { text: { not: '' } } },
    },
    include: {
      readers: true,
      gapTask: { select: { title: true } },
      answers: { include: { prompt: true }, orderBy: { prompt: { position: 'asc' } } },
    },
  });
  const feedback = await db.lessonFeedback.findMany({
    where: { personId, visit: { groupId: group.id } },
    include: { readers: true, visit: { select: { startsAt: true } } },
  });
  const all = [
    ...reflections.map(
      (one): Confidence => ({
        item: `r:${one.id}`,
        kind: 'reflection',
        authorId: one.personId,
        title: one.gapTask.title,
        shared: one.shared,
        at: one.repliedAt ?? one.updatedAt,
        given: one.readers,
        pieces: one.answers
          .filter(({ text }) => text !== '')
          .map(({ prompt, text }) => ({ prompt: prompt.text, text })),
      }),
    ),
    ...feedback.map(
      (one): Confidence => ({
        item: `f:${one.visitId}`,
        kind: 'feedback',
        authorId: one.personId,
        title: `Feedback on your lesson, ${formatDate(civilDate(one.visit.startsAt, group.zone))}`,
        shared: false,
        at: one.writtenAt,
        given: one.readers,
        pieces: [{ prompt: undefined, text: one.text }],
      }),
    ),
  ];
  return all.sort((a, b) => b.at.getTime() - a.at.getTime() || a.item.localeCompare(b.item));
}

export function listConsents(db: Tx, groupId: string): Promise<ReadingConsent[]> {
  return db.readingConsent.findMany({ where: { groupId } });
}

export async function hasAnswered(
  db: Tx,
  key: { groupId: string; authorId: string; readerId: string },
): Promise<boolean> {
  return (await db.readingConsent.count({ where: key })) > 0;
}

export async function saveConsent(
  db: Tx,
  key: { groupId: string; authorId: string; readerId: string },
  answer: ReadingConsent['answer'],
  answeredAt: Date,
): Promise<void> {
  await db.readingConsent.upsert({
    where: { groupId_authorId_readerId: key },
    create: { ...key, answer, answeredAt },
    update: { answer, answeredAt },
  });
}

export async function forgetConsent(
  db: Tx,
  key: { groupId: string; authorId: string; readerId: string },
): Promise<void> {
  await db.readingConsent.deleteMany({ where: key });
}

/** Lets somebody read it from now on. */
export async function give(db: Tx, words: Confidence, readerId: string, since: Date): Promise<void> {
  const id = words.item.slice(2);
  const given = { readerId, how: 'agreed', since } as const;
  if (words.kind === 'reflection') await db.reflectionReader.create({ data: { reflectionId: id, ...given } });
  else await db.feedbackReader.create({ data: { visitId: id, teacherId: words.authorId, ...given } });
}

/** From now on they do not read it. */
export async function takeAway(db: Tx, words: Confidence, readerId: string): Promise<void> {
  const id = words.item.slice(2);
  if (words.kind === 'reflection') await db.reflectionReader.deleteMany({ where: { reflectionId: id, readerId } });
  else await db.feedbackReader.deleteMany({ where: { visitId: id, teacherId: words.authorId, readerId } });
}
