import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawYear } from './chart.js';
import { postgresShelf, type Shelf, sqliteShelf } from './databases.js';
import { type Day, simulateYear } from './year.js';

// A school year of a made-up country: docs/scale.md has what came of it.
const { values } = parseArgs({
  options: {
    hubs: { type: 'string', default: '40' },
    groups: { type: 'string', default: '25' },
    schools: { type: 'string', default: '5' },
    /** In how many of a group's schools there are two heads of department. */
    leaders: { type: 'string', default: '4' },
    postgresql: { type: 'boolean', default: false },
    /** A file without its ending: NAME.json gets the figures, NAME.svg the chart. */
    out: { type: 'string' },
  },
});
const size = {
  hubs: Number(values.hubs),
  groupsInHub: Number(values.groups),
  schoolsInGroup: Number(values.schools),
  schoolsWithTwoLeaders: Number(values.leaders),
};

const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-scale-'));
const shelf: Shelf = values.postgresql ? await postgresShelf() : sqliteShelf(folder);
try {
  const tell = ({ day, deliveries, ms, idleTickMs, eveningMs, updates, heapMb, rssMb, databaseMb }: Day): void => {
    if (deliveries > 0)
      process.stderr.write(
        `${day}  ${deliveries} sent in ${ms} ms, idle tick ${idleTickMs} ms, ${updates} cards changed in ${eveningMs} ms, ${heapMb} of ${rssMb} MB, database ${databaseMb} MB\n`,
      );
  };
  const { days, ...figures } = await simulateYear(shelf, size, tell);
  const databaseMb = days.at(-1)?.databaseMb;
  const all = { ...size, provider: shelf.provider, databaseMb, ...figures };
  process.stdout.write(`${JSON.stringify(all)}\n`);
  if (values.out !== undefined) {
    writeFileSync(`${values.out}.json`, `${JSON.stringify({ ...all, days }, null, 1)}\n`);
    writeFileSync(`${values.out}.svg`, drawYear(days));
  }
} finally {
  await shelf.clear();
  rmSync(folder, { recursive: true, force: true });
}
