import { execFile } from 'node:child_process';
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

describe('a variable with a bad value', () => {
  it.each([
    ['PORT', ['x', '-1', '65536', '3.5', ' ', '1e3', '0x50', '3978 ', '99999999999'], 'a port number from 0 to 65535'],
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

  it.each([
    'SLACK_BOT_TOKEN',
    'SLACK_SIGNING_SECRET',
    'SLACK_APP_TOKEN',
    'MicrosoftAppId',
    'MicrosoftAppPassword',
    'MicrosoftAppTenantId',
  ])('stays away from real people where %s is set', (name) => {
    expect(fault({ [name]: 'something secret' })).toMatch(
      new RegExp(`^${name} is set, so the web chat does not start`, 'u'),
    );
    expect(fault({ [name]: 'something secret' })).not.toContain('something secret');
    expect(fault({ [name]: '' })).toBe('nothing');
  });

  it('does not start in production, and no clock is set there', () => {
    expect(fault({ NODE_ENV: 'production' })).toMatch(/^NODE_ENV is production/u);
    expect(fault({ NODE_ENV: 'production', CLOCK_START: '2026-09-03T08:00:00Z' })).toMatch(/^CLOCK_START .* refused/u);
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
      [{ SLACK_BOT_TOKEN: 'xoxb', DATABASE_URL: free }, /^SLACK_BOT_TOKEN is set/u],
      [{ PORT: String(port), DATABASE_URL: free }, new RegExp(`^PORT ${port} is taken`, 'u')],
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
