import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect, targetOf } from '../../src/store/client.js';
import { onEachDatabase, openSqlite, type TestDatabase } from '../support/databases.js';
import { changes, everything } from '../support/everything.js';
import { type SlackDriver, type SlackOptions, startSlack } from '../support/slack-driver.js';
import {
  type Body,
  buttonOf,
  commandBody,
  eventBody,
  payloadBody,
  type Recorded,
  record,
  sendSigned,
} from './raw-door.js';

type Json = Record<string, unknown>;

const member = 'Priya Nandakumar';

interface Setting {
  database: TestDatabase;
  driver: SlackDriver;
  recorded: Recorded;
}

async function begin(open = openSqlite, options: SlackOptions = {}): Promise<Setting> {
  const database = await open();
  const driver = await startSlack(database, options);
  onTestFinished(async () => {
    driver.api.mend();
    await driver.stop();
    await database.close();
  });
  return { database, driver, recorded: record(driver) };
}

/** A schedule in the channel, and a lead teacher's press on it as Slack sent it. */
async function published(setting: Setting): Promise<(label: string) => Body> {
  const { driver, recorded } = setting;
  await driver.as('specialist').type('schedule plan');
  await driver.as('specialist').submit();
  await driver.as(member).press('Yes', 'Our meetings', 'channel');
  const pressed = recorded.payloads.at(-1);
  return (label) =>
    payloadBody({
      ...pressed,
      trigger_id: randomUUID(),
      actions: [{ ...buttonOf(driver, label), type: 'button', action_ts: randomUUID() }],
    });
}

const answerOf = async ({ database, driver }: Setting): Promise<string | undefined> =>
  (await database.db.meetingAnswer.findFirst({ where: { personId: driver.personId(member) } }))?.answer;

/** How often something was said to a place or a person, by whichever method. */
const timesSaid = ({ driver }: Setting, words: string): number =>
  [...driver.api.calls.filter(({ answer }) => answer.ok === true), ...driver.api.responses].filter(({ body }) =>
    JSON.stringify(body.blocks ?? '').includes(words),
  ).length;

const retry = (number: number) => ({ 'x-slack-retry-num': `${number}`, 'x-slack-retry-reason': 'http_timeout' });

/** Twice at the same moment, and again when all is done. */
async function deliver({ driver }: Setting, body: Body): Promise<number[]> {
  const together = await Promise.all([sendSigned(driver, body), sendSigned(driver, body, retry(1))]);
  await driver.server.settle();
  const later = await sendSigned(driver, body, retry(2));
  await driver.server.settle();
  return [...together, later].map(({ status }) => status);
}

const said = (setting: Setting, place: string, text: string): Body => {
  const { driver } = setting;
  const user = driver.as(member).user;
  const type = place.startsWith('D') ? 'im' : 'channel';
  const event = { type: 'message', channel_type: type, user, text, ts: '1788418800.000200', channel: place };
  return eventBody(driver, `Ev${randomUUID()}`, event);
};

onEachDatabase('an event that Slack delivers again', (open) => {
  it('is answered once', async () => {
    const setting = await begin(open);
    const direct = await setting.driver.as(member).direct();
    expect(await deliver(setting, said(setting, direct, 'people'))).toEqual([200, 200, 200]);
    expect(setting.driver.api.calls.filter(({ body }) => body.channel === direct)).toHaveLength(1);
  });

  it('is counted once', async () => {
    const setting = await begin(open);
    const { driver, database } = setting;
    expect(await deliver(setting, said(setting, driver.channel, 'Has anybody tried this?'))).toEqual([200, 200, 200]);
    expect(await database.db.contribution.findMany({ select: { messages: true } })).toEqual([{ messages: 1 }]);
    expect(await database.db.question.count()).toBe(1);
  });

  it('welcomes once, also when somebody leaves and comes back', async () => {
    const setting = await begin(open);
    const { driver } = setting;
    const joined = () =>
      eventBody(driver, `Ev${randomUUID()}`, {
        type: 'member_joined_channel',
        user: driver.as(member).user,
        channel: driver.channel,
      });
    expect(await deliver(setting, joined())).toEqual([200, 200, 200]);
    expect(await deliver(setting, joined())).toEqual([200, 200, 200]);
    expect(timesSaid(setting, 'Welcome')).toBe(1);
  });

  it('asks the specialist once who somebody is', async () => {
    const strangers = [{ name: 'Somebody Else', email: 'somebody@nowhere.example' }];
    const setting = await begin(open, { strangers });
    const { driver, database } = setting;
    const user = driver.as('Somebody Else').user;
    const event = { type: 'message', channel_type: 'channel', user, text: 'Hello', ts: '1788418800.000300' };
    await deliver(setting, eventBody(driver, `Ev${randomUUID()}`, { ...event, channel: driver.channel }));
    await sendSigned(driver, eventBody(driver, `Ev${randomUUID()}`, { type: 'team_join', user: { id: user } }));
    expect(await database.db.delivery.count({ where: { kind: 'who-is-this' } })).toBe(1);
  });
});

describe('a database that another program holds', () => {
  /** Until it lets go. */
  async function hold({ database }: Setting): Promise<() => Promise<void>> {
    await database.db.$queryRawUnsafe('PRAGMA busy_timeout = 20');
    const other = await connect(await targetOf(database.url));
    await other.$executeRawUnsafe('BEGIN EXCLUSIVE');
    return async () => {
      await other.$executeRawUnsafe('ROLLBACK');
      await other.$disconnect();
    };
  }

  it('refuses a press in words, and takes the next', async () => {
    const setting = await begin();
    const press = await published(setting);
    await setting.driver.server.settle();
    const before = await everything(setting.database.db);
    const release = await hold(setting);
    // Also when it is time to note that the workspace was heard of.
    setting.driver.clock.set(new Date('2026-09-03T08:05:00+01:00'));
    expect(await sendSigned(setting.driver, press('No'))).toEqual({ status: 200, text: '' });
    await setting.driver.server.settle();
    expect(timesSaid(setting, 'The bot is busy just now, and nothing was changed')).toBe(1);
    await release();
    expect(changes(before, await everything(setting.database.db))).toEqual([]);
    await sendSigned(setting.driver, press('No'));
    expect(await answerOf(setting)).toBe('no');
  });

  it('leaves a form open, with what was written in it', async () => {
    const setting = await begin();
    const { driver, database } = setting;
    const specialist = driver.as('specialist');
    await specialist.type('schedule plan');
    const release = await hold(setting);
    expect(await specialist.submit()).toContain('The bot is busy just now');
    expect(specialist.form().title).toBe('Plan the schedule');
    await release();
    expect(await database.db.meeting.count()).toBe(0);
    expect(await specialist.submit()).toContain('Published. 6 dates');
  });

  it('has Slack send an event again, which is then answered and counted once', async () => {
    const setting = await begin();
    const { driver, database } = setting;
    const direct = await driver.as(member).direct();
    await driver.as(member).say('Hello!');
    await driver.server.settle();
    const before = await everything(database.db);
    const bodies = [said(setting, direct, 'people'), said(setting, driver.channel, 'Has anybody tried this?')];
    const release = await hold(setting);
    for (const body of bodies) expect(await sendSigned(driver, body)).toMatchObject({ status: 503 });
    await driver.server.settle();
    expect(driver.api.calls.filter(({ body }) => body.channel === direct)).toEqual([]);
    await release();
    expect(changes(before, await everything(database.db))).toEqual([]);
    for (const body of bodies) expect(await deliver(setting, body)).toEqual([200, 200, 200]);
    expect(driver.api.calls.filter(({ body }) => body.channel === direct)).toHaveLength(1);
    expect(await database.db.contribution.findMany({ select: { messages: true } })).toEqual([{ messages: 2 }]);
  });
});

describe('while Slack is slow', () => {
  /** Slack answers nothing until it has been answered. */
  async function answeredFirst(setting: Setting, methods: string[], body: Body): Promise<Json[]> {
    const { driver } = setting;
    let letGo: () => void = () => {};
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    for (const method of methods) driver.api.fail(method, { until });
    const called = driver.api.calls.length;
    expect(await sendSigned(driver, body)).toMatchObject({ status: 200 });
    const early = driver.api.calls.slice(called).map(({ method }) => method);
    for (const method of methods) expect(early).not.toContain(method);
    letGo();
    await driver.server.settle();
    return driver.api.calls.slice(called).map(({ method, answer }) => ({ method, ok: answer.ok }));
  }

  const command = async ({ driver }: Setting, who: string, text: string): Promise<Body> => {
    const { user } = driver.as(who);
    const trigger_id = await driver.trigger(user);
    return commandBody(driver, { user_id: user, channel_id: driver.channel, text, trigger_id });
  };

  it('a press is acknowledged and saved, and its words come later', async () => {
    const setting = await begin();
    const press = await published(setting);
    let letGo: () => void = () => {};
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    setting.driver.api.fail('response_url', { until });
    expect(await sendSigned(setting.driver, press('No'))).toMatchObject({ status: 200 });
    const saved = await answerOf(setting);
    expect([saved, timesSaid(setting, 'You cannot come')]).toEqual(['no', 0]);
    letGo();
    await setting.driver.server.settle();
    expect(timesSaid(setting, 'You cannot come')).toBe(1);
  });

  it('a command is acknowledged before its modal opens', async () => {
    const setting = await begin();
    const done = await answeredFirst(setting, ['views.open'], await command(setting, 'specialist', 'schedule plan'));
    expect(done).toEqual([{ method: 'views.open', ok: true }]);
  });

  it('a command is acknowledged before it is known who somebody is', async () => {
    const setting = await begin();
    const done = await answeredFirst(setting, ['users.info'], await command(setting, member, 'people'));
    expect(done).toContainEqual({ method: 'users.info', ok: true });
    expect(done).toContainEqual({ method: 'chat.postEphemeral', ok: true });
  });

  it('an event is acknowledged before its answer stands', async () => {
    const setting = await begin();
    const direct = await setting.driver.as(member).direct();
    const done = await answeredFirst(setting, ['chat.postMessage'], said(setting, direct, 'people'));
    expect(done).toContainEqual({ method: 'chat.postMessage', ok: true });
  });
});

describe('while Slack refuses', () => {
  const broken = { status: 500, body: { ok: false } };
  const refuse = (error: string) => ({ body: { ok: false, error } });

  it.each<[string, [string, object][], string]>([
    ['nothing', [], 'response_url'],
    ['the response URL', [['response_url', broken]], 'chat.postEphemeral'],
    ['a gone response URL', [['response_url', { status: 404, body: {} }]], 'chat.postEphemeral'],
    [
      'that and words for one person',
      [
        ['response_url', broken],
        ['chat.postEphemeral', refuse('user_not_in_channel')],
      ],
      'chat.postMessage',
    ],
  ])('%s, a press is saved and its words find another way', async (_what, faults, way) => {
    const setting = await begin();
    const press = await published(setting);
    for (const [method, fault] of faults) setting.driver.api.fail(method, fault);
    const { calls, responses } = setting.driver.api;
    const before = [calls.length, responses.length];
    expect(await sendSigned(setting.driver, press('No'))).toMatchObject({ status: 200 });
    await setting.driver.server.settle();
    expect(await answerOf(setting)).toBe('no');
    const ways = [
      ...calls
        .slice(before[0])
        .filter(
          ({ answer, body }) => answer.ok === true && JSON.stringify(body.blocks ?? '').includes('You cannot come'),
        ),
      ...responses.slice(before[1]).map(() => ({ method: 'response_url' })),
    ];
    expect(ways.map(({ method }) => method)).toEqual([way]);
    expect(timesSaid(setting, 'You cannot come')).toBe(1);
  });

  it('everything, a press is saved all the same', async () => {
    const setting = await begin();
    const press = await published(setting);
    for (const method of [
      'response_url',
      'chat.postEphemeral',
      'chat.postMessage',
      'chat.update',
      'conversations.open',
    ])
      setting.driver.api.fail(method, broken);
    expect(await sendSigned(setting.driver, press('No'))).toMatchObject({ status: 200 });
    await setting.driver.server.settle();
    expect(await answerOf(setting)).toBe('no');
  });

  it.each([
    ['a trigger that came too late', refuse('expired_trigger_id')],
    ['a trigger that was used', refuse('exchanged_trigger_id')],
    ['to open anything', broken],
  ])('%s, a card opens the form', async (_what, fault) => {
    const setting = await begin();
    const specialist = setting.driver.as('specialist');
    setting.driver.api.fail('views.open', { ...fault, times: 1 });
    await specialist.type('schedule plan');
    expect((await specialist.messages('direct')).at(-1)?.buttons).toEqual(['Open']);
    await specialist.press('Open', 'It is ready for you', 'direct');
    expect(specialist.form().title).toBe('Plan the schedule');
  });

  it('to say who somebody is, they are told, and nothing is changed', async () => {
    const setting = await begin();
    const { driver } = setting;
    driver.api.fail('users.info', broken);
    await driver.as(member).type('people');
    expect(timesSaid(setting, 'cannot reach each other just now, and nothing was changed')).toBe(1);
    driver.api.mend();
    await driver.as(member).type('people');
    expect((await driver.as(member).messages('direct')).at(-1)?.text).toContain('Kate Winterbourne');
  });

  it('to draw a page, Slack is asked to come again, and then it is drawn', async () => {
    const setting = await begin();
    const { driver } = setting;
    const { user } = driver.as(member);
    const body = eventBody(driver, `Ev${randomUUID()}`, { type: 'app_home_opened', user, channel: 'D1', tab: 'home' });
    driver.api.fail('views.publish', broken);
    expect(await sendSigned(driver, body)).toMatchObject({ status: 503 });
    driver.api.mend();
    expect(await deliver(setting, body)).toEqual([200, 200, 200]);
    expect(driver.api.calls.filter(({ method, answer }) => method === 'views.publish' && answer.ok)).toHaveLength(1);
  });
});
