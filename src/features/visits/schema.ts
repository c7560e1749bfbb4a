import { z } from 'zod';
import { dateValue, groupArgs, lengthValue, textValue, timeValue } from '../../edge/values.js';
import type { Prisma } from '../../store/generated/sqlite/client.js';

export const withEverything = { kinds: true, steps: true } satisfies Prisma.VisitInclude;
/** Lesson feedback is not in it: `readFeedback` has that, for one reader. */
export type Visit = Prisma.VisitGetPayload<{ include: typeof withEverything }>;

export type Feedback = Prisma.LessonFeedbackGetPayload<object>;

/** What is done in a visit. */
export const kinds = [
  { id: 'observation', label: 'Lesson observation' },
  { id: 'feedback', label: 'Feedback' },
  { id: 'trg', label: 'TRG' },
  { id: 'planning', label: 'Joint planning' },
  { id: 'department', label: 'Department meeting' },
  { id: 'alongside', label: 'Working alongside' },
] as const;

const kindsValue = z.array(
  z.enum(
    kinds.map(({ id }) => id),
    'Please choose among these.',
  ),
);

export const showArgs = z.object({ group: z.string().optional(), school: z.string().optional() });
export const visitArgs = groupArgs.extend({ visit: z.string() });
export const feedbackArgs = visitArgs.extend({ teacher: z.string() });

/** Characters. */
const limits = { purpose: 200, reason: 200, notes: 3000, steps: 2000, feedback: 3000 };

const whenValues = { date: dateValue, time: timeValue, length: lengthValue };

export const bookValues = z.object({
  ...whenValues,
  /** Asked where the form was not opened for one school. */
  school: z.string().optional(),
  kinds: kindsValue,
  purpose: textValue(limits.purpose),
});
export type BookWish = z.infer<typeof bookValues>;

export const moveValues = z.object(whenValues);
export type WhenWish = z.infer<typeof moveValues>;

export const cancelValues = z.object({
  reason: textValue(limits.reason, 'Please say why: the school will read it.'),
});

export const recordValues = z.object({
  kinds: kindsValue.min(1, 'Please choose what you did.'),
  notes: textValue(limits.notes),
  /** A line each. */
  steps: textValue(limits.steps),
});
export type RecordWish = z.infer<typeof recordValues>;

/** A visit that nobody had booked. */
export const recordNewValues = recordValues.extend({ ...whenValues, school: z.string().optional() });
export type RecordNewWish = z.infer<typeof recordNewValues>;

export const feedbackValues = z.object({ text: textValue(limits.feedback) });
