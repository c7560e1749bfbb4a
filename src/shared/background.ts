import { AsyncLocalStorage } from 'node:async_hooks';

const background = new AsyncLocalStorage<true>();

/** Does work that nobody waits for: in a queue, what somebody waits for goes before it. */
export const inBackground = <Result>(work: () => Result): Result => background.run(true, work);

export const isInBackground = (): boolean => background.getStore() === true;
