import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { pickPeople, settingsFile, writeSettings } from '../../scripts/playground/people.js';
import { noPlayground, startPlayground } from '../../scripts/playground/start.js';
import { importDeps } from '../../src/compose.js';
import { importExample } from '../../src/features/enrolment/example.js';
import { createSetClock } from '../../src/shared/clock.js';
import { openSqlite } from '../support/databases.js';
import { quietLog } from '../support/router.js';

const start = new Date('2026-09-03T08:00:00+01:00');

it('has the people of the example’s roster in the playground’s settings', async () => {
  const { db, close } = await openSqlite();
  await importExample(db, importDeps(start));
  const team = await pickPeople(db);
  await close();
  expect(readFileSync(settingsFile, 'utf8')).toBe(writeSettings(team, 'Kate Winterbourne'));
  expect(team.people.map(({ name }) => name)).toEqual([
    'Kate Winterbourne',
    'Priya Nandakumar',
    'Tom Hartwell',
    'Margaret Okonkwo',
    'Stephen Blackwood',
    'Rosalind Amponsah',
  ]);
  expect(writeSettings(team, 'Tom Hartwell')).toContain('currentUser:\n  id: "29:tom.hartwell"');
  expect(() => writeSettings(team, 'Nobody')).toThrow('Nobody is not in the playground. In it are Kate Winterbourne,');
});

const name = 'the playground, which looks at no tokens,';
if (noPlayground === undefined) describe(name, onThisComputerAlone);
else describe.skip(`${name} skipped: ${noPlayground}`, onThisComputerAlone);

function onThisComputerAlone(): void {
  it('is reached from this computer alone', async () => {
    const { db, close } = await openSqlite();
    const clock = createSetClock(start);
    const playground = await startPlayground({ db, clock, log: quietLog, settings: settingsFile, port: 0 });
    try {
      const elsewhere = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .filter(({ family, internal }) => family === 'IPv4' && !internal);
      for (const url of [playground.url, playground.server.url, playground.bridge]) {
        const { port } = new URL(url);
        expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBeLessThan(500);
        for (const { address } of elsewhere) await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
      }
    } finally {
      await playground.stop();
      await close();
    }
  });
}
