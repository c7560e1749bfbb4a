import { describe, expect, it } from 'vitest';
import type { TestRouter } from '../support/router.js';
import { advocate, begin, faultsOf, handIn, head, publish, setTask, valuesOf } from './acting.js';
import { textTo } from './sent.js';

/** Shortly before the half-term of the first meeting that can still be planned, on Tue 24 Nov. */
const start = { start: '2026-10-19T08:00:00+01:00' };

const later = (test: TestRouter, who: string, subject: string, chain: string) =>
  test.press(who, 'reminder.snooze', { group: test.group.id, subject, chain });

/** Days on which a person got something on which there is `words`. */
async function daysOf(test: TestRouter, who: string, words: string): Promise<string[]> {
  const rows = await test.db.delivery.findMany({
    where: { personId: test.personId(who), status: 'sent' },
    orderBy: { sentAt: 'asc' },
  });
  const shown = new Map(test.messenger.posted.map(({ card }, index) => [String(index + 1), JSON.stringify(card)]));
  return [
    ...new Set(
      rows
        .filter((row) => shown.get(row.messageRef ?? '')?.includes(words))
        .map((row) => row.sentAt?.toISOString() ?? ''),
    ),
  ];
}

describe('“Remind me later”', () => {
  it('silences a chain until the morning of that day, and speaks then once', async () => {
    const test = await begin(undefined, start);
    const { first } = await publish(test);
    // Cover would be asked for on 3 and 12 November.
    await test.runUntil('2026-11-03T09:00:00Z');
    expect(await daysOf(test, head, 'Cover for Tue 24 Nov')).toEqual(['2026-11-02T08:30:00.000Z']);
    const form = await later(test, head, first.id, 'cover');
    expect(valuesOf(form)).toEqual({ until: '2026-11-06' });
    expect(await handIn(test, head, form, { until: '2026-11-16' })).toMatchObject({
      kind: 'done',
      text: 'You will be reminded on Mon 16 Nov, and not before.',
    });
    await test.runUntil('2026-11-24T09:00:00Z');
    expect(await daysOf(test, head, 'Cover for Tue 24 Nov')).toEqual([
      '2026-11-02T08:30:00.000Z',
      '2026-11-16T08:30:00.000Z',
    ]);
    // The others were asked as usual.
    expect(await daysOf(test, 'Stephen Blackwood', 'Cover for Tue 24 Nov')).toEqual([
      '2026-11-03T08:30:00.000Z',
      '2026-11-12T08:30:00.000Z',
    ]);
  });
});

describe('a day to be reminded', () => {
  const refusals = [
    ['2026-10-19', 'Please choose a day after today.'],
    ['2026-09-03', 'Please choose a day after today.'],
    ['2026-11-24', 'That would be too late. Please choose Mon 23 Nov or a day before it.'],
    ['2027-11-24', 'That would be too late. Please choose Mon 23 Nov or a day before it.'],
    ['2026-11-13', 'Fri 13 Nov is an INSET day. The next school day is Mon 16 Nov.'],
    ['2026-11-15', 'Sun 15 Nov is a Sunday. The next school day is Mon 16 Nov.'],
    ['2026-10-27', 'Tue 27 Oct is outside term. The next school day is Mon 2 Nov.'],
    ['', 'Please choose a date.'],
    ['some day', '“some day” is not a date. Write it as 10/11/2026.'],
  ] as const;

  it('that does not suit is refused beside its field', async () => {
    const test = await begin(undefined, start);
    const { first } = await publish(test);
    const form = await later(test, head, first.id, 'cover');
    for (const [until, fault] of refusals) {
      expect(faultsOf(await handIn(test, head, form, { until }))).toEqual({ until: fault });
    }
    expect(await test.db.snooze.count()).toBe(0);
  });

  it('is not asked for when it is too close, or there is nothing to be reminded of', async () => {
    const test = await begin(undefined, start);
    const { first } = await publish(test);
    test.clock.set(new Date('2026-11-23T10:00:00Z'));
    expect(await later(test, head, first.id, 'cover')).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('too close'),
    });
    for (const [subject, chain] of [
      ['nothing', 'cover'],
      [first.id, 'nothing'],
      [first.id, 'coming'],
    ] as const) {
      expect(await later(test, head, subject, chain)).toMatchObject({
        kind: 'refused',
        text: 'There is nothing to be reminded of.',
      });
    }
  });

  it('is refused once the question is answered, and an answer ends the waiting', async () => {
    const test = await begin(undefined, start);
    const { first } = await publish(test);
    const form = await later(test, head, first.id, 'cover');
    expect(await handIn(test, head, form, { until: '2026-11-16' })).toMatchObject({ kind: 'done' });
    await test.press(head, 'meeting.cover', { group: test.group.id, meeting: first.id, answer: 'arranged' });
    expect(await handIn(test, head, form, { until: '2026-11-17' })).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('nothing left to be reminded of'),
    });
    await test.runUntil('2026-11-24T09:00:00Z');
    expect(await daysOf(test, head, 'Cover for Tue 24 Nov')).toEqual([]);
  });

  it('can be put off again', async () => {
    const test = await begin(undefined, start);
    const { first } = await publish(test);
    const form = await later(test, head, first.id, 'cover');
    await handIn(test, head, form, { until: '2026-11-16' });
    await handIn(test, head, form, { until: '2026-11-18' });
    await test.runUntil('2026-11-24T09:00:00Z');
    expect(await daysOf(test, head, 'Cover for Tue 24 Nov')).toEqual(['2026-11-18T08:30:00.000Z']);
  });
});

describe('a gap task put off', () => {
  async function putOff(until: string): Promise<{ days: string[]; text: string | undefined }> {
    const test = await begin(undefined, start);
    await publish(test);
    const task = await setTask(test);
    expect(task.dueOn).toBe('2026-11-17');
    await handIn(test, advocate, await later(test, advocate, task.id, 'reflection'), { until });
    await test.runUntil(`${until}T12:00:00Z`);
    return { days: await daysOf(test, advocate, 'One bar model'), text: textTo(test, advocate, 'One bar model')[0] };
  }

  it('comes that morning, and not before', async () => {
    const { days, text } = await putOff('2026-11-12');
    expect(days).toEqual(['2026-11-12T08:30:00.000Z']);
    expect(text).toContain('Half-way through the gap task');
  });

  it.each([
    ['2026-11-17', 'The gap task is due on Tue 17 Nov'],
    ['2026-11-19', 'The gap task was due on Tue 17 Nov'],
  ])('to %s comes in words that are true by then', async (until, title) => {
    const { days, text } = await putOff(until);
    expect(days).toEqual([`${until}T08:30:00.000Z`]);
    expect(text).toContain(title);
  });
});
