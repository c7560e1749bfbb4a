import type { Relay } from '../../delivery/relay.js';
import type { Clock } from '../../shared/clock.js';
import type { Database } from '../../store/client.js';

export interface LocalClock extends Clock {
  /** Forward only. */
  moveTo(at: Date): Promise<void>;
  /** Remembers the present, so that a restart goes on from it. */
  save(): Promise<void>;
}

/**
 * A clock that runs at the usual pace, can be moved on, and survives a restart.
 * @param pace milliseconds that pass by themselves, counted from any moment; tests let it stand still
 */
export async function openLocalClock(db: Database, start: Date, pace: () => number = Date.now): Promise<LocalClock> {
  const saved = await db.localClock.findUnique({ where: { id: 1 } });
  const begin = saved && saved.now > start ? saved.now : start;
  let offset = begin.getTime() - pace();
  const now = (): Date => new Date(pace() + offset);
  const save = async (): Promise<void> => {
    await db.localClock.upsert({ where: { id: 1 }, create: { id: 1, now: now() }, update: { now: now() } });
  };
  return {
    now,
    save,
    moveTo: async (at) => {
      if (at <= now()) return;
      offset = at.getTime() - pace();
      await save();
    },
  };
}

export interface Travel {
  /** Messages sent on the way. */
  sent: number;
}

/** Moves the clock to `until` and lets everything on the way happen at its own time. */
export async function travel(db: Database, clock: LocalClock, relay: Relay, until: Date): Promise<Travel> {
  let sent = await relay.run();
  for (
    let next = await nextSending(db, clock.now());
    next && next <= until;
    next = await nextSending(db, clock.now())
  ) {
    await clock.moveTo(next);
    sent += await relay.run();
  }
  await clock.moveTo(until);
  return { sent: sent + (await relay.run()) };
}

/** When the next message goes out; undefined when nothing is planned. */
export async function nextSending(db: Database, after: Date): Promise<Date | undefined> {
  const next = await db.delivery.findFirst({
    where: { status: 'planned', sendAt: { gt: after } },
    orderBy: { sendAt: 'asc' },
  });
  return next?.sendAt;
}
