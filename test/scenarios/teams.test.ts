import { expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import { startTeams } from '../support/teams-driver.js';
import { holdToItsWord } from '../support/told.js';
import { playHalfTerm } from './half-term.js';
import { updatesAMinuteLater } from './unchanged.js';

onDatabase('a half-term in Teams', (open) => {
  it('plays from the setup to a cancelled meeting', async () => {
    const database = await open('example');
    const driver = await startTeams(database);
    await playHalfTerm(holdToItsWord(driver, database.db));
    expect(
      driver.api.calls
        .filter(({ status }) => status >= 300)
        .map(({ operation, path, status, answer }) => [operation, path, status, answer]),
    ).toEqual([]);
    const updates = () => driver.api.calls.filter(({ operation }) => operation === 'update').length;
    expect(await updatesAMinuteLater(driver, updates)).toBe(0);
    expect(driver.repeats).toEqual([]);
    await driver.stop();
    await database.close();
  });
});
