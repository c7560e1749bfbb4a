/** Calls a minute and workspace, from each method's page at https://docs.slack.dev/reference/methods */
const perMinute: Readonly<Record<string, number>> = {
  'pins.add': 20,
  'chat.update': 50,
  'conversations.open': 50,
  'chat.postEphemeral': 100,
  'views.open': 100,
  'views.update': 100,
  'views.publish': 100,
  // "Several hundred".
  'chat.postMessage': 300,
};

export function allowed(method: string): number {
  const limit = perMinute[method];
  if (limit === undefined) throw new Error(`nobody has said how often ${method} may be called`);
  return limit;
}

export interface Timed {
  at: number;
  team: string;
  method: string;
  place?: string | undefined;
}

/** Slack at its strictest: one message a second in a channel, and in no minute more calls of a method than its tier. */
export function refusals(calls: readonly Timed[]): string[] {
  const refused: string[] = [];
  const lastIn = new Map<string, number>();
  const lanes = new Map<string, number[]>();
  for (const { at, team, method, place } of [...calls].sort((a, b) => a.at - b.at)) {
    if (place !== undefined && method === 'chat.postMessage') {
      const before = lastIn.get(`${team} ${place}`);
      if (before !== undefined && at - before < 1000) refused.push(`${place}: ${at - before} ms after the last`);
      lastIn.set(`${team} ${place}`, at);
    }
    const lane = lanes.get(`${team} ${method}`) ?? [];
    lanes.set(`${team} ${method}`, lane);
    lane.push(at);
    const within = lane.filter((other) => other > at - 60_000).length;
    if (within > allowed(method)) refused.push(`${team} ${method}: ${within} within a minute`);
  }
  return refused;
}

/** Milliseconds below which nobody could send all of this, if it were all there at once. */
export function fastest(calls: readonly Omit<Timed, 'at'>[]): number {
  const places = new Map<string, number>();
  const lanes = new Map<string, number>();
  for (const { team, method, place } of calls) {
    lanes.set(`${team} ${method}`, (lanes.get(`${team} ${method}`) ?? 0) + 1);
    if (place !== undefined) places.set(`${team} ${place}`, (places.get(`${team} ${place}`) ?? 0) + 1);
  }
  const inLane = [...lanes].map(
    ([name, count]) => Math.floor((count - 1) / allowed(name.split(' ')[1] ?? '')) * 60_000,
  );
  return Math.max(...inLane, ...[...places.values()].map((count) => (count - 1) * 1000));
}

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
