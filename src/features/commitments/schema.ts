import { z } from 'zod';

export const answerArgs = z.object({
  group: z.string(),
  school: z.string(),
  halfTerm: z.coerce.number().int().min(1).max(6),
  answer: z.enum(['kept', 'partly', 'talk']),
});
