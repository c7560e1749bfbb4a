import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { openDatabase } from '../src/compose.js';
import type { Database, Provider } from '../src/store/client.js';

const address = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/test';

/** Somewhere to make databases: each is new, migrated and gone afterwards. */
export interface Shelf {
  provider: Provider;
  open(): Promise<Database>;
  /** The address of the database opened last. */
  lastUrl(): string;
  /** Its size, in MB. */
  weigh(): Promise<number>;
  /** What a PostgreSQL of one's own does by itself every minute (autovacuum), and some that are there for tests do not. */
  tend(): Promise<void>;
  clear(): Promise<void>;
}

export function sqliteShelf(folder: string): Shelf {
  const opened: Database[] = [];
  let last = '';
  return {
    provider: 'sqlite',
    lastUrl: () => last,
    weigh: async () => statSync(last.slice('file:'.length)).size / 1_000_000,
    tend: async () => {},
    open: async () => {
      last = `file:${path.join(folder, `${randomUUID()}.db`)}`;
      const db = await openDatabase(last);
      opened.push(db);
      return db;
    },
    clear: async () => {
      for (const db of opened) await db.$disconnect();
    },
  };
}

/** @throws when no PostgreSQL answers */
export async function postgresShelf(): Promise<Shelf> {
  const server = await new PrismaPg({ connectionString: address, connectionTimeoutMillis: 3000 }).connect();
  await server.executeScript('SELECT 1');
  const opened: { name: string; db: Database }[] = [];
  let last = '';
  return {
    provider: 'postgresql',
    lastUrl: () => last,
    weigh: async () => {
      const rows = await opened
        .at(-1)
        ?.db.$queryRawUnsafe<{ size: bigint }[]>('SELECT pg_database_size(current_database()) AS size');
      return Number(rows?.[0]?.size ?? 0) / 1_000_000;
    },
    tend: async () => {
      await opened.at(-1)?.db.$executeRawUnsafe('VACUUM ANALYZE');
    },
    open: async () => {
      const name = `bench_${randomUUID().replaceAll('-', '')}`;
      await server.executeScript(`CREATE DATABASE "${name}"`);
      const url = new URL(address);
      url.pathname = `/${name}`;
      last = url.href;
      const db = await openDatabase(last);
      opened.push({ name, db });
      return db;
    },
    clear: async () => {
      for (const { name, db } of opened) {
        await db.$disconnect();
        await server.executeScript(`DROP DATABASE "${name}" WITH (FORCE)`);
      }
      await server.dispose();
    },
  };
}
