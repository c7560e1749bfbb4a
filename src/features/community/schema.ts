import { z } from 'zod';

export const maybeGroupArgs = z.object({ group: z.string().optional() });
