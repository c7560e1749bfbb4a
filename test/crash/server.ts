import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { packageRoot } from '../../src/shared/package-root.js';

/** When a life of the server ends: after so many writes to the database, or milliseconds after it began to answer. */
export type Death = { afterWrites: number } | { afterMs: number };

export interface Bundle {
  main: string;
  /** A bot whose clock is moved from outside: see test/fleet. */
  worker: string;
  die: string;
  remove(): void;
}

/** The product as `npm run build` makes it, in a folder of its own: dist/ may be rebuilt at any time. */
export async function bundleServer(): Promise<Bundle> {
  const folder = path.join(packageRoot, 'node_modules/.cache', `workgroup-crash-${process.pid}`);
  await build({
    entryPoints: [
      path.join(packageRoot, 'src/main.ts'),
      path.join(packageRoot, 'test/crash/die.ts'),
      path.join(packageRoot, 'test/fleet/worker.ts'),
    ],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outdir: folder,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
  });
  return {
    main: path.join(folder, 'main.mjs'),
    worker: path.join(folder, 'worker.mjs'),
    die: pathToFileURL(path.join(folder, 'die.mjs')).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Server {
  /** Asks until it is answered, however often the server dies over it. */
  ask(path: string, init?: RequestInit): Promise<{ status: number; body: unknown }>;
  /** Asks once. @returns undefined when the server died over it */
  askOnce(path: string, init?: RequestInit): Promise<{ status: number; body: unknown } | undefined>;
  /** How often it was killed. */
  kills(): number;
  stop(): Promise<void>;
}

/** Runs the server on a database, lets it die as told, and starts it again each time. */
export function runServer(bundle: Bundle, databaseUrl: string, deaths: readonly Death[]): Server {
  const coming = [...deaths];
  let child: ChildProcess;
  let url: Promise<string>;
  let fault: Error | undefined;
  let stopping = false;
  let killed = 0;

  function live(): void {
    const death = coming.shift();
    const counted = death && 'afterWrites' in death;
    const flags = counted ? ['--import', bundle.die] : [];
    child = spawn(process.execPath, [...flags, bundle.main], {
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        DATABASE_URL: databaseUrl,
        CLOCK_START: '2026-09-03T08:00:00+01:00',
        ...(counted && { DIE_AFTER_WRITES: String(death.afterWrites) }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let complaints = '';
    child.stderr?.on('data', (data) => {
      complaints += data;
    });
    const me = child;
    url = new Promise((resolve) => {
      child.stdout?.on('data', (data) => {
        said += data;
        const address = /http:\S+/u.exec(said)?.[0];
        if (!address) return;
        resolve(address);
        if (death && 'afterMs' in death) setTimeout(() => me.kill('SIGKILL'), death.afterMs);
      });
      child.once('exit', () => resolve(''));
    });
    child.once('exit', (code, signal) => {
      if (stopping) return;
      if (signal === 'SIGKILL') {
        killed += 1;
        live();
      } else if (code !== 0) fault = new Error(`the server stopped with ${code ?? signal}: ${complaints}`);
    });
  }

  async function askOnce(path: string, init?: RequestInit) {
    if (fault) throw fault;
    const address = await url;
    try {
      const response = await fetch(address + path, init);
      return { status: response.status, body: (await response.json()) as unknown };
    } catch {
      await sleep(20);
      return undefined;
    }
  }

  live();
  return {
    askOnce,
    ask: async (path, init) => {
      for (;;) {
        const answer = await askOnce(path, init);
        if (answer) return answer;
      }
    },
    kills: () => killed,
    stop: async () => {
      await url;
      if (fault) throw fault;
      stopping = true;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
