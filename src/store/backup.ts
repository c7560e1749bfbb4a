import { closeSync, copyFileSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type Database, type Provider, type Tx, targetOf } from './client.js';
import { migrate } from './migrate.js';
import { makeTemporaryFolder } from './temporary.js';

/** Rows that are read and written at a time: SQLite takes some 32,000 values in one statement. */
const page = 500;
/** Milliseconds in which the largest database is copied. */
const timeout = 60 * 60_000;

/** What is in a backup. */
export interface BackupSummary {
  hubs: number;
  groups: number;
  people: number;
  deliveries: number;
}

/** A backup that cannot be made or used, in words. */
class BackupError extends Error {}

/**
 * Writes everything into a new SQLite file, as it is at one moment, while the bot goes on; then opens it and reads it.
 * The same file can be restored into SQLite or PostgreSQL.
 * @throws BackupError when the file is there already, its folder is not, the database is damaged, or the copy cannot be
 * read back
 */
export async function backUp(db: Database, provider: Provider, file: string): Promise<BackupSummary> {
  if (existsSync(file)) throw new BackupError(`${file} is there already. Please name a file that is not.`);
  if (!existsSync(path.dirname(path.resolve(file)))) throw new BackupError(`${file}: there is no such folder.`);
  if (provider === 'sqlite' && !(await isSound(db))) {
    throw new BackupError(
      'The database is damaged, so a copy of it would be too, and none was made. Keep the file as it is, and restore the last good backup into another (workgroup restore).',
    );
  }
  // It gets its name when it is whole.
  const folder = makeTemporaryFolder(path.dirname(path.resolve(file)), '.workgroup-backup');
  const half = path.join(folder, 'half.db');
  try {
    closeSync(openSync(half, 'wx', 0o600));
    if (provider === 'sqlite') await db.$executeRawUnsafe('VACUUM INTO ?', half);
    else await copyOut(db, half);
    const summary = await verify(half);
    renameSync(half, file);
    return summary;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a SQLite database is whole, and nothing in it points to what is not there. */
export async function isSound(db: Database): Promise<boolean> {
  const [check] = await db.$queryRawUnsafe<{ integrity_check: string }[]>('PRAGMA integrity_check');
  const [broken] = await db.$queryRawUnsafe<object[]>('PRAGMA foreign_key_check');
  return check?.integrity_check === 'ok' && broken === undefined;
}

/**
 * Puts a backup into an empty database.
 * @param settle runs in the same transaction, once everything is there
 * @throws BackupError when the database is not empty, or the file is no backup
 */
export async function restore(
  db: Database,
  provider: Provider,
  file: string,
  settle: (tx: Tx) => Promise<void>,
): Promise<BackupSummary> {
  if (!existsSync(file)) throw new BackupError(`${file}: there is no such file.`);
  if ((await db.hub.count()) > 0) {
    throw new BackupError(
      'The database is not empty, and a restore would mix two of them. Name another database in DATABASE_URL, or move this one away first. Nothing was changed.',
    );
  }
  const folder = makeTemporaryFolder(tmpdir(), 'workgroup-restore');
  const copy = path.join(folder, 'copy.db');
  try {
    await verify(file);
    copyFileSync(file, copy);
    const source = await connect(await targetOf(`file:${copy}`));
    try {
      // A backup of an older version becomes one of this version.
      await migrate('sqlite', source);
      await db.$transaction(
        async (tx) => {
          await copyRows(source, tx, await listTables(source), readSqlite);
          if (provider === 'postgresql') await advanceSequences(source, tx);
          await settle(tx);
        },
        { timeout, maxWait: timeout },
      );
      return await summarise(source);
    } finally {
      await source.$disconnect();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws BackupError */
async function verify(file: string): Promise<BackupSummary> {
  const copy = await connect(await targetOf(`file:${path.resolve(file)}`));
  try {
    if (!(await isSound(copy))) throw new BackupError(`${file} is damaged.`);
    return await summarise(copy);
  } catch (error) {
    throw error instanceof BackupError ? error : new BackupError(`${file} is no backup of this product.`);
  } finally {
    await copy.$disconnect();
  }
}

async function summarise(db: Database): Promise<BackupSummary> {
  const [hubs, groups, people, deliveries] = await Promise.all([
    db.hub.count(),
    db.group.count(),
    db.person.count(),
    db.delivery.count(),
  ]);
  return { hubs, groups, people, deliveries };
}

async function copyOut(db: Database, file: string): Promise<void> {
  const copy = await connect(await targetOf(`file:${path.resolve(file)}`));
  try {
    await migrate('sqlite', copy);
    const tables = await listTables(copy);
    await db.$transaction((tx) => copy.$transaction((to) => copyRows(tx, to, tables, readPostgres), { timeout }), {
      // The code knows the clients by SQLite's, which has one level.
      isolationLevel: 'RepeatableRead' as 'Serializable',
      timeout,
      maxWait: timeout,
    });
  } finally {
    await copy.$disconnect();
  }
}

type Row = Record<string, unknown>;
type Read = (from: Tx, table: string) => AsyncGenerator<Row[]>;

async function copyRows(from: Tx, to: Tx, tables: readonly string[], read: Read): Promise<void> {
  for (const table of tables) {
    const delegate = (table[0]?.toLowerCase() ?? '') + table.slice(1);
    const model = to[delegate as 'hub'];
    for await (const rows of read(from, table)) await model.createMany({ data: rows as never });
  }
}

async function* readSqlite(from: Tx, table: string): AsyncGenerator<Row[]> {
  for (let last = 0; ; ) {
    const rows = await from.$queryRawUnsafe<(Row & { _row: number | bigint })[]>(
      `SELECT rowid AS _row, * FROM "${table}" WHERE rowid > ${last} ORDER BY rowid LIMIT ${page}`,
    );
    if (rows.length === 0) return;
    last = Number(rows.at(-1)?._row);
    yield rows.map(({ _row, ...row }) => row);
  }
}

async function* readPostgres(from: Tx, table: string): AsyncGenerator<Row[]> {
  await from.$executeRawUnsafe(`DECLARE copied NO SCROLL CURSOR FOR SELECT * FROM "${table}"`);
  for (;;) {
    const rows = await from.$queryRawUnsafe<Row[]>(`FETCH ${page} FROM copied`);
    if (rows.length === 0) break;
    yield rows;
  }
  await from.$executeRawUnsafe('CLOSE copied');
}

/** Every table of ours, those that others point to first. */
async function listTables(sqlite: Database): Promise<string[]> {
  const names = await sqlite.$queryRawUnsafe<{ name: string }[]>(
    String.raw`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_%' ESCAPE '\' ORDER BY name`,
  );
  const parents = new Map<string, string[]>();
  for (const { name } of names) {
    const keys = await sqlite.$queryRawUnsafe<{ table: string }[]>(`PRAGMA foreign_key_list("${name}")`);
    parents.set(
      name,
      keys.map(({ table }) => table).filter((table) => table !== name),
    );
  }
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    for (const parent of parents.get(name) ?? []) visit(parent);
    ordered.add(name);
  };
  for (const { name } of names) visit(name);
  return [...ordered];
}

/** PostgreSQL numbers rows by a counter of its own, which knows nothing of rows that came with their numbers. */
async function advanceSequences(sqlite: Database, to: Tx): Promise<void> {
  const counted = await sqlite.$queryRawUnsafe<{ name: string }[]>('SELECT name FROM sqlite_sequence');
  for (const { name } of counted) {
    await to.$executeRawUnsafe(
      `SELECT setval(pg_get_serial_sequence('"${name}"', 'id'), GREATEST((SELECT MAX(id) FROM "${name}"), 1))`,
    );
  }
}
