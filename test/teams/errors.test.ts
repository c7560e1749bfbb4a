import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryError } from '../../src/delivery/messenger.js';
import { createAdapter } from '../../src/platforms/teams/adapter.js';
import {
  codeOf,
  isFinal,
  isGone,
  isPassing,
  retryAfterOf,
  statusOf,
  toDeliveryError,
} from '../../src/platforms/teams/errors.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let handle: Handler = () => {};
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  request.resume().on('end', () => handle(request, response));
});
const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What the SDK's own client throws when it writes into a conversation, after one try. */
async function failure(how: Handler, options: { appId?: string; abortSignal?: AbortSignal; url?: string } = {}) {
  handle = how;
  asked = 0;
  const { appId = '', url = base(), abortSignal } = options;
  const adapter = createAdapter({
    appId,
    appPassword: 'made-up',
    appType: 'MultiTenant',
    loginUrl: base(),
    oauthScope: 'https://api.botframework.com',
    tokenIssuer: 'https://api.botframework.com',
    openIdMetadataUrl: `${base()}/openid`,
  });
  const { conversations } = await adapter.clientFor(`${url}/uk/`);
  const sent = conversations.sendToConversation(
    'a:1',
    { type: 'message', text: 'Hello' },
    abortSignal && { abortSignal: abortSignal as never },
  );
  return sent.then(
    () => expect.fail('it was taken'),
    (error: unknown) => error,
  );
}

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    const isText = typeof body === 'string';
    response.writeHead(status, {
      'content-type': isText ? 'text/html' : 'application/json; charset=utf-8',
      ...headers,
    });
    response.end(isText ? body : JSON.stringify(body));
  };

const refusal = (status: number, code: string, message = 'As it says.') => answer(status, { error: { code, message } });

const remedyOf = (error: unknown, to: 'person' | 'channel' | undefined): string => {
  const known = toDeliveryError(error, to);
  return known instanceof DeliveryError ? (known.details.obstacle ?? known.remedy) : 'again';
};

describe('what Teams says', () => {
  it.each([
    [403, 'ForbiddenOperationException', 'app-not-added', 'not-in-channel'],
    [403, 'BotNotInConversationRoster', 'app-not-added', 'not-in-channel'],
    [403, 'ConversationBlockedByUser', 'blocked', 'blocked'],
    [403, 'BotDisabledByAdmin', 'missing-permission', 'missing-permission'],
    [403, 'NotEnoughPermissions', 'missing-permission', 'missing-permission'],
    [403, 'SomethingNew', 'missing-permission', 'missing-permission'],
    [403, 'InvalidBotApiHost', 'never', 'never'],
    [403, 'ServiceError', 'again', 'again'],
    [401, 'BotNotRegistered', 'not-installed', 'not-installed'],
    [404, 'ConversationNotFound', 'not-there', 'channel-gone'],
    [404, 'MemberNotFoundInConversation', 'not-there', 'not-there'],
    [404, 'ActivityNotFoundInConversation', 'never', 'never'],
    [404, 'ServiceError', 'again', 'again'],
    [400, 'Bad Argument', 'never', 'never'],
    [400, 'BadArgument', 'never', 'never'],
    [400, 'BadSyntax', 'never', 'never'],
    [413, 'MessageSizeTooBig', 'never', 'never'],
    [412, 'PreconditionFailed', 'again', 'again'],
    [429, 'Throttled', 'again', 'again'],
    [500, 'ServiceError', 'again', 'again'],
    [502, 'ServiceError', 'again', 'again'],
  ] as const)('by %i %s helps as it should', async (status, code, forPerson, inChannel) => {
    const error = await failure(refusal(status, code));
    expect([codeOf(error), statusOf(error)]).toEqual([code, status]);
    expect([remedyOf(error, 'person'), remedyOf(error, 'channel'), remedyOf(error, undefined)]).toEqual([
      forPerson,
      inChannel,
      inChannel,
    ]);
    if (status !== 429) expect(toDeliveryError(error, 'person').message).toBe(`Teams: ${code}`);
    expect(isFinal(error)).toBe(inChannel !== 'again');
    expect(asked).toBe(1);
  });

  it.each([
    [
      'that the app is not there for somebody',
      refusal(403, 'BadArgument', "Bot is not installed in user's personal scope"),
      'ForbiddenOperationException',
      'app-not-added',
    ],
    [
      'that somebody is not in the tenant',
      refusal(400, 'BadSyntax', 'Invalid user identity in provided tenant'),
      'MemberNotFoundInConversation',
      'not-there',
    ],
    [
      'that somebody has blocked the bot',
      answer(403, {
        errorCode: 209,
        message:
          '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked from message writes."\r\n}',
      }),
      'MessageWritesBlocked',
      'blocked',
    ],
    [
      'nothing of use of an id',
      refusal(403, 'BadArgument', 'Failed to decrypt conversation id'),
      'BadArgument',
      'again',
    ],
  ])('in words, %s, is understood', async (_name, how, code, forPerson) => {
    const error = await failure(how);
    expect([codeOf(error), remedyOf(error, 'person')]).toEqual([code, forPerson]);
  });

  it.each([
    ['a page of a gateway', answer(502, '<html><body><h1>502 Bad Gateway</h1></body></html>'), 'again', 502],
    ['a page, called JSON', answer(503, '<html>', { 'content-type': 'application/json' }), 'again', 503],
    ['a page that nobody was asked for', answer(404, '<html>Not here</html>'), 'again', 404],
    ['half an answer after it was taken', answer(201, '{"id":', { 'content-type': 'application/json' }), 'again', 201],
    ['nothing', answer(504, ''), 'again', 504],
    ['nothing but no', answer(403, ''), 'missing-permission', 403],
    [
      'another kind of no',
      answer(401, { message: 'Authorization has been denied for this request.' }),
      'not-installed',
      401,
    ],
    ['JSON without an error', answer(403, ['no']), 'missing-permission', 403],
    ['an error that is a word', answer(403, { error: 'no' }), 'missing-permission', 403],
    ['a code that is a number', answer(400, { error: { code: 7 } }), 'never', 400],
    ['an error that is nothing', answer(409, { error: null }), 'again', 409],
    ['a status of its own', answer(418, {}), 'again', 418],
  ])('when it is %s, names the status alone', async (_name, how, remedy, status) => {
    const error = await failure(how);
    expect([codeOf(error), statusOf(error), remedyOf(error, 'person')]).toEqual([undefined, status, remedy]);
    expect(toDeliveryError(error, 'person').message).toBe(`Teams: status ${status}`);
    expect(asked).toBe(1);
  });
});

describe('no answer of Teams’', () => {
  const drop: Handler = ({ socket }) => socket.destroy();
  const breakOff: Handler = (_request, response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"id":');
    response.socket?.destroySoon();
  };

  it.each([
    ['the connection breaks before it', drop],
    ['the connection breaks in the middle of it', breakOff],
  ])('because %s is for a later try', async (_name, how) => {
    const error = await failure(how);
    expect(toDeliveryError(error, 'person')).toBe(error);
    expect([codeOf(error), statusOf(error), retryAfterOf(error)]).toEqual([undefined, undefined, undefined]);
    expect([isPassing(error), isFinal(error), isGone(error)]).toEqual([true, false, false]);
    expect(asked).toBe(1);
  });

  it('because nobody listens there is for a later try', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((resolve) => closed.close(resolve));
    const error = await failure(drop, { url });
    expect([statusOf(error), isPassing(error), isFinal(error)]).toEqual([undefined, true, false]);
    expect(toDeliveryError(error, 'person').message).toContain('ECONNREFUSED');
  });

  it('because we have waited long enough is for a later try, and not for one at once', async () => {
    const patience = new AbortController();
    const error = await failure(() => patience.abort(), { abortSignal: patience.signal });
    expect([statusOf(error), isPassing(error), isFinal(error)]).toEqual([undefined, false, false]);
    expect(toDeliveryError(error, 'person')).toBe(error);
  });

  it.each([
    ['invalid_client', 'AADSTS7000215: Invalid client secret provided.', 'not-installed'],
    ['unauthorized_client', 'AADSTS700016: Application was not found in the directory.', 'not-installed'],
    ['temporarily_unavailable', 'AADSTS90033: A transient error has occurred.', 'again'],
  ])('because Microsoft refuses a token, %s', async (error, words, remedy) => {
    const how = answer(401, { error, error_description: `${words}\r\nTrace ID: made-up` });
    const refused = await failure(how, { appId: `app-${error}` });
    expect(remedyOf(refused, 'person')).toBe(remedy);
    const { message } = toDeliveryError(refused, 'person');
    expect(message).toContain(words);
    expect(message).not.toContain('made-up');
  });

  it('is what it is when it never went to Teams', () => {
    const known = new DeliveryError('person', 'the group has no channel yet', { obstacle: 'no-channel' });
    expect(toDeliveryError(known, 'person')).toBe(known);
    const fault = new TypeError('a fault of ours');
    expect(toDeliveryError(fault, 'person')).toBe(fault);
    expect([isPassing(fault), isFinal(fault), codeOf(fault), statusOf(undefined)]).toEqual([
      false,
      false,
      undefined,
      undefined,
    ]);
    expect(toDeliveryError('words', undefined).message).toBe('words');
  });
});

describe('how long Teams asks us to wait', () => {
  const at = 'Mon, 21 Sep 2026 08:30:00 GMT';
  const later = 'Mon, 21 Sep 2026 08:30:45 GMT';

  it.each([
    ['seconds', 429, { 'retry-after': '17' }, 17_000],
    ['no seconds', 429, { 'retry-after': '0' }, 0],
    ['a date', 429, { 'retry-after': later, date: at }, 45_000],
    ['a date that has passed', 429, { 'retry-after': at, date: later }, 0],
    ['longer than any limit lasts', 429, { 'retry-after': '99999999999999999999' }, 3_600_000],
    ['next year', 429, { 'retry-after': 'Tue, 21 Sep 2027 08:30:00 GMT', date: at }, 3_600_000],
    ['nothing', 429, {}, 2000],
    ['a blank', 429, { 'retry-after': ' ' }, 2000],
    ['in words', 429, { 'retry-after': 'soon' }, 2000],
    ['backwards', 429, { 'retry-after': '-5' }, 2000],
    ['seconds, where it is away', 503, { 'retry-after': '120' }, 120_000],
    ['seconds, where two were at it at once', 412, { 'retry-after': '3' }, 3000],
    ['nothing, where it is away', 503, {}, undefined],
    ['seconds for what it will never take', 403, { 'retry-after': '17' }, undefined],
  ])('with %s', async (_name, status, headers, wait) => {
    const error = await failure(answer(status, { error: { code: 'Throttled', message: '' } }, headers));
    expect(retryAfterOf(error)).toBe(wait);
    const known = toDeliveryError(error, 'channel');
    expect(known).toBeInstanceOf(DeliveryError);
    expect((known as DeliveryError).details.retryAfter).toBe(wait);
    expect((known as DeliveryError).remedy).toBe(status === 403 ? 'person' : 'again');
    expect(isPassing(error)).toBe(status !== 403);
    expect(asked).toBe(1);
  });

  it('counts a date from our own clock where the answer has no other', async () => {
    const error = await failure((_request, response) => {
      response.sendDate = false;
      answer(429, {}, { 'retry-after': later })(_request, response);
    });
    expect(retryAfterOf(error, new Date('2026-09-21T08:30:15Z'))).toBe(30_000);
    expect(retryAfterOf(error)).toBe(2000);
    expect(toDeliveryError(error, 'person', new Date('2026-09-21T08:30:15Z'))).toMatchObject({
      details: { retryAfter: 30_000 },
    });
  });
});

it.each([
  ['ConversationNotFound', 404, true],
  ['BotNotInConversationRoster', 403, true],
  ['ConversationBlockedByUser', 403, false],
  ['PreconditionFailed', 412, false],
])('knows by %s (%i) whether a conversation is to be begun anew: %s', async (code, status, gone) => {
  expect(isGone(await failure(refusal(status, code)))).toBe(gone);
});
