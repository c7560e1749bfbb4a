import { formatFullDate, parseDate, weekday, weekdayName } from '../../calendar/dates.js';
import { halfTermName } from '../../calendar/school-calendar.js';
import { type TermDateColumn, termDateCells } from './columns.js';
import type { TableRow } from './csv.js';
import { parseSchoolYear } from './places.js';
import type { Fault, TermDateRow } from './schema.js';
import { listOf, nearest, quote } from './wording.js';

type What = TermDateRow['what'];

const halfTermNumbers = [1, 2, 3, 4, 5, 6] as const;
const whatKey = (text: string) => text.toLowerCase().replace(/half|term|[^a-z0-9]/g, '');
const whats = new Map<string, What>([
  ...halfTermNumbers.map((halfTerm) => [whatKey(halfTermName(halfTerm)), { halfTerm }] as const),
  ...['INSET', 'INSET day', 'INSET days', 'training day', 'training'].map(
    (word) => [whatKey(word), { closure: 'inset' }] as const,
  ),
  ...['closed', 'closure', 'school closed', 'closed day'].map(
    (word) => [whatKey(word), { closure: 'closed' }] as const,
  ),
]);
const shownWhats = [...halfTermNumbers.map(halfTermName), 'INSET', 'closed'];

/** The lines without a fault of their own, and the faults of the others. */
export function readTermDateRows(
  header: TableRow,
  tableRows: readonly TableRow[],
): { rows: TermDateRow[]; faults: Fault[] } {
  const cells = termDateCells(header, tableRows);
  const faults = [...cells.faults];
  const rows: TermDateRow[] = [];
  for (const { line, shifted, cell } of cells.rows) {
    if (shifted) continue;
    const lineFaults: Fault[] = [];
    const row = readRow(line, cell, (column, problem, remedy) => lineFaults.push({ line, column, problem, remedy }));
    // A column that the file lacks is reported once, not in every line.
    faults.push(...lineFaults.filter(({ column }) => cells.has.has(column as TermDateColumn)));
    if (row && cells.faults.length === 0 && lineFaults.length === 0) rows.push(row);
  }
  if (tableRows.length === 0) {
    faults.push({
      line: header.line,
      problem: 'There is no date below the headings.',
      remedy: 'Add one line for each half-term and each day on which a school is closed.',
    });
  }
  return { rows, faults };
}

type Fail = (column: TermDateColumn, problem: string, remedy: string) => void;
type Cell = (column: TermDateColumn) => string;

function readRow(line: number, cell: Cell, fail: Fail): TermDateRow | undefined {
  const group = cell('group');
  if (group === '') fail('group', 'It is blank.', 'Write the name of the Work Group in every line.');
  const schoolYear = parseSchoolYear(cell('school year'));
  if (cell('school year') !== '' && schoolYear === undefined) {
    fail('school year', `${quote(cell('school year'))} is not a school year.`, 'Write it as 2026/27.');
  }
  const what = readWhat(cell, fail);
  const firstDay = readDate('first day', cell, fail);
  if (cell('first day') === '')
    fail('first day', 'It is blank.', 'Write the first day, such as 2026-11-13 or 13/11/2026.');
  const lastDay = cell('last day') === '' ? firstDay : readDate('last day', cell, fail);
  if (what && 'halfTerm' in what && cell('last day') === '') {
    fail(
      'last day',
      `${halfTermName(what.halfTerm)} has no last day.`,
      'Write the last day on which pupils are in school.',
    );
  }
  if (firstDay && lastDay && lastDay < firstDay) {
    fail(
      'last day',
      `${formatFullDate(lastDay)} is before the first day, ${formatFullDate(firstDay)}.`,
      'Swap or correct the two dates.',
    );
  }
  if (what === undefined || firstDay === undefined || lastDay === undefined) return undefined;
  return {
    line,
    group,
    what,
    firstDay,
    lastDay,
    ...(cell('hub') && { hub: cell('hub') }),
    ...(schoolYear && { schoolYear }),
    ...(cell('school') && { school: cell('school') }),
    ...(cell('note') && { note: cell('note') }),
  };
}

function readWhat(cell: Cell, fail: Fail): What | undefined {
  const text = cell('what');
  const what = whats.get(whatKey(text));
  if (what) return what;
  const meant = nearest(text, shownWhats);
  const remedy = meant ? `If ${quote(meant)} is meant, write that.` : `Write ${listOf(shownWhats, 'or')}.`;
  fail('what', text === '' ? 'It is blank.' : `${quote(text)} is neither a half-term nor a closure.`, remedy);
  return undefined;
}

function readDate(column: TermDateColumn, cell: Cell, fail: Fail): string | undefined {
  const text = cell(column);
  const date = parseDate(text);
  if (date !== undefined || text === '') return date;
  const withoutWeekday = parseDate(text.replace(/^[a-z]+[.,]* /i, ''));
  if (withoutWeekday === undefined) {
    fail(
      column,
      `${quote(text)} is not a date.`,
      'Write the day before the month, as 10/11/2026, or the year first, as 2026-11-10.',
    );
  } else {
    const actual = weekdayName(weekday(withoutWeekday));
    fail(column, `${quote(text)} is a ${actual}.`, 'Correct the weekday or the date.');
  }
  return undefined;
}
