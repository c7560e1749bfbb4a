import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLink } from '../../src/platforms/slack/installing/install-link.js';
import { accountRef, conversationRef, tenantRef } from '../../src/platforms/teams/refs.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter } from '../support/router.js';
import { jsonOf, type Outcome, run } from './run.js';

const key = randomBytes(32).toString('base64');
const start = new Date('2026-09-03T08:00:00+01:00');
const oauth = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client-secret',
  SLACK_SIGNING_SECRET: 'x',
  ENCRYPTION_KEY: key,
  PUBLIC_URL: 'https://bot.example.org/',
};

let database: TestDatabase;
let hub: { id: string; name: string };
beforeEach(async () => {
  database = await openSqlite('example');
  await startRouter(database, { channel: false });
  hub = await database.db.hub.findFirstOrThrow();
});
afterEach(() => database.close());

const cli = (words: string[], env: Record<string, string> = {}): Promise<Outcome> =>
  run(words, { DATABASE_URL: database.url, CLOCK_START: start.toISOString(), ...env });
const add = (ref: string, name: string, hubId?: string) =>
  database.db.installation.create({
    data: { ref, name, installedAt: start, ...(hubId !== undefined && { hubId, heardAt: start }) },
  });
const addWorkspace = (team: string, name: string, hubId?: string) => add(`slack:${team}`, name, hubId);
const addTenant = (tenant: string, name: string, hubId?: string) => add(tenantRef(tenant), name, hubId);

describe('slack-link', () => {
  it('prints a link that names the hub', async () => {
    const { code, out, err } = await cli(['slack-link', '--hub', hub.name.toUpperCase()], oauth);
    expect([code, err]).toEqual([0, '']);
    const link = new URL(out.trim());
    expect(link.origin + link.pathname).toBe('https://bot.example.org/slack/install');
    expect(readLink(link.searchParams.get('hub') ?? '', start, [key])?.hub).toBe(hub.id);
    expect(jsonOf(await cli(['slack-link', '--hub', hub.name, '--json'], oauth))).toMatchObject({
      hub: hub.name,
      days: 14,
    });
  });

  it('says what is missing', async () => {
    const told = async (words: string[], env = {}) => {
      const { code, out, err } = await cli(words, env);
      expect([code, out]).toEqual([1, '']);
      return err;
    };
    expect(await told(['slack-link', '--hub', 'Nowhere'], oauth)).toMatch(
      /^--hub: there is no hub “Nowhere”\. There are:/u,
    );
    expect(await told(['slack-link', '--hub', `${hub.name}s`], oauth)).toContain(`Did you mean “${hub.name}”?`);
    expect(await told(['slack-link'], oauth)).toContain("required option '--hub <name>'");
    expect(await told(['slack-link', '--hub', hub.name])).toMatch(/needs SLACK_CLIENT_ID, SLACK_CLIENT_SECRET/u);
    expect(await told(['slack-link', '--hub', hub.name], { ...oauth, ENCRYPTION_KEY: '' })).toMatch(
      /^ENCRYPTION_KEY is missing/u,
    );
  });
});

describe('workspaces', () => {
  it('lists them, with their hub and when they were last heard of', async () => {
    expect((await cli(['workspaces'])).out).toMatch(/^No workspace has been seen yet/u);
    await addWorkspace('T1', 'Oakfield', hub.id);
    await addWorkspace('T2', 'Southshire');
    expect((await cli(['workspaces'])).out).toBe(
      `Oakfield  T1\n    ${hub.name}, last heard of Thu 3 Sep, 08:00\n` +
        'Southshire  T2\n    not linked yet: nobody is recognised, not heard of yet\n',
    );
    expect(jsonOf(await cli(['workspaces', '--json']))).toMatchObject([
      { ref: 'slack:T1', hub: hub.name },
      { ref: 'slack:T2' },
    ]);
  });

  it('lists which channels in them are groups’ own, and which their heads’', async () => {
    await addWorkspace('T1', 'Oakfield', hub.id);
    await addWorkspace('T11', 'Another', hub.id);
    const group = await database.db.group.findFirstOrThrow();
    const by = { groupId: group.id, boundAt: start, boundById: 'x' };
    await database.db.channel.create({ data: { ...by, ref: 'slack:T1:C1' } });
    await database.db.channel.create({ data: { ...by, ref: 'slack:T1:C2', audience: 'heads' } });
    expect((await cli(['workspaces'])).out.split('\n').slice(-4)).toEqual([
      expect.stringContaining(hub.name),
      `    a channel of ${group.name}, 2026/27`,
      `    a channel of the heads of ${group.name}, 2026/27`,
      '',
    ]);
    const [another, oakfield] = jsonOf(await cli(['workspaces', '--json'])) as { channels: { audience: string }[] }[];
    expect(another?.channels).toEqual([]);
    expect(oakfield?.channels.map(({ audience }) => audience)).toEqual(['group', 'heads']);
  });

  it.each(['T2', 't2', 'slack:T2', 'southshire'])('ties one to a hub, called %s', async (workspace) => {
    await addWorkspace('T2', 'Southshire');
    expect((await cli(['workspaces', '--link', workspace, '--hub', hub.name])).out).toContain(hub.name);
    expect(await database.db.installation.findFirst()).toMatchObject({ hubId: hub.id });
  });

  it('forgets whom the workspace knew of another hub, and which channels', async () => {
    const { db } = database;
    const other = await db.hub.create({ data: { id: 'other', name: 'Southshire Maths Hub' } });
    const group = await db.group.findFirstOrThrow();
    await addWorkspace('T1', 'Oakfield', hub.id);
    await db.account.create({ data: { ref: 'slack:T1:U1', hubId: hub.id, name: 'Grace', seenAt: start } });
    await db.channel.create({ data: { ref: 'slack:T1:C1', groupId: group.id, boundAt: start, boundById: 'x' } });
    await cli(['workspaces', '--link', 'T1', '--hub', hub.name]);
    expect([await db.account.count(), await db.channel.count()]).toEqual([1, 1]);
    await cli(['workspaces', '--link', 'T1', '--hub', other.name]);
    expect([await db.account.count(), await db.channel.count()]).toEqual([0, 0]);
  });

  it.each([
    [['--link', 'T1'], /^--link and --hub belong together/u],
    [['--hub', 'x'], /^--link and --hub belong together/u],
    [['--link', 'T9', '--hub', 'x'], /^--link: there is no workspace “T9”\. There are: T1 \(Oakfield\)\./u],
    [['--link', 'T1', '--hub', 'zzz'], /^--hub: there is no hub “zzz”/u],
  ])('%j is refused', async (words, said) => {
    await addWorkspace('T1', 'Oakfield');
    expect(await cli(['workspaces', ...words])).toEqual({ code: 1, out: '', err: expect.stringMatching(said) });
    expect(await database.db.installation.findFirst()).toMatchObject({ hubId: null });
  });
});

describe('tenants of Teams', () => {
  const [oak, south] = ['0a1b2c3d-0000-4000-8000-00000000000a', '0a1b2c3d-0000-4000-8000-00000000000b'];

  it('are listed among the workspaces, by the id that Microsoft gives them', async () => {
    await addTenant(oak, 'oakfield.example', hub.id);
    await addWorkspace('T2', 'Southshire');
    await addTenant(south, 'Microsoft Teams');
    expect((await cli(['workspaces'])).out).toBe(
      `Microsoft Teams  ${south}\n    not linked yet: nobody is recognised, not heard of yet\n` +
        'Southshire  T2\n    not linked yet: nobody is recognised, not heard of yet\n' +
        `oakfield.example  ${oak}\n    ${hub.name}, last heard of Thu 3 Sep, 08:00\n`,
    );
    const at = start.toISOString();
    expect(jsonOf(await cli(['workspaces', '--json']))).toEqual([
      { ref: `teams:${south}`, id: south, name: 'Microsoft Teams', installedAt: at, heardAt: null, channels: [] },
      { ref: 'slack:T2', id: 'T2', name: 'Southshire', installedAt: at, heardAt: null, channels: [] },
      {
        ref: `teams:${oak}`,
        id: oak,
        name: 'oakfield.example',
        hub: hub.name,
        installedAt: at,
        heardAt: at,
        channels: [],
      },
    ]);
  });

  it.each([south, south.toUpperCase(), `teams:${south}`, ' Southshire.example '])(
    'are tied to a hub, called %s',
    async (tenant) => {
      await addTenant(south, 'southshire.example');
      await addWorkspace('T1', 'Oakfield');
      const { out, code } = await cli(['workspaces', '--link', tenant, '--hub', hub.name]);
      expect(code).toBe(0);
      expect(out).toContain(`southshire.example  ${south}\n    ${hub.name}, not heard of yet\n`);
      const linked = await database.db.installation.findMany({ where: { hubId: hub.id } });
      expect(linked.map(({ ref }) => ref)).toEqual([tenantRef(south)]);
    },
  );

  it('of one name are told apart by their ids, which go before names', async () => {
    await addTenant(oak, 'Microsoft Teams');
    await addTenant(south, 'Microsoft Teams');
    await addWorkspace('T1', south);
    expect(await cli(['workspaces', '--link', 'microsoft teams', '--hub', hub.name])).toEqual({
      code: 1,
      out: '',
      err:
        '--link: there are several called “microsoft teams”. ' +
        `Use an id: ${oak} (Microsoft Teams), ${south} (Microsoft Teams).\n`,
    });
    expect(await database.db.installation.count({ where: { hubId: hub.id } })).toBe(0);
    await cli(['workspaces', '--link', south, '--hub', hub.name]);
    const linked = await database.db.installation.findMany({ where: { hubId: hub.id } });
    expect(linked.map(({ ref }) => ref)).toEqual([tenantRef(south)]);
  });

  it('forget whom they knew of another hub, and which channels, but not where the bot can write', async () => {
    const { db } = database;
    const other = await db.hub.create({ data: { id: 'other', name: 'Southshire Maths Hub' } });
    const group = await db.group.findFirstOrThrow();
    await addTenant(oak, 'oakfield.example', hub.id);
    const ref = conversationRef(oak, '19:work-group@thread.tacv2');
    const grace = { ref: accountRef(oak, '29:1grace'), hubId: hub.id, name: 'Grace', seenAt: start };
    await db.account.create({ data: grace });
    await db.channel.create({ data: { ref, groupId: group.id, boundAt: start, boundById: 'x' } });
    const serviceUrl = 'https://teams.example/uk/';
    await db.conversation.create({ data: { ref, kind: 'channel', serviceUrl, botId: '28:x', heardAt: start } });
    const held = async () => [await db.account.count(), await db.channel.count(), await db.conversation.count()];
    await cli(['workspaces', '--link', oak, '--hub', hub.name]);
    expect(await held()).toEqual([1, 1, 1]);
    await cli(['workspaces', '--link', oak, '--hub', other.name]);
    expect(await held()).toEqual([0, 0, 1]);
  });
});
