import { isInBackground } from '../shared/background.js';
import { realTimer, type Timer } from '../shared/timer.js';

/** Gives back a place that was taken. */
export type Release = () => void;

/**
 * Waits for one of a few places: first come, first served, but for work in the background, which lets others go first, up
 * to `patientFor` of them.
 */
export type Turns = () => Promise<Release>;

/** So many people go before one who waits in the background: whoever never went would fail, and messages with it. */
export const patientFor = 50;

export function createTurns(places: number): Turns {
  const people: (() => void)[] = [];
  const background: (() => void)[] = [];
  let free = places;
  /** People who have gone since somebody waits in the background. */
  let passed = 0;

  function next(): void {
    const isDue = passed >= patientFor || people.length === 0;
    const first = isDue ? (background.shift() ?? people.shift()) : people.shift();
    passed = isDue || background.length === 0 ? 0 : passed + 1;
    if (first) first();
    else free += 1;
  }

  function release(): void {
    // A long row of work in the background is broken up, so that what has come in meanwhile is heard.
    if (people.length === 0 && background.length > 0) setImmediate(next);
    else next();
  }

  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => (isInBackground() ? background : people).push(resolve));
    return once(release);
  };
}

/** A place that is given back twice was given back once. */
function once(release: Release): Release {
  let held = true;
  return () => {
    if (held) release();
    held = false;
  };
}

/** Does some work in a turn. */
export async function inTurn<Result>(turns: Turns, work: () => Promise<Result>): Promise<Result> {
  const release = await turns();
  try {
    return await work();
  } finally {
    release();
  }
}

/** Who is being served at the moment. */
export interface Presence {
  enter(): Release;
  /** Waits until nobody is there; not for long, because in some hours somebody always is. */
  gone(): Promise<void>;
}

/** Milliseconds: about as long as an answer takes. */
const patience = 20;

export function createPresence(timer: Pick<Timer, 'sleep'> = realTimer): Presence {
  let here = 0;
  let waiting: (() => void)[] = [];

  function leave(): void {
    here -= 1;
    if (here > 0) return;
    for (const goOn of waiting) goOn();
    waiting = [];
  }

  return {
    enter: () => {
      here += 1;
      return once(leave);
    },
    gone: async () => {
      if (here === 0) return;
      await Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), timer.sleep(patience)]);
    },
  };
}
