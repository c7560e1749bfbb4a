import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card } from '../../cards/model.js';
import { readCalendar } from '../../src/compose.js';
import type { Item } from '../../src/edge/visibility.js';
import { publish } from '../meetings/acting.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';
import { marks, type Planted, plant, players } from './planting.js';
import { table } from './table.js';

/** Everything that one person has got to see, by answers, messages, the channel and calendars. */
const seen = new Map<string, string[]>();
const note = (who: string, what: unknown): void => {
  seen.set(who, [...(seen.get(who) ?? []), JSON.stringify(what)]);
};

/** Those of the table who read an item, by name. */
const readersOf = (item: keyof typeof marks): string[] =>
  players.filter(({ letters }) => table[item].split(' ').some((one) => letters.includes(one))).map(({ name }) => name);

let database: TestDatabase;
let test: TestRouter;
let planted: Planted;

beforeAll(async () => {
  database = await openSqlite();
  test = await startRouter(database, { file: 'secondary', start: '2026-09-18T08:00:00+01:00' });
  planted = await plant(test.db, test.clock.now());
  await publish(test);
  for (const moment of ['2026-09-21T12:00:00+01:00', '2026-11-10T12:00:00Z', '2027-07-21T20:00:00+01:00']) {
    await test.runUntil(moment);
    await lookEverywhere();
  }
  for (const { to, card } of test.messenger.posted) {
    if (to.kind === 'person') note(nameOf(to.personId), card);
    else noteInChannel(to, card);
  }
  for (const { ref, card } of test.messenger.updated) {
    const to = test.messenger.posted[Number(ref) - 1]?.to;
    if (to?.kind === 'person') note(nameOf(to.personId), card);
    else if (to) noteInChannel(to, card);
  }
}, 300_000);

afterAll(() => database.close());

const nameOf = (personId: string): string => test.group.members.find((one) => one.personId === personId)?.name ?? '';

const noteInChannel = (_: unknown, card: Card): void => {
  for (const { name } of players) note(name, card);
};

/** Everybody types every command, opens everything that can be opened, and looks at the calendars. */
async function lookEverywhere(): Promise<void> {
  const group = await test.db.group.findFirstOrThrow();
  for (const { name } of players) {
    for (const { id, command, view } of test.router.routes) {
      if (command) note(name, await test.type(name, command.words));
      // What only acts shows nothing by itself, and would change what is looked for.
      if (!view) continue;
      for (const variant of planted.variants) note(name, await test.press(name, id, { ...planted.args, ...variant }));
    }
    const { calendarSecret } = await test.db.person.findFirstOrThrow({ where: { name } });
    for (const secret of [calendarSecret, group.calendarSecret]) {
      note(name, await readCalendar(test.db, secret, test.clock.now()));
    }
  }
}

const items = Object.keys(marks) as (keyof typeof marks)[];

describe('who sees what', () => {
  it('has every item of the table planted', () => {
    const without: readonly Item[] = ['overview'];
    expect([...items, ...without].sort()).toEqual(Object.keys(table).sort());
  });

  it.each(items)('%s', (item) => {
    const mark = marks[item];
    const found = players
      .map(({ name }) => name)
      .filter((name) =>
        seen
          .get(name)
          ?.some((text) => (typeof mark === 'string' ? text.includes(mark) : mark.test(withoutForms(text)))),
      );
    expect(found.sort()).toEqual(readersOf(item).sort());
  });
});

/** Forms name what can be chosen, which is no answer. */
const withoutForms = (text: string): string => (text.startsWith('{"kind":"form"') ? '' : text);
