import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readConfig } from '../../src/config.js';
import { type Server, startServer } from '../../src/server.js';
import type { Clock } from '../../src/shared/clock.js';
import type { Log } from '../../src/shared/log.js';
import type { Timer } from '../../src/shared/timer.js';
import type { Database } from '../../src/store/client.js';
import { startBridge } from './bridge.js';

export interface Playground {
  /** Where a browser finds it. */
  url: string;
  server: Server;
  /** Between the two. */
  bridge: string;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);
const program = findProgram();

/** Why there is no playground, or undefined when there is one. */
export const noPlayground =
  program === undefined ? 'no @microsoft/m365agentsplayground; "npm ci" installs it' : undefined;

function findProgram(): string | undefined {
  try {
    return require.resolve('@microsoft/m365agentsplayground/cli.js');
  } catch {
    return undefined;
  }
}

/**
 * The playground hands on whatever it is sent, without a signature, and would listen on every address. It also goes
 * when whoever started it has gone.
 */
const onThisComputer = `import { Server } from 'node:net';
process.stdin.resume().on('end', () => process.exit());
const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, typeof port === 'number' ? { port, host: '127.0.0.1' } : port, ...rest);
};`;

/**
 * The bot and Microsoft's playground beside it, both on the loopback address: tokens are not looked at.
 * @param settings the file that says who is in it
 * @param port 0 for any
 */
export async function startPlayground(deps: {
  db: Database;
  clock: Clock;
  log: Log;
  settings: string;
  port: number;
  timer?: Timer;
}): Promise<Playground> {
  const { db, clock, log, settings, port, timer } = deps;
  if (program === undefined) throw new Error(noPlayground);
  if (!existsSync(settings)) throw new Error(`there is no ${settings}`);
  // What is kept names the bridge's address: the same the next time.
  const bridge = await startBridge(port === 0 ? 0 : port + 1);
  const config = readConfig({ PORT: '0', HOST: '127.0.0.1' });
  const server = await startServer({ ...config, teams: withoutTokens }, db, clock, log, timer);
  const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-playground-'));
  const child = spawn(
    process.execPath,
    [
      ...['--import', `data:text/javascript,${encodeURIComponent(onThisComputer)}`, program, 'start'],
      ...['--app-endpoint', bridge.endpoint, '--service-url', bridge.serviceUrl, '--channel-id', 'msteams'],
      ...['--port', String(port), '--disable-telemetry'],
    ],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        TEAMSAPPTESTER_BROWSER: 'none',
        M365_AGENTS_PLAYGROUND_CONFIG_PATH: path.resolve(settings),
        M365_AGENTS_PLAYGROUND_LOGFILE: path.join(folder, 'playground.log'),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const stop = async (): Promise<void> => {
    await stopped(child);
    await server.stop();
    await bridge.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const url = `http://localhost:${await portOf(child)}`;
    bridge.connect({ bot: server.url, playground: url });
    return { url, server, bridge: new URL(bridge.endpoint).origin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** No app id stands for no tokens: the bot takes what anyone on this computer sends it. */
const withoutTokens = {
  appId: '',
  appPassword: '',
  appType: 'MultiTenant',
  loginUrl: 'http://localhost',
  oauthScope: 'http://localhost',
  tokenIssuer: 'http://localhost',
  openIdMetadataUrl: 'http://localhost',
} as const;

async function portOf(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  child.stderr?.on('data', (text) => said.push(String(text)));
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const port = /^Listening on (\d+)$/u.exec(line)?.[1];
    if (port !== undefined) return port;
    said.push(line);
  }
  throw new Error(`The playground did not start: ${said.join('\n')}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}
