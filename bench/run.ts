import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measureActions } from './actions.js';
import { postgresShelf, type Shelf, sqliteShelf } from './databases.js';
import { measureSlack } from './slack.js';
import { measureStartup } from './startup.js';
import { describeFigures } from './table.js';
import { measureTick } from './tick.js';

async function measureOn(shelf: Shelf) {
  try {
    return {
      ...(await measureActions(await shelf.open())),
      ...(await measureTick(shelf)),
      ...(await measureSlack(await shelf.open(), shelf.lastUrl())),
    };
  } finally {
    await shelf.clear();
  }
}

async function measurePostgres() {
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
    startup: await measureStartup(folder),
    sqlite: await measureOn(sqliteShelf(folder)),
    postgresql: await measurePostgres(),
    wanted: {
      freshReadyMsAtMost: 2000,
      idleMbAtMost: 160,
      actionRatioAtLeast: 0.5,
      tickRatioAtMost: 1.2,
      answerRatioAtLeast: 0.1,
      p99MsAtMost: 50,
    },
  };
  process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(figures)}\n` : describeFigures(figures));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
