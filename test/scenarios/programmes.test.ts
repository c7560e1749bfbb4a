import { describe, expect, it } from 'vitest';
import { programmes } from '../../src/features/programmes/programmes.js';
import { openSqlite } from '../support/databases.js';
import type { Driver } from '../support/driver.js';
import type { Fill } from '../support/filling.js';
import { startLocal } from '../support/local-driver.js';
import { startSlack } from '../support/slack-driver.js';
import { startTeams } from '../support/teams-driver.js';
import { fillProgramme, secondaryCast } from './casts.js';
import { playFirstHalfTerm } from './first-half-term.js';

type Start = (
  database: Awaited<ReturnType<typeof openSqlite>>,
  options: { fill: Fill },
) => Promise<Driver & { stop(): Promise<void> }>;

/** Those whose whole year is not played elsewhere: each in the web chat, and in one of the others. */
const others = programmes.map(({ id }) => id).filter((id) => id !== 'primary-tfm' && id !== 'secondary-tfm');
const platforms: readonly (readonly [name: string, start: Start])[] = [
  ['Slack', startSlack],
  ['Teams', startTeams],
];

describe.each(others.map((id, index) => [id, platforms[index % 2]] as const))('%s', (id, platform) => {
  it.each(platform ? [['the web chat', startLocal] as const, platform] : [])(
    'begins, and has its first half-term, in %s',
    async (_, start) => {
      const database = await openSqlite();
      const driver = await start(database, { fill: fillProgramme(id) });
      await playFirstHalfTerm(driver, secondaryCast, id);
      const failed = await database.db.delivery.findMany({ where: { status: 'failed' } });
      expect(failed).toEqual([]);
      await driver.stop();
      await database.close();
    },
  );
});
