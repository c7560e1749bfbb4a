import type { Database, Tx } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { type Group, holdGroup, membersWith } from '../store/groups.js';
import { listHubIds } from '../store/hubs.js';
import { transact } from '../store/unit-of-work.js';
import type { Claim } from './claiming.js';
import type { Obstacle } from './messenger.js';
import { markFailed, reviveFailed } from './outbox.js';
import { keyOf, type Plan, recipientOf } from './plan.js';
import type { Planner } from './planner.js';

/** The message that says so. */
export const notDelivered = 'not-delivered';

/**
 * Writes down that a message will not go out, and plans to say so to somebody who can do something about it: once,
 * until a message has reached that recipient again.
 */
export async function giveUp(
  db: Database,
  planner: Pick<Planner, 'announce' | 'refresh'>,
  group: Group,
  claim: Claim,
  why: { reason: string; obstacle: string | undefined; unanswered: boolean },
  now: Date,
): Promise<void> {
  await transact(db, async (tx) => {
    // Of two servers that give up on one person at the same moment, the second finds the notice of the first.
    await holdGroup(tx, group.id);
    await markFailed(tx, claim.rows, now, why);
    const [first] = claim.rows;
    if (!first) return;
    await planner.announce(tx, group.id, now, await planNotices(tx, group, first, why.obstacle ?? 'trouble', now));
    // Whoever was told before, and tried again, sees that it did not help.
    await planner.refresh(tx, group.id, { kinds: [notDelivered], subjectId: recipientOf(first) });
  });
}

async function planNotices(tx: Tx, group: Group, failed: Delivery, obstacle: string, now: Date): Promise<Plan[]> {
  const last = await tx.delivery.findFirst({
    where: { groupId: group.id, personId: failed.personId, audience: failed.audience, status: 'sent' },
    orderBy: [{ sentAt: 'desc' }, { id: 'asc' }],
    select: { id: true },
  });
  const plans = whoCanHelp(group, failed).map(
    ({ personId }): Plan => ({
      kind: notDelivered,
      topic: 'notice',
      subjectId: recipientOf(failed),
      personId,
      occurrence: `${obstacle}:${last?.id ?? 'never'}`,
      late: 'send',
      dueAt: now,
      why: 'a message could not be delivered',
    }),
  );
  // A notice that nobody got, because all was well again by then, is not one that was told.
  const dropped = await tx.delivery.findMany({
    where: { groupId: group.id, kind: notDelivered, subjectId: recipientOf(failed), status: 'skipped' },
    select: { key: true },
  });
  return plans.map((plan) => {
    const before = dropped.filter(({ key }) => key.startsWith(keyOf(plan))).length;
    return before === 0 ? plan : { ...plan, occurrence: `${plan.occurrence}:${before}` };
  });
}

/** What stood in the way was the app itself, so nobody in the chat could be told. */
const ofTheApp: Obstacle[] = ['not-installed', 'missing-permission'];

/** The app was installed anew, or started with another token: what it stood in the way of goes out after all. */
export async function reviveInstalled(db: Database, now: Date, hubId?: string): Promise<void> {
  const hubs = hubId === undefined ? await listHubIds(db) : [hubId];
  await reviveFailed(db, { obstacle: { in: ofTheApp }, hubId: { in: hubs } }, now);
}

/** The specialist; the hub lead when it is the specialist who cannot be reached. */
function whoCanHelp(group: Group, failed: Delivery): { personId: string }[] {
  const others = (role: 'specialist' | 'hubLead') =>
    membersWith(group, role).filter(({ personId }) => personId !== failed.personId);
  const specialists = others('specialist');
  const unheard = failed.kind === notDelivered || specialists.length === 0;
  return unheard ? others('hubLead') : specialists;
}
