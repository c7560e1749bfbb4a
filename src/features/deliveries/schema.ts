import { z } from 'zod';

/** `to`: a person's id, or "channel". */
export const retryArgs = z.object({ group: z.string(), to: z.string().min(1) });

export const theChannel = 'channel';
