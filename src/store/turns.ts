import { isInBackground } from '../shared/background.js';

/** Gives back a place that was taken. */
export type Release = () => void;

/** Waits for one of a few places: first come, first served, but for work in the background, which lets others go first. */
export type Turns = () => Promise<Release>;

export function createTurns(places: number): Turns {
  const people: (() => void)[] = [];
  const background: (() => void)[] = [];
  let free = places;

  function next(): void {
    const first = people.shift() ?? background.shift();
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
    let held = true;
    return () => {
      if (held) release();
      held = false;
    };
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
