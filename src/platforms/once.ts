import type { Clock } from '../shared/clock.js';
import type { Log } from '../shared/log.js';
import type { Database } from '../store/client.js';
import { isUniqueViolation } from '../store/unit-of-work.js';

/** Does the work of an event once, however often the platform sends it; what a crash interrupted is done again. */
export type Once = (key: string, work: () => Promise<void>) => Promise<void>;

/** @param isFinal whether the platform would say the same to every further try: then it is done as far as it can be */
export function createOnce(deps: { db: Database; clock: Clock; log: Log; isFinal: (error: unknown) => boolean }): Once {
  const { db, clock, log, isFinal } = deps;
  const underWay = new Map<string, Promise<void>>();

  async function once(key: string, work: () => Promise<void>): Promise<void> {
    const before = await db.inboxEntry.findUnique({ where: { key } });
    if (before?.reply) return;
    // A database that takes nothing just now says so here, before anything is done or said.
    if (!before && !(await claim(key))) return;
    await work().catch((error: unknown) => {
      if (!isFinal(error)) throw error;
      log.warn({ err: error, event: key }, 'the platform takes no answer to an event');
    });
    await db.inboxEntry.update({ where: { key }, data: { reply: '"done"' } }).catch((error: unknown) => {
      log.error({ err: error, event: key }, 'an event is done, and could not be marked as done');
    });
  }

  /** @returns false when another process was told of the event at the same moment */
  async function claim(key: string): Promise<boolean> {
    try {
      await db.inboxEntry.create({ data: { key, receivedAt: clock.now() } });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  return async (key, work) => {
    const running = underWay.get(key) ?? once(key, work);
    underWay.set(key, running);
    try {
      await running;
    } catch (error) {
      log.error({ err: error, event: key }, 'an event failed');
      throw error;
    } finally {
      underWay.delete(key);
    }
  };
}
