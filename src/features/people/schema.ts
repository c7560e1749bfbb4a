import { z } from 'zod';

export const groupArgs = z.object({ group: z.string() });
export const maybeGroupArgs = z.object({ group: z.string().optional() });
