import { createRequire } from 'node:module';
import { loadDriver } from '../../src/store/sqlite/driver.js';

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

/** A statement of SQLite is prepared once and run often. */
async function watchSqlite(): Promise<void> {
  const { StatementSync } = await loadDriver();
  const statement = StatementSync.prototype;
  const { run, all } = statement;
  statement.run = function (...args) {
    count(this.sourceSQL);
    return run.apply(this, args);
  };
  statement.all = function (...args) {
    count(this.sourceSQL);
    return all.apply(this, args);
  };
}

if (process.env.DATABASE_URL?.startsWith('file:')) await watchSqlite();
else watch(postgresClient().prototype, 'query');
