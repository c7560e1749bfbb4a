import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../src/delivery/messenger.js';
import { begin, fill, handIn, publish, setTask } from '../meetings/acting.js';
import { type Open, onDatabase, openSqlite } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { grace, kate, priya, tom } from './talking.js';

const minute = 60_000;
const takenBack = 'has taken this back.';

/** A group with a gap task that is in the channel, and its thread open. */
async function beginTask(open: Open = openSqlite) {
  const test = await begin(open, { start: '2026-09-08T09:00:00+01:00' });
  await publish(test);
  const task = await setTask(test);
  await pass(test);
  const field = `p-${task.prompts[0]?.id}`;
  const write = async (who: string, words: string, shared: boolean) =>
    handIn(test, who, await test.type(who, 'reflect'), { [field]: words, shared });
  const press = (who: string, reply: string) =>
    test.press(who, 'task.reply', { group: test.group.id, task: task.id, reply });
  const keep = async (who: string, words: string) =>
    test.router.handle({
      id: crypto.randomUUID(),
      personId: test.personId(who),
      intent: {
        kind: 'submit',
        route: 'task.reflect',
        args: { group: test.group.id, task: task.id },
        values: { [field]: words, shared: true },
        keep: true,
      },
    });
  return { test, task, write, press, keep };
}

/** Lets some minutes pass, and what falls due in them happen. */
const pass = (test: TestRouter, minutes = 3): Promise<void> =>
  test.runUntil(new Date(test.clock.now().getTime() + minutes * minute).toISOString());

/** The task's own message, as the platform names it. */
const parentOf = async (test: TestRouter): Promise<string> =>
  (await test.db.delivery.findFirstOrThrow({ where: { kind: 'gap-task' } })).messageRef ?? '';

/** What now stands in the thread of the task, in order. */
async function threadOf(test: TestRouter): Promise<string[]> {
  const parent = await parentOf(test);
  return test.messenger.posted.flatMap((message, index) => {
    if (message.under === undefined) return [];
    expect(message).toMatchObject({ under: parent, to: { kind: 'channel' } });
    const last = test.messenger.updated.findLast(({ ref }) => ref === String(index + 1));
    return [JSON.stringify(last?.card ?? message.card)];
  });
}

const sharing = (test: TestRouter) =>
  test.db.delivery.findMany({ where: { kind: 'shared-reflection' }, orderBy: { dueAt: 'asc' } });

onDatabase('a gap task’s thread', (open) => {
  it('opens a minute after the task, under its message, which is pinned', async () => {
    const { test } = await beginTask(open);
    const pinned = test.messenger.posted.filter(({ pin }) => pin);
    expect(pinned.map(({ card }) => card.title)).toEqual(['Our meetings in 2026/27', 'Gap task']);
    const [opening, ...more] = await threadOf(test);
    expect(opening).toContain('Please reply to each other here.');
    expect(opening).toContain('Nothing appears that its author did not share');
    expect(more).toEqual([]);
    const rows = await test.db.delivery.findMany({ where: { kind: { in: ['gap-task', 'task-thread'] } } });
    const [task, thread] = rows.sort((a, b) => a.kind.localeCompare(b.kind));
    expect((thread?.sentAt?.getTime() ?? 0) - (task?.sentAt?.getTime() ?? 0)).toBe(minute);
  });

  it('shows what is shared, and nothing of what is not', async () => {
    const { test, write, press, keep } = await beginTask(open);
    await write(priya, 'the shared axolotl', true);
    await write(tom, 'the private quokka', false);
    await keep(grace, 'the half-written pangolin');
    await press('Callum Muirfield', 'notYet');
    await pass(test);
    const [, ...shared] = await threadOf(test);
    expect(shared).toHaveLength(1);
    expect(shared[0]).toContain('Priya Nandakumar');
    expect(shared[0]).toContain('Oakfield Primary');
    expect(shared[0]).toContain('the shared axolotl');
    const everything = JSON.stringify([test.messenger.posted, test.messenger.updated]);
    expect(everything).not.toMatch(/quokka|pangolin/u);
    const planned = JSON.stringify(await test.db.delivery.findMany());
    expect(planned).not.toMatch(/axolotl|quokka|pangolin/u);
  });

  it('is brought up to date when an author changes the words', async () => {
    const { test, write, press } = await beginTask(open);
    await write(priya, 'first thoughts', true);
    await pass(test, 1);
    await write(tom, 'what Tom saw', true);
    await pass(test);
    const updates = test.messenger.updated.length;
    await write(priya, 'second thoughts', true);
    await press(priya, 'didNotWork');
    await pass(test);
    const [, one, two, ...more] = await threadOf(test);
    expect(one).toContain('second thoughts');
    expect(one).toContain('tried it, it did not work');
    expect(one).not.toContain('first thoughts');
    expect(two).toContain('what Tom saw');
    expect(more).toEqual([]);
    // The others' messages are left alone: each update counts against a platform's limits.
    expect(JSON.stringify(test.messenger.updated.slice(updates))).not.toContain('what Tom saw');
  });

  it.each(['not shared any more', 'taken back', 'being written anew'])(
    'keeps not a word of a reflection that is %s, until it is shared again',
    async (how) => {
      const { test, write, press, keep } = await beginTask(open);
      await write(priya, 'the shared axolotl', true);
      await pass(test);
      if (how === 'not shared any more') await write(priya, 'the shared axolotl', false);
      if (how === 'taken back') await press(priya, 'back');
      if (how === 'being written anew') await keep(priya, 'a new beginning');
      await test.relay.run();
      const [, gone] = await threadOf(test);
      expect(gone).toContain(takenBack);
      expect(gone).toContain('Priya Nandakumar');
      expect(gone).not.toMatch(/axolotl|a new beginning|Oakfield/u);

      await write(priya, 'the axolotl again', true);
      await pass(test);
      const [, again, ...more] = await threadOf(test);
      expect(again).toContain('the axolotl again');
      expect(again).not.toContain(takenBack);
      expect(more).toEqual([]);
    },
  );

  it('never shows what is taken back before it went out, and shows it once it is shared again', async () => {
    const { test, write } = await beginTask(open);
    await write(priya, 'the shared axolotl', true);
    await write(priya, 'the shared axolotl', false);
    expect(await sharing(test)).toMatchObject([{ status: 'skipped', reason: 'its author does not share it any more' }]);
    await pass(test, 10);
    expect(await threadOf(test)).toHaveLength(1);
    await write(priya, 'the axolotl again', true);
    await pass(test);
    const [, again] = await threadOf(test);
    expect(again).toContain('the axolotl again');
    expect(await sharing(test)).toHaveLength(1);
  });

  it('waits for school hours, and names nobody among what is sent next', async () => {
    const { test, write } = await beginTask(open);
    await test.runUntil('2026-09-11T17:30:00+01:00');
    await write(priya, 'on a Friday evening', true);
    await write(tom, 'on a Friday evening too', true);
    await test.runUntil('2026-09-14T07:59:00+01:00');
    expect(await threadOf(test)).toHaveLength(1);
    const upcoming = JSON.stringify(await test.type(grace, 'upcoming'));
    expect(upcoming).toContain('To the channel. A reflection was shared with the group.');
    expect(upcoming).not.toMatch(/Priya|Tom Hartwell/u);
    await test.runUntil('2026-09-14T08:00:00+01:00');
    expect(await threadOf(test)).toHaveLength(3);
  });

  it('begins with its opening words, though the task itself waited for the morning', async () => {
    const test = await begin(open, { start: '2026-09-08T09:00:00+01:00' });
    await publish(test);
    await test.runUntil('2026-09-08T18:00:00+01:00');
    const task = await setTask(test);
    const form = await test.type(priya, 'reflect');
    await handIn(test, priya, form, { [`p-${task.prompts[0]?.id}`]: 'before the card was there', shared: true });
    expect(test.messenger.posted.filter(({ under }) => under !== undefined)).toEqual([]);
    await test.runUntil('2026-09-09T08:10:00+01:00');
    const [opening, shared, ...more] = await threadOf(test);
    expect(opening).toContain('reply to each other here');
    expect(shared).toContain('before the card was there');
    expect(more).toEqual([]);
    const rows = await test.db.delivery.findMany({ where: { kind: { in: ['task-thread', 'shared-reflection'] } } });
    expect(rows.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['sent', 0],
      ['sent', 0],
    ]);
  });
});

describe('a thread whose task has not gone out', () => {
  const noChannel = () => {
    throw new DeliveryError('person', 'the group has no channel yet', { obstacle: 'no-channel' });
  };
  const statuses = async (test: TestRouter) =>
    (await test.db.delivery.findMany({ where: { topic: 'gap-task', personId: null }, orderBy: { dueAt: 'asc' } })).map(
      ({ kind, status, obstacle }) => [kind, status, obstacle],
    );

  async function beginWithout(before: (test: TestRouter) => void) {
    const test = await begin(undefined, { start: '2026-09-08T09:00:00+01:00' });
    await publish(test);
    before(test);
    const task = await setTask(test);
    const form = await test.type(priya, 'reflect');
    await handIn(test, priya, form, { [`p-${task.prompts[0]?.id}`]: 'into the void', shared: true });
    return { test, task };
  }

  it('fails with it for the same reason, says so once, and goes out with it after all', async () => {
    const { test } = await beginWithout((one) => {
      one.messenger.before = (to) => void (to.kind === 'channel' && noChannel());
    });
    await pass(test, 10);
    expect(await statuses(test)).toEqual([
      ['gap-task', 'failed', 'no-channel'],
      ['task-thread', 'failed', 'no-channel'],
      ['shared-reflection', 'failed', 'no-channel'],
    ]);
    expect(await test.db.delivery.count({ where: { kind: 'not-delivered' } })).toBe(1);

    test.messenger.before = () => {};
    await test.db.delivery.updateMany({
      where: { personId: null, status: 'failed' },
      data: { status: 'planned', sendAt: test.clock.now(), attempts: 0, reason: null, obstacle: null },
    });
    await pass(test, 5);
    const [opening, shared] = await threadOf(test);
    expect(opening).toContain('reply to each other here');
    expect(shared).toContain('into the void');
  });

  it('waits while that is tried again, and counts no failure', async () => {
    let failures = 2;
    const { test } = await beginWithout((one) => {
      one.messenger.before = (to) => {
        if (to.kind === 'channel' && failures-- > 0) throw new DeliveryError('again', 'busy');
      };
    });
    await pass(test, 4);
    expect(test.messenger.posted.filter(({ under }) => under !== undefined)).toEqual([]);
    await pass(test, 10);
    expect(await threadOf(test)).toHaveLength(2);
    expect((await sharing(test)).map(({ attempts }) => attempts)).toEqual([0]);
  });

  it('is left out with it when the task is withdrawn first', async () => {
    const { test, task } = await beginWithout(() => {});
    await test.press(kate, 'task.withdraw', { group: test.group.id, task: task.id });
    await pass(test, 10);
    expect(test.messenger.posted.filter(({ under }) => under !== undefined)).toEqual([]);
    expect((await sharing(test))[0]).toMatchObject({ status: 'skipped', reason: 'the gap task was withdrawn' });
  });
});

describe('a message that is taken back', () => {
  it('is updated as soon as the platform can be reached again', async () => {
    const { test, write, press } = await beginTask();
    await write(priya, 'the shared axolotl', true);
    await pass(test);
    const { update } = test.messenger;
    test.messenger.update = async () => {
      throw new DeliveryError('again', 'not now');
    };
    await press(priya, 'back');
    await pass(test, 30);
    expect((await threadOf(test))[1]).toContain('axolotl');
    test.messenger.update = update;
    await pass(test, 1);
    expect((await threadOf(test))[1]).not.toContain('axolotl');
    expect(await test.db.delivery.count({ where: { staleAt: { not: null } } })).toBe(0);
  });

  it('is not tried for ever', async () => {
    const { test, write, press } = await beginTask();
    await write(priya, 'the shared axolotl', true);
    await pass(test);
    let tries = 0;
    test.messenger.update = async () => {
      tries += 1;
      throw new DeliveryError('again', 'not now');
    };
    await press(priya, 'back');
    await test.relay.run();
    expect(tries).toBeGreaterThan(0);
    await pass(test, 25 * 60);
    const so = tries;
    await pass(test, 60);
    expect(tries).toBe(so);
  });

  it('is updated though it was on its way when its author took it back', async () => {
    const { test, write, press } = await beginTask();
    await write(priya, 'the shared axolotl', true);
    const { post } = test.messenger;
    test.messenger.post = async (message) => {
      if (message.under !== undefined) await press(priya, 'back');
      return post(message);
    };
    await pass(test);
    test.messenger.post = post;
    const [, shared] = await threadOf(test);
    expect(shared).toContain(takenBack);
    expect(shared).not.toContain('axolotl');
  });
});

describe('a task that is changed', () => {
  it('has its new name in its thread', async () => {
    const { test, task } = await beginTask();
    const form = await test.press(kate, 'task.set', { group: test.group.id, task: task.id });
    await handIn(test, kate, form, { title: 'Two bar models' });
    await test.relay.run();
    expect((await threadOf(test))[0]).toContain('Two bar models');
  });

  it('has one thread, and the next task another', async () => {
    const { test } = await beginTask();
    await fill(test, kate, 'schedule plan').catch(() => undefined);
    await test.runUntil('2026-09-30T12:00:00+01:00');
    await setTask(test, { title: 'The next one' });
    await pass(test);
    const threads = test.messenger.posted.filter(({ under }) => under !== undefined);
    expect(new Set(threads.map(({ under }) => under)).size).toBe(2);
  });
});
