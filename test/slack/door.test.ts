import { createHmac, randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { changes, everything } from '../support/everything.js';
import { form, json, signatureOf } from '../support/slack-door.js';
import { type SlackDriver, startSlack } from '../support/slack-driver.js';
import {
  type Body,
  buttonOf,
  eventBody,
  nowInSeconds,
  payloadBody,
  type Recorded,
  record,
  sendRaw,
  sendSigned,
  signedAt,
} from './raw-door.js';

const member = 'Priya Nandakumar';

let database: TestDatabase;
let driver: SlackDriver;
let recorded: Recorded;
beforeAll(async () => {
  database = await openSqlite('example');
  driver = await startSlack(database);
  await driver.as('specialist').type('schedule plan');
  await driver.as('specialist').submit();
  recorded = record(driver);
  await driver.as(member).press('Yes', 'Our meetings', 'channel');
});
afterAll(async () => {
  await driver.stop();
  await database.close();
});

/** A press of a lead teacher's, as it was sent a moment ago, with another answer. */
function press(label: string): Body {
  return payloadBody({
    ...recorded.payloads.at(-1),
    trigger_id: randomUUID(),
    actions: [{ ...buttonOf(driver, label), type: 'button', action_ts: randomUUID() }],
  });
}

const answerNow = async (): Promise<string | undefined> =>
  (await database.db.meetingAnswer.findFirst({ where: { personId: driver.personId(member) } }))?.answer;

/** Slack gives up after three seconds. */
async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Slack would have given up')), 2900);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function changesNothing(work: () => Promise<void>): Promise<void> {
  const before = await everything(database.db);
  const { calls, responses } = driver.api;
  const heard = [calls.length, responses.length];
  await work();
  await driver.server.settle();
  expect(changes(before, await everything(database.db))).toEqual([]);
  expect([calls.length, responses.length]).toEqual(heard);
}

describe('a signature', () => {
  const secret = (): string => driver.api.signingSecret;
  const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');
  const now = nowInSeconds();

  it.each<[string, (text: string) => OutgoingHttpHeaders]>([
    ['that is missing, and the time too', () => ({})],
    ['that is missing', () => ({ 'x-slack-request-timestamp': `${now}` })],
    ['without a time', (text) => ({ 'x-slack-signature': signatureOf(secret(), text, now) })],
    ['that is empty', () => ({ 'x-slack-request-timestamp': `${now}`, 'x-slack-signature': '' })],
    ['of nothing but a version', () => ({ 'x-slack-request-timestamp': `${now}`, 'x-slack-signature': 'v0=' })],
    [
      'without a version',
      (text) => ({ 'x-slack-request-timestamp': `${now}`, 'x-slack-signature': hmac(secret(), `v0:${now}:${text}`) }),
    ],
    [
      'that says undefined',
      () => ({ 'x-slack-request-timestamp': `${now}`, 'x-slack-signature': 'undefined=undefined' }),
    ],
    ['with another secret', (text) => signedAt('another secret of the same length', text)],
    ['with an empty secret', (text) => signedAt('', text)],
    ['with "undefined" for a secret', (text) => signedAt('undefined', text)],
    ['of another body', (text) => signedAt(secret(), `${text}&a=b`)],
    ['of the same words in another order', (text) => signedAt(secret(), [...text].reverse().join(''))],
    ['of another time', (text) => ({ ...signedAt(secret(), text), 'x-slack-request-timestamp': `${now - 1}` })],
    ['that is six minutes old', (text) => signedAt(secret(), text, now - 360)],
    ['of six minutes hence', (text) => signedAt(secret(), text, now + 360)],
    ['of the year 1970', (text) => signedAt(secret(), text, 0)],
    [
      'of an empty time',
      (text) => ({ 'x-slack-request-timestamp': '', 'x-slack-signature': `v0=${hmac(secret(), `v0:0:${text}`)}` }),
    ],
    [
      'of an endless time',
      (text) => ({
        'x-slack-request-timestamp': 'Infinity',
        'x-slack-signature': `v0=${hmac(secret(), `v0:Infinity:${text}`)}`,
      }),
    ],
    [
      'of a version that Slack does not have',
      (text) => ({
        'x-slack-request-timestamp': `${now}`,
        'x-slack-signature': `v1=${hmac(secret(), `v1:${now}:${text}`)}`,
      }),
    ],
    [
      'twice',
      (text) => {
        const true_ = signatureOf(secret(), text, now);
        return { 'x-slack-request-timestamp': `${now}`, 'x-slack-signature': [true_, true_] };
      },
    ],
    [
      'after a false one',
      (text) => ({
        'x-slack-request-timestamp': `${now}`,
        'x-slack-signature': [`v0=${'0'.repeat(64)}`, signatureOf(secret(), text, now)],
      }),
    ],
    [
      'with two times',
      (text) => ({
        'x-slack-request-timestamp': [`${now}`, `${now - 3600}`],
        'x-slack-signature': signatureOf(secret(), text, now),
      }),
    ],
  ])('%s is refused, and nothing changes', async (_what, headers) => {
    await changesNothing(async () => {
      for (const body of [press('No'), { text: '{"type":"url_verification","challenge":"x"}', type: json }]) {
        const answer = await inTime(sendRaw(driver.server.url, body, headers(body.text)));
        expect(answer).toEqual({ status: 401, text: '' });
      }
    });
  });

  it('of an old message does not sign a part of that message', async () => {
    const old = now - 3600;
    const forged = press('No').text;
    // Somebody wrote this in a channel; the signature of the event that said so has come to light.
    const said = `{"event":{"text":":${now}:${forged}&x="}}`;
    const [start, rest] = said.split(`:${now}:`) as [string, string];
    const signature = hmac(secret(), `v0:${old}:${said}`);
    await changesNothing(async () => {
      const answer = await sendRaw(
        driver.server.url,
        { text: rest, type: form },
        { 'x-slack-request-timestamp': `${now}`, 'x-slack-signature': `v0:${old}:${start}=${signature}` },
      );
      expect(answer.status).toBe(401);
    });
  });

  it('that is Slack’s own opens the door', async () => {
    expect(await answerNow()).toBe('yes');
    expect(await inTime(sendSigned(driver, press('No')))).toEqual({ status: 200, text: '' });
    expect(await answerNow()).toBe('no');
  });
});

describe('what Slack asks of an address', () => {
  it('gets its challenge back', async () => {
    const body = { text: JSON.stringify({ type: 'url_verification', token: 'x', challenge: 'abc' }), type: json };
    const answer = await inTime(sendSigned(driver, body));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { challenge: 'abc' }]);
  });

  it('gets an answer to its check of the certificate', async () => {
    expect(await inTime(sendSigned(driver, { text: 'ssl_check=1&token=x', type: form }))).toMatchObject({
      status: 200,
    });
  });
});

describe('a replayed body', () => {
  it('acts once, and answers the same', async () => {
    const body = press('Not sure');
    const headers = signedAt(driver.api.signingSecret, body.text);
    const first = await sendRaw(driver.server.url, body, headers);
    expect(await answerNow()).toBe('unsure');
    await driver.server.settle();
    const before = await everything(database.db);
    const words = driver.api.responses.length;
    expect(await sendRaw(driver.server.url, body, headers)).toEqual(first);
    expect(
      await sendRaw(driver.server.url, body, signedAt(driver.api.signingSecret, body.text, nowInSeconds() - 60)),
    ).toEqual(first);
    await driver.server.settle();
    expect(changes(before, await everything(database.db))).toEqual([]);
    const said = driver.api.responses.slice(words - 1).map(({ body: { blocks } }) => JSON.stringify(blocks));
    expect([said.length, new Set(said).size]).toEqual([3, 1]);
  });

  it('does not take back what was answered since', async () => {
    const old = press('Yes');
    await sendSigned(driver, old);
    await sendSigned(driver, press('No'));
    await sendSigned(driver, old);
    expect(await answerNow()).toBe('no');
  });

  it('of a form hands it in once', async () => {
    const specialist = driver.as('specialist');
    await specialist.type('task set');
    await specialist.submit({
      Title: 'One bar model',
      'What to try': 'Use one bar model twice.',
      'Big Ideas': ['Fluency'],
    });
    await specialist.submit();
    expect(await database.db.gapTask.count()).toBe(1);
    const before = await everything(database.db);
    const first = recorded.payloads.findLast(({ type }) => type === 'view_submission') ?? {};
    const answers = await Promise.all([1, 2].map(() => sendSigned(driver, payloadBody(first))));
    await driver.server.settle();
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.text).not.toContain('errors');
    expect(changes(before, await everything(database.db))).toEqual([]);
  });
});

describe('the longest message', () => {
  it.each(['<', '?', '?!', '<@', '<@U0EXAMPLE|', ')', ' '])('of nothing but “%s” is heard in time', async (sign) => {
    const text = sign.repeat(40_000 / sign.length);
    const said = { type: 'message', channel_type: 'channel', user: driver.as(member).user, ts: '1788418800.000700' };
    const body = eventBody(driver, `Ev${randomUUID()}`, { ...said, text: `${text}x`, channel: driver.channel });
    expect(await inTime(sendSigned(driver, body))).toMatchObject({ status: 200 });
  });
});

describe('a body that Slack would not send', () => {
  const deep = (open: string, close: string): string => open.repeat(200_000) + close.repeat(200_000);

  it.each<[string, number, Body]>([
    ['is enormous', 413, { text: `payload=${'x'.repeat(3_000_000)}`, type: form }],
    ['is enormous JSON', 413, { text: JSON.stringify({ type: 'x'.repeat(3_000_000) }), type: json }],
    ['is empty', 400, { text: '', type: json }],
    ['is an empty form', 400, { text: '', type: form }],
    ['is half of some JSON', 400, { text: '{"type":', type: json }],
    ['has half of some JSON for a payload', 400, { text: 'payload={', type: form }],
    ['has a payload of null', 400, { text: 'payload=null', type: form }],
    ['has two payloads', 400, { text: 'payload={}&payload={}', type: form }],
    ['is null', 400, { text: 'null', type: json }],
    ['is a list', 400, { text: '[]', type: json }],
    ['is a word', 400, { text: '"event_callback"', type: json }],
    ['is a number', 400, { text: '7', type: json }],
    [
      'is nested without an end',
      400,
      { text: deep('{"a":', '1}').replace('{', '{"type":"block_actions",'), type: json },
    ],
    [
      'has an event that is nested without an end',
      400,
      { text: `{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":${deep('[', ']')}}`, type: json },
    ],
    ['is a form that says it is JSON', 400, { text: 'command=%2Fworkgroup', type: json }],
    ['is JSON that says it is a form', 400, { text: '{"type":"event_callback"}', type: form }],
    ['is XML', 400, { text: '<a/>', type: 'application/xml' }],
    ['says nothing of its type', 400, { text: 'command=%2Fworkgroup', type: '' }],
    ['has parts', 400, { text: '--x\r\n\r\ncommand\r\n--x--', type: 'multipart/form-data; boundary=x' }],
    ['is of no type', 400, { text: '{}', type: json }],
    ['is of a type that there is not', 400, { text: '{"type":"nothing"}', type: json }],
    ['is of a type that is no word', 400, { text: '{"type":{"a":1}}', type: json }],
    ['is a command without words', 400, { text: 'command=%2Fworkgroup', type: form }],
    [
      'is a press without a button',
      400,
      { text: '{"type":"block_actions","user":{"id":"U1"},"actions":[]}', type: json },
    ],
    ['is an event without one', 400, { text: '{"type":"event_callback","team_id":"T1","event_id":"Ev1"}', type: json }],
  ])('and %s: %i', async (_what, status, body) => {
    await changesNothing(async () => {
      expect(await inTime(sendSigned(driver, body))).toMatchObject({ status });
    });
  });

  it('leaves the door open for the next', async () => {
    expect(await driver.as(member).press('Yes', 'Our meetings', 'channel')).toContain('You are coming');
    expect(await answerNow()).toBe('yes');
  });

  it('and a form type with a character set, which others would send, is read', async () => {
    const body = { ...press('No'), type: 'Application/X-WWW-Form-URLEncoded; charset=UTF-8' };
    expect(await sendSigned(driver, body)).toMatchObject({ status: 200 });
    expect(await answerNow()).toBe('no');
  });
});
