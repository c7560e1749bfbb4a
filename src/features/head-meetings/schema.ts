import { z } from 'zod';
import { dateValue, groupArgs, lengthValue, textValue, timeValue } from '../../edge/values.js';
import type { Prisma } from '../../store/generated/sqlite/client.js';

export const withPeople = { people: true } satisfies Prisma.HeadMeetingInclude;

/** A meeting of heads with all that they said about it. */
export type HeadMeeting = Prisma.HeadMeetingGetPayload<{ include: typeof withPeople }>;

/** heads: all heads of the group together; specialist: one with the specialist; hub: one, or all, with the hub's leaders. */
const kinds = ['heads', 'specialist', 'hub'] as const;

/** Where a select asks for one school: every head. */
export const everySchool = '-';

/** Characters. */
const placeLimit = 120;
const reasonLimit = 300;
const agreedLimit = 2000;

export const maybeMeetingArgs = z.object({ group: z.string().optional(), meeting: z.string().optional() });
export const planArgs = z.object({
  group: z.string().optional(),
  kind: z.enum(kinds).optional(),
  school: z.string().optional(),
});
export const meetingArgs = groupArgs.extend({ meeting: z.string() });
export const answerArgs = meetingArgs.extend({
  answer: z.enum(['yes', 'no', 'unsure', 'back']),
  /** The round that was asked about. */
  round: z.coerce.number().int(),
});
/** Where a meeting was before it was moved; `sequence` is that of the move. */
export const moveBackArgs = meetingArgs.extend({
  sequence: z.coerce.number().int(),
  startsAt: z.iso.datetime(),
  length: z.coerce.number().int(),
  place: z.string(),
});

export const moveValues = z.object({
  date: dateValue,
  time: timeValue,
  length: lengthValue,
  place: textValue(placeLimit, 'Please say where: a school, a room, or a link.'),
});
export type When = z.infer<typeof moveValues>;

export const planValues = moveValues.extend({
  kind: z.enum(kinds, 'Please choose who meets.'),
  school: z.string(),
});
export type PlanWish = z.infer<typeof planValues>;

export const cancelValues = z.object({
  reason: textValue(reasonLimit, 'Please say why in a few words: those who were asked will read it.'),
});

export const recordValues = z.object({ present: z.array(z.string()), agreed: textValue(agreedLimit) });
export type RecordWish = z.infer<typeof recordValues>;
