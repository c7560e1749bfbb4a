import { PrismaPg } from '@prisma/adapter-pg';
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { isInBackground } from '../shared/background.js';
import type { PostgresAddress } from './address.js';
import { createPresence, createTurns, inTurn, type Release, type Turns } from './turns.js';

/** How many of the pool's ten connections work in the background may take: people find one without waiting. */
const forBackground = 3;

/** Prisma's PostgreSQL adapter with its pool of connections. */
export function createPostgresAdapter({
  connectionString,
  schema,
}: PostgresAddress): SqlMigrationAwareDriverAdapterFactory {
  const inner = new PrismaPg({ connectionString }, schema === undefined ? {} : { schema });
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => holdBack(await inner.connect()),
    connectToShadowDb: () => inner.connectToShadowDb(),
  };
}

function holdBack(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const turns = createTurns(forBackground);
  const people = createPresence();
  const acquire: Turns = async () => {
    if (!isInBackground()) return people.enter();
    const release = await turns();
    await people.gone();
    return release;
  };

  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => inTurn(acquire, () => adapter.queryRaw(query)),
    executeRaw: (query) => inTurn(acquire, () => adapter.executeRaw(query)),
    executeScript: (script) => inTurn(acquire, () => adapter.executeScript(script)),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: false },
    dispose: () => adapter.dispose(),
    startTransaction: async (isolationLevel): Promise<Transaction> => {
      const release = await acquire();
      try {
        return releasedAfter(await adapter.startTransaction(isolationLevel), release);
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

function releasedAfter(transaction: Transaction, release: Release): Transaction {
  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => transaction.queryRaw(query),
    executeRaw: (query) => transaction.executeRaw(query),
    commit: () => transaction.commit().finally(release),
    rollback: () => transaction.rollback().finally(release),
    createSavepoint: async (name) => transaction.createSavepoint?.(name),
    rollbackToSavepoint: async (name) => transaction.rollbackToSavepoint?.(name),
    releaseSavepoint: async (name) => transaction.releaseSavepoint?.(name),
  };
}
