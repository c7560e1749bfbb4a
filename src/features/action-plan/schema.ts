import { z } from 'zod';
import { groupArgs, maybeDateValue, textValue } from '../../edge/values.js';
import type { ActionStep } from '../../store/generated/sqlite/client.js';

export type { ActionStep };

export const showArgs = z.object({
  group: z.string().optional(),
  school: z.string().optional(),
  /** How many of the open steps to leave out. */
  skip: z.coerce.number().int().min(0).optional(),
});
export const schoolArgs = groupArgs.extend({ school: z.string() });
export const stepArgs = groupArgs.extend({ step: z.string() });
/** What a step was before, carried by the button that brings it back. */
export const backArgs = stepArgs.extend({ text: z.string(), owner: z.string(), due: z.string() });

/** Nobody in particular: the school together. */
export const together = '-';

/** Characters. */
const textLimit = 300;

export const stepValues = z.object({
  text: textValue(textLimit, 'Please say what the school will do.'),
  owner: z.string(),
  due: maybeDateValue,
});
export type StepWish = z.infer<typeof stepValues>;
