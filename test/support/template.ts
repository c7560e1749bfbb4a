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
    postgres: { url: string } | { absent: string };
  }
}

export const postgresTemplate = 'workgroup_template';
const address = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/test';

/** Migrates one database of each kind; tests start from copies of it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-test-'));
  project.provide('folder', folder);
  await migrateAt(`file:${path.join(folder, 'template.db')}`);
  project.provide('postgres', await preparePostgres());
  return () => rmSync(folder, { recursive: true, force: true });
}

async function preparePostgres(): Promise<{ url: string } | { absent: string }> {
  try {
    const server = await new PrismaPg({ connectionString: address, connectionTimeoutMillis: 3000 }).connect();
    const left = await server.queryRaw({
      sql: "SELECT datname FROM pg_database WHERE datname LIKE 'workgroup_%'",
      args: [],
      argTypes: [],
    });
    for (const [name] of left.rows)
      await server.executeScript(`DROP DATABASE IF EXISTS "${String(name)}" WITH (FORCE)`);
    await server.executeScript(`CREATE DATABASE "${postgresTemplate}"`);
    await server.dispose();
    await migrateAt(withDatabase(address, postgresTemplate));
    return { url: address };
  } catch (error) {
    return { absent: `no PostgreSQL at ${address.replace(/\/\/[^@]*@/u, '//')}: ${String(error).split('\n')[0]}` };
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
