import { beforeAll, describe, expect, it } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { example } from '../bad-input/example.js';
import { giveRole, handOverTo } from '../confidences/acting.js';
import { publish } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';
import { marks, type Planted, plant, players } from './planting.js';
import { table } from './table.js';

const edwin = 'Edwin Castlemaine';
const hannah = 'Hannah Abernethy';
const patricia = 'Patricia Nwosu-Lane';
const colin = 'Colin Fairweather';
const sam = 'Sam Lee';

const confided = ['draft', 'reflection', 'lessonFeedback'] as const;

interface Change {
  what: string;
  make(test: TestRouter): Promise<unknown>;
  /** Who reads the draft, and who the private reflection and the lesson feedback, by hand. */
  draft: readonly string[];
  private: readonly string[];
  /** Whose part it is then, where it is another: as the table of everything else calls them. */
  letters: Readonly<Record<string, readonly string[]>>;
}

const leave = (test: TestRouter, name: string) =>
  test.db.membership.updateMany({ where: { person: { name } }, data: { stoodDownAt: test.clock.now() } });

const sayYes = async (test: TestRouter): Promise<unknown> => {
  const { id } = await test.db.person.findFirstOrThrow({ where: { name: sam } });
  return test.press(hannah, 'reflections.answer', { group: test.group.id, reader: id, answer: 'all' });
};

/** The roster of the example with a second specialist. */
async function importSam(test: TestRouter): Promise<void> {
  const roster = new TextDecoder()
    .decode(await example('secondary-roster.csv'))
    .trimEnd()
    .split('\n');
  const row = roster.find((line) => line.includes(edwin)) ?? '';
  const more = row.replace(edwin, sam).replace(/[\w.]+@/u, 'sam.lee@');
  const result = await importFile(test.db, Buffer.from([...roster, more].join('\n')), importDeps(test.clock.now()));
  expect(result).toMatchObject({ ok: true });
}

const changes: readonly Change[] = [
  { what: 'nothing', make: async () => {}, draft: [hannah], private: [hannah, edwin], letters: {} },
  {
    what: 'a handover',
    make: (test) => handOverTo(test, sam, edwin),
    draft: [hannah],
    private: [hannah],
    letters: { [edwin]: [], [sam]: ['S'] },
  },
  {
    what: 'a handover, and a yes',
    make: async (test) => {
      await handOverTo(test, sam, edwin);
      await sayYes(test);
    },
    draft: [hannah],
    private: [hannah, sam],
    letters: { [edwin]: [], [sam]: ['S'] },
  },
  {
    what: 'a yes that is taken back',
    make: async (test) => {
      const reader = await handOverTo(test, sam, edwin);
      await sayYes(test);
      await test.press(hannah, 'reflections.undo', { group: test.group.id, reader });
    },
    draft: [hannah],
    private: [hannah],
    letters: { [edwin]: [], [sam]: ['S'] },
  },
  {
    what: 'a handover there and back',
    make: async (test) => handOverTo(test, edwin, await handOverTo(test, sam, edwin)),
    draft: [hannah],
    private: [hannah, edwin],
    letters: { [sam]: [] },
  },
  {
    what: 'a roster with one more specialist',
    make: importSam,
    draft: [hannah],
    private: [hannah, edwin],
    letters: { [sam]: ['S'] },
  },
  {
    what: 'a head who is given the role',
    make: (test) => giveRole(test, patricia, 'specialist'),
    draft: [hannah],
    private: [hannah, edwin],
    letters: { [patricia]: ['h', 'S'] },
  },
  {
    what: 'a head of department in the place of the specialist',
    make: async (test) => {
      await giveRole(test, colin, 'specialist');
      await test.db.membership.updateMany({
        where: { person: { name: edwin } },
        data: { stoodDownAt: test.clock.now() },
      });
    },
    draft: [hannah],
    private: [hannah],
    letters: { [edwin]: [], [colin]: ['d', 'S'] },
  },
  {
    what: 'a specialist who becomes a head of a member school',
    make: (test) =>
      giveRole(test, edwin, 'head', test.group.schools.find(({ name }) => name === 'Riverbend Academy')?.id),
    draft: [hannah],
    private: [hannah],
    letters: { [edwin]: ['S', 'z'] },
  },
  {
    what: 'an author who leaves',
    make: (test) => leave(test, hannah),
    draft: [],
    private: [edwin],
    letters: { [hannah]: [] },
  },
];

describe.each(changes)('after $what', ({ make, letters, ...change }) => {
  const seen = new Map<string, string>();
  const names = [...new Set([...players.map(({ name }) => name), ...Object.keys(letters)])];
  const lettersOf = (name: string): readonly string[] =>
    letters[name] ?? players.find((one) => one.name === name)?.letters ?? [];

  beforeAll(async () => {
    const database = await openSqlite();
    const test = await startRouter(database, { file: 'secondary', start: '2026-09-18T08:00:00+01:00' });
    const planted = await plant(test.db, test.clock.now());
    await publish(test);
    await make(test);
    await test.runUntil('2026-09-21T12:00:00+01:00');
    for (const name of names) seen.set(name, await lookEverywhere(test, planted, name));
    await database.close();
  }, 120_000);

  const foundBy = (item: keyof typeof marks): string[] =>
    names.filter((name) => {
      const mark = marks[item];
      const text = seen.get(name) ?? '';
      return typeof mark === 'string' ? text.includes(mark) : mark.test(text);
    });

  it.each(confided)('%s is read by those who are named by hand', (item) => {
    const readers = item === 'draft' ? change.draft : change.private;
    expect(foundBy(item).sort()).toEqual([...readers].sort());
  });

  it.each((Object.keys(marks) as (keyof typeof marks)[]).filter((item) => !confided.some((one) => one === item)))(
    '%s is read by nobody but those of the table',
    (item) => {
      const readers = names.filter((name) => table[item].split(' ').some((one) => lettersOf(name).includes(one)));
      expect(foundBy(item).filter((name) => !readers.includes(name))).toEqual([]);
    },
  );
});

/** Every command, everything that opens, and every message since the change. */
async function lookEverywhere(test: TestRouter, { args, variants }: Planted, name: string): Promise<string> {
  const { id } = await test.db.person.findFirstOrThrow({ where: { name } });
  const seen: unknown[] = [];
  for (const { id: route, command, view } of test.router.routes) {
    if (command) seen.push(await test.type(id, command.words));
    if (view) for (const variant of variants) seen.push(await test.press(id, route, { ...args, ...variant }));
  }
  for (const { to, card } of test.messenger.posted) if (to.kind === 'person' && to.personId === id) seen.push(card);
  return seen
    .map((one) => JSON.stringify(one))
    .filter((text) => !text.startsWith('{"kind":"form"') || /word/u.test(text))
    .join('\n');
}
