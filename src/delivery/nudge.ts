import type { Log } from '../shared/log.js';

/** Milliseconds in which a burst of answers becomes one update of the card that shows them. */
const gathering = 300;
/** Milliseconds from one run to the next, while people go on answering. */
const breath = 1000;

export interface Nudge {
  /** Runs soon; calls meanwhile are covered by that run. */
  soon(): void;
  /** Runs now what was to run soon. */
  now(): Promise<void>;
  stop(): Promise<void>;
}

/** Lets what somebody has just done reach the others before the next minute. */
export function createNudge(work: () => Promise<void>, log: Log): Nudge {
  let timer: NodeJS.Timeout | undefined;
  let lastRun = Number.NEGATIVE_INFINITY;
  let running: Promise<unknown> = Promise.resolve();

  function run(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    lastRun = performance.now();
    const own = work().catch((error) => log.error({ err: error }, 'the relay stumbled; it goes on'));
    // The relay keeps its own order; a run that waits for a platform does not hold up the next.
    running = Promise.all([running, own]);
    return own;
  }

  return {
    soon: () => {
      timer ??= setTimeout(() => void run(), Math.max(gathering, lastRun + breath - performance.now()));
    },
    now: async () => {
      if (timer !== undefined) await run();
      await running;
    },
    stop: async () => {
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
  };
}
