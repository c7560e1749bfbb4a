import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { describe, inject } from 'vitest';
import { connect, type Database, type Provider, targetOf } from '../../src/store/client.js';
import { type Filled, withDatabase } from './template.js';

export interface TestDatabase {
  provider: Provider;
  url: string;
  /** What was in it from the start. */
  filled: Filled;
  db: Database;
  close(): Promise<void>;
}

/** A new database. */
export type Open = (filled?: Filled) => Promise<TestDatabase>;

type Tests = (open: Open, provider: Provider) => void;

/** Runs tests that do not depend on the database: on SQLite, and in the long form on PostgreSQL too. */
export function onDatabase(name: string, tests: Tests): void {
  if (process.env.SOAK === undefined) describe(name, () => tests(openSqlite, 'sqlite'));
  else onEachDatabase(name, tests);
}

/** Runs the same tests on SQLite and, when one answers, on PostgreSQL. */
export function onEachDatabase(name: string, tests: Tests): void {
  describe(`${name} (SQLite)`, () => tests(openSqlite, 'sqlite'));
  onPostgres(name, tests);
}

/** Runs tests on PostgreSQL, or says why they are skipped. */
export function onPostgres(name: string, tests: Tests): void {
  const postgres = inject('postgres');
  if ('absent' in postgres) {
    describe.skip(`${name} (PostgreSQL) skipped: ${postgres.absent}`, () => tests(openSqlite, 'postgresql'));
    return;
  }
  const open: Open = (filled) => openPostgres(postgres.url, postgres.template, filled);
  describe(`${name} (PostgreSQL)`, () => tests(open, 'postgresql'));
}

export async function openSqlite(filled: Filled = 'empty'): Promise<TestDatabase> {
  const folder = inject('folder');
  const file = path.join(folder, `${randomUUID()}.db`);
  copyFileSync(path.join(folder, `${filled}.db`), file);
  const db = await connect(await targetOf(`file:${file}`));
  return { provider: 'sqlite', url: `file:${file}`, filled, db, close: () => db.$disconnect() };
}

async function openPostgres(address: string, template: string, filled: Filled = 'empty'): Promise<TestDatabase> {
  const name = `workgroup_${randomUUID().replaceAll('-', '')}`;
  const server = await new PrismaPg({ connectionString: address }).connect();
  await server.executeScript(`CREATE DATABASE "${name}" TEMPLATE "${template}_${filled}"`);
  const url = withDatabase(address, name);
  const db = await connect(await targetOf(url));
  return {
    provider: 'postgresql',
    url,
    filled,
    db,
    close: async () => {
      await db.$disconnect();
      await server.executeScript(`DROP DATABASE "${name}" WITH (FORCE)`);
      await server.dispose();
    },
  };
}
