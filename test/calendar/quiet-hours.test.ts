import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilDate, clockTime, instantAt } from '../../src/calendar/dates.js';
import { afternoon, closes, morning, nextSendable, opens } from '../../src/calendar/quiet-hours.js';
import { isSchoolDay, nextSchoolDay } from '../../src/calendar/school-calendar.js';
import { anyCalendar, anyDay, calendarOf, inset, year2025, year2026 } from './years.js';

const school = calendarOf([...year2025, ...year2026], [inset('2026-11-13')]);

test.each([
  ['in hours: unchanged', '2026-11-10T13:00:00.000Z', '2026-11-10T13:00:00.000Z'],
  ['at eight: unchanged', '2026-11-10T08:00:00.000Z', '2026-11-10T08:00:00.000Z'],
  ['early: eight the same day', '2026-11-10T07:59:59.999Z', '2026-11-10T08:00:00.000Z'],
  ['the last moment', '2026-11-10T16:59:59.999Z', '2026-11-10T16:59:59.999Z'],
  ['five: the next morning', '2026-11-10T17:00:00.000Z', '2026-11-11T08:00:00.000Z'],
  ['in summer, hours are those on the wall', '2026-07-01T16:00:00.000Z', '2026-07-02T07:00:00.000Z'],
  ['in summer, near midnight', '2026-06-30T23:30:00.000Z', '2026-07-01T07:00:00.000Z'],
  ['Thursday evening before an INSET day', '2026-11-12T18:00:00.000Z', '2026-11-16T08:00:00.000Z'],
  ['on the INSET day itself', '2026-11-13T10:00:00.000Z', '2026-11-16T08:00:00.000Z'],
  ['over half-term, past the clock change', '2026-10-23T16:30:00.000Z', '2026-11-02T08:00:00.000Z'],
  ['over Easter, past the clock change', '2027-03-25T18:00:00.000Z', '2027-04-12T07:00:00.000Z'],
  ['on a bank holiday in term', '2027-05-03T09:00:00.000Z', '2027-05-04T07:00:00.000Z'],
  ['over the summer', '2026-07-21T18:00:00.000Z', '2026-09-02T07:00:00.000Z'],
  ['beyond the known year, late but not lost', '2027-07-24T09:00:00.000Z', '2027-07-26T07:00:00.000Z'],
  ['beyond the known year, on a weekday', '2027-07-27T09:00:00.000Z', '2027-07-27T09:00:00.000Z'],
])('%s', (_, at, expected) => {
  expect(nextSendable(school, new Date(at)).toISOString()).toBe(expected);
});

test('half past eight is sendable on the wall either side of both clock changes', () => {
  for (const date of [
    '2025-10-24',
    '2025-11-03',
    '2026-03-27',
    '2026-10-23',
    '2026-11-02',
    '2027-03-25',
    '2027-04-12',
  ]) {
    for (const time of [morning, afternoon]) {
      const at = instantAt(date, time, 'Europe/London');
      expect(nextSendable(school, at)).toEqual(at);
    }
  }
});

test('never earlier, always in hours on a school day, and settled', () => {
  const minutes = fc.integer({ min: 0, max: 1439 });
  const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Pacific/Auckland');
  fc.assert(
    fc.property(anyCalendar, zones, anyDay, minutes, (dates, zone, date, minute) => {
      const calendar = { ...dates, zone };
      const at = new Date(Date.parse(date) + minute * 60_000);
      const sent = nextSendable(calendar, at);
      const day = civilDate(sent, zone);
      const time = clockTime(sent, zone);
      expect(sent.getTime()).toBeGreaterThanOrEqual(at.getTime());
      expect(opens <= time && time < closes).toBe(true);
      expect(isSchoolDay(calendar, day) || day > '2027-07-21').toBe(true);
      expect(day).toBe(nextSchoolDay(calendar, day));
      expect(nextSendable(calendar, sent)).toEqual(sent);
    }),
  );
});
