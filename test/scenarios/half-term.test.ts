import { expect, it } from 'vitest';
import { onEachDatabase } from '../support/databases.js';
import { startLocal } from '../support/local-driver.js';
import { holdToItsWord } from '../support/told.js';
import { playHalfTerm } from './half-term.js';

onEachDatabase('a half-term in the web chat', (open) => {
  it('plays from the schedule to a cancelled meeting', async () => {
    const database = await open();
    const driver = await startLocal(database);
    await playHalfTerm(holdToItsWord(driver, database.db));
    // However much happened, nobody got two unasked messages on one day.
    const sent = await database.db.delivery.findMany({ where: { status: 'sent', unasked: true } });
    const days = new Map<string, Set<string>>();
    for (const row of sent) {
      const key = `${row.personId} ${row.sentAt?.toISOString().slice(0, 10)}`;
      days.set(key, (days.get(key) ?? new Set()).add(row.messageRef ?? ''));
    }
    expect([...days].filter(([, messages]) => messages.size > 1)).toEqual([]);
    expect(driver.repeats).toEqual([]);
    await driver.stop();
    await database.close();
  });
});
