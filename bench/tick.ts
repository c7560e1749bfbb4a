import { newId } from '../src/shared/ids.js';
import type { Database } from '../src/store/client.js';
import { clock, openCore } from './core.js';
import type { Shelf } from './databases.js';
import { median, quick, round, time } from './figures.js';

const thousand = 1000;
const rounds = quick ? 9 : 41;
const perRound = 10;

/** The clockwork's tick with nothing due: what waits for later must not slow it down. */
export async function measureTick(shelf: Shelf) {
  const small = await prepare(shelf, 1);
  const large = await prepare(shelf, 100);
  const pairs: { small: number; large: number }[] = [];
  for (let one = 0; one <= rounds; one += 1) pairs.push({ small: await small(), large: await large() });
  const measured = pairs.slice(1); // the first one warms up
  return {
    tick_ms_1k: round(median(measured.map((pair) => pair.small))),
    tick_ms_100k: round(median(measured.map((pair) => pair.large))),
    tick_growth: round(median(measured.map((pair) => pair.large / pair.small))),
  };
}

/** @returns a round of ticks: milliseconds for one */
async function prepare(shelf: Shelf, thousands: number): Promise<() => Promise<number>> {
  const db = await shelf.open();
  const { relay } = await openCore(db);
  await planThousand(db);
  for (let copy = 1; copy < thousands; copy += 1) await copyThousand(db, copy);
  await shelf.tend();
  return async () => {
    const ms = await time(async () => {
      for (let one = 0; one < perRound; one += 1) await relay.run();
    });
    return ms / perRound;
  };
}

async function planThousand(db: Database): Promise<void> {
  const members = await db.membership.findMany({ include: { group: true } });
  const hour = 3_600_000;
  const rows = Array.from({ length: thousand }, (_, index) => {
    const member = members[index % members.length];
    if (!member) throw new Error('nobody is there to write to');
    const { personId, groupId, group } = member;
    const sendAt = new Date(clock.now().getTime() + (1 + index) * hour);
    const times = { dueAt: sendAt, sendAt, day: sendAt.toISOString().slice(0, 10) };
    const about = {
      kind: 'bench',
      topic: 'bench',
      subjectId: `subject-${index % 50}`,
      chain: 'bench',
      why: 'measured',
    };
    const id = newId();
    return { id, key: id, hubId: group.hubId, groupId, personId, ...about, ...times, unasked: true };
  });
  await db.delivery.createMany({ data: rows });
}

/** In the database itself: through Prisma, a hundred thousand rows take a minute. */
async function copyThousand(db: Database, copy: number): Promise<void> {
  const kept =
    '"hubId", "groupId", "personId", "kind", "topic", "chain", "why", "dueAt", "sendAt", "day", "unasked", "status"';
  await db.$executeRawUnsafe(
    `INSERT INTO "Delivery" ("id", "key", "subjectId", ${kept})
     SELECT "id" || '-${copy}', "key" || '-${copy}', "subjectId" || '-${copy}', ${kept}
     FROM "Delivery" WHERE "kind" = 'bench' AND "id" NOT LIKE '%-%-%-%-%-%'`,
  );
}
