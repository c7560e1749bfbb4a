import { describe, expect, it, onTestFinished } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { example } from '../bad-input/example.js';
import { publish, setTask } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';
import { countRows } from './rows.js';
import { jsonOf, type Outcome, run } from './run.js';

interface Rehearsal {
  group: string;
  messages: { at: string; title: string; kinds: string[]; to: string[]; why: string[]; text: string }[];
  skipped: { day: string; title: string; to: string; reason: string }[];
}

async function begin(file: 'primary' | 'secondary') {
  const database = await openSqlite();
  onTestFinished(() => database.close());
  const test = await startRouter(database, { file });
  const rehearse = (group: string, env: Record<string, string> = {}, ...more: string[]): Promise<Outcome> =>
    run(['rehearse', '--group', group, ...more], { DATABASE_URL: database.url, ...env });
  return { test, rehearse };
}

/** Everything in the database, so that nothing can have changed. */
const contents = async (test: TestRouter) => [
  await countRows(test.db),
  await test.db.delivery.findMany({ orderBy: { id: 'asc' } }),
  await test.db.meeting.findMany(),
  await test.db.localMessage.findMany(),
];

describe.each([
  ['primary', 'Primary Mastery Work Group 3', 6],
  ['secondary', 'Secondary Mastery Work Group 1', 2],
] as const)('a rehearsal of the %s example', (file, name, schools) => {
  it('prints the year in order, sends nothing and changes nothing', async () => {
    const { test, rehearse } = await begin(file);
    const before = await contents(test);
    const outcome = await rehearse(name.toUpperCase(), {}, '--json');
    expect(outcome).toMatchObject({ code: 0, err: '' });
    expect(await contents(test)).toEqual(before);

    const { group, messages, skipped } = jsonOf(outcome) as Rehearsal;
    expect(group).toBe(name);
    expect(messages.map(({ at }) => at)).toEqual(messages.map(({ at }) => at).sort());
    expect(messages[0]?.at.slice(0, 10)).toBe('2026-09-03');
    const kinds = messages.flatMap((message) => message.kinds);
    for (const kind of [
      'schedule',
      'cover-request',
      'cover-again',
      'cover-unanswered',
      'will-you-come',
      'meeting-reminder',
      'meeting-eve',
      'attendance',
      'set-gap-task',
      'gap-task',
      'task-half-way',
      'task-due-tomorrow',
      'task-overdue',
      'task-overdue-list',
      'take-on',
      'half-term-opening',
    ]) {
      expect(kinds, kind).toContain(kind);
    }
    for (const { to, why, text } of messages) {
      expect([to, why].every((list) => list.length > 0 && list.every((one) => one !== ''))).toBe(true);
      expect(text).not.toBe('');
    }
    const asked = messages.filter((message) => message.kinds.includes('cover-request')).flatMap(({ to }) => to);
    expect(new Set(asked).size).toBe(schools);
    for (const { reason } of skipped) expect(reason).not.toBe('');
    // It is printed and passed round: nobody's secret address stands in it.
    const { calendarSecret } = await test.db.group.findFirstOrThrow();
    const people = await test.db.person.findMany();
    for (const secret of [calendarSecret, ...people.map((one) => one.calendarSecret)])
      expect(outcome.out).not.toContain(secret);
  });
});

describe('a rehearsal of a year that has begun', () => {
  it('goes on from where it is, in words for people', async () => {
    const { test, rehearse } = await begin('primary');
    await publish(test);
    await setTask(test);
    test.clock.set(new Date('2026-11-03T09:00:00Z'));
    await test.relay.run();
    const before = await contents(test);
    const { code, out } = await rehearse('Primary Mastery Work Group 3', { CLOCK_START: '2026-11-03T09:00:00Z' });
    expect(code).toBe(0);
    expect(await contents(test)).toEqual(before);
    expect(out).toContain('every message, as if nobody answered. Nothing is sent.');
    expect(out).toContain('Wed 21 Jul');
    expect(out).toMatch(/^\d+ messages\.$/mu);
  });

  it('of one group of two leaves the other out', async () => {
    const { test, rehearse } = await begin('primary');
    for (const file of ['secondary-roster.csv', 'secondary-term-dates.csv']) {
      await importFile(test.db, await example(file), importDeps(test.clock.now()));
    }
    const { out } = await rehearse('Secondary Mastery Work Group 1');
    expect(out).toContain('Edwin Castlemaine');
    expect(out).not.toMatch(/Winterbourne|Oakfield|Primary Mastery/u);
  });
});

describe('a group that cannot be rehearsed', () => {
  it.each([
    ['Primary Mastery Work Group 4', 'Did you mean “Primary Mastery Work Group 3”?'],
    ['zzz', 'There are: Primary Mastery Work Group 3.'],
  ])('“%s” is not there: %s', async (name, said) => {
    const { rehearse } = await begin('primary');
    expect(await rehearse(name)).toEqual({ code: 1, out: '', err: `--group: there is no group “${name}”. ${said}\n` });
  });

  it.each([
    [
      'has no term dates',
      (test: TestRouter) => test.db.halfTerm.deleteMany(),
      'has no term dates yet. Import them first: workgroup import term-dates.csv',
    ],
    [
      'has no specialist',
      (test: TestRouter) => test.db.membership.deleteMany({ where: { role: 'specialist' } }),
      'has no specialist yet. Add one to the roster and import it again.',
    ],
  ])('%s', async (_what, without, said) => {
    const { test, rehearse } = await begin('primary');
    await without(test);
    expect(await rehearse('Primary Mastery Work Group 3')).toEqual({
      code: 1,
      out: '',
      err: `“Primary Mastery Work Group 3” ${said}\n`,
    });
  });
});
