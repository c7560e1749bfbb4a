import { yearAfter } from '../../calendar/usual-terms.js';
import type { RosterDraft } from './schema.js';
import type { KnownGroup, KnownHub, RosterState } from './store.js';
import { keyOf } from './wording.js';

/** Where a line belongs: keys to compare by, and what the database has under them. */
export interface Place {
  hubKey: string;
  groupKey: string;
  schoolYear: string;
  hub: KnownHub | undefined;
  group: KnownGroup | undefined;
}

export type PlacedDraft = RosterDraft & { hub: string; group: string };

/** A line that names no school year means the group of this or the next year that exists already, or else this year. */
export function placeOf(draft: PlacedDraft, state: RosterState, thisYear: string): Place {
  const hubKey = keyOf(draft.hub);
  const hub = state.hubs.find(({ name }) => keyOf(name) === hubKey);
  const nameKey = keyOf(draft.group);
  const named = hub?.groups.filter(({ name }) => keyOf(name) === nameKey) ?? [];
  const inYear = (year: string) => named.find((group) => group.schoolYear === year);
  const schoolYear = draft.schoolYear ?? (inYear(thisYear) ?? inYear(yearAfter(thisYear)))?.schoolYear ?? thisYear;
  return { hubKey, groupKey: `${nameKey}|${schoolYear}`, schoolYear, hub, group: inYear(schoolYear) };
}

/** "2026/27" from "2026/27", "2026-27" or "2026/2027". */
export function parseSchoolYear(text: string): string | undefined {
  const [, first, second] = /^(\d{4}) ?[/–-] ?(?:20)?(\d\d)$/.exec(text) ?? [];
  if (first === undefined || (Number(first) + 1) % 100 !== Number(second)) return undefined;
  return `${first}/${second}`;
}
