import { closest, distance } from 'fastest-levenshtein';
import { type Counts, countedThings, type Fault, type ImportResult } from './schema.js';

/** Two spellings that a human takes for one: case, blanks, full stops, and the kind of apostrophe and dash. */
export function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[‐-―−]/g, '-')
    .replace(/\./g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The candidate that was probably meant, if any is near enough. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (text === '' || candidates.length === 0) return undefined;
  const byKey = new Map(candidates.map((candidate) => [keyOf(candidate), candidate]));
  const key = keyOf(text);
  const best = closest(key, [...byKey.keys()]);
  return distance(key, best) <= Math.max(1, Math.floor(key.length * 0.4)) ? byKey.get(best) : undefined;
}

/** “text”, shortened to fit a line. */
export const quote = (text: string): string => `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`;

export function listOf(words: readonly string[], joint: 'and' | 'or' = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}

/** "line 7, email: “jo@” is not an email address. Write it as name@school.example." */
export function describeFault({ line, column, problem, remedy }: Fault): string {
  const where = [line > 0 ? `line ${line}` : 'the file', ...(column === undefined ? [] : [column])].join(', ');
  return `${where}: ${problem} ${remedy}`;
}

const things: Record<keyof Counts, readonly [one: string, many: string]> = {
  hubs: ['hub', 'hubs'],
  groups: ['group', 'groups'],
  schools: ['school', 'schools'],
  groupSchools: ['place of a school in a group', 'places of schools in groups'],
  people: ['person', 'people'],
  memberships: ['role', 'roles'],
  commitments: ['commitment', 'commitments'],
  halfTerms: ['half-term', 'half-terms'],
  closures: ['closure', 'closures'],
};

/** What an import did, in a sentence. */
export function describeImport(result: Extract<ImportResult, { ok: true }>): string {
  const parts = [
    ...(isEmpty(result.created) ? [] : [`Added ${describeCounts(result.created)}.`]),
    ...(isEmpty(result.updated) ? [] : [`Changed ${describeCounts(result.updated)}.`]),
    ...(result.haveLeft && result.leftOut.length > 0
      ? [`Have left: ${listOf(result.leftOut.map(({ name, group }) => `${name} (${group})`))}.`]
      : []),
  ];
  return parts.length > 0 ? parts.join(' ') : 'Nothing to change: all of this file is in the database already.';
}

export const noCounts = (): Counts => Object.fromEntries(countedThings.map((thing) => [thing, 0])) as Counts;

const isEmpty = (counts: Counts) => countedThings.every((thing) => counts[thing] === 0);

function describeCounts(counts: Counts): string {
  return listOf(
    countedThings
      .filter((thing) => counts[thing] > 0)
      .map((thing) => `${counts[thing]} ${things[thing][counts[thing] === 1 ? 0 : 1]}`),
  );
}
