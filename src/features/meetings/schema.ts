import { z } from 'zod';
import { dateValue, lengthValue, timeValue } from '../../edge/values.js';
import type { Prisma } from '../../store/generated/sqlite/client.js';

export const withEverything = {
  answers: { orderBy: [{ answeredAt: 'asc' }, { person: { name: 'asc' } }] },
  covers: true,
  attendance: true,
} satisfies Prisma.MeetingInclude;

/** A meeting with all that people said about it. */
export type Meeting = Prisma.MeetingGetPayload<{ include: typeof withEverything }>;

/** What a specialist wrote for one meeting. */
export interface MeetingWish {
  date: string;
  time: string;
  /** Minutes */
  length: number;
  /** Absent: online. */
  hostSchoolId: string | undefined;
}

export const meetingArgs = z.object({ group: z.string(), meeting: z.string() });
/** A command has no meeting yet; a button has. */
export const maybeMeetingArgs = z.object({ group: z.string().optional(), meeting: z.string().optional() });
export const answerArgs = meetingArgs.extend({ answer: z.enum(['yes', 'no', 'unsure', 'back']) });
export const coverArgs = meetingArgs.extend({ answer: z.enum(['arranged', 'talk', 'back']) });

const whereValue = z
  .string()
  .min(1, 'Please choose where.')
  .transform((value) => (value === 'online' ? undefined : value));

export const moveValues = z.object({ date: dateValue, time: timeValue, length: lengthValue, where: whereValue });

const reasonLimit = 300;
export const cancelValues = z.object({
  reason: z
    .string()
    .min(1, 'Please say why in a few words: everybody concerned will read it.')
    .max(reasonLimit, `Please keep it under ${reasonLimit} characters.`),
});

export const attendanceValues = z.object({ present: z.array(z.string()) });
export const answersValues = z.record(
  z.string(),
  z.enum(['none', 'yes', 'no', 'unsure'], 'Please choose one of these.'),
);

/** One `date-1`, `time-1`, `length-1`, `where-1` for each half-term in the form; an empty date is no meeting. */
export const planValues = z.record(z.string(), z.string()).transform((values, context) => {
  const wishes: { halfTerm: number; wish: MeetingWish }[] = [];
  for (const halfTerm of [1, 2, 3, 4, 5, 6]) {
    if (!values[`date-${halfTerm}`]) continue;
    const parsed = moveValues.safeParse({
      date: values[`date-${halfTerm}`],
      time: values[`time-${halfTerm}`] ?? '',
      length: values[`length-${halfTerm}`],
      where: values[`where-${halfTerm}`] ?? '',
    });
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        context.addIssue({ code: 'custom', message: issue.message, path: [`${String(issue.path[0])}-${halfTerm}`] });
      }
      continue;
    }
    const { where, ...wish } = parsed.data;
    wishes.push({ halfTerm, wish: { ...wish, hostSchoolId: where } });
  }
  return wishes;
});
