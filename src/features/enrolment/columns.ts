import type { TableRow } from './csv.js';
import type { Fault } from './schema.js';
import { listOf, nearest, quote } from './wording.js';

interface Column {
  name: string;
  /** Other headings that mean the same. */
  also: readonly string[];
  /** May be left out of the file. */
  optional?: true;
}

const hub: Column = { name: 'hub', also: ['maths hub', 'hub name'] };
const group: Column = { name: 'group', also: ['work group', 'group name', 'work group name'] };
const schoolYear: Column = { name: 'school year', also: ['year', 'academic year'], optional: true };
const school: Column = { name: 'school', also: ['school name', 'name of school'] };

const rosterColumns = [
  hub,
  group,
  { name: 'programme', also: ['program', 'programme name', 'project'] },
  schoolYear,
  school,
  { name: 'URN', also: ['school urn', 'unique reference number'] },
  { name: 'role', also: ['role in the group', 'role in group'] },
  { name: 'name', also: ['full name', 'person', 'participant', 'teacher', 'name of person'] },
  { name: 'email', also: ['email address', 'mail', 'email addresses'] },
] as const satisfies Column[];

const termDateColumns = [
  { ...hub, optional: true },
  group,
  schoolYear,
  { ...school, optional: true },
  { name: 'what', also: ['half term', 'term', 'event', 'type'] },
  { name: 'first day', also: ['first', 'from', 'start', 'start date', 'first date', 'date', 'starts', 'begins'] },
  { name: 'last day', also: ['last', 'to', 'until', 'end', 'end date', 'last date', 'ends'], optional: true },
  { name: 'note', also: ['notes', 'comment', 'comments', 'reason'], optional: true },
] as const satisfies Column[];

export type RosterColumn = (typeof rosterColumns)[number]['name'];
export type TermDateColumn = (typeof termDateColumns)[number]['name'];

/** Which of the two files the header belongs to; undefined when it could be neither. */
export function kindOf(header: TableRow): 'roster' | 'term-dates' | undefined {
  const known = (columns: readonly Column[]) => columns.filter((column) => indexesOf(column, header).length > 0).length;
  const roster = known(rosterColumns);
  const termDates = known(termDateColumns);
  if (Math.max(roster, termDates) < 2 || roster === termDates) return undefined;
  return roster > termDates ? 'roster' : 'term-dates';
}

export function unknownKind(header: TableRow): Fault {
  const names = (columns: readonly Column[]) =>
    listOf(columns.filter((column) => !column.optional).map(({ name }) => name));
  return {
    line: header.line,
    problem: 'This line does not name the columns of a roster or of term dates.',
    remedy: `For a roster, name them ${names(rosterColumns)}; for term dates ${names(termDateColumns)}.`,
  };
}

export const rosterCells = (header: TableRow, rows: readonly TableRow[]) =>
  cellsOf<RosterColumn>(rosterColumns, header, rows);
export const termDateCells = (header: TableRow, rows: readonly TableRow[]) =>
  cellsOf<TermDateColumn>(termDateColumns, header, rows);

export interface Cells<Name extends string> {
  faults: Fault[];
  /** The columns that the file has. */
  has: ReadonlySet<Name>;
  rows: {
    line: number;
    /** It has more values than headings, so no value is sure to stand where it belongs. */
    shifted: boolean;
    cell: (name: Name) => string;
  }[];
}

/** Finds each column by its heading, in any order. */
function cellsOf<Name extends string>(
  columns: readonly Column[],
  header: TableRow,
  rows: readonly TableRow[],
): Cells<Name> {
  const places = new Map(columns.map((column) => [column.name, indexesOf(column, header)]));
  const at = (name: string) => places.get(name)?.[0];
  const missing = columns.filter((column) => at(column.name) === undefined);
  const taken = new Set([...places.values()].flat());

  const faults: Fault[] = [];
  for (const [name, [first, second]] of places) {
    if (first === undefined || second === undefined) continue;
    const problem = `There are two columns for it, ${quote(header.cells[first] ?? '')} and ${quote(header.cells[second] ?? '')}.`;
    faults.push({ line: header.line, column: name, problem, remedy: 'Take one of them out.' });
  }
  const suggested = new Set<string>();
  for (const [index, heading] of header.cells.entries()) {
    if (heading === '' || taken.has(index)) continue;
    const meant = nearest(
      heading,
      missing.flatMap((column) => [column.name, ...column.also]),
    );
    const column = missing.find(({ name, also }) => name === meant || also.includes(meant ?? ''));
    if (column) suggested.add(column.name);
    faults.push({
      line: header.line,
      column: heading,
      problem: 'This column is not known.',
      remedy: column
        ? `If ${quote(column.name)} is meant, name it so; otherwise take it out.`
        : `Take it out. Known are ${listOf(columns.map(({ name }) => name))}.`,
    });
  }
  for (const column of missing) {
    if (column.optional || suggested.has(column.name)) continue;
    const remedy = `Add a column with the heading ${quote(column.name)}.`;
    faults.push({ line: header.line, column: column.name, problem: 'This column is missing.', remedy });
  }
  const shifted = new Set<TableRow>();
  for (const row of rows) {
    const index = row.cells.findIndex((cell, place) => cell !== '' && (header.cells[place] ?? '') === '');
    if (index < 0) continue;
    shifted.add(row);
    faults.push({
      line: row.line,
      problem: `${quote(row.cells[index] ?? '')} stands in column ${index + 1}, which has no heading.`,
      remedy: 'If a value contains the separator (such as a comma), put the value in quotation marks.',
    });
  }
  return {
    faults,
    has: new Set(columns.filter((column) => at(column.name) !== undefined).map(({ name }) => name as Name)),
    rows: rows.map((row) => ({
      line: row.line,
      shifted: shifted.has(row),
      cell: (name) => row.cells[at(name) ?? -1] ?? '',
    })),
  };
}

function indexesOf(column: Column, header: TableRow): number[] {
  const keys = [column.name, ...column.also].map(headingKey);
  return [...header.cells.keys()].filter((index) => keys.includes(headingKey(header.cells[index] ?? '')));
}

/** "E-mail", "e_mail" and "Email:" are one heading. */
const headingKey = (heading: string) => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
