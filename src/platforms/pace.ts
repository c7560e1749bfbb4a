import TinyQueue from 'tinyqueue';
import { DeliveryError } from '../delivery/messenger.js';
import { realTimer, type Timer } from '../shared/timer.js';
import { freeAt, type Gate, goThrough, holdUntil, isAsNew, openGate, type Window } from './gate.js';

/** Calls under one name count together. */
export interface Limit {
  name: string;
  windows: readonly Window[];
}

/** What a platform allows. */
export interface Rules {
  /** In a whole workspace or tenant. */
  lane(method: string): Limit;
  /** In each channel or conversation; undefined where it does not matter which one a call is for. */
  place(method: string): Limit | undefined;
}

/** Milliseconds by which one call may be longer on its way than the next: they arrive that much closer together. */
const margin = 25;

const widen = ({ name, windows }: Limit): Limit => ({
  name,
  windows: windows.map(({ most, within }) => ({ most, within: within + margin })),
});

/** A platform's rules for calls that take a way, some longer than others. */
export const withMargin = (rules: Rules): Rules => ({
  lane: (method) => widen(rules.lane(method)),
  place: (method) => {
    const limit = rules.place(method);
    return limit && widen(limit);
  },
});

export interface Pace {
  /**
   * Waits until this call may go out. Calls for one place go out in the order in which they came.
   * @throws DeliveryError once it has been stopped
   * @param scope the workspace or tenant
   * @param place the channel or conversation that the call is for
   * @param again it was refused just now, and goes before those that came later
   */
  turn(scope: string, method: string, place?: string, again?: boolean): Promise<void>;
  /** The platform said that it was too much: nobody makes such a call there (or in that place) for so long, in milliseconds. */
  hold(scope: string, method: string, wait: number, place?: string): void;
  /** Milliseconds for which the platform has said that it takes no such call. */
  held(scope: string, method: string, place?: string): number;
  /** Whoever waits, or comes later, is turned away: nothing of it was tried. */
  stop(): void;
}

/** Calls wait by place, each with its number in the order of all. */
interface Place extends Gate {
  waiting: { number: number; go: () => void; turnAway: (why: Error) => void }[];
}

/** A place in a queue by number: the smallest comes first. */
interface Queued {
  number: number;
  place: Place;
}

const createQueue = (): TinyQueue<Queued> => new TinyQueue<Queued>([], (one, other) => one.number - other.number);

interface Lane extends Gate {
  places: Map<string, Place>;
  /** How many places there may be before those that need not be remembered are forgotten. */
  room: number;
  /** Places where somebody waits and may go, as far as is known, by the number of their first. */
  ready: TinyQueue<Queued>;
  /** The others, by when they are looked at again. */
  busy: TinyQueue<Queued>;
  /** When somebody looks at the lane next. */
  wakesAt: number;
}

const leastRoom = 1000;

const stopping = (): DeliveryError => new DeliveryError('again', 'the bot stops', { untried: true });

/** Smooths bursts, so that a platform has nothing to refuse. Whoever waits for a place lets the others pass. */
export function createPace(rules: Rules, timer: Timer = realTimer): Pace {
  const lanes = new Map<string, Lane>();
  let first = 0;
  let last = 0;
  let stopped = false;

  function laneOf(scope: string, method: string): Lane {
    const { name, windows } = rules.lane(method);
    const key = `${scope} ${name}`;
    const lane = lanes.get(key) ?? {
      ...openGate(windows),
      places: new Map(),
      room: leastRoom,
      ready: createQueue(),
      busy: createQueue(),
      wakesAt: Number.POSITIVE_INFINITY,
    };
    lanes.set(key, lane);
    return lane;
  }

  function placeOf(lane: Lane, method: string, where: string | undefined): Place {
    const limit = where === undefined ? undefined : rules.place(method);
    const key = limit ? `${limit.name} ${where}` : '';
    const known = lane.places.get(key);
    if (known) return known;
    if (lane.places.size >= lane.room) forget(lane);
    const place = { ...openGate(limit?.windows ?? []), waiting: [] };
    lane.places.set(key, place);
    return place;
  }

  /** Places that are free again need not be remembered. */
  function forget(lane: Lane): void {
    const now = timer.now();
    for (const [key, place] of lane.places) {
      if (place.waiting.length === 0 && isAsNew(place, now)) lane.places.delete(key);
    }
    lane.room = Math.max(leastRoom, lane.places.size * 2);
  }

  function queue({ ready, busy }: Lane, place: Place, now: number): void {
    const [next] = place.waiting;
    if (!next) return;
    const at = freeAt(place);
    if (at > now) busy.push({ number: at, place });
    else ready.push({ number: next.number, place });
  }

  /** Lets go out whatever may, and looks again when the next may. */
  function advance(lane: Lane): void {
    const now = timer.now();
    const { ready, busy } = lane;
    while ((busy.peek()?.number ?? Number.POSITIVE_INFINITY) <= now) {
      const free = busy.pop();
      if (free) queue(lane, free.place, now);
    }
    while (freeAt(lane) <= now) {
      const entry = ready.pop();
      if (!entry) break;
      const { number, place } = entry;
      const [next] = place.waiting;
      // That one has gone, or somebody goes before them: the place is in the queue once more.
      if (next?.number !== number) continue;
      if (freeAt(place) <= now) {
        place.waiting.shift();
        goThrough(lane, now);
        goThrough(place, now);
        next.go();
      }
      queue(lane, place, now);
    }
    const soonest = ready.length > 0 ? now : busy.peek()?.number;
    if (soonest !== undefined) wake(lane, Math.max(freeAt(lane), soonest), now);
  }

  function wake(lane: Lane, at: number, now: number): void {
    if (lane.wakesAt <= at && lane.wakesAt > now) return;
    lane.wakesAt = at;
    void timer.sleep(at - now).then(() => {
      if (lane.wakesAt === at) lane.wakesAt = Number.POSITIVE_INFINITY;
      advance(lane);
    });
  }

  return {
    turn: (scope, method, where, again = false) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(stopping());
        const lane = laneOf(scope, method);
        const place = placeOf(lane, method, where);
        const one = { number: again ? --first : ++last, go: resolve, turnAway: reject };
        if (again) place.waiting.unshift(one);
        else place.waiting.push(one);
        if (place.waiting[0] === one) lane.ready.push({ number: one.number, place });
        advance(lane);
      }),
    hold: (scope, method, wait, where) => {
      const lane = laneOf(scope, method);
      const isOfPlace = where !== undefined && rules.place(method) !== undefined;
      holdUntil(isOfPlace ? placeOf(lane, method, where) : lane, timer.now() + wait);
    },
    held: (scope, method, where) => {
      const lane = laneOf(scope, method);
      const until = Math.max(lane.heldUntil, placeOf(lane, method, where).heldUntil);
      return Math.max(0, until - timer.now());
    },
    stop: () => {
      stopped = true;
      for (const { places } of lanes.values()) {
        for (const { waiting } of places.values()) for (const { turnAway } of waiting.splice(0)) turnAway(stopping());
      }
    },
  };
}

/** The longest that a call waits for a platform's leave before it is left to a later try, in milliseconds. */
const patience = 60_000;
/** Milliseconds, should a platform ask for no wait at all. */
const leastWait = 1000;

/**
 * Makes a call at a pace that the platform allows; waits and makes it again when the platform says so.
 * @param waitOf milliseconds that the platform asks for; undefined for any other error, which is thrown
 * @throws DeliveryError after too long a wait
 */
export async function withLeave<Result>(
  pace: Pace,
  call: { platform: string; scope: string; method: string; place: string | undefined },
  waitOf: (error: unknown) => number | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const { platform, scope, method, place } = call;
  for (let waited = 0; ; ) {
    const held = pace.held(scope, method, place);
    waited += held;
    if (waited > patience) throw new DeliveryError('again', `${platform} asked us to wait`, { retryAfter: held });
    await pace.turn(scope, method, place, waited > 0);
    try {
      return await work();
    } catch (error) {
      const wait = waitOf(error);
      if (wait === undefined) throw error;
      pace.hold(scope, method, Math.max(wait, leastWait), place);
    }
  }
}
