import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Database, Tx } from '../store/client.js';
import type { Delivery, Prisma } from '../store/generated/sqlite/client.js';

/** How long a claim holds, in milliseconds: several times what the slowest platform takes to answer. */
const lease = 2 * 60_000;
const batch = 50;

/** SQLite takes a few thousand values in one statement. */
const marksAtOnce = 1000;

/** The order within a message that several deliveries were joined into. */
export const messageOrder: Prisma.DeliveryOrderByWithRelationInput[] = [
  { dueAt: 'asc' },
  { kind: 'asc' },
  { id: 'asc' },
];

/** Deliveries that go out as one message. */
export interface Claim {
  rows: readonly Delivery[];
  /** The message's own key, the same in every try. */
  message: string;
  /** An earlier try may have arrived. */
  tried: boolean;
}

/**
 * Takes what is due. A claim is one conditional update, so that of two servers one gets each delivery;
 * a claim whose lease has run out belonged to a server that died, and is taken over as it was.
 */
export async function claimDue(db: Database, now: Date): Promise<Claim[]> {
  const due = await db.delivery.findMany({
    where: {
      OR: [
        { status: 'planned', sendAt: { lte: now } },
        { status: 'sending', leaseUntil: { lte: now } },
      ],
    },
    orderBy: [{ sendAt: 'asc' }, { dueAt: 'asc' }, { id: 'asc' }],
    take: batch,
  });
  const claims: Claim[] = [];
  for (const rows of groupBy(due, messageOf).values()) {
    const [first] = rows;
    if (!first) continue;
    const message = first.message ?? newId();
    const claimed = await claimRows(db, now, wholeOf(first, now), message);
    if (claimed.length > 0) claims.push({ rows: claimed, message, tried: first.message !== null });
  }
  return claims;
}

/** What was tried together stays together; else a person's unasked messages are one. */
function messageOf(row: Delivery): string {
  return row.message ?? (row.unasked ? `unasked ${row.personId}` : row.id);
}

/** All deliveries of the message that a due one belongs to, whether this batch holds them or not. */
function wholeOf(row: Delivery, now: Date): Prisma.DeliveryWhereInput {
  if (row.message !== null) return { message: row.message };
  if (!row.unasked) return { id: row.id };
  return { personId: row.personId, unasked: true, status: 'planned', message: null, sendAt: { lte: now } };
}

const idsOf = (rows: readonly Delivery[]): Prisma.DeliveryWhereInput => ({ id: { in: rows.map((row) => row.id) } });

async function claimRows(
  db: Database,
  now: Date,
  where: Prisma.DeliveryWhereInput,
  message: string,
): Promise<Delivery[]> {
  const claim = newId();
  const free: Prisma.DeliveryWhereInput = {
    OR: [{ status: 'planned' }, { status: 'sending', leaseUntil: { lte: now } }],
  };
  const { count } = await db.delivery.updateMany({
    where: { AND: [where, free] },
    data: { status: 'sending', message, claim, leaseUntil: new Date(now.getTime() + lease) },
  });
  return count === 0 ? [] : db.delivery.findMany({ where: { claim }, orderBy: messageOrder });
}

/** @param day the civil date on which it went out, where the recipient is: whatever was planned, that day has had its message */
export async function markSent(
  db: Database,
  rows: readonly Delivery[],
  ref: string,
  now: Date,
  day: string,
): Promise<void> {
  await db.delivery.updateMany({
    where: idsOf(rows),
    data: {
      status: 'sent',
      messageRef: ref,
      sentAt: now,
      day,
      claim: null,
      leaseUntil: null,
      reason: null,
      obstacle: null,
    },
  });
}

export async function markSkipped(db: Database, row: Delivery, reason: string): Promise<void> {
  await db.delivery.update({
    where: { id: row.id },
    data: { status: 'skipped', reason, claim: null, leaseUntil: null, staleAt: null },
  });
}

/** @param obstacle the code of what a person must remove */
export async function markFailed(
  db: Tx,
  rows: readonly Delivery[],
  reason: string,
  obstacle: string | undefined,
): Promise<void> {
  await db.delivery.updateMany({
    where: idsOf(rows),
    data: { status: 'failed', reason, obstacle: obstacle ?? null, claim: null, leaseUntil: null },
  });
}

/** What failed goes out after all, unless its moment has passed. @returns how many */
export async function reviveFailed(db: Tx, where: Prisma.DeliveryWhereInput, now: Date): Promise<number> {
  const { count } = await db.delivery.updateMany({
    where: { ...where, status: 'failed', OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    data: { status: 'planned', sendAt: now, attempts: 0, reason: null, obstacle: null },
  });
  return count;
}

/**
 * Gives deliveries back, to be sent at another time.
 * @param change `message: null` when nothing was tried, so that they may go out with others
 */
export async function postpone(
  db: Database,
  rows: readonly Delivery[],
  sendAt: Date,
  change: { day: string; message: null } | { reason: string; attempts: number },
): Promise<void> {
  await db.delivery.updateMany({
    where: idsOf(rows),
    data: { status: 'planned', sendAt, claim: null, leaseUntil: null, ...change },
  });
}

/**
 * On one server nobody else can hold a claim as it starts: what a killed process was sending need not wait for
 * its lease.
 */
export async function releaseClaims(db: Database): Promise<void> {
  await db.delivery.updateMany({ where: { status: 'sending' }, data: { leaseUntil: new Date(0) } });
}

/** How many deliveries should have gone out before `since` and have not. */
export function countOverdue(db: Database, since: Date): Promise<number> {
  return db.delivery.count({ where: { status: { in: ['planned', 'sending'] }, sendAt: { lt: since } } });
}

/** What people have changed since becomes a mark on each message that shows it, sent or on its way. */
export async function takeMarks(db: Database, now: Date): Promise<void> {
  const seen = await db.staleMark.findMany({ orderBy: { id: 'asc' }, take: marksAtOnce });
  if (seen.length === 0) return;
  const about = groupBy(seen, ({ groupId, kinds, subjectId }) => JSON.stringify([groupId, kinds, subjectId]));
  await db.$transaction(async (tx) => {
    for (const [mark] of about.values()) {
      if (!mark) continue;
      const { groupId, kinds, subjectId } = mark;
      await tx.delivery.updateMany({
        where: {
          groupId,
          kind: { in: kinds.split(' ') },
          status: { in: ['sending', 'sent'] },
          ...(subjectId !== null && { subjectId }),
        },
        // A try that is under way has not seen this yet.
        data: { staleAt: now, refreshing: null },
      });
    }
    await tx.staleMark.deleteMany({ where: { id: { in: seen.map(({ id }) => id) } } });
  });
}
