import { isForRealPeople, readBasics } from '../config.js';
import { systemClock } from '../shared/clock.js';
import type { Tx } from '../store/client.js';

/** The clock of the command line: the web chat's where it has been moved, else this computer's. */
export async function presentOf(db: Tx): Promise<Date> {
  const { clockStart } = readBasics(process.env);
  if (clockStart) return clockStart;
  // Beside real people, a clock that was moved while trying things out means nothing.
  const local = isForRealPeople(process.env) ? null : await db.localClock.findUnique({ where: { id: 1 } });
  return local?.now ?? systemClock.now();
}
