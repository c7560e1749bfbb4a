const minute = 60_000;

/** After these waits, in milliseconds, a message is tried again; then it is marked as failed. */
const waits = [minute, 5 * minute, 15 * minute, 60 * minute, 4 * 60 * minute, 12 * 60 * minute];

/** By up to this share a wait is shorter, so that what failed together is not tried again together. */
const sooner = 0.2;
/** By up to this share it is longer than the platform asked for, for the same reason. */
const later = 0.1;

/**
 * @param attempt how many tries have failed, from 1
 * @param random from 0 to less than 1
 * @returns milliseconds until the next try, or undefined when it is time to give up
 */
export function waitBefore(attempt: number, random: () => number = Math.random): number | undefined {
  const wait = waits[attempt - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 - sooner * random()));
}

/**
 * A platform that asks us to wait has not failed: it is tried again for as long as it asks.
 * @param retryAfter milliseconds that it asked for
 * @param random from 0 to less than 1
 * @returns milliseconds until the next try
 */
export const waitAfterLimit = (retryAfter: number, random: () => number = Math.random): number =>
  Math.round(retryAfter * (1 + later * random()));
