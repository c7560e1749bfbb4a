import { groupBy } from '../../shared/group-by.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { CommitmentNote } from './schema.js';

/** What was noted of each school and not taken back, in order of days. */
export async function listNotes(db: Tx, groupId: string): Promise<ReadonlyMap<string, CommitmentNote[]>> {
  const notes = await db.commitmentNote.findMany({
    where: { groupId, undoneAt: null },
    orderBy: [{ day: 'asc' }, { createdAt: 'asc' }],
  });
  return groupBy(notes, ({ schoolId }) => schoolId);
}

/** Also one that was taken back. */
export async function findNote(db: Tx, groupId: string, id: string): Promise<CommitmentNote | undefined> {
  return (await db.commitmentNote.findFirst({ where: { id, groupId } })) ?? undefined;
}

/** @returns its id */
export async function saveNote(db: Tx, note: Omit<CommitmentNote, 'id' | 'undoneAt'>): Promise<string> {
  const id = newId();
  await db.commitmentNote.create({ data: { id, ...note } });
  return id;
}

export async function setUndone(db: Tx, id: string, undoneAt: Date | null): Promise<void> {
  await db.commitmentNote.update({ where: { id }, data: { undoneAt } });
}
