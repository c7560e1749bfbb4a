import { type CivilDate, formatFullDate, weekday, weekdayName } from '../../calendar/dates.js';
import { halfTermName, schoolYearOf } from '../../calendar/school-calendar.js';
import type { ClosureKind, Fault, TermDateRow } from './schema.js';
import type { CalendarGroup, CalendarSchool } from './store.js';
import { listOf } from './wording.js';

/** A half-term as it will be; without a line it is one that was known before. */
export interface PlannedHalfTerm {
  id?: string;
  line?: number;
  schoolId: string | null;
  number: number;
  firstDay: CivilDate;
  lastDay: CivilDate;
}

export interface PlannedClosure {
  line: number;
  /** The row named the school; a row for the whole group gives way to it. */
  own: boolean;
  kind: ClosureKind;
  firstDay: CivilDate;
  lastDay: CivilDate;
  note: string | null;
}

/** For the group, and for each school that has dates of its own: each half-term begins after the one before it. */
export function checkOrder(group: CalendarGroup, halfTerms: readonly PlannedHalfTerm[]): Fault[] {
  const owners = [null, ...group.schools.map(({ id }) => id)];
  return owners.flatMap((owner) => {
    const own = halfTerms.filter(({ schoolId }) => schoolId === owner);
    const ownNumbers = new Set(own.map(({ number }) => number));
    const inherited =
      owner === null ? [] : halfTerms.filter(({ schoolId, number }) => schoolId === null && !ownNumbers.has(number));
    const all = [...own, ...inherited].toSorted((a, b) => a.number - b.number);
    return all.flatMap((later, index) => {
      const earlier = all[index - 1];
      const isOwn = later.schoolId === owner || earlier?.schoolId === owner;
      if (earlier === undefined || earlier.lastDay < later.firstDay || !isOwn) return [];
      const lines = [earlier.line, later.line].filter((line) => line !== undefined);
      if (lines.length === 0) return [];
      const whose = group.schools.find(({ id }) => id === owner)?.name;
      return [
        {
          line: Math.max(...lines),
          column: later.line === undefined || later.line < Math.max(...lines) ? 'last day' : 'first day',
          problem: `${whose ? `At ${whose}, ` : ''}${halfTermName(later.number)} begins on ${formatFullDate(later.firstDay)}, before ${halfTermName(earlier.number)} has ended on ${formatFullDate(earlier.lastDay)}${lines.length === 1 ? ' (one of the two is known from before)' : ''}.`,
          remedy: 'Correct one of the two dates.',
        },
      ];
    });
  });
}

export function warnAboutMissing(group: CalendarGroup, halfTerms: readonly PlannedHalfTerm[]): string[] {
  const known = new Set(halfTerms.filter(({ schoolId }) => schoolId === null).map(({ number }) => number));
  const missing = [1, 2, 3, 4, 5, 6].filter((number) => !known.has(number)).map(halfTermName);
  return missing.length > 0 ? [`${group.name} has no dates for ${listOf(missing)}: nothing can be planned there.`] : [];
}

export function warnAboutWeekend({ line, firstDay, lastDay }: TermDateRow): string[] {
  const days = [...new Set([firstDay, lastDay])].filter((day) => weekday(day) > 5);
  return days.map((day) => `line ${line}: ${formatFullDate(day)} is a ${weekdayName(weekday(day))}.`);
}

/** A closure that moved leaves its old day behind; somebody should know. */
export function warnAboutKept(
  school: CalendarSchool,
  closures: ReadonlyMap<string, PlannedClosure>,
  groups: readonly CalendarGroup[],
): string[] {
  const years = new Set(
    groups.filter(({ schools }) => schools.some(({ id }) => id === school.id)).map(({ schoolYear }) => schoolYear),
  );
  const kept = school.closures.filter(
    ({ firstDay, lastDay }) => years.has(schoolYearOf(firstDay)) && !closures.has(`${firstDay} ${lastDay}`),
  );
  if (kept.length === 0) return [];
  const days = listOf(kept.map(({ firstDay }) => formatFullDate(firstDay)));
  return [`${school.name} stays closed on ${days} too, known from before and not in this file.`];
}
