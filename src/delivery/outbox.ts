import { groupBy } from '../shared/group-by.js';
import type { Database, Tx } from '../store/client.js';
import type { Delivery, Prisma } from '../store/generated/sqlite/client.js';
import { listHubIds } from '../store/hubs.js';
import { changeMany, insertMany } from '../store/many-rows.js';
import { transact } from '../store/unit-of-work.js';
import { messageKey } from './plan.js';

/** SQLite finds a range by its index, but "not null" only by reading everything. */
export const isStale = { staleAt: { gte: new Date(0) } } satisfies Prisma.DeliveryWhereInput;

/** What should have gone out so many milliseconds ago is late. */
export const lateAfter = 15 * 60_000;

/** SQLite takes a few thousand values in one statement. */
const marksAtOnce = 1000;

const idsOf = (rows: readonly Delivery[]): Prisma.DeliveryWhereInput => ({ id: { in: rows.map((row) => row.id) } });

/** A message that has gone out. */
export interface Sent {
  ref: string;
  at: Date;
  /** The civil date where the recipient is: whatever was planned, that day has had its message. */
  day: string;
  /** As plain text. */
  text: string;
  /** An earlier try may have arrived too, and the platform cannot be asked. */
  unsure: boolean;
  /** See `Delivery.contentHash`. */
  hash: string | null;
}

/** What else becomes of deliveries that have gone out, in the transaction that writes it down. */
export type AfterSending = (tx: Tx, rows: readonly Delivery[]) => Promise<void>;

/** Writes down that some deliveries went out as one message. */
export type MarkSent = (rows: readonly Delivery[], sent: Sent) => Promise<void>;

/** What goes out while others are written down is written down together: a transaction each would be slower than most platforms. */
export function createMarker(db: Database, afterSending: AfterSending): MarkSent {
  let waiting: { rows: readonly Delivery[]; sent: Sent }[] = [];
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  async function write(): Promise<void> {
    const all = waiting;
    waiting = [];
    next = undefined;
    const texts = all.flatMap(({ rows, sent }) =>
      rows.slice(0, 1).map((row) => ({ message: messageKey(row), groupId: row.groupId, text: sent.text })),
    );
    await transact(db, async (tx) => {
      await changeMany(tx, 'Delivery', all.flatMap(marksOf), gone);
      await insertMany(tx, 'SentText', texts, { replaces: ['message'] });
      await afterSending(
        tx,
        all.flatMap(({ rows }) => rows),
      );
    });
  }

  return (rows, sent) => {
    waiting.push({ rows, sent });
    next ??= writing.then(write);
    writing = next.catch(() => {});
    return next;
  };
}

/** What is over when a message has gone out. */
const gone = { status: 'sent', claim: null, leaseUntil: null, reason: null, obstacle: null };

const marksOf = ({ rows, sent }: { rows: readonly Delivery[]; sent: Sent }) =>
  rows.map(({ id }) => ({
    id,
    messageRef: sent.ref,
    contentHash: sent.hash,
    sentAt: sent.at,
    day: sent.day,
    unanswered: sent.unsure,
    ...(sent.unsure && { notedAt: sent.at }),
  }));

export async function markSkipped(db: Database, row: Delivery, reason: string): Promise<void> {
  await db.delivery.update({
    where: { id: row.id },
    data: { status: 'skipped', reason, claim: null, leaseUntil: null, staleAt: null },
  });
}

/**
 * @param notedAt when it became worth telling the hub lead; null where it is not
 * @param why `obstacle`: the code of what a person must remove
 */
export async function markFailed(
  db: Tx,
  rows: readonly Delivery[],
  notedAt: Date | null,
  why: { reason: string; obstacle: string | undefined; unanswered?: boolean },
): Promise<void> {
  const { reason, obstacle, unanswered } = why;
  await db.delivery.updateMany({
    where: idsOf(rows),
    data: {
      status: 'failed',
      reason,
      obstacle: obstacle ?? null,
      ...(notedAt !== null && { notedAt }),
      claim: null,
      leaseUntil: null,
      ...(unanswered !== undefined && { unanswered }),
    },
  });
}

/** What failed goes out after all, unless its moment has passed. @returns how many */
export async function reviveFailed(db: Tx, where: Prisma.DeliveryWhereInput, now: Date): Promise<number> {
  const { count } = await db.delivery.updateMany({
    where: { AND: [where, { status: 'failed', OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }] },
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
  change: Pick<
    Prisma.DeliveryUpdateManyMutationInput,
    'day' | 'message' | 'reason' | 'attempts' | 'unanswered' | 'missedAt' | 'notedAt'
  >,
): Promise<void> {
  await db.delivery.updateMany({
    where: idsOf(rows),
    data: { status: 'planned', sendAt, claim: null, leaseUntil: null, ...change },
  });
}

/**
 * On one server nobody else can hold a claim as it starts: what a killed process was sending, or bringing up to date,
 * need not wait for its lease.
 */
export async function releaseClaims(db: Database): Promise<void> {
  const leased = { leaseUntil: { not: null } };
  for (const own of [{ hubId: { in: await listHubIds(db) }, status: 'sending' as const }, isStale]) {
    await db.delivery.updateMany({ where: { ...own, ...leased }, data: { leaseUntil: new Date(0) } });
  }
}

/** The obstacle of what may have gone out after a backup was made, from which the database was restored. */
export const restored = 'restored';

/**
 * After a restore: what should have gone out by now may have. A person says whether it is sent again. How messages look that
 * were sent, nobody knows.
 * @returns how many are held
 */
export async function holdDoubtful(db: Tx, now: Date): Promise<number> {
  await db.delivery.updateMany({ where: { status: 'sent' }, data: { contentHash: null } });
  const { count } = await db.delivery.updateMany({
    where: { OR: [{ status: 'sending' }, { status: 'planned', sendAt: { lte: now } }] },
    data: {
      status: 'failed',
      obstacle: restored,
      reason: 'it was due between a backup and its restore',
      claim: null,
      leaseUntil: null,
    },
  });
  return count;
}

/** What people have changed since becomes a mark on each message that shows it, sent or on its way. */
export async function takeMarks(db: Database, now: Date): Promise<void> {
  const seen = await db.staleMark.findMany({ orderBy: { id: 'asc' }, take: marksAtOnce });
  if (seen.length === 0) return;
  // What is about one subject is marked in one statement, for however many people.
  const about = groupBy(seen, ({ groupId, kinds, subjectId, personId }) =>
    JSON.stringify([groupId, kinds, subjectId, personId === null]),
  );
  await transact(db, async (tx) => {
    for (const marks of about.values()) {
      const [mark] = marks;
      if (!mark) continue;
      const { groupId, kinds, subjectId } = mark;
      const people = [...new Set(marks.flatMap(({ personId }) => personId ?? []))];
      await tx.delivery.updateMany({
        where: {
          groupId,
          kind: { in: kinds.split(' ') },
          status: { in: ['sending', 'sent'] },
          ...(subjectId !== null && { subjectId }),
          ...(people.length > 0 && { personId: { in: people } }),
        },
        // A try that is under way has not seen this yet.
        data: { staleAt: now, refreshing: null },
      });
    }
    await tx.staleMark.deleteMany({ where: { id: { in: seen.map(({ id }) => id) } } });
  });
}
