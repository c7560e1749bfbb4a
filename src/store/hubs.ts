import type { Tx } from './client.js';

/** The ids of all hubs. Whoever asks for messages of any hub names them: then each hub's are found by its index. */
export async function listHubIds(db: Tx): Promise<string[]> {
  const hubs = await db.hub.findMany({ select: { id: true } });
  return hubs.map(({ id }) => id);
}

/** Each hub lead once, in the newest of the groups that they look after. */
export async function hubLeadsOf(tx: Tx, hubId: string): Promise<{ personId: string; groupId: string }[]> {
  return tx.membership.findMany({
    where: { role: 'hubLead', stoodDownAt: null, group: { hubId } },
    orderBy: [{ group: { schoolYear: 'desc' } }, { groupId: 'asc' }],
    distinct: ['personId'],
    select: { personId: true, groupId: true },
  });
}

export async function hubName(db: Tx, id: string): Promise<string> {
  return (await db.hub.findUniqueOrThrow({ where: { id }, select: { name: true } })).name;
}
