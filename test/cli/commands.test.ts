import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter } from '../support/router.js';
import { jsonOf, type Outcome, run } from './run.js';

let database: TestDatabase;
let cli: (...words: string[]) => Promise<Outcome>;
beforeAll(async () => {
  database = await openSqlite('example');
  await startRouter(database);
  const env = { DATABASE_URL: database.url, CLOCK_START: '2026-09-03T08:00:00+01:00' };
  cli = (...words) => run(words, env);
});
afterAll(() => database.close());

describe('what goes right', () => {
  it.each([
    [['programmes'], /^primary-tfm$/mu],
    [['migrate'], /^The database is up to date\.$/mu],
    [['upcoming'], /^Primary Mastery Work Group 3\n=+\n/u],
    [['upcoming', '--group', 'primary mastery work group 3 ', '--limit', '2'], /^… and \d+ more$/mu],
    [['--help'], /Usage: workgroup/u],
    [['help', 'import'], /Usage: workgroup import/u],
  ])('%j prints words on stdout, and nothing else', async (words, shown) => {
    expect(await cli(...words)).toEqual({ code: 0, out: expect.stringMatching(shown), err: '' });
  });

  it.each([['programmes'], ['migrate'], ['upcoming'], ['upcoming', '--limit', '1']])(
    '%s … --json prints one JSON document, wherever it stands',
    async (...words) => {
      const after = await cli(...words, '--json');
      expect(after).toMatchObject({ code: 0, err: '' });
      expect(jsonOf(after)).toBeInstanceOf(Object);
      expect(await cli('--json', ...words)).toEqual(after);
    },
  );

  it('says the same in JSON as in words', async () => {
    const [group] = jsonOf(await cli('upcoming', '--json', '--limit', '1')) as {
      group: string;
      planned: object[];
      more: number;
    }[];
    expect(group).toMatchObject({
      group: 'Primary Mastery Work Group 3',
      planned: [{ title: 'Half-term opening', to: ['the channel'], day: 'Thu 3 Sep', time: '08:30' }],
    });
    expect((jsonOf(await cli('programmes', '--json')) as unknown[]).length).toBe(12);
  });
});

describe('what goes wrong', () => {
  it.each([
    [['uppcoming'], /unknown command 'uppcoming'/u],
    [['upcoming', '--grup', 'x'], /unknown option '--grup'/u],
    [['upcoming', '--limit', '0'], /^--limit: “0” is not a whole number above 0\.$/mu],
    [['upcoming', '--limit', 'many'], /^--limit: “many” is not/mu],
    [['upcoming', '--limit'], /argument missing/u],
    [
      ['upcoming', '--group', 'Primary Mastery Work Group 4'],
      /^--group: there is no group “Primary Mastery Work Group 4”\. Did you mean “Primary Mastery Work Group 3”\?$/mu,
    ],
    [['upcoming', '--group', 'zzz'], /There are: Primary Mastery Work Group 3\.$/mu],
    [['upcoming', '--group', ''], /^--group: there is no group “”/mu],
    [['rehearse'], /required option '--group <name>' not specified/u],
    [['import'], /missing required argument 'file'/u],
    [['programmes', 'extra'], /too many arguments/u],
    [[], /Usage: workgroup/u],
  ])('%j ends with 1, and says so on stderr alone', async (words, said) => {
    expect(await cli(...words)).toEqual({ code: 1, out: '', err: expect.stringMatching(said) });
    const json = await cli(...words, '--json');
    expect([json.code, json.out]).toEqual([1, '']);
  });

  it.each([
    [{ CLOCK_START: 'now' }, /^CLOCK_START must be an instant with its zone[^\n]*\n$/u],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be an address[^\n]*\n$/u],
    [
      { NODE_ENV: 'production', CLOCK_START: '2026-09-03T08:00:00Z' },
      /^CLOCK_START is for trying things out[^\n]*\n$/u,
    ],
    [{ DATABASE_URL: `file:${inject('folder')}` }, /^DATABASE_URL: the database file cannot be written[^\n]*\n$/u],
  ])('%j ends with 1 and one line', async (env, said) => {
    expect(await run(['upcoming'], env as Record<string, string>)).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(said),
    });
  });

  it('has no group yet, and says what to do', async () => {
    const empty = await openSqlite();
    for (const words of [['upcoming'], ['upcoming', '--group', 'x'], ['rehearse', '--group', 'x']]) {
      const { code, err } = await run(words, { DATABASE_URL: empty.url });
      expect([code, err]).toEqual([1, expect.stringContaining('Import a roster first: workgroup import roster.csv')]);
    }
    await empty.close();
  });
});

it('ends a process of its own the same way', async () => {
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const spawned = await new Promise<Outcome>((resolve) => {
    execFile(
      process.execPath,
      ['--import', tsx, path.join(packageRoot, 'src/cli.ts'), 'upcoming', '--limit', '0'],
      { cwd: inject('folder'), env: { PATH: process.env.PATH, DATABASE_URL: database.url } },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
  expect(spawned).toEqual({ code: 1, out: '', err: '--limit: “0” is not a whole number above 0.\n' });
});
