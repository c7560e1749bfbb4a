import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Database } from '../store/client.js';
import type { Delivery, Prisma } from '../store/generated/sqlite/client.js';

/** How long a claim holds, in milliseconds: several times what the slowest platform takes to answer. */
const lease = 2 * 60_000;
const batch = 50;

/** The order within a message that several deliveries were joined into. */
export const messageOrder: Prisma.DeliveryOrderByWithRelationInput[] = [
  { dueAt: 'asc' },
  { kind: 'asc' },
  { id: 'asc' },
];

/** Deliveries that go out as one message, and whether an earlier try may have arrived. */
export interface Claim {
  rows: readonly Delivery[];
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
    orderBy: [{ sendAt: 'asc' }, { id: 'asc' }],
    take: batch,
  });
  const messages = groupBy(due, messageOf);
  const claims: Claim[] = [];
  for (const rows of messages.values()) {
    const claimed = await claimRows(db, now, wholeOf(rows, now));
    if (claimed.length > 0)
      claims.push({ rows: claimed, tried: rows.some((row) => row.status === 'sending' || row.attempts > 0) });
  }
  return claims;
}

/** A dead server's message is found again by its claim; a person's unasked messages are one. */
function messageOf(row: Delivery): string {
  if (row.status === 'sending') return `claim:${row.claim}`;
  return row.unasked ? `unasked:${row.personId}` : row.id;
}

/** All of a message, also what lies beyond the batch. */
function wholeOf(rows: readonly Delivery[], now: Date): Prisma.DeliveryWhereInput {
  const [first] = rows;
  if (first?.status === 'sending') return { claim: first.claim };
  if (first?.unasked) return { personId: first.personId, unasked: true, status: 'planned', sendAt: { lte: now } };
  return idsOf(rows);
}

const idsOf = (rows: readonly Delivery[]): Prisma.DeliveryWhereInput => ({ id: { in: rows.map((row) => row.id) } });

async function claimRows(db: Database, now: Date, where: Prisma.DeliveryWhereInput): Promise<Delivery[]> {
  const claim = newId();
  const free: Prisma.DeliveryWhereInput = {
    OR: [{ status: 'planned' }, { status: 'sending', leaseUntil: { lte: now } }],
  };
  const { count } = await db.delivery.updateMany({
    where: { AND: [where, free] },
    data: { status: 'sending', claim, leaseUntil: new Date(now.getTime() + lease) },
  });
  return count === 0 ? [] : db.delivery.findMany({ where: { claim }, orderBy: messageOrder });
}

export async function markSent(db: Database, rows: readonly Delivery[], ref: string, now: Date): Promise<void> {
  await db.delivery.updateMany({
    where: idsOf(rows),
    data: { status: 'sent', messageRef: ref, sentAt: now, claim: null, leaseUntil: null, reason: null },
  });
}

export async function markSkipped(db: Database, row: Delivery, reason: string): Promise<void> {
  await db.delivery.update({
    where: { id: row.id },
    data: { status: 'skipped', reason, claim: null, leaseUntil: null },
  });
}

export async function markFailed(db: Database, rows: readonly Delivery[], reason: string): Promise<void> {
  await db.delivery.updateMany({
    where: idsOf(rows),
    data: { status: 'failed', reason, claim: null, leaseUntil: null },
  });
}

/** Gives deliveries back, to be sent at another time. */
export async function postpone(
  db: Database,
  rows: readonly Delivery[],
  sendAt: Date,
  change: { day?: string; reason?: string; attempts?: number },
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
