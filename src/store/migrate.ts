import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../shared/package-root.js';
import type { Database, Provider, Tx } from './client.js';
import { explainRefusal } from './postgres-rights.js';

/** The database has been used by a newer version of the product: going on could lose what that one wrote. */
class NewerDatabaseError extends Error {}

interface Migration {
  name: string;
  sql: string;
}

/** The same table that `prisma migrate` keeps, so that its tools understand the database. */
const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMP,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMP,
  "started_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/**
 * Brings the database up to date, all or nothing: Prisma's own engine runs a script statement by statement,
 * and a process killed half-way would leave a database that neither version can use.
 * @param schema PostgreSQL's schema for the tables, which is made if it is not there
 * @returns the names of the migrations applied
 * @throws NewerDatabaseError, RightsError
 */
export async function migrate(provider: Provider, db: Database, schema?: string): Promise<string[]> {
  const known = readMigrations(provider);
  try {
    if ((await pendingOf(db, known)).length === 0) return [];
    if (provider === 'sqlite') await db.$executeRawUnsafe('PRAGMA foreign_keys = OFF');
    const patience = { timeout: 120_000, maxWait: 120_000 };
    return await db.$transaction((tx) => apply(provider, tx, known, schema), patience);
  } catch (error) {
    throw provider === 'postgresql' ? await explainRefusal(db, error, schema) : error;
  } finally {
    if (provider === 'sqlite') await db.$executeRawUnsafe('PRAGMA foreign_keys = ON');
  }
}

async function apply(provider: Provider, tx: Tx, known: readonly Migration[], schema?: string): Promise<string[]> {
  // Two processes that start together: the second waits, and finds nothing left to do.
  if (provider === 'postgresql') await tx.$executeRawUnsafe('SELECT pg_advisory_xact_lock(72707369)');
  if (schema !== undefined) await makeSchema(tx, schema);
  // Prisma looks for tables in "public" where no schema is named, whatever the user's own search path says.
  else if (provider === 'postgresql') await tx.$executeRawUnsafe('SET LOCAL search_path = public');
  await tx.$executeRawUnsafe(historyTable);
  const pending = await pendingOf(tx, known);
  for (const { name, sql } of pending) {
    for (const statement of splitStatements(sql)) await tx.$executeRawUnsafe(statement);
    await tx.$executeRawUnsafe(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
       VALUES ('${randomUUID()}', '${createHash('sha256').update(sql).digest('hex')}', CURRENT_TIMESTAMP, '${name}', 1)`,
    );
  }
  return pending.map((migration) => migration.name);
}

/** Whoever may not make one may still use one that is there, so IF NOT EXISTS is not enough. */
async function makeSchema(tx: Tx, schema: string): Promise<void> {
  const there = await tx.$queryRawUnsafe<object[]>('SELECT 1 AS one FROM pg_namespace WHERE nspname = $1', schema);
  if (there.length === 0) await tx.$executeRawUnsafe(`CREATE SCHEMA "${schema}"`);
}

async function pendingOf(db: Database | Tx, known: readonly Migration[]): Promise<Migration[]> {
  const applied = new Set(await readHistory(db));
  const names = new Set(known.map((migration) => migration.name));
  const unknown = [...applied].filter((name) => !names.has(name));
  if (unknown.length > 0) {
    throw new NewerDatabaseError(
      `The database was last used by a newer version of workgroup-bot (it has the change "${unknown[0]}"). ` +
        'Start that version, or restore a backup made before it. Nothing was changed.',
    );
  }
  return known.filter((migration) => !applied.has(migration.name));
}

async function readHistory(db: Database | Tx): Promise<string[]> {
  try {
    const rows = await db.$queryRawUnsafe<{ migration_name: string }[]>(
      'SELECT "migration_name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL',
    );
    return rows.map((row) => row.migration_name);
  } catch (error) {
    if (/no such table|does not exist/i.test(String(error))) return [];
    throw error;
  }
}

export function readMigrations(provider: Provider): Migration[] {
  const folder = path.join(packageRoot, 'prisma', provider, 'migrations');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') }));
}

/** Prisma writes one statement after another, with `--` comments on lines of their own and no `;` inside. */
function splitStatements(sql: string): string[] {
  return sql
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !/^PRAGMA /i.test(statement));
}
