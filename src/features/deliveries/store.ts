import type { Tx } from '../../store/client.js';
import type { Delivery } from '../../store/generated/sqlite/client.js';
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
