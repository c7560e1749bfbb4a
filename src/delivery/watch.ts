import { addDays, civilDate, instantAt } from '../calendar/dates.js';
import { morning, nextSendable } from '../calendar/quiet-hours.js';
import type { Database, Tx } from '../store/client.js';
import type { Prisma } from '../store/generated/sqlite/client.js';
import { calendarOf, type Group, holdGroup, loadGroup } from '../store/groups.js';
import { hubLeadsOf, listHubIds } from '../store/hubs.js';
import { transact } from '../store/unit-of-work.js';
import { lateAfter } from './outbox.js';
import { keyOf, type Plan } from './plan.js';
import type { Planner } from './planner.js';

const minute = 60_000;

/** To a hub lead: what did not go as planned that day. */
const hubDay = 'hub-day';

/** Milliseconds in which what is late goes out, before the hub lead is told what became of it. */
const catchingUp = 10 * minute;

/** Messages that should have gone out some time ago. */
export interface Late {
  hubId: string;
  count: number;
  /** When the first of them should have. */
  since: Date;
}

/** What should have gone out by then and has not; a claim counts as such once its lease has run out. */
const overdue = (now: Date) => {
  const sendAt = { lte: new Date(now.getTime() - lateAfter) };
  return [
    { status: 'planned', sendAt },
    { status: 'sending', sendAt, leaseUntil: { lte: now } },
  ] satisfies Prisma.DeliveryWhereInput[];
};

/** Writes down of each message that is late when it should have gone out. @returns those that were not known as late */
export async function noteLate(db: Database, now: Date): Promise<Late[]> {
  const hubs = await listHubIds(db);
  const late = new Map<string, Late>();
  for (const due of overdue(now)) {
    const moments = await db.delivery.groupBy({
      by: ['hubId', 'sendAt'],
      where: { ...due, hubId: { in: hubs }, missedAt: null },
      orderBy: { sendAt: 'asc' },
    });
    for (const { hubId, sendAt } of moments) {
      const { count } = await db.delivery.updateMany({
        where: { ...due, hubId, sendAt, missedAt: null },
        data: { missedAt: sendAt, notedAt: now },
      });
      // Of two that look at the same moment, the first has noted it.
      if (count === 0) continue;
      const known = late.get(hubId) ?? { hubId, count: 0, since: sendAt };
      late.set(hubId, { hubId, count: known.count + count, since: earlier(known.since, sendAt) });
    }
  }
  return [...late.values()];
}

const earlier = (one: Date, other: Date): Date => new Date(Math.min(one.getTime(), other.getTime()));

/** How many messages should have gone out and have not, and since when; null when there is none. */
export async function oldestOverdue(db: Database, now: Date): Promise<{ count: number; since: Date | null }> {
  const hubId = { in: await listHubIds(db) };
  const found = await Promise.all(
    overdue(now).map((due) =>
      db.delivery.aggregate({ where: { ...due, hubId }, _count: true, _min: { sendAt: true } }),
    ),
  );
  const [since = null] = found
    .flatMap(({ _min: { sendAt } }) => sendAt ?? [])
    .sort((a, b) => a.getTime() - b.getTime());
  return { count: found.reduce((sum, { _count }) => sum + _count, 0), since };
}

/**
 * Plans to tell the hub leads, once a day, what did not go as planned: soon (when messages were late), or the next
 * school morning.
 */
export async function planDay(
  db: Database,
  planner: Pick<Planner, 'announce'>,
  now: Date,
  { hubId, soon }: { hubId: string; soon: boolean },
): Promise<void> {
  await transact(db, async (tx) => {
    for (const { personId, groupId } of await hubLeadsOf(tx, hubId)) {
      // Of two servers that find the same at the same moment, the second finds the plan of the first.
      await holdGroup(tx, groupId);
      const group = await loadGroup(tx, groupId);
      await planner.announce(tx, groupId, now, await dayFor(tx, group, { hubId, personId }, now, soon));
    }
  });
}

/** Milliseconds for which something is still worth telling that went unsaid. */
const worthTelling = 7 * 24 * 60 * minute;

/** Hubs whose leads are to hear of something, and no message to them says it: whoever noted it died before planning one. */
export async function listUntold(db: Database, now: Date): Promise<string[]> {
  const untold: string[] = [];
  for (const hubId of await listHubIds(db)) {
    const days = await db.delivery.findMany({ where: { subjectId: hubId, kind: hubDay } });
    if (days.some(({ status }) => status === 'planned' || status === 'sending')) continue;
    const told = Math.max(0, ...days.map(({ sentAt, sendAt }) => (sentAt ?? sendAt).getTime()));
    const since = new Date(Math.max(told, now.getTime() - worthTelling));
    const noted = await db.delivery.findFirst({
      where: { hubId, notedAt: { gt: since, lte: now }, kind: { not: hubDay } },
      select: { id: true },
    });
    if (noted) untold.push(hubId);
  }
  return untold;
}

async function dayFor(
  tx: Tx,
  group: Group,
  { hubId, personId }: { hubId: string; personId: string },
  now: Date,
  soon: boolean,
): Promise<Plan[]> {
  const today = civilDate(now, group.zone);
  const next = instantAt(addDays(today, 1), morning, group.zone);
  const on = (dueAt: Date): Plan => ({
    kind: hubDay,
    topic: 'notice',
    subjectId: hubId,
    personId,
    occurrence: civilDate(nextSendable(calendarOf(group, personId), dueAt), group.zone),
    dueAt,
    why: 'something did not go as planned',
  });
  const opening = nextSendable(calendarOf(group, personId), now);
  const plan = on(soon ? new Date(opening.getTime() + catchingUp) : next);
  const known = await tx.delivery.findUnique({ where: { key: keyOf(plan) } });
  // One that waits is not put off: it is built when it is sent, and has this too.
  if (known?.status === 'planned') return [];
  return known ? [on(next)] : [plan];
}
