import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { TestProject } from 'vitest/node';
import { connect, targetOf } from '../../src/store/client.js';
import { migrate } from '../../src/store/migrate.js';

declare module 'vitest' {
  interface ProvidedContext {
    folder: string;
    /** Address of a PostgreSQL server's database, or why there is none. */
    postgres: { url: string; template: string } | { absent: string };
  }
}

// One a run, so that two runs beside each other leave each other alone.
const template = `workgroup_template_${process.pid}`;
const address = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/test';

/** Migrates one database of each kind; tests start from copies of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-test-'));
  project.provide('folder', folder);
  await migrateAt(`file:${path.join(folder, 'template.db')}`);
  const postgres = await preparePostgres();
  project.provide('postgres', postgres);
  return async () => {
    rmSync(folder, { recursive: true, force: true });
    if ('url' in postgres) await onServer(`DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
  };
}

async function preparePostgres(): Promise<{ url: string; template: string } | { absent: string }> {
  try {
    await onServer(`CREATE DATABASE "${template}"`);
    await migrateAt(withDatabase(address, template));
    return { url: address, template };
  } catch (error) {
    return { absent: `no PostgreSQL at ${address.replace(/\/\/[^@]*@/u, '//')}: ${String(error).split('\n')[0]}` };
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
