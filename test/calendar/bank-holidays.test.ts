import { expect, test } from 'vitest';
import { bankHoliday, readBankHolidays } from '../../src/calendar/bank-holidays.js';

const years = Array.from({ length: 22 }, (_, index) => 2019 + index);

// After an upgrade of date-holidays: `npx vitest run test/calendar -u`, and read the difference.
test('the table is what date-holidays says', async () => {
  const table = Object.fromEntries(years.map((year) => [year, readBankHolidays(year)]));
  await expect(`${JSON.stringify(table, null, 2)}\n`).toMatchFileSnapshot('../../src/calendar/bank-holidays.json');
});

test.each([
  // As published on gov.uk for England and Wales.
  ['2020-05-04', undefined],
  ['2020-05-08', 'Early May bank holiday (VE day)'],
  ['2021-12-27', 'Christmas Day, substitute day'],
  ['2021-12-28', 'Boxing Day, substitute day'],
  ['2022-05-30', undefined],
  ['2022-06-02', 'Spring bank holiday'],
  ['2025-08-25', 'Summer bank holiday'],
  ['2026-04-03', 'Good Friday'],
  ['2026-04-06', 'Easter Monday'],
  ['2026-05-04', 'Early May bank holiday'],
  ['2026-05-25', 'Spring bank holiday'],
  ['2026-12-25', 'Christmas Day'],
  ['2026-12-28', 'Boxing Day, substitute day'],
  ['2027-01-01', "New Year's Day"],
  ['2027-12-27', 'Christmas Day, substitute day'],
  ['2027-12-28', 'Boxing Day, substitute day'],
  ['2028-01-03', "New Year's Day, substitute day"],
])('%s: %s', (date, name) => {
  expect(bankHoliday(date)).toBe(name);
});

test.each(['2026-03-17', '2026-07-13', '2026-08-03', '2026-11-30', '2027-01-04'])(
  '%s is kept elsewhere in the United Kingdom, not in England',
  (date) => {
    expect(bankHoliday(date)).toBeUndefined();
  },
);

test.each(['2026-03-15', '2026-04-05', '2026-06-21', '2026-11-10'])('%s is no bank holiday', (date) => {
  expect(bankHoliday(date)).toBeUndefined();
});

test('years outside the table are asked of date-holidays', () => {
  expect(bankHoliday('2061-12-27')).toBe('Christmas Day, substitute day');
  expect(bankHoliday('2018-08-27')).toBe('Summer bank holiday');
});
