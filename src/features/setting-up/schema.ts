import { z } from 'zod';
import { groupArgs, textValue } from '../../edge/values.js';

const nameLimit = 80;
const codeLimit = 20;

/** What the first form asks for, and the second is about. `programme` is an id and its edition, "primary-tfm@2". */
export const beginValues = z.object({
  programme: z.string().min(1, 'Please choose a programme.'),
  name: textValue(nameLimit, 'Please give the group a name, as the schools will know it.'),
  year: z.string().regex(/^\d{4}\/\d\d$/u, 'Please choose the school year.'),
});
export type Beginning = z.infer<typeof beginValues>;

export const makeValues = z.object({
  theme: z.string().optional(),
  workCode: textValue(codeLimit),
  projectCode: textValue(codeLimit),
  schools: z.array(z.string()).optional(),
  newSchools: textValue(2000),
  specialist: z.string().min(1, 'Please choose who leads the group.'),
});
export type Making = z.infer<typeof makeValues>;

/** `schools`: ids of those that came with the group, separated by commas. */
export const unmakeArgs = groupArgs.extend({ schools: z.string() });

/** Nobody yet: the roster says who. */
export const nobodyYet = '-';
