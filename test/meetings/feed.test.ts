import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { type LocalDriver, startLocal } from '../support/local-driver.js';

let database: TestDatabase;
let driver: LocalDriver;
let secret: string;
beforeAll(async () => {
  database = await openSqlite();
  driver = await startLocal(database);
  secret = (await database.db.group.findFirstOrThrow()).calendarSecret;
  const kate = driver.as('Kate Winterbourne');
  await kate.type('schedule plan');
  await kate.submit();
});
afterAll(async () => {
  await driver.stop();
  await database.close();
});

type Event = Record<string, string>;

/** As RFC 5545 says, and strictly: lines end with CRLF, hold 75 octets at most, and go on after a blank. */
async function readFeed(of = secret): Promise<{ head: Event; events: Event[] }> {
  const response = await fetch(`${driver.url}/calendar/${of}.ics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const text = await response.text();
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[^\P{Cc}\t]/u);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
  const lines = text
    .replaceAll(/\r\n[ \t]/gu, '')
    .split('\r\n')
    .filter(Boolean);
  const head: Event = {};
  const events: Event[] = [];
  let current = head;
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/su.exec(line) ?? [];
    if (line === 'BEGIN:VEVENT') {
      current = {};
      events.push(current);
    } else if (line === 'END:VEVENT') current = head;
    else current[name] = value;
  }
  return { head, events };
}

const find = (events: Event[], start: string): Event => {
  const event = events.find(({ DTSTART }) => DTSTART === start);
  if (!event) throw new Error(`nothing at ${start} among ${events.map(({ DTSTART }) => DTSTART).join()}`);
  return event;
};

describe('the calendar of a group', () => {
  it('has every meeting at its hour, on both sides of both clock changes', async () => {
    const { head, events } = await readFeed();
    expect(head).toMatchObject({ VERSION: '2.0', METHOD: 'PUBLISH' });
    expect(events.map(({ DTSTART, DTEND }) => [DTSTART, DTEND])).toEqual([
      ['20260929T120000Z', '20260929T150000Z'],
      ['20261124T130000Z', '20261124T160000Z'],
      ['20270126T130000Z', '20270126T160000Z'],
      ['20270309T130000Z', '20270309T160000Z'],
      ['20270504T120000Z', '20270504T150000Z'],
      ['20270629T120000Z', '20270629T150000Z'],
    ]);
    for (const event of events) {
      expect(event).toMatchObject({
        SEQUENCE: '0',
        STATUS: 'CONFIRMED',
        DTSTAMP: expect.stringMatching(/^\d{8}T\d{6}Z$/u),
      });
      expect(event.UID).toMatch(/^[\w-]+@workgroup-bot$/u);
    }
    expect(new Set(events.map(({ UID }) => UID)).size).toBe(6);
  });

  it('keeps each meeting’s UID and raises its SEQUENCE, through moving, cancelling and taking it back', async () => {
    const kate = driver.as('Kate Winterbourne');
    const before = find((await readFeed()).events, '20261124T130000Z');
    await kate.type('meeting move');
    await kate.press('Tue 24 Nov, 13:00', 'Which meeting', 'direct');
    await kate.submit({ 'New date': '2026-12-08', Starts: '09:30', Where: 'Online' });
    const moved = find((await readFeed()).events, '20261208T093000Z');
    expect(moved).toMatchObject({ UID: before.UID, SEQUENCE: '1', STATUS: 'CONFIRMED', LOCATION: 'online' });

    await kate.type('meeting cancel');
    await kate.press('Tue 8 Dec, 09:30', 'Which meeting is cancelled', 'direct');
    const reason = `Schnee, снег, 雪 ${'❄️👩🏽‍🏫'.repeat(12)}; two, schools\\closed`;
    await kate.submit({ Why: reason });
    const cancelled = find((await readFeed()).events, '20261208T093000Z');
    expect(cancelled).toMatchObject({ UID: before.UID, SEQUENCE: '2', STATUS: 'CANCELLED' });
    expect(cancelled.DESCRIPTION?.replaceAll(/\\(.)/gu, '$1')).toBe(`Cancelled: ${reason}`);

    await kate.press('Take it back', 'Cancelled: Tue 8 Dec');
    const back = find((await readFeed()).events, '20261208T093000Z');
    expect(back).toMatchObject({ UID: before.UID, SEQUENCE: '3', STATUS: 'CONFIRMED' });
    expect(back.DESCRIPTION).toBeUndefined();
  });

  it('is not broken by line breaks and control characters in what people wrote', async () => {
    const meeting = await database.db.meeting.findFirstOrThrow({ where: { halfTerm: 6 } });
    await driver.post('/local/act', {
      id: randomUUID(),
      as: driver.personId('specialist'),
      place: 'direct',
      group: driver.groupId,
      intent: {
        kind: 'submit',
        route: 'meeting.cancel',
        args: { group: driver.groupId, meeting: meeting.id },
        values: { reason: 'one\r\nATTENDEE:mailto:x@example.org\rtwo\nthree\0\u0007\u0085\u2028\tfour' },
      },
    });
    const event = find((await readFeed()).events, '20270629T120000Z');
    expect(event.ATTENDEE).toBeUndefined();
    expect(event.DESCRIPTION).toContain('four');
  });
});

describe('the calendar of a person', () => {
  const secretOf = async (name: string): Promise<string> =>
    (await database.db.person.findFirstOrThrow({ where: { name } })).calendarSecret;

  it('has the same meetings', async () => {
    const own = await readFeed(await secretOf('Priya Nandakumar'));
    expect(own.events.map(({ UID }) => UID)).toEqual((await readFeed()).events.map(({ UID }) => UID));
  });

  it('is empty for a head who says “Not me any more”, and full again when that is taken back', async () => {
    const margaret = await secretOf('Margaret Okonkwo');
    const send = (intent: object) =>
      driver.post('/local/act', {
        id: randomUUID(),
        as: driver.personId('Margaret Okonkwo'),
        place: 'direct',
        group: driver.groupId,
        intent: { args: { group: driver.groupId }, ...intent },
      });
    await send({ kind: 'submit', route: 'people.stand-down', values: {} });
    expect((await readFeed(margaret)).events).toEqual([]);
    await send({ kind: 'press', route: 'people.stand-up' });
    expect((await readFeed(margaret)).events).toHaveLength(6);
  });

  it.each(['wrong-secret-wrong-secret', 'x', '', '..', 'a'.repeat(5_000)])(
    'is not found for “%.30s”',
    async (wrong) => {
      const response = await fetch(`${driver.url}/calendar/${encodeURIComponent(wrong)}.ics`);
      expect([response.status, await response.text()]).toEqual([404, expect.not.stringContaining('BEGIN')]);
    },
  );
});
