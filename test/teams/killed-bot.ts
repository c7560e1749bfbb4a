import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Bundle } from '../crash/server.js';
import type { TestDatabase } from '../support/databases.js';
import { type DoorAnswer, knock } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';

/** The bot as a process of its own, on the database and in the Teams of a driver whose own bot has stopped. */
export interface KilledBot {
  /** Sends once. @returns undefined when the bot died over it */
  send(activity: unknown): Promise<DoorAnswer | undefined>;
  /** Resolves when it has died. */
  died: Promise<void>;
  kill(): Promise<void>;
}

/** @param afterWrites how many writes to the database it lives to see; without it, as long as it is let */
export async function startKilledBot(
  bundle: Bundle,
  { url }: TestDatabase,
  { api }: TeamsDriver,
  afterWrites?: number,
): Promise<KilledBot> {
  const flags = afterWrites === undefined ? [] : ['--import', bundle.die];
  const child: ChildProcess = spawn(process.execPath, [...flags, bundle.main], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: url,
      CLOCK_START: '2026-09-03T08:10:00+01:00',
      ...api.env,
      ...(afterWrites !== undefined && { DIE_AFTER_WRITES: String(afterWrites) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const died = once(child, 'exit').then(() => {});
  let said = '';
  let complaints = '';
  child.stderr?.on('data', (data) => {
    complaints += data;
  });
  const ready = new Promise<string | undefined>((resolve, reject) => {
    child.stdout?.on('data', (data) => {
      said += data;
      const address = /http:\/\/localhost:\d+/u.exec(said)?.[0];
      if (address) resolve(address);
    });
    child.once('exit', (_code, signal) =>
      signal === 'SIGKILL' ? resolve(undefined) : reject(new Error(`the bot stopped: ${complaints}`)),
    );
  });
  const address = await ready;
  return {
    send: async (activity) => {
      if (address === undefined) return undefined;
      try {
        return await knock(address, activity, api.sign());
      } catch {
        return undefined;
      }
    },
    died,
    kill: async () => {
      child.kill('SIGKILL');
      await died;
    },
  };
}
