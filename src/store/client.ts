import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { packageRoot } from '../shared/package-root.js';
import { readPostgresAddress } from './address.js';
import type { Prisma, PrismaClient } from './generated/sqlite/client.js';
import { createSqliteAdapter } from './sqlite/adapter.js';

/** The two generated clients have one shape; the code knows it by SQLite's. */
export type Database = PrismaClient;
export type Tx = Prisma.TransactionClient;
export type Provider = 'sqlite' | 'postgresql';

export interface DatabaseTarget {
  provider: Provider;
  adapter: SqlMigrationAwareDriverAdapterFactory;
  /** PostgreSQL's schema for our tables, where the address names one. */
  schema?: string;
}

/** @param url `file:…` for SQLite (relative to the project folder; `file::memory:` for none), `postgresql://…`, with `?schema=…` or without */
export async function targetOf(url: string): Promise<DatabaseTarget> {
  if (url.startsWith('file:')) {
    const name = url.slice('file:'.length);
    if (name === ':memory:') return { provider: 'sqlite', adapter: createSqliteAdapter(name) };
    const file = path.resolve(packageRoot, name);
    mkdirSync(path.dirname(file), { recursive: true });
    return { provider: 'sqlite', adapter: createSqliteAdapter(file) };
  }
  const { createPostgresAdapter } = await import('./postgres-adapter.js');
  const address = readPostgresAddress(url);
  const { schema } = address;
  return { provider: 'postgresql', adapter: createPostgresAdapter(address), ...(schema !== undefined && { schema }) };
}

// Prisma's query compiler is WebAssembly, asked once for each kind of query: optimising its machine code would cost
// 80 MB and the first seconds' processor time, and make nothing faster.
setFlagsFromString('--liftoff-only');

/** Milliseconds: how long a transaction waits for its turn, and how long it may take. */
const transactionOptions = { maxWait: 10_000, timeout: 20_000 };

export async function connect(target: DatabaseTarget): Promise<Database> {
  const options = { adapter: target.adapter, transactionOptions };
  if (target.provider === 'sqlite') {
    const { PrismaClient } = await import('./generated/sqlite/client.js');
    return new PrismaClient(options);
  }
  const { PrismaClient } = await import('./generated/postgresql/client.js');
  return new PrismaClient(options) as unknown as Database;
}
