import type { HalfTermDates } from './school-calendar.js';

/** The usual pattern of the school years in England that is known so far, by DOMAIN: first and last day of school. */
const years: Readonly<Record<string, readonly (readonly [firstDay: string, lastDay: string])[]>> = {
  '2025/26': [
    ['2025-09-02', '2025-10-24'],
    ['2025-11-03', '2025-12-19'],
    ['2026-01-05', '2026-02-13'],
    ['2026-02-23', '2026-03-27'],
    ['2026-04-13', '2026-05-22'],
    ['2026-06-01', '2026-07-21'],
  ],
  '2026/27': [
    ['2026-09-02', '2026-10-23'],
    ['2026-11-02', '2026-12-18'],
    ['2027-01-04', '2027-02-12'],
    ['2027-02-22', '2027-03-25'],
    ['2027-04-12', '2027-05-28'],
    ['2027-06-07', '2027-07-21'],
  ],
};

/** The six half-terms of a school year as most authorities have them; undefined for a year that is not known yet. */
export const usualTerms = (schoolYear: string): HalfTermDates[] | undefined =>
  years[schoolYear]?.map(([firstDay, lastDay], index) => ({ number: index + 1, firstDay, lastDay }));

/** "2027/28" for "2026/27" */
export function yearAfter(schoolYear: string): string {
  const next = Number(schoolYear.slice(0, 4)) + 1;
  return `${next}/${String(next + 1).slice(-2)}`;
}
