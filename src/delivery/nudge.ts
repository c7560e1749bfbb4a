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
  let running: Promise<void> = Promise.resolve();

  function run(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    lastRun = performance.now();
    running = running.then(work).catch((error) => log.error({ err: error }, 'the relay stumbled; it goes on'));
    return running;
  }

  return {
    soon: () => {
      timer ??= setTimeout(() => void run(), Math.max(gathering, lastRun + breath - performance.now()));
    },
    now: () => (timer === undefined ? running : run()),
    stop: async () => {
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
  };
}
