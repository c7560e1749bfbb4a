import type { Tx } from '../../store/client.js';
import { historyOfPerson, historyOfSchool } from './history.js';
import { type Place, placeOf } from './places.js';
import type { Correction } from './roster-people.js';
import type { Findings, LeftOut } from './rules.js';
import { type Fault, type RosterRow, rolesWithoutSchool } from './schema.js';
import type { KnownGroup, KnownHub, RosterState } from './store.js';
import { keyOf, listOf, nearest, quote } from './wording.js';

interface Line {
  row: RosterRow;
  place: Place;
}
type KnownLine = Line & { hub: KnownHub; group: KnownGroup };

/** What a roster would take from a school or a person that has records: refused. What it leaves out stays, and is said. */
export async function findLosses(
  tx: Tx,
  rows: readonly RosterRow[],
  state: RosterState,
  thisYear: string,
  corrections: readonly Correction[],
): Promise<Findings & { left: LeftOut[] }> {
  const lines = rows.map((row): Line => ({ row, place: placeOf(row, state, thisYear) }));
  const known = lines.flatMap(({ row, place }): KnownLine[] =>
    place.hub && place.group ? [{ row, place, hub: place.hub, group: place.group }] : [],
  );
  const faults: Fault[] = [];
  for (const line of known) faults.push(...(await checkMove(tx, line)));
  faults.push(...(await checkSchoolNames(tx, lines)), ...(await checkPersonNames(tx, lines)));

  const warnings: string[] = [];
  const left: LeftOut[] = [];
  const there = new Set(corrections.map(({ personId }) => personId));
  for (const group of new Set(known.map((line) => line.group))) {
    const absent = await findAbsent(
      tx,
      known.filter((line) => line.group === group),
      there,
    );
    warnings.push(...absent.warnings);
    left.push(...absent.left);
  }
  return { faults, warnings, left };
}

/** A person's records count for the school that they are at. */
async function checkMove(tx: Tx, { row, hub, group }: KnownLine): Promise<Fault[]> {
  if (rolesWithoutSchool.has(row.role)) return [];
  const person = hub.people.find(({ email }) => email === row.email);
  const membership = group.memberships.find(({ personId, role }) => personId === person?.id && role === row.role);
  const from = hub.schools.find(({ id }) => id === membership?.schoolId);
  if (!person || !from || from.urn === row.urn) return [];
  const history = await historyOfPerson(tx, person.id, group.id);
  if (history === '') return [];
  return [
    {
      line: row.line,
      column: 'school',
      problem: `${person.name} is at ${from.name} in ${quote(group.name)}, with ${history}. ${from.name} would lose these.`,
      remedy: `Write ${from.name}. If ${person.name} has left it, hand the part over in the chat (“handover”), and name ${person.name} at ${row.school} with an email address of that school.`,
    },
  ];
}

/** A number that belongs to a school with records, beside a name that is not like its own, and none of its people. */
async function checkSchoolNames(tx: Tx, lines: readonly Line[]): Promise<Fault[]> {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const { row, place } of lines) {
    const school = place.hub?.schools.find(({ urn }) => urn === row.urn);
    if (!school || row.school === undefined || seen.has(school.id)) continue;
    seen.add(school.id);
    if (nearest(row.school, [school.name]) !== undefined) continue;
    const emails = new Set(lines.filter((one) => one.row.urn === row.urn).map((one) => one.row.email));
    const itsPeople = new Set(
      place.hub?.groups
        .flatMap(({ memberships }) => memberships)
        .filter(({ schoolId }) => schoolId === school.id)
        .map(({ personId }) => personId),
    );
    if (place.hub?.people.some(({ id, email }) => emails.has(email) && itsPeople.has(id))) continue;
    const history = await historyOfSchool(tx, school.id);
    if (history === '') continue;
    faults.push({
      line: row.line,
      column: 'URN',
      problem: `${school.urn} is the URN of ${school.name}, which has ${history}. They would pass to ${quote(row.school)}.`,
      remedy: `Correct the URN. If ${school.name} has a new name, name one of its people with it, by the same email address.`,
    });
  }
  return faults;
}

const wordsOf = (name: string): string[] => keyOf(name).split(/[ '-]/u);

/** An address that belongs to a person with records, beside a name that shares no word with theirs. */
async function checkPersonNames(tx: Tx, lines: readonly Line[]): Promise<Fault[]> {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const { row, place } of lines) {
    const person = place.hub?.people.find(({ email }) => email === row.email);
    if (!person || seen.has(person.id)) continue;
    seen.add(person.id);
    const words = wordsOf(person.name);
    if (wordsOf(row.name).some((word) => words.includes(word)) || nearest(row.name, [person.name])) continue;
    const history = await historyOfPerson(tx, person.id);
    if (history === '') continue;
    faults.push({
      line: row.line,
      column: 'name',
      problem: `${row.email} belongs to ${person.name}, who has ${history}. They would pass to ${quote(row.name)}.`,
      remedy: `Give ${row.name} an email address of their own; who takes over from ${person.name} does so in the chat (“handover”).`,
    });
  }
  return faults;
}

/**
 * Of a file that names most of a group: whom it leaves out, and schools with records. A specialist is left out only where
 * the file names another, and hub leads never: many rosters leave them out.
 * @param there people whose address the file corrects
 */
async function findAbsent(
  tx: Tx,
  lines: readonly KnownLine[],
  there: ReadonlySet<string>,
): Promise<{ warnings: string[]; left: LeftOut[] }> {
  const [first] = lines;
  if (!first) return { warnings: [], left: [] };
  const { hub, group } = first;
  const urns = new Set(lines.map(({ row }) => row.urn));
  const emails = new Set(lines.map(({ row }) => row.email));
  const schools = hub.schools.filter(({ id }) => group.schools.some(({ schoolId }) => schoolId === id));
  const active = group.memberships.filter(({ stoodDownAt, schoolId }) => stoodDownAt === null && schoolId !== null);
  const personOf = (personId: string) => hub.people.find(({ id }) => id === personId);
  const isNamed = (personId: string) => there.has(personId) || emails.has(personOf(personId)?.email ?? '');
  const named = active.filter(({ personId }) => isNamed(personId));
  if (named.length * 2 <= active.length) return { warnings: [], left: [] };

  const left: string[] = [];
  const absent = schools.filter(({ urn }) => !urns.has(urn));
  for (const school of absent) {
    const history = await historyOfSchool(tx, school.id, group.id);
    if (history !== '') left.push(`${school.name} (${history})`);
  }
  const others = lines.some(({ row }) => row.role === 'specialist')
    ? group.memberships.filter(({ role, stoodDownAt }) => role === 'specialist' && stoodDownAt === null)
    : [];
  const leadHub = new Set(group.memberships.flatMap((one) => (one.role === 'hubLead' ? [one.personId] : [])));
  const people = [...new Set([...active, ...others].map(({ personId }) => personId))].flatMap((id) => {
    const person = personOf(id);
    return person && !isNamed(id) && !leadHub.has(id) ? [person] : [];
  });
  for (const { id, name } of people) {
    const history = await historyOfPerson(tx, id, group.id);
    left.push(history === '' ? name : `${name} (${history})`);
  }
  return {
    left: people.map(({ id, name }) => ({ groupId: group.id, groupName: group.name, personId: id, name })),
    warnings:
      left.length === 0
        ? []
        : [
            `${group.name}: this file leaves out ${listOf(left)}. They stay as they are, for an import by itself takes nobody out. If ${people.length === 1 ? 'that person has' : 'these people have'} left, import it again with --left; where somebody takes over, say so in the chat (“handover”).`,
          ],
  };
}
