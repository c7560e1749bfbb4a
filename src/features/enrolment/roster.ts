import { distance } from 'fastest-levenshtein';
import { plainAddress } from '../../shared/address.js';
import type { Programme } from '../programmes/schema.js';
import { matchProgramme } from '../programmes/schema.js';
import { kindOf, type RosterColumn, rosterCells, unknownKind } from './columns.js';
import { readTable, type TableRow } from './csv.js';
import { parseSchoolYear } from './places.js';
import { checkRoster } from './rules.js';
import {
  emailSchema,
  type Fault,
  type Offered,
  type Role,
  type RosterDraft,
  type RosterReading,
  type RosterRow,
  rolesWithoutSchool,
  urnSchema,
} from './schema.js';
import { listOf, nearest, quote } from './wording.js';

const longestValue = 200;

const roleWords: Record<Role, readonly string[]> = {
  specialist: [
    'specialist',
    'Mastery Specialist',
    'Work Group Lead',
    'Secondary Mastery Specialist',
    'Primary Mastery Specialist',
  ],
  advocate: ['advocate', 'lead teacher', 'Mastery Advocate', 'lead participant'],
  headOfDepartment: [
    'head of department',
    'subject leader',
    'HoD',
    'head of maths',
    'head of mathematics',
    'subject lead',
    'maths lead',
    'maths leader',
    'maths subject lead',
    'maths subject leader',
    'mathematics lead',
    'mathematics leader',
    'maths coordinator',
    'mathematics coordinator',
  ],
  head: ['head', 'head teacher', 'principal', 'senior leader'],
  hubLead: ['hub lead', 'coordinator', 'hub coordinator', 'Maths Hub lead'],
};
const roleKey = (word: string) => word.toLowerCase().replace(/[^a-z]/g, '');
const roleOf = new Map(
  Object.entries(roleWords).flatMap(([role, words]) => words.map((word) => [roleKey(word), role as Role])),
);
/** "head of department" */
export const shownRole = (role: Role): string => roleWords[role][0] ?? role;
const shownRoles = [
  'specialist',
  'lead teacher',
  'Mastery Advocate',
  'lead participant',
  'head',
  'head of department',
  'hub lead',
];

/** Reads a roster by itself; what only the database knows is checked when it is imported. */
export function readRoster(bytes: Uint8Array, programmes: readonly Programme[]): RosterReading {
  const table = readTable(bytes);
  if (!table.ok) return table;
  if (kindOf(table.header) !== 'roster') return { ok: false, faults: [unknownKind(table.header)] };
  const { drafts, rows, faults } = readRosterRows(table.header, table.rows, () => programmes);
  const { faults: moreFaults, warnings } = checkRoster(drafts);
  return faults.length + moreFaults.length > 0
    ? { ok: false, faults: [...faults, ...moreFaults] }
    : { ok: true, rows, warnings };
}

export interface RosterRows {
  /** Every line, as far as it could be read. */
  drafts: RosterDraft[];
  /** The lines without a fault of their own. */
  rows: RosterRow[];
  faults: Fault[];
}

export function readRosterRows(header: TableRow, tableRows: readonly TableRow[], offered: Offered): RosterRows {
  const cells = rosterCells(header, tableRows);
  const faults = [...cells.faults];
  const drafts: RosterDraft[] = [];
  const rows: RosterRow[] = [];
  for (const { line, shifted, cell } of cells.rows) {
    if (shifted) {
      drafts.push({ line });
      continue;
    }
    const reader = readerOf(line, (column) => (cells.has.has(column) ? cell(column) : undefined), faults);
    const before = faults.length;
    const draft = readRow(line, reader, offered);
    drafts.push(draft);
    if (faults.length === before && cells.faults.length === 0) rows.push(complete(draft));
  }
  if (tableRows.length === 0) {
    faults.push({
      line: header.line,
      problem: 'There is nobody below the headings.',
      remedy: 'Add one line for each person and role.',
    });
  }
  return { drafts, rows, faults };
}

type Reader = ReturnType<typeof readerOf>;

/** Reads cells, and notes what is wrong with them. A column that the file lacks is faulty once, not in every line. */
function readerOf(line: number, cell: (column: RosterColumn) => string | undefined, faults: Fault[]) {
  const fail = (column: RosterColumn, problem: string, remedy: string): undefined => {
    faults.push({ line, column, problem, remedy });
  };
  const read = (column: RosterColumn): string | undefined => {
    const value = cell(column) ?? '';
    if (value.length > longestValue) {
      return fail(
        column,
        `${quote(value)} is ${value.length} characters long.`,
        `Shorten it to ${longestValue} at most.`,
      );
    }
    return value === '' ? undefined : value;
  };
  const need = (column: RosterColumn, remedy: string): string | undefined =>
    cell(column) === '' ? fail(column, 'It is blank.', remedy) : read(column);
  const has = (column: RosterColumn): boolean => (cell(column) ?? '') !== '';
  return { fail, read, need, has };
}

function readRow(line: number, reader: Reader, offered: Offered): RosterDraft {
  const role = readRole(reader);
  const needsSchool = role !== undefined && !rolesWithoutSchool.has(role);
  const school = needsSchool ? reader.need('school', 'Write the name of this person’s school.') : reader.read('school');
  const urn = readUrn(reader, needsSchool);
  const hub = reader.need('hub', 'Write the name of the Maths Hub in every line.');
  return {
    line,
    hub,
    group: reader.need('group', 'Write the name of the Work Group in every line.'),
    programme: readProgramme(reader, offered(hub)),
    schoolYear: readSchoolYear(reader),
    school,
    urn,
    role,
    name: reader.need('name', 'Write the person’s full name.'),
    email: readEmail(reader),
  };
}

function readRole(reader: Reader): Role | undefined {
  const text = reader.need('role', `Write one of ${listOf(shownRoles, 'or')}.`);
  if (text === undefined) return undefined;
  const role = roleOf.get(roleKey(text));
  // A school's coordinator leads the subject there; a hub's has no school.
  if (role === 'hubLead' && roleKey(text) === 'coordinator' && reader.has('school')) {
    return reader.fail(
      'role',
      `${quote(text)} beside a school can mean two things.`,
      'Write “subject leader” for who leads the subject at that school, or “hub lead” for who leads the hub.',
    );
  }
  if (role !== undefined) return role;
  const meant = meantRole(text);
  const remedy = meant ? `If ${quote(meant)} is meant, write that.` : `Write one of ${listOf(shownRoles, 'or')}.`;
  return reader.fail('role', `${quote(text)} is not a role.`, remedy);
}

/** What a word was probably meant to be. Nobody is led to a role that reads more by a guess: only by a slip of the pen. */
function meantRole(text: string): string | undefined {
  const { specialist, hubLead, ...others } = roleWords;
  const near = nearest(text, Object.values(roleWords).flat());
  const leads = near !== undefined && [...specialist, ...hubLead].includes(near);
  return leads && distance(roleKey(text), roleKey(near)) > 2 ? nearest(text, Object.values(others).flat()) : near;
}

function readProgramme(reader: Reader, programmes: readonly Programme[]): string | undefined {
  const text = reader.need('programme', `Write a programme’s short name, such as ${quote(programmes[0]?.id ?? '')}.`);
  if (text === undefined) return undefined;
  const programme = matchProgramme(programmes, text);
  if (programme) return programme.id;
  const meant = nearest(
    text,
    programmes.flatMap(({ id, name }) => [id, name]),
  );
  const remedy = meant
    ? `If ${quote(meant)} is meant, write that.`
    : `Write one of ${listOf(
        programmes.map(({ id }) => id),
        'or',
      )}.`;
  return reader.fail('programme', `${quote(text)} is not a programme.`, remedy);
}

function readUrn(reader: Reader, needed: boolean): string | undefined {
  const remedy = 'Write the school’s six digits, such as 900001; leave no zero out.';
  const text = needed ? reader.need('URN', remedy) : reader.read('URN');
  const digits = text?.replace(/ /g, '');
  if (digits === undefined || urnSchema.safeParse(digits).success) return digits;
  return reader.fail('URN', `${quote(text ?? '')} is not a URN.`, remedy);
}

function readEmail(reader: Reader): string | undefined {
  const remedy = 'Write it as name@school.example.';
  const text = reader.need('email', remedy);
  const email = text === undefined ? undefined : plainAddress(text);
  if (email === undefined || emailSchema.safeParse(email).success) return email;
  return reader.fail('email', `${quote(text ?? '')} is not an email address.`, remedy);
}

function readSchoolYear(reader: Reader): string | undefined {
  const text = reader.read('school year');
  if (text === undefined) return undefined;
  const year = parseSchoolYear(text);
  return year ?? reader.fail('school year', `${quote(text)} is not a school year.`, 'Write it as 2026/27.');
}

/** A draft without a fault has all that a row needs. */
function complete(draft: RosterDraft): RosterRow {
  const entries = Object.entries(draft).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as RosterRow;
}
