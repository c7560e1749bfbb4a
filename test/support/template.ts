import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { TestProject } from 'vitest/node';
import { showAddress } from '../../src/store/address.js';
import { connect, targetOf } from '../../src/store/client.js';
import { migrate } from '../../src/store/migrate.js';
import { fillPrimary, fillUnsigned } from './filling.js';

declare module 'vitest' {
  interface ProvidedContext {
    folder: string;
    /** Address of a PostgreSQL server's database, or why there is none. */
    postgres: { url: string; template: string } | { absent: string };
  }
}

/** When the example begins, unless a test says otherwise. */
export const exampleStart = '2026-09-03T08:00:00+01:00';

/** What tests may start from: a database with nothing in it, the primary example, or that before anybody has signed. */
export type Filled = 'empty' | 'example' | 'unsigned';

const fills = { example: fillPrimary, unsigned: fillUnsigned };

// One a run, so that two runs beside each other leave each other alone.
const template = `workgroup_template_${process.pid}`;
const address = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/test';

/** Makes a database of each kind; tests start from copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-test-'));
  project.provide('folder', folder);
  const empty = path.join(folder, 'empty.db');
  await migrateAt(`file:${empty}`);
  for (const [name, fill] of Object.entries(fills)) {
    const file = path.join(folder, `${name}.db`);
    copyFileSync(empty, file);
    await fillAt(`file:${file}`, fill);
  }
  const postgres = await preparePostgres();
  project.provide('postgres', postgres);
  return async () => {
    rmSync(folder, { recursive: true, force: true });
    if ('absent' in postgres) return;
    for (const name of ['empty', ...Object.keys(fills)]) {
      await onServer(`DROP DATABASE IF EXISTS "${template}_${name}" WITH (FORCE)`);
    }
  };
}

async function preparePostgres(): Promise<{ url: string; template: string } | { absent: string }> {
  try {
    await onServer(`CREATE DATABASE "${template}_empty"`);
    await migrateAt(withDatabase(address, `${template}_empty`));
    for (const [name, fill] of Object.entries(fills)) {
      await onServer(`CREATE DATABASE "${template}_${name}" TEMPLATE "${template}_empty"`);
      await fillAt(withDatabase(address, `${template}_${name}`), fill);
    }
    return { url: address, template };
  } catch (error) {
    return { absent: `no PostgreSQL at ${showAddress(address)}: ${String(error).split('\n')[0]}` };
  }
}

async function onServer(statement: string): Promise<void> {
  const server = await new PrismaPg({ connectionString: address, connectionTimeoutMillis: 3000 }).connect();
  try {
    await server.executeScript(statement);
  } finally {
    await server.dispose();
  }
}

export function withDatabase(url: string, name: string): string {
  const copy = new URL(url);
  copy.pathname = `/${name}`;
  return copy.href;
}

async function migrateAt(url: string): Promise<void> {
  const target = await targetOf(url);
  const db = await connect(target);
  await migrate(target.provider, db);
  await db.$disconnect();
}

async function fillAt(url: string, fill: (typeof fills)['example']): Promise<void> {
  const db = await connect(await targetOf(url));
  await fill(db, new Date(exampleStart));
  await db.$disconnect();
}
