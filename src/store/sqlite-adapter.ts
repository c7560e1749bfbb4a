import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { createTurns, inTurn } from './turns.js';

/**
 * Prisma's SQLite adapter has one connection: a query sent beside an open transaction would run inside it.
 * Here everything waits its turn, and a transaction takes the write lock at BEGIN, so that two processes
 * wait for each other instead of failing half-way.
 */
export function createSqliteAdapter(file: string): SqlMigrationAwareDriverAdapterFactory {
  const inner = new PrismaBetterSqlite3({ url: file });
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => {
      const adapter = await inner.connect();
      // FULL: what was acknowledged survives a power cut, not only a crash of the process.
      await adapter.executeScript('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      return takeTurns(adapter);
    },
    connectToShadowDb: () => inner.connectToShadowDb(),
  };
}

function takeTurns(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const acquire = createTurns(1);
  const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => inTurn(acquire, () => adapter.queryRaw(query)),
    executeRaw: (query) => inTurn(acquire, () => adapter.executeRaw(query)),
    executeScript: (script) => inTurn(acquire, () => adapter.executeScript(script)),
    dispose: () => inTurn(acquire, () => adapter.dispose()),
    startTransaction: async (): Promise<Transaction> => {
      const release = await acquire();
      try {
        await adapter.executeRaw(statement('BEGIN IMMEDIATE'));
      } catch (error) {
        release();
        throw error;
      }
      return {
        provider: adapter.provider,
        adapterName: adapter.adapterName,
        options: { usePhantomQuery: false },
        queryRaw: (query) => adapter.queryRaw(query),
        executeRaw: (query) => adapter.executeRaw(query),
        commit: async () => release(),
        rollback: async () => release(),
        createSavepoint: async (name) => void (await adapter.executeRaw(statement(`SAVEPOINT ${name}`))),
        rollbackToSavepoint: async (name) => void (await adapter.executeRaw(statement(`ROLLBACK TO ${name}`))),
        releaseSavepoint: async (name) => void (await adapter.executeRaw(statement(`RELEASE SAVEPOINT ${name}`))),
      };
    },
  };
}
