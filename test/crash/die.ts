import { createRequire } from 'node:module';

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

/** The very driver that Prisma's adapter uses. */
function driverOf(adapter: string, name: string) {
  const here = createRequire(import.meta.url);
  return createRequire(here.resolve(adapter))(name);
}

if (process.env.DATABASE_URL?.startsWith('file:'))
  watch(driverOf('@prisma/adapter-better-sqlite3', 'better-sqlite3').prototype, 'prepare');
else watch(driverOf('@prisma/adapter-pg', 'pg').Client.prototype, 'query');
