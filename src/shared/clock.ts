/** The only source of the present. */
export interface Clock {
  now(): Date;
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
