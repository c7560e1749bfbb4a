import { expect, it } from 'vitest';
import { civilDate, clockTime } from '../../src/calendar/dates.js';
import { isSchoolDay } from '../../src/calendar/school-calendar.js';
import { DeliveryError } from '../../src/delivery/messenger.js';
import { calendarOf } from '../../src/store/groups.js';
import { onEachDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';

const zone = 'Europe/London';

async function publish(test: TestRouter, changes: Record<string, unknown> = {}): Promise<void> {
  const reply = await test.type('specialist', 'schedule plan');
  if (reply.kind !== 'form') throw new Error(JSON.stringify(reply));
  const values = Object.fromEntries(
    reply.form.body.flatMap((part) => ('name' in part ? [[part.name, part.value]] : [])),
  );
  const { route, args } = reply.form.submit;
  const published = await test.submit('specialist', route, args, { ...values, ...changes });
  expect(published).toMatchObject({ kind: 'done' });
  await test.relay.run();
}

const kindsTo = async (test: TestRouter, who: string, status = 'sent'): Promise<string[]> => {
  const rows = await test.db.delivery.findMany({
    where: { personId: test.personId(who), status: status as 'sent' },
    orderBy: { sentAt: 'asc' },
  });
  return rows.map((row) => row.kind);
};

onEachDatabase('what is sent', (open) => {
  it('keeps quiet hours, school days and one unasked message a day, the whole year', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    await publish(test);
    await test.runUntil('2027-07-21T20:00:00+01:00');
    const sent = await test.db.delivery.findMany({ where: { status: 'sent' } });
    expect(sent.length).toBeGreaterThan(150);
    const daily = new Map<string, Set<string | null>>();
    for (const row of sent) {
      const at = row.sentAt ?? new Date(0);
      const day = civilDate(at, zone);
      expect(isSchoolDay(calendarOf(test.group, row.personId), day), `${row.key} on ${day}`).toBe(true);
      expect(
        clockTime(at, zone) >= '08:00' && clockTime(at, zone) < '17:00',
        `${row.key} at ${clockTime(at, zone)}`,
      ).toBe(true);
      if (!row.unasked) continue;
      const key = `${row.personId} ${day}`;
      daily.set(key, (daily.get(key) ?? new Set()).add(row.messageRef));
    }
    expect([...daily].filter(([, refs]) => refs.size > 1)).toEqual([]);
    expect(await test.db.delivery.count({ where: { status: { in: ['planned', 'sending', 'failed'] } } })).toBe(0);
    await database.close();
  });

  it('has a reminder for 08:30 at 08:30 on both sides of a clock change', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    await publish(test);
    const mornings = await test.db.delivery.findMany({
      where: { kind: { in: ['half-term-opening', 'cover-request', 'commitments-review'] } },
    });
    const summer = mornings.filter((row) => row.dueAt.toISOString().endsWith('07:30:00.000Z'));
    const winter = mornings.filter((row) => row.dueAt.toISOString().endsWith('08:30:00.000Z'));
    expect(summer.length).toBeGreaterThan(10);
    expect(winter.length).toBeGreaterThan(10);
    for (const row of mornings) if (row.status === 'planned') expect(clockTime(row.dueAt, zone)).toBe('08:30');
    await database.close();
  });

  it('joins what one person gets on one day', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    // Cover is asked for 15 school days before Mon 5 Oct: on Mon 14 Sep; the second Tuesday is 15 Sep.
    await publish(test, { 'date-1': '2026-10-06' });
    await test.runUntil('2026-09-15T09:00:00+01:00');
    const toHead = test.messenger.posted.filter(
      ({ to }) => to.kind === 'person' && to.personId === test.personId('Margaret Okonkwo'),
    );
    const joined = toHead.at(-1)?.card;
    expect(joined?.title).toBe('Two things today');
    expect(JSON.stringify(joined)).toContain('Is their cover arranged?');
    expect(JSON.stringify(joined)).toContain('What was agreed');
    await database.close();
  });

  it('lets the rest of a day wait for the next school morning', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    await publish(test);
    // Heads have had the year's dates at 08:00; a move the same day waits, unless the meeting is near.
    const meeting = await test.db.meeting.findFirstOrThrow({ where: { halfTerm: 2 } });
    const args = { group: test.group.id, meeting: meeting.id };
    const values = { date: '2026-11-25', time: '13:00', length: '180', where: 'online' };
    expect(await test.submit('specialist', 'meeting.move', args, values)).toMatchObject({ kind: 'done' });
    await test.runUntil('2026-09-03T16:59:00+01:00');
    expect(await kindsTo(test, 'Margaret Okonkwo')).toEqual(['schedule-for-head']);
    await test.runUntil('2026-09-04T08:00:00+01:00');
    expect(await kindsTo(test, 'Margaret Okonkwo')).toEqual(['schedule-for-head', 'meeting-moved']);
    await database.close();
  });

  it('waits for the morning with what is decided at night, at weekends and in the holidays', async () => {
    const database = await open();
    const test = await startRouter(database, { start: '2026-10-24T21:00:00+01:00' });
    await publish(test);
    expect(test.messenger.posted).toEqual([]);
    await test.runUntil('2026-11-02T12:00:00Z');
    const schedule = await test.db.delivery.findFirstOrThrow({ where: { kind: 'schedule' } });
    expect(schedule.sentAt?.toISOString()).toBe('2026-11-02T08:00:00.000Z');
    await database.close();
  });

  it('goes on with the others when one recipient fails, and tries that one again', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    const unlucky = test.personId('Margaret Okonkwo');
    let failures = 2;
    test.messenger.before = (to) => {
      if (to.kind === 'person' && to.personId === unlucky && failures > 0) {
        failures -= 1;
        throw new DeliveryError('again', 'the platform is away');
      }
    };
    await publish(test);
    expect(await test.db.delivery.count({ where: { kind: 'schedule-for-head', status: 'sent' } })).toBe(5);
    await test.runUntil('2026-09-03T10:00:00+01:00');
    expect(await kindsTo(test, 'Margaret Okonkwo')).toEqual(['schedule-for-head']);
    await database.close();
  });

  it('does not try for ever where it can never work, and says why', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    test.messenger.before = (to) => {
      if (to.kind === 'person') throw new DeliveryError('never', 'the account was closed');
    };
    await publish(test);
    const rows = await test.db.delivery.findMany({ where: { kind: 'schedule-for-head' } });
    expect(rows.map((row) => [row.status, row.reason])).toEqual(rows.map(() => ['failed', 'the account was closed']));
    await database.close();
  });

  it('counts a message on the day on which it went out, whenever it was planned', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    const head = test.personId('Margaret Okonkwo');
    const toHead = () => test.messenger.posted.filter(({ to }) => to.kind === 'person' && to.personId === head);
    test.messenger.before = (to) => {
      if (to.kind === 'person' && to.personId === head)
        throw new DeliveryError('person', 'not in the workspace', { obstacle: 'not-there' });
    };
    await publish(test);
    await test.runUntil('2026-09-07T12:00:00+01:00');
    test.messenger.before = () => {};
    await test.runUntil('2026-09-08T08:10:00+01:00');
    await test.press('specialist', 'delivery.retry', { group: test.group.id, to: head });
    await test.runUntil('2026-09-08T17:00:00+01:00');
    expect(toHead().map(({ card }) => card.title)).toEqual(['Work Group dates for Oakfield Primary']);
    await test.runUntil('2026-09-09T17:00:00+01:00');
    expect(toHead().map(({ card }) => card.title)).toEqual([
      'Work Group dates for Oakfield Primary',
      'Cover for Tue 29 Sep',
    ]);
    await database.close();
  });

  it('sends what is due while a card waits to be brought up to date', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    await publish(test);
    await test.runUntil('2026-09-03T08:20:00+01:00');
    const meeting = await test.db.meeting.findFirstOrThrow({ where: { halfTerm: 1 } });
    let letGo: () => void = () => {};
    const asked = new Promise<void>((askedNow) => {
      test.messenger.update = () => {
        askedNow();
        return new Promise<void>((resolve) => {
          letGo = resolve;
        });
      };
    });
    await test.press('Priya Nandakumar', 'meeting.answer', {
      group: test.group.id,
      meeting: meeting.id,
      answer: 'yes',
    });
    const waiting = test.relay.run();
    await asked;
    const sent = new Promise<void>((resolve) => {
      test.messenger.before = () => resolve();
    });
    test.clock.set(new Date('2026-09-08T08:31:00+01:00'));
    const later = test.relay.run();
    await sent;
    letGo();
    await waiting;
    await later;
    await database.close();
  });

  it('posts a message once when the answer of the platform was lost', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    const { post } = test.messenger;
    let lost = true;
    test.messenger.post = async (message) => {
      const ref = await post(message);
      if (lost && message.to.kind === 'channel') {
        lost = false;
        throw new Error('the connection broke after the message had arrived');
      }
      return ref;
    };
    await publish(test);
    await test.runUntil('2026-09-03T08:20:00+01:00');
    const toChannel = test.messenger.posted.filter(
      ({ to, card }) => to.kind === 'channel' && card.title.startsWith('Our'),
    );
    expect(toChannel).toHaveLength(1);
    expect(await test.db.delivery.count({ where: { kind: 'schedule', status: 'sent' } })).toBe(1);
    await database.close();
  });

  it('loses nothing that falls due while a message is tried again', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    await publish(test);
    const head = test.personId('Margaret Okonkwo');
    const { post } = test.messenger;
    let lost = true;
    test.messenger.post = async (message) => {
      const { to } = message;
      const ref = await post(message);
      if (!lost || to.kind !== 'person' || to.personId !== head) return ref;
      lost = false;
      throw new DeliveryError('again', 'the answer did not come', { retryAfter: 5 * 3_600_000, unanswered: true });
    };
    await test.runUntil('2026-09-08T08:31:00+01:00');
    // The cover request arrived, but its answer was lost; meanwhile the specialist moves another meeting.
    const meeting = await test.db.meeting.findFirstOrThrow({ where: { halfTerm: 3 } });
    const values = { date: '2027-01-27', time: '13:00', length: '180', where: 'online' };
    await test.submit('specialist', 'meeting.move', { group: test.group.id, meeting: meeting.id }, values);
    await test.runUntil('2026-09-10T12:00:00+01:00');
    const toHead = test.messenger.posted.filter(({ to }) => to.kind === 'person' && to.personId === head);
    expect(toHead.map(({ card }) => card.title)).toEqual([
      'Work Group dates for Oakfield Primary',
      'Cover for Tue 29 Sep',
      'New date: Wed 27 Jan',
    ]);
    expect(await test.db.delivery.count({ where: { personId: head, status: { in: ['sending', 'failed'] } } })).toBe(0);
    await database.close();
  });

  it('skips what a stopped bot is too late for, and sends the rest as one message', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    await publish(test);
    // Stopped from early September until after the meeting of 29 September.
    test.clock.set(new Date('2026-10-01T09:00:00+01:00'));
    await test.relay.run();
    const late = await test.db.delivery.findMany({
      where: { kind: 'cover-request', status: 'skipped', day: { lt: '2026-10-01' } },
    });
    expect(late).toHaveLength(6);
    expect(late[0]?.reason).toContain('too late');
    const toSpecialist = test.messenger.posted.filter(
      ({ to }) => to.kind === 'person' && to.personId === test.personId('specialist'),
    );
    expect(toSpecialist).toHaveLength(1);
    expect(JSON.stringify(toSpecialist[0]?.card)).toContain('Who came');
    await database.close();
  });

  it('shares the work of two servers, each message once', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    await publish(test);
    test.clock.set(new Date('2026-09-08T09:00:00+01:00'));
    const before = test.messenger.posted.length;
    const { composeCore } = await import('../../src/compose.js');
    const { quietLog } = await import('../support/router.js');
    const other = composeCore({ ...test, log: quietLog, publicUrl: '' });
    await Promise.all([test.relay.run(), other.relay.run()]);
    const keys = test.messenger.posted.slice(before).map((one) => one.key);
    expect(keys.length).toBeGreaterThan(5);
    expect(new Set(keys).size).toBe(keys.length);
    await database.close();
  });
});
