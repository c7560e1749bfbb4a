import type { Tx } from './client.js';

/** The ids of all hubs. Whoever asks for messages of any hub names them: then each hub's are found by its index. */
export async function listHubIds(db: Tx): Promise<string[]> {
  const hubs = await db.hub.findMany({ select: { id: true } });
  return hubs.map(({ id }) => id);
}
