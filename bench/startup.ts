import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildBare, buildProduct } from './build.js';
import { median, quick, round } from './figures.js';
import { start } from './process.js';

const rounds = quick ? 1 : 5;
const settleMs = 5000;

/** From the start of a process to its first answer, and what it holds when nothing happens. */
export async function measureStartup(folder: string) {
  const product = buildProduct();
  const bare = await buildBare(new URL('bare.ts', import.meta.url));
  const database = (name: string): string => `file:${path.join(folder, `${name}.db`)}`;
  const times = { fresh: [] as number[], again: [] as number[], bare: [] as number[] };
  try {
    for (let one = 0; one < rounds; one += 1) {
      times.fresh.push(await timeStart(product, database(`start-${one}`)));
      times.again.push(await timeStart(product, database(`start-${one}`)));
      times.bare.push(await timeStart(bare.file));
    }
    const idle = await hold(product, database('idle'), '/local/world', '/local/events');
    const bareIdle = await hold(bare.file, database('idle'), '/readyz');
    await sleep(settleMs);
    const idleMb = await idle.weigh();
    const bareIdleMb = await bareIdle.weigh();
    const freshReadyMs = median(times.fresh);
    const bareReadyMs = median(times.bare);
    return {
      cold_start_ms: round(freshReadyMs, 0),
      second_start_ms: round(median(times.again), 0),
      bare_express_start_ms: round(bareReadyMs, 0),
      cold_start_ratio: round(freshReadyMs / bareReadyMs),
      idle_rss_mb: round(idleMb, 0),
      bare_express_and_prisma_rss_mb: round(bareIdleMb, 0),
      idle_rss_ratio: round(idleMb / bareIdleMb),
    };
  } finally {
    bare.remove();
  }
}

const envOf = (databaseUrl?: string): Record<string, string> =>
  databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };

async function timeStart(file: string, databaseUrl?: string): Promise<number> {
  const running = await start(file, envOf(databaseUrl));
  await running.stop();
  return running.readyMs;
}

/** A server of which a page has been read, while another is held open for its events. */
async function hold(file: string, databaseUrl: string, page: string, events?: string) {
  const { url, child, stop } = await start(file, envOf(databaseUrl));
  const closing = new AbortController();
  if (events !== undefined) await fetch(url + events, { signal: closing.signal });
  await (await fetch(url + page)).text();
  return {
    /** Stops it. @returns its resident memory in MB */
    weigh: async (): Promise<number> => {
      const kilobytes = /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      closing.abort();
      await stop();
      return (Number(kilobytes) * 1024) / 1_000_000;
    },
  };
}
