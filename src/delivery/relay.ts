import { inBackground } from '../shared/background.js';
import type { Clock } from '../shared/clock.js';
import type { Log } from '../shared/log.js';
import { realTimer, type Timer } from '../shared/timer.js';
import { createUnderWay } from '../shared/under-way.js';
import type { Database } from '../store/client.js';
import { type Builders, type Building, createBuilding } from './building.js';
import { type Claim, claimDue, listDueHubs, type Reach } from './claiming.js';
import type { Messenger } from './messenger.js';
import { notDelivered } from './not-delivered.js';
import type { AfterSending } from './outbox.js';
import { type Place, placeKey } from './plan.js';
import type { Planner } from './planner.js';
import { createRefresher } from './refreshing.js';
import { createSender } from './sending.js';
import type { Tally } from './tally.js';
import { listUntold, noteLate, planDay } from './watch.js';

export interface Relay {
  /** Sends what is due and brings sent messages up to date. @returns how many messages went out */
  run(): Promise<number>;
  /** Takes nothing more; what is on its way is written down. */
  stop(): Promise<void>;
}

/**
 * How many messages of one hub are on their way at a time: few at first, so that several servers share a small batch, and
 * more with each that has gone out, since a long one goes fastest in large handfuls.
 */
const atFirst = 8;
const atMost = 64;
/** From how many free places on it is worth looking for more: what is taken together is read together. */
const worthALook = (room: number): number => Math.max(6, room / 4);

/** A hub's messages that are on their way from this process. Its hubs do not wait for each other. */
interface Line {
  /** Runs that are at it. */
  runs: Set<Promise<unknown>>;
  /** Messages that have gone out since the first of these runs began. */
  gone: number;
  places: Map<string, Place>;
  works: Set<Promise<void>>;
  claiming: Promise<unknown>;
}

export function createRelay(deps: {
  db: Database;
  messenger: Messenger;
  planner: Pick<Planner, 'announce' | 'refresh'>;
  builders: Builders;
  clock: Clock;
  log: Log;
  timer?: Timer;
  tally?: Tally;
  afterSending?: AfterSending;
}): Relay {
  const { db, messenger, planner, builders, clock, log, timer = realTimer, tally = () => {} } = deps;
  const { afterSending = async () => {} } = deps;
  const send = createSender({ db, messenger, planner, clock, timer, log, tally, afterSending });
  const refresh = createRefresher({ db, messenger, builders, clock, log });
  const lines = new Map<string, Line>();
  const underWay = createUnderWay();
  let stopping = false;
  let takenUp = false;

  /** Free places, if they are worth a look, or 0. */
  function roomIn({ gone, places }: Line): number {
    const room = Math.min(atFirst + gone, atMost);
    const free = room - places.size;
    return free >= worthALook(room) ? free : 0;
  }

  function lineOf(hubId: string): Line {
    const line = lines.get(hubId) ?? {
      runs: new Set<Promise<unknown>>(),
      gone: 0,
      places: new Map<string, Place>(),
      works: new Set<Promise<void>>(),
      claiming: Promise.resolve(),
    };
    lines.set(hubId, line);
    return line;
  }

  /** One look at a time: two would both take the next message for one place. */
  function claim(hubId: string, line: Line, how: Pick<Reach, 'crowded' | 'but'>): ReturnType<typeof claimDue> {
    const look = line.claiming.then(async () => {
      const most = roomIn(line);
      if (stopping || most === 0) return { claims: [], crowded: false };
      const found = await claimDue(db, clock.now(), { hubId, most, busy: [...line.places.values()], ...how });
      for (const { rows } of found.claims) for (const row of rows.slice(0, 1)) line.places.set(placeKey(row), row);
      return found;
    });
    line.claiming = look.catch(() => {});
    return look;
  }

  /** Sends everything that is due for one hub, as places become free, and waits for what is on its way there. */
  async function drain(hubId: string): Promise<{ sent: number; noted: boolean }> {
    const line = lineOf(hubId);
    const total = { sent: 0, noted: false };
    const start = (one: Claim, building: Building): void => {
      const [first] = one.rows;
      const work: Promise<void> = send(one, building).then((outcome) => {
        if (outcome.sent) total.sent += 1;
        if (outcome.noted) total.noted = true;
        line.gone += 1;
        if (first) line.places.delete(placeKey(first));
        line.works.delete(work);
      });
      line.works.add(work);
    };
    // Who is told what could not be delivered is told once, when everything has been tried.
    let but: string | undefined = notDelivered;
    const sendAll = async (): Promise<typeof total> => {
      for (let crowded = false; ; ) {
        const found = await claim(hubId, line, { crowded, but });
        const recipients = found.claims.flatMap(({ rows }) => rows[0]?.personId ?? []);
        const building = createBuilding(db, builders, clock.now(), recipients);
        for (const one of found.claims) start(one, building);
        crowded = found.crowded;
        if (found.claims.length > 0 && roomIn(line) > 0) continue;
        if (found.claims.length === 0 && !crowded && line.works.size === 0) {
          if (but === undefined) return total;
          but = undefined;
        }
        // Where others were faster at all of it, the next look meets fewer of them.
        if (line.works.size > 0) await Promise.race(line.works);
      }
    };
    return sendAll().finally(() => Promise.all(line.works));
  }

  /** What a process that died, or a run that failed, had yet to plan. */
  async function takeUp(): Promise<void> {
    if (takenUp) return;
    for (const hubId of await listUntold(db, clock.now())) {
      await planDay(db, planner, clock.now(), { hubId, soon: false });
    }
    takenUp = true;
  }

  async function run(): Promise<number> {
    if (stopping) return 0;
    await takeUp();
    const late = await noteLate(db, clock.now());
    for (const { hubId, count, since } of late) {
      tally('late', count);
      log.warn({ hub: hubId, count, since }, 'messages are late: nobody was there to send them at their time');
      await planDay(db, planner, clock.now(), { hubId, soon: true });
    }
    // What other runs have begun is waited for too: when this one ends, what was due has gone out, and been seen to.
    const begun = [...lines.values()].flatMap(({ runs }) => [...runs]);
    const hubs = await listDueHubs(db, clock.now());
    // What is out already does not wait for what is going out, nor one hub for another. All of it is waited for.
    const [sent, [refreshed]] = await Promise.all([
      Promise.allSettled(hubs.map((hubId) => underWay.track(serve(hubId)))),
      Promise.allSettled([underWay.track(refresh())]),
      Promise.allSettled(begun),
    ]);
    const failed = [...sent, refreshed].find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    return sent.reduce((sum, outcome) => sum + (outcome.status === 'fulfilled' ? outcome.value : 0), 0);
  }

  function serve(hubId: string): Promise<number> {
    const { runs } = lineOf(hubId);
    const own = serveAlone(hubId).finally(() => runs.delete(own));
    runs.add(own);
    return own;
  }

  /** One hub, to the end: what is due, word of what went wrong, and the cards that all this has changed. */
  async function serveAlone(hubId: string): Promise<number> {
    const line = lineOf(hubId);
    if (line.runs.size === 0) line.gone = 0;
    const { sent, noted } = await drain(hubId);
    if (noted) await planDay(db, planner, clock.now(), { hubId, soon: false });
    await refresh(hubId);
    return sent;
  }

  return {
    run: () =>
      underWay.track(
        inBackground(run).catch((error: unknown) => {
          takenUp = false;
          throw error;
        }),
      ),
    stop: async () => {
      stopping = true;
      await underWay.settle();
    },
  };
}
