import { describe, expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { advocate, begin, faultsOf, fill, handIn, head, publish, setTask } from './acting.js';
import { planned, sentAbout, textTo } from './sent.js';

const about = (test: TestRouter, meeting: string) => ({ group: test.group.id, meeting });

const cancel = async (test: TestRouter, meeting: string) =>
  handIn(test, 'specialist', await test.press('specialist', 'meeting.cancel', about(test, meeting)), {
    reason: 'Snow',
  });

const restore = (test: TestRouter, meeting: string) =>
  test.press('specialist', 'meeting.restore', about(test, meeting));

onDatabase('a meeting that is cancelled', (open) => {
  it('is told once, and its reminders vanish; taken back, everything is planned again', async () => {
    const test = await begin(open);
    const { second } = await publish(test);
    await test.press(advocate, 'meeting.answer', { ...about(test, second.id), answer: 'yes' });
    await test.runUntil('2026-09-04T09:00:00+01:00');
    const before = await planned(test, second.id);
    expect(before.length).toBeGreaterThan(25);

    expect(await cancel(test, second.id)).toMatchObject({ kind: 'done', text: expect.stringContaining('Cancelled.') });
    await test.relay.run();
    expect(await planned(test, second.id)).toEqual([]);
    const everybody = [
      ...new Set(before.filter(([kind]) => kind === 'cover-request').map(([, to]) => to)),
      'the channel',
    ];
    expect(await sentAbout(test, second.id, 'meeting-cancelled')).toEqual(everybody);
    expect(textTo(test, head, 'Cancelled')[0]).toContain('Snow');

    expect(await restore(test, second.id)).toMatchObject({
      kind: 'done',
      text: expect.stringContaining('is told now'),
    });
    expect((await planned(test, second.id)).filter(([kind]) => kind !== 'meeting-restored')).toEqual(before);
    await test.runUntil('2026-09-07T12:00:00+01:00');
    expect(await sentAbout(test, second.id, 'meeting-restored')).toEqual(everybody);
    expect(await sentAbout(test, second.id, 'meeting-cancelled')).toEqual(everybody);
    expect(await test.db.meetingAnswer.count()).toBe(1);
  });
});

describe('taking it back', () => {
  it('tells nobody when nobody had been told', async () => {
    const test = await begin();
    const { second } = await publish(test);
    await test.runUntil('2026-09-03T19:00:00+01:00');
    await cancel(test, second.id);
    expect(await restore(test, second.id)).toMatchObject({
      text: 'Back on: Tue 24 Nov, 13:00. Nobody had been told yet, so nobody is.',
    });
    await test.runUntil('2026-09-07T12:00:00+01:00');
    for (const kind of ['meeting-cancelled', 'meeting-restored']) {
      expect(await sentAbout(test, second.id, kind)).toEqual([]);
    }
  });

  it('tells those who had been told, and only them', async () => {
    const test = await begin();
    const { second } = await publish(test);
    // Heads have had their message of the day, so only the channel hears at once.
    await cancel(test, second.id);
    await test.relay.run();
    expect(await sentAbout(test, second.id, 'meeting-cancelled')).toEqual(['the channel']);
    await restore(test, second.id);
    await test.runUntil('2026-09-07T12:00:00+01:00');
    expect(await sentAbout(test, second.id, 'meeting-cancelled')).toEqual(['the channel']);
    expect(await sentAbout(test, second.id, 'meeting-restored')).toEqual(['the channel']);
  });

  it('tells of a move that was not told before the meeting was cancelled', async () => {
    const test = await begin();
    const { second } = await publish(test);
    await test.runUntil('2026-09-03T19:00:00+01:00');
    const form = await test.press('specialist', 'meeting.move', about(test, second.id));
    await handIn(test, 'specialist', form, { date: '2026-12-01' });
    await cancel(test, second.id);
    await restore(test, second.id);
    await test.runUntil('2026-09-07T12:00:00+01:00');
    expect(await sentAbout(test, second.id, 'meeting-moved')).toHaveLength(7);
    expect(await sentAbout(test, second.id, 'meeting-restored')).toEqual([]);
    expect(textTo(test, head, 'New date')[0]).toContain('Tue 24 Nov, 13:00');
  });

  it('is refused when another meeting was planned instead, or the time has passed', async () => {
    const test = await begin();
    const { first, second } = await publish(test);
    await cancel(test, second.id);
    expect(await fill(test, 'specialist', 'schedule plan', { 'date-2': '2026-12-01' })).toMatchObject({ kind: 'done' });
    expect(await restore(test, second.id)).toMatchObject({
      kind: 'refused',
      text: 'Autumn 2 has another meeting now, on Tue 1 Dec, 13:00, so this one stays cancelled.',
    });
    await cancel(test, first.id);
    test.clock.set(first.startsAt);
    expect(await restore(test, first.id)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('has passed'),
    });
    expect(await test.db.meeting.count({ where: { status: 'planned' } })).toBe(5);
  });
});

describe('taking it back at night', () => {
  it('still asks in the morning for what was to be asked then', async () => {
    const test = await begin(undefined, { start: '2026-09-03T19:00:00+01:00' });
    const { first } = await publish(test, { 'date-1': '2026-09-22' });
    await cancel(test, first.id);
    await restore(test, first.id);
    await test.runUntil('2026-09-07T12:00:00+01:00');
    expect(await sentAbout(test, first.id, 'cover-request')).toHaveLength(6);
  });
});

describe('the gap task that led up to it', () => {
  it('leads up to the next one, and still takes replies', async () => {
    const test = await begin();
    const { first } = await publish(test);
    const task = await setTask(test);
    await cancel(test, first.id);
    test.clock.set(first.startsAt);
    await test.relay.run();
    const args = { group: test.group.id, task: task.id };
    expect(await test.press(advocate, 'task.reply', { ...args, reply: 'notYet' })).toMatchObject({ kind: 'done' });
    const card = JSON.stringify(await test.press(advocate, 'task.show', args));
    expect(card).toContain('Tue 24 Nov, 13:00');
    expect(card).not.toContain('29 Sep');
  });
});

describe('a reason', () => {
  it('is needed, and blanks are none', async () => {
    const test = await begin();
    const { second } = await publish(test);
    const form = await test.press('specialist', 'meeting.cancel', about(test, second.id));
    for (const reason of ['', '   ', '\0']) {
      expect(faultsOf(await handIn(test, 'specialist', form, { reason }))).toEqual({
        reason: expect.stringContaining('Please say why'),
      });
    }
    expect(await test.db.meeting.count({ where: { status: 'cancelled' } })).toBe(0);
  });
});
