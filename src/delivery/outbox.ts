import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Audience } from '../store/channels.js';
import type { Database, Tx } from '../store/client.js';
import type { Delivery, Prisma } from '../store/generated/sqlite/client.js';
import { insertMany } from '../store/insert-many.js';
import { messageKey, type Place, placeKey } from './plan.js';

/** How long a claim holds, in milliseconds: several times what the slowest platform takes to answer. */
const lease = 2 * 60_000;

/** What should have gone out so many milliseconds ago is late. */
export const lateAfter = 15 * 60_000;

/** SQLite takes a few thousand values in one statement. */
const marksAtOnce = 1000;

/** The order within a message that several deliveries were joined into. */
export const messageOrder: Prisma.DeliveryOrderByWithRelationInput[] = [
  { dueAt: 'asc' },
  { kind: 'asc' },
  { id: 'asc' },
];

const inOrder = (a: Delivery, b: Delivery): number =>
  a.dueAt.getTime() - b.dueAt.getTime() || compare(a.kind, b.kind) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Deliveries that go out as one message. */
export interface Claim {
  rows: readonly Delivery[];
  /** The message's own key, the same in every try (see `messageKey`). */
  message: string;
  /** An earlier try had no answer, so that the message may have arrived. */
  unanswered: boolean;
}

/** What may be sent, and the claims of servers that died. */
const dueAt = (now: Date) =>
  [
    { status: 'planned', sendAt: { lte: now } },
    { status: 'sending', leaseUntil: { lte: now } },
  ] satisfies Prisma.DeliveryWhereInput[];

/** Hubs for which something is due. */
export async function listDueHubs(db: Database, now: Date): Promise<string[]> {
  const hubs = await db.delivery.groupBy({ by: ['hubId'], where: { OR: dueAt(now) } });
  return hubs.map(({ hubId }) => hubId);
}

/** What to claim of one hub. */
export interface Reach {
  hubId: string;
  /** How many messages at most. */
  most: number;
  /** Places to which a message is on its way: the next one waits for that. */
  busy: readonly Place[];
  /** A kind of message that waits. */
  but?: string | undefined;
  /** Others claim here too, and were faster: a look further down the list meets fewer of them. */
  crowded: boolean;
}

/**
 * Takes what is due for one hub, a message for each place. The claim is one conditional update, so that of two servers
 * one gets each delivery; a claim whose lease has run out belonged to a server that died, and is taken over as it was.
 * @returns also whether another server was faster at some of it
 */
export async function claimDue(
  db: Database,
  now: Date,
  { hubId, most, busy, but, crowded }: Reach,
): Promise<{ claims: Claim[]; crowded: boolean }> {
  const free = elsewhere(busy);
  const found: Delivery[] = [];
  for (const due of dueAt(now)) {
    if (found.length >= most) break;
    const rows = await db.delivery.findMany({
      where: { AND: [{ hubId, ...due, ...(but !== undefined && { kind: { not: but } }) }, ...free] },
      orderBy: [{ sendAt: 'asc' }, { dueAt: 'asc' }, { id: 'asc' }],
      take: crowded ? most * crowd : most,
    });
    found.push(...(crowded ? shuffle(rows) : rows));
  }
  const firsts = new Map<string, Delivery>();
  for (const row of found) if (firsts.size < most && !firsts.has(placeKey(row))) firsts.set(placeKey(row), row);
  if (firsts.size === 0) return { claims: [], crowded: false };
  const claimed = await claimRows(
    db,
    now,
    [...firsts.values()],
    [...free, ...(but === undefined ? [] : [{ kind: { not: but } }])],
  );
  const doubtful = new Set(found.filter(mayHaveArrived).map(({ id }) => id));
  const claims = [...groupBy(claimed, messageKey)].map(
    ([message, rows]): Claim => ({
      rows: rows.sort(inOrder),
      message,
      unanswered: rows.some(({ id, unanswered }) => unanswered || doubtful.has(id)),
    }),
  );
  return { claims, crowded: claims.length < firsts.size };
}

/** How many times as far a server looks where others claim too. */
const crowd = 8;

function shuffle(rows: readonly Delivery[]): Delivery[] {
  return rows
    .map((row) => ({ row, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

/** A claim that was given back says whether a try had an answer; one that was not may have been at any point. */
const mayHaveArrived = (row: Delivery): boolean => row.unanswered || row.status === 'sending';

/** SQL knows neither yes nor no of an absent person: channels are named for themselves. */
function elsewhere(busy: readonly Place[]): Prisma.DeliveryWhereInput[] {
  const people = busy.flatMap(({ personId }) => personId ?? []);
  const channels = busy.filter(({ personId }) => personId === null);
  return [
    ...(people.length > 0 ? [{ OR: [{ personId: null }, { personId: { notIn: people } }] }] : []),
    ...channels.map(({ groupId, audience }) => ({ NOT: { personId: null, groupId, audience: audience as Audience } })),
  ];
}

/**
 * What was tried together stays together; else a person's unasked messages are one, and whatever is late: who was not
 * written to for a week gets one message, not all of the week's.
 */
function messageOf(row: Delivery, now: Date): string {
  if (row.message !== null) return row.message;
  return row.personId !== null && (row.unasked || isLate(row, now)) ? `all to ${row.personId}` : row.id;
}

const isLate = ({ sendAt }: Delivery, now: Date): boolean => now.getTime() - sendAt.getTime() >= lateAfter;

const idsOf = (rows: readonly Delivery[]): Prisma.DeliveryWhereInput => ({ id: { in: rows.map((row) => row.id) } });

/** Claims the messages that some deliveries begin, whole: with what goes out together with each. */
async function claimRows(
  db: Database,
  now: Date,
  firsts: readonly Delivery[],
  free: readonly Prisma.DeliveryWhereInput[],
): Promise<Delivery[]> {
  const anew = firsts.filter(({ message }) => message === null);
  const joining = anew.filter((row) => messageOf(row, now) !== row.id).flatMap(({ personId }) => personId ?? []);
  const untried: Prisma.DeliveryWhereInput = { message: null, status: 'planned', sendAt: { lte: now } };
  const late = { sendAt: { lte: new Date(now.getTime() - lateAfter) } };
  const claim = newId();
  const change = { status: 'sending', claim, leaseUntil: new Date(now.getTime() + lease) } as const;
  const take = (where: Prisma.DeliveryWhereInput, message?: string): Promise<Delivery[]> =>
    db.delivery.updateManyAndReturn({
      where: {
        AND: [where, { OR: [{ status: 'planned' }, { status: 'sending', leaseUntil: { lte: now } }] }, ...free],
      },
      data: { ...change, ...(message !== undefined && { message }) },
    });
  const own = { id: { in: anew.map(({ id }) => id) } };
  const joined = { personId: { in: joining }, AND: [untried, { OR: [{ unasked: true }, late] }] };
  const again = firsts
    .filter(({ message }) => message !== null)
    .map(({ message, personId, groupId, audience }) =>
      personId === null ? { message, personId, groupId, audience } : { message, personId },
    );
  return [
    ...(anew.length > 0 ? await take({ OR: [own, joined] }, claim) : []),
    ...(again.length > 0 ? await take({ OR: again }) : []),
  ];
}

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
}

/** Writes down that some deliveries went out as one message. */
export type MarkSent = (rows: readonly Delivery[], sent: Sent) => Promise<void>;

/** What goes out while others are written down is written down together: a transaction each would be slower than most platforms. */
export function createMarker(db: Database): MarkSent {
  let waiting: { rows: readonly Delivery[]; sent: Sent }[] = [];
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  async function write(): Promise<void> {
    const all = waiting;
    waiting = [];
    next = undefined;
    await db.$transaction(async (tx) => {
      for (const { rows, sent } of all) await markOne(tx, rows, sent);
      const texts = all.flatMap(({ rows, sent }) =>
        rows.slice(0, 1).map((row) => ({ message: messageKey(row), groupId: row.groupId, text: sent.text })),
      );
      await insertMany(tx, 'SentText', texts, { replaces: 'message' });
    });
  }

  return (rows, sent) => {
    waiting.push({ rows, sent });
    next ??= writing.then(write);
    writing = next.catch(() => {});
    return next;
  };
}

async function markOne(tx: Tx, rows: readonly Delivery[], { ref, at, day, unsure }: Sent): Promise<void> {
  await tx.delivery.updateMany({
    where: idsOf(rows),
    data: {
      status: 'sent',
      messageRef: ref,
      sentAt: at,
      day,
      unanswered: unsure,
      ...(unsure && { notedAt: at }),
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
  now: Date,
  why: { reason: string; obstacle: string | undefined; unanswered?: boolean },
): Promise<void> {
  const { reason, obstacle, unanswered } = why;
  await db.delivery.updateMany({
    where: idsOf(rows),
    data: {
      status: 'failed',
      reason,
      obstacle: obstacle ?? null,
      notedAt: now,
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
 * On one server nobody else can hold a claim as it starts: what a killed process was sending need not wait for
 * its lease.
 */
export async function releaseClaims(db: Database): Promise<void> {
  await db.delivery.updateMany({ where: { status: 'sending' }, data: { leaseUntil: new Date(0) } });
}

/** The obstacle of what may have gone out after a backup was made, from which the database was restored. */
export const restored = 'restored';

/** After a restore: what should have gone out by now may have. A person says whether it is sent again. @returns how many */
export async function holdDoubtful(db: Tx, now: Date): Promise<number> {
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
