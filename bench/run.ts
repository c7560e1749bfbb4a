import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measureActions } from './actions.js';
import { postgresShelf, type Shelf, sqliteShelf } from './databases.js';
import { measureFanout } from './fanout.js';
import { quick } from './figures.js';
import { measureSlack } from './slack.js';
import { measureStartup } from './startup.js';
import { describeFigures } from './table.js';
import { measureTick } from './tick.js';
import { measureYear } from './year.js';

async function measureOn(shelf: Shelf) {
  try {
    return {
      ...(await measureActions(await shelf.open())),
      ...(await measureSlack(await shelf.open(), shelf.lastUrl())),
      ...(await measureTick(shelf)),
      ...(await measureFanout(await shelf.open(), shelf.lastUrl())),
      ...(await measureYear(shelf)),
    };
  } finally {
    await shelf.clear();
  }
}

async function measurePostgres() {
  if (quick) return { skipped: '--quick measures SQLite alone' };
  try {
    return await measureOn(await postgresShelf());
  } catch (error) {
    return { skipped: String(error).split('\n')[0] ?? '' };
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-bench-'));
try {
  const figures = {
    node: process.version,
    quick,
    ...(await measureStartup(folder)),
    ...(await measureOn(sqliteShelf(folder))),
    postgresql: await measurePostgres(),
    wanted: {
      cold_start_ms_at_most: 1000,
      idle_rss_mb_at_most: 125,
      action_ratio_at_least: 0.7,
      ack_ratio_at_least: { sqlite: 0.2, postgresql: 0.14 },
      ack_p99_ms_at_most: { sqlite: 30, postgresql: 50 },
      tick_growth_at_most: 1.2,
      fanout_efficiency_at_least: 0.95,
      year_rss_growth_at_most: 1.1,
    },
  };
  process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(figures)}\n` : describeFigures(figures));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
