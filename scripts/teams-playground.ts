import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createLog, importDeps, openDatabase } from '../src/compose.js';
import { readBasics } from '../src/config.js';
import { importExample } from '../src/features/enrolment/example.js';
import { createClockFrom } from '../src/shared/clock.js';
import { inWords } from '../src/shared/failure.js';
import type { Database } from '../src/store/client.js';
import { pickPeople, settingsFile, settingsName, writeSettings } from './playground/people.js';
import { startPlayground } from './playground/start.js';

/**
 * Microsoft's own client for local tests with the example's Work Group in it: `npm run teams:playground`.
 * `-- --as NAME` acts as somebody else of it, `-- --keep FILE` keeps everything in a SQLite file of its own. To see a
 * later day, start it again with CLOCK_START=2026-09-08T08:29:00+01:00 and the same file.
 */
const usualPort = 56150;
/** A minute before the half-term opens. */
const start = new Date('2026-09-03T08:29:00+01:00');

const firstSteps: Record<string, string> = {
  specialist:
    'the specialist. In work-group, post “@Work Group setup” and press “Open”; then type “schedule plan” in Personal Chat.',
  hubLead: 'the hub lead. Type “upcoming” in Personal Chat, then “report”.',
  head: 'a head teacher. Type “home” in Personal Chat, then “commitments”.',
  advocate: 'a lead teacher. Type “home” in Personal Chat, then “reflect”.',
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { as: { type: 'string' }, keep: { type: 'string' } } });
  const { logLevel, clockStart } = readBasics({ LOG_LEVEL: 'error', ...process.env });
  const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-playground-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const db = await openDatabase(`file:${path.resolve(values.keep ?? path.join(folder, 'example.db'))}`);
  const clock = createClockFrom(await whenToStart(db, clockStart ?? start));
  await importExample(db, importDeps(clock.now()));
  const team = await pickPeople(db);
  const specialist = team.people[0]?.name ?? '';
  const acting = values.as ?? specialist;
  const settings = acting === specialist ? settingsFile : path.join(folder, settingsName);
  if (settings !== settingsFile) writeFileSync(settings, writeSettings(team, acting));
  const { url, stop } = await startPlayground({ db, clock, log: createLog(logLevel), settings, port: usualPort });
  const role = team.people.find(({ name }) => name === acting)?.role ?? '';
  process.stdout.write(`Microsoft’s playground with the example Work Group in it: ${url}  (Ctrl+C stops it)\n`);
  process.stdout.write(`You are ${acting}, ${firstSteps[role]}\n`);

  const leave = async (): Promise<void> => {
    await stop();
    await db.$disconnect();
    process.exit(0);
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
}

/** Not before what has happened already, in a file that was kept. */
async function whenToStart(db: Database, wanted: Date): Promise<Date> {
  const { _max: last } = await db.installation.aggregate({ _max: { heardAt: true } });
  return last.heardAt && last.heardAt > wanted ? last.heardAt : wanted;
}

main().catch((error: unknown) => {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
});
