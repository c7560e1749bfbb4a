import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { ConfigError, readConfig, requireWebChat } from '../../src/config.js';
import { inWords } from '../../src/shared/failure.js';
import { packageRoot } from '../../src/shared/package-root.js';

const fault = (env: Record<string, string>): string => {
  try {
    requireWebChat(readConfig(env));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return inWords(error);
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

describe('a variable with a bad value', () => {
  it.each([
    ['PORT', ['x', '-1', '65536', '3.5', ' ', '1e3', '0x50', '3978 ', '99999999999'], 'a port number from 0 to 65535'],
    ['KEEP_MESSAGES_MONTHS', ['x', '-1', '1.5', '1000', ' '], 'a number of months, such as 12'],
    ['NODE_ENV', ['prod', 'Production', 'staging', ' '], 'production, development or test'],
    [
      'DATABASE_URL',
      ['data/workgroup.db', 'file:', 'mysql://localhost/x', 'postgresql://', 'postgresql://[', 'postgres'],
      'an address such as file:./data/workgroup.db',
    ],
    [
      'PUBLIC_URL',
      ['bot.example.org', 'ftp://bot.example.org', 'https://', '/bot', 'javascript:alert(1)'],
      'the address of this bot',
    ],
    ['LOG_LEVEL', ['loud', 'INFO', '3', ' '], 'one of fatal, error, warn, info, debug, trace, silent'],
    [
      'CLOCK_START',
      ['tomorrow', '2026-09-03', '2026-09-03T08:00:00', '2026-02-30T08:00:00Z', '1788422400'],
      'an instant with its zone',
    ],
    ['HOST', ['0.0.0.0', '::', '192.168.1.2', 'example.org', '127.0.0.2', 'LOCALHOST '], '127.0.0.1 for the web chat'],
  ])('%s is refused by its name, with what it should be', (name, values, should) => {
    for (const value of values) {
      const words = fault({ [name]: value });
      expect(words, value).toMatch(new RegExp(`^${name} must be ${should}`, 'u'));
      expect(words, value).not.toContain('\n');
    }
  });

  it('is one of several: each has its line', () => {
    expect(
      fault({ PORT: 'x', LOG_LEVEL: 'loud', CLOCK_START: 'now' })
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['PORT', 'LOG_LEVEL', 'CLOCK_START']);
  });
});

describe('the web chat', () => {
  it('starts with nothing set, with what is blank, and with what is right', () => {
    const blank = {
      NODE_ENV: '',
      PORT: '',
      HOST: '',
      DATABASE_URL: '',
      PUBLIC_URL: '',
      LOG_LEVEL: '',
      CLOCK_START: '',
    };
    const right = {
      NODE_ENV: 'development',
      PORT: '0',
      HOST: '::1',
      DATABASE_URL: 'file:./a b/ü.db',
      PUBLIC_URL: 'https://bot.example.org/',
      LOG_LEVEL: 'silent',
      CLOCK_START: '2026-09-03T08:00:00+01:00',
    };
    for (const env of [{}, blank, right]) expect(fault(env)).toBe('nothing');
    expect(readConfig(blank)).toEqual(readConfig({}));
    expect(readConfig(right)).toMatchObject({ port: 0, publicUrl: 'https://bot.example.org' });
  });

  it('stays away from Slack and Teams, whole or half set up', () => {
    expect(fault(slack)).toMatch(/^SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET are set, so the web chat does not start/u);
    expect(fault(teams)).toMatch(
      /^MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId are set, so the web chat does not start/u,
    );
    for (const [name, value] of Object.entries({ ...slack, ...teams })) {
      const alone = fault({ [name]: value });
      if (name === 'MicrosoftAppType') expect(alone).toBe('nothing');
      else expect(alone).not.toBe('nothing');
      expect(fault({ [name]: ' "" ' })).toBe('nothing');
    }
  });

  it('does not start in production, and no clock is set there', () => {
    expect(fault({ NODE_ENV: 'production' })).toMatch(
      /^NODE_ENV is production.*SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET.*MicrosoftAppId, MicrosoftAppPassword/u,
    );
    expect(fault({ NODE_ENV: 'production', CLOCK_START: '2026-09-03T08:00:00Z' })).toMatch(/^CLOCK_START .* refused/u);
  });
});

describe('settings for Slack', () => {
  const bytes = createHash('sha256').update('a key').digest();
  const key = bytes.toString('base64');
  const oauth = {
    SLACK_SIGNING_SECRET: slack.SLACK_SIGNING_SECRET,
    SLACK_CLIENT_ID: '123.456',
    SLACK_CLIENT_SECRET: 'client',
    ENCRYPTION_KEY: key,
    PUBLIC_URL: 'https://bot.example.org',
  };

  it('are one token and the signing secret, and the bot is reached from outside', () => {
    const { slack: settings, host, credentials } = readConfig(slack);
    expect(settings).toEqual({
      botToken: 'xoxb-1-2-abc',
      signingSecret: slack.SLACK_SIGNING_SECRET,
      apiUrl: 'https://slack.com/api/',
      encryptionKeys: [],
    });
    expect([host, credentials]).toEqual(['0.0.0.0', ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']]);
    expect(readConfig({ ...slack, HOST: '127.0.0.1' }).host).toBe('127.0.0.1');
    expect(readConfig({ ...slack, NODE_ENV: 'production' }).production).toBe(true);
  });

  it('are forgiven what came along when they were copied', () => {
    const pasted = { SLACK_BOT_TOKEN: ' "xoxb-1-2-abc"\n', SLACK_SIGNING_SECRET: `“${slack.SLACK_SIGNING_SECRET}” ` };
    expect(readConfig(pasted).slack).toEqual(readConfig(slack).slack);
    expect(readConfig({ ...slack, SLACK_API_URL: 'https://slack.com/api' }).slack).toEqual(readConfig(slack).slack);
  });

  it('are absent where nothing is set, or only what is not for Slack alone', () => {
    for (const env of [
      {},
      { SLACK_BOT_TOKEN: ' ' },
      { SLACK_API_URL: 'http://localhost:1' },
      { ENCRYPTION_KEY: key },
    ]) {
      expect(readConfig(env).slack).toBeUndefined();
    }
  });

  it('may be for socket mode, without a signing secret, or for many workspaces, without a token', () => {
    const socket = { SLACK_BOT_TOKEN: slack.SLACK_BOT_TOKEN, SLACK_APP_TOKEN: 'xapp-1-A-2-b' };
    expect(readConfig(socket).slack).toMatchObject({ appToken: 'xapp-1-A-2-b' });
    expect(readConfig(oauth).slack).toMatchObject({
      clientId: '123.456',
      clientSecret: 'client',
      encryptionKeys: [key],
    });
  });

  it('take keys as base64 of either alphabet and as hex, the current one first', () => {
    const other = Buffer.alloc(32, 0xff);
    const spellings = [key, bytes.toString('base64url'), bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
    for (const spelling of spellings) {
      const env = { ...oauth, ENCRYPTION_KEY: spelling, ENCRYPTION_KEY_PREVIOUS: other.toString('base64url') };
      expect(readConfig(env).slack?.encryptionKeys).toEqual([key, other.toString('base64')]);
    }
  });

  it.each([
    ['nothing but zeros', Buffer.alloc(32)],
    ['one byte over and over', Buffer.alloc(32, 0xff)],
    ['a word over and over', Buffer.alloc(32, 'secret')],
    ['half of it twice', Buffer.concat([bytes.subarray(0, 16), bytes.subarray(0, 16)])],
    ['digits counted up', Buffer.from('0123456789abcdef'.repeat(4), 'hex')],
    ['bytes counted up', Buffer.from(Array.from({ length: 32 }, (_, index) => index))],
  ])('take no key that can be guessed, but as the one before: %s', (_what, weak) => {
    const said = fault({ ...oauth, ENCRYPTION_KEY: weak.toString('base64') });
    expect(said).toMatch(/^ENCRYPTION_KEY is not random.*openssl rand -base64 32/u);
    expect(said.split('\n')).toHaveLength(1);
    expect(fault({ ...oauth, ENCRYPTION_KEY: weak.toString('hex') })).toBe(said);
    const change = { ...oauth, ENCRYPTION_KEY_PREVIOUS: weak.toString('hex') };
    expect(readConfig(change).slack?.encryptionKeys).toEqual([key, weak.toString('base64')]);
  });

  it('take every key that openssl makes', () => {
    for (let count = 0; count < 2_000; count += 1) {
      const made = randomBytes(32).toString('base64');
      expect(readConfig({ ...oauth, ENCRYPTION_KEY: made }).slack?.encryptionKeys).toEqual([made]);
    }
  });

  it('may point to a stand-in for Slack, with tokens of its own', () => {
    const env = { ...slack, SLACK_BOT_TOKEN: 'anything', SLACK_API_URL: 'http://localhost:4003/api' };
    expect(readConfig(env).slack).toMatchObject({ botToken: 'anything', apiUrl: 'http://localhost:4003/api/' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['a user’s token', { ...slack, SLACK_BOT_TOKEN: 'xoxp-secret' }, 'SLACK_BOT_TOKEN must begin with xoxb-'],
    ['the app’s token for the bot’s', { ...slack, SLACK_BOT_TOKEN: 'xapp-secret' }, 'SLACK_BOT_TOKEN must begin with'],
    ['no more than a beginning', { ...slack, SLACK_BOT_TOKEN: 'xoxb-' }, 'SLACK_BOT_TOKEN must begin with'],
    ['two lines', { ...slack, SLACK_BOT_TOKEN: 'xoxb-secret\nxoxb-secret' }, 'SLACK_BOT_TOKEN has a blank'],
    [
      'a bot’s token for the app’s',
      { ...slack, SLACK_APP_TOKEN: 'xoxb-secret' },
      'SLACK_APP_TOKEN must begin with xapp-',
    ],
    [
      'a header in it',
      { ...slack, SLACK_SIGNING_SECRET: 'Signing Secret: secret' },
      'SLACK_SIGNING_SECRET has a blank',
    ],
    ['no secret', { SLACK_BOT_TOKEN: 'xoxb-secret' }, 'SLACK_SIGNING_SECRET is missing'],
    ['no token', { SLACK_SIGNING_SECRET: 'secret' }, 'SLACK_BOT_TOKEN is missing'],
    ['no token in socket mode', { SLACK_APP_TOKEN: 'xapp-secret' }, 'SLACK_BOT_TOKEN is missing'],
    ['half a pair', { ...slack, SLACK_CLIENT_ID: 'secret' }, 'SLACK_CLIENT_SECRET is missing beside SLACK_CLIENT_ID'],
    ['the other half', { ...slack, SLACK_CLIENT_SECRET: 'secret' }, 'SLACK_CLIENT_ID is missing beside'],
    ['no key', { ...oauth, ENCRYPTION_KEY: '' }, 'ENCRYPTION_KEY is missing'],
    ['no address', { ...oauth, PUBLIC_URL: '' }, 'PUBLIC_URL is missing'],
    ['a short key', { ...oauth, ENCRYPTION_KEY: 'c2VjcmV0' }, 'ENCRYPTION_KEY must be 32 random bytes'],
    ['a word as a key', { ...oauth, ENCRYPTION_KEY: 'secret' }, 'ENCRYPTION_KEY must be 32 random bytes'],
    ['31 bytes', { ...oauth, ENCRYPTION_KEY: Buffer.alloc(31).toString('base64') }, 'ENCRYPTION_KEY must be 32'],
    ['33 bytes', { ...oauth, ENCRYPTION_KEY: Buffer.alloc(33).toString('base64') }, 'ENCRYPTION_KEY must be 32'],
    ['a wrong previous key', { ...oauth, ENCRYPTION_KEY_PREVIOUS: 'secret' }, 'ENCRYPTION_KEY_PREVIOUS must be 32'],
    ['the same key twice', { ...oauth, ENCRYPTION_KEY_PREVIOUS: key }, 'ENCRYPTION_KEY_PREVIOUS is the same key'],
    ['only a previous key', { ENCRYPTION_KEY_PREVIOUS: key }, 'ENCRYPTION_KEY is missing beside'],
    ['an address that is none', { ...slack, SLACK_API_URL: 'slack.com' }, 'SLACK_API_URL must be an address'],
  ])('are refused by name with %s, in one line that repeats no secret', (_what, env, words) => {
    const said = fault(env);
    expect(said.startsWith(words), said).toBe(true);
    expect(said.split('\n')).toHaveLength(1);
    expect(said).not.toMatch(/secret\b(?! is missing)|c2VjcmV0/u);
  });

  it('are refused with a line for each fault', () => {
    const said = fault({ SLACK_APP_TOKEN: 'x y', SLACK_CLIENT_ID: '1', ENCRYPTION_KEY: 'x' });
    expect(said.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'ENCRYPTION_KEY',
      'SLACK_APP_TOKEN',
      'SLACK_CLIENT_SECRET',
    ]);
  });
});

describe('the start', () => {
  const folder = inject('folder');
  const free = `file:${path.join(folder, 'start.db')}`;

  /** As `npm start` does, in an empty folder. */
  function start(env: Record<string, string>): Promise<{ code: unknown; out: string; said: string }> {
    const tsx = fileURLToPath(import.meta.resolve('tsx'));
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--import', tsx, path.join(packageRoot, 'src/main.ts')],
        { cwd: folder, env: { PATH: process.env.PATH, PORT: '0', ...env } },
        (error, out, said) => resolve({ code: error?.code ?? 0, out, said }),
      );
    });
  }

  it('ends with 1 and one line that says what to do, never with a stack', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const { port } = taken.address() as { port: number };
    const other = path.join(folder, 'letter.txt');
    writeFileSync(other, 'Dear all, this is no database. '.repeat(200));
    const cases: [Record<string, string>, RegExp][] = [
      [{ MicrosoftAppId: teams.MicrosoftAppId, DATABASE_URL: free }, /^MicrosoftAppPassword is missing/u],
      [{ SLACK_BOT_TOKEN: 'xoxb-1', DATABASE_URL: free }, /^SLACK_SIGNING_SECRET is missing/u],
      [{ PORT: String(port), DATABASE_URL: free }, /^PORT is taken by another program/u],
      [{ DATABASE_URL: `file:${other}` }, /^DATABASE_URL: that file is not a database/u],
    ];
    const ends = await Promise.all(cases.map(([env]) => start(env)));
    for (const [index, { code, out, said }] of ends.entries()) {
      expect([code, out]).toEqual([1, '']);
      expect(said).toMatch(cases[index]?.[1] ?? /never/u);
      expect(said.trim().split('\n')).toHaveLength(1);
    }
    taken.close();
  });
});
