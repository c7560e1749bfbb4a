import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import table from './bank-holidays.json' with { type: 'json' };
import type { CivilDate } from './dates.js';

type BankHolidays = Readonly<Record<CivilDate, string>>;

/**
 * Starts with the years in bank-holidays.json, which a test writes from date-holidays and keeps equal to it: the
 * library holds 27 MB once loaded, too much for a service that asks about a handful of years.
 */
const byYear = new Map<string, BankHolidays>(Object.entries(table));

/**
 * The name of the bank holiday that England has on that day, if any: "Good Friday", "Boxing Day, substitute day".
 * Those that fall on a weekend are named too, beside their substitute days.
 */
export function bankHoliday(date: CivilDate): string | undefined {
  const year = date.slice(0, 4);
  let holidays = byYear.get(year);
  if (holidays === undefined) {
    holidays = readBankHolidays(Number(year));
    byYear.set(year, holidays);
  }
  return holidays[date];
}

/** England's bank holidays of a year by date, as date-holidays knows them. Loads that library at the first call. */
export function readBankHolidays(year: number): BankHolidays {
  const Library: typeof Holidays = createRequire(import.meta.url)('date-holidays');
  const england = new Library('GB', 'ENG', { types: ['public'], languages: 'en' });
  return Object.fromEntries(
    england
      .getHolidays(year)
      .map(({ date, name }) => [date.slice(0, 10), name.replace(/ \((substitute day)\)$/, ', $1')]),
  );
}
