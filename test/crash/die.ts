import { createRequire } from 'node:module';
import { type Connection, loadDriver, type Statement } from '../../src/store/sqlite/driver.js';

// Loaded before the server: after the given number of writes, its next statement is its death. Signals from
// outside rarely fall between claiming a message, posting it and marking it; this does.
let left = Number(process.env.DIE_AFTER_WRITES);

function count(sql: string): void {
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
  if (/^\s*(insert|update|delete|create|begin|commit)/iu.test(sql)) left -= 1;
}

function watch(owner: Record<string, unknown>, method: string): void {
  const original = owner[method] as (...args: unknown[]) => unknown;
  owner[method] = function (this: unknown, ...args: unknown[]): unknown {
    const [query] = args as [string | { text: string }];
    count(typeof query === 'string' ? query : query.text);
    return original.apply(this, args);
  };
}

/** The very driver that Prisma's adapter for PostgreSQL uses. */
function postgresClient() {
  const here = createRequire(import.meta.url);
  return createRequire(here.resolve('@prisma/adapter-pg'))('pg').Client;
}

/** Puts a driver that counts in the place where the product looks for SQLite's. */
async function watchSqlite(): Promise<void> {
  const { DatabaseSync } = await loadDriver();
  class Watched implements Connection {
    readonly #inner: Connection;

    constructor(file: string) {
      this.#inner = new DatabaseSync(file);
    }

    prepare(sql: string): Statement {
      const inner = this.#inner.prepare(sql);
      return {
        columns: () => inner.columns(),
        all: (...args) => {
          count(sql);
          return inner.all(...args);
        },
        run: (...args) => {
          count(sql);
          return inner.run(...args);
        },
        setReadBigInts: (enabled) => inner.setReadBigInts(enabled),
        setReturnArrays: (enabled) => inner.setReturnArrays(enabled),
      };
    }

    exec(sql: string): void {
      this.#inner.exec(sql);
    }

    close(): void {
      this.#inner.close();
    }
  }
  const { getBuiltinModule } = process;
  process.getBuiltinModule = ((name: string) =>
    name === 'node:sqlite' ? { DatabaseSync: Watched } : getBuiltinModule(name)) as typeof getBuiltinModule;
}

if (process.env.DATABASE_URL?.startsWith('file:')) await watchSqlite();
else watch(postgresClient().prototype, 'query');
