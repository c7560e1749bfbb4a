import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { boltLog } from '../../src/platforms/slack/bolt-log.js';
import { packLink } from '../../src/platforms/slack/installing/install-link.js';
import { createInstallations } from '../../src/platforms/slack/installing/installations.js';
import { scopes } from '../../src/platforms/slack/permissions.js';
import type { Check } from '../../src/shared/check.js';
import { systemClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { packageRoot } from '../../src/shared/package-root.js';
import { jsonOf, run } from '../cli/run.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { quietLog, startRouter } from '../support/router.js';
import { type Member, type SlackApi, startSlackApi } from '../support/slack-api.js';

/** Of the roster, all but these two. */
const absent = ['Priya Nandakumar', 'Margaret Okonkwo'];
const nameOf = (email: string): string => (email.split('@')[0] ?? '').replaceAll('.', ' ');
const present = [...readFileSync(path.join(packageRoot, 'examples/roster.csv'), 'utf8').matchAll(/[\w.+-]+@[\w.-]+/gu)]
  .map(([email]): Member => ({ name: nameOf(email), email }))
  .filter(({ name }) => !absent.some((one) => one.toLowerCase() === name));

const keys = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
const secret = '0123456789abcdef0123456789abcdef';
const closed = 'http://127.0.0.1:9';

let slack: SlackApi;
beforeAll(async () => {
  slack = await startSlackApi(present);
});
afterAll(() => slack.stop());

let database: TestDatabase;
let bot: string;
beforeEach(async () => {
  database = await openSqlite('example');
  await startRouter(database);
  bot = await startBot(secret);
  return async () => {
    slack.mend();
    await database.close();
  };
});

/** What stands at PUBLIC_URL: as much of the bot as can be seen from outside. */
async function startBot(signingSecret: string): Promise<string> {
  const app = express();
  app.get('/readyz', (_request, response) => {
    response.json({ ready: true });
  });
  const receiver = new ExpressReceiver({ signingSecret, logger: boltLog(quietLog), app: app as never });
  return serve(receiver.app as never);
}

async function serve(app: express.Express): Promise<string> {
  const server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const basics = () => ({ DATABASE_URL: database.url, CLOCK_START: '2026-09-03T08:00:00+01:00' });
const complete = () => ({
  ...basics(),
  SLACK_BOT_TOKEN: slack.token,
  SLACK_SIGNING_SECRET: secret,
  SLACK_API_URL: slack.apiUrl,
  PUBLIC_URL: bot,
});

interface Findings {
  code: number;
  ok: boolean;
  checks: Check[];
  /** The one check with this id, or whose id begins so. */
  at(id: string): Check | undefined;
}

async function examine(env: Record<string, string>): Promise<Findings> {
  const outcome = await run(['doctor', '--json'], env);
  expect(outcome.err).toBe('');
  for (const value of [env.SLACK_BOT_TOKEN, env.SLACK_SIGNING_SECRET, env.ENCRYPTION_KEY]) {
    if (value) expect(outcome.out).not.toContain(value);
  }
  const { ok, checks } = jsonOf(outcome) as { ok: boolean; checks: Check[] };
  expect(ok).toBe(!checks.some(({ state }) => state === 'fault'));
  expect(outcome.code).toBe(ok ? 0 : 1);
  for (const check of checks) expect(check.todo === undefined, check.id).toBe(check.state === 'ok');
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  const at = (id: string) => checks.find((check) => check.id === id || check.id.startsWith(`${id}/`));
  return { code: outcome.code, ok, checks, at };
}

describe('without Slack', () => {
  it('looks at the rest, and says what Slack needs', async () => {
    const { ok, at, checks } = await examine(basics());
    expect(ok).toBe(true);
    expect(checks.map(({ id, state }) => `${state} ${id.split('/')[0]}`)).toEqual([
      'ok node',
      'ok settings',
      'warning platform',
      'ok database',
      'ok integrity',
      'ok terms',
    ]);
    expect(at('platform')?.todo).toContain('SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and PUBLIC_URL');
    expect(at('terms')?.text).toBe('Primary Mastery Work Group 3: the term dates of 2026/27 are known.');
  });

  it('prints a mark, what it found, and below it what to do', async () => {
    const { out, code } = await run(['doctor'], basics());
    expect(code).toBe(0);
    expect(out).toMatch(
      /^✓ Node [\d.]+ is one that [^\n]+\n✓ The settings are complete\.\n! Nothing is set for Slack[^\n]*\n {4}For Slack set/u,
    );
  });

  it('misses term dates, groups, and messages that should be gone', async () => {
    expect((await examine({ ...basics(), CLOCK_START: '2026-10-01T08:00:00Z' })).at('overdue')?.text).toMatch(
      /overdue/u,
    );
    await database.db.delivery.updateMany({ data: { status: 'failed' } });
    expect((await examine(basics())).at('failed')?.text).toMatch(/^\d+ messages could not be delivered/u);
    await database.db.halfTerm.deleteMany({ where: { number: 6 } });
    expect((await examine(basics())).at('terms')).toMatchObject({
      state: 'warning',
      text: expect.stringContaining('5 of 6'),
    });
    await database.db.halfTerm.deleteMany();
    const none = await examine(basics());
    expect([none.code, none.at('terms')?.state]).toEqual([1, 'fault']);
    const later = await examine({ ...basics(), CLOCK_START: '2027-10-01T08:00:00Z' });
    expect(later.at('groups')?.text).toBe('There is no group for 2027/28 yet.');
  });

  it('says what is wrong with settings and database, and goes on as far as it can', async () => {
    const half = await examine({ ...basics(), SLACK_BOT_TOKEN: 'xoxp-1', SLACK_CLIENT_ID: '1' });
    expect(half.checks.filter(({ state }) => state === 'fault').map(({ todo }) => todo?.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_CLIENT_SECRET',
    ]);
    expect(half.at('database')?.state).toBe('ok');
    const port = await examine({ ...basics(), PORT: 'x' });
    expect(port.checks.slice(1)).toMatchObject([{ state: 'fault', todo: expect.stringMatching(/^PORT must be/u) }]);
    const file = path.join(packageRoot, 'package.json');
    const broken = await examine({ ...basics(), DATABASE_URL: `file:${file}` });
    expect(broken.at('database')).toMatchObject({ state: 'fault', todo: expect.stringContaining('not a database') });
  });
});

describe('one workspace', () => {
  it('is in order, but for what only people can do', async () => {
    await createInstallations({
      db: database.db,
      settings: { apiUrl: slack.apiUrl, botToken: slack.token, encryptionKeys: [] },
      clock: systemClock,
      log: quietLog,
    }).tokenFor(slack.team);
    await database.db.installation.updateMany({ data: { heardAt: systemClock.now() } });
    const { ok, checks, at } = await examine(complete());
    expect(ok).toBe(true);
    expect(checks.map(({ id, state }) => `${state} ${id.split('/')[0]}`)).toEqual([
      'ok node',
      'ok settings',
      'warning https',
      'ok address',
      'ok database',
      'ok integrity',
      'ok terms',
      'warning channel',
      'ok slack',
      'ok clock',
      'ok token',
      'ok scopes',
      'ok signing-secret',
      'ok requests',
      'ok heard',
      'warning people',
    ]);
    expect(at('token')?.text).toContain('“Example Hub”');
    expect(at('people')?.text).toBe(`Primary Mastery Work Group 3: not in the workspace yet: ${absent.join(', ')}.`);
  });

  it('says where the heads have a channel of their own', async () => {
    const { id } = await database.db.group.findFirstOrThrow();
    const by = { groupId: id, boundAt: systemClock.now(), boundById: 'x' };
    await database.db.channel.create({ data: { ref: `slack:${slack.team}:C9`, audience: 'heads', ...by } });
    const { at } = await examine(complete());
    expect(at('heads')?.text).toBe('Primary Mastery Work Group 3: its heads have a channel of their own in Slack.');
    // The group's own is another.
    expect(at('channel')?.state).toBe('warning');
  });

  it('misses nobody who has an account, and asks for nobody who stood down', async () => {
    const { db } = database;
    const [first, second] = await Promise.all(absent.map((name) => db.person.findFirstOrThrow({ where: { name } })));
    const account = { personId: first?.id ?? '', hubId: first?.hubId ?? '', name: 'Priya', seenAt: systemClock.now() };
    await db.account.create({ data: { ref: `slack:${slack.team}:U9`, ...account } });
    expect((await examine(complete())).at('people')?.text).toMatch(/not in the workspace yet: Margaret Okonkwo\.$/u);
    await db.membership.updateMany({ where: { personId: second?.id ?? '' }, data: { stoodDownAt: systemClock.now() } });
    expect((await examine(complete())).at('people')?.state).toBe('ok');
  });

  it('has heard nothing yet', async () => {
    expect((await examine(complete())).at('heard')).toMatchObject({
      state: 'warning',
      todo: expect.stringContaining('“Event Subscriptions”'),
    });
  });

  it('has a token that Slack does not accept', async () => {
    slack.fail('auth.test', { body: { ok: false, error: 'account_inactive' } });
    const { code, at } = await examine(complete());
    expect(code).toBe(1);
    expect(at('token')).toMatchObject({
      state: 'fault',
      text: 'Slack does not accept SLACK_BOT_TOKEN (account_inactive).',
      todo: expect.stringContaining('Bot User OAuth Token'),
    });
    expect(at('people')?.state).toBe('warning');
  });

  const identity = { ok: true, team: 'Example Hub', team_id: 'T1', user: 'work-group', user_id: 'U1' };

  it('lacks permissions: each by its name, and what it is for', async () => {
    const given = Object.keys(scopes).filter((scope) => !/^(pins:write|im:history)$/u.test(scope));
    slack.fail('auth.test', { body: identity, headers: { 'x-oauth-scopes': given.join(',') } });
    const { code, at } = await examine(complete());
    expect(code).toBe(1);
    expect(at('scopes')?.text).toBe(
      `The app lacks permissions: im:history (${scopes['im:history']}); pins:write (${scopes['pins:write']}).`,
    );
  });

  it.each([
    [-3, 'ok'],
    [90, 'warning'],
    [-90, 'warning'],
    [400, 'fault'],
    [-86_400, 'fault'],
  ])('has a clock that is %s seconds from Slack’s: %s', async (seconds, state) => {
    const date = new Date(systemClock.now().getTime() + seconds * 1000).toUTCString();
    slack.fail('auth.test', { body: identity, headers: { date } });
    expect((await examine(complete())).at('clock')?.state).toBe(state);
  });

  it('cannot be reached: Slack, or the bot itself', async () => {
    const away = await examine({ ...complete(), SLACK_API_URL: closed });
    expect(away.at('slack')).toMatchObject({ state: 'fault', text: 'Slack does not answer at 127.0.0.1:9.' });
    const unseen = await examine({ ...complete(), PUBLIC_URL: closed });
    expect([unseen.ok, unseen.at('address')?.state, unseen.at('requests')?.state]).toEqual([
      true,
      'warning',
      'warning',
    ]);
    const { PUBLIC_URL: _, ...homeless } = complete();
    expect((await examine(homeless)).at('address')).toMatchObject({
      state: 'fault',
      text: expect.stringMatching(/^PUBLIC_URL is missing/u),
    });
  });

  it('runs with another signing secret, or is not what answers there', async () => {
    const stranger = await startBot('another');
    expect((await examine({ ...complete(), PUBLIC_URL: stranger })).at('requests')?.text).toContain(
      'refuses a request',
    );
    const shop = await serve(express());
    expect((await examine({ ...complete(), PUBLIC_URL: shop })).at('requests')?.text).toContain(
      'something else answers (status 404)',
    );
    const id = await examine({ ...complete(), SLACK_SIGNING_SECRET: '1234567890.0987654321' });
    expect(id.at('signing-secret')).toMatchObject({
      state: 'fault',
      todo: expect.stringContaining('not “Client Secret”'),
    });
  });

  it('answers nonsense', async () => {
    slack.fail('auth.test', { status: 502, body: { proxy: 'error' } });
    expect((await examine(complete())).at('slack')?.state).toBe('fault');
    slack.mend();
    slack.fail('users.lookupByEmail', { status: 429, body: {} });
    expect((await examine(complete())).at('people')?.text).toContain('did not let everybody be looked for');
  });

  it('belongs to no hub where there are two', async () => {
    await database.db.hub.create({ data: { id: 'other', name: 'Southshire Maths Hub' } });
    expect((await examine(complete())).at('hub')?.todo).toBe(`workgroup workspaces --link ${slack.team} --hub "Name"`);
  });

  it('needs no address in socket mode', async () => {
    const { PUBLIC_URL: _, SLACK_SIGNING_SECRET: __, ...rest } = complete();
    const { ok, at } = await examine({ ...rest, SLACK_APP_TOKEN: 'xapp-1' });
    expect([ok, at('address')?.state, at('requests')?.state]).toEqual([true, 'warning', 'ok']);
  });
});

describe('many workspaces', () => {
  const many = (encryption: readonly string[]) => {
    const { SLACK_BOT_TOKEN: _, ...rest } = complete();
    const [current = '', previous = ''] = encryption;
    const client = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'client-secret' };
    return { ...rest, ...client, ENCRYPTION_KEY: current, ENCRYPTION_KEY_PREVIOUS: previous };
  };
  const install = async (team: string, hubId?: string) =>
    createInstallations({
      db: database.db,
      settings: { apiUrl: slack.apiUrl, encryptionKeys: keys.slice(0, 1) },
      clock: systemClock,
      log: quietLog,
    }).store.storeInstallation({
      team: { id: team, name: `Workspace ${team}` },
      enterprise: undefined,
      user: { token: undefined, scopes: undefined, id: 'U1' },
      bot: { token: slack.token, scopes: [], id: 'B1', userId: 'U1' },
      ...(hubId !== undefined && { metadata: packLink({ hub: hubId, id: newId() }) }),
    });

  it('has none yet, then several, each with its own findings', async () => {
    expect((await examine(many(keys.slice(0, 1)))).at('token')).toMatchObject({
      state: 'warning',
      todo: 'Make a link: workgroup slack-link --hub "Name"',
    });
    await install(slack.team, (await database.db.hub.findFirstOrThrow()).id);
    await install('T2');
    const { ok, checks, at } = await examine(many(keys.slice(0, 1)));
    expect(ok).toBe(true);
    expect(checks.filter(({ id }) => id.startsWith('token/'))).toHaveLength(2);
    expect(checks.filter(({ id }) => id.startsWith('hub/')).map(({ todo }) => todo)).toEqual([
      'workgroup workspaces --link T2 --hub "Name"',
    ]);
    expect(at('people')?.text).toContain(absent[0]);
  });

  it('says how far a change of keys has come', async () => {
    await install(slack.team);
    const [old = '', current = ''] = keys;
    expect((await examine(many([current]))).at('key')).toMatchObject({
      state: 'fault',
      todo: expect.stringContaining('ENCRYPTION_KEY_PREVIOUS'),
    });
    expect((await examine(many([current, old]))).at('keys')?.text).toMatch(
      /^1 of 1 workspaces’ tokens are still locked/u,
    );
    await createInstallations({
      db: database.db,
      settings: { apiUrl: slack.apiUrl, encryptionKeys: [current, old] },
      clock: systemClock,
      log: quietLog,
    }).tokenFor(slack.team);
    expect((await examine(many([current, old]))).at('keys')?.todo).toBe('Unset it, and destroy that key.');
  });
});
