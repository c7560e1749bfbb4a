import { z } from 'zod';
import { dateValue, groupArgs, moneyValue, textValue } from '../../edge/values.js';
import type { Prisma } from '../../store/generated/sqlite/client.js';

export const withPeople = { people: true } satisfies Prisma.ReleaseEntryInclude;

/** Time out of class that somebody has logged. */
export type ReleaseEntry = Prisma.ReleaseEntryGetPayload<{ include: typeof withPeople }>;

export const purposes = [
  { id: 'in-school', label: 'Work in school with the specialist' },
  { id: 'planning', label: 'Planning together' },
  { id: 'observing', label: 'Observing a lesson' },
  { id: 'colleagues', label: 'A TRG or a session with colleagues' },
  { id: 'gap-task', label: 'Preparing the gap task' },
  { id: 'other', label: 'Something else' },
] as const;

/** Half-days of a school week: nobody is out of class for longer in it. */
export const weekHalves = 10;

/** Characters. */
const noteLimit = 200;

export const maybeSchoolArgs = z.object({ group: z.string().optional(), school: z.string().optional() });
export const schoolArgs = groupArgs.extend({ school: z.string() });
export const entryArgs = groupArgs.extend({ entry: z.string() });
export const readingArgs = groupArgs.extend({ reading: z.string() });

export const logValues = z.object({
  day: dateValue,
  who: z.array(z.string()).min(1, 'Please choose who was out of class.'),
  halfDays: z.coerce
    .number('Please choose how long.')
    .int('Please choose how long.')
    .min(1, 'Please choose how long.')
    .max(weekHalves, `A school week has ${weekHalves} half-days. Please log longer times week by week.`),
  purpose: z.enum(
    purposes.map(({ id }) => id),
    'Please choose what for.',
  ),
  note: textValue(noteLimit),
  cost: moneyValue,
});
export type LogWish = z.infer<typeof logValues>;

export const readingValues = z.object({ reading: z.string().min(1, 'Please choose which agreement holds.') });

export const correctValues = z.object({ entry: z.string().min(1, 'Please choose an entry.') });
