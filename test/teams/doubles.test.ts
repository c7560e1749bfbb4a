import { type Activity, CloudAdapter, TurnContext } from 'botbuilder';
import {
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  type ConnectorClient,
  MsalServiceClientCredentialsFactory,
} from 'botframework-connector';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTeamsApi, type TeamsApi, type TeamsApiOptions } from '../support/teams-api.js';
import { refusals, throttled } from '../support/teams-connector.js';
import {
  botAdded,
  channel,
  executeValue,
  groupChat,
  installationUpdate,
  invokeActivity,
  mentionOf,
  messageActivity,
  personal,
} from '../support/teams-door.js';
import type { Forgery } from '../support/teams-issuer.js';

type Json = Record<string, unknown>;

const kate = 'kate.winterbourne@examplemathshub.example';
const priya = 'priya.nandakumar@oakfield.example';
const margaret = 'margaret.okonkwo@oakfield.example';
const helen = 'helen.brackenbury@kingfisher.example';

async function begin(options: TeamsApiOptions = {}): Promise<TeamsApi> {
  const api = await startTeamsApi(
    [
      { name: 'Kate Winterbourne', email: kate, inTeam: true, installed: false },
      { name: 'Priya Nandakumar', email: priya, inTeam: true, installed: false },
      { name: 'Margaret Okonkwo', email: margaret, inTeam: false, installed: true },
      { name: 'Helen Brackenbury', email: helen, inTeam: false, installed: false },
    ],
    options,
  );
  onTestFinished(() => api.stop());
  api.team.hasBot = true;
  return api;
}

/** The SDK as it stands, with a token from the login. */
function createAdapter({ appId, env, issuer }: TeamsApi): CloudAdapter {
  const login = async ({ scopes: [scope = ''] }: { scopes: string[] }) => {
    const response = await fetch(`${issuer.loginUrl}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: env.MicrosoftAppPassword ?? '',
        scope,
      }),
    });
    const { access_token: accessToken } = (await response.json()) as { access_token: string };
    return { accessToken, expiresOn: new Date(8.64e15) };
  };
  const credentials = new MsalServiceClientCredentialsFactory(appId, {
    acquireTokenByClientCredential: login,
  } as never);
  const { openIdMetadataUrl, loginUrl, scope, name } = issuer;
  return new CloudAdapter(
    BotFrameworkAuthenticationFactory.create(
      '',
      true,
      loginUrl,
      scope,
      name,
      '',
      openIdMetadataUrl,
      '',
      '',
      credentials,
      new AuthenticationConfiguration(),
    ),
  );
}

/** Runs `work` with the client that a conversation in the channel gives. */
async function inConversation(api: TeamsApi, work: (client: ConnectorClient) => Promise<unknown>): Promise<void> {
  const adapter = createAdapter(api);
  const reference = {
    serviceUrl: api.serviceUrl,
    channelId: 'msteams',
    bot: api.bot,
    conversation: { id: api.channel, isGroup: true, conversationType: 'channel', name: '' },
  };
  let failed: unknown;
  await adapter.continueConversationAsync(api.appId, reference as never, async (context) => {
    const client = context.turnState.get<ConnectorClient>(adapter.ConnectorClientKey);
    tryOnce(client);
    await work(client).catch((error: unknown) => {
      failed = error;
    });
  });
  if (failed) throw failed;
}

/** The SDK makes a failed call again by itself, as often as three times and by the wall clock. */
function tryOnce(client: ConnectorClient): void {
  const { pipeline } = (client as unknown as { client: { pipeline: { removePolicy(which: object): unknown } } }).client;
  pipeline.removePolicy({ phase: 'Retry' });
}

const card = (text: string): Json => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] },
    },
  ],
});

const toPerson = (api: TeamsApi, email: string): Json => ({
  isGroup: false,
  members: [{ id: api.userOf(email).id }],
  tenantId: api.tenantId,
  channelData: { tenant: { id: api.tenantId } },
});

const failing = (work: Promise<unknown>): Promise<{ statusCode?: number; code?: string; message: string }> =>
  work.then(
    () => {
      throw new Error('it went well');
    },
    (error) => error,
  );

describe('the Bot Connector of the tests', () => {
  it('begins a thread in a channel, answers in it, changes and deletes a message', async () => {
    const api = await begin();
    await inConversation(api, async ({ conversations }) => {
      const begun = await conversations.createConversation({
        isGroup: true,
        channelData: { channel: { id: api.channel } },
        tenantId: api.tenantId,
        activity: card('First'),
      } as never);
      const root = String(begun.activityId);
      expect(begun.id).toBe(`${api.channel};messageid=${root}`);
      const answer = await conversations.sendToConversation(begun.id, card('Second') as never);
      await conversations.replyToActivity(api.channel, root, card('Third') as never);
      await conversations.updateActivity(begun.id, answer.id, card('Second, mended') as never);
      expect(
        api.tenant.messages.map(({ root: thread, activity, history }) => [thread, activity, history.length]),
      ).toEqual([
        [root, card('First'), 0],
        [root, card('Second, mended'), 1],
        [root, card('Third'), 0],
      ]);
      await conversations.deleteActivity(begun.id, answer.id);
      expect(api.tenant.findMessage(api.channel, answer.id)).toBeUndefined();
    });
    expect(api.calls.map(({ operation, status }) => [operation, status])).toEqual([
      ['login', 200],
      ['create', 201],
      ['send', 201],
      ['reply', 201],
      ['update', 200],
      ['delete', 200],
    ]);
  });

  it('opens the same chat with a person every time', async () => {
    const api = await begin();
    await inConversation(api, async ({ conversations }) => {
      const once = await conversations.createConversation(toPerson(api, priya) as never);
      const twice = await conversations.createConversation(toPerson(api, priya) as never);
      expect(once.id).toMatch(/^a:1/u);
      expect(twice.id).toBe(once.id);
      await conversations.sendToConversation(once.id, card('Hello') as never);
      expect(api.tenant.messages.map(({ conversation, root }) => [conversation, root])).toEqual([[once.id, undefined]]);
    });
  });

  it('lists people page by page, finds one, and tells of a team and its channels', async () => {
    const api = await begin({ pageSize: 1 });
    await inConversation(api, async ({ conversations }) => {
      const first = await conversations.getConversationPagedMembers(api.team.id);
      const second = await conversations.getConversationPagedMembers(api.team.id, {
        continuationToken: first.continuationToken,
      } as never);
      expect(second.continuationToken).toBeUndefined();
      const all = [...(first.members ?? []), ...(second.members ?? [])] as unknown as Json[];
      expect(all.map(({ email, userPrincipalName }) => [email, userPrincipalName])).toEqual([
        [kate, kate],
        [priya, priya],
      ]);
      const { id, aadObjectId } = api.userOf(priya);
      for (const key of [id, aadObjectId, priya]) {
        const found = (await conversations.getConversationMember(api.channel, key)) as unknown as Json;
        expect(found).toMatchObject({ id, aadObjectId, email: priya, userRole: 'user', tenantId: api.tenantId });
      }
      const gone = await failing(conversations.getConversationMember(api.channel, api.userOf(margaret).id));
      expect(gone).toMatchObject({ statusCode: 404, code: 'MemberNotFoundInConversation' });
    });
    const { token } = await bearer(api);
    const get = async (path: string) =>
      (await (await fetch(api.serviceUrl + path, { headers: { authorization: `Bearer ${token}` } })).json()) as Json;
    const team = `v3/teams/${encodeURIComponent(api.team.id)}`;
    expect(await get(team)).toEqual({
      id: api.team.id,
      name: 'Primary Work Group',
      aadGroupId: api.team.aadGroupId,
    });
    expect(await get(`${team}/conversations`)).toEqual({
      conversations: [
        { id: api.team.id, name: null },
        { id: api.channel, name: 'work-group' },
      ],
    });
  });

  it('refuses as Teams does', async () => {
    const api = await begin();
    await inConversation(api, async ({ conversations }) => {
      const refused = async (work: Promise<unknown>) => {
        const { statusCode, code } = await failing(work);
        return `${statusCode} ${code}`;
      };
      const write = (conversation: string) =>
        refused(conversations.sendToConversation(conversation, card('!') as never));
      const begin = (email: string, more: Json = {}) =>
        refused(conversations.createConversation({ ...toPerson(api, email), ...more } as never));

      expect(await begin(helen)).toBe('403 ForbiddenOperationException');
      expect(await begin(priya, { tenantId: undefined })).toBe('400 BadSyntax');
      expect(await begin(priya, { tenantId: 'another' })).toBe('400 BadSyntax');
      expect(await begin(priya, { isGroup: true })).toBe('400 BadSyntax');
      expect(await write('a:1nowhere')).toBe('404 ConversationNotFound');
      expect(await write(`${api.channel};messageid=1`)).toBe('404 ConversationNotFound');

      const chat = api.tenant.openChat(api.userOf(margaret).id);
      api.tenant.blocked.add(api.userOf(margaret).id);
      expect(await write(chat)).toBe('403 ConversationBlockedByUser');
      api.tenant.blocked.clear();
      api.tenant.installed.clear();
      expect(await write(chat)).toBe('403 BotNotInConversationRoster');

      const said = api.tenant.post(api.channel, api.userOf(priya).id, { type: 'message', text: 'Mine' });
      const change = (id: string) => refused(conversations.updateActivity(api.channel, id, card('!') as never));
      expect(await change(said.id)).toBe('403 NotEnoughPermissions');
      expect(await change('1')).toBe('404 ActivityNotFoundInConversation');
      const long = conversations.sendToConversation(api.channel, card('x'.repeat(30_000)) as never);
      expect(await refused(long)).toBe('413 MessageSizeTooBig');

      api.team.hasBot = false;
      expect(await write(api.channel)).toBe('403 BotNotInConversationRoster');
      api.tenant.teams.length = 0;
      expect(await write(api.channel)).toBe('404 ConversationNotFound');
    });
    expect(api.tenant.messages).toHaveLength(1);
  });

  it('takes no call without a token of the login', async () => {
    const api = await begin();
    const { token, status } = await bearer(api);
    const post = (authorization?: string) =>
      fetch(`${api.serviceUrl}v3/conversations/${encodeURIComponent(api.channel)}/activities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: JSON.stringify(card('Hello')),
      }).then((response) => response.status);
    expect(status).toBe(200);
    expect(await post()).toBe(401);
    expect(await post('Bearer made-up')).toBe(401);
    expect(await post(`Bearer ${token}`)).toBe(201);
    api.issuer.revoke();
    expect(await post(`Bearer ${token}`)).toBe(401);
    expect(api.tenant.messages).toHaveLength(1);
  });

  it.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ client_id: 'another' }, 400, 'unauthorized_client'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ scope: 'https://graph.microsoft.com/.default' }, 400, 'invalid_scope'],
  ])('gives no token for %o', async (wrong, status, error) => {
    const api = await begin();
    const given = await bearer(api, wrong);
    expect(given).toMatchObject({ status, error });
    expect(given.token).toBeUndefined();
  });

  it('fails when it is told to, so often and for such calls', async () => {
    const api = await begin();
    await inConversation(api, async ({ conversations }) => {
      const write = (text: string) => conversations.sendToConversation(api.channel, card(text) as never);
      const written = () => api.tenant.messages.length;
      api.fail('send', { ...throttled(7), times: 1 });
      const slow = (await failing(write('one'))) as unknown as { response: { headers: { get(name: string): string } } };
      expect(slow).toMatchObject({ statusCode: 429, code: 'Throttled' });
      expect(slow.response.headers.get('retry-after')).toBe('7');
      await write('one');

      api.fail('send', {
        ...refusals.badGateway,
        times: 1,
        when: ({ body }) => JSON.stringify(body).includes('three'),
      });
      await write('two');
      expect(await failing(write('three'))).toMatchObject({ statusCode: 502 });
      expect(written()).toBe(2);

      api.fail('send', { cut: 'before', times: 1 });
      expect((await failing(write('three'))).statusCode).toBeUndefined();
      expect(written()).toBe(2);
      api.fail('any', { cut: 'after', times: 1 });
      expect((await failing(write('three'))).statusCode).toBeUndefined();
      expect(written()).toBe(3);

      let release = () => {};
      api.fail('send', { until: new Promise<void>((resolve) => (release = resolve)) });
      const waiting = write('four');
      expect(written()).toBe(3);
      release();
      await waiting;
      expect(written()).toBe(4);
      api.mend();
    });
  });
});

describe('tokens of the tests’ issuer', () => {
  const activityOf = (api: TeamsApi): Json =>
    messageActivity(api, api.userOf(kate), channel(api.team, api.channel, '1'), `${mentionOf(api)} help`, '1');

  /** What the SDK makes of an activity. */
  async function take(api: TeamsApi, forgery: Forgery = {}, activity = activityOf(api)): Promise<Activity | undefined> {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => quiet.mockRestore());
    const adapter = createAdapter(api);
    let taken: Activity | undefined;
    await (
      adapter as unknown as {
        processActivity(header: string, activity: Json, logic: (context: TurnContext) => Promise<void>): Promise<void>;
      }
    ).processActivity(`Bearer ${api.sign(forgery)}`, activity, async (context) => {
      taken = context.activity;
    });
    return taken;
  }

  it('are believed by the SDK', async () => {
    const api = await begin();
    const taken = await take(api);
    expect(taken?.from.aadObjectId).toBe(api.userOf(kate).aadObjectId);
    expect(TurnContext.removeRecipientMention(taken as Activity)).toBe('help');
  });

  const past = Math.floor(Date.now() / 1000) - 3600;
  it.each<[string, Forgery]>([
    ['has run out', { claims: { exp: past } }],
    ['is not valid yet', { claims: { nbf: past + 7200 } }],
    ['is for another bot', { claims: { aud: 'another' } }],
    ['names no bot', { claims: { aud: undefined } }],
    ['comes from another issuer', { claims: { iss: 'https://api.botframework.com' } }],
    ['names another service address', { claims: { serviceurl: 'https://example.org/' } }],
    ['is not signed', { by: 'nobody' }],
    ['is signed by a stranger', { by: 'stranger' }],
    ['is signed with a key that nobody knows', { header: { kid: 'unheard-of' } }],
    ['is signed with what everybody knows', { by: 'public' }],
    ['is signed with a key of another channel', { by: 'webchat' }],
  ])('are not, when one %s', async (_why, forgery) => {
    const api = await begin();
    await expect(take(api, forgery)).rejects.toThrow();
    expect(await take(api)).toBeDefined();
  });

  it('let through each kind of activity', async () => {
    const api = await begin();
    const user = api.userOf(margaret);
    const where = personal(api.tenant.openChat(user.id));
    const invoke = { name: 'adaptiveCard/action', value: executeValue({ verb: 'help', data: {} }), replyTo: '1' };
    for (const activity of [
      installationUpdate(api, user, where),
      botAdded(api, api.userOf(kate), channel(api.team, api.channel)),
      invokeActivity(api, user, where, invoke),
      messageActivity(api, user, groupChat(api.tenant.addGroupChat([user.id])), mentionOf(api), '1'),
    ]) {
      expect((await take(api, {}, activity))?.type).toBe(activity.type);
    }
  });
});

async function bearer(
  { appId, env, issuer }: TeamsApi,
  wrong: Record<string, string> = {},
): Promise<{ status: number; token?: string; error?: string }> {
  const response = await fetch(`${issuer.loginUrl}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: env.MicrosoftAppPassword ?? '',
      scope: `${issuer.scope}/.default`,
      ...wrong,
    }),
  });
  const { access_token: token, error } = (await response.json()) as Record<string, string>;
  return { status: response.status, ...(token && { token }), ...(error && { error }) };
}
