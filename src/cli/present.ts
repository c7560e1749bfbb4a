import { readConfig } from '../config.js';
import type { Database } from '../store/client.js';

/** The clock of the command line: the web chat's where it has been moved, else this computer's. */
export async function presentOf(db: Database): Promise<Date> {
  const { clockStart } = readConfig(process.env);
  if (clockStart) return clockStart;
  const local = await db.localClock.findUnique({ where: { id: 1 } });
  return local?.now ?? new Date();
}
