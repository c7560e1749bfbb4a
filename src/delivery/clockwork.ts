import { schedule } from 'node-cron';
import type { Clock } from '../shared/clock.js';
import type { Log } from '../shared/log.js';
import { createUnderWay } from '../shared/under-way.js';
import { forgetAudit } from '../store/audit.js';
import type { Database } from '../store/client.js';
import { forgetRequests } from '../store/unit-of-work.js';
import type { Relay } from './relay.js';
import { oldestOverdue } from './watch.js';

const minute = 60_000;
const day = 24 * 60 * minute;

export interface Clockwork {
  stop(): Promise<void>;
}

/** Runs the relay every minute, says what does not go out, and tidies up every hour. */
export function startClockwork(deps: {
  db: Database;
  relay: Relay;
  clock: Clock;
  log: Log;
  /** What is forgotten after its time, every hour. */
  tidy?: () => Promise<void>;
  afterRun?: () => void;
}): Clockwork {
  const { db, relay, clock, log } = deps;
  const underWay = createUnderWay();

  const guard = (work: () => Promise<void>) => (): Promise<void> =>
    underWay.track(work().catch((error) => log.error({ err: error }, 'the clockwork stumbled; it goes on')));
  const tick = guard(async () => {
    await relay.run();
    deps.afterRun?.();
  });
  // Half a minute later: what was late as the bot came back has gone out by then.
  const watch = guard(async () => {
    const { count, since } = await oldestOverdue(db, clock.now());
    if (count > 0) log.error({ overdue: count, since }, 'messages are due and do not go out');
  });
  const tidy = guard(async () => {
    await forgetRequests(db, new Date(clock.now().getTime() - 7 * day));
    await forgetAudit(db, clock.now());
    await deps.tidy?.();
  });

  void tidy();
  void tick();
  const tasks = [schedule('* * * * *', tick), schedule('30 * * * * *', watch), schedule('0 * * * *', tidy)];
  return {
    stop: async () => {
      for (const task of tasks) await task.stop();
      await relay.stop();
      await underWay.settle();
    },
  };
}
