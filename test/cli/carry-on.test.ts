import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter } from '../support/router.js';
import { jsonOf, type Outcome, run } from './run.js';

let database: TestDatabase;
let cli: (...words: string[]) => Promise<Outcome>;
beforeAll(async () => {
  database = await openSqlite('example');
  await startRouter(database);
  const env = { DATABASE_URL: database.url, CLOCK_START: '2027-06-08T12:00:00+01:00' };
  cli = (...words) => run(['carry-on', ...words], env);
});
afterAll(() => database.close());

const group = ['--group', 'primary mastery work group 3'];

it.each([
  [[], /required option '--group <name>' not specified/u],
  [['--group', 'zzz'], /there is no group “zzz”/u],
  [
    [...group, '--without', 'Oakfeld Primary'],
    /^--without: there is no school “Oakfeld Primary”.*“Oakfield Primary”\?$/mu,
  ],
  [[...group, '--name', '  '], /Please give the group a name/u],
  [
    [
      ...group,
      ...['Oakfield', 'Millpond', 'Hazel Lane', 'Foxglove Hill', 'Kingfisher', 'Marigold Street'].flatMap((name) => [
        '--without',
        `${name} Primary`,
      ]),
    ],
    /choose the schools that go on/u,
  ],
])('%j changes nothing, and says why on stderr', async (words, said) => {
  expect(await cli(...words)).toEqual({ code: 1, out: '', err: expect.stringMatching(said) });
  expect(await database.db.group.count()).toBe(1);
});

it('rolls a group over once, says what was made and what is left to do', async () => {
  const made = await cli(
    ...group,
    '--name',
    'Primary Mastery Work Group 3b',
    '--without',
    'millpond primary',
    '--json',
  );
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(jsonOf(made)).toMatchObject({
    name: 'Primary Mastery Work Group 3b',
    schoolYear: '2027/28',
    without: ['Millpond Primary'],
    people: 17,
    dateless: true,
    programme: 'as this year',
  });
  expect(await database.db.group.count()).toBe(2);
  expect(await cli(...group)).toMatchObject({ code: 1, err: expect.stringContaining('carried on already') });
  expect(await cli('--group', 'Primary Mastery Work Group 3b')).toMatchObject({
    code: 1,
    err: expect.stringContaining('begins on'),
  });
  expect(await database.db.group.count()).toBe(2);
});
