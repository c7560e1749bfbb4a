import { expect, it } from 'vitest';
import { programmes } from '../../src/features/programmes/programmes.js';
import { openSqlite } from '../support/databases.js';
import type { Driver } from '../support/driver.js';
import type { Fill } from '../support/filling.js';
import { startLocal } from '../support/local-driver.js';
import { startSlack } from '../support/slack-driver.js';
import { startTeams } from '../support/teams-driver.js';
import { holdToItsWord } from '../support/told.js';
import { fillProgramme, secondaryCast } from './casts.js';
import { playFirstHalfTerm } from './first-half-term.js';

type Start = (
  database: Awaited<ReturnType<typeof openSqlite>>,
  options: { fill: Fill },
) => Promise<Driver & { stop(): Promise<void> }>;

/** Those whose whole year is not played elsewhere: the platforms take turns. */
const others = programmes.map(({ id }) => id).filter((id) => id !== 'primary-tfm' && id !== 'secondary-tfm');
const platforms: readonly (readonly [name: string, start: Start])[] = [
  ['the web chat', startLocal],
  ['Slack', startSlack],
  ['Teams', startTeams],
];
const turns = others.flatMap((id, index) => {
  const platform = platforms[index % platforms.length];
  return platform ? [[id, ...platform] as const] : [];
});

it.each(turns)('%s begins, and has its first half-term, in %s', async (id, _, start) => {
  const database = await openSqlite();
  const driver = await start(database, { fill: fillProgramme(id) });
  await playFirstHalfTerm(holdToItsWord(driver, database.db), secondaryCast, id);
  expect(await database.db.delivery.findMany({ where: { status: 'failed' } })).toEqual([]);
  await driver.stop();
  await database.close();
});
