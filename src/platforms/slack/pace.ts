/** Calls a minute that Slack allows an app in a workspace: https://docs.slack.dev/apis/web-api/rate-limits */
const tiers = { two: 20, three: 50, four: 100 } as const;

/** Methods that are not listed here are Slack's tier three. */
const listed: Readonly<Record<string, number>> = {
  'pins.add': tiers.two,
  'chat.postEphemeral': tiers.four,
  'users.info': tiers.four,
  'views.open': tiers.four,
  'views.update': tiers.four,
  'views.publish': tiers.four,
  // One a second in each channel (below), and "several hundred a minute" in a workspace.
  'chat.postMessage': 300,
};

const perMinute = (method: string): number => listed[method] ?? tiers.three;

const minute = 60_000;
/** Milliseconds between two messages in one channel, from the same page. */
const channelGap = 1000;
/** No more than this share of a minute's calls within one second: a burst is smoothed. */
const burstShare = 0.1;

export interface Pace {
  /**
   * Waits until this call may go out. Calls for one channel go out in the order in which they came.
   * @param place the channel that a message goes to
   * @param again it was refused just now, and goes before those that came later
   */
  turn(team: string, method: string, place?: string, again?: boolean): Promise<void>;
  /** Slack said that it was too much: nobody calls this method in this workspace (or place) for so long, in milliseconds. */
  hold(team: string, method: string, wait: number, place?: string): void;
  /** Milliseconds for which Slack has said that it takes no such call. */
  held(team: string, method: string, place?: string): number;
}

/** Time that passes by itself; tests let it pass at once. */
export interface Timer {
  /** Milliseconds since any moment */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

const realTimer: Timer = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

interface Waiting {
  place: string | undefined;
  go: () => void;
}

/** Calls of one method in one workspace. */
interface Lane {
  rate: number;
  /** When the last calls went out: as many as a minute allows. */
  recent: number[];
  waiting: Waiting[];
  heldUntil: number;
  /** When somebody looks at it next. */
  wakesAt: number;
}

/** Smooths bursts, so that Slack has nothing to refuse. Whoever waits for a channel lets the others pass. */
export function createPace(timer: Timer = realTimer): Pace {
  const lanes = new Map<string, Lane>();
  /** When a channel may have its next message, and until when Slack refuses it any. */
  const next = new Map<string, number>();
  const heldUntil = new Map<string, number>();

  function laneOf(team: string, method: string): Lane {
    const name = `${team} ${method}`;
    const rate = perMinute(method);
    const lane = lanes.get(name) ?? {
      rate,
      recent: [],
      waiting: [],
      heldUntil: Number.NEGATIVE_INFINITY,
      wakesAt: Number.POSITIVE_INFINITY,
    };
    lanes.set(name, lane);
    return lane;
  }

  const placeOf = (team: string, method: string, place: string | undefined): string | undefined =>
    place !== undefined && method === 'chat.postMessage' ? `${team} ${place}` : undefined;

  /** The earliest moment for another call of this method. */
  function laneFreeAt({ rate, recent, heldUntil: held }: Lane): number {
    const burst = Math.max(1, Math.floor(rate * burstShare));
    const times = [held];
    const [first] = recent;
    const before = recent.at(-burst);
    if (recent.length >= rate && first !== undefined) times.push(first + minute);
    if (recent.length >= burst && before !== undefined) times.push(before + channelGap);
    return Math.max(...times);
  }

  const placeFreeAt = (place: string | undefined): number =>
    place === undefined
      ? Number.NEGATIVE_INFINITY
      : Math.max(next.get(place) ?? Number.NEGATIVE_INFINITY, heldUntil.get(place) ?? Number.NEGATIVE_INFINITY);

  /** Lets go out whatever may, and looks again when the next may. */
  function advance(lane: Lane): void {
    const now = timer.now();
    const left: Waiting[] = [];
    for (const one of lane.waiting) {
      if (Math.max(laneFreeAt(lane), placeFreeAt(one.place)) > now) {
        left.push(one);
        continue;
      }
      lane.recent.push(now);
      if (lane.recent.length > lane.rate) lane.recent.shift();
      if (one.place !== undefined) next.set(one.place, now + channelGap);
      one.go();
    }
    lane.waiting = left;
    forget(now);
    if (left.length === 0) return;
    const soonest = Math.min(...left.map(({ place }) => placeFreeAt(place)));
    const wakesAt = Math.max(laneFreeAt(lane), soonest);
    if (lane.wakesAt <= wakesAt && lane.wakesAt > now) return;
    lane.wakesAt = wakesAt;
    void timer.sleep(wakesAt - now).then(() => {
      if (lane.wakesAt === wakesAt) lane.wakesAt = Number.POSITIVE_INFINITY;
      advance(lane);
    });
  }

  /** Channels that are free again need not be remembered. */
  function forget(now: number): void {
    for (const times of [next, heldUntil]) {
      if (times.size > 2000) for (const [place, at] of times) if (at <= now) times.delete(place);
    }
  }

  return {
    turn: (team, method, place, again = false) =>
      new Promise((resolve) => {
        const lane = laneOf(team, method);
        const one = { place: placeOf(team, method, place), go: resolve };
        if (again) lane.waiting.unshift(one);
        else lane.waiting.push(one);
        advance(lane);
      }),
    hold: (team, method, wait, place) => {
      const until = timer.now() + wait;
      const where = placeOf(team, method, place);
      if (where === undefined) {
        const lane = laneOf(team, method);
        lane.heldUntil = Math.max(lane.heldUntil, until);
      } else heldUntil.set(where, Math.max(heldUntil.get(where) ?? until, until));
    },
    held: (team, method, place) => {
      const where = placeOf(team, method, place);
      const until = Math.max(laneOf(team, method).heldUntil, where === undefined ? 0 : (heldUntil.get(where) ?? 0));
      return Math.max(0, until - timer.now());
    },
  };
}
