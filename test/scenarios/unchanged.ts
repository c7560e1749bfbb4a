import type { Server } from '../../src/server.js';
import type { createSetClock } from '../../src/shared/clock.js';
import type { Database } from '../../src/store/client.js';

/**
 * Has every message that was sent looked at twice, a minute apart.
 * @param count how many updates the platform has had
 * @returns how many it had the second time: a card that shows something which passes with the minutes would be among them
 */
export async function updatesAMinuteLater(
  { db, server, clock }: { db: Database; server: Server; clock: ReturnType<typeof createSetClock> },
  count: () => number,
): Promise<number> {
  const lookAtAll = async (): Promise<void> => {
    await db.delivery.updateMany({ where: { status: 'sent' }, data: { staleAt: clock.now() } });
    await server.relay.run();
  };
  await lookAtAll();
  const before = count();
  clock.set(new Date(clock.now().getTime() + 60_000));
  await lookAtAll();
  return count() - before;
}
