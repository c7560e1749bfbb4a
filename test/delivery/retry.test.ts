import { expect, it } from 'vitest';
import { waitAfterLimit, waitBefore } from '../../src/delivery/retry.js';

const minute = 60_000;
const least = () => 0;
const most = () => 1 - Number.EPSILON;

it('tries a message again six times, each time later', () => {
  const waits = [1, 2, 3, 4, 5, 6].map((attempt) => waitBefore(attempt, least));
  expect(waits).toEqual([1, 5, 15, 60, 240, 720].map((minutes) => minutes * minute));
  expect(waitBefore(7, least)).toBeUndefined();
});

it('spreads what failed together, by up to a fifth of the wait', () => {
  expect(waitBefore(1, () => 0.5)).toBe(0.9 * minute);
  expect(waitBefore(6, most)).toBe(0.8 * 720 * minute);
  const waits = Array.from({ length: 100 }, () => waitBefore(2) ?? 0);
  expect(new Set(waits).size).toBeGreaterThan(90);
  for (const wait of waits) expect(wait).toBeGreaterThan(4 * minute - 1);
  for (const wait of waits) expect(wait).toBeLessThanOrEqual(5 * minute);
});

it('never tries sooner than the platform asked for, and spreads that too', () => {
  expect(waitAfterLimit(10 * minute, least)).toBe(10 * minute);
  expect(waitAfterLimit(10 * minute, most)).toBe(11 * minute);
});
