import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/compose.js';
import { ConfigError, readBasics } from '../../src/config.js';
import { inWords } from '../../src/shared/failure.js';
import { packageRoot } from '../../src/shared/package-root.js';
import { showAddress } from '../../src/store/address.js';
import { run } from '../cli/run.js';
import { onPostgres } from '../support/databases.js';

function faultOf(url: string): string {
  try {
    readBasics({ DATABASE_URL: url });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('DATABASE_URL', () => {
  it.each([
    'file:./data/workgroup.db?connection_limit=1',
    'file:workgroup.db?',
    'file:?mode=memory',
    'file:/tmp/a.db?schema=wg',
  ])('%s is refused, rather than becoming a file of that name', (url) => {
    expect(faultOf(url)).toMatch(/^DATABASE_URL must be a file’s name alone.*nothing may follow/u);
  });

  it.each(['1st', 'wg"; DROP', 'a b', 'pg_mine', 'PG_mine', 'information_schema', 'x'.repeat(64), 'a.b', 'ü', "o'x"])(
    'with ?schema=%s is refused',
    (schema) => {
      const url = `postgresql://bot:hush@localhost/wg?schema=${encodeURIComponent(schema)}`;
      expect(faultOf(url)).toMatch(/^DATABASE_URL has a “schema” that cannot be used/u);
    },
  );

  it.each(['wg', '_wg', 'Work-Group_2', 'x'.repeat(63), ''])('with ?schema=%s is taken', (schema) => {
    expect(faultOf(`postgresql://bot:hush@localhost/wg?schema=${schema}`)).toBe('nothing');
  });

  it.each([
    'postgresql://bot:hush/hush@localhost/wg',
    'postgresql://bot:12/hush@localhost/wg',
    'postgresql://bot:12?hush@localhost/wg',
    'postgresql://bot:12#hush@localhost/wg',
    'postgresql://bot:12#hush',
    'postgresql://bot:hush#hush@localhost:5432/wg',
    'postgresql://bot:hush@local host:x/wg',
  ])('%s is refused with how such a password is written, and without it', (url) => {
    const said = faultOf(url);
    expect(said).toMatch(/^DATABASE_URL [^\n]*write % as %25, @ as %40, \/ as %2F, \? as %3F and # as %23\.$/u);
    expect(said).not.toMatch(/hush|12/u);
  });

  it.each([
    ['postgresql://bot:hush@db.example.org:5433/wg', 'postgresql://db.example.org:5433/wg'],
    ['postgresql://bot:hu@sh@db.example.org/wg', 'postgresql://db.example.org/wg'],
    ['postgresql://bot:hu%40sh@db.example.org/wg', 'postgresql://db.example.org/wg'],
    ['postgresql://:hush@db.example.org/wg', 'postgresql://db.example.org/wg'],
    ['postgres://bot:hu:sh@db.example.org/wg', 'postgresql://db.example.org/wg'],
    ['postgresql://db.example.org/wg?user=bot&password=hush', 'postgresql://db.example.org/wg'],
    ['postgresql://db.example.org/wg?password=hu@sh&schema=a', 'postgresql://db.example.org/wg?schema=a'],
    ['postgresql:///wg?host=/run/postgresql&password=hush', 'postgresql:///wg?host=/run/postgresql'],
    ['file:./data/wg.db', 'file:./data/wg.db'],
  ])('%s is shown as %s', (url, shown) => {
    expect(faultOf(url)).toBe('nothing');
    expect(showAddress(url)).toBe(shown);
  });

  it('with a password that cannot be decoded is refused in words', async () => {
    const opening = openDatabase('postgresql://bot:hush%e9hush@127.0.0.1/wg');
    expect(await opening.catch(inWords)).toMatch(/^DATABASE_URL: a user or password with a % in it cannot be read\./u);
  });
});

onPostgres('a password in the address', (open) => {
  /** What `npm start` prints until it is ready. */
  function start(url: string): Promise<string> {
    const tsx = fileURLToPath(import.meta.resolve('tsx'));
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        ['--import', tsx, path.join(packageRoot, 'src/main.ts')],
        { cwd: inject('folder'), env: { PATH: process.env.PATH, PORT: '0', DATABASE_URL: url } },
        (_error, out, said) => resolve(out + said),
      );
      child.stdout?.once('data', () => child.kill());
    });
  }

  it.each([
    ['with an @ in it', (url: URL) => Object.assign(url, { password: '' }).href.replace(/:?@/u, ':hu@sh@')],
    ['after the question mark', (url: URL) => Object.assign(url, { search: '?password=hu%40sh&schema=wg' }).href],
  ])('%s is printed by no start and no doctor', async (_where, change) => {
    const database = await open();
    onTestFinished(() => database.close());
    const url = change(new URL(database.url));
    expect(url).toMatch(/hu(@|%40)sh/u);
    const name = new URL(database.url).pathname;
    const said = await start(url);
    expect(said).toMatch(new RegExp(`everything is kept in postgresql://[^@\\s]*${name}`, 'u'));
    const doctor = await run(['doctor'], { DATABASE_URL: url });
    expect(doctor.out).toContain('The database is up to date');
    expect(said + doctor.out + doctor.err).not.toMatch(/hu|sh@/u);
  });
});
