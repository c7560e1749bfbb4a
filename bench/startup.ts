import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildBare, buildProduct } from './build.js';
import { median, round } from './figures.js';

const rounds = 5;
const settleMs = 5000;

/** From the start of a process to its first answer, and what it holds when nothing happens. */
export async function measureStartup(folder: string) {
  const product = buildProduct();
  const bare = await buildBare();
  const database = (name: string): string => `file:${path.join(folder, `${name}.db`)}`;
  const times = { fresh: [] as number[], again: [] as number[], bare: [] as number[] };
  try {
    for (let one = 0; one < rounds; one += 1) {
      times.fresh.push(await timeStart(product, database(`start-${one}`)));
      times.again.push(await timeStart(product, database(`start-${one}`)));
      times.bare.push(await timeStart(bare.file));
    }
    const idleMb = await weigh(product, database('idle'), '/local/world', '/local/events');
    const bareIdleMb = await weigh(bare.file, database('idle'), '/readyz');
    const freshReadyMs = median(times.fresh);
    const bareReadyMs = median(times.bare);
    return {
      freshReadyMs: round(freshReadyMs, 0),
      againReadyMs: round(median(times.again), 0),
      bareExpressReadyMs: round(bareReadyMs, 0),
      readyRatio: round(freshReadyMs / bareReadyMs),
      idleMb: round(idleMb, 0),
      bareExpressAndPrismaIdleMb: round(bareIdleMb, 0),
      idleRatio: round(idleMb / bareIdleMb),
    };
  } finally {
    bare.remove();
  }
}

interface Running {
  url: string;
  child: ChildProcess;
  readyMs: number;
  stop(): Promise<void>;
}

async function start(file: string, databaseUrl?: string): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const child = spawn(process.execPath, [file], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`${file} stopped with ${child.exitCode}`);
    await sleep(5);
  }
  const readyMs = performance.now() - begun;
  const stop = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { url, child, readyMs, stop };
}

async function timeStart(file: string, databaseUrl?: string): Promise<number> {
  const running = await start(file, databaseUrl);
  await running.stop();
  return running.readyMs;
}

/** Resident memory once a page has been read, and another is held open for its events. */
async function weigh(file: string, databaseUrl: string, page: string, events?: string): Promise<number> {
  const { url, child, stop } = await start(file, databaseUrl);
  const closing = new AbortController();
  if (events !== undefined) await fetch(url + events, { signal: closing.signal });
  await (await fetch(url + page)).text();
  await sleep(settleMs);
  const kilobytes = /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  closing.abort();
  await stop();
  return (Number(kilobytes) * 1024) / 1_000_000;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
