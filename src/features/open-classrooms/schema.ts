import { z } from 'zod';
import { groupArgs, maybeDateValue, textValue } from '../../edge/values.js';
import type { OpenClassroomReturn, Prisma } from '../../store/generated/sqlite/client.js';
import { bigIdeas } from '../programmes/big-ideas.js';

export type Return = OpenClassroomReturn;

export const withReturns = { returns: true } satisfies Prisma.OpenClassroomInclude;
type Row = Prisma.OpenClassroomGetPayload<{ include: typeof withReturns }>;

/** An open classroom as it stands: on its meeting's day, where it has one, wherever that has moved. */
export interface Classroom extends Row {
  /** "in the meeting at Oakfield Primary" */
  where?: string;
  /** Its meeting was cancelled. */
  cancelled: boolean;
}

/** The parts of a return that are words. */
export const parts = ['taught', 'evaluation', 'usedAgain', 'embedded'] as const;
export type Part = (typeof parts)[number];

/** In place of a meeting. */
export const noMeeting = '-';
/** What a form that opened on nothing has seen. */
export const nothingSeen = '-';

/** Characters. */
export const limits = { lesson: 200, part: 2000 };

export const showArgs = z.object({
  group: z.string().optional(),
  /** How many of the newest to leave out. */
  skip: z.coerce.number().int().min(0).optional(),
});
export const classroomArgs = groupArgs.extend({ classroom: z.string() });
export const maybeClassroomArgs = z.object({ group: z.string().optional(), classroom: z.string().optional() });
export const returnArgs = maybeClassroomArgs.extend({
  school: z.string().optional(),
  /** When the return that the form showed was last changed. */
  seen: z.string().optional(),
});
export const replyArgs = classroomArgs.extend({ school: z.string(), reply: z.enum(['notYet', 'back']) });
/** What a classroom was before, carried by the button that brings it back. */
export const backArgs = classroomArgs.extend({
  meeting: z.string(),
  day: z.string(),
  idea: z.string(),
  lesson: z.string(),
});

export const openValues = z.object({
  meeting: z.string().min(1, 'Please choose a meeting, or another day.'),
  day: maybeDateValue,
  idea: z.enum(
    bigIdeas.map(({ id }) => id),
    'Please choose from the list.',
  ),
  lesson: textValue(limits.lesson, 'Please say in a few words which lesson it is.'),
});
export type OpenWish = z.infer<typeof openValues>;

const part = textValue(limits.part);
export const returnValues = z
  .object({ taughtOn: maybeDateValue, taught: part, evaluation: part, usedAgain: part, embedded: part })
  .transform(({ taughtOn, ...words }) => ({ taughtOn: taughtOn === '' ? null : taughtOn, ...words }));
export type ReturnWish = z.infer<typeof returnValues>;
