import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/store/client.js';
import { onEachDatabase, openSqlite, type TestDatabase } from '../support/databases.js';
import { readOutcome } from './outcome.js';
import { openPage } from './page.js';
import { type Bundle, bundleServer, type Death, runServer } from './server.js';
import { liveThrough } from './story.js';

const seed = Number(process.env.CRASH_SEED ?? 20260903);
/** The long form: npm run test:soak */
const soak = process.env.SOAK !== undefined;
const kills = soak ? { sqlite: 250, postgresql: 250 } : { sqlite: 25, postgresql: 10 };
/** The story has room for some sixty. */
const inOneLife = 50;
const timeout = soak ? 3_600_000 : 240_000;

const betweenWrites = (max: number) => fc.record({ afterWrites: fc.noBias(fc.integer({ min: 1, max })) });
const anyMoment = fc.record({ afterMs: fc.noBias(fc.integer({ min: 0, max: 500 })) });
const draw = (death: fc.Arbitrary<Death>, life: number, numRuns: number): Death[] =>
  fc.sample(death, { seed: seed + life, numRuns });

let bundle: Bundle;
let undisturbed: Awaited<ReturnType<typeof liveOn>>['outcome'];

beforeAll(async () => {
  bundle = await bundleServer();
  const { url, db, close } = await openSqlite();
  undisturbed = (await liveOn(url, db, [])).outcome;
  await close();
}, timeout);
afterAll(() => bundle.remove());

async function liveOn(url: string, db: Database, deaths: readonly Death[]) {
  const server = runServer(bundle, url, deaths);
  const page = await openPage(server);
  await liveThrough(page);
  const killed = server.kills();
  await server.stop();
  return { killed, outcome: { answers: page.answers, ...(await readOutcome(db)) } };
}

/** A life on a new database. @returns how often it was interrupted */
async function dieOften({ url, db, provider, close }: TestDatabase, life: number): Promise<number> {
  const deaths = draw(
    fc.oneof({ weight: 3, arbitrary: betweenWrites(60) }, { weight: 1, arbitrary: anyMoment }),
    life,
    // The last may come after the end.
    Math.min(kills[provider] + 1, inOneLife),
  );
  const { killed, outcome } = await liveOn(url, db, deaths);
  expect(outcome).toEqual(undisturbed);
  expect(await db.delivery.count({ where: { status: { in: ['sending', 'failed'] } } })).toBe(0);
  expect(await db.inboxEntry.count({ where: { reply: null } })).toBe(0);
  if (provider === 'sqlite') {
    expect(await db.$queryRawUnsafe('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  }
  await close();
  return killed;
}

onEachDatabase(`a server killed again and again, seed ${seed}`, (open, provider) => {
  it('sends every message once, and keeps all that people said', { timeout }, async () => {
    let killed = 0;
    for (let life = 0; killed < kills[provider]; life += 1) killed += await dieOften(await open(), life);
    if (soak) process.stdout.write(`killed ${killed} times\n`);
  });
});

it('a first start killed on the way is made good by the next', { timeout }, async () => {
  const start = async (database: TestDatabase, deaths: readonly number[]) => {
    const server = runServer(
      bundle,
      database.url,
      deaths.map((afterWrites) => ({ afterWrites })),
    );
    await server.ask('/readyz');
    await server.stop();
    const { db } = database;
    const counts = {
      members: await db.membership.count(),
      halfTerms: await db.halfTerm.count(),
      closures: await db.closure.count(),
      deliveries: await db.delivery.count(),
      signed: await db.commitment.count({ where: { signedOn: { not: null } } }),
      signatures: await db.signature.count(),
    };
    await database.close();
    return counts;
  };
  expect(await start(await openSqlite(), [3, 6, 9, 12, 15])).toEqual(await start(await openSqlite(), []));
});
