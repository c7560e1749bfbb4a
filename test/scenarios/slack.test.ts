import { expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import { startSlack } from '../support/slack-driver.js';
import { holdToItsWord } from '../support/told.js';
import { playHalfTerm } from './half-term.js';
import { updatesAMinuteLater } from './unchanged.js';

onDatabase('a half-term in Slack', (open) => {
  it('plays from the setup to a cancelled meeting', async () => {
    const database = await open('example');
    const driver = await startSlack(database);
    await playHalfTerm(holdToItsWord(driver, database.db));
    expect(
      driver.api.calls.filter(({ answer }) => answer.ok !== true).map(({ method, answer }) => [method, answer]),
    ).toEqual([]);
    const updates = () => driver.api.calls.filter(({ method }) => method === 'chat.update').length;
    expect(await updatesAMinuteLater(driver, updates)).toBe(0);
    expect(driver.repeats).toEqual([]);
    await driver.stop();
    await database.close();
  });
});
