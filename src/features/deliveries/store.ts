import { channelNames } from '../../../cards/upcoming.js';
import { messageKey } from '../../delivery/plan.js';
import type { Tx } from '../../store/client.js';
import type { Delivery, Prisma } from '../../store/generated/sqlite/client.js';
import type { Recipient } from './schema.js';

/**
 * What could not be delivered to somebody, or to a channel of the group, because of one obstacle.
 * @param since messages whose moment was over by then are left out
 */
export function listFailed(
  db: Tx,
  to: Recipient & { groupId: string; obstacle: string | null },
  since: Date,
): Promise<Delivery[]> {
  return db.delivery.findMany({
    where: { ...to, status: 'failed', OR: [{ expiresAt: null }, { expiresAt: { gt: since } }] },
    orderBy: [{ dueAt: 'asc' }, { kind: 'asc' }, { id: 'asc' }],
  });
}

export async function wasReachedSince(db: Tx, to: Recipient & { groupId: string }, since: Date): Promise<boolean> {
  return (await db.delivery.count({ where: { ...to, status: 'sent', sentAt: { gt: since } } })) > 0;
}

/** A delivery that did not go as planned, with what names it for people. */
export type Noted = Delivery & { group: { name: string; zone: string }; to: string };

/**
 * What did not go as planned in a hub since its hub lead was last told, up to the moment at which she is told now.
 * @param day the message that says so
 */
export async function listNoted(db: Tx, day: Delivery, now: Date): Promise<Noted[]> {
  const until = day.sentAt ?? now;
  const before = await db.delivery.findFirst({
    where: {
      kind: day.kind,
      subjectId: day.subjectId,
      personId: day.personId,
      sentAt: { lt: until },
      id: { not: day.id },
    },
    orderBy: { sentAt: 'desc' },
    select: { sentAt: true },
  });
  const rows = await db.delivery.findMany({
    where: {
      hubId: day.hubId,
      notedAt: { lte: until, ...(before?.sentAt && { gt: before.sentAt }) },
      kind: { not: day.kind },
    },
    include: { group: { select: { name: true, zone: true } } },
    orderBy: [{ sendAt: 'asc' }, { id: 'asc' }],
  });
  return nameRecipients(db, rows);
}

/** A delivery as whoever runs the bot looks at it. */
export type Kept = Noted & { text: string | null };

/** The newest first. @param where which ones */
export async function listDeliveries(db: Tx, where: Prisma.DeliveryWhereInput, limit: number): Promise<Noted[]> {
  const rows = await db.delivery.findMany({
    where,
    include: { group: { select: { name: true, zone: true } } },
    orderBy: [{ sendAt: 'desc' }, { id: 'asc' }],
    take: limit,
  });
  return nameRecipients(db, rows);
}

/** @param id a delivery's id, or how it begins */
export async function findDeliveries(db: Tx, id: string): Promise<Kept[]> {
  const rows = await listDeliveries(db, { id: { startsWith: id } }, 2);
  const texts = await db.sentText.findMany({ where: { message: { in: rows.map(messageKey) } } });
  return rows.map((row) => ({ ...row, text: texts.find(({ message }) => message === messageKey(row))?.text ?? null }));
}

async function nameRecipients<Row extends Delivery>(db: Tx, rows: readonly Row[]): Promise<(Row & { to: string })[]> {
  const ids = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
  const people = await db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...row,
    to: row.personId === null ? channelNames[row.audience] : (names.get(row.personId) ?? 'somebody'),
  }));
}

/** Forgets what was said in groups of school years before this one ("2026/27"). @returns how many messages */
export async function forgetTexts(db: Tx, before: string): Promise<number> {
  const { count } = await db.sentText.deleteMany({ where: { group: { schoolYear: { lt: before } } } });
  return count;
}
