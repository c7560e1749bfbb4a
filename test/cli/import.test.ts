import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { exampleFile } from '../bad-input/example.js';
import { type Open, onDatabase, openSqlite } from '../support/databases.js';
import { countRows } from './rows.js';
import { jsonOf, type Outcome, run } from './run.js';

async function begin(open: Open = openSqlite) {
  const database = await open();
  onTestFinished(() => database.close());
  const env = { DATABASE_URL: database.url, CLOCK_START: '2026-09-03T08:00:00+01:00' };
  const take = (file: string, ...more: string[]): Promise<Outcome> => run(['import', file, ...more], env);
  return { database, take };
}

let files = 0;
function fileWith(content: string | Buffer): string {
  files += 1;
  const file = path.join(inject('folder'), `import-${files}.csv`);
  writeFileSync(file, content);
  return file;
}

onDatabase('the examples', (open) => {
  it('are taken in, and a second time change nothing', async () => {
    const { database, take } = await begin(open);
    const examples = ['roster.csv', 'term-dates.csv', 'secondary-roster.csv', 'secondary-term-dates.csv'].map(
      exampleFile,
    );
    for (const file of examples) {
      expect(await take(file)).toMatchObject({ code: 0, out: expect.stringMatching(/^Added [^\n]+\.\n/u) });
    }
    const before = await countRows(database.db);
    expect(before).toMatchObject({ hub: 1, group: 2, school: 8, person: 29, halfTerm: 13 });
    for (const file of examples) {
      expect(await take(file)).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing to change/u) });
      const json = await take(file, '--json');
      expect(jsonOf(json)).toMatchObject({ ok: true, warnings: [] });
    }
    expect(await countRows(database.db)).toEqual(before);
  });
});

describe('a file with faults', () => {
  const faulty = [
    'hub;group;programme;school;URN;role;name;email',
    'A Hub;Group 1;primary-tfm;;;specialist;Ann Lee;ann@hub.example',
    'A Hub;Group 1;primary-tmf;Oak;900001;head teacher;Bo Hart;bo@oak.example',
    'A Hub;Group 1;primary-tfm;Oak;90001;head teecher;Cy Park;cy(at)oak.example',
    'A Hub;Group 1;primary-tfm;Oak;900001;lead teacher;;dee@oak.example',
  ].join('\r\n');

  it('is refused whole: one line each on stderr, with where and what to do', async () => {
    const { database, take } = await begin();
    const file = fileWith(`\ufeff${faulty}\r\n`);
    const { code, out, err } = await take(file);
    expect([code, out]).toEqual([1, '']);
    const lines = err.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^.+\.csv: line \d+, [\w ]+: .+\. .+\.$/u);
    expect(lines.map((line) => /line (\d+), ([\w ]+):/u.exec(line)?.slice(1).join(' '))).toEqual(
      expect.arrayContaining(['3 programme', '4 URN', '4 role', '4 email', '5 name']),
    );
    expect(Object.values(await countRows(database.db)).every((count) => count === 0)).toBe(true);
  });

  it('is told as one JSON document too', async () => {
    const { take } = await begin();
    const outcome = await take(fileWith(faulty), '--json');
    expect(outcome.code).toBe(1);
    expect(jsonOf(outcome)).toMatchObject({
      ok: false,
      faults: expect.arrayContaining([
        { line: 3, column: 'programme', problem: expect.anything(), remedy: expect.anything() },
      ]),
    });
    expect(outcome.err).toContain('line 3, programme');
  });
});

describe('what is no such file', () => {
  it.each([
    ['missing', () => path.join(inject('folder'), 'nowhere.csv'), /nowhere\.csv: there is no such file\.$/u],
    ['a folder', () => inject('folder'), /: that is a folder, not a file\.$/u],
    ['empty', () => fileWith(''), /: the file: It is empty\. Put the names of the columns in the first line/u],
    [
      'a workbook',
      () => fileWith(Buffer.from('504b0304000000', 'hex')),
      /: the file: It is a workbook .* Save it as CSV/u,
    ],
    ['something else', () => fileWith(Buffer.from([0, 1, 2, 3, 4, 5])), /: the file: It is not a text file\./u],
    ['another table', () => fileWith('a,b\n1,2\n'), /: line 1: .+/u],
  ])('%s: ends with 1 and one line, and writes nothing', async (_what, file, said) => {
    const { database, take } = await begin();
    const { code, out, err } = await take(file());
    expect([code, out]).toEqual([1, '']);
    expect(err.trimEnd()).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(Object.values(await countRows(database.db)).every((count) => count === 0)).toBe(true);
  });

  it('dates of a group that is not there are refused', async () => {
    const { take } = await begin();
    const { code, err } = await take(exampleFile('term-dates.csv'));
    expect(code).toBe(1);
    expect(err).toContain('line 2, group');
  });
});
