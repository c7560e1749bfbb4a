import { expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import { startLocal } from '../support/local-driver.js';

onDatabase('words in the web chat', (open) => {
  it('are answers in a direct message, and can be passed on', async () => {
    const database = await open();
    const driver = await startLocal(database);
    const priya = driver.as('Priya Nandakumar');
    const kate = driver.as('Kate Winterbourne');
    await kate.type('schedule plan');
    await kate.submit();
    await driver.waitUntil('2026-09-25 12:00');
    await priya.type('Sorry, I can’t make it', 'direct');
    expect(await database.db.meetingAnswer.findMany()).toMatchObject([{ answer: 'no' }]);
    await priya.press('Undo', 'Taken as your answer', 'direct');
    expect(await database.db.meetingAnswer.count()).toBe(0);
    await priya.type('yes', 'channel');
    expect(await database.db.meetingAnswer.count()).toBe(0);
    await priya.type('Is there parking for <b>minibuses</b>?', 'direct');
    await priya.press('Pass on to Kate Winterbourne', 'I did not understand that', 'direct');
    const got = (await kate.messages('direct')).filter(({ text }) => text.includes('parking for <b>minibuses</b>?'));
    expect(got).toHaveLength(1);
    expect(await database.db.unsentWords.count()).toBe(0);
    await driver.stop();
    await database.close();
  });
});
