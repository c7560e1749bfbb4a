import type { z } from 'zod';
import type { Planner } from '../delivery/planner.js';
import type { Tx } from '../store/client.js';
import type { Group, Role } from '../store/groups.js';
import type { Reply } from './reply.js';
import type { Meaning } from './words/phrases.js';

/** Who asks, in which group, and what a handler may use. */
export interface Context {
  /** In `act` and `keep`, the unit of work's transaction; in `view`, for reading. */
  db: Tx;
  now: Date;
  actor: { personId: string; name: string; calendarSecret: string };
  hubId: string;
  groupId: string;
  zone: string;
  /** The actor's roles in this group, and the schools they hold them for. */
  roles: readonly Role[];
  schoolIds: readonly string[];
  /** The same role by role: who is head of one school may be lead teacher of another. */
  parts: readonly { role: Role; schoolId?: string }[];
  /** Words typed after a command; optional everywhere. */
  words: string;
  planner: Planner;
  /** The channel in which this was said, as the platform names it. */
  channel?: string | undefined;
  /** Where the bot can be reached, without a slash at the end. */
  publicUrl: string;
  group(): Promise<Group>;
}

/** What is wrong with a form: by field name, or with the whole. Nothing was changed. */
export interface Faults {
  kind: 'faults';
  fields: Readonly<Record<string, string>>;
  whole?: string;
}

export const faults = (fields: Readonly<Record<string, string>>, whole?: string): Faults => ({
  kind: 'faults',
  fields,
  ...(whole !== undefined && { whole }),
});

/**
 * One thing that people can do, declared once: commands, buttons, forms, permissions and help come from it.
 * `view` only reads, but for writing down that private words were opened. `act` is one unit of work: a repeated request
 * gets the first reply.
 */
export interface Route<Args = unknown, Values = unknown> {
  /** "meeting.move": the feature and the verb. */
  id: string;
  who: readonly Role[];
  /** Also for those who said "not me any more", so that they can take it back. */
  stoodDown?: boolean;
  /** Is not about one group: who is in several is not asked which. */
  anyGroup?: boolean;
  command?: { words: string; help: string };
  /**
   * It answers a question, with what its argument `by` says. `means` has the words that mean the same; `back` is the
   * value that takes the answer back, and without it words are never taken for the answer.
   */
  answers?: { by: string; means: Readonly<Record<string, readonly Meaning[]>>; back?: string };
  args?: z.ZodType<Args>;
  values?: z.ZodType<Values>;
  view?(context: Context, args: Args): Promise<Reply>;
  act?(context: Context, args: Args, values: Values): Promise<Reply | Faults>;
  /** Keeps a form that was closed half-way, or says why not. */
  keep?(context: Context, args: Args, values: Readonly<Record<string, unknown>>): Promise<Reply>;
}

/** Keeps the types of one route's schemas and handlers together, and forgets them for the router's table. */
export function defineRoute<Args = Record<string, never>, Values = undefined>(route: Route<Args, Values>): Route {
  return route as unknown as Route;
}

export const everyone: readonly Role[] = ['specialist', 'advocate', 'headOfDepartment', 'head', 'hubLead'];
