import type { Database } from '../../store/client.js';
import { templateOf } from './of-group.js';
import type { Programme } from './schema.js';

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
