import type { Database, Tx } from '../../store/client.js';
import { templateOf } from './of-group.js';
import { type Programme, programmeSchema } from './schema.js';

/** Groups from before templates were kept get that of their programme: from then on it stays as it is. */
export async function keepTemplates(db: Database, programmes: readonly Programme[]): Promise<void> {
  if ((await db.group.count({ where: { template: null } })) === 0) return;
  for (const programme of programmes) {
    await db.group.updateMany({
      where: { template: null, programme: programme.id },
      data: { template: templateOf(programme) },
    });
  }
}

/** A hub's own editions, the newest of each programme, as `Programme.id` orders them. */
export async function listOwnProgrammes(db: Database | Tx, hubId: string): Promise<Programme[]> {
  const rows = await db.hubProgramme.findMany({ where: { hubId }, orderBy: [{ id: 'asc' }, { version: 'desc' }] });
  return rows
    .filter(({ id }, index) => rows[index - 1]?.id !== id)
    .map(({ content }) => programmeSchema.parse(JSON.parse(content)));
}
