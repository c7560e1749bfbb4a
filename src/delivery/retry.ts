const minute = 60_000;

/** After these waits, in milliseconds, a message is tried again; then it is marked as failed. */
const waits = [minute, 5 * minute, 15 * minute, 60 * minute, 4 * 60 * minute, 12 * 60 * minute];

/** @returns milliseconds until the next try, or undefined when it is time to give up */
export function waitBefore(attempt: number, retryAfter?: number): number | undefined {
  const wait = waits[attempt - 1];
  return wait === undefined ? undefined : Math.max(wait, retryAfter ?? 0);
}
