import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Database } from '../store/client.js';
import type { Delivery, Prisma } from '../store/generated/sqlite/client.js';
import { listHubIds } from '../store/hubs.js';
import { untilDone } from '../store/unit-of-work.js';
import { lateAfter } from './outbox.js';
import { inMessageOrder, messageKey, type Place, placeKey } from './plan.js';

/** How long a claim holds, in milliseconds: several times what the slowest platform takes to answer. */
const lease = 2 * 60_000;

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
  const hubId = { in: await listHubIds(db) };
  const found = await Promise.all(
    dueAt(now).map((due) => db.delivery.groupBy({ by: ['hubId'], where: { hubId, ...due } })),
  );
  return [...new Set(found.flat().map((row) => row.hubId))];
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
      // A group's messages side by side: it is read once for them.
      orderBy: [{ sendAt: 'asc' }, { groupId: 'asc' }, { dueAt: 'asc' }, { id: 'asc' }],
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
      rows: rows.sort(inMessageOrder),
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
    ...channels.map(({ groupId, audience }) => ({ NOT: { personId: null, groupId, audience } })),
  ];
}

/**
 * Claims the messages that some deliveries begin, whole. What was tried together stays together; else a person's unasked
 * messages are one, and whatever is late: who was not written to for a week gets one message, not all of the week's.
 */
async function claimRows(
  db: Database,
  now: Date,
  firsts: readonly Delivery[],
  free: readonly Prisma.DeliveryWhereInput[],
): Promise<Delivery[]> {
  const anew = firsts.filter(({ message }) => message === null);
  const lateSince = new Date(now.getTime() - lateAfter);
  // What goes to one account of a person goes alone.
  const joining = anew.filter(({ unasked, sendAt, account }) => account === null && (unasked || sendAt <= lateSince));
  const untried: Prisma.DeliveryWhereInput = { message: null, status: 'planned', sendAt: { lte: now } };
  const claim = newId();
  const change = { status: 'sending', claim, leaseUntil: new Date(now.getTime() + lease) } as const;
  const take = (where: Prisma.DeliveryWhereInput, message?: string): Promise<Delivery[]> =>
    untilDone(() =>
      db.delivery.updateManyAndReturn({
        where: {
          AND: [where, { OR: [{ status: 'planned' }, { status: 'sending', leaseUntil: { lte: now } }] }, ...free],
        },
        data: { ...change, ...(message !== undefined && { message }) },
      }),
    );
  const own = { id: { in: anew.map(({ id }) => id) } };
  const people = joining.flatMap(({ personId }) => personId ?? []);
  const joined = {
    personId: { in: people },
    account: null,
    AND: [untried, { OR: [{ unasked: true }, { sendAt: { lte: lateSince } }] }],
  };
  const again = firsts
    .filter(({ message }) => message !== null)
    .map(({ message, personId, groupId, audience }) =>
      personId === null ? { message, personId, groupId, audience } : { message, personId },
    );
  return [
    ...(anew.length > 0 ? await take(people.length > 0 ? { OR: [own, joined] } : own, claim) : []),
    ...(again.length > 0 ? await take({ OR: again }) : []),
  ];
}
