import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onEachDatabase, openSqlite, type TestDatabase } from '../support/databases.js';
import { readOutcome } from './outcome.js';
import { openPage } from './page.js';
import { type Bundle, bundleServer, type Death, runServer } from './server.js';
import { liveThrough } from './story.js';

const seed = Number(process.env.CRASH_SEED ?? 20260903);
const kills = { sqlite: 25, postgresql: 12 };
const timeout = 240_000;

/** Most fall between two statements, where a half-written state would show; some at any moment. */
const drawDeaths = (count: number): Death[] =>
  fc.sample(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ afterWrites: fc.noBias(fc.integer({ min: 1, max: 80 })) }) },
      { weight: 1, arbitrary: fc.record({ afterMs: fc.noBias(fc.integer({ min: 0, max: 500 })) }) },
    ),
    { seed, numRuns: count },
  );

let bundle: Bundle;
let undisturbed: Awaited<ReturnType<typeof live>>;

beforeAll(async () => {
  bundle = await bundleServer();
  const database = await openSqlite();
  undisturbed = await live(database, []);
  await database.close();
}, timeout);
afterAll(() => bundle.remove());

async function live(database: TestDatabase, deaths: readonly Death[]) {
  const server = runServer(bundle, database.url, deaths);
  const page = await openPage(server);
  await liveThrough(page);
  const left = server.left();
  await server.stop();
  return { left, answers: page.answers, outcome: await readOutcome(database.db) };
}

onEachDatabase(`a server killed again and again, seed ${seed}`, (open) => {
  it('sends every message once, and keeps all that people said', { timeout }, async () => {
    const database = await open();
    const { db, provider } = database;
    const { left, answers, outcome } = await live(database, drawDeaths(kills[provider]));
    expect(left).toBe(0);
    expect(answers).toEqual(undisturbed.answers);
    expect(outcome).toEqual(undisturbed.outcome);
    expect(await db.delivery.count({ where: { status: { in: ['sending', 'failed'] } } })).toBe(0);
    expect(await db.inboxEntry.count({ where: { reply: null } })).toBe(0);
    if (provider === 'sqlite') {
      expect(await db.$queryRawUnsafe('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    }
    await database.close();
  });
});
