import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeCore } from '../../src/compose.js';
import { visibility } from '../../src/edge/visibility.js';
import { exampleFile } from '../bad-input/example.js';
import { publish } from '../meetings/acting.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';
import { createInstantTimer } from '../support/running-bot.js';
import { marks, plant, players } from '../visibility/planting.js';
import { type Outcome, run } from './run.js';

/** Words that not even a hub lead may read, and whoever runs the bot for her. */
const secrets = (Object.keys(marks) as (keyof typeof marks)[]).flatMap((item) => {
  const [mark, readers] = [marks[item], visibility[item] as readonly string[]];
  return typeof mark === 'string' && !readers.includes('hubLead') ? [mark] : [];
});

const env = { CLOCK_START: '2026-11-24T08:00:00Z', LOG_LEVEL: 'trace' };
let database: TestDatabase;
let test: TestRouter;
let folder: string;
let log: string;
let tries = 0;
let rehearsed: string;

const cli = (words: readonly string[], url = database.url): Promise<Outcome> =>
  run(words, { ...env, DATABASE_URL: url });

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'private-'));
  database = await openSqlite();
  test = await startRouter(database, { file: 'secondary', start: '2026-09-18T08:00:00+01:00' });
  await plant(test.db, test.clock.now());
  await publish(test);
  const meeting = await test.db.meeting.findFirstOrThrow({ where: { halfTerm: 2 } });
  await test.db.gapTask.updateMany({ data: { nextMeetingId: meeting.id } });

  log = '';
  const written = pino({ level: 'trace' }, { write: (line: string) => (log += line) });
  const { router, relay } = composeCore({
    db: test.db,
    clock: test.clock,
    log: written,
    publicUrl: 'http://localhost:3978',
    messenger: {
      ...test.messenger,
      // What goes wrong is logged.
      post: async (message, taken) => {
        tries += 1;
        if (tries % 7 === 0) throw new Error('refused');
        return test.messenger.post(message, taken);
      },
    },
    timer: createInstantTimer(),
  });
  for (const moment of ['2026-09-21T12:00:00+01:00', '2026-11-11T16:30:00Z', '2026-11-23T16:30:00Z']) {
    test.clock.set(new Date(moment));
    await relay.run();
    for (const { name } of players) {
      for (const { command } of router.routes) {
        if (!command) continue;
        const intent = { kind: 'command', text: command.words } as const;
        await router.handle({ id: crypto.randomUUID(), personId: test.personId(name), intent });
      }
    }
    if (moment.startsWith('2026-11-11')) {
      const words = ['rehearse', '--group', test.group.name];
      rehearsed = (await run(words, { ...env, DATABASE_URL: database.url, CLOCK_START: '2026-11-12T08:00:00Z' })).out;
    }
  }
}, 240_000);

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const found = (text: string): string[] => secrets.filter((word) => text.includes(word));

it('has words in every private place, and a digest that quotes them', async () => {
  expect(secrets).toEqual(expect.arrayContaining(['pangolinword', 'quokkaword', 'narwhalword', 'tapirword']));
  expect(found(JSON.stringify(test.messenger.posted))).toContain('quokkaword');
  expect(await test.db.delivery.count({ where: { kind: 'meeting-eve', status: 'sent' } })).toBeGreaterThan(0);
});

it('prints none of them when the year is rehearsed before a digest that has them', () => {
  expect(rehearsed).toContain('Meeting-eve digest');
  expect(rehearsed).toContain('its reader alone');
  expect(found(rehearsed)).toEqual([]);
});

it('writes none of them in a log at trace level', () => {
  expect(log).toContain('"level"');
  expect(found(log)).toEqual([]);
});

it('keeps none of them as the text of a message', async () => {
  const texts = await test.db.sentText.findMany();
  expect(texts.length).toBeGreaterThan(20);
  expect(found(JSON.stringify(texts))).toEqual([]);
});

it('prints none of them, whatever the command', async () => {
  const group = test.group.name;
  const rows = await test.db.delivery.findMany({ select: { id: true } });
  const ids = rows.map(({ id }) => id);
  const copy = path.join(folder, 'copy.db');
  const restored = `file:${path.join(folder, 'restored.db')}`;
  const commands: Readonly<Record<string, readonly (readonly string[])[]>> = {
    import: [[exampleFile('secondary-roster.csv')], [exampleFile('secondary-term-dates.csv')]],
    programmes: [[], ['--hub', 'Example Maths Hub']],
    overview: [[], ['--csv']],
    upcoming: [[], ['--limit', '500']],
    rehearse: [['--group', group]],
    deliveries: [[], ['--limit', '2000'], ['--failed'], ['--late'], ...ids.map((id) => ['--show', id])],
    resend: [['--failed']],
    backup: [[copy]],
    restore: [[copy]],
    doctor: [[]],
    migrate: [[]],
    'carry-on': [['--group', group]],
    workspaces: [[]],
    audit: [[]],
    'slack-link': [['--hub', 'Example Maths Hub']],
    help: [[]],
  };
  const { out: help } = await cli(['--help']);
  const known = [...help.matchAll(/^ {2}([a-z][a-z-]+)(?: |$)/gmu)].map(([, name]) => name);
  expect(known.filter((name) => name !== undefined && !(name in commands))).toEqual([]);

  for (const [command, all] of Object.entries(commands)) {
    for (const words of all) {
      for (const more of command === 'help' || words.includes('--csv') ? [[]] : [[], ['--json']]) {
        const url = command === 'restore' ? restored : database.url;
        const { out, err } = await cli([command, ...words, ...more], url);
        expect(found(out + err), [command, ...words, ...more].join(' ')).toEqual([]);
      }
    }
  }
}, 240_000);
