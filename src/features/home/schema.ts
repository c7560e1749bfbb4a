import { z } from 'zod';
import { parseDate } from '../../calendar/dates.js';

export const maybeGroupArgs = z.object({ group: z.string().optional() });
export const snoozeArgs = z.object({ group: z.string(), subject: z.string(), chain: z.string() });
export const snoozeValues = z.object({
  until: z.string().transform((value, context) => {
    const date = parseDate(value);
    if (date !== undefined) return date;
    context.addIssue({ code: 'custom', message: 'Please choose a day.' });
    return z.NEVER;
  }),
});
