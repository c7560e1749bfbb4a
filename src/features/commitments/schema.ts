import { z } from 'zod';
import { dateValue, groupArgs, textValue } from '../../edge/values.js';
import type { Prisma } from '../../store/generated/sqlite/client.js';

export const withSignatures = { signatures: true, answers: true } satisfies Prisma.CommitmentInclude;
type Row = Prisma.CommitmentGetPayload<{ include: typeof withSignatures }>;

/** What a school has promised. Without an id while nobody has signed or answered: then it is the template's. */
export type SchoolCommitment = Omit<Row, 'id'> & { id?: string };

/** The half-term under which the answer to “will you take them on?” is kept. */
export const takingOn = 0;

export const maybeSchoolArgs = z.object({ group: z.string().optional(), school: z.string().optional() });
export const schoolArgs = groupArgs.extend({ school: z.string() });
export const eachArgs = schoolArgs.extend({ halfTerm: z.coerce.number().int().min(1).max(6) });
export const answerArgs = eachArgs.extend({ answer: z.enum(['kept', 'partly', 'talk']) });
export const signArgs = schoolArgs.extend({ answer: z.enum(['kept', 'talk', 'notMe', 'me']) });
/** What one recording of signatures added: signatures whose ids begin with the batch. */
export const batchArgs = schoolArgs.extend({ batch: z.string().min(1) });

export const eachValues = z.record(
  z.string(),
  z.enum(['kept', 'partly', 'talk', 'notMe'], 'Please choose one of these.'),
);
export type EachWish = z.infer<typeof eachValues>;

/** Characters; a line each for everybody of a large school. */
const othersLimit = 500;

export const signValues = z
  .object({ on: dateValue, who: z.array(z.string()), others: textValue(othersLimit) })
  .superRefine(({ who, others }, context) => {
    if (who.length === 0 && others === '') {
      context.addIssue({ code: 'custom', path: ['who'], message: 'Please say who signed: nobody is named yet.' });
    }
  });
export type SignWish = z.infer<typeof signValues>;
