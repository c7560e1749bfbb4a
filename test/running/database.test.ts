import { expect, it } from 'vitest';
import { isWell } from '../../src/compose.js';
import type { Database } from '../../src/store/client.js';
import { connect, targetOf } from '../../src/store/client.js';
import { advocate, begin, handIn, publish, setTask } from '../meetings/acting.js';
import { onEachDatabase, type TestDatabase } from '../support/databases.js';

/** Lets the database take nothing more: a full disk, or a server that turns everybody away. @returns what mends it */
async function takeAway({ db, provider, url }: TestDatabase): Promise<() => Promise<void>> {
  if (provider === 'sqlite') {
    const [size] = await db.$queryRawUnsafe<{ page_count: bigint | number }[]>('PRAGMA page_count');
    await db.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
    await db.$queryRawUnsafe(`PRAGMA max_page_count = ${size?.page_count}`);
    await fillPages(db);
    return async () => {
      await db.$executeRawUnsafe('DROP TABLE "filling"');
      await db.$queryRawUnsafe('PRAGMA max_page_count = 1000000');
    };
  }
  const at = new URL(url);
  const name = at.pathname.slice(1);
  at.pathname = '/test';
  const server = await connect(await targetOf(at.href));
  await server.$executeRawUnsafe(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
  await server.$queryRawUnsafe(
    `SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
  );
  return async () => {
    await server.$executeRawUnsafe(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
    await server.$disconnect();
  };
}

/** What room there is in pages that are half empty is taken too. */
async function fillPages(db: Database): Promise<void> {
  await db.$queryRawUnsafe('PRAGMA max_page_count = 1000000');
  await db.$executeRawUnsafe('CREATE TABLE "filling" ("x" TEXT)');
  const [size] = await db.$queryRawUnsafe<{ page_count: bigint | number }[]>('PRAGMA page_count');
  await db.$queryRawUnsafe(`PRAGMA max_page_count = ${size?.page_count}`);
  for (let length = 100_000; length > 0; length = Math.floor(length / 2)) {
    await db.$executeRawUnsafe(`INSERT INTO "filling" VALUES (hex(zeroblob(${length})))`).catch(() => 0);
  }
}

onEachDatabase('a database that takes nothing for a while', (open) => {
  it('loses nothing: people are told, messages wait, readiness says no, and everything goes on', async () => {
    let database: TestDatabase | undefined;
    const test = await begin(async (filled) => {
      database = await open(filled);
      return database;
    });
    if (!database) throw new Error('there is no database');
    await publish(test);
    await test.runUntil('2026-09-30T12:00:00+01:00');
    const { prompts, id } = await setTask(test);
    const args = { group: test.group.id, task: id };
    const opened = await test.press(advocate, 'task.reflect', args);
    // More than fits into what pages of the file have left.
    const words = 'We drew one bar for each and looked for what stays the same. '.repeat(40);
    const values = Object.fromEntries(prompts.map((prompt) => [`p-${prompt.id}`, words]));
    test.clock.set(new Date('2026-11-02T08:30:00Z'));
    const before = test.messenger.posted.length;

    const mend = await takeAway(database);
    const told = await handIn(test, advocate, opened, values);
    expect(told).toMatchObject({ kind: 'refused', text: expect.stringContaining('nothing was changed') });
    await test.relay.run().catch(() => 0);
    if (database.provider === 'postgresql') await expect(isWell(test.db, test.clock.now())).rejects.toThrow();
    await mend();

    expect(await test.db.reflection.count()).toBe(0);
    expect(await handIn(test, advocate, opened, values)).toMatchObject({ kind: 'done' });
    await test.runUntil('2026-11-02T12:00:00Z');
    const titles = test.messenger.posted.slice(before).map(({ to, card }) => JSON.stringify([to, card.title]));
    expect(titles.length).toBeGreaterThan(0);
    expect(new Set(titles).size).toBe(titles.length);
    expect(await test.db.delivery.count({ where: { kind: 'half-term-opening', status: 'sent' } })).toBe(2);
    expect(await test.db.delivery.count({ where: { status: { in: ['sending', 'failed'] } } })).toBe(0);
  });
});
