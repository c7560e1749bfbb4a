import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachDay, weekday } from '../../src/calendar/dates.js';
import { findClash, proposeDate, type SchoolDates } from '../../src/calendar/proposals.js';
import { anyCalendar, anyDay, calendarOf, closed, halfTerm, inset, year2025, year2026 } from './years.js';

const group = calendarOf([...year2025, ...year2026], [closed('2026-12-08', 'hub conference'), inset('2026-12-10')]);
const autumn2 = halfTerm(year2026, 2);

function school(name: string, ...closures: ReturnType<typeof inset>[]): SchoolDates {
  return { name, calendar: calendarOf([...year2025, ...year2026], closures) };
}

const schools = [
  school('Oakfield Primary', inset('2026-11-13'), inset('2026-11-20'), closed('2026-11-24', 'boiler')),
  school('Hillside Primary', inset('2026-11-20'), inset('2026-11-24'), closed('2026-11-26', 'polling station')),
  school('Brook Lane', inset('2026-11-20'), { kind: 'closed', firstDay: '2026-11-26', lastDay: '2026-11-26' }),
  {
    name: 'Northgate Academy',
    calendar: calendarOf(year2026.map((term) => (term === autumn2 ? { ...term, firstDay: '2026-11-04' } : term))),
  },
];

describe('clashes', () => {
  test.each([
    ['2026-11-14', 'Sat 14 Nov is a Saturday.'],
    ['2027-05-03', 'Mon 3 May is a bank holiday (Early May bank holiday).'],
    ['2026-10-29', 'Thu 29 Oct is outside term.'],
    ['2026-12-08', 'The group is closed on Tue 8 Dec: hub conference.'],
    ['2026-12-10', 'Thu 10 Dec is an INSET day.'],
    ['2026-11-13', 'Oakfield Primary is closed on Fri 13 Nov: INSET day.'],
    ['2026-11-20', 'Oakfield Primary, Hillside Primary and Brook Lane are closed on Fri 20 Nov: INSET day.'],
    ['2026-11-24', 'Oakfield Primary (boiler) and Hillside Primary (INSET day) are closed on Tue 24 Nov.'],
    ['2026-11-26', 'Hillside Primary (polling station) and Brook Lane are closed on Thu 26 Nov.'],
    ['2026-11-03', 'Northgate Academy is closed on Tue 3 Nov: outside its term.'],
    ['2026-11-10', undefined],
  ])('%s: %s', (date, sentence) => {
    expect(findClash(date, group, schools)).toBe(sentence);
  });

  test('a school that gives no reason is simply closed', () => {
    const [, , brookLane] = schools;
    expect(findClash('2026-11-26', group, brookLane ? [brookLane] : [])).toBe('Brook Lane is closed on Thu 26 Nov.');
  });
});

describe('proposals', () => {
  const propose = (usualWeekday: number, notBefore = '2026-08-01', among: readonly SchoolDates[] = schools) =>
    proposeDate({ halfTerm: autumn2, usualWeekday, group, schools: among, notBefore });

  test.each([
    // The half-term runs from 2 Nov to 18 Dec: its middle is Wed 25 Nov.
    ['Wednesdays: the middle itself', 3, '2026-11-25'],
    ['Tuesdays: the 24th is closed, and 1 Dec is nearer than the 17th', 2, '2026-12-01'],
    ['Thursdays: the 26th is closed, and the 19th is nearer than 3 Dec', 4, '2026-11-19'],
    ['Fridays: the 27th', 5, '2026-11-27'],
    ['Mondays', 1, '2026-11-23'],
    ['Saturdays never work: the nearest other day', 6, '2026-11-25'],
  ])('%s', (_, usualWeekday, expected) => {
    expect(propose(usualWeekday)).toBe(expected);
  });

  test('not before a day', () => {
    expect(propose(3, '2026-11-26')).toBe('2026-12-02');
    expect(propose(1, '2026-12-15')).toBe('2026-12-15');
    expect(propose(3, '2026-12-19')).toBeUndefined();
  });

  test('ties go to the earlier', () => {
    const shut = school('Oakfield Primary', inset('2026-11-25'));
    expect(propose(3, '2026-08-01', [shut])).toBe('2026-11-18');
    expect(propose(7, '2026-08-01', [shut])).toBe('2026-11-24');
  });

  test('no day at all', () => {
    expect(propose(3, '2026-08-01', [school('Oakfield Primary', inset('2026-11-01', '2026-12-31'))])).toBeUndefined();
  });

  test('never clash, never too early, always within the half-term, on the usual weekday if that is possible', () => {
    const halfTerms = fc.constantFrom(...year2025, ...year2026);
    const anySchools = fc.array(
      anyCalendar.map((calendar) => ({ name: 'A school', calendar })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        halfTerms,
        fc.integer({ min: 1, max: 5 }),
        anyCalendar,
        anySchools,
        anyDay,
        (term, day, anyGroup, all, notBefore) => {
          const free = eachDay(term.firstDay, term.lastDay).filter(
            (date) => date >= notBefore && findClash(date, anyGroup, all) === undefined,
          );
          const proposed = proposeDate({ halfTerm: term, usualWeekday: day, group: anyGroup, schools: all, notBefore });
          if (proposed === undefined) expect(free).toEqual([]);
          else {
            expect(free).toContain(proposed);
            if (free.some((date) => weekday(date) === day)) expect(weekday(proposed)).toBe(day);
          }
        },
      ),
    );
  });
});
