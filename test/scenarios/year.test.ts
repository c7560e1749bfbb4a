import { describe, expect, it } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import type { Driver, WatchedDriver } from '../support/driver.js';
import { type Fill, fillPrimary, fillSecondary } from '../support/filling.js';
import { startLocal } from '../support/local-driver.js';
import { startSlack } from '../support/slack-driver.js';
import { startTeams } from '../support/teams-driver.js';
import { holdToItsWord } from '../support/told.js';
import { primaryCast, secondaryCast } from './casts.js';
import { everythingElse, playYear } from './year.js';

type Start = (database: TestDatabase, options: { fill: Fill }) => Promise<WatchedDriver & { stop(): Promise<void> }>;

const platforms: readonly (readonly [name: string, start: Start])[] = [
  ['the web chat', startLocal],
  ['Slack', startSlack],
  ['Teams', startTeams],
];

async function play(start: Start, fill: Fill, year: (driver: Driver) => Promise<void>): Promise<void> {
  const database = await openSqlite();
  const driver = await start(database, { fill });
  await year(holdToItsWord(driver, database.db));
  expect(await database.db.delivery.findMany({ where: { status: 'failed' } })).toEqual([]);
  expect(driver.repeats).toEqual([]);
  await driver.stop();
  await database.close();
}

/** What the head reads each half-term, in any programme that counts it. */
const review = {
  'Autumn 1': [/0 of 10 days used, 6 planned/u, 'Nothing on record yet: Meetings', /Signed: all [34] have signed/u],
  'Autumn 2': [
    '1 held; 2 of 2 places taken up',
    '2 of 10 days used, 5 planned',
    '1 set; replies to it',
    '1 visit, on Tue 6 Oct',
    '1 TRG session, on Mon 5 Oct',
    '1 of 1 step',
  ],
  'Spring 1': ['2 held; 4 of 4 places taken up', '3 of 10 days used, 4 planned', '2 visits, the last on Thu 7 Jan'],
  'Spring 2': ['3 held; 6 of 6 places taken up', '6 of 10 days used, 3 planned', '1 of 2 steps'],
  'Summer 1': ['4 held; 8 of 8 places taken up', '7 of 10 days used, 2 planned', '3 visits, the last on Thu 15 Apr'],
  'Summer 2': ['5 held; 10 of 10 places taken up', '8 of 10 days used, 1 planned', '5 set; replies to all of them'],
} as const;
const together = '1 meeting of the heads, on Tue 8 Dec';

describe.each(platforms)('a year in %s', { timeout: 240_000 }, (_, start) => {
  it('of a primary group', () =>
    play(start, fillPrimary, (driver) =>
      playYear(driver, primaryCast, {
        ...everythingElse(driver, primaryCast),
        review: { ...review, 'Spring 1': [...review['Spring 1'], together] },
      }),
    ));

  it('of a secondary group', () =>
    play(start, fillSecondary, (driver) =>
      playYear(driver, secondaryCast, { ...everythingElse(driver, secondaryCast), review }),
    ));
});
