import { expect, it } from 'vitest';
import { onEachDatabase } from '../support/databases.js';
import { startSlack } from '../support/slack-driver.js';
import { playHalfTerm } from './half-term.js';

onEachDatabase('a half-term in Slack', (open) => {
  it('plays from the setup to a cancelled meeting', async () => {
    const database = await open('example');
    const driver = await startSlack(database);
    await playHalfTerm(driver);
    expect(
      driver.api.calls.filter(({ answer }) => answer.ok !== true).map(({ method, answer }) => [method, answer]),
    ).toEqual([]);
    await driver.stop();
    await database.close();
  });
});
