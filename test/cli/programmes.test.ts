import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { programmeOf } from '../../src/features/programmes/of-group.js';
import { type Open, onDatabase, openSqlite } from '../support/databases.js';
import { jsonOf, run } from './run.js';

let files = 0;
function fileWith(content: string | Buffer, ending: string): string {
  files += 1;
  const file = path.join(inject('folder'), `programme-${files}.${ending}`);
  writeFileSync(file, content);
  return file;
}

const header = 'hub,group,programme,school,URN,role,name,email';
const roster = (hub: string, group: string, programme: string): string =>
  [
    header,
    `${hub},${group},${programme},,,specialist,Kate Winterbourne,kate@hub.example`,
    `${hub},${group},${programme},Oakfield Primary,900001,head,Margaret Okonkwo,head@oakfield.example`,
  ].join('\n');

async function begin(open: Open = openSqlite) {
  const database = await open();
  onTestFinished(() => database.close());
  const env = { DATABASE_URL: database.url, CLOCK_START: '2026-09-03T08:00:00+01:00' };
  const cli = (...words: string[]) => run(words, env);
  const take = (text: string, ...more: string[]) => cli('programmes', '--take', fileWith(text, 'yaml'), ...more);
  const importRoster = (text: string) => cli('import', fileWith(text, 'csv'));
  return { ...database, cli, take, importRoster };
}

onDatabase('a hub’s own edition', (open) => {
  it('is copied, edited, taken in, listed first and followed by new groups; old ones keep theirs', async () => {
    const { db, cli, take, importRoster } = await begin(open);
    expect(await importRoster(roster('Alder Maths Hub', 'Group 1', 'primary-tfm'))).toMatchObject({ code: 0 });

    const copy = await cli('programmes', '--copy', 'primary-tfm');
    expect(copy.out).toMatch(/^# Edit this file/u);
    expect(copy.out).toContain('# the form has the online community in its place');
    const unchanged = await take(copy.out);
    expect(unchanged).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing new: edition 1 of primary-tfm/u) });

    const edited = copy.out
      .replace('count: { min: 6, max: 7 }', 'count: { min: 3, max: 5 }')
      .replace('words: 6 or 7 schools', 'words: 3 to 5 schools')
      .replace('Both our lead teachers', 'Our two lead teachers');
    const taken = await take(edited, '--hub', 'alder maths hub');
    expect(taken.out).toMatch(/^Alder Maths Hub now has edition 2 of primary-tfm\./u);
    expect((await take(edited)).out).toMatch(/^Nothing new: edition 2/u);
    expect(await db.hubProgramme.count()).toBe(1);

    const listed = jsonOf(await cli('programmes', '--hub', 'Alder Maths Hub', '--json')) as {
      id: string;
      version: number;
      own: boolean;
    }[];
    expect(listed).toHaveLength(12);
    expect(listed[0]).toMatchObject({ id: 'primary-tfm', version: 2, own: true });
    expect(listed.slice(1).some(({ own, id }) => own || id === 'primary-tfm')).toBe(false);
    expect((await cli('programmes', '--hub', 'Alder Maths Hub')).out).toMatch(
      /Of Alder Maths Hub’s own\n\nprimary-tfm\n {2}Edition 2\n[\s\S]*3 to 5 schools[\s\S]*Built in\n\nsecondary-tfm\n/u,
    );

    // A school that joins the old group signs what that group's schools have signed.
    expect(
      await importRoster(
        `${roster('Alder Maths Hub', 'Group 1', 'primary-tfm')}\nAlder Maths Hub,Group 1,primary-tfm,Elm Grove,900003,head,Ada Moss,head@elm.example`,
      ),
    ).toMatchObject({ code: 0 });
    expect((await importRoster(roster('Alder Maths Hub', 'Group 2', 'primary-tfm'))).code).toBe(0);
    const [first, second] = await db.group.findMany({ orderBy: { name: 'asc' }, include: { commitments: true } });
    if (!first || !second) throw new Error('a group is missing');
    expect(programmeOf(first)).toMatchObject({ version: 1, schools: { words: '6 or 7 schools' } });
    expect(programmeOf(second)).toMatchObject({ version: 2, schools: { words: '3 to 5 schools' } });
    const formsOf = (group: typeof first): string[] => [...new Set(group.commitments.map(({ form }) => form))];
    expect(formsOf(first)).toEqual(['primary-tfm 2026/27 v1']);
    expect(formsOf(second)).toEqual(['primary-tfm 2026/27 v2']);
    expect(second.commitments.some(({ wording }) => wording.startsWith('Our two lead teachers'))).toBe(true);

    // The hub's own edition can be copied too, and read again.
    const own = await cli('programmes', '--copy', 'primary-tfm', '--hub', 'Alder Maths Hub');
    expect((await take(own.out)).out).toMatch(/^Nothing new: edition 2/u);
  });

  it('of a name of its own stands beside the others, for that hub alone', async () => {
    const { cli, take, importRoster } = await begin(open);
    await importRoster(roster('Alder Maths Hub', 'Group 1', 'primary-tfm'));
    await importRoster(roster('Birch Maths Hub', 'Group 1', 'primary-tfm'));
    const copy = (await cli('programmes', '--copy', 'primary-tfm')).out.replace(/^id: .*$/mu, 'id: infants');
    expect((await take(copy, '--hub', 'Alder Maths Hub')).out).toMatch(/edition 1 of infants/u);
    expect(jsonOf(await cli('programmes', '--hub', 'Birch Maths Hub', '--json'))).toHaveLength(12);
    expect(jsonOf(await cli('programmes', '--hub', 'Alder Maths Hub', '--json'))).toHaveLength(13);
    expect((await importRoster(roster('Alder Maths Hub', 'Infants', 'infants'))).code).toBe(0);
    const other = await importRoster(roster('Birch Maths Hub', 'Infants', 'infants'));
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('“infants” is not a programme')]);
  });
});

describe('a template file with faults', () => {
  it('is refused with file, line and field, and nothing is taken in', async () => {
    const { db, cli, take, importRoster } = await begin();
    await importRoster(roster('Alder Maths Hub', 'Group 1', 'primary-tfm'));
    const { out } = await cli('programmes', '--copy', 'primary-tfm');
    const faulty = out
      .replace('days: 10', 'days: 0')
      .replace('count: { min: 6, max: 7 }', 'count: { min: 7, max: 6 }')
      .replace('visits: termly', 'visits: weekly')
      .replace('phase: primary\n', '')
      .replace('themes: []', 'themes: []\nmoney: 3');
    const lineOf = (text: string): number => faulty.split('\n').findIndex((line) => line.includes(text)) + 1;
    const { code, out: said, err } = await take(faulty);
    expect([code, said]).toEqual([1, '']);
    const lines = err.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('Nothing was taken in.');
    const found = lines.slice(0, -1).map((line) => /\.yaml, line (\d+), ([\w.]+): (.+)$/u.exec(line)?.slice(1));
    expect(found.map((one) => one?.[1])).toEqual(
      expect.arrayContaining(['phase', 'schools.count', 'support.visits', 'release.days', 'money']),
    );
    expect(found).toContainEqual([
      String(lineOf('days: 0')),
      'release.days',
      'Write not stated, or a number of days above 0, such as 2 or 2.5.',
    ]);
    expect(found).toContainEqual([
      String(lineOf('{ min: 7, max: 6 }')),
      'schools.count',
      'Write not stated, or the least and the most, such as { min: 6, max: 7 }.',
    ]);
    expect(found).toContainEqual([String(lineOf('money: 3')), 'money', 'There is no such field.']);
    expect(await db.hubProgramme.count()).toBe(0);
    expect(jsonOf(await take(faulty, '--json'))).toMatchObject({ ok: false });
  });

  it.each([
    ['empty', '', /line 1: This is no programme/u],
    ['a list', '- a\n- b\n', /line 1.*: /u],
    ['no YAML', 'id: [1, 2\nname: x', /line \d: This line cannot be read/u],
    ['with an alias', 'id: *nothing\n', /anchors/u],
    ['no text', 'id: \0', /not a text file/u],
  ])('%s', async (_what, text, said) => {
    const { db, take, importRoster } = await begin();
    await importRoster(roster('Alder Maths Hub', 'Group 1', 'primary-tfm'));
    const { code, err } = await take(text);
    expect([code, err]).toEqual([1, expect.stringMatching(said)]);
    expect(await db.hubProgramme.count()).toBe(0);
  });
});

describe('which hub, which programme', () => {
  it('is asked where it is not plain', async () => {
    const { cli, take, importRoster } = await begin();
    const copy = (await cli('programmes', '--copy', 'sktm-ect')).out;
    expect((await take(copy)).err).toMatch(/There is no hub yet\. Import a roster first/u);
    await importRoster(roster('Alder Maths Hub', 'Group 1', 'primary-tfm'));
    await importRoster(roster('Birch Maths Hub', 'Group 1', 'primary-tfm'));
    expect((await take(copy)).err).toMatch(/please say which hub\. There are: Alder Maths Hub, Birch Maths Hub\./u);
    expect((await take(copy, '--hub', 'Birsh Maths Hub')).err).toMatch(/Did you mean “Birch Maths Hub”/u);
    expect((await take(copy, '--hub', 'Nowhere')).err).toMatch(/There are: Alder Maths Hub, Birch Maths Hub\./u);
    expect((await cli('programmes', '--copy', 'sktm-etc')).err).toMatch(/Did you mean “sktm-ect”/u);
    expect((await cli('programmes', '--take', 'nowhere.yaml', '--hub', 'Birch Maths Hub')).err).toMatch(
      /nowhere\.yaml: there is no such file/u,
    );
    expect((await take(copy, '--copy', 'sktm-ect')).err).toMatch(/do not go together/u);
  });
});
