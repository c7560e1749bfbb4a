import { describe, expect, it } from 'vitest';
import { composeCore } from '../../src/compose.js';
import { takeMarks } from '../../src/delivery/outbox.js';
import { advocate, begin, colleague, publish, setTask } from '../meetings/acting.js';
import { sentAbout } from '../meetings/sent.js';
import { quietLog, type TestRouter } from '../support/router.js';

/** Kinds and recipients of the messages that a run of the relay brings up to date. */
async function updates(test: TestRouter): Promise<string[]> {
  test.messenger.updated.length = 0;
  await test.relay.run();
  const rows = await test.db.delivery.findMany({
    where: { messageRef: { in: test.messenger.updated.map(({ ref }) => ref) } },
  });
  const nameOf = (id: string | null) => test.group.members.find(({ personId }) => personId === id)?.name ?? 'channel';
  return rows.map(({ kind, personId }) => `${kind} ${nameOf(personId)}`).sort();
}

function createSignal(): { given: Promise<void>; give(): void } {
  let give: () => void = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

describe('a sent message that shows something which has changed', () => {
  it('is the asked person’s own, and the channel’s, when somebody says whether she comes', async () => {
    const test = await begin();
    const { first } = await publish(test);
    await test.runUntil('2026-09-16T12:00:00+01:00');
    expect((await sentAbout(test, first.id, 'will-you-come')).length).toBeGreaterThan(2);
    await test.press(advocate, 'meeting.answer', { group: test.group.id, meeting: first.id, answer: 'yes' });
    expect(await updates(test)).toEqual(['half-term-opening channel', 'schedule channel', `will-you-come ${advocate}`]);
    expect(await updates(test)).toEqual([]);
  });

  it('is the teacher’s own reminder, and the channel’s card, when she replies to a gap task', async () => {
    const test = await begin();
    await publish(test);
    const task = await setTask(test);
    await test.runUntil('2026-09-28T12:00:00+01:00');
    const reminded = await sentAbout(test, task.id, 'task-half-way');
    expect(reminded).toEqual(expect.arrayContaining([advocate, colleague]));
    await test.press(advocate, 'task.reply', { group: test.group.id, task: task.id, reply: 'notYet' });
    expect(await updates(test)).toEqual([
      'gap-task channel',
      `task-due-tomorrow ${advocate}`,
      `task-half-way ${advocate}`,
      `task-overdue ${advocate}`,
    ]);
  });

  it('shows what is changed while others like it are brought up to date', async () => {
    const test = await begin();
    await publish(test);
    const task = await setTask(test);
    await test.runUntil('2026-09-28T12:00:00+01:00');
    const rename = (title: string) => test.db.gapTask.update({ where: { id: task.id }, data: { title } });
    const mark = () =>
      test.db.staleMark.create({ data: { groupId: test.group.id, kinds: 'task-half-way', subjectId: task.id } });
    await rename('Two bar models');
    await mark();
    // Read once for all of them; then it changes, and another server marks them.
    const { update } = test.messenger;
    let changed = false;
    test.messenger.update = async (ref, message, isNew) => {
      if (!changed) {
        changed = true;
        await rename('Three bar models');
        await mark();
        await takeMarks(test.db, test.clock.now());
      }
      await update(ref, message, isNew);
    };
    await test.relay.run();
    await test.relay.run();
    const reminders = await test.db.delivery.findMany({ where: { kind: 'task-half-way', status: 'sent' } });
    expect(reminders.length).toBeGreaterThan(6);
    for (const { messageRef } of reminders) {
      const last = test.messenger.updated.findLast(({ ref }) => ref === messageRef);
      expect(JSON.stringify(last?.card)).toContain('Three bar models');
    }
    expect(await test.db.delivery.count({ where: { staleAt: { not: null } } })).toBe(0);
  });

  it('is one server’s until it is done: a slow one puts nothing back that another has taken out', async () => {
    const test = await begin();
    await publish(test);
    const task = await setTask(test);
    const rename = async (title: string): Promise<void> => {
      await test.db.gapTask.update({ where: { id: task.id }, data: { title } });
      await test.db.staleMark.create({ data: { groupId: test.group.id, kinds: 'gap-task', subjectId: task.id } });
    };
    const shown: string[] = [];
    const slow = createSignal();
    const reached = createSignal();
    const server = (wait: () => Promise<void>) =>
      composeCore({
        db: test.db,
        clock: test.clock,
        log: quietLog,
        publicUrl: 'http://localhost',
        messenger: {
          ...test.messenger,
          update: async (_ref, { card }) => {
            await wait();
            shown.push(JSON.stringify(card).includes('What was meant') ? 'new' : 'old');
          },
        },
      }).relay;
    const first = server(() => {
      reached.give();
      return slow.given;
    });
    const second = server(async () => {});
    await rename('What was said');
    const running = first.run();
    await reached.given;
    await rename('What was meant');
    await second.run();
    expect(shown).toEqual([]);
    slow.give();
    await running;
    await second.run();
    expect(shown).toEqual(['old', 'new']);
    expect(
      await test.db.delivery.count({ where: { OR: [{ staleAt: { not: null } }, { refreshing: { not: null } }] } }),
    ).toBe(0);
  });

  it('is shown whole when a server died with a part of it in hand', async () => {
    const test = await begin();
    const { first } = await publish(test);
    const task = await setTask(test);
    await test.runUntil('2026-09-28T12:00:00+01:00');
    const own = { personId: test.personId(advocate), kind: { in: ['will-you-come', 'task-half-way'] } };
    await test.db.delivery.updateMany({ where: own, data: { messageRef: 'joined' } });
    await test.db.delivery.updateMany({
      where: { ...own, kind: 'task-half-way' },
      data: { leaseUntil: new Date('2026-09-28T12:01:00+01:00') },
    });
    await test.press(advocate, 'meeting.answer', { group: test.group.id, meeting: first.id, answer: 'yes' });
    await test.relay.run();
    const shown = JSON.stringify(test.messenger.updated.find(({ ref }) => ref === 'joined')?.card);
    expect(shown).toContain('You answered “yes”');
    expect(shown).toContain(task.title);
  });
});
