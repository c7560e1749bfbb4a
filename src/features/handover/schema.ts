import { z } from 'zod';
import type { Plan } from '../../delivery/plan.js';
import { dateValue, groupArgs, textValue } from '../../edge/values.js';
import { plainAddress } from '../../shared/address.js';
import type { Handover, Membership, Role } from '../../store/generated/sqlite/client.js';

export type { Handover, Membership };

/** What may be chosen besides a person's id. */
export const somebodyNew = 'new';

/** Characters of a name. */
const longestName = 100;

/** `who`: "<person>:<role>", chosen before the form opens. */
export const formArgs = z.object({ group: z.string().optional(), who: z.string().optional() });
export const undoArgs = groupArgs.extend({ handover: z.string() });

export const handoverValues = z.object({
  who: z.string().min(1, 'Please choose who leaves.'),
  successor: z.string().min(1, 'Please choose who takes over.'),
  name: textValue(longestName).transform((name) => name.replace(/\s+/gu, ' ').trim()),
  email: z.string().transform(plainAddress),
  day: dateValue,
});
export type HandoverWish = z.infer<typeof handoverValues>;

/** A role that somebody has in a group, and may leave. */
export interface Place {
  personId: string;
  name: string;
  role: Role;
  schoolId?: string | undefined;
}

/** How things were before a handover, as far as the rows do not show it. */
export interface Before {
  /** "person": the successor is new to the hub; "membership": in the role; "back": they had stood down in it. */
  made: 'person' | 'membership' | 'back';
  /** When the leaver had said that this was no longer their role. */
  leftAt: Date | undefined;
  /** When the successor had stood down in the same role, and of which school. */
  stood: { at: Date; schoolId: string | undefined } | undefined;
  /** Open action steps that were the successor's already. */
  steps: readonly string[];
}

export const leftValues = z.object({ who: z.string().min(1, 'Please choose who has left.') });
/** `at`: when it was said, so that nothing said since is taken back. */
export const leftUndoArgs = groupArgs.extend({ person: z.string(), at: z.iso.datetime() });

/**
 * The group hears in its channel who leads it from now on.
 * @param subjectId of a handover, or of the specialist's membership where there was none
 */
export const newSpecialistPlan = (now: Date, subjectId: string, why: string): Plan => ({
  kind: 'new-specialist',
  topic: 'notice',
  subjectId,
  occurrence: '0',
  late: 'send',
  dueAt: now,
  why,
});
