import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { accountRef, conversationRef, tenantRef } from '../../src/platforms/teams/refs.js';
import type { Check } from '../../src/shared/check.js';
import { jsonOf, run } from '../cli/run.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { type SlackApi, startSlackApi } from '../support/slack-api.js';
import { refusals, throttled } from '../support/teams-connector.js';
import { startTeams, type TeamsDriver, type TeamsOptions } from '../support/teams-driver.js';

const group = 'Primary Mastery Work Group 3';
const start = '2026-09-03T08:00:00+01:00';
const closed = 'http://127.0.0.1:9';

interface World {
  database: TestDatabase;
  driver: TeamsDriver;
  env: Record<string, string>;
}

async function open(options: TeamsOptions = {}): Promise<World & { close(): Promise<void> }> {
  const database = await openSqlite();
  const driver = await startTeams(database, options);
  const close = async (): Promise<void> => {
    await driver.stop();
    await database.close();
  };
  const env = { DATABASE_URL: database.url, CLOCK_START: start, ...driver.api.env, PUBLIC_URL: driver.server.url };
  return { database, driver, env, close };
}

/** A bot in Teams for this test alone. */
async function begin(options?: TeamsOptions): Promise<World> {
  const world = await open(options);
  onTestFinished(world.close);
  return world;
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json =
  (body: unknown, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

interface Findings {
  code: number;
  checks: Check[];
  /** "ok settings", "warning https" … */
  states: string[];
  /** The one check with this id, or whose id begins so. */
  at(id: string): Check | undefined;
}

async function examine(env: Record<string, string>): Promise<Findings> {
  const outcome = await run(['doctor', '--json'], env);
  expect(outcome.err).toBe('');
  if (env.MicrosoftAppPassword) expect(outcome.out).not.toContain(env.MicrosoftAppPassword);
  const { ok, checks } = jsonOf(outcome) as { ok: boolean; checks: Check[] };
  expect(ok).toBe(!checks.some(({ state }) => state === 'fault'));
  expect(outcome.code).toBe(ok ? 0 : 1);
  for (const check of checks) expect(check.todo === undefined, check.id).toBe(check.state === 'ok');
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  return {
    code: outcome.code,
    checks,
    states: checks.map(({ id, state }) => `${state} ${id.split('/')[0]}`),
    at: (id) => checks.find((check) => check.id === id || check.id.startsWith(`${id}/`)),
  };
}

describe('a bot in Teams', () => {
  let world: World & { close(): Promise<void> };
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());
  beforeEach(() => () => world.driver.api.mend());

  it('is in order, but for the address of a test', async () => {
    const { api } = world.driver;
    const { at, states } = await examine(world.env);
    expect(states).toEqual([
      'ok node',
      'ok settings',
      'warning https',
      'ok address',
      'ok database',
      'ok integrity',
      'ok terms',
      'ok teams',
      'ok teams-token',
      'ok teams-keys',
      'ok teams-requests',
      'ok tenant',
      'ok team',
      'ok place',
      'ok teams-people',
    ]);
    expect(at('https')?.text).toContain('without https: Teams sends nothing there.');
    expect(at('teams')?.text).toBe(`Teams: the bot is set up as a single-tenant one, of the tenant ${api.tenantId}.`);
    expect(at('tenant')?.text).toMatch(
      /^The tenant “[\w.-]+\.example” belongs to Example Maths Hub; last heard of Thu 3 Sep, 08:00\.$/u,
    );
    expect(at('team')?.text).toBe('The bot is in the team “Primary Work Group” (General, work-group).');
    expect(at('place')?.text).toBe(
      `${group}: the bot can write in its channel, “work-group” in the team “Primary Work Group”.`,
    );
    expect(at('teams-people')?.text).toBe(`${group}: the bot can write to all 20 people.`);
  });

  it('is looked at without a word to anybody, or a change', async () => {
    const { api, db } = world.driver;
    const held = async () => [
      api.tenant.messages.length,
      api.tenant.chats.size,
      await db.account.findMany(),
      await db.conversation.findMany(),
      await db.installation.findMany(),
      await db.delivery.findMany(),
      await db.inboxEntry.findMany(),
    ];
    const before = await held();
    const since = api.calls.length;
    await examine(world.env);
    const asked = new Set(api.calls.slice(since).map(({ method, operation }) => `${method} ${operation}`));
    expect([...asked].sort()).toEqual(['GET channels', 'GET pagedMembers', 'GET team', 'POST login']);
    expect(await held()).toEqual(before);
  });

  it('prints a mark, what it found, and below it what to do', async () => {
    const { out } = await run(['doctor'], world.env);
    expect(out).toMatch(
      /^✓ Node [\d.]+ is one that [^\n]+\n✓ The settings are complete\.\n! PUBLIC_URL is http[^\n]*\n {4}Put a proxy/u,
    );
    expect(out).toContain('\n✓ Microsoft gives the bot a token.\n✓ The keys of Microsoft’s tokens can be had.\n');
  });

  describe('whom Microsoft gives no token', () => {
    const refusal = (error: string, words: string, status = 401) => ({
      status,
      body: { error, error_description: words },
    });

    it.each<[string, Record<string, string>, RegExp, RegExp]>([
      [
        'has an app that is not in the tenant',
        { MicrosoftAppId: 'another-app' },
        /no app with this MicrosoftAppId in the tenant \(AADSTS700016\)\.$/u,
        /“Microsoft App ID” and “App Tenant ID”/u,
      ],
      [
        'is single-tenant, and set up as multi-tenant',
        { MicrosoftAppId: 'another-app', MicrosoftAppType: '', MicrosoftAppTenantId: '' },
        /no multi-tenant app with this MicrosoftAppId \(AADSTS700016\)\.$/u,
        /set MicrosoftAppType=SingleTenant and MicrosoftAppTenantId/u,
      ],
      [
        'has another secret',
        { MicrosoftAppPassword: 'another~secret' },
        /does not accept MicrosoftAppPassword \(AADSTS7000215\)\.$/u,
        /“Value”, not its “Secret ID”/u,
      ],
    ])('%s', async (_what, env, text, todo) => {
      const { code, at, states } = await examine({ ...world.env, ...env });
      expect(code).toBe(1);
      expect(at('teams-token')).toMatchObject({ state: 'fault', text: expect.stringMatching(text) });
      expect(at('teams-token')?.todo).toMatch(todo);
      expect(states.slice(-2)).toEqual(['ok teams-requests', 'ok tenant']);
    });

    it.each<[string, Parameters<TeamsDriver['api']['fail']>[1], RegExp, RegExp]>([
      [
        'has a secret that has run out',
        refusal(
          'invalid_client',
          "AADSTS7000222: The provided client secret keys for app 'x' are expired. Trace ID: 1 Timestamp: 2",
        ),
        /has run out \(AADSTS7000222\)\.$/u,
        /^Make a new client secret .* start the bot again\.$/u,
      ],
      [
        'is told of something else, in Microsoft’s own words',
        refusal('invalid_request', "AADSTS90002: Tenant 'x' not found. Trace ID: 1 Correlation ID: 2", 400),
        /gives the bot no token: AADSTS90002: Tenant 'x' not found\.$/u,
        /^Compare MicrosoftAppId/u,
      ],
      ['is told nothing', refusal('invalid_client', ''), /gives the bot no token: invalid_client\.$/u, /^Compare/u],
      [
        'is put off',
        refusal('temporarily_unavailable', 'AADSTS90033: A transient error has occurred.', 503),
        /no token just now: AADSTS90033/u,
        /^Ask again in a minute/u,
      ],
      ['meets a proxy', { status: 502, body: '<html>' }, /at 127\.0\.0\.1:\d+ as it should.*502/u, /proxy, firewall/u],
      ['is cut off', { cut: 'before' }, /does not answer at 127\.0\.0\.1:\d+ as it should/u, /proxy, firewall/u],
    ])('%s', async (_what, fault, text, todo) => {
      world.driver.api.fail('login', fault);
      const { at } = await examine(world.env);
      expect(at('teams-token')).toMatchObject({ state: 'fault', text: expect.stringMatching(text) });
      expect(at('teams-token')?.todo).toMatch(todo);
      expect(at('team')).toBeUndefined();
    });
  });

  it('cannot have the keys of Microsoft’s tokens', async () => {
    const keysAt = async (url: string): Promise<Check | undefined> =>
      (await examine({ ...world.env, ToBotFromChannelOpenIdMetadataUrl: url })).at('teams-keys');
    const issuer = world.env.ToBotFromChannelTokenIssuer;
    for (const url of [
      closed,
      await serve(json({ issuer })),
      await serve(json({ issuer, jwks_uri: `${closed}/keys` })),
      await serve(json({ issuer, jwks_uri: world.env.ToBotFromChannelOpenIdMetadataUrl })),
      await serve(json({ issuer, jwks_uri: await serve(json({ keys: [] })) })),
      await serve(json({}, 503)),
      await serve((_request, response) => response.end('<html>')),
    ]) {
      expect(await keysAt(url), url).toMatchObject({
        state: 'fault',
        text: expect.stringMatching(/cannot be had, so all that Teams sends is refused: (nothing answers )?at http/u),
      });
    }
    const other = await examine({ ...world.env, ToBotFromChannelTokenIssuer: 'https://api.example.org' });
    expect(other.at('teams-keys')).toMatchObject({
      state: 'warning',
      text: expect.stringContaining('the bot takes tokens of https://api.example.org alone'),
    });
  });

  it('is not what answers at PUBLIC_URL', async () => {
    const at = async (url: string): Promise<Check | undefined> =>
      (await examine({ ...world.env, PUBLIC_URL: url })).at('teams-requests');
    const { serviceUrl } = world.driver.api;
    for (const [answer, status] of [
      [json({}, 404), 404],
      [json({}), 200],
      [(_request, response) => response.writeHead(302, { location: serviceUrl }).end(), 302],
      [(_request, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end(), 401],
      [json({}, 502), 502],
    ] satisfies [RequestListener, number][]) {
      expect(await at(await serve(answer))).toMatchObject({
        state: 'fault',
        text: expect.stringContaining(`/api/messages something else answers (status ${status})`),
      });
    }
    expect(await at(closed)).toMatchObject({
      state: 'warning',
      text: 'Nothing answers at http://127.0.0.1:9/api/messages from here.',
    });
    const { PUBLIC_URL: _, ...homeless } = world.env;
    const { code, at: found } = await examine(homeless);
    expect([code, found('teams-requests')]).toEqual([1, undefined]);
    expect(found('address')?.text).toBe('PUBLIC_URL is missing: Teams and people’s calendars need it.');
  });

  it.each([
    ['throttled', throttled(30), 'Teams asked us to wait'],
    ['out of order', refusals.badGateway, 'Teams: ServiceError'],
  ])('asks a Teams that is %s once, and says that it could not see', async (_what, refusal, why) => {
    const { api } = world.driver;
    for (const operation of ['team', 'pagedMembers'] as const) api.fail(operation, refusal);
    const since = api.calls.length;
    const { code, at } = await examine(world.env);
    expect(code).toBe(0);
    expect(at('team')).toMatchObject({
      text: `Teams did not let the team ${api.team.id} be seen just now (${why}).`,
      todo: 'Ask again in a minute.',
    });
    expect(at('place')?.text).toBe(
      `${group}: Teams did not say just now whether the bot can write in its channel (${why}).`,
    );
    expect(at('teams-people')?.text).toBe(`${group}: Teams did not let everybody be looked for just now.`);
    expect(api.calls.slice(since).filter(({ operation }) => operation === 'team')).toHaveLength(1);
  });

  it.each([
    ['not-in-channel', refusals.notInRoster, 'warning', 'the bot is not in its channel any more.'],
    ['channel-gone', refusals.noConversation, 'warning', 'its channel is not there any more.'],
    ['disabled', refusals.disabled, 'warning', 'the bot may not write in its channel (Teams: BotDisabledByAdmin).'],
    [
      'not-registered',
      refusals.notRegistered,
      'fault',
      'the bot cannot write in its channel, for Teams does not take the bot’s token (Teams: BotNotRegistered).',
    ],
  ])('is told apart in the group’s channel: %s', async (_what, refusal, state, words) => {
    const { api } = world.driver;
    api.fail('pagedMembers', { ...refusal, when: ({ path }) => path.includes(api.channel) });
    expect((await examine(world.env)).at('place')).toMatchObject({ state, text: `${group}: ${words}` });
  });
});

describe('tenants', () => {
  it('have not been heard of at first', async () => {
    const { database, env } = await begin({ notAdded: true });
    await database.db.installation.deleteMany();
    const { code, at, states } = await examine(env);
    expect([code, states.at(-1)]).toEqual([0, 'warning tenants']);
    expect(at('tenants')?.todo).toContain(`must be ${env.PUBLIC_URL}/api/messages`);
    expect(at('channel')).toMatchObject({
      text: `${group}: no channel in Teams is its own yet.`,
      todo: expect.stringContaining('@Work Group setup'),
    });
  });

  it('belong to a hub or to none, and the bot’s own to the only one', async () => {
    const { database, driver, env } = await begin();
    const { db } = database;
    const now = driver.clock.now();
    const other = { ref: tenantRef('tenant-2'), name: 'southshire.example', installedAt: now, heardAt: now };
    await db.installation.create({ data: other });
    await db.installation.updateMany({ where: { ref: tenantRef(driver.api.tenantId) }, data: { hubId: null } });
    const first = await examine(env);
    expect(first.at(`tenant/${tenantRef(driver.api.tenantId)}`)?.state).toBe('ok');
    expect(first.at(`tenant/${other.ref}`)).toMatchObject({
      state: 'warning',
      text: 'The tenant “southshire.example” belongs to no Maths Hub yet, so nobody is recognised there; last heard of Thu 3 Sep, 08:00.',
      todo: 'workgroup workspaces --link tenant-2 --hub "Name"',
    });
    await db.hub.create({ data: { id: 'other', name: 'Southshire Maths Hub' } });
    const second = await examine(env);
    expect(second.checks.filter(({ id }) => id.startsWith('tenant/')).map(({ state }) => state)).toEqual([
      'warning',
      'warning',
    ]);
    expect(second.at('teams-people')).toMatchObject({
      text: `${group}: its people could not be looked for.`,
      todo: 'See above: its hub has no tenant yet.',
    });
    const many = { MicrosoftAppType: 'MultiTenant', MicrosoftAppTenantId: '' };
    expect((await examine({ ...env, ...many })).at('teams')?.text).toBe(
      'Teams: the bot is set up as a multi-tenant one, of which Microsoft makes no new ones.',
    );
  });
});

describe('teams and channels', () => {
  it('are left: while the bot hears of it, and while it does not', async () => {
    const { driver, env } = await begin();
    driver.api.team.hasBot = false;
    const unheard = await examine(env);
    expect(unheard.at('team')?.text).toBe(
      `The bot cannot see the team ${driver.api.team.id} any more (Teams: BotNotInConversationRoster).`,
    );
    expect(unheard.at('place')?.text).toBe(`${group}: the bot is not in its channel any more.`);
    expect(unheard.at('teams-people')?.text).toContain('can write to 0 of 12 lead teachers, 6 of 6 heads and 0 of 2');
    await driver.removeFromTeam();
    const heard = await examine(env);
    expect(heard.at('team')?.text).toBe('The bot is in no team yet.');
    expect(heard.at('place')?.text).toBe(`${group}: the bot is not in its channel any more.`);
  });

  it('may be a group chat', async () => {
    const { driver, database, env } = await begin({ notAdded: true });
    const { tenant, tenantId, serviceUrl, bot } = driver.api;
    const chat = tenant.addGroupChat(tenant.users.map(({ id }) => id));
    const ref = conversationRef(tenantId, chat);
    const at = driver.clock.now();
    await database.db.conversation.create({ data: { ref, kind: 'groupChat', serviceUrl, botId: bot.id, heardAt: at } });
    await database.db.channel.create({ data: { ref, groupId: driver.groupId, boundAt: at, boundById: 'x' } });
    const { at: found } = await examine(env);
    expect(found('team')).toMatchObject({ state: 'ok', text: 'The bot is in no team, but in a group chat.' });
    expect(found('place')?.text).toBe(`${group}: the bot can write in its group chat.`);
  });

  it('may be for the heads alone', async () => {
    const { driver, database, env } = await begin();
    const { tenant, tenantId } = driver.api;
    const ref = conversationRef(tenantId, tenant.addGroupChat([]));
    const by = { groupId: driver.groupId, boundAt: driver.clock.now(), boundById: 'x' };
    await database.db.channel.create({ data: { ref, audience: 'heads', ...by } });
    const { checks } = await examine(env);
    const texts = checks.map(({ text }) => text);
    expect(texts).toContain(`${group}: its heads have a channel of their own in Teams.`);
    expect(texts).toContain(`The heads of ${group}: the bot is not in their channel any more.`);
    expect(texts).toContain(
      `${group}: the bot can write in its channel, “work-group” in the team “Primary Work Group”.`,
    );
  });
});

describe('people', () => {
  it('who cannot be written to are named, with what to do; nobody else is', async () => {
    const away = ['Margaret Okonkwo', 'Helen Brackenbury'];
    const { env } = await begin({
      notInstalled: [...away, 'Farida Chowdhury-Bell'],
      inTeam: ['Farida Chowdhury-Bell'],
      absent: ['Tom Hartwell'],
      strangers: [{ name: 'Wanda Wayfarer', email: 'wanda@elsewhere.example' }],
      // Teams gives its members in several pages.
      pageSize: 5,
    });
    const { at } = await examine(env);
    expect(at('teams-people')).toMatchObject({
      state: 'warning',
      text: expect.stringContaining(
        'can write to 11 of 12 lead teachers, 4 of 6 heads and 2 of 2 others, but not yet to ',
      ),
      todo: expect.stringContaining('by a setup policy'),
    });
    const [, names = ''] = at('teams-people')?.text.split('not yet to ') ?? [];
    expect(names.replace(/\.$/u, '').split(', ').sort()).toEqual([...away, 'Tom Hartwell'].sort());
  });

  it('may have another address in the team, once the specialist has said who they are', async () => {
    const name = 'Rhys Penhallow';
    const address = 'rhys@elsewhere.example';
    const { database, driver, env } = await begin({ as: { [name]: { email: address, userPrincipalName: address } } });
    expect((await examine(env)).at('teams-people')?.text).toMatch(/not yet to Rhys Penhallow\.$/u);
    const { tenantId, userOf } = driver.api;
    const { hubId } = await database.db.group.findFirstOrThrow();
    const account = { hubId, personId: driver.personId(name), name, seenAt: driver.clock.now() };
    await database.db.account.create({ data: { ref: accountRef(tenantId, userOf(address).id), ...account } });
    expect((await examine(env)).at('teams-people')?.state).toBe('ok');
  });

  it('are not asked for when they stood down, and are found by what they sign in with', async () => {
    const gone = 'Margaret Okonkwo';
    const { database, driver, env } = await begin({
      notInstalled: [gone],
      as: { 'Tom Hartwell': { email: '' } },
    });
    const { db } = database;
    expect((await examine(env)).at('teams-people')?.text).toMatch(/not yet to Margaret Okonkwo\.$/u);
    await db.membership.updateMany({
      where: { personId: driver.personId(gone) },
      data: { stoodDownAt: driver.clock.now() },
    });
    // Whoever is in the team is found there when the bot has something to say, met or not.
    const tom = driver.api.tenant.findUser('tom.hartwell@oakfield.example');
    await db.account.deleteMany({ where: { ref: accountRef(driver.api.tenantId, tom?.id ?? '') } });
    expect((await examine(env)).at('teams-people')?.state).toBe('ok');
    await driver.uninstall('Helen Brackenbury');
    expect((await examine(env)).at('teams-people')?.text).toMatch(/ 4 of 5 heads .* not yet to Helen Brackenbury\.$/u);
  });
});

describe('beside Slack', () => {
  let slack: SlackApi;
  beforeAll(async () => {
    slack = await startSlackApi([]);
  });
  afterAll(() => slack.stop());
  const beside = (env: Record<string, string>): Record<string, string> => ({
    ...env,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    SLACK_API_URL: slack.apiUrl,
  });

  it('looks for a group’s people where its channel is', async () => {
    const { driver, database, env } = await begin();
    const both = await examine(beside(env));
    expect(both.at('channel')).toBeUndefined();
    expect([both.at('place')?.state, both.at('teams-people')?.state, both.at('people')]).toEqual([
      'ok',
      'ok',
      undefined,
    ]);
    expect(both.at('https')?.text).toContain('without https: Slack and Teams send nothing there.');
    await database.db.channel.update({
      where: { groupId_audience: { groupId: driver.groupId, audience: 'group' } },
      data: { ref: `slack:${slack.team}:C0123` },
    });
    const moved = await examine(beside(env));
    expect([moved.at('channel'), moved.at('place'), moved.at('teams-people')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(moved.at('people')?.text).toContain('not in the workspace yet');
    // With Teams alone, a channel in Slack is none.
    expect((await examine(env)).at('channel')?.text).toBe(`${group}: no channel in Teams is its own yet.`);
  });

  it('asks for a channel and an address in words that fit both', async () => {
    const { env } = await begin({ unbound: true });
    const { PUBLIC_URL: _, ...homeless } = beside(env);
    const { at } = await examine(homeless);
    expect(at('address')?.text).toBe('PUBLIC_URL is missing: Slack, Teams and people’s calendars need it.');
    expect(at('channel')?.text).toBe(`${group}: no channel in Slack or Teams is its own yet.`);
    expect(at('channel')?.todo).toMatch(/\/workgroup setup\. Or: .*@Work Group setup$/u);
    const socket = await examine({ ...beside(env), SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-1' });
    expect(socket.at('https')?.text).toContain('without https: Teams sends nothing there.');
  });
});
