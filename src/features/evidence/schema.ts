import { z } from 'zod';
import { dateValue, groupArgs, textValue } from '../../edge/values.js';
import type { CommitmentNote } from '../../store/generated/sqlite/client.js';
import type { EvidenceKind } from '../programmes/schema.js';

export type { CommitmentNote };

/** Kinds of evidence that no other record shows: somebody notes them. */
export const notedKinds = [
  { id: 'report', label: 'A report was sent' },
  { id: 'evaluation', label: 'The school took part in the evaluation' },
  { id: 'next-year', label: 'The school goes on next year' },
  { id: 'subject-leader-community', label: 'The subject leader joined the community' },
  { id: 'textbooks', label: 'Textbooks were ordered' },
] as const satisfies readonly { id: EvidenceKind; label: string }[];

export const maybeSchoolArgs = z.object({ group: z.string().optional(), school: z.string().optional() });
export const noteArgs = groupArgs.extend({ note: z.string() });

/** Characters. */
const wordsLimit = 200;

export const noteValues = z.object({
  /** Asked where the form was not opened for one school. */
  school: z.string().optional(),
  /** "evaluation/report": the commitment's key, and the kind. */
  what: z.string().min(1, 'Please choose what it is.'),
  day: dateValue,
  words: textValue(wordsLimit, 'Please say in a few words what there is.'),
});
export type NoteWish = z.infer<typeof noteValues>;
