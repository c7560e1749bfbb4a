import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleServer } from '../crash/server.js';
import type { DoorAnswer } from '../support/teams-door.js';
import { answerOf, handingIn, said, same, written } from './again.js';
import { startKilledBot } from './killed-bot.js';
import { begin, type Json, member, pressOf, publish, type Setting, specialist } from './raw-door.js';

describe('a bot that is killed', () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await bundleServer();
  });
  afterAll(() => bundle.remove());

  /** Lives and dies until the activity is answered. @returns what was there at each death */
  async function liveThrough<Seen>(
    { database, driver }: Setting,
    activity: Json,
    deaths: readonly (number | undefined)[],
    look: () => Promise<Seen>,
  ): Promise<{ seen: Seen[]; answers: DoorAnswer[] }> {
    const seen: Seen[] = [];
    const answers: DoorAnswer[] = [];
    for (const death of deaths) {
      const bot = await startKilledBot(bundle, database, driver, death);
      const answer = await bot.send(activity);
      if (answer) answers.push(answer);
      else seen.push(await look());
      if (answer && death === undefined) answers.push((await bot.send(activity)) as DoorAnswer);
      await bot.kill();
    }
    return { seen, answers };
  }

  it('over a press has acted or has not, and answers the same when asked again', async () => {
    const setting = await begin();
    const { driver, db } = setting;
    await publish(driver);
    const press = pressOf(driver, driver.as(member), 'No', 'Our meetings');
    await driver.server.stop();
    const { seen, answers } = await liveThrough(
      setting,
      press,
      [4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, undefined],
      () => db.meetingAnswer.count(),
    );
    // It died on both sides of the moment at which the answer was saved.
    expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
    expect(JSON.stringify(same(answers))).toContain('You cannot come');
    expect(await answerOf(setting)).toBe('no');
    await driver.restart();
  }, 120_000);

  it('over a form has taken all of it or nothing', async () => {
    const setting = await begin();
    const { driver, db } = setting;
    await driver.as(specialist).type('schedule plan');
    const form = await handingIn(driver, specialist);
    await driver.server.stop();
    const { seen, answers } = await liveThrough(setting, form, [10, 20, 40, 60, 80, undefined], () =>
      db.meeting.count(),
    );
    expect(seen.every((count) => count === 0 || count === 6)).toBe(true);
    expect(JSON.stringify(same(answers))).toContain('Published. 6 dates');
    expect(await db.meeting.count()).toBe(6);
    await driver.restart();
  }, 120_000);

  it('over words answers them when Teams asks again', async () => {
    const setting = await begin();
    const { driver, database } = setting;
    const activity = said(driver, 'direct', 'people');
    await driver.server.stop();
    const before = written(driver);
    // It is killed while Teams takes its time over the answer.
    let asked = (): void => {};
    const sending = new Promise<void>((resolve) => {
      asked = resolve;
    });
    driver.api.fail('send', {
      cut: 'before',
      when: () => {
        asked();
        return true;
      },
      until: new Promise(() => {}),
      times: 1,
    });
    const first = await startKilledBot(bundle, database, driver);
    const lost = first.send(activity);
    await sending;
    await first.kill();
    expect(await lost).toBeUndefined();
    expect(written(driver)).toBe(before);
    const second = await startKilledBot(bundle, database, driver);
    expect((await second.send(activity))?.status).toBe(200);
    expect((await second.send(activity))?.status).toBe(200);
    await second.kill();
    expect(written(driver)).toBe(before + 1);
    await driver.restart();
  }, 120_000);
});
