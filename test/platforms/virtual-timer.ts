/** A timer whose time passes when everybody waits. */
export function createVirtualTimer(tick = 0) {
  let now = 0;
  let sleepers: { at: number; wake: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return {
    now: () => now,
    sleep: (milliseconds: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: now + Math.max(milliseconds, tick), wake });
      }),
    /** Lets the time pass until nobody sleeps any more, or for so many milliseconds. */
    pass: async (milliseconds = Number.POSITIVE_INFINITY): Promise<void> => {
      const until = now + milliseconds;
      await settle();
      while (sleepers.length > 0) {
        const at = Math.min(...sleepers.map((sleeper) => sleeper.at));
        if (at > until) break;
        now = Math.max(now, at);
        const due = sleepers.filter((sleeper) => sleeper.at <= now);
        sleepers = sleepers.filter((sleeper) => sleeper.at > now);
        for (const { wake } of due) wake();
        await settle();
      }
      if (Number.isFinite(until)) now = Math.max(now, until);
    },
  };
}
