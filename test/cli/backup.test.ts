import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { composeCore } from '../../src/compose.js';
import type { Database } from '../../src/store/client.js';
import { begin, publish } from '../meetings/acting.js';
import { type Open, onEachDatabase, openSqlite, type TestDatabase } from '../support/databases.js';
import { everything } from '../support/everything.js';
import { quietLog, type TestRouter } from '../support/router.js';
import { jsonOf, type Outcome, run } from './run.js';

const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = (): string => path.join(folder, `${++files}.db`);

async function start(open: Open) {
  let url = '';
  const test = await begin(async (filled) => {
    const database = await open(filled);
    url = database.url;
    return database;
  });
  await publish(test);
  await test.runUntil('2026-09-30T12:00:00+01:00');
  return { test, cli: cliOf({ url }, test) };
}

const cliOf =
  ({ url }: Pick<TestDatabase, 'url'>, test: TestRouter) =>
  (...words: string[]): Promise<Outcome> =>
    run(words, { DATABASE_URL: url, CLOCK_START: test.clock.now().toISOString() });

/** The relay on another database, and what it posts. */
function relayOn(db: Database, test: TestRouter) {
  const posted: string[] = [];
  const messenger = {
    post: async ({ card }: { card: { title: string } }) => String(posted.push(card.title)),
    find: async () => 'unknown' as const,
    update: async () => {},
  };
  const { relay } = composeCore({ db, clock: test.clock, log: quietLog, publicUrl: '', messenger });
  return { relay, posted };
}

/** What was written down before any copy was made. */
const rolesGiven = (db: Database) =>
  db.auditEntry.findMany({ where: { act: { notIn: ['exported', 'restored'] } }, orderBy: { id: 'asc' } });

onEachDatabase('a backup', (open) => {
  it('holds everything, and goes into SQLite and PostgreSQL alike', async () => {
    const { test, cli } = await start(open);
    // After a restore nobody knows how messages look that were sent before.
    await test.db.delivery.updateMany({ data: { contentHash: null } });
    const file = newFile();
    const made = await cli('backup', file);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('can be read back: 1 hub, 1 group, ');
    // That a copy was made, and restored, is written down as well.
    const but = async (db: typeof test.db) => ({ ...(await everything(db)), AuditEntry: await rolesGiven(db) });
    const before = await but(test.db);
    for (const openOther of [open, openSqlite]) {
      const target = await openOther();
      const restored = jsonOf(await cliOf(target, test)('restore', file, '--json'));
      expect(restored).toMatchObject({ file, hubs: 1, groups: 1, held: 0 });
      expect(await but(target.db)).toEqual(before);
      await target.close();
    }
  });

  it('never lets anything be sent again, and asks about what may have been', async () => {
    const { test, cli } = await start(open);
    const file = newFile();
    await cli('backup', file);
    // The bot goes on for six weeks after the backup; then the disk breaks.
    await test.runUntil('2026-11-12T12:00:00Z');
    const sentSince = test.messenger.posted.length;
    expect(sentSince).toBeGreaterThan(0);
    const target = await open();
    const restored = await cliOf(target, test)('restore', file);
    const due = await target.db.delivery.count({ where: { status: 'failed', obstacle: 'restored' } });
    expect(due).toBeGreaterThan(0);
    expect(restored.out).toContain(`${due} messages should have gone out by now.`);
    const { relay, posted } = relayOn(target.db, test);
    await relay.run();
    expect(posted).toEqual([]);
    const failed = await cliOf(target, test)('deliveries', '--failed');
    expect(failed.out).toContain('it may have gone out before the database was restored from a backup');
    // Somebody has looked, and it was not there.
    const one = await target.db.delivery.findFirstOrThrow({
      where: { obstacle: 'restored', expiresAt: { gt: test.clock.now() } },
    });
    await cliOf(target, test)('resend', one.id);
    await relay.run();
    expect(posted).toHaveLength(1);
    await target.close();
  });

  it('goes into no database that has something in it, and leaves that as it is', async () => {
    const { test, cli } = await start(open);
    const file = newFile();
    await cli('backup', file);
    const before = await everything(test.db);
    const outcome = await cli('restore', file);
    expect(outcome).toMatchObject({ code: 1, out: '' });
    expect(outcome.err).toMatch(/^The database is not empty, .*Nothing was changed\.$/mu);
    expect(await everything(test.db)).toEqual(before);
  });

  it('is not made over another file, and is not taken from what is none', async () => {
    const { test, cli } = await start(open);
    const taken = newFile();
    writeFileSync(taken, 'mine');
    expect(await cli('backup', taken)).toMatchObject({
      code: 1,
      err: `${taken} is there already. Please name a file that is not.\n`,
    });
    expect(readFileSync(taken, 'utf8')).toBe('mine');
    const target = await open();
    const into = cliOf(target, test);
    expect(await into('restore', taken)).toMatchObject({ code: 1, err: `${taken} is no backup of this product.\n` });
    expect(await into('restore', newFile())).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no such file'),
    });
    const file = newFile();
    await cli('backup', file);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length / 2));
    const damaged = await into('restore', file);
    expect(damaged.code).toBe(1);
    expect(damaged.err).toMatch(/is damaged|is no backup/u);
    expect(await target.db.hub.count()).toBe(0);
    const nowhere = path.join(folder, 'no-such-folder', 'x.db');
    expect((await cli('backup', nowhere)).code).toBe(1);
    expect(existsSync(nowhere)).toBe(false);
    await target.close();
  });
});

it('is not made of a database that is damaged, and the doctor says so', async () => {
  const { db, url, close } = await openSqlite('example');
  // An answer to a meeting that is not there.
  await db.$executeRawUnsafe('PRAGMA foreign_keys = OFF');
  await db.$executeRawUnsafe(
    `INSERT INTO "Snooze" ("groupId", "personId", "subjectId", "chain", "until") VALUES ('gone', 'gone', 'x', 'x', '2026-10-01')`,
  );
  await close();
  const file = newFile();
  const made = await run(['backup', file], { DATABASE_URL: url });
  expect(made).toMatchObject({ code: 1, out: '' });
  expect(made.err).toContain('The database is damaged, so a copy of it would be too, and none was made.');
  expect(existsSync(file)).toBe(false);
  const { out } = await run(['doctor'], { DATABASE_URL: url });
  expect(out).toContain('The database is damaged.');
});

it('that was killed leaves nothing behind once the next is made, and is nobody else’s to read', async () => {
  const { url, close } = await openSqlite('example');
  await close();
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  const half = (name: string): string => {
    const made = mkdtempSync(path.join(folder, name));
    writeFileSync(path.join(made, 'half.db'), 'half of a backup');
    return made;
  };
  const [killed, running] = [half(`.workgroup-backup-${gone}-`), half(`.workgroup-backup-${process.ppid}-`)];
  const file = newFile();
  expect(await run(['backup', file], { DATABASE_URL: url })).toMatchObject({ code: 0 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect([killed, running].map((name) => existsSync(name))).toEqual([false, true]);
  rmSync(running, { recursive: true });
  expect(readdirSync(folder).filter((name) => name.startsWith('.workgroup'))).toEqual([]);

  // Older versions wrote no number.
  const names = [`workgroup-restore-${gone}-`, `workgroup-restore-${process.ppid}-`, 'workgroup-restore-'];
  const [left, other, older] = names.map((name) => mkdtempSync(path.join(tmpdir(), name)));
  const target = await openSqlite();
  await target.close();
  expect(await run(['restore', file], { DATABASE_URL: target.url })).toMatchObject({ code: 0 });
  expect([left, other, older].map((name) => existsSync(name ?? ''))).toEqual([false, true, false]);
  rmSync(other ?? '', { recursive: true });
});
