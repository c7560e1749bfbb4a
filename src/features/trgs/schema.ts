import { z } from 'zod';
import { dateValue, groupArgs, textValue } from '../../edge/values.js';
import type { TrgSession } from '../../store/generated/sqlite/client.js';

export type { TrgSession };

export const showArgs = z.object({
  group: z.string().optional(),
  school: z.string().optional(),
  /** How many of the newest sessions to leave out. */
  skip: z.coerce.number().int().min(0).optional(),
});
export const maybeSchoolArgs = showArgs.pick({ group: true, school: true });
export const sessionArgs = groupArgs.extend({ session: z.string() });
/** A session as it is now, and the one that it took the place of. */
export const changeArgs = sessionArgs.extend({ before: z.string() });

/** Characters. */
const limits = { focus: 150, tookPart: 300, decided: 1000 };

export const logValues = z.object({
  /** Asked where somebody may log for several schools. */
  school: z.string().optional(),
  day: dateValue,
  focus: textValue(limits.focus, 'Please say in a few words what you worked on.'),
  tookPart: textValue(limits.tookPart, 'Please say who took part, in your own words.'),
  decided: textValue(limits.decided),
});
export type LogWish = z.infer<typeof logValues>;
