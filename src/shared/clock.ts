/** The only source of the present. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs from `start` at the usual pace. */
export function createClockFrom(start: Date): Clock {
  const offset = start.getTime() - Date.now();
  return { now: () => new Date(Date.now() + offset) };
}

/** A clock that stands still until it is set. It never goes back. */
export function createSetClock(start: Date): Clock & { set(at: Date): void } {
  let current = start;
  return {
    now: () => current,
    set: (at) => {
      if (at < current) throw new RangeError(`the clock cannot go back from ${current.toISOString()}`);
      current = at;
    },
  };
}
