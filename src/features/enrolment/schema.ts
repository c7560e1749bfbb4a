import { z } from 'zod';
import type { CivilDate } from '../../calendar/dates.js';
import type { Plan } from '../../delivery/plan.js';
import type { Tx } from '../../store/client.js';
import type { Programme } from '../programmes/schema.js';

/** What is wrong with a file, where, and what to do. */
export interface Fault {
  /** As a text editor counts, from 1; 0 is the file as a whole. */
  line: number;
  column?: string;
  problem: string;
  remedy: string;
}

const roleSchema = z.enum(['specialist', 'advocate', 'headOfDepartment', 'head', 'hubLead']);
export type Role = z.infer<typeof roleSchema>;

/** These belong to the group and not to one of its schools. */
export const rolesWithoutSchool: ReadonlySet<Role> = new Set(['specialist', 'hubLead']);

export const emailSchema = z.email().max(254);
export const urnSchema = z.string().regex(/^\d{6}$/);

/** One line of a roster. */
export interface RosterRow {
  line: number;
  hub: string;
  group: string;
  /** A programme's id. */
  programme: string;
  /** Absent: the column is not there, or blank. */
  schoolYear?: string;
  /** Both or neither; absent only in roles that need no school. */
  school?: string;
  urn?: string;
  role: Role;
  name: string;
  /** Lower case. */
  email: string;
}

/** What could be read of a line: a faulty or blank cell is absent. */
export type RosterDraft = { line: number } & { [K in Exclude<keyof RosterRow, 'line'>]?: RosterRow[K] | undefined };

export type ClosureKind = 'inset' | 'closed';

/** One line of a file of term dates. */
export interface TermDateRow {
  line: number;
  hub?: string;
  group: string;
  schoolYear?: string;
  /** Name or URN; absent: the whole group. */
  school?: string;
  what: { halfTerm: number } | { closure: ClosureKind };
  firstDay: CivilDate;
  lastDay: CivilDate;
  note?: string;
}

export type RosterReading = { ok: true; rows: RosterRow[]; warnings: string[] } | { ok: false; faults: Fault[] };

/** What a hub offers, by the name that a line gives it. */
export type Offered = (hub: string | undefined) => readonly Programme[];

export interface ImportDeps {
  now: Date;
  newId: () => string;
  newSecret: () => string;
  /** What a roster may name besides its hub's own editions, and the commitments that its schools sign. */
  programmes: readonly Programme[];
  /** Plans a group's messages anew, inside the import's transaction. */
  replan: (tx: Tx, groupId: string) => Promise<void>;
  /** Tells a group of what has happened. */
  announce: (tx: Tx, groupId: string, plans: readonly Plan[]) => Promise<void>;
  /** The roster says that somebody has left a group. */
  leave: (tx: Tx, who: { groupId: string; personId: string }) => Promise<void>;
}

export interface ImportOptions {
  /** Whom a full roster leaves out has left. */
  left?: boolean | undefined;
}

export const countedThings = [
  'hubs',
  'groups',
  'schools',
  /** Schools' places in groups. */
  'groupSchools',
  'people',
  'memberships',
  'commitments',
  'halfTerms',
  'closures',
] as const;
export type Counts = Record<(typeof countedThings)[number], number>;

export type ImportResult =
  | {
      ok: true;
      kind: 'roster' | 'term-dates';
      created: Counts;
      updated: Counts;
      warnings: string[];
      /** Names of the groups in the file. */
      groups: string[];
      /** Whom a full roster leaves out. */
      leftOut: { group: string; name: string }[];
      /** They have left: by what `ImportOptions.left` says. */
      haveLeft: boolean;
    }
  | { ok: false; faults: Fault[] };
