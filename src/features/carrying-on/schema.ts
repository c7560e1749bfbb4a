import { z } from 'zod';
import { groupArgs, textValue } from '../../edge/values.js';
import type { Programme } from '../programmes/schema.js';

export const moveBackArgs = groupArgs.extend({ at: z.iso.datetime() });

/** Characters of a group's name. */
const longestName = 100;

export const carryOnValues = z.object({
  name: z
    .string()
    .transform((name) => name.replace(/\s+/gu, ' ').trim())
    .pipe(textValue(longestName, 'Please give the group a name.')),
  schools: z.array(z.string()).min(1, 'Please choose the schools that go on. If none does, press “We do not go on”.'),
  dates: z.string(),
});
export type CarryOnWish = z.infer<typeof carryOnValues>;

/** Where the new year's dates come from. */
export type Dates = { from: 'group'; id: string; name: string } | { from: 'usual' } | { from: 'later' };

/** How a group's next year would look. */
export interface NextYear {
  schoolYear: string;
  /** Ways to its dates, the best first; the last is to import them. */
  dates: readonly Dates[];
  programme: Programme;
  /** Whether that is a newer edition than the group has. */
  newer: boolean;
  /** Titles of commitments whose wording is not that of this year, or that are new, or gone. */
  differ: { changed: readonly string[]; added: readonly string[]; gone: readonly string[] };
}

/** What a group says of its schools when it ends with this year: evidence in the ledger of commitments. */
export const notGoingOn = { key: 'next-year', kind: 'next-year', words: 'the group does not go on' } as const;
