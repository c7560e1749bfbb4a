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
