import { instantAt } from '../../src/calendar/dates.js';
import type { Server } from '../../src/server.js';
import type { createSetClock } from '../../src/shared/clock.js';
import type { Timer } from '../../src/shared/timer.js';
import type { Database } from '../../src/store/client.js';

/** Waiting for a platform's leave takes no time. */
export function createInstantTimer(): Timer {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** Lets time pass until "2026-11-10 08:30" on the wall clock, and everything on the way happen. */
export async function runUntil(
  { db, server, clock }: { db: Database; server: Server; clock: ReturnType<typeof createSetClock> },
  moment: string,
): Promise<void> {
  const [date = '', time = '08:00'] = moment.split(' ');
  const until = instantAt(date, time, 'Europe/London');
  await server.settle();
  await server.relay.run();
  for (;;) {
    const next = await db.delivery.findFirst({
      where: { status: 'planned', sendAt: { lte: until } },
      orderBy: { sendAt: 'asc' },
    });
    if (!next) break;
    if (next.sendAt > clock.now()) clock.set(next.sendAt);
    await server.relay.run();
  }
  if (until > clock.now()) clock.set(until);
  await server.relay.run();
}
