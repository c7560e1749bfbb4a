import { expect, it } from 'vitest';
import { onEachDatabase } from '../support/databases.js';
import { startTeams } from '../support/teams-driver.js';
import { playHalfTerm } from './half-term.js';

onEachDatabase('a half-term in Teams', (open) => {
  it('plays from the setup to a cancelled meeting', async () => {
    const database = await open('example');
    const driver = await startTeams(database);
    await playHalfTerm(driver);
    expect(
      driver.api.calls
        .filter(({ status }) => status >= 300)
        .map(({ operation, path, status, answer }) => [operation, path, status, answer]),
    ).toEqual([]);
    await driver.stop();
    await database.close();
  });
});
