import { schedule } from 'node-cron';
import type { Clock } from '../shared/clock.js';
import type { Log } from '../shared/log.js';
import type { Database } from '../store/client.js';
import { forgetRequests } from '../store/unit-of-work.js';
import { countOverdue } from './outbox.js';
import type { Relay } from './relay.js';

const minute = 60_000;
const day = 24 * 60 * minute;

export interface Clockwork {
  stop(): Promise<void>;
}

/** Runs the relay every minute, looks for what is overdue at the start and every hour, and tidies up. */
export function startClockwork(deps: {
  db: Database;
  relay: Relay;
  clock: Clock;
  log: Log;
  afterRun?: () => void;
}): Clockwork {
  const { db, relay, clock, log } = deps;
  let current: Promise<unknown> = Promise.resolve();

  const guard = (work: () => Promise<void>) => async (): Promise<void> => {
    const own = work().catch((error) => log.error({ err: error }, 'the clockwork stumbled; it goes on'));
    current = Promise.all([current, own]);
    await own;
  };
  const tick = guard(async () => {
    await relay.run(clock.now());
    deps.afterRun?.();
  });
  const lookBack = guard(async () => {
    const overdue = await countOverdue(db, new Date(clock.now().getTime() - 5 * minute));
    if (overdue > 0)
      log.warn({ overdue }, 'messages are overdue; they go out as soon as their people may be written to');
    await forgetRequests(db, new Date(clock.now().getTime() - 7 * day));
  });

  void lookBack();
  void tick();
  const tasks = [schedule('* * * * *', tick), schedule('0 * * * *', lookBack)];
  return {
    stop: async () => {
      for (const task of tasks) await task.stop();
      await current;
    },
  };
}
