import { describe, expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { advocate, begin, colleague, handIn, head, publish } from './acting.js';
import { planned, sentAbout, textTo } from './sent.js';

const move = async (test: TestRouter, meeting: string, changes: Record<string, unknown>) =>
  handIn(
    test,
    'specialist',
    await test.press('specialist', 'meeting.move', { group: test.group.id, meeting }),
    changes,
  );

onDatabase('a meeting that moves', (open) => {
  it('to another day asks for answers and cover anew, and drops the old reminders', async () => {
    const test = await begin(open);
    const { second } = await publish(test);
    const args = { group: test.group.id, meeting: second.id };
    await test.press(advocate, 'meeting.answer', { ...args, answer: 'yes' });
    await test.press(head, 'meeting.cover', { ...args, answer: 'arranged' });
    const before = await planned(test, second.id);
    // A day earlier than elsewhere: the school has an INSET day in between.
    expect(before).toContainEqual(['will-you-come', colleague, '2026-11-09']);
    expect(before).not.toContainEqual(['will-you-come', advocate, '2026-11-09']);

    await test.runUntil('2026-09-04T09:00:00+01:00');
    expect(await move(test, second.id, { date: '2026-12-08' })).toMatchObject({
      kind: 'done',
      text: 'Moved to Tue 8 Dec, 13:00. The channel and 6 heads are told now. Answers and cover will be asked for again.',
    });
    expect(await test.db.meetingAnswer.count()).toBe(0);
    expect(await test.db.coverAnswer.count()).toBe(0);
    const after = await planned(test, second.id);
    expect(after).toContainEqual(['will-you-come', colleague, '2026-11-24']);
    expect(after).toContainEqual(['will-you-come', advocate, '2026-11-24']);
    expect(after).toContainEqual(['cover-request', head, '2026-11-17']);
    expect(after.filter(([kind, , day]) => kind === 'will-you-come' && day < '2026-11-20')).toEqual([]);
    const gone = await test.db.delivery.findMany({
      where: { kind: 'will-you-come', subjectId: second.id, status: 'skipped' },
    });
    expect(new Set(gone.map(({ reason }) => reason))).toEqual(
      new Set(['has answered', 'the meeting moved to Tue 8 Dec']),
    );

    await test.runUntil('2026-09-07T12:00:00+01:00');
    expect(await sentAbout(test, second.id, 'meeting-moved')).toEqual([...headsAndChannel]);
    expect(textTo(test, 'the channel', 'New date')).toHaveLength(1);
    expect(textTo(test, 'the channel', 'New date')[0]).toContain('Tue 24 Nov, 13:00');
  });
});

describe('a meeting that moves', () => {
  it('by an hour keeps every answer, and what was planned', async () => {
    const test = await begin();
    const { second } = await publish(test);
    const args = { group: test.group.id, meeting: second.id };
    await test.press(advocate, 'meeting.answer', { ...args, answer: 'yes' });
    await test.press(head, 'meeting.cover', { ...args, answer: 'arranged' });
    const before = await planned(test, second.id);
    expect(await move(test, second.id, { time: '9:30', where: 'online' })).toMatchObject({
      kind: 'done',
      text: expect.not.stringContaining('asked for again'),
    });
    expect(await test.db.meeting.findUnique({ where: { id: second.id } })).toMatchObject({
      startsAt: new Date('2026-11-24T09:30:00Z'),
      hostSchoolId: null,
      sequence: 1,
      round: 0,
    });
    expect(await test.db.meetingAnswer.count()).toBe(1);
    expect(await test.db.coverAnswer.count()).toBe(1);
    const after = await planned(test, second.id);
    expect(after.filter(([kind]) => kind !== 'meeting-moved')).toEqual(before);
  });

  it('twice before anybody was told is told once, with the date that people knew', async () => {
    const test = await begin();
    const { second } = await publish(test);
    await test.runUntil('2026-09-03T19:00:00+01:00');
    expect(await move(test, second.id, { date: '2026-12-01' })).toMatchObject({
      text: expect.stringContaining('The channel and 6 heads are told on Fri 4 Sep, 08:00.'),
    });
    await test.runUntil('2026-09-03T21:00:00+01:00');
    await move(test, second.id, { date: '2026-12-08' });
    await test.runUntil('2026-09-07T12:00:00+01:00');
    expect(await sentAbout(test, second.id, 'meeting-moved')).toEqual([...headsAndChannel]);
    const [told = ''] = textTo(test, 'the channel', 'New date');
    expect(told).toContain('Tue 8 Dec, 13:00 to 16:00');
    expect(told).toContain('Tue 24 Nov, 13:00');
    expect(told).not.toContain('1 Dec');
  });

  it('forgets for which day people put off their answer', async () => {
    const test = await begin();
    const { second } = await publish(test);
    const snooze = { group: test.group.id, subject: second.id, chain: 'cover' };
    await handIn(test, head, await test.press(head, 'reminder.snooze', snooze), { until: '2026-11-20' });
    expect(await move(test, second.id, { date: '2026-11-10' })).toMatchObject({ kind: 'done' });
    expect(await planned(test, second.id)).toContainEqual(['cover-request', head, '2026-10-13']);
    // Too late for the new date, though not for the old one.
    const reply = await handIn(test, head, await test.press(head, 'reminder.snooze', snooze), { until: '2026-11-20' });
    expect(JSON.stringify(reply)).toContain('Please choose Mon 9 Nov or a day before it.');
  });

  it('shows its new date on what was sent before', async () => {
    const test = await begin();
    const { first } = await publish(test);
    await test.runUntil('2026-09-09T09:00:00+01:00');
    const refs = await test.db.delivery.findMany({
      where: { kind: 'cover-request', subjectId: first.id, status: 'sent' },
    });
    expect(refs.length).toBeGreaterThan(4);
    test.messenger.updated.length = 0;
    await move(test, first.id, { date: '2026-10-06' });
    await test.relay.run();
    for (const { messageRef } of refs) {
      const shown = test.messenger.updated.find(({ ref }) => ref === messageRef);
      expect(JSON.stringify(shown?.card)).toContain('Tue 6 Oct, 13:00');
    }
  });
});

/** Who hears of a change, by name. */
const headsAndChannel = [
  'Anthony Da Silva Reed',
  'Farida Chowdhury-Bell',
  'Gareth Llewellyn-Shaw',
  'Helen Brackenbury',
  'Margaret Okonkwo',
  'Stephen Blackwood',
  'the channel',
];
