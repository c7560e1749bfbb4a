import type { Database, Tx } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { type Group, membersWith } from '../store/groups.js';
import { type Claim, markFailed } from './outbox.js';
import type { Plan } from './plan.js';
import type { Planner } from './planner.js';

/** The message that says so. */
export const notDelivered = 'not-delivered';

/**
 * Writes down that a message will not go out, and plans to say so to somebody who can do something about it: once,
 * until a message has reached that recipient again.
 */
export async function giveUp(
  db: Database,
  planner: Pick<Planner, 'announce'>,
  group: Group,
  claim: Claim,
  why: { reason: string; obstacle: string | undefined },
  now: Date,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await markFailed(tx, claim.rows, why.reason, why.obstacle);
    const [first] = claim.rows;
    if (!first) return;
    await planner.announce(tx, group.id, now, await planNotices(tx, group, first, why.obstacle ?? 'trouble', now));
  });
}

async function planNotices(tx: Tx, group: Group, failed: Delivery, obstacle: string, now: Date): Promise<Plan[]> {
  const recipient = failed.personId ?? 'channel';
  const last = await tx.delivery.findFirst({
    where: { groupId: group.id, personId: failed.personId, status: 'sent' },
    orderBy: { sentAt: 'desc' },
    select: { id: true },
  });
  return whoCanHelp(group, failed).map(
    ({ personId }): Plan => ({
      kind: notDelivered,
      topic: 'notice',
      subjectId: recipient,
      personId,
      occurrence: `${obstacle}:${last?.id ?? 'never'}`,
      late: 'send',
      dueAt: now,
      why: 'a message could not be delivered',
    }),
  );
}

/** The specialist; the hub lead when it is the specialist who cannot be reached. */
function whoCanHelp(group: Group, failed: Delivery): { personId: string }[] {
  const others = (role: 'specialist' | 'hubLead') =>
    membersWith(group, role).filter(({ personId }) => personId !== failed.personId);
  const specialists = others('specialist');
  const unheard = failed.kind === notDelivered || specialists.length === 0;
  return unheard ? others('hubLead') : specialists;
}
