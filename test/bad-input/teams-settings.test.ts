import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.js';

const fault = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
  return 'nothing';
};

const slack = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' };
const teams = {
  MicrosoftAppId: '0a1b2c3d-0000-4000-8000-00000000000a',
  MicrosoftAppPassword: 'hush~8Q.example',
  MicrosoftAppTenantId: '0a1b2c3d-0000-4000-8000-00000000000b',
  MicrosoftAppType: 'SingleTenant',
};

describe('settings for Teams', () => {
  const { MicrosoftAppTenantId: _tenant, MicrosoftAppType: _type, ...many } = teams;
  const microsoft = {
    oauthScope: 'https://api.botframework.com',
    tokenIssuer: 'https://api.botframework.com',
    openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  };
  const standIn = {
    ToChannelFromBotLoginUrl: 'http://127.0.0.1:4010/login',
    ToChannelFromBotOAuthScope: 'http://127.0.0.1:4010',
    ToBotFromChannelTokenIssuer: 'http://localhost:4010/',
    ToBotFromChannelOpenIdMetadataUrl: 'http://[::1]:4010/.well-known/openidconfiguration',
  };

  it('are the app, its secret, its type and its tenant, and the bot is reached from outside', () => {
    const { teams: settings, slack: none, host, credentials, publicUrl } = readConfig(teams);
    expect(settings).toEqual({
      appId: teams.MicrosoftAppId,
      appPassword: teams.MicrosoftAppPassword,
      tenantId: teams.MicrosoftAppTenantId,
      appType: 'SingleTenant',
      loginUrl: `https://login.microsoftonline.com/${teams.MicrosoftAppTenantId}`,
      ...microsoft,
    });
    expect([none, host, publicUrl]).toEqual([undefined, '0.0.0.0', undefined]);
    expect(credentials).toEqual(['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId']);
    expect(readConfig({ ...teams, HOST: '127.0.0.1' }).host).toBe('127.0.0.1');
    expect(readConfig({ ...teams, NODE_ENV: 'production' }).production).toBe(true);
  });

  it('are for many tenants where neither type nor tenant is set, or the type says so', () => {
    const settings = {
      appId: teams.MicrosoftAppId,
      appPassword: teams.MicrosoftAppPassword,
      appType: 'MultiTenant',
      loginUrl: 'https://login.microsoftonline.com/botframework.com',
      ...microsoft,
    };
    expect(readConfig(many).teams).toEqual(settings);
    expect(readConfig({ ...many, MicrosoftAppTenantId: '', MicrosoftAppType: ' ' }).teams).toEqual(settings);
    for (const tenant of ['', teams.MicrosoftAppTenantId, 'school.example']) {
      const env = { ...many, MicrosoftAppTenantId: tenant, MicrosoftAppType: 'MultiTenant' };
      expect(readConfig(env).teams).toEqual(settings);
    }
  });

  it('are forgiven what came along when they were copied, and the portal’s spelling', () => {
    const pasted = {
      MicrosoftAppId: ` "${teams.MicrosoftAppId.toUpperCase()}"\n`,
      MicrosoftAppPassword: `“${teams.MicrosoftAppPassword}” `,
      MicrosoftAppTenantId: `'${teams.MicrosoftAppTenantId.toUpperCase()}'`,
    };
    for (const type of ['SingleTenant', 'singletenant', 'SINGLETENANT', ' "Single Tenant" ', 'single-tenant']) {
      expect(readConfig({ ...pasted, MicrosoftAppType: type }).teams, type).toEqual(readConfig(teams).teams);
    }
  });

  it('may stand beside those for Slack', () => {
    const both = readConfig({ ...slack, ...teams });
    expect([both.slack, both.teams]).toEqual([readConfig(slack).slack, readConfig(teams).teams]);
    expect(both.credentials).toHaveLength(5);
  });

  it('are absent where nothing is set, or only what is no secret and no id', () => {
    for (const env of [{}, slack, { MicrosoftAppType: 'UserAssignedMSI' }, standIn, { MicrosoftAppId: ' ' }]) {
      expect(readConfig(env).teams).toBeUndefined();
    }
  });

  it('may point to a stand-in for Microsoft, with ids and secrets of its own', () => {
    const own = { MicrosoftAppId: 'An-App', MicrosoftAppPassword: teams.MicrosoftAppId };
    expect(readConfig({ ...own, ...standIn }).teams).toEqual({
      appId: 'An-App',
      appPassword: teams.MicrosoftAppId,
      appType: 'MultiTenant',
      loginUrl: 'http://127.0.0.1:4010/login',
      oauthScope: 'http://127.0.0.1:4010',
      tokenIssuer: 'http://localhost:4010/',
      openIdMetadataUrl: 'http://[::1]:4010/.well-known/openidconfiguration',
    });
    const single = { ...own, ...standIn, MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: 'A-School' };
    expect(readConfig(single).teams).toMatchObject({ tenantId: 'A-School', appType: 'SingleTenant' });
    const ends = {
      ToChannelFromBotLoginUrl: 'http://localhost:4010/',
      ToChannelFromBotOAuthScope: 'https://a.example/',
    };
    expect(readConfig({ ...own, ...ends }).teams).toMatchObject({
      loginUrl: 'http://localhost:4010',
      oauthScope: 'https://a.example',
      tokenIssuer: 'https://api.botframework.com',
    });
    const scope = { ToChannelFromBotOAuthScope: 'https://api.botframework.us/.default' };
    expect(readConfig({ ...teams, ...scope }).teams).toMatchObject({ oauthScope: 'https://api.botframework.us' });
  });

  const plain = 'http://login.example.org';
  it.each<[string, Record<string, string>, string]>([
    ['no app', { ...teams, MicrosoftAppId: '' }, 'MicrosoftAppId is missing. Copy “Microsoft App ID”'],
    ['no secret', { ...teams, MicrosoftAppPassword: '' }, 'MicrosoftAppPassword is missing. Make a client secret'],
    ['no tenant', { ...teams, MicrosoftAppTenantId: '' }, 'MicrosoftAppTenantId is missing: SingleTenant needs it'],
    ['a tenant and no type', { ...teams, MicrosoftAppType: '' }, 'MicrosoftAppType is missing beside'],
    ['a type that is none', { ...teams, MicrosoftAppType: 'hush' }, 'MicrosoftAppType must be SingleTenant or Multi'],
    ['a type by a trick', { ...teams, MicrosoftAppType: 'constructor' }, 'MicrosoftAppType must be SingleTenant or'],
    ['a managed identity', { ...teams, MicrosoftAppType: 'UserAssignedMSI' }, 'MicrosoftAppType must be SingleTenant'],
    [
      'a managed identity, which has no secret',
      { MicrosoftAppId: teams.MicrosoftAppId, MicrosoftAppType: 'userassignedmsi' },
      'MicrosoftAppType must be SingleTenant or MultiTenant: UserAssignedMSI, a managed identity, is not supported',
    ],
    ['a name for the app', { ...teams, MicrosoftAppId: 'hush' }, 'MicrosoftAppId must look like'],
    ['an app cut short', { ...teams, MicrosoftAppId: teams.MicrosoftAppId.slice(1) }, 'MicrosoftAppId must look like'],
    ['a name for the tenant', { ...teams, MicrosoftAppTenantId: 'hush.example' }, 'MicrosoftAppTenantId must look'],
    [
      'the app for the tenant',
      { ...teams, MicrosoftAppTenantId: teams.MicrosoftAppId.toUpperCase() },
      'MicrosoftAppTenantId is the same as MicrosoftAppId',
    ],
    [
      'the secret’s ID',
      { ...teams, MicrosoftAppPassword: '0a1b2c3d-0000-4000-8000-00000000000c' },
      'MicrosoftAppPassword looks like the ID of a client secret',
    ],
    [
      'the secret’s ID, at the address of Microsoft’s own that was written out',
      {
        ...teams,
        MicrosoftAppPassword: '0a1b2c3d-0000-4000-8000-00000000000c',
        ToChannelFromBotLoginUrl: `https://login.microsoftonline.us/${teams.MicrosoftAppTenantId}`,
      },
      'MicrosoftAppPassword looks like the ID of a client secret',
    ],
    ['two lines', { ...teams, MicrosoftAppPassword: 'hush\nhush' }, 'MicrosoftAppPassword has a blank'],
    ['a header in it', { ...teams, MicrosoftAppId: 'App ID: hush' }, 'MicrosoftAppId has a blank'],
    [
      'no tenant at Microsoft’s address',
      { ...teams, ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/' },
      'ToChannelFromBotLoginUrl must end with the tenant',
    ],
    ...Object.keys(standIn).flatMap((name) =>
      [
        'hush',
        'login.hush.example',
        'ftp://127.0.0.1/hush',
        'https://',
        'http://localhost/a b',
        plain,
        'http://10.0.0.1',
      ].map((value): [string, Record<string, string>, string] => [
        `“${value}” as an address`,
        { ...teams, [name]: value },
        `${name} must be an address that begins with https://`,
      ]),
    ),
  ])('are refused by name with %s, in one line that repeats no secret', (_what, env, words) => {
    const said = fault(env);
    expect(said.startsWith(words), said).toBe(true);
    expect(said.split('\n')).toHaveLength(1);
    expect(said).toMatch(/\b(Copy|copy|Make|Set|Create|Unset)\b|: the type that the Azure bot was created with/u);
    expect(said).not.toMatch(/hush|0a1b2c3d/iu);
  });

  it('are refused with a line for each fault, after those of Slack', () => {
    const said = fault({
      SLACK_BOT_TOKEN: slack.SLACK_BOT_TOKEN,
      MicrosoftAppTenantId: 'school',
      ToBotFromChannelTokenIssuer: 'x',
    });
    expect(said.split('\n').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'SLACK_SIGNING_SECRET is missing.',
      'MicrosoftAppId is missing.',
      'MicrosoftAppPassword is missing.',
      'MicrosoftAppType is missing',
      'MicrosoftAppTenantId must look',
      'ToBotFromChannelTokenIssuer must be',
    ]);
  });
});
