import { z } from 'zod';

/** What no document states. Never 0, never a guess. */
export const notStated = 'not stated';

const stated = <T extends z.ZodType>(schema: T) => z.union([z.literal(notStated), schema]);
const words = z.string().min(1);
const whole = z.number().int().positive();

export const programmeSchema = z.strictObject({
  /** Short and lasting: rosters and the database name a programme by it. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: words,
  /** The school year that the figures are from, "2021/22", or a span in words. */
  year: words,
  phase: words,
  /** How many schools make a group. */
  schools: z.strictObject({
    count: stated(z.strictObject({ min: whole, max: whole })),
    words,
  }),
  /** Who comes from each school. */
  participants: z.strictObject({ count: stated(whole), words }),
  /** `count` is meetings a year, at least; absent from a programme that counts in days. */
  meetings: z.strictObject({ count: stated(whole), words }),
  /** What the specialist does in each school. */
  support: words,
  /** Days out of class in a year, at least. */
  release: z.strictObject({
    days: stated(whole),
    /** The days of all participants of a school count together. */
    combined: stated(z.boolean()),
    /** Time at the meetings counts too. */
    meetingsIncluded: stated(z.boolean()),
    words,
  }),
  /** `pounds` is for each school. */
  funding: z.strictObject({ pounds: stated(whole), words }),
  /** What people call a role in this programme. */
  labels: z.strictObject({ advocate: words, advocates: words }),
  /** What is expected besides, signed or not. */
  expectations: z.array(words),
  /** What a school signs; empty where no form is known. The order is that of the form. */
  commitments: z.array(z.strictObject({ key: z.string().regex(/^[a-z]+(-[a-z]+)*$/), wording: words })),
  /** Where the programme's own papers say two things. */
  contradictions: z.array(words),
  /** Source documents, "S0" to "S4", as listed in DOMAIN. */
  sources: z.array(z.string().regex(/^S[0-4]$/)).min(1),
});

export type Programme = z.infer<typeof programmeSchema>;

/**
 * By id, name, or name and year ("Secondary Subject Leadership 2021/22"), whatever the case, blanks and hyphens.
 * Where two programmes share a name, the first in the list: lists have the newer one first.
 */
export function matchProgramme(programmes: readonly Programme[], idOrName: string): Programme | undefined {
  const wanted = keyOf(idOrName);
  return (
    programmes.find((programme) => keyOf(programme.id) === wanted) ??
    programmes.find((programme) => keyOf(programme.name) === wanted) ??
    programmes.find((programme) => keyOf(programme.name + programme.year) === wanted)
  );
}

const keyOf = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
