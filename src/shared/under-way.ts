import { setTimeout as sleep } from 'node:timers/promises';

/** What has come in and is not answered yet. */
export interface UnderWay {
  track<Result>(work: Promise<Result>): Promise<Result>;
  /** Resolves when all of it is answered. */
  settle(): Promise<void>;
  /** Resolves when all of it is answered, or after so many milliseconds: what is answered is saved in any case. */
  finish(patience: number): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const works = new Set<Promise<unknown>>();
  return {
    track: (work) => {
      const tracked: Promise<unknown> = work.catch(() => {}).finally(() => works.delete(tracked));
      works.add(tracked);
      return work;
    },
    settle: async () => {
      while (works.size > 0) await Promise.all(works);
    },
    finish: async (patience) => {
      const timer = new AbortController();
      await Promise.race([Promise.all(works), sleep(patience, undefined, { signal: timer.signal }).catch(() => {})]);
      timer.abort();
    },
  };
}
