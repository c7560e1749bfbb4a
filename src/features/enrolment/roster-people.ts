import { becomingProblem, type Part } from '../../edge/becoming.js';
import { type Place, type PlacedDraft, placeOf } from './places.js';
import { type Fault, type RosterDraft, type RosterRow, rolesWithoutSchool } from './schema.js';
import type { KnownHub, RosterState } from './store.js';
import { keyOf } from './wording.js';

/** Somebody whom the file names as the database does, but for the address. */
export interface Correction {
  hubId: string;
  groupId: string;
  personId: string;
  name: string;
  from: string;
  to: string;
}

/**
 * The same name, school and role in a group, another address, and the old one nowhere in the file: the same person.
 * Where two could be meant, none is.
 */
export function findCorrections(
  rows: readonly (RosterDraft | RosterRow)[],
  state: RosterState,
  thisYear: string,
): Correction[] {
  const placed = placedIn(rows, state, thisYear);
  const found = placed.flatMap(({ draft: { name, email, role, urn }, place: { hub, group } }): Correction[] => {
    if (!hub || !group || !name || !email || !role || hub.people.some((one) => one.email === email)) return [];
    const emails = new Set(placed.flatMap(({ draft, place }) => (place.hub?.id === hub.id ? [draft.email] : [])));
    const schoolId = rolesWithoutSchool.has(role) ? null : hub.schools.find((school) => school.urn === urn)?.id;
    const same = group.memberships.flatMap((one) => {
      const person = hub.people.find(({ id }) => id === one.personId);
      const fits = one.role === role && one.stoodDownAt === null && one.schoolId === schoolId;
      return fits && person && keyOf(person.name) === keyOf(name) && !emails.has(person.email) ? [person] : [];
    });
    const [person, ...others] = same;
    return person && others.length === 0
      ? [{ hubId: hub.id, groupId: group.id, personId: person.id, name: person.name, from: person.email, to: email }]
      : [];
  });
  const sure = found.filter((one) =>
    found.every((other) => (other.personId === one.personId) === (other.to === one.to)),
  );
  return [...new Map(sure.map((one) => [one.personId, one])).values()];
}

interface Line {
  draft: PlacedDraft;
  place: Place;
}

const placedIn = (rows: readonly (RosterDraft | RosterRow)[], state: RosterState, thisYear: string): Line[] =>
  rows
    .filter((draft): draft is PlacedDraft => draft.hub !== undefined && draft.group !== undefined)
    .map((draft) => ({ draft, place: placeOf(draft, state, thisYear) }));

/** Whether anybody would become what they may not, by the file and by what the database holds. Schools go by their URN. */
export function checkBecoming(
  drafts: readonly RosterDraft[],
  state: RosterState,
  thisYear: string,
  corrections: readonly Correction[],
): Fault[] {
  const lines = placedIn(drafts, state, thisYear);
  const keyOfGroup = ({ hubKey, groupKey }: Place): string => `${hubKey}|${groupKey}`;
  return lines.flatMap(({ draft, place }): Fault[] => {
    const { line, role, email, name = email, urn } = draft;
    if (!role || !email || !name) return [];
    const own = lines.filter((one) => one.place.hubKey === place.hubKey && one.draft.email === email);
    const named = new Set(own.map((one) => `${keyOfGroup(one.place)} ${one.draft.role}`));
    const known = partsOf(place.hub, place.hubKey, email, corrections).filter(
      (part) => !named.has(`${part.groupId} ${part.role}`),
    );
    const inFile = own.flatMap((one): Part[] =>
      one.draft.role ? [{ groupId: keyOfGroup(one.place), role: one.draft.role, schoolId: one.draft.urn }] : [],
    );
    const schools = new Map<string, string>();
    for (const { schoolId } of place.group?.schools ?? []) {
      const school = place.hub?.schools.find(({ id }) => id === schoolId);
      if (school) schools.set(school.urn, school.name);
    }
    for (const one of lines) {
      const { school, urn: number, role: held } = one.draft;
      if (keyOfGroup(one.place) !== keyOfGroup(place) || !school || !number || !held) continue;
      if (!rolesWithoutSchool.has(held)) schools.set(number, school);
    }
    // Of two lines that do not go together, the one of who would lead is named.
    const parts = rolesWithoutSchool.has(role) ? [...known, ...inFile] : known;
    const group = { id: keyOfGroup(place), schools: [...schools].map(([id, school]) => ({ id, name: school })) };
    const problem = becomingProblem({ name, parts, role, schoolId: urn, group });
    return problem === undefined
      ? []
      : [{ line, column: 'role', problem, remedy: 'Name somebody else here, or correct the role.' }];
  });
}

/** What the database knows that somebody holds, with groups as lines name them and schools by their URN. */
function partsOf(hub: KnownHub | undefined, hubKey: string, email: string, corrections: readonly Correction[]): Part[] {
  const personId =
    hub?.people.find((one) => one.email === email)?.id ??
    corrections.find((one) => one.hubId === hub?.id && one.to === email)?.personId;
  return (hub?.groups ?? []).flatMap(({ name, schoolYear, memberships }) =>
    memberships
      .filter((one) => one.personId === personId && one.stoodDownAt === null)
      .map(({ role, schoolId }) => ({
        groupId: `${hubKey}|${keyOf(name)}|${schoolYear}`,
        role,
        schoolId: hub?.schools.find(({ id }) => id === schoolId)?.urn,
      })),
  );
}
