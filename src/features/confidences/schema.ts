import { z } from 'zod';
import { groupArgs } from '../../edge/values.js';

export const showArgs = z.object({
  group: z.string().optional(),
  /** How many newer ones are left out. */
  from: z.coerce.number().int().min(0).optional(),
});
/** `item`: "r:<reflection>" or "f:<visit>". */
export const itemArgs = groupArgs.extend({ item: z.string() });
export const readerArgs = groupArgs.extend({ reader: z.string() });
export const answerArgs = readerArgs.extend({ answer: z.enum(['all', 'none']) });

export const readersValues = z.object({ readers: z.array(z.string()) });
export const itemsValues = z.object({ items: z.array(z.string()) });

/** Words that somebody wrote, or that were written to her alone, and to whom they were given. */
export interface Confidence {
  /** "r:<reflection>" or "f:<visit>" */
  item: string;
  kind: 'reflection' | 'feedback';
  authorId: string;
  title: string;
  shared: boolean;
  /** When it was sent or written. */
  at: Date;
  given: readonly { readerId: string; how: 'named' | 'agreed' }[];
  pieces: readonly { prompt: string | undefined; text: string }[];
}
