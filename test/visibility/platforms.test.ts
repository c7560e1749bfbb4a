import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/store/groups.js';
import { begin } from '../meetings/acting.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import type { Driver, Person } from '../support/driver.js';
import { type Fill, fillSecondary } from '../support/filling.js';
import { startLocal } from '../support/local-driver.js';
import { startSlack } from '../support/slack-driver.js';
import { startTeams } from '../support/teams-driver.js';
import { marks, plant, players } from './planting.js';
import { table } from './table.js';

type Start = (
  database: TestDatabase,
  options: { fill: Fill; start: string },
) => Promise<Driver & { stop(): Promise<void> }>;

const fillAndPlant: Fill = async (db, now) => {
  await fillSecondary(db, now);
  await plant(db, now);
};

/** Behind a button for everybody who may read it: the core's test presses every one. */
const notTyped = ['draft', 'reflection', 'sharedReflection', 'openClassroomReturn'];

const roleOf: Readonly<Record<string, Role>> = {
  S: 'specialist',
  L: 'hubLead',
  a: 'advocate',
  d: 'headOfDepartment',
  h: 'head',
  x: 'advocate',
  y: 'headOfDepartment',
  z: 'head',
};

describe.each<[string, Start]>([
  ['the web chat', startLocal],
  ['Slack', startSlack],
  ['Teams', startTeams],
])('in %s', (_, start) => {
  it('everybody who types every word sees what is theirs to see, and nothing else', async () => {
    const { router } = await begin(undefined, { file: 'secondary' });
    const database = await openSqlite();
    const driver = await start(database, { fill: fillAndPlant, start: '2026-09-18T08:00:00+01:00' });
    await driver.as('Edwin Castlemaine').type('schedule plan');
    await driver.as('Edwin Castlemaine').submit();
    const seen = new Map<string, string>();
    for (const { name, letters } of players) {
      const person = driver.as(name);
      const role = roleOf[letters.at(-1) ?? ''];
      for (const { command, who } of router.routes) {
        if (command && role && who.includes(role)) await person.type(command.words);
      }
      seen.set(name, await everythingOf(person));
    }
    for (const item of Object.keys(marks) as (keyof typeof marks)[]) {
      const mark = marks[item];
      const readers = players.filter(({ letters }) => table[item].split(' ').some((one) => letters.includes(one)));
      const found = players.filter(({ name }) => {
        const text = seen.get(name) ?? '';
        return typeof mark === 'string' ? text.includes(mark) : mark.test(text);
      });
      expect(
        found.filter((player) => !readers.includes(player)).map(({ name }) => name),
        item,
      ).toEqual([]);
      if (!notTyped.includes(item)) expect(found.length, item).toBeGreaterThan(0);
    }
    await driver.stop();
    await database.close();
  });

  it('what was confided to one specialist is nowhere for the next one, until its author says yes', async () => {
    const database = await openSqlite();
    const driver = await start(database, { fill: fillAndPlant, start: '2026-09-18T08:00:00+01:00' });
    const [edwin, leon, hannah] = ['Edwin Castlemaine', 'Leon Baptiste-Moore', 'Hannah Abernethy'].map(driver.as);
    const rosalind = driver.as('Rosalind Amponsah');
    if (!edwin || !leon || !hannah) throw new Error('nobody there');
    /** Where private words are shown to who leads the group. */
    const look = async (person: Person): Promise<string> => {
      await person.type('task status');
      const read = await person.press('Read every reply', undefined, 'direct');
      for (const words of ['digest', 'visit', 'home', 'reflections']) await person.type(words);
      const visits = await person.press('Beacon Rise School', 'Visits to each school', 'direct');
      return `${read}\n${visits}\n${await everythingOf(person)}`;
    };
    await edwin.type('schedule plan');
    await edwin.submit();
    expect(await look(edwin)).toContain(marks.reflection);

    await rosalind.type('handover');
    const told = await rosalind.submit({
      'Who leaves?': 'Edwin Castlemaine, specialist',
      'Who takes over?': 'Leon Baptiste-Moore, Mastery Advocate of Riverbend Academy',
    });
    expect(told).toContain('Leon Baptiste-Moore takes over from Edwin Castlemaine');
    await driver.waitUntil('2026-09-18 08:01');
    const before = await look(leon);
    for (const mark of [marks.reflection, marks.lessonFeedback, marks.draft]) expect(before).not.toContain(mark);
    expect(before).toContain('One more reply was not written for you');

    expect(await hannah.press('Yes to all', 'Leon Baptiste-Moore', 'direct')).toContain('Leon Baptiste-Moore may read');
    const after = await look(leon);
    expect(after).toContain(marks.reflection);
    expect(after).not.toContain(marks.draft);
    for (const name of ['Patricia Nwosu-Lane', 'Yusuf Karimloo', 'Rosalind Amponsah']) {
      expect(await everythingOf(driver.as(name))).not.toContain(marks.reflection);
    }
    await driver.stop();
    await database.close();
  });
});

/** What stands in both places where somebody reads; a person who is not in the channel has none. */
async function everythingOf(person: Person): Promise<string> {
  const direct = await person.messages('direct');
  const channel = await person.messages('channel').catch(() => []);
  return [...direct, ...channel].map(({ text }) => text).join('\n');
}
