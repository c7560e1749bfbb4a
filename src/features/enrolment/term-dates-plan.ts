import { halfTermName } from '../../calendar/school-calendar.js';
import type { ClosureKind, Fault, TermDateRow } from './schema.js';
import type { CalendarGroup, CalendarSchool, TermDateChanges, TermDateState } from './store.js';
import {
  checkOrder,
  type PlannedClosure,
  type PlannedHalfTerm,
  warnAboutKept,
  warnAboutMissing,
  warnAboutWeekend,
} from './term-dates-checks.js';
import { checkYear, findGroups, findSchool } from './term-dates-places.js';

export interface TermDatePlan {
  faults: Fault[];
  warnings: string[];
  changes: TermDateChanges;
  groups: { id: string; name: string }[];
  /** Groups whose meetings and reminders the dates may move: also other groups of a school whose days change. */
  touchedGroupIds: string[];
}

/** Decides what to write. What is not in the file stays as it is. */
export function planTermDates(rows: readonly TermDateRow[], state: TermDateState, newId: () => string): TermDatePlan {
  const faults: Fault[] = [];
  const warnings = rows.flatMap(warnAboutWeekend);
  const changes: TermDateChanges = { halfTerms: [], closures: [], movedHalfTerms: [], changedClosures: [] };
  const touched = new Set<string>();
  const bySchool = new Map<string, { school: CalendarSchool; closures: Map<string, PlannedClosure> }>();

  const groups = findGroups(rows, state, faults);
  for (const [group, groupRows] of groups) {
    touched.add(group.id);
    const halfTerms = new Map<string, PlannedHalfTerm>(
      group.halfTerms.map((halfTerm) => [`${halfTerm.schoolId} ${halfTerm.number}`, halfTerm]),
    );
    for (const row of groupRows) {
      checkYear(row, group, faults);
      const schools = row.school === undefined ? group.schools : findSchool(row, row.school, group, faults);
      if ('closure' in row.what) {
        for (const school of schools) {
          const planned = bySchool.get(school.id) ?? { school, closures: new Map<string, PlannedClosure>() };
          bySchool.set(school.id, planned);
          addClosure(row, row.what.closure, planned.closures, faults, warnings);
        }
      } else if (row.school === undefined) addHalfTerm(row, row.what.halfTerm, null, halfTerms, faults);
      else for (const school of schools) addHalfTerm(row, row.what.halfTerm, school.id, halfTerms, faults);
    }
    faults.push(...checkOrder(group, [...halfTerms.values()]));
    warnings.push(...warnAboutMissing(group, [...halfTerms.values()]));
    for (const halfTerm of halfTerms.values()) writeHalfTerm(halfTerm, group, newId, changes);
  }
  for (const { school, closures } of bySchool.values()) {
    const before = changes.closures.length + changes.changedClosures.length;
    for (const closure of closures.values()) writeClosure(closure, school, newId, changes);
    if (changes.closures.length + changes.changedClosures.length > before) {
      for (const { groupId } of school.groups) touched.add(groupId);
    }
    warnings.push(...warnAboutKept(school, closures, [...groups.keys()]));
  }
  return {
    faults,
    warnings: [...new Set(warnings)],
    changes,
    groups: [...groups.keys()].map(({ id, name }) => ({ id, name })),
    touchedGroupIds: [...touched],
  };
}

function addHalfTerm(
  row: TermDateRow,
  number: number,
  schoolId: string | null,
  halfTerms: Map<string, PlannedHalfTerm>,
  faults: Fault[],
): void {
  const { line, firstDay, lastDay } = row;
  const key = `${schoolId} ${number}`;
  const known = halfTerms.get(key);
  if (known?.line !== undefined) {
    const problem = `${halfTermName(number)} stands on line ${known.line} already.`;
    faults.push({ line, column: 'what', problem, remedy: 'Leave one of the two lines.' });
    return;
  }
  halfTerms.set(key, { ...(known?.id !== undefined && { id: known.id }), line, schoolId, number, firstDay, lastDay });
}

function addClosure(
  row: TermDateRow,
  kind: ClosureKind,
  closures: Map<string, PlannedClosure>,
  faults: Fault[],
  warnings: string[],
): void {
  const { line, firstDay, lastDay } = row;
  const own = row.school !== undefined;
  const key = `${firstDay} ${lastDay}`;
  const first = closures.get(key);
  if (first?.own === own && first.line !== line && first.kind !== kind) {
    const problem = `The same day has another entry on line ${first.line}.`;
    faults.push({ line, column: 'what', problem, remedy: 'Leave the one that is right.' });
  } else if (first?.own === own && first.line !== line) {
    warnings.push(`line ${line}: the same closure stands on line ${first.line} already. It counts once.`);
  }
  if (first === undefined || (own && !first.own)) {
    closures.set(key, { line, own, kind, firstDay, lastDay, note: row.note ?? null });
  }
}

function writeHalfTerm(
  { id, line, schoolId, number, firstDay, lastDay }: PlannedHalfTerm,
  group: CalendarGroup,
  newId: () => string,
  changes: TermDateChanges,
): void {
  if (line === undefined) return;
  const known = group.halfTerms.find((halfTerm) => halfTerm.id === id);
  if (known === undefined)
    changes.halfTerms.push({ id: newId(), groupId: group.id, schoolId, number, firstDay, lastDay });
  else if (known.firstDay !== firstDay || known.lastDay !== lastDay) {
    changes.movedHalfTerms.push({ id: known.id, firstDay, lastDay });
  }
}

function writeClosure(
  { kind, firstDay, lastDay, note }: PlannedClosure,
  school: CalendarSchool,
  newId: () => string,
  changes: TermDateChanges,
): void {
  const known = school.closures.find((closure) => closure.firstDay === firstDay && closure.lastDay === lastDay);
  if (known === undefined) changes.closures.push({ id: newId(), schoolId: school.id, kind, firstDay, lastDay, note });
  else if (known.kind !== kind || known.note !== note) changes.changedClosures.push({ id: known.id, kind, note });
}
