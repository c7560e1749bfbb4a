import { describe, expect, it } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import type { Driver } from '../support/driver.js';
import { type Fill, fillPrimary, fillSecondary } from '../support/filling.js';
import { startLocal } from '../support/local-driver.js';
import { startSlack } from '../support/slack-driver.js';
import { startTeams } from '../support/teams-driver.js';
import { primaryCast, secondaryCast } from './casts.js';
import { playYear } from './year.js';

type Start = (database: TestDatabase, options: { fill: Fill }) => Promise<Driver & { stop(): Promise<void> }>;

const platforms: readonly (readonly [name: string, start: Start])[] = [
  ['the web chat', startLocal],
  ['Slack', startSlack],
  ['Teams', startTeams],
];

async function play(start: Start, fill: Fill, year: (driver: Driver) => Promise<void>): Promise<void> {
  const database = await openSqlite();
  const driver = await start(database, { fill });
  await year(driver);
  expect(await database.db.delivery.findMany({ where: { status: 'failed' } })).toEqual([]);
  await driver.stop();
  await database.close();
}

describe.each(platforms)('a year in %s', (_, start) => {
  it('of a primary group', () =>
    play(start, fillPrimary, (driver) =>
      playYear(driver, primaryCast, {
        review: {
          'Autumn 1': [/Release days.*0 of 10 days used, 6 planned/su, 'Nothing on record yet: Meetings'],
          'Autumn 2': ['1 held; 2 of 2 places taken up', '1 of 10 days used, 5 planned', '1 set; replies to it'],
          'Spring 1': ['2 held; 4 of 4 places taken up', '2 of 10 days used, 4 planned'],
          'Spring 2': ['3 held; 6 of 6 places taken up', '3 of 10 days used, 3 planned'],
          'Summer 1': ['4 held; 8 of 8 places taken up', '4 of 10 days used, 2 planned'],
          'Summer 2': ['5 held; 10 of 10 places taken up', '5 of 10 days used, 1 planned'],
        },
      }),
    ));

  it('of a secondary group', () =>
    play(start, fillSecondary, (driver) =>
      playYear(driver, secondaryCast, {
        review: {
          'Autumn 1': ['No signature is recorded here yet.'],
          'Autumn 2': ['1 held; 2 of 2 places taken up', '1 of 10 days used, 5 planned'],
          'Spring 1': ['2 of 10 days used, 4 planned'],
          'Spring 2': ['3 of 10 days used, 3 planned'],
          'Summer 1': ['4 of 10 days used, 2 planned'],
          'Summer 2': ['5 of 10 days used, 1 planned'],
        },
      }),
    ));
});
