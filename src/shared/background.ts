import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

const background = new AsyncLocalStorage<true>();

/** Does work that nobody waits for: in a queue, what somebody waits for goes before it. */
export const inBackground = <Result>(work: () => Result): Result => background.run(true, work);

export const isInBackground = (): boolean => background.getStore() === true;

let last: Promise<void> = Promise.resolve();

/** Waits until what has come in meanwhile is heard. Of many who wait, one goes on at a time. */
export function letPeopleIn(): Promise<void> {
  last = last.then(() => nextTurn());
  return last;
}
