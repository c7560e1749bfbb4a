import { z } from 'zod';

/** `to`: a person's id, "channel" or "heads-channel". */
export const retryArgs = z.object({ group: z.string(), to: z.string().min(1) });

/** A person, or with null the group's channel or that of its heads. */
export type Recipient = { personId: string } | { personId: null; audience: 'group' | 'heads' };
