import { expect, it, onTestFinished } from 'vitest';
import { type Open, onDatabase, type TestDatabase } from '../support/databases.js';
import { startLocal } from '../support/local-driver.js';
import { kate, margaret, priya, tom } from './talking.js';

const start = async (open: Open) => {
  const database = await open();
  const driver = await startLocal(database);
  onTestFinished(async () => {
    await driver.stop();
    await database.close();
  });
  return { db: database.db, driver };
};

/** Every row of every table but the web chat's own messages, as one text. */
async function everythingBut(db: TestDatabase['db'], left: string): Promise<string> {
  const tables = Object.keys(db).filter((name) => /^[a-z]/u.test(name) && name !== left);
  const delegates = tables.map((name) => db[name as 'hub']).filter((one) => typeof one?.findMany === 'function');
  expect(delegates.length).toBeGreaterThan(20);
  return JSON.stringify(await Promise.all(delegates.map((one) => one.findMany())));
}

onDatabase('what people write in the web chat’s channel', (open) => {
  it('is counted, and not a word of it is kept anywhere else', async () => {
    const { db, driver } = await start(open);
    await driver.as(priya).type('Has anybody tried the canary task?', 'channel');
    await driver.as(tom).type('Yes, the canary sang.', 'channel');
    await driver.as(tom).type('Who else has a canary?', 'channel');
    expect(await db.contribution.findMany({ orderBy: { messages: 'asc' } })).toMatchObject([
      { personId: driver.personId(priya), messages: 1, replies: 0 },
      { personId: driver.personId(tom), messages: 2, replies: 1 },
    ]);
    expect(await db.question.count()).toBe(2);
    await driver.waitUntil('2026-09-07 08:30');
    expect((await driver.as(kate).messages('direct')).at(-1)?.text).toContain('Nobody has replied yet');
    expect(await everythingBut(db, 'localMessage')).not.toContain('canary');
  });

  it('counts once, however often the page sends it, and commands and direct messages not at all', async () => {
    const { db, driver } = await start(open);
    const body = {
      id: 'the-same-request',
      as: driver.personId(priya),
      place: 'channel',
      group: driver.groupId,
      intent: { kind: 'say', text: 'Good morning!' },
    };
    for (let times = 0; times < 3; times++) expect((await driver.post('/local/act', body)).status).toBe(200);
    await driver.as(priya).type('/help', 'channel');
    await driver.as(priya).type('schedule', 'channel');
    await driver.as(priya).type('Is anybody there?', 'direct');
    await driver.as(margaret).type('Is anybody there?', 'direct');
    await driver.as(priya).type('   ', 'channel');
    expect(await db.contribution.findMany()).toMatchObject([{ personId: driver.personId(priya), messages: 1 }]);
    expect(await db.question.count()).toBe(0);
  });
});
