import { describe, expect, it } from 'vitest';
import { renderText } from '../../src/render/plain-text.js';
import { newId } from '../../src/shared/ids.js';
import { advocate, begin, faultsOf, fieldsOf, handIn, head, publish, valuesOf } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const pause = async (test: TestRouter, who: string, until: string) =>
  handIn(test, who, await test.type(who, 'pause'), { until });
const resume = (test: TestRouter, who: string) => test.press(who, 'reminder.resume', {});

/** When a person got messages, and what was in each: the kinds that went out together. */
async function gotten(test: TestRouter, who: string): Promise<[at: string, ...kinds: string[]][]> {
  const rows = await test.db.delivery.findMany({
    where: { personId: test.personId(who), status: 'sent' },
    orderBy: [{ sentAt: 'asc' }, { kind: 'asc' }],
  });
  const messages = new Map<string, [string, ...string[]]>();
  for (const { messageRef, sentAt, kind } of rows) {
    const known = messages.get(messageRef ?? '');
    if (known) known.push(kind);
    else messages.set(messageRef ?? '', [sentAt?.toISOString().slice(0, 16) ?? '', kind]);
  }
  return [...messages.values()];
}

const planOf = async (test: TestRouter, who: string) => {
  const rows = await test.db.delivery.findMany({ where: { personId: test.personId(who), topic: { not: 'notice' } } });
  return rows
    .map(({ kind, dueAt, expiresAt, status, why }) => [kind, dueAt, expiresAt, status, why] as const)
    .sort((a, b) => a[1].getTime() - b[1].getTime() || a[0].localeCompare(b[0]));
};

const told = ['2026-09-03T07:00', 'schedule-for-head'];

onDatabase('a pause', (open) => {
  it('lets what was due come as one message on the first day after it', async () => {
    const test = await begin(open);
    const { first } = await publish(test);
    test.clock.set(new Date('2026-09-04T10:00:00+01:00'));
    expect(await pause(test, head, '2026-09-21')).toMatchObject({
      kind: 'done',
      text: 'You have quiet until Mon 21 Sep; then I write to you again.',
    });
    await test.runUntil('2026-09-10T09:00:00+01:00');
    // Another head answers, and the meeting is planned anew.
    const args = { group: test.group.id, meeting: first.id, answer: 'arranged' };
    await test.press('Stephen Blackwood', 'meeting.cover', args);
    await test.runUntil('2026-09-22T12:00:00+01:00');
    expect(await gotten(test, head)).toEqual([told, ['2026-09-21T07:00', 'commitments-review', 'cover-again']]);
    const [asked] = await test.db.delivery.findMany({
      where: { personId: test.personId(head), kind: 'cover-request', subjectId: first.id },
    });
    expect(asked).toMatchObject({ status: 'skipped', reason: 'joined with the next message about the same thing' });
    // Everybody else was written to as always.
    expect(await gotten(test, 'Helen Brackenbury')).toEqual([
      told,
      ['2026-09-08T07:30', 'cover-request'],
      ['2026-09-15T07:30', 'commitments-review'],
      ['2026-09-17T07:30', 'cover-again'],
    ]);
  });

  it('ends early with one press: what waited comes at once, and the rest at its own time', async () => {
    const test = await begin(open);
    await publish(test);
    await pause(test, head, '2026-09-21');
    await test.runUntil('2026-09-16T10:00:00+01:00');
    expect(await gotten(test, head)).toEqual([told]);
    expect(await resume(test, head)).toMatchObject({
      kind: 'done',
      text: 'Welcome back. I write to you as before; what was waiting comes now.',
    });
    await test.runUntil('2026-09-18T10:00:00+01:00');
    expect(await gotten(test, head)).toEqual([
      told,
      ['2026-09-16T09:00', 'commitments-review', 'cover-request'],
      ['2026-09-17T07:30', 'cover-again'],
    ]);
  });

  it('can be asked for again, longer or shorter', async () => {
    const test = await begin(open);
    await publish(test);
    await pause(test, head, '2026-09-21');
    await pause(test, head, '2026-10-12');
    await test.runUntil('2026-09-11T10:00:00+01:00');
    await pause(test, head, '2026-09-16');
    await test.runUntil('2026-09-16T12:00:00+01:00');
    expect((await gotten(test, head)).slice(1)).toEqual([['2026-09-16T07:00', 'commitments-review', 'cover-request']]);
    await pause(test, head, '2026-09-21');
    await test.runUntil('2026-09-22T12:00:00+01:00');
    expect((await gotten(test, head)).slice(2)).toEqual([['2026-09-21T07:00', 'cover-again']]);
  });

  it('keeps to one message a day when it ends on a day that has had one', async () => {
    const test = await begin(open);
    await publish(test);
    await test.runUntil('2026-09-15T09:00:00+01:00');
    expect(await gotten(test, head)).toHaveLength(3);
    await pause(test, head, '2026-09-21');
    expect(await resume(test, head)).toMatchObject({ text: expect.stringContaining('nothing was waiting') });
    await test.runUntil('2026-09-17T12:00:00+01:00');
    expect((await gotten(test, head)).slice(3)).toEqual([['2026-09-17T07:30', 'cover-again']]);
  });

  it('leaves out what is of no use by then, and says so', async () => {
    const test = await begin(open);
    const { first } = await publish(test);
    await pause(test, head, '2026-10-05');
    await test.runUntil('2026-09-25T12:00:00+01:00');
    const upcoming = await test.type(head, 'upcoming');
    if (upcoming.kind !== 'card') throw new Error(JSON.stringify(upcoming));
    expect(renderText(upcoming.card)).toMatch(/Cover request \(Mon 5 Oct\) .*: its moment passes before then/u);
    await test.runUntil('2026-10-05T12:00:00+01:00');
    expect((await gotten(test, head)).slice(1)).toEqual([['2026-10-05T07:00', 'commitments-review']]);
    const cover = await test.db.delivery.findMany({
      where: { personId: test.personId(head), subjectId: first.id, chain: 'cover' },
    });
    expect(cover.map(({ status, reason }) => [status, reason])).toEqual([
      ['skipped', 'too late: its moment passed before it could be sent'],
      ['skipped', 'too late: its moment passed before it could be sent'],
    ]);
  });

  it('holds in every group of a person, who gets one message from all of them', async () => {
    const test = await begin(open);
    const { first } = await publish(test);
    const second = await addCopy(test, advocate);
    await pause(test, advocate, '2026-09-21');
    await test.runUntil('2026-09-20T12:00:00+01:00');
    expect(await gotten(test, advocate)).toEqual([]);
    await test.runUntil('2026-09-21T12:00:00+01:00');
    expect(await gotten(test, advocate)).toEqual([['2026-09-21T07:00', 'take-on', 'will-you-come', 'will-you-come']]);
    const sent = await test.db.delivery.findMany({ where: { personId: test.personId(advocate), status: 'sent' } });
    expect(new Set(sent.map((row) => row.groupId))).toEqual(new Set([first.groupId, second]));
  });

  it('ends in every group', async () => {
    const test = await begin(open);
    await publish(test);
    await addCopy(test, advocate);
    await pause(test, advocate, '2026-09-28');
    await test.runUntil('2026-09-16T12:00:00+01:00');
    await resume(test, advocate);
    await test.runUntil('2026-09-16T12:10:00+01:00');
    expect(await gotten(test, advocate)).toEqual([['2026-09-16T11:00', 'take-on', 'will-you-come', 'will-you-come']]);
  });

  it('never changes how school days are counted', async () => {
    const quiet = await begin(open);
    await pause(quiet, head, '2026-09-21');
    const usual = await begin(open);
    for (const test of [quiet, usual]) await publish(test);
    expect(await planOf(quiet, head)).toEqual(await planOf(usual, head));
    await quiet.runUntil('2026-09-08T07:00:00+01:00');
    await pause(quiet, head, '2026-10-05');
    await resume(quiet, head);
    expect(await planOf(quiet, head)).toEqual(await planOf(usual, head));
    const times = (test: TestRouter) =>
      test.db.delivery.findMany({
        where: { personId: test.personId(head), status: 'planned', topic: { not: 'notice' } },
        orderBy: [{ dueAt: 'asc' }, { kind: 'asc' }],
        select: { kind: true, sendAt: true, day: true },
      });
    await usual.runUntil('2026-09-08T07:00:00+01:00');
    expect(await times(quiet)).toEqual(await times(usual));
  });
});

/** The same group a second time, with one of its people: what is planned there is due at the same times. */
async function addCopy(test: TestRouter, who: string): Promise<string> {
  const groupId = newId();
  const { hubId, programme, schoolYear, calendar } = test.group;
  const member = test.group.members.find(({ name }) => name === who);
  await test.db.group.create({
    data: {
      id: groupId,
      hubId,
      name: 'Early Years Work Group 1',
      programme,
      schoolYear,
      calendarSecret: newId(),
      createdAt: test.clock.now(),
      schools: { create: test.group.schools.map(({ id: schoolId }, position) => ({ schoolId, position })) },
      halfTerms: { create: calendar.halfTerms.map((halfTerm) => ({ id: newId(), ...halfTerm })) },
      memberships: {
        create: [
          { id: newId(), personId: test.personId(who), role: 'advocate', schoolId: member?.schoolId ?? null },
          { id: newId(), personId: test.personId('specialist'), role: 'specialist' },
        ],
      },
    },
  });
  const plan = await test.press('specialist', 'schedule.plan', { group: groupId });
  expect(await handIn(test, 'specialist', plan)).toMatchObject({ kind: 'done' });
  return groupId;
}

describe('while somebody has quiet', () => {
  it('what a person asks of them right now comes all the same', async () => {
    const test = await begin();
    const { first } = await publish(test);
    expect(await pause(test, 'Kate Winterbourne', '2026-10-12')).toMatchObject({ kind: 'done' });
    await test.runUntil('2026-09-08T09:00:00+01:00');
    await test.press(head, 'meeting.cover', { group: test.group.id, meeting: first.id, answer: 'talk' });
    await test.relay.run();
    expect(textTo(test, 'Kate Winterbourne', 'would like to talk')).toHaveLength(1);
    await test.runUntil('2026-10-09T17:00:00+01:00');
    expect(textTo(test, 'Kate Winterbourne')).toHaveLength(1);
  });

  it('the channel goes on', async () => {
    const test = await begin();
    await publish(test);
    await pause(test, advocate, '2026-10-12');
    await test.runUntil('2026-09-25T17:00:00+01:00');
    expect(textTo(test, 'the channel', 'We meet on Tue 29 Sep')).toHaveLength(1);
  });

  it('their page and “upcoming” say so, with the way back', async () => {
    const test = await begin();
    await publish(test);
    await pause(test, advocate, '2026-09-21');
    for (const command of ['home', 'upcoming']) {
      const reply = await test.type(advocate, command);
      if (reply.kind !== 'card') throw new Error(JSON.stringify(reply));
      const text = renderText(reply.card);
      expect(text).toContain('You asked for quiet: I write to you again from Mon 21 Sep.');
      expect(text).toContain('[Write to me again]');
      expect(text).toMatch(/Mon 21 Sep, 08:00.*Will you come\?/u);
      // It is nobody else's business.
      expect(JSON.stringify(await test.type('Tom Hartwell', command))).not.toContain('asked for quiet');
    }
    const seen = JSON.stringify(await test.type('specialist', 'upcoming'));
    expect(seen).toContain('before the meeting on Tue 29 Sep; paused until Mon 21 Sep.');
    await resume(test, advocate);
    expect(JSON.stringify(await test.type(advocate, 'home'))).not.toContain('asked for quiet');
  });

  it('nothing is said of it once it is over', async () => {
    const test = await begin();
    await publish(test);
    await pause(test, advocate, '2026-09-21');
    test.clock.set(new Date('2026-09-21T07:00:00+01:00'));
    expect(JSON.stringify(await test.type(advocate, 'home'))).not.toContain('asked for quiet');
    expect(await resume(test, advocate)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Nothing is paused'),
    });
  });

  it('a reminder cannot be asked for within it', async () => {
    const test = await begin();
    const { first } = await publish(test);
    await pause(test, head, '2026-09-21');
    const args = { group: test.group.id, subject: first.id, chain: 'cover' };
    const form = await test.press(head, 'reminder.snooze', args);
    expect(faultsOf(await handIn(test, head, form, { until: '2026-09-18' }))).toEqual({
      until: 'You asked for quiet until Mon 21 Sep. Please choose that day, or one after it.',
    });
    expect(await handIn(test, head, form, { until: '2026-09-22' })).toMatchObject({ kind: 'done' });
    await test.runUntil('2026-09-23T12:00:00+01:00');
    expect((await gotten(test, head)).slice(1)).toEqual([
      ['2026-09-21T07:00', 'commitments-review'],
      ['2026-09-22T07:30', 'cover-again'],
    ]);
  });
});

describe('the form', () => {
  it('proposes two weeks, or the next half-term where that is sooner', async () => {
    const test = await begin();
    expect(valuesOf(await test.type(head, 'pause'))).toEqual({ until: '2026-09-17' });
    test.clock.set(new Date('2026-10-21T09:00:00+01:00'));
    expect(valuesOf(await test.type(head, 'pause'))).toEqual({ until: '2026-11-02' });
    test.clock.set(new Date('2027-07-21T09:00:00+01:00'));
    expect(valuesOf(await test.type(head, 'pause'))).toEqual({ until: '2027-08-04' });
    expect(fieldsOf(await test.type(head, 'pause'))[0]).toMatchObject({ min: '2027-07-22', max: '2027-10-19' });
  });

  it.each([
    ['2026-09-03', 'Please choose tomorrow or a later day.'],
    ['2025-09-21', 'Please choose tomorrow or a later day.'],
    ['2026-12-03', 'That is more than three months. Please choose Wed 2 Dec 2026 or a day before it.'],
    ['2926-09-21', 'That is more than three months. Please choose Wed 2 Dec 2026 or a day before it.'],
    ['', 'Please choose a date.'],
    ['soon', '“soon” is not a date. Write it as 10/11/2026.'],
    ['2026-09-31', '“2026-09-31” is not a date. Write it as 10/11/2026.'],
  ])('refuses %j beside its field', async (until, fault) => {
    const test = await begin();
    expect(faultsOf(await pause(test, head, until))).toEqual({ until: fault });
    expect(await test.db.person.count({ where: { pausedUntil: { not: null } } })).toBe(0);
  });

  it('takes the first and the last day that it offers, and days without school', async () => {
    const test = await begin();
    for (const until of ['2026-09-04', '2026-12-02', '2026-09-20'])
      expect(await pause(test, head, until)).toMatchObject({ kind: 'done' });
    await publish(test);
    await test.runUntil('2026-09-21T12:00:00+01:00');
    expect(await gotten(test, head)).toEqual([
      ['2026-09-21T07:00', 'commitments-review', 'cover-again', 'schedule-for-head'],
    ]);
  });

  it('tells each what still comes', async () => {
    const test = await begin();
    const words = async (who: string) => JSON.stringify(await test.type(who, 'pause'));
    expect(await words('specialist')).toContain('somebody who would like to talk to you');
    expect(await words(head)).toContain('a change to a meeting within two school days');
    expect(await words(advocate)).toContain('What is posted in the channel is not paused.');
  });

  it('is for people with a part in a group', async () => {
    const test = await begin();
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    expect(await test.type(head, 'pause')).toMatchObject({ kind: 'card', card: { title: 'You get no more of these' } });
  });
});
