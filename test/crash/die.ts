import { createRequire } from 'node:module';

// Loaded before the server: after the given number of writes, its next statement is its death. Signals from
// outside rarely fall between claiming a message, posting it and marking it; this does.
const require = createRequire(import.meta.url);
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

if (process.env.DATABASE_URL?.startsWith('file:')) watch(require('better-sqlite3').prototype, 'prepare');
else watch(require('pg').Client.prototype, 'query');
