import { formatFullDate } from '../../calendar/dates.js';
import { schoolYearOf } from '../../calendar/school-calendar.js';
import type { Fault, TermDateRow } from './schema.js';
import type { CalendarGroup, CalendarSchool, TermDateState } from './store.js';
import { keyOf, listOf, nearest, quote } from './wording.js';

/** The group that each row means. Where its name stands for several years, the one in which most of its rows lie. */
export function findGroups(
  rows: readonly TermDateRow[],
  state: TermDateState,
  faults: Fault[],
): Map<CalendarGroup, TermDateRow[]> {
  const found = new Map<CalendarGroup, TermDateRow[]>();
  const years = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const count = years.get(keyOf(row.group)) ?? new Map<string, number>();
    years.set(keyOf(row.group), count);
    const year = schoolYearOf(row.firstDay);
    count.set(year, (count.get(year) ?? 0) + 1);
  }
  for (const row of rows) {
    const rank = ({ schoolYear }: CalendarGroup) => years.get(keyOf(row.group))?.get(schoolYear) ?? 0;
    const group = findGroup(row, state, rank, faults);
    if (group === undefined) continue;
    const groupRows = found.get(group) ?? [];
    found.set(group, groupRows);
    groupRows.push(row);
  }
  return found;
}

function findGroup(
  row: TermDateRow,
  state: TermDateState,
  rank: (group: CalendarGroup) => number,
  faults: Fault[],
): CalendarGroup | undefined {
  const fail = (column: string, problem: string, remedy: string): undefined => {
    faults.push({ line: row.line, column, problem, remedy });
  };
  const named = state.groups.filter(({ name }) => keyOf(name) === keyOf(row.group));
  if (named.length === 0) {
    const meant = nearest(row.group, state.groupNames);
    const remedy = meant ? `If ${quote(meant)} is meant, write that; ` : '';
    return fail(
      'group',
      `${quote(row.group)} is not known.`,
      `${remedy}${remedy ? 'otherwise import' : 'Import'} its roster first.`,
    );
  }
  const inHub = named.filter(({ hub }) => row.hub === undefined || keyOf(hub.name) === keyOf(row.hub));
  const hubs = [...new Set(named.map(({ hub }) => hub.name))];
  if (inHub.length === 0) {
    return fail('hub', `${quote(row.hub ?? '')} has no group ${quote(row.group)}.`, `Write ${listOf(hubs, 'or')}.`);
  }
  if (new Set(inHub.map(({ hub }) => hub.name)).size > 1) {
    return fail(
      'group',
      `${quote(row.group)} is the name of a group in ${listOf(hubs)}.`,
      'Add a column “hub” that says which is meant.',
    );
  }
  const inYear = inHub.filter(({ schoolYear }) => row.schoolYear === undefined || schoolYear === row.schoolYear);
  if (inYear.length === 0) {
    const known = listOf(
      inHub.map(({ schoolYear }) => schoolYear),
      'or',
    );
    return fail(
      'school year',
      `${quote(row.group)} is not known in ${row.schoolYear}.`,
      `Write ${known}, or import the roster of ${row.schoolYear} first.`,
    );
  }
  // Where no year is likelier, the latest.
  return inYear.toSorted((a, b) => rank(b) - rank(a) || b.schoolYear.localeCompare(a.schoolYear))[0];
}

export function findSchool(row: TermDateRow, text: string, group: CalendarGroup, faults: Fault[]): CalendarSchool[] {
  const school = group.schools.find(({ name, urn }) => urn === text || keyOf(name) === keyOf(text));
  if (school) return [school];
  const names = group.schools.map(({ name }) => name);
  const meant = nearest(text, names);
  faults.push({
    line: row.line,
    column: 'school',
    problem: `${quote(text)} is not in ${quote(group.name)}.`,
    remedy: meant
      ? `If ${quote(meant)} is meant, write that; otherwise import the roster first.`
      : 'Write the school’s name as in the roster, or import the roster first; blank means the whole group.',
  });
  return [];
}

export function checkYear(row: TermDateRow, group: CalendarGroup, faults: Fault[]): void {
  const days = row.firstDay === row.lastDay ? [row.firstDay] : [row.firstDay, row.lastDay];
  for (const [index, day] of days.entries()) {
    if (schoolYearOf(day) === group.schoolYear) continue;
    faults.push({
      line: row.line,
      column: index === 0 ? 'first day' : 'last day',
      problem: `${formatFullDate(day)} is not in the group’s school year, ${group.schoolYear}.`,
      remedy: 'Correct the year of the date; for another school year, import that year’s roster first.',
    });
  }
}
