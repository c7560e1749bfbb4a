import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { startServer } from '../../src/server.js';
import { connect, targetOf } from '../../src/store/client.js';
import { onEachDatabase } from '../support/databases.js';
import { changes, everything } from '../support/everything.js';
import { quietLog } from '../support/router.js';
import { refusals } from '../support/teams-connector.js';
import {
  botAdded,
  channel,
  type DoorAnswer,
  installationUpdate,
  knock,
  membersAdded,
  mentionOf,
  messageActivity,
  personal,
} from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { answerOf, handingIn, said, same, written } from './again.js';
import {
  anew,
  begin,
  colleague,
  head,
  type Json,
  member,
  pressOf,
  publish,
  record,
  type Setting,
  specialist,
  traceOf,
} from './raw-door.js';

const stranger = { name: 'Somebody Else', email: 'somebody@nowhere.example' };

/** Twice at the same moment, again when all is done, and once more to a bot that has just been started. */
async function deliver(driver: TeamsDriver, activity: Json): Promise<DoorAnswer[]> {
  const together = await Promise.all([driver.knock(activity), driver.knock(activity)]);
  await driver.server.settle();
  const later = await driver.send(activity);
  await driver.restart();
  return [...together, later, await driver.send(activity)];
}

onEachDatabase('an activity that Teams delivers again', (open) => {
  it('is answered once', async () => {
    const { driver } = await begin({}, open);
    for (const activity of [
      said(driver, 'direct', 'people'),
      said(driver, 'channel', `${mentionOf(driver.api)} help`),
    ]) {
      const before = written(driver);
      expect(same(await deliver(driver, activity))).toEqual({ status: 200, body: undefined });
      expect(written(driver)).toBe(before + 1);
    }
  });

  it('is counted once', async () => {
    const { driver, db } = await begin({}, open);
    same(await deliver(driver, said(driver, 'channel', 'Has anybody tried this?')));
    expect(await db.contribution.findMany({ select: { messages: true } })).toEqual([{ messages: 1 }]);
    expect(await db.question.count()).toBe(1);
  });

  it('acts once and answers the same, and does not undo what was said since', async () => {
    const setting = await begin({}, open);
    const { driver, db } = setting;
    await publish(driver);
    const press = pressOf(driver, driver.as(member), 'No', 'Our meetings');
    const { status, body } = same(await deliver(driver, press));
    expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining('You cannot come')]);
    expect(await db.inboxEntry.count({ where: { key: { contains: encodeURIComponent(String(press.id)) } } })).toBe(1);
    await driver.send(pressOf(driver, driver.as(member), 'Yes', 'Our meetings'));
    const { rows } = await traceOf(setting, async () => {
      expect(JSON.stringify(await driver.send(press))).toContain('You cannot come');
    });
    expect([rows, await answerOf(setting)]).toEqual([[], 'yes']);
  });

  it('opens the same dialog, and changes nothing', async () => {
    const setting = await begin({}, open);
    const { driver } = setting;
    await publish(driver);
    const press = pressOf(driver, driver.as(member), 'Answer for other dates', 'Our meetings');
    const { rows } = await traceOf(setting, async () => {
      const { body } = same(await deliver(driver, press));
      expect(body).toMatchObject({ task: { type: 'continue' } });
    });
    expect(rows.filter((row) => !/ (Installation|Conversation) /u.test(row))).toEqual([]);
  });

  it('hands a form in once', async () => {
    const setting = await begin({}, open);
    const { driver, db } = setting;
    await driver.as(specialist).type('schedule plan');
    const form = await handingIn(driver, specialist);
    const { body } = same(await deliver(driver, form));
    expect(JSON.stringify(body)).toContain('Published. 6 dates are in the schedule');
    expect(await db.meeting.count()).toBe(6);
    await driver.as(specialist).type('task set');
    const values = { Title: 'One bar model', 'What to try': 'Use it twice.', 'Big Ideas': ['Fluency'] };
    same(await deliver(driver, await handingIn(driver, specialist, values)));
    expect(await db.gapTask.count()).toBe(1);
  });

  it('refuses a form the same each time', async () => {
    const setting = await begin({}, open);
    const { driver, db } = setting;
    await driver.as(specialist).type('schedule plan');
    const form = await handingIn(driver, specialist, { 'Date in Autumn 2': '2026-11-13' });
    expect(JSON.stringify(same(await deliver(driver, form)))).toContain('Oakfield Primary is closed on Fri 13 Nov');
    expect(await db.meeting.count()).toBe(0);
  });

  it('says hello and welcomes once, also to who leaves and comes back', async () => {
    const { driver } = await begin({ notAdded: true, notInstalled: [head] }, open);
    const { api } = driver;
    const inChannel = channel(api.team, api.channel);
    api.team.hasBot = true;
    const kate = api.userOf('kate.winterbourne@examplemathshub.example');
    for (const activity of [botAdded(api, kate, inChannel), installationUpdate(api, kate, inChannel)]) {
      same(await deliver(driver, activity));
    }
    await driver.addToTeam();
    const hello = api.tenant.messages.filter(({ conversation }) => conversation === api.channel);
    expect(hello).toHaveLength(1);

    const { user, chat } = driver.as(head);
    api.tenant.installed.add(user.id);
    same(await deliver(driver, installationUpdate(api, user, personal(chat))));
    await driver.install(head);
    expect(api.tenant.messages.filter(({ conversation }) => conversation === chat)).toHaveLength(1);
  });

  it('welcomes a member once, also who leaves and comes back', async () => {
    const { driver } = await begin({}, open);
    const { api } = driver;
    const { user, chat } = driver.as(member);
    const joined = () => membersAdded(api, user, channel(api.team, api.team.id), [user]);
    same(await deliver(driver, joined()));
    await driver.part(member);
    await driver.join(member);
    same(await deliver(driver, joined()));
    expect(api.tenant.messages.filter(({ conversation }) => conversation === chat)).toHaveLength(1);
  });

  it('asks the specialist once who somebody is', async () => {
    const { driver, db } = await begin({ strangers: [stranger] }, open);
    const { api } = driver;
    const { user, chat } = driver.as(stranger.name);
    const thread = channel(api.team, api.channel, '1788418800777');
    same(await deliver(driver, messageActivity(api, user, thread, 'Hello!', '1788418800777')));
    same(await deliver(driver, membersAdded(api, user, channel(api.team, api.team.id), [user])));
    same(await deliver(driver, messageActivity(api, user, personal(chat), 'help', '1788418800778')));
    expect(await db.delivery.count({ where: { kind: 'who-is-this' } })).toBe(1);
  });

  it('shows a card anew, and changes nothing', async () => {
    const setting = await begin({}, open);
    const { driver } = setting;
    await publish(driver);
    const recorded = record(driver);
    await driver.as(member).look('Our meetings');
    const refresh = recorded.at(-1) ?? {};
    await driver.server.settle();
    const before = await everything(setting.db);
    expect(same(await deliver(driver, refresh)).status).toBe(200);
    expect(changes(before, await everything(setting.db))).toEqual([]);
  });

  it('is no repeat when it is somebody else’s', async () => {
    const { driver, db } = await begin({}, open);
    await driver.as(specialist).type('schedule plan');
    const form = await handingIn(driver, specialist);
    await driver.send(form);
    const from = (who: string): Json => ({ from: { id: driver.as(who).user.id } });
    const other = JSON.stringify(await driver.send({ ...form, ...from(member) }));
    expect(other).toContain('That is for the specialist');
    expect(other).not.toContain('Published');
    const press = pressOf(driver, driver.as(member), 'No', 'Our meetings');
    for (const who of [member, colleague]) await driver.send({ ...press, ...from(who) });
    expect(await db.meetingAnswer.count()).toBe(2);
  });

  it('to two bots on one database acts once, and both answer the same', async () => {
    const setting = await begin({}, open);
    const { driver, db, database } = setting;
    await publish(driver);
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', DATABASE_URL: database.url, ...driver.api.env });
    const theirs = await connect(await targetOf(database.url));
    const second = await startServer(config, theirs, driver.clock, quietLog, driver.timer);
    const toBoth = (activity: Json): Promise<DoorAnswer[]> => {
      const token = driver.api.sign();
      return Promise.all([driver.server, second].map(({ url }) => knock(url, activity, token)));
    };
    const press = pressOf(driver, driver.as(member), 'No', 'Our meetings');
    expect(JSON.stringify(same(await toBoth(press)))).toContain('You cannot come');
    expect(await db.meetingAnswer.count()).toBe(1);
    await second.stop();
    await theirs.$disconnect();
  });
});

describe('a repeat while the first is under way', () => {
  it('waits for it: Teams sends again what takes longer than 15 seconds', async () => {
    const { driver } = await begin();
    let letGo = (): void => {};
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const before = written(driver);
    driver.api.fail('send', { until, times: 1 });
    const activity = said(driver, 'direct', 'people');
    const both = [driver.knock(activity), driver.knock(activity)];
    letGo();
    same(await Promise.all(both));
    expect(written(driver)).toBe(before + 1);
  });

  it('does not make a press wait for Teams', async () => {
    const setting = await begin();
    const { driver } = setting;
    await publish(driver);
    let letGo = (): void => {};
    driver.api.fail('any', {
      until: new Promise<void>((resolve) => {
        letGo = resolve;
      }),
    });
    const press = pressOf(driver, driver.as(member), 'No', 'Our meetings');
    const { status, body } = same(await Promise.all([driver.knock(press), driver.knock(press)]));
    expect([status, await answerOf(setting)]).toEqual([200, 'no']);
    expect(JSON.stringify(body)).toContain('You cannot come');
    letGo();
  });
});

describe('an answer that Teams does not take', () => {
  it.each([
    ['just now', { ...refusals.unavailable }],
    ['because it is out of reach', { cut: 'before' as const }],
  ])('%s is given when Teams asks again', async (_why, fault) => {
    const { driver } = await begin();
    const before = written(driver);
    driver.api.fail('send', fault);
    const activity = said(driver, 'direct', 'people');
    expect((await driver.send(activity)).status).toBeGreaterThanOrEqual(500);
    driver.api.mend();
    expect(same(await deliver(driver, activity)).status).toBe(200);
    expect(written(driver)).toBe(before + 1);
  });

  it('at all is not tried for ever', async () => {
    const { driver } = await begin();
    driver.api.fail('send', refusals.blocked);
    const activity = said(driver, 'direct', 'people');
    expect((await driver.send(activity)).status).toBe(200);
    driver.api.mend();
    const before = written(driver);
    same(await deliver(driver, activity));
    expect(written(driver)).toBe(before);
  });
});

describe('a database that another program holds', () => {
  /** Until it lets go. */
  async function hold({ db, database }: Setting): Promise<() => Promise<void>> {
    await db.$queryRawUnsafe('PRAGMA busy_timeout = 20');
    const other = await connect(await targetOf(database.url));
    await other.$executeRawUnsafe('BEGIN EXCLUSIVE');
    return async () => {
      await other.$executeRawUnsafe('ROLLBACK');
      await other.$disconnect();
    };
  }

  it('refuses a press in words, and takes the next', async () => {
    const setting = await begin();
    const { driver, db } = setting;
    await publish(driver);
    const press = pressOf(driver, driver.as(member), 'No', 'Our meetings');
    await driver.server.settle();
    const before = await everything(db);
    const release = await hold(setting);
    const { status, body } = await driver.knock(press);
    await release();
    expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining('The bot is busy just now')]);
    expect(changes(before, await everything(db))).toEqual([]);
    expect(JSON.stringify(await driver.send(press))).toContain('You cannot come');
    expect(await answerOf(setting)).toBe('no');
  });

  it('leaves a form to be sent again', async () => {
    const setting = await begin();
    const { driver, db } = setting;
    await driver.as(specialist).type('schedule plan');
    const form = await handingIn(driver, specialist);
    const release = await hold(setting);
    const { status, body } = await driver.knock(form);
    await release();
    expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining('The bot is busy just now')]);
    expect(await db.meeting.count()).toBe(0);
    expect(JSON.stringify(await driver.send(form))).toContain('Published. 6 dates');
  });

  it('has Teams send words again, which are then answered and counted once', async () => {
    const setting = await begin();
    const { driver, db } = setting;
    await driver.as(member).say('Hello!');
    const activities = [said(driver, 'direct', 'people'), said(driver, 'channel', 'Has anybody tried this?')];
    await driver.server.settle();
    const [before, messages] = [await everything(db), written(driver)];
    const release = await hold(setting);
    for (const activity of activities) expect((await driver.knock(activity)).status).toBe(503);
    await release();
    await driver.server.settle();
    expect(changes(before, await everything(db))).toEqual([]);
    for (const activity of activities) expect(same(await deliver(driver, activity)).status).toBe(200);
    expect(written(driver)).toBe(messages + 1);
    expect(await db.contribution.findMany({ select: { messages: true } })).toEqual([{ messages: 2 }]);
  });
});

it('a repeat that comes with another id is another wish, and says so by what is done already', async () => {
  const { driver, db } = await begin();
  await driver.as(specialist).type('schedule plan');
  const form = await handingIn(driver, specialist);
  await driver.send(form);
  const again = await driver.send(anew(form));
  expect(JSON.stringify(again)).toContain('Every half-term has its meeting');
  expect(await db.meeting.count()).toBe(6);
});
