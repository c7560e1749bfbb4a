import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Database } from '../../src/store/client.js';
import type { Bundle } from '../crash/server.js';

export interface Fleet {
  /** Moves the clock on to the next thing that is due, again and again, until then. */
  runUntil(until: Date): Promise<void>;
  /** Messages that each place in the fleet has sent, as far as it lived to say so. */
  sent: readonly number[];
  /** How often a process was killed. */
  kills(): number;
  stop(): Promise<void>;
}

export interface FleetOptions {
  bundle: Bundle;
  db: Database;
  /** DATABASE_URL, and what the bot needs for its platform. */
  env: Readonly<Record<string, string>>;
  size: number;
  clock: Date;
  /** After how many writes to the database the processes die, one after the other; then they live. */
  deaths: readonly number[];
  /** Happens beside every so many moves of the clock. */
  disturb?: { every: number; how: () => Promise<unknown> };
}

/** Several bots on one database and one clock. Whoever is killed is started again. */
export function startFleet(options: FleetOptions): Fleet {
  const { bundle, db, env, size, deaths, disturb } = options;
  const coming = [...deaths];
  const members: (ChildProcess | undefined)[] = Array.from({ length: size });
  const sent = members.map(() => 0);
  let now = options.clock;
  let killed = 0;
  let moves = 0;

  async function start(): Promise<ChildProcess | undefined> {
    const death = coming.shift();
    const child = fork(bundle.worker, [], {
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        HOST: '127.0.0.1',
        FLEET_CLOCK: now.toISOString(),
        LOG_LEVEL: 'silent',
        ...env,
        ...(death !== undefined && { DIE_AFTER_WRITES: String(death) }),
      },
      execArgv: death === undefined ? [] : ['--import', bundle.die],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return (await answer(child)) ? child : undefined;
  }

  /** @returns undefined when it died instead */
  async function answer(child: ChildProcess): Promise<{ sent?: number } | undefined> {
    // It may have died since it last answered: its own clock ticks too.
    if (child.signalCode === 'SIGKILL') {
      killed += 1;
      return undefined;
    }
    const waiting = new AbortController();
    const { signal } = waiting;
    const said = once(child, 'message', { signal }).then(([message]) => message as { sent?: number });
    const died = once(child, 'exit', { signal }).then(([code, by]) => {
      if (by !== 'SIGKILL') throw new Error(`a process of the fleet stopped with ${code ?? by}`);
      killed += 1;
      return undefined;
    });
    const first = await Promise.race([said, died]).finally(() => waiting.abort());
    await Promise.allSettled([said, died]);
    return first;
  }

  async function move(place: number): Promise<void> {
    const child = members[place] ?? (await start());
    members[place] = child;
    if (!child) return;
    const answered = answer(child);
    child.send({ at: now.toISOString() }, () => {});
    const outcome = await answered;
    if (outcome) sent[place] = (sent[place] ?? 0) + (outcome.sent ?? 0);
    else members[place] = undefined;
  }

  /** When the next message is due, or a claim of a dead process runs out. */
  async function next(): Promise<Date | undefined> {
    const [planned, sending] = await Promise.all([
      db.delivery.findFirst({ where: { status: 'planned' }, orderBy: { sendAt: 'asc' } }),
      db.delivery.findFirst({ where: { status: 'sending' }, orderBy: { leaseUntil: 'asc' } }),
    ]);
    const times = [planned?.sendAt, sending?.leaseUntil].flatMap((at) => at?.getTime() ?? []);
    return times.length === 0 ? undefined : new Date(Math.max(now.getTime(), Math.min(...times)));
  }

  return {
    sent,
    kills: () => killed,
    runUntil: async (until) => {
      let at = await next();
      do {
        for (; at && at <= until; at = await next()) {
          now = at;
          moves += 1;
          const disturbed = disturb && moves % disturb.every === 0 ? disturb.how() : undefined;
          await Promise.all(members.map((_, place) => move(place)));
          await disturbed;
        }
        now = until;
        await Promise.all(members.map((_, place) => move(place)));
        // What a process wrote as it was killed is seen a moment later.
        at = await next();
      } while (at && at <= until);
    },
    stop: async () => {
      await Promise.all(
        members.map(async (child) => {
          if (!child) return;
          const gone = once(child, 'exit');
          child.send({ stop: true });
          await gone;
        }),
      );
    },
  };
}
