import { formOf, programmeOf, templateOf } from '../programmes/of-group.js';
import type { Programme } from '../programmes/schema.js';
import { type Place, placeOf } from './places.js';
import type { Correction } from './roster-people.js';
import type { ImportDeps, Offered, Role, RosterRow } from './schema.js';
import type { KnownGroup, KnownHub, Named, RosterChanges, RosterState } from './store.js';

type Deps = Pick<ImportDeps, 'now' | 'newId' | 'newSecret'> & {
  offered: Offered;
  corrections: readonly Correction[];
};

/** A group after the import: what it was, and what the file adds. */
export interface PlannedGroup extends Named {
  hub: PlannedHub;
  /** In the edition that the group started with, or starts with now. */
  programme: Programme;
  schoolYear: string;
  isNew: boolean;
  schools: Set<string>;
  nextPosition: number;
  memberships: Map<string, PlannedMembership>;
}

interface PlannedMembership {
  id: string;
  personId: string;
  role: Role;
  schoolId: string | null;
  stoodDown: boolean;
  /** The file names it. */
  inFile: boolean;
  isNew: boolean;
}

export interface PlannedHub extends Named {
  groups: Map<string, PlannedGroup>;
  /** By URN. */
  schools: Map<string, Named & { inFile: boolean }>;
  /** By email. */
  people: Map<string, Named & { inFile: boolean }>;
}

/** Decides what to write for rows without faults. What is not in the file stays as it is. */
export function planRoster(
  rows: readonly RosterRow[],
  state: RosterState,
  thisYear: string,
  deps: Deps,
): { changes: RosterChanges; groups: PlannedGroup[] } {
  const changes: RosterChanges = {
    hubs: [],
    groups: [],
    schools: [],
    groupSchools: [],
    people: [],
    memberships: [],
    commitments: [],
    renamedSchools: [],
    renamedPeople: [],
    movedMemberships: [],
  };
  const hubs = new Map<string, PlannedHub>();
  for (const row of rows) {
    const place = placeOf(row, state, thisYear);
    const hub = hubs.get(place.hubKey) ?? planHub(row, place, deps, changes);
    hubs.set(place.hubKey, hub);
    const group = hub.groups.get(place.groupKey) ?? planGroup(row, place, hub, deps, changes);
    hub.groups.set(place.groupKey, group);
    const schoolId = placeInSchool(row, group, deps, changes);
    planMembership(row, group, planPerson(row, hub, deps, changes), schoolId, deps, changes);
  }
  return { changes, groups: [...hubs.values()].flatMap((hub) => [...hub.groups.values()]) };
}

function planHub(row: RosterRow, { hub }: Place, deps: Deps, changes: RosterChanges): PlannedHub {
  const byKey = <T extends Named>(known: readonly T[], key: (item: T) => string) =>
    new Map(known.map((item) => [key(item), { ...item, inFile: false }]));
  const { id, name } = hub ?? { id: deps.newId(), name: row.hub };
  if (hub === undefined) changes.hubs.push({ id, name });
  const people = byKey(hub?.people ?? [], (person: KnownHub['people'][number]) => person.email);
  for (const { hubId, from, to } of deps.corrections) {
    const person = hubId === id ? people.get(from) : undefined;
    if (!person) continue;
    people.delete(from);
    people.set(to, person);
  }
  return {
    id,
    name,
    groups: new Map(),
    schools: byKey(hub?.schools ?? [], (school: KnownHub['schools'][number]) => school.urn),
    people,
  };
}

function planGroup(row: RosterRow, place: Place, hub: PlannedHub, deps: Deps, changes: RosterChanges): PlannedGroup {
  const known = place.group;
  if (known) return plannedFrom(known, hub);
  const programme = deps.offered(row.hub).find(({ id }) => id === row.programme);
  if (!programme) throw new Error(`no programme ${row.programme}`);
  const group = { id: deps.newId(), name: row.group, schoolYear: place.schoolYear };
  changes.groups.push({
    ...group,
    programme: programme.id,
    template: templateOf(programme),
    hubId: hub.id,
    calendarSecret: deps.newSecret(),
    createdAt: deps.now,
  });
  return { ...group, programme, hub, isNew: true, schools: new Set(), nextPosition: 0, memberships: new Map() };
}

function plannedFrom(known: KnownGroup, hub: PlannedHub): PlannedGroup {
  return {
    id: known.id,
    name: known.name,
    programme: programmeOf(known),
    schoolYear: known.schoolYear,
    hub,
    isNew: false,
    schools: new Set(known.schools.map(({ schoolId }) => schoolId)),
    nextPosition: Math.max(-1, ...known.schools.map(({ position }) => position)) + 1,
    memberships: new Map(
      known.memberships.map(({ id, personId, role, schoolId, stoodDownAt }) => [
        `${personId} ${role}`,
        { id, personId, role, schoolId, stoodDown: stoodDownAt !== null, inFile: false, isNew: false },
      ]),
    ),
  };
}

/** The school's id; it gets a place in the group, and the commitments of the programme, if it is new there. */
function placeInSchool(row: RosterRow, group: PlannedGroup, deps: Deps, changes: RosterChanges): string | null {
  if (row.school === undefined || row.urn === undefined || row.role === 'specialist' || row.role === 'hubLead')
    return null;
  const { hub } = group;
  const known = hub.schools.get(row.urn);
  const school = { id: known?.id ?? deps.newId(), name: known?.inFile ? known.name : row.school, inFile: true };
  hub.schools.set(row.urn, school);
  if (known === undefined) changes.schools.push({ id: school.id, hubId: hub.id, name: school.name, urn: row.urn });
  else if (known.name !== school.name) changes.renamedSchools.push({ id: school.id, name: school.name });

  if (group.schools.has(school.id)) return school.id;
  group.schools.add(school.id);
  changes.groupSchools.push({ groupId: group.id, schoolId: school.id, position: group.nextPosition++ });
  for (const [position, { key, wording }] of group.programme.commitments.entries()) {
    changes.commitments.push({
      id: deps.newId(),
      groupId: group.id,
      schoolId: school.id,
      key,
      position,
      wording,
      form: formOf(group.programme, group.schoolYear),
    });
  }
  return school.id;
}

function planPerson(row: RosterRow, hub: PlannedHub, deps: Deps, changes: RosterChanges): string {
  const known = hub.people.get(row.email);
  const person = { id: known?.id ?? deps.newId(), name: known?.inFile ? known.name : row.name, inFile: true };
  hub.people.set(row.email, person);
  if (known === undefined) {
    const { id, name } = person;
    changes.people.push({ id, name, hubId: hub.id, email: row.email, calendarSecret: deps.newSecret() });
  } else if (known.name !== person.name) changes.renamedPeople.push({ id: person.id, name: person.name });
  return person.id;
}

function planMembership(
  { role }: RosterRow,
  group: PlannedGroup,
  personId: string,
  schoolId: string | null,
  deps: Deps,
  changes: RosterChanges,
): void {
  const key = `${personId} ${role}`;
  const known = group.memberships.get(key);
  if (known === undefined) {
    const id = deps.newId();
    changes.memberships.push({ id, groupId: group.id, personId, role, schoolId, addedAt: deps.now });
    group.memberships.set(key, { id, personId, role, schoolId, stoodDown: false, inFile: true, isNew: true });
    return;
  }
  if (known.schoolId !== schoolId) changes.movedMemberships.push({ id: known.id, schoolId });
  group.memberships.set(key, { ...known, schoolId, inFile: true });
}
