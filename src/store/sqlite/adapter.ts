import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { createTurns, inTurn } from '../turns.js';
import { close, open } from './driver.js';
import { toPrismaError } from './errors.js';
import { createStatements } from './statements.js';

const name = { provider: 'sqlite', adapterName: 'workgroup-sqlite' } as const;

/**
 * Prisma's driver adapter for a SQLite file, by the API of `node:sqlite`. There is one connection: a query sent beside an
 * open transaction would run inside it, so everything waits its turn. A transaction takes the write lock at BEGIN, so
 * that two processes wait for each other instead of failing half-way.
 * @param file a path, or `:memory:`
 */
export function createSqliteAdapter(file: string): SqlMigrationAwareDriverAdapterFactory {
  return {
    ...name,
    connect: () => connect(file),
    connectToShadowDb: () => connect(':memory:'),
  };
}

async function connect(file: string): Promise<SqlDriverAdapter> {
  const connection = await attempt(() => open(file));
  const statements = createStatements(connection);
  const acquire = createTurns(1);
  const query = (asked: SqlQuery) => attempt(() => statements.query(asked));
  const execute = (asked: SqlQuery) => attempt(() => statements.execute(asked));
  const tell = async (sql: string): Promise<void> => void (await execute({ sql, args: [], argTypes: [] }));

  return {
    ...name,
    queryRaw: (asked) => inTurn(acquire, () => query(asked)),
    executeRaw: (asked) => inTurn(acquire, () => execute(asked)),
    executeScript: (script) => inTurn(acquire, () => attempt(() => statements.executeScript(script))),
    dispose: () => inTurn(acquire, async () => close(connection)),
    startTransaction: async (): Promise<Transaction> => {
      const release = await acquire();
      try {
        await tell('BEGIN IMMEDIATE');
      } catch (error) {
        release();
        throw error;
      }
      return {
        ...name,
        // Prisma sends COMMIT and ROLLBACK itself.
        options: { usePhantomQuery: false },
        queryRaw: query,
        executeRaw: execute,
        commit: async () => release(),
        rollback: async () => release(),
        createSavepoint: (savepoint) => tell(`SAVEPOINT ${savepoint}`),
        rollbackToSavepoint: (savepoint) => tell(`ROLLBACK TO ${savepoint}`),
        releaseSavepoint: (savepoint) => tell(`RELEASE SAVEPOINT ${savepoint}`),
      };
    },
  };
}

/** Does something with SQLite; what it refuses becomes an error of Prisma's. */
async function attempt<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toPrismaError(error);
  }
}
