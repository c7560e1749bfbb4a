import { z } from 'zod';

/** `at`: when the words were written, so that an older button does not send newer words. */
export const passOnArgs = z.object({ group: z.string(), at: z.iso.datetime() });
/** `ids`: of what was passed on, with a comma between two. */
export const keepBackArgs = z.object({ group: z.string(), ids: z.string().max(1000) });

/** Characters that are passed on as they are; a longer message is for an email. */
export const longestWords = 2500;
