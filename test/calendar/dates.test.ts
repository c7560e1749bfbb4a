import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  civilDate,
  clockTime,
  daysBetween,
  eachDay,
  formatDate,
  formatFullDate,
  formatInstant,
  formatTime,
  instantAt,
  nearestToMiddle,
  parseDate,
  parseTime,
  weekday,
  weekdayName,
} from '../../src/calendar/dates.js';
import { anyDay } from './years.js';

const london = 'Europe/London';

describe('instants and the wall clock', () => {
  test.each([
    ['winter', '2026-11-10', '13:00', '2026-11-10T13:00:00.000Z'],
    ['summer', '2026-07-01', '13:00', '2026-07-01T12:00:00.000Z'],
    ['the Friday before the clocks go back', '2026-10-23', '08:30', '2026-10-23T07:30:00.000Z'],
    ['the Monday after', '2026-10-26', '08:30', '2026-10-26T08:30:00.000Z'],
    ['the Friday before the clocks go forward', '2027-03-26', '08:30', '2027-03-26T08:30:00.000Z'],
    ['the Monday after', '2027-03-29', '08:30', '2027-03-29T07:30:00.000Z'],
    ['a time that occurs twice: the first', '2026-10-25', '01:30', '2026-10-25T00:30:00.000Z'],
    ['a time that does not occur: an hour later', '2027-03-28', '01:30', '2027-03-28T01:30:00.000Z'],
  ])('%s', (_, date, time, instant) => {
    expect(instantAt(date, time, london).toISOString()).toBe(instant);
  });

  test('a day begins at midnight on the wall', () => {
    expect(civilDate(new Date('2026-06-30T23:00:00Z'), london)).toBe('2026-07-01');
    expect(civilDate(new Date('2026-06-30T22:59:59Z'), london)).toBe('2026-06-30');
    expect(clockTime(new Date('2026-06-30T23:00:59.999Z'), london)).toBe('00:00');
    expect(civilDate(new Date('2026-12-31T23:59:00Z'), 'Asia/Kathmandu')).toBe('2027-01-01');
    expect(clockTime(new Date('2026-12-31T23:59:00Z'), 'Asia/Kathmandu')).toBe('05:44');
  });

  test('agrees with Temporal, in whatever way it is formatted', () => {
    const minutes = fc.integer({ min: 0, max: 2 * 366 * 24 * 60 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(london, 'America/New_York', 'Asia/Kathmandu'), (minute, zone) => {
        const at = new Date(Date.UTC(2025, 7, 1) + minute * 60_000);
        const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
        expect(civilDate(at, zone)).toBe(there.toPlainDate().toString());
        expect(`${clockTime(at, zone)}:00`).toBe(there.toPlainTime().toString());
      }),
    );
  });

  test('every quarter of an hour of two years comes back, but for the hour that clocks repeat', () => {
    const quarters = fc.integer({ min: 0, max: 2 * 365 * 96 });
    fc.assert(
      fc.property(quarters, fc.constantFrom(london, 'America/New_York', 'Pacific/Auckland'), (quarter, zone) => {
        const at = new Date(Date.UTC(2025, 7, 1) + quarter * 900_000);
        const back = instantAt(civilDate(at, zone), clockTime(at, zone), zone);
        const lost = at.getTime() - back.getTime();
        expect([0, 3_600_000]).toContain(lost);
        if (lost > 0) expect(clockTime(back, zone)).toBe(clockTime(at, zone));
      }),
    );
  });

  test('a wall-clock time that exists comes back on every day', () => {
    const times = fc.constantFrom('00:00', '08:00', '08:30', '13:00', '15:30', '17:00', '23:59');
    fc.assert(
      fc.property(anyDay, times, (date, time) => {
        const at = instantAt(date, time, london);
        expect([civilDate(at, london), clockTime(at, london)]).toEqual([date, time]);
      }),
    );
  });

  test('nonsense is refused', () => {
    expect(() => instantAt('2026-02-30', '13:00', london)).toThrow(RangeError);
    expect(() => instantAt('2026-02-03', '25:00', london)).toThrow(RangeError);
    expect(() => instantAt('2026-02-03', '13:00', 'Europe/Camelot')).toThrow(RangeError);
    expect(() => civilDate(new Date(Number.NaN), london)).toThrow(RangeError);
    expect(() => addDays('soon', 1)).toThrow(RangeError);
    expect(() => formatDate('2026-13-01')).toThrow(RangeError);
    expect(() => weekdayName(0)).toThrow(RangeError);
  });
});

describe('counting days', () => {
  test.each([
    ['2026-10-24', 2, '2026-10-26'],
    ['2027-03-27', 2, '2027-03-29'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(addDays(from, days)).toBe(to);
    expect(daysBetween(from, to)).toBe(days);
  });

  test('a week runs from Monday, 1, to Sunday, 7, before 1970 as after', () => {
    expect(eachDay('2026-11-09', '2026-11-15').map(weekday)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(eachDay('1969-12-22', '1969-12-28').map(weekday)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('both ends of a range belong to it', () => {
    expect(eachDay('2026-11-10', '2026-11-10')).toEqual(['2026-11-10']);
    expect(eachDay('2026-11-10', '2026-11-09')).toEqual([]);
  });

  test('the middle may lie between two days; ties go to the earlier', () => {
    const nearest = (...days: string[]) => nearestToMiddle(days, '2026-11-10', '2026-11-13');
    expect(nearest('2026-11-11', '2026-11-12')).toBe('2026-11-11');
    expect(nearest('2026-11-10', '2026-11-12')).toBe('2026-11-12');
    expect(nearest()).toBeUndefined();
  });
});

describe('formats', () => {
  test('short, full, with the time', () => {
    expect(formatDate('2026-11-10')).toBe('Tue 10 Nov');
    expect(formatDate('2026-09-02')).toBe('Wed 2 Sep');
    expect(formatFullDate('2027-06-07')).toBe('Mon 7 Jun 2027');
    expect(formatInstant(new Date('2026-09-08T12:00:00Z'), london)).toBe('Tue 8 Sep, 13:00');
    expect(formatTime(new Date('2026-11-10T08:05:00Z'), london)).toBe('08:05');
    expect(weekdayName(2)).toBe('Tuesday');
  });
});

describe('reading dates', () => {
  test.each([
    '2026-11-10',
    '10/11/2026',
    '10-11-2026',
    '10.11.2026',
    '10/11/26',
    ' 10/11/2026 ',
    '2026-11-10 00:00:00',
    '2026-11-10T00:00:00',
    '2026-11-10T00:00:00.000',
    '10/11/2026 00:00',
    '10 Nov 2026',
    '10 nov 26',
    '10-Nov-2026',
    '10th  November 2026',
    'Tue 10 Nov 2026',
    'Tuesday, 10 November, 2026',
    'Tues. 10 Nov. 2026',
    'Tue 10/11/2026',
  ])('"%s" is 10 November 2026', (text) => {
    expect(parseDate(text)).toBe('2026-11-10');
  });

  test.each([
    ['1/9/26', '2026-09-01'],
    ['1 Sept 2026', '2026-09-01'],
    ['Weds 2 Sept 2026', '2026-09-02'],
    ['29/02/2028', '2028-02-29'],
  ])('"%s" is %s', (text, date) => {
    expect(parseDate(text)).toBe(date);
  });

  test.each([
    '',
    'soon',
    'Mon 10 Nov 2026',
    'Monday 2026-11-10',
    'Cup 10 Nov 2026',
    '11/13/2026',
    '29/02/2027',
    '31 June 2026',
    '2026-02-30',
    '0/1/2026',
    '10/11-2026',
    '10/11',
    '10 Nov',
    '10 M 2026',
    'Nov 10 2026',
    '10/11/20261',
    '10/11/0026',
    '2026-11-10T23:00:00Z',
    '2026-11-10 or later',
  ])('"%s" is no date', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const [year = '', month = '', day = ''] = date.split('-');
        expect(parseDate(formatFullDate(date))).toBe(date);
        expect(parseDate(`${weekdayName(weekday(date))} ${day}.${month}.${year.slice(2)}`)).toBe(date);
        expect(parseDate(`${Number(day)}/${Number(month)}/${year}`)).toBe(date);
        expect(parseDate(`${date} 09:00`)).toBe(date);
        expect(parseDate(`${weekdayName((weekday(date) % 7) + 1)} ${date}`)).toBeUndefined();
      }),
    );
  });

  test('whatever is read is a date that exists', () => {
    const number = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 9999 }), (day, month, year) => {
        const date = parseDate(`${day}/${month}/${year}`);
        if (date !== undefined) expect(addDays(date, 0)).toBe(date);
      }),
    );
  });
});

describe('reading times', () => {
  test.each([
    ['13:00', '13:00'],
    ['13.00', '13:00'],
    ['9:00', '09:00'],
    ['09:00:00', '09:00'],
    [' 1pm ', '13:00'],
    ['1.30pm', '13:30'],
    ['1:30 PM', '13:30'],
    ['12pm', '12:00'],
    ['12.15am', '00:15'],
    ['0:00', '00:00'],
  ])('"%s" is %s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  test.each(['', '13', '24:00', '13:60', '13pm', '0am', '1:3pm', 'noonish', '09:00:60', '1pm or so'])(
    '"%s" is no time',
    (text) => {
      expect(parseTime(text)).toBeUndefined();
    },
  );
});
