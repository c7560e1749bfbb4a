import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../src/compose.js';
import { packageRoot } from '../../src/shared/package-root.js';
import { connect, targetOf } from '../../src/store/client.js';
import { type Connection, open } from '../../src/store/sqlite/driver.js';
import { createStatements } from '../../src/store/sqlite/statements.js';
import { openSqlite } from '../support/databases.js';

const newFile = (): string => path.join(inject('folder'), `${randomUUID()}.db`);
const ask = (sql: string, ...args: unknown[]) => ({ sql, args, argTypes: [] });
const modeOf = (file: string): number => statSync(file).mode & 0o777;
const fixture = (name: string): Buffer =>
  gunzipSync(readFileSync(path.join(packageRoot, 'test/store/fixtures', `${name}.gz`)));

describe('a database file', () => {
  it('is read and written by nobody else, nor is what SQLite keeps beside it', async () => {
    const old = newFile();
    writeFileSync(old, '', { mode: 0o644 });
    for (const file of [newFile(), old]) {
      const db = await openDatabase(`file:${file}`);
      expect([file, `${file}-wal`, `${file}-shm`].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
      await db.$disconnect();
    }
  });

  it('is one whole file when it is closed', async () => {
    const file = newFile();
    const db = await openDatabase(`file:${file}`);
    await db.hub.create({ data: { id: 'hub', name: 'Example Hub' } });
    await db.$disconnect();
    expect([`${file}-wal`, `${file}-shm`].map(existsSync)).toEqual([false, false]);
    const again = await connect(await targetOf(`file:${file}`));
    expect(await again.hub.count()).toBe(1);
    await again.$disconnect();
  });

  it('stays open for others when one closes it', async () => {
    const { db, url, close } = await openSqlite('example');
    const other = await connect(await targetOf(url));
    await other.hub.count();
    await other.$disconnect();
    await db.hub.create({ data: { id: 'hub', name: 'Example Hub' } });
    expect(await db.hub.count()).toBe(2);
    await close();
  });

  it('keeps nothing of what was deleted', async () => {
    const file = newFile();
    const db = await openDatabase(`file:${file}`);
    await db.hub.create({ data: { id: 'hub', name: 'a name that nobody else has' } });
    await db.hub.deleteMany();
    await db.$disconnect();
    expect(readFileSync(file).includes('a name that nobody else has')).toBe(false);
  });

  it('of the version that used another driver opens unchanged', async () => {
    const file = newFile();
    writeFileSync(file, fixture('before-node-sqlite.db'));
    const before = JSON.parse(fixture('before-node-sqlite.json').toString()) as Record<string, unknown[]>;
    const db = await connect(await targetOf(`file:${file}`));
    for (const [table, rows] of Object.entries(before)) {
      const now = await db.$queryRawUnsafe(`SELECT * FROM "${table}" ORDER BY rowid`);
      const printed = JSON.stringify(now, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value));
      expect([table, JSON.parse(printed)]).toEqual([table, rows]);
    }
    await db.$disconnect();
    const migrated = await openDatabase(`file:${file}`);
    expect(await migrated.reflectionAnswer.count()).toBe(before.ReflectionAnswer?.length);
    await migrated.$disconnect();
  });
});

describe('what SQLite refuses', () => {
  it('has Prisma’s own codes', async () => {
    const { db, url, close } = await openSqlite('example');
    const { id: hubId } = await db.hub.findFirstOrThrow();
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'taken',
        (error: { code?: string; message: string }) => error.code ?? error.message,
      );
    const person = { id: 'p', hubId, name: 'Sam Lee', email: 'sam@example.org', calendarSecret: 's' };
    expect(await code(db.hub.create({ data: { id: hubId, name: 'again' } }))).toBe('P2002');
    expect(await code(db.person.create({ data: { ...person, hubId: 'nowhere' } }))).toBe('P2003');
    expect(await code(db.$executeRaw`INSERT INTO "Hub" ("id") VALUES ('x')`)).toBe('P2010');
    expect(await code(db.$queryRaw`SELECT * FROM "Nothing"`)).toBe('P2010');
    expect(await code(db.hub.create({ data: { id: 'nul', name: 'a\0b' } }))).toBe('P2020');

    await db.$queryRaw`PRAGMA busy_timeout = 0`;
    const other = await open(url.slice('file:'.length));
    other.exec('BEGIN IMMEDIATE');
    expect(await code(db.hub.create({ data: { id: 'busy', name: 'Busy' } }))).toBe('P1008');
    expect(await code(db.$transaction((tx) => tx.hub.count()))).toBe('P1008');
    other.exec('ROLLBACK');
    other.close();
    expect(await code(db.hub.create({ data: { id: 'busy', name: 'Busy' } }))).toBe('taken');
    await close();
  });

  it('leaves a transaction undone, and the connection of use', async () => {
    const { db, close } = await openSqlite('example');
    const name = 'Of no lasting';
    const twice = db.$transaction(async (tx) => {
      await tx.hub.create({ data: { id: 'one', name } });
      await tx.hub.create({ data: { id: 'one', name } });
    });
    await expect(twice).rejects.toMatchObject({ code: 'P2002' });
    expect(await db.hub.count()).toBe(1);
    await close();
  });
});

describe('statements', () => {
  /** A connection that notes what it prepares. */
  async function noted(): Promise<{ connection: Connection; prepared: string[] }> {
    const inner = await open(':memory:');
    const prepared: string[] = [];
    const prepare: Connection['prepare'] = (sql) => {
      prepared.push(sql);
      return inner.prepare(sql);
    };
    return { connection: { prepare, exec: (sql) => inner.exec(sql), close: () => inner.close() }, prepared };
  }

  it('are prepared once, the last some hundred of them', async () => {
    const { connection, prepared } = await noted();
    const statements = createStatements(connection);
    const selects = Array.from({ length: 250 }, (_, number) => `SELECT ${number} AS n`);
    for (const sql of [...selects, ...selects]) expect(statements.query(ask(sql)).rows).toHaveLength(1);
    expect(prepared).toEqual(selects);
    // One more takes the place of the one that was used least lately.
    for (const sql of ['SELECT 250', 'SELECT 1 AS n', 'SELECT 0 AS n']) statements.query(ask(sql));
    expect(prepared.slice(250)).toEqual(['SELECT 250', 'SELECT 0 AS n']);
    connection.close();
  });

  it('see a table as it is now', async () => {
    const connection = await open(':memory:');
    const statements = createStatements(connection);
    statements.executeScript('CREATE TABLE t (a TEXT)');
    const all = () => statements.query(ask('SELECT * FROM t')).columnNames;
    expect(all()).toEqual(['a']);
    statements.execute(ask('ALTER TABLE t ADD COLUMN b TEXT'));
    expect(all()).toEqual(['a', 'b']);
    statements.executeScript('ALTER TABLE t ADD COLUMN c TEXT');
    expect(all()).toEqual(['a', 'b', 'c']);
    connection.close();
  });
});

it('says nothing of its own when it is loaded', () => {
  const driver = pathToFileURL(path.join(packageRoot, 'src/store/sqlite/driver.ts')).href;
  const script = `const { open } = await import('${driver}'); (await open(':memory:')).close(); console.log('opened');`;
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['opened\n', '']);
});
