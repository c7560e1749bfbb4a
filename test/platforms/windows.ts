import type { Rules } from '../../src/platforms/pace.js';
import { createPace } from '../../src/platforms/pace.js';
import { createVirtualTimer } from './virtual-timer.js';

/** At most so many calls within any so many milliseconds. */
export type Allowed = readonly (readonly [most: number, within: number])[];

export interface Call {
  scope: string;
  method: string;
  place?: string;
  /** Its number among all that were asked for. */
  number: number;
}

export type Gone = Call & { at: number };

/**
 * A platform at its strictest.
 * @param times in the order in which the calls came
 * @throws when more calls came within any of the windows than it allows
 */
export function insist(name: string, times: readonly number[], allowed: Allowed): void {
  for (const [index, at] of times.entries()) {
    for (const [most, within] of allowed) {
      const before = times[index - most];
      if (before !== undefined && at - before < within) {
        throw new Error(
          `${name}: ${most + 1} calls from ${before} to ${at}, where ${most} in ${within} ms are allowed`,
        );
      }
    }
  }
}

/** Milliseconds below which nobody could make so many calls, all of them there at the start. */
export function fastest(count: number, allowed: Allowed): number {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    times.push(Math.max(0, ...allowed.map(([most, within]) => (times[index - most] ?? -within) + within)));
  }
  return times.at(-1) ?? 0;
}

/** A pace in time that passes at once, and what has gone out. */
export function startPace(rules: Rules) {
  const timer = createVirtualTimer();
  const pace = createPace(rules, timer);
  const gone: Gone[] = [];
  const send = async (call: Call, again = false): Promise<void> => {
    await pace.turn(call.scope, call.method, call.place, again);
    gone.push({ ...call, at: timer.now() });
  };
  return { timer, pace, gone, send };
}
