import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../shared/log.js';

/** Bolt's words in our log. Payloads are logged by Bolt at `debug`, which we do not pass on: people's words are theirs. */
export function boltLog(log: Log): Logger {
  const words = (parts: unknown[]): string => parts.map(String).join(' ');
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn({ from: 'bolt' }, words(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, words(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
