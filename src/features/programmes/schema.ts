import { z } from 'zod';

/** What no document states. Never 0, never a guess. */
export const notStated = 'not stated';

const stated = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal(notStated), schema], `Write ${notStated}, or a value of the right kind.`);
const words = z.string('Write words.').min(1, 'Write something here.');
const whole = z.int('Write a whole number above 0.').positive('Write a whole number above 0.');
/** Days, half ones too. */
const days = z.number().positive().multipleOf(0.5);
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, digits and hyphens.');

const role = z.enum(['specialist', 'advocate', 'headOfDepartment', 'head', 'hubLead']);

/** What counts as evidence for a commitment: records that gather by themselves, and the last five noted by hand. */
const evidenceKinds = [
  'attendance',
  'release',
  'visits',
  'action-plan',
  'gap-tasks',
  'contributions',
  'trgs',
  'open-classrooms',
  'meets-specialist',
  'meets-hub',
  'meets-heads',
  'report',
  'evaluation',
  'next-year',
  'subject-leader-community',
  'textbooks',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

const commitment = z.strictObject({
  key,
  /** In a word or three, for lists that are read in seconds. */
  title: words.max(30, 'At most 30 characters, please.'),
  /** The form that schools sign, or the text beside it. */
  from: z.enum(['form', 'text']),
  owedBy: z.array(role).min(1),
  evidence: z.array(z.enum(evidenceKinds, `Choose among ${evidenceKinds.join(', ')}.`)).min(1),
  wording: words,
});

/** One of several things that a programme's papers say of the days of release. */
const releaseReading = z.strictObject({
  key,
  where: words,
  days: stated(z.strictObject({ min: days, max: stated(days) })),
  meetingsIncluded: stated(z.boolean()),
  words,
});

export const programmeSchema = z.strictObject({
  /** Short and lasting: rosters and the database name a programme by it. */
  id: key,
  /** Goes up with each edition; groups keep the one they started with. */
  version: whole,
  name: words,
  /** The school year that the figures are from, "2021/22", or a span in words. */
  year: words,
  phase: words,
  /** What people call a role in this programme. */
  labels: z.strictObject({ advocate: words, advocates: words }),
  /** How many schools make a group. */
  schools: z.strictObject({
    count: stated(z.strictObject({ min: whole, max: whole })),
    words,
  }),
  /** Who comes from each school. */
  participants: z.strictObject({ count: stated(whole), words }),
  meetings: z.strictObject({
    /** Meetings a year, at least. */
    count: stated(whole),
    /** Days that they come to in a year, at least: four half days are 2. */
    days: stated(days),
    /** How long each is, in words. */
    each: stated(words),
    where: stated(z.enum(['in person', 'online', 'online or in person'])),
    /** How they lie in the year, in words. */
    rhythm: stated(words),
    words,
  }),
  /** What the specialist does in each school. */
  support: z.strictObject({
    visits: stated(z.enum(['termly', 'bespoke'])),
    /** Days a year for all participants of a school together. */
    days: stated(z.strictObject({ min: days, max: days })),
    words,
  }),
  /** Days out of class in a year, at least. */
  release: z.strictObject({
    days: stated(days),
    /** The days of all participants of a school count together. */
    combined: stated(z.boolean()),
    /** Time at the meetings counts too. */
    meetingsIncluded: stated(z.boolean()),
    words,
    /** Where the papers say several things: each of them, the one that holds without a word first. Else empty. */
    readings: z.array(releaseReading),
  }),
  funding: z.strictObject({
    /** For each school. */
    pounds: stated(whole),
    words,
    items: z.array(
      z.strictObject({
        key,
        label: words,
        pounds: stated(whole),
        /** False: subject to confirmation. */
        confirmed: z.boolean(),
      }),
    ),
  }),
  /** Who may take part. */
  eligibility: z.array(words),
  /** A group works on one of these; empty where it is free. */
  themes: z.array(words),
  /** What is expected besides, signed or not. */
  expectations: z.array(words),
  /** Who signs the form; empty where no form is known. */
  signatures: z.array(role),
  /** What a school signs, and what is expected beyond the form. The order is that of the papers. */
  commitments: z
    .array(commitment)
    .refine((all) => new Set(all.map((one) => one.key)).size === all.length, 'Two commitments have the same key.'),
  /** Where the programme's own papers say two things. */
  contradictions: z.array(
    z.strictObject({
      about: words,
      readings: z.array(z.strictObject({ where: words, says: words })).min(1),
      /** How the product holds them. */
      held: words,
    }),
  ),
  /** Source documents, "S0" to "S4", as listed in DOMAIN; empty in a hub's own programme. */
  sources: z.array(z.string().regex(/^S[0-4]$/, 'Sources are S0 to S4.')),
});

export type Programme = z.infer<typeof programmeSchema>;
export type ProgrammeCommitment = Programme['commitments'][number];
export type ReleaseReading = Programme['release']['readings'][number];

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
