import { groupBy } from '../../shared/group-by.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { LogWish, TrgSession } from './schema.js';

/** The sessions of each school that has logged some, the newest first. */
export async function listSessions(db: Tx, groupId: string): Promise<Map<string, TrgSession[]>> {
  const rows = await db.trgSession.findMany({
    where: { groupId, undoneAt: null },
    orderBy: [{ day: 'desc' }, { loggedAt: 'desc' }],
  });
  return groupBy(rows, ({ schoolId }) => schoolId);
}

/** Also one that was taken back. */
export async function findSession(db: Tx, groupId: string, id: string): Promise<TrgSession | undefined> {
  return (await db.trgSession.findFirst({ where: { id, groupId } })) ?? undefined;
}

/** @returns its id */
export async function saveSession(
  db: Tx,
  session: { groupId: string; schoolId: string; loggedById: string },
  { day, focus, tookPart, decided }: LogWish,
  now: Date,
): Promise<string> {
  const id = newId();
  await db.trgSession.create({ data: { id, ...session, day, focus, tookPart, decided, loggedAt: now } });
  return id;
}

export async function setUndone(db: Tx, id: string, undoneAt: Date | null): Promise<void> {
  await db.trgSession.update({ where: { id }, data: { undoneAt } });
}
