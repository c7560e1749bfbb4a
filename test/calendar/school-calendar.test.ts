import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, eachDay } from '../../src/calendar/dates.js';
import {
  closedReason,
  countSchoolDays,
  firstSchoolDay,
  halfTermName,
  halfTermOf,
  isSchoolDay,
  middleSchoolDay,
  nextSchoolDay,
  schoolDaysAfter,
  schoolDaysBefore,
  schoolYearOf,
  secondTuesday,
} from '../../src/calendar/school-calendar.js';
import { anyCalendar, anyDay, calendarOf, closed, halfTerm, inset, year2025, year2026 } from './years.js';

const school = calendarOf(
  [...year2025, ...year2026],
  [inset('2026-09-02', '2026-09-03'), inset('2026-11-13'), closed('2027-01-21', 'boiler')],
);
const withoutTerms = calendarOf([], [inset('2026-11-13')]);

describe('why there is no school', () => {
  test.each([
    ['2026-11-14', 'weekend', 'a Saturday'],
    ['2026-12-26', 'weekend', 'a Saturday'],
    ['2026-04-03', 'bank-holiday', 'a bank holiday (Good Friday)'],
    ['2027-05-03', 'bank-holiday', 'a bank holiday (Early May bank holiday)'],
    ['2027-12-27', 'bank-holiday', 'a bank holiday (Christmas Day, substitute day)'],
    ['2026-11-13', 'inset', 'an INSET day'],
    ['2026-09-03', 'inset', 'an INSET day'],
    ['2027-01-21', 'closed', 'closed: boiler'],
    ['2026-10-29', 'holiday', 'outside term'],
    ['2025-09-01', 'holiday', 'outside term'],
    ['2026-07-22', 'holiday', 'outside term'],
    ['2027-07-22', 'holiday', 'outside term'],
    ['2027-09-07', 'holiday', 'outside term'],
  ])('%s: %s, %s', (date, kind, text) => {
    expect(closedReason(school, date)).toEqual({ kind, text });
    expect(isSchoolDay(school, date)).toBe(false);
  });

  test.each(['2025-09-02', '2025-10-24', '2026-09-04', '2026-10-23', '2026-11-02', '2027-03-25', '2027-07-21'])(
    '%s is a school day',
    (date) => {
      expect(closedReason(school, date)).toBeUndefined();
    },
  );

  test('a closure without a note is just closed', () => {
    const shut = calendarOf(year2026, [{ kind: 'closed', firstDay: '2026-11-10', lastDay: '2026-11-10' }]);
    expect(closedReason(shut, '2026-11-10')?.text).toBe('closed');
  });

  test('without half-terms, weekdays count unless they are off', () => {
    const open = eachDay('2026-11-09', '2026-11-15').filter((day) => isSchoolDay(withoutTerms, day));
    expect(open).toEqual(['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12']);
    expect(isSchoolDay(withoutTerms, '2026-08-31')).toBe(false);
  });

  test('the two years have the days that their dates make', () => {
    // Weekdays between the first and last days of the table, less the early May bank holiday.
    expect(countSchoolDays(calendarOf(year2025), '2025-08-01', '2026-08-01')).toBe(39 + 35 + 30 + 25 + 29 + 37);
    expect(countSchoolDays(calendarOf(year2026), '2026-08-01', '2027-08-01')).toBe(38 + 35 + 30 + 24 + 34 + 33);
  });
});

describe('counting school days', () => {
  test.each([
    ['2026-11-12', 1, '2026-11-16'],
    ['2026-10-23', 1, '2026-11-02'],
    ['2026-10-24', 1, '2026-11-02'],
    ['2026-12-18', 2, '2027-01-05'],
    ['2027-04-30', 1, '2027-05-04'],
    ['2026-07-21', 1, '2026-09-04'],
  ])('after %s, %i on: %s', (date, n, expected) => {
    expect(schoolDaysAfter(school, date, n)).toBe(expected);
  });

  test.each([
    ['2026-11-10', 15, '2026-10-13'],
    ['2026-11-10', 2, '2026-11-06'],
    ['2026-11-16', 1, '2026-11-12'],
    ['2027-03-30', 1, '2027-03-25'],
    ['2026-09-08', 3, '2026-07-21'],
    ['2025-09-09', 5, '2025-09-02'],
    ['2025-09-09', 6, undefined],
    ['2025-09-09', 15, undefined],
  ])('before %s, %i back: %s', (date, n, expected) => {
    expect(schoolDaysBefore(school, date, n)).toBe(expected);
  });

  test('from is counted, to is not', () => {
    expect(countSchoolDays(school, '2026-11-09', '2026-11-10')).toBe(1);
    expect(countSchoolDays(school, '2026-11-09', '2026-11-16')).toBe(4);
    expect(countSchoolDays(school, '2026-11-09', '2026-11-09')).toBe(0);
    expect(countSchoolDays(school, '2026-11-16', '2026-11-09')).toBe(0);
  });

  test('beyond the known year: the next weekday that is no bank holiday', () => {
    expect(nextSchoolDay(school, '2027-07-21')).toBe('2027-07-21');
    expect(nextSchoolDay(school, '2027-07-24')).toBe('2027-07-26');
    expect(nextSchoolDay(school, '2027-08-28')).toBe('2027-08-31');
    expect(schoolDaysAfter(school, '2027-07-21', 3)).toBe('2027-07-26');
    expect(nextSchoolDay(withoutTerms, '2026-12-25')).toBe('2026-12-29');
  });

  test('there is no school day number 0', () => {
    expect(() => schoolDaysAfter(school, '2026-11-10', 0)).toThrow(RangeError);
    expect(() => schoolDaysBefore(school, '2026-11-10', 1.5)).toThrow(RangeError);
  });

  test('after and before undo each other on school days', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, fc.integer({ min: 1, max: 30 }), (calendar, date, n) => {
        fc.pre(isSchoolDay(calendar, date));
        const earlier = schoolDaysBefore(calendar, date, n);
        if (earlier !== undefined) expect(schoolDaysAfter(calendar, earlier, n)).toBe(date);
        const later = schoolDaysAfter(calendar, date, n);
        if (isSchoolDay(calendar, later)) {
          expect(schoolDaysBefore(calendar, later, n)).toBe(date);
          expect(countSchoolDays(calendar, date, later)).toBe(n);
        }
      }),
    );
  });

  test('the next school day is a school day within the known years, and nothing is passed over', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, (calendar, date) => {
        const next = nextSchoolDay(calendar, date);
        expect(next >= date).toBe(true);
        expect(countSchoolDays(calendar, date, next)).toBe(0);
        expect(isSchoolDay(calendar, next) || next > '2027-07-21').toBe(true);
        expect(nextSchoolDay(calendar, next)).toBe(next);
      }),
    );
  });
});

describe('half-terms', () => {
  test('names', () => {
    expect([1, 2, 3, 4, 5, 6].map(halfTermName)).toEqual([
      'Autumn 1',
      'Autumn 2',
      'Spring 1',
      'Spring 2',
      'Summer 1',
      'Summer 2',
    ]);
    expect(() => halfTermName(7)).toThrow(RangeError);
  });

  test('a day lies in one or none', () => {
    expect(halfTermOf(school, '2026-11-14')).toEqual(halfTerm(year2026, 2));
    expect(halfTermOf(school, '2026-10-23')?.number).toBe(1);
    expect(halfTermOf(school, '2026-10-24')).toBeUndefined();
  });

  test('the first school day skips INSET days', () => {
    expect(firstSchoolDay(school, halfTerm(year2026, 1))).toBe('2026-09-04');
    expect(firstSchoolDay(school, halfTerm(year2026, 2))).toBe('2026-11-02');
    const shut = calendarOf(year2026, [inset('2026-11-01', '2026-12-20')]);
    expect(firstSchoolDay(shut, halfTerm(year2026, 2))).toBeUndefined();
  });

  test('second Tuesdays', () => {
    expect(year2025.map(secondTuesday)).toEqual([
      '2025-09-09',
      '2025-11-11',
      '2026-01-13',
      '2026-03-03',
      '2026-04-21',
      '2026-06-09',
    ]);
    expect(year2026.map(secondTuesday)).toEqual([
      '2026-09-15',
      '2026-11-10',
      '2027-01-12',
      '2027-03-02',
      '2027-04-20',
      '2027-06-15',
    ]);
    expect(secondTuesday({ number: 1, firstDay: '2026-11-10', lastDay: '2026-11-16' })).toBeUndefined();
  });

  test.each([
    ['2026-07-31', '2025/26'],
    ['2026-08-01', '2026/27'],
    ['2027-01-01', '2026/27'],
    ['1999-09-01', '1999/00'],
  ])('%s belongs to %s', (date, year) => {
    expect(schoolYearOf(date)).toBe(year);
  });
});

describe('half way', () => {
  test.each([
    ['a plain fortnight', '2026-11-03', '2026-11-17', '2026-11-10'],
    ['between two days: the earlier', '2026-11-16', '2026-11-19', '2026-11-17'],
    ['a weekend in the middle', '2026-11-02', '2026-11-14', '2026-11-09'],
    ['a holiday in the middle', '2026-10-12', '2026-11-10', '2026-10-23'],
    ['an INSET day in the middle', '2026-11-12', '2026-11-15', '2026-11-12'],
    ['one day', '2026-11-10', '2026-11-10', '2026-11-10'],
    ['no school day at all', '2026-10-26', '2026-10-30', '2026-11-02'],
    ['the wrong way round', '2026-11-13', '2026-11-09', '2026-11-16'],
    ['beyond the known year', '2027-08-02', '2027-08-14', '2027-08-09'],
  ])('%s', (_, from, to, expected) => {
    expect(middleSchoolDay(school, from, to)).toBe(expected);
  });

  test('stays in the window when that has a school day', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, fc.integer({ min: 0, max: 60 }), (calendar, from, length) => {
        const to = addDays(from, length);
        fc.pre(countSchoolDays(calendar, from, addDays(to, 1)) > 0);
        const middle = middleSchoolDay(calendar, from, to);
        expect(isSchoolDay(calendar, middle) && from <= middle && middle <= to).toBe(true);
      }),
    );
  });
});
