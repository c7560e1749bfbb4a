import { createServer, type OutgoingHttpHeaders } from 'node:http';
import { ToBotFromBotOrEmulatorTokenValidationParameters as emulator } from 'botframework-connector';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openSqlite } from '../support/databases.js';
import { channel, installationUpdate, membersAdded, messageActivity, personal } from '../support/teams-door.js';
import { startTeams, type TeamsDriver } from '../support/teams-driver.js';
import type { Answer, Forgery } from '../support/teams-issuer.js';
import {
  anew,
  begin,
  head,
  type Json,
  listen,
  member,
  pressOf,
  publish,
  type Setting,
  sendRaw,
  traceOf,
} from './raw-door.js';

/** The example's heads, one for each school. */
const heads = [
  head,
  'Stephen Blackwood',
  'Farida Chowdhury-Bell',
  'Gareth Llewellyn-Shaw',
  'Helen Brackenbury',
  'Anthony Da Silva Reed',
];
const now = Math.floor(Date.now() / 1000);
const base64 = (text: unknown): string =>
  Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)).toString('base64url');

let setting: Setting;
let driver: TeamsDriver;
beforeAll(async () => {
  // The SDK prints every token that it refuses.
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  const database = await openSqlite('example');
  driver = await startTeams(database);
  setting = { database, db: database.db, driver };
  await publish(driver);
  await driver.as(member).press('Yes', 'Our meetings', 'channel');
  return async () => {
    await driver.stop();
    await database.close();
    quiet.mockRestore();
  };
});

const press = (label: string): Json => pressOf(driver, driver.as(member), label, 'Our meetings');
const bearer = (forgery?: Forgery): string => `Bearer ${driver.api.sign(forgery)}`;
const send = (activity: unknown, authorization?: string | string[], url = driver.server.url) =>
  sendRaw(url, JSON.stringify(activity), authorization === undefined ? {} : ({ authorization } as OutgoingHttpHeaders));

/** One activity of each kind that does something. */
function activities(): Json[] {
  const { api } = driver;
  const { user, chat } = driver.as(member);
  const inChannel = channel(api.team, api.channel, '1');
  return [
    press('No'),
    messageActivity(api, user, personal(chat), 'people', '1788418800901'),
    messageActivity(api, user, inChannel, 'Has anybody tried this?', '1788418800902'),
    installationUpdate(api, user, personal(chat), 'remove'),
    membersAdded(api, user, channel(api.team, api.team.id), [driver.as(head).user]),
  ];
}

const answerNow = async (): Promise<string | undefined> =>
  (await setting.db.meetingAnswer.findFirst({ where: { personId: driver.personId(member) } }))?.answer;

const nothing = { rows: [], calls: [] };
const changesNothing = async (work: () => Promise<unknown>): Promise<void> =>
  expect(await traceOf(setting, work)).toEqual(nothing);

describe('a token', () => {
  const claims =
    (wrong: Json): (() => string) =>
    () =>
      bearer({ claims: wrong });
  const service =
    (change: (url: string) => unknown): (() => string) =>
    () =>
      bearer({ claims: { serviceurl: change(driver.api.serviceUrl) } });
  const parts = (): [string, string, string] => driver.api.sign().split('.') as [string, string, string];
  const ofOthers = { ver: '1.0', appid: '5d1b41f5-9c53-4b71-9d1f-0a0f1b2c3d4e' };
  const directory = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
  const elsewhere = '11111111-f39b-4df7-a1dc-d59a935871db';

  it.each<[string, () => string | string[] | undefined]>([
    ['that is missing', () => undefined],
    ['that is empty', () => ''],
    ['of blanks', () => '   '],
    ['without a word', () => 'Bearer'],
    ['of nothing', () => 'Bearer '],
    ['of no kind', () => driver.api.sign()],
    ['called "Basic"', () => `Basic ${driver.api.sign()}`],
    ['called "Basic", of a name and a password', () => `Basic ${Buffer.from('bot:secret').toString('base64')}`],
    ['beside another', () => `${bearer()} ${driver.api.sign()}`],
    ['beside another, after a comma', () => `${bearer()}, ${bearer()}`],
    ['after a false one', () => [bearer({ by: 'stranger' }), bearer()]],
    ['of words', () => 'Bearer let-me-in'],
    ['of dots', () => 'Bearer ..'],
    ['without a signature', () => `Bearer ${parts().slice(0, 2).join('.')}.`],
    ['cut short', () => bearer().slice(0, -10)],
    ['with another’s signature', () => `Bearer ${parts().slice(0, 2).join('.')}.${parts()[0]}`],
    [
      'with other claims than were signed',
      () =>
        `Bearer ${parts()[0]}.${base64({ ...JSON.parse(Buffer.from(parts()[1], 'base64url').toString()), x: 1 })}.${parts()[2]}`,
    ],
    ['whose claims are no JSON', () => `Bearer ${base64({ alg: 'RS256', typ: 'JWT' })}.${base64('hello')}.x`],
    ['whose claims are null', () => `Bearer ${base64({ alg: 'RS256', typ: 'JWT' })}.${base64('null')}.x`],
    ['whose claims are a list', () => `Bearer ${base64({ alg: 'RS256', typ: 'JWT' })}.${base64('[]')}.x`],
    ['whose head is no JSON', () => `Bearer ${base64('hello')}.${parts()[1]}.${parts()[2]}`],
    ['that has run out', claims({ exp: now - 3600 })],
    ['that ran out six minutes ago', claims({ exp: now - 360 })],
    ['that is not valid yet', claims({ nbf: now + 3600 })],
    ['that is valid in six minutes', claims({ nbf: now + 360 })],
    ['valid from a word on', claims({ nbf: 'yesterday' })],
    ['for another bot', claims({ aud: 'another' })],
    ['for no bot', claims({ aud: undefined })],
    ['for several bots', () => bearer({ claims: { aud: [driver.api.appId, 'another'] } })],
    ['for a bot whose id is like ours', () => bearer({ claims: { aud: driver.api.appId.toUpperCase() } })],
    ['from another issuer', claims({ iss: 'https://login.example.org' })],
    ['from Microsoft, where another issuer is set', claims({ iss: 'https://api.botframework.com' })],
    ['from no issuer', claims({ iss: undefined })],
    ['from two issuers', () => bearer({ claims: { iss: [driver.api.issuer.name, 'x'] } })],
    ['signed by nobody', () => bearer({ by: 'nobody' })],
    ['signed by nobody, in capitals', () => bearer({ by: 'nobody', header: { alg: 'NONE' } })],
    ['signed by everybody, with the public key', () => bearer({ by: 'public' })],
    ['signed by a stranger', () => bearer({ by: 'stranger' })],
    ['with a key that there is not', () => bearer({ header: { kid: 'another' } })],
    ['with a key that is no name', () => bearer({ header: { kid: { n: 1 } } })],
    ['with no key', () => bearer({ header: { kid: undefined } })],
    [
      'that brings its key along',
      () => bearer({ by: 'stranger', header: { jwk: { kty: 'RSA' }, jku: 'http://127.0.0.1:1/' } }),
    ],
    ['with a key for another channel', () => bearer({ by: 'webchat' })],
    ['that names no service address', service(() => undefined)],
    ['that names an empty service address', service(() => '')],
    ['that names another service address', service(() => 'https://smba.example.org/uk/')],
    ['that names a service address in capitals', service((url) => url.replace('/uk/', '/UK/'))],
    ['that names a service address without a slash', service((url) => url.slice(0, -1))],
    ['that names a service address with two slashes', service((url) => `${url}/`)],
    ['that names a longer service address', service((url) => `${url}v3/`)],
    ['that names several service addresses', service((url) => [url])],
    ['of a skill', claims(ofOthers)],
    ['of a skill, newer', claims({ ver: '2.0', azp: ofOthers.appid })],
    ['of a skill without a name', claims({ appid: 'AnonymousSkill' })],
    ['of a skill from the directory', claims({ ...ofOthers, iss: directory })],
    ['of the emulator', () => bearer({ claims: { ver: '1.0', appid: driver.api.appId, iss: directory } })],
    [
      'of the emulator in another tenant',
      () =>
        bearer({
          claims: {
            ver: '1.0',
            appid: driver.api.appId,
            tid: elsewhere,
            iss: `https://sts.windows.net/${elsewhere}/`,
          },
        }),
    ],
  ])('%s is refused, and nothing changes', async (_what, authorization) => {
    await changesNothing(async () => {
      for (const activity of activities()) {
        const { status, text } = await send(activity, authorization());
        expect([status, text]).toEqual([401, '']);
      }
    });
  });

  it('that is longer than any is refused', async () => {
    await changesNothing(async () => {
      expect((await send(press('No'), `Bearer ${'x'.repeat(40_000)}`)).status).toBe(431);
    });
  });

  it('of nobody’s leaves nothing behind in memory', async () => {
    const known = [...(emulator.issuer as string[])];
    for (const by of ['nobody', 'stranger'] as const) {
      const tid = '22222222-f39b-4df7-a1dc-d59a935871db';
      for (const iss of [driver.api.issuer.name, `https://sts.windows.net/${tid}/`]) {
        expect((await send(press('No'), bearer({ by, claims: { tid, iss } }))).status).toBe(401);
      }
    }
    expect(emulator.issuer).toEqual(known);
  });

  it.each<[string, Forgery]>([
    ['of Teams’ own', {}],
    ['that ran out four minutes ago, by our clock', { claims: { exp: now - 240 } }],
    ['that is valid in four minutes, by our clock', { claims: { nbf: now + 240 } }],
    ['with more in it', { claims: { tid: 'x', more: { a: [1] } } }],
  ])('%s opens the door', async (_what, forgery) => {
    const other = (await answerNow()) === 'no' ? 'Yes' : 'No';
    expect((await send(press(other), bearer(forgery))).status).toBe(200);
    expect(await answerNow()).toBe(other.toLowerCase());
  });
});

describe('an activity of another channel', () => {
  it.each<[unknown]>([
    ['webchat'],
    ['directline'],
    ['emulator'],
    ['AseChannel'],
    ['skype'],
    ['MSTEAMS'],
    ['msteams '],
    ['agents:msteams'],
    [''],
    [undefined],
    [null],
    [['msteams']],
    [{ id: 'msteams' }],
  ])('%o is refused, whoever signs', async (channelId) => {
    await changesNothing(async () => {
      for (const activity of activities()) {
        for (const authorization of [bearer(), bearer({ by: 'webchat' }), undefined]) {
          expect((await send({ ...activity, channelId }, authorization)).status).toBe(400);
        }
      }
    });
  });
});

describe('Microsoft’s keys', () => {
  type Way = (path: string) => Answer | string | undefined;
  const good = (issuer: TeamsDriver['api']['issuer'], path: string): Answer =>
    issuer.answer('GET', path, '') ?? { status: 404 };

  /** A bot to whom nobody has spoken yet, and a stand-in for where the keys are, which does as it is told. */
  async function strangerToKeys() {
    let way: Way = () => undefined;
    const keys = createServer((request, response) => {
      const answer = way(request.url ?? '');
      if (answer === undefined) request.socket.destroy();
      else if (typeof answer === 'string') response.end(answer);
      else response.writeHead(answer.status).end(JSON.stringify(answer.body ?? {}));
    });
    const address = await listen(keys);
    const fresh = await begin({
      notInstalled: heads,
      notAdded: true,
      env: { ToBotFromChannelOpenIdMetadataUrl: `${address}/.well-known/openidconfiguration` },
    });
    const { api } = fresh.driver;
    const theirs: Way = (path) => {
      const answer = good(api.issuer, path);
      return path === '/keys' ? answer : { ...answer, body: { ...(answer.body as Json), jwks_uri: `${address}/keys` } };
    };
    const { user, chat } = fresh.driver.as(member);
    return {
      fresh,
      theirs,
      answer: (next: Way) => {
        way = next;
      },
      ask: async () => {
        const activity = messageActivity(api, user, personal(chat), 'people', String(Math.random()).slice(2));
        return (await send(activity, `Bearer ${api.sign()}`, fresh.driver.server.url)).status;
      },
    };
  }

  it('that cannot be had refuse nobody for good', async () => {
    const { fresh, theirs, answer, ask } = await strangerToKeys();
    const broken: Way[] = [
      () => undefined,
      () => ({ status: 503 }),
      () => 'Service unavailable',
      () => '{}',
      (path) => (path === '/keys' ? undefined : theirs(path)),
      (path) => (path === '/keys' ? { status: 500 } : theirs(path)),
      (path) => (path === '/keys' ? '<html>' : theirs(path)),
    ];
    const trace = await traceOf(fresh, async () => {
      for (const way of broken) {
        answer(way);
        expect(await ask()).toBe(500);
      }
    });
    expect(trace).toEqual(nothing);
    answer(theirs);
    expect(await ask()).toBe(200);
    // Keys are good for a day.
    answer(() => undefined);
    expect(await ask()).toBe(200);
  });

  it('that are none refuse everybody', async () => {
    const { fresh, theirs, answer, ask } = await strangerToKeys();
    answer((path) => (path === '/keys' ? '{"keys":[{"kid":"x","kty":"EC"}]}' : theirs(path)));
    expect(await traceOf(fresh, async () => expect(await ask()).toBe(401))).toEqual(nothing);
  });
});

describe('a body that Teams would not send', () => {
  const deep = (open: string, close: string): string => `${open.repeat(150_000)}1${close.repeat(150_000)}`;
  const whole = (more: string): string => `${JSON.stringify(press('No')).slice(0, -1)},"more":${more}}`;
  const without = (name: string) => (): string => JSON.stringify({ ...press('No'), [name]: undefined });
  const inConversation = (id: string) => (): string => {
    const { conversation } = press('No') as { conversation: Json };
    return JSON.stringify({ ...press('No'), conversation: { ...conversation, id } });
  };
  const withThis = (change: Json) => (): string => JSON.stringify({ ...press('No'), ...change });

  it.each<[string, number, () => string, string?]>([
    ['is enormous', 413, () => whole(`"${'x'.repeat(1_100_000)}"`)],
    ['is empty', 400, () => ''],
    ['is half of some JSON', 400, () => '{"type":'],
    ['is null', 400, () => 'null'],
    ['is a list', 400, () => '[]'],
    ['is a list of activities', 400, () => JSON.stringify([press('No')])],
    ['is a word', 400, () => '"message"'],
    ['is a number', 400, () => '7'],
    ['has nothing in it', 400, () => '{}'],
    ['has objects nested without an end', 400, () => whole(deep('{"a":', '}'))],
    ['has lists nested without an end', 400, () => whole(deep('[', ']'))],
    ['is nothing but a nest', 400, () => deep('[', ']')],
    ['is a form', 400, () => 'type=message', 'application/x-www-form-urlencoded'],
    ['is JSON that says it is words', 400, () => JSON.stringify(press('No')), 'text/plain'],
    ['is XML', 400, () => '<a/>', 'application/xml'],
    ['says nothing of its type', 400, () => JSON.stringify(press('No')), ''],
    ['is in letters that there are not', 415, () => JSON.stringify(press('No')), 'application/json; charset=klingon'],
    ['is of no type', 400, without('type')],
    ['is of a type that is no word', 400, withThis({ type: { a: 1 } })],
    ['is from nobody', 400, without('from')],
    ['is to nobody', 400, without('recipient')],
    ['is nowhere', 400, without('conversation')],
    ['has no service address', 400, without('serviceUrl')],
    ['has a service address that is none', 400, withThis({ serviceUrl: 'everywhere' })],
    ['has a file for a service address', 400, withThis({ serviceUrl: 'file:///etc/passwd' })],
    ['has no id', 400, without('id')],
    ['has an id that no sentence can hold', 400, withThis({ id: '\ud800' })],
    ['has an id that leads elsewhere', 400, withThis({ id: '..' })],
    ['is in a thread of nothing', 400, inConversation(';messageid=1')],
    ['is in a thread that leads elsewhere', 400, inConversation('..;messageid=1')],
    ['has an endless id', 400, withThis({ id: 'x'.repeat(251) })],
    ['is of no tenant', 400, withThis({ channelData: {}, conversation: { id: 'a:1', conversationType: 'personal' } })],
    ['is of two tenants', 400, withThis({ channelData: { tenant: { id: '22222222-f39b-4df7-a1dc-d59a935871db' } } })],
    ['is of a tenant that stands for any', 400, withThis({ channelData: { tenant: { id: '%' } } })],
  ])('because it %s: %i', async (_what, status, body, type) => {
    await changesNothing(async () => {
      const headers = { authorization: bearer(), ...(type !== undefined && { 'content-type': type }) };
      expect((await sendRaw(driver.server.url, body(), headers)).status).toBe(status);
    });
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('by %s', async (method) => {
    await changesNothing(async () => {
      const headers = { authorization: bearer() };
      const { status } = await sendRaw(driver.server.url, JSON.stringify(press('No')), headers, { method });
      expect(status).toBe(404);
    });
  });

  it('is refused before anybody is asked who sends it', async () => {
    expect((await sendRaw(driver.server.url, deep('[', ']'))).status).toBe(400);
    expect((await sendRaw(driver.server.url, '{}')).status).toBe(400);
  });

  it('leaves the door open for the next', async () => {
    expect(await driver.as(member).press('Yes', 'Our meetings', 'channel')).toContain('You are coming');
    expect(await answerNow()).toBe('yes');
  });
});

describe('what we have no use for', () => {
  it.each<[string, Json, number]>([
    ['somebody is typing', { type: 'typing' }, 200],
    ['somebody likes a message', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }, 200],
    ['the end of a conversation', { type: 'endOfConversation' }, 200],
    ['a kind that is new', { type: 'somethingNew' }, 200],
    ['a question that is new', { type: 'invoke', name: 'somethingNew' }, 501],
    ['a question that signs somebody in', { type: 'invoke', name: 'signin/verifyState', value: { state: '1' } }, 501],
    ['a file that somebody agrees to', { type: 'invoke', name: 'fileConsent/invoke', value: {} }, 501],
  ])('%s: %o is answered with %i, and nothing changes', async (_what, change, status) => {
    await changesNothing(async () => {
      expect((await send(anew(press('No'), change), bearer())).status).toBe(status);
    });
  });
});
