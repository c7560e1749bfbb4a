import { z } from 'zod';

/** What no document states. Never 0, never a guess. */
export const notStated = 'not stated';

/** @param right what to write where it is stated */
const stated = <T extends z.ZodType>(schema: T, right: string) =>
  z.union([z.literal(notStated), schema], `Write ${notStated}, or ${right}.`);
const words = z.string('Write words.').min(1, 'Write something here.');
// A check that aborts leaves the words to whatever the value is part of: "Write not stated, or …".
const wrongNumber = { error: 'Write a whole number above 0.', abort: true };
const whole = z.int(wrongNumber.error).positive(wrongNumber);
const wrongDays = { error: 'Write a number of days above 0, such as 2 or 2.5.', abort: true };
/** Days, half ones too. */
const days = z.number(wrongDays.error).positive(wrongDays).multipleOf(0.5, wrongDays);
const yesOrNo = z.boolean('Write true or false.');

const statedWhole = stated(whole, 'a whole number above 0');
const statedDays = stated(days, 'a number of days above 0, such as 2 or 2.5');
const statedYesOrNo = stated(yesOrNo, 'true or false');
const statedWords = stated(words, 'words');
const choice = <const T extends readonly string[]>(values: T) => z.enum(values, `Choose among ${values.join(', ')}.`);
const inOrder = ({ min, max }: { min: number; max: number }): boolean => min <= max;
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, digits and hyphens.');

const role = choice(['specialist', 'advocate', 'headOfDepartment', 'head', 'hubLead']);

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
  from: choice(['form', 'text']),
  owedBy: z.array(role).min(1),
  evidence: z.array(choice(evidenceKinds)).min(1),
  wording: words,
});

/** One of several things that a programme's papers say of the days of release. */
const releaseReading = z.strictObject({
  key,
  where: words,
  days: stated(
    z.strictObject({ min: days, max: statedDays }),
    'the least and the most, such as { min: 10, max: not stated }',
  ),
  meetingsIncluded: statedYesOrNo,
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
    count: stated(
      z.strictObject({ min: whole, max: whole }).refine(inOrder, { abort: true }),
      'the least and the most, such as { min: 6, max: 7 }',
    ),
    words,
  }),
  /** Who comes from each school. */
  participants: z.strictObject({ count: statedWhole, words }),
  meetings: z.strictObject({
    /** Meetings a year, at least. */
    count: statedWhole,
    /** Days that they come to in a year, at least: four half days are 2. */
    days: statedDays,
    /** How long each is, in words. */
    each: statedWords,
    where: stated(choice(['in person', 'online', 'online or in person']), 'in person, online, or online or in person'),
    /** How they lie in the year, in words. */
    rhythm: statedWords,
    words,
  }),
  /** What the specialist does in each school. */
  support: z.strictObject({
    visits: stated(choice(['termly', 'bespoke']), 'termly or bespoke'),
    /** Days a year for all participants of a school together. */
    days: stated(
      z.strictObject({ min: days, max: days }).refine(inOrder, { abort: true }),
      'the least and the most, such as { min: 4, max: 6 }',
    ),
    words,
  }),
  /** Days out of class in a year, at least. */
  release: z.strictObject({
    days: statedDays,
    /** The days of all participants of a school count together. */
    combined: statedYesOrNo,
    /** Time at the meetings counts too. */
    meetingsIncluded: statedYesOrNo,
    words,
    /** Where the papers say several things: each of them, the one that holds without a word first. Else empty. */
    readings: z.array(releaseReading),
  }),
  funding: z.strictObject({
    /** For each school. */
    pounds: statedWhole,
    words,
    items: z.array(
      z.strictObject({
        key,
        label: words,
        pounds: statedWhole,
        /** False: subject to confirmation. */
        confirmed: yesOrNo,
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
