import type { CivilDate } from '../../calendar/dates.js';
import type { Tx } from '../../store/client.js';
import { offeredBy } from '../programmes/editions.js';
import type { Programme } from '../programmes/schema.js';
import { listOwnProgrammes } from '../programmes/store.js';
import type { ClosureKind, Counts, Offered, Role } from './schema.js';
import { keyOf, noCounts } from './wording.js';

/** What each hub offers: its own editions, and what comes with the product. */
export async function loadOffered(tx: Tx, builtIn: readonly Programme[]): Promise<Offered> {
  const hubs = new Map<string, Programme[]>();
  for (const { id, name } of await tx.hub.findMany({ where: { programmes: { some: {} } } })) {
    hubs.set(keyOf(name), offeredBy(await listOwnProgrammes(tx, id), builtIn));
  }
  return (hub) => hubs.get(keyOf(hub ?? '')) ?? builtIn;
}

/** The names of all hubs; and those that the file names, however spelled, with all that a roster may touch. */
export async function loadRosterState(tx: Tx, hubNames: readonly string[]) {
  const wanted = new Set(hubNames.map(keyOf));
  const all = await tx.hub.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } });
  const ids = all.filter(({ name }) => wanted.has(keyOf(name))).map(({ id }) => id);
  const hubs = await tx.hub.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      name: true,
      schools: { select: { id: true, name: true, urn: true } },
      people: { select: { id: true, name: true, email: true } },
      groups: {
        select: {
          id: true,
          name: true,
          programme: true,
          template: true,
          schoolYear: true,
          schools: { select: { schoolId: true, position: true } },
          memberships: { select: { id: true, personId: true, role: true, schoolId: true, stoodDownAt: true } },
        },
      },
    },
  });
  return { hubNames: all.map(({ name }) => name), hubs };
}

export type RosterState = Awaited<ReturnType<typeof loadRosterState>>;
export type KnownHub = RosterState['hubs'][number];
export type KnownGroup = KnownHub['groups'][number];

export interface Named {
  id: string;
  name: string;
}

/** What an import writes. Rows carry their ids, so that they can refer to each other. */
export interface RosterChanges {
  hubs: Named[];
  groups: (Named & {
    hubId: string;
    programme: string;
    template: string;
    schoolYear: string;
    calendarSecret: string;
    createdAt: Date;
  })[];
  schools: (Named & { hubId: string; urn: string })[];
  groupSchools: { groupId: string; schoolId: string; position: number }[];
  people: (Named & { hubId: string; email: string; calendarSecret: string })[];
  memberships: { id: string; groupId: string; personId: string; role: Role; schoolId: string | null; addedAt: Date }[];
  commitments: NewCommitment[];
  renamedSchools: Named[];
  renamedPeople: Named[];
  movedMemberships: { id: string; schoolId: string | null }[];
}

interface NewCommitment {
  id: string;
  groupId: string;
  schoolId: string;
  key: string;
  position: number;
  wording: string;
  form: string;
}

export async function saveRoster(tx: Tx, changes: RosterChanges): Promise<{ created: Counts; updated: Counts }> {
  const created = noCounts();
  const updated = noCounts();
  // In this order: each row refers to rows before it.
  created.hubs = (await tx.hub.createMany({ data: changes.hubs })).count;
  created.groups = (await tx.group.createMany({ data: changes.groups })).count;
  created.schools = (await tx.school.createMany({ data: changes.schools })).count;
  created.groupSchools = (await tx.groupSchool.createMany({ data: changes.groupSchools })).count;
  created.people = (await tx.person.createMany({ data: changes.people })).count;
  created.memberships = (await tx.membership.createMany({ data: changes.memberships })).count;
  created.commitments = (await tx.commitment.createMany({ data: changes.commitments })).count;
  for (const { id, name } of changes.renamedSchools) await tx.school.update({ where: { id }, data: { name } });
  for (const { id, name } of changes.renamedPeople) await tx.person.update({ where: { id }, data: { name } });
  for (const { id, schoolId } of changes.movedMemberships) {
    await tx.membership.update({ where: { id }, data: { schoolId } });
  }
  updated.schools = changes.renamedSchools.length;
  updated.people = changes.renamedPeople.length;
  updated.memberships = changes.movedMemberships.length;
  return { created, updated };
}

/** Every group with its calendar. A file of term dates may leave the hub out, so all hubs are looked at. */
export async function loadTermDateState(tx: Tx, groupNames: readonly string[]) {
  const wanted = new Set(groupNames.map(keyOf));
  const all = await tx.group.findMany({ select: { id: true, name: true } });
  const ids = all.filter(({ name }) => wanted.has(keyOf(name))).map(({ id }) => id);
  const groups = await tx.group.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      name: true,
      schoolYear: true,
      hub: { select: { name: true } },
      halfTerms: { select: { id: true, schoolId: true, number: true, firstDay: true, lastDay: true } },
      schools: {
        orderBy: { position: 'asc' },
        select: {
          school: {
            select: {
              id: true,
              name: true,
              urn: true,
              groups: { select: { groupId: true } },
              closures: { select: { id: true, kind: true, firstDay: true, lastDay: true, note: true } },
            },
          },
        },
      },
    },
  });
  return {
    groupNames: all.map(({ name }) => name),
    groups: groups.map((group) => ({ ...group, schools: group.schools.map(({ school }) => school) })),
  };
}

export type TermDateState = Awaited<ReturnType<typeof loadTermDateState>>;
export type CalendarGroup = TermDateState['groups'][number];
export type CalendarSchool = CalendarGroup['schools'][number];

/** What an import of term dates writes. */
export interface TermDateChanges {
  halfTerms: NewHalfTerm[];
  closures: NewClosure[];
  movedHalfTerms: { id: string; firstDay: CivilDate; lastDay: CivilDate }[];
  changedClosures: { id: string; kind: ClosureKind; note: string | null }[];
}

export interface NewHalfTerm {
  id: string;
  groupId: string;
  schoolId: string | null;
  number: number;
  firstDay: CivilDate;
  lastDay: CivilDate;
}

export interface NewClosure {
  id: string;
  schoolId: string;
  kind: ClosureKind;
  firstDay: CivilDate;
  lastDay: CivilDate;
  note: string | null;
}

export async function saveTermDates(
  tx: Tx,
  changes: TermDateChanges,
  now: Date,
): Promise<{ created: Counts; updated: Counts }> {
  const created = noCounts();
  const updated = noCounts();
  const halfTerms = changes.halfTerms.map((halfTerm) => ({ ...halfTerm, importedAt: now }));
  created.halfTerms = (await tx.halfTerm.createMany({ data: halfTerms })).count;
  created.closures = (await tx.closure.createMany({ data: changes.closures })).count;
  for (const { id, firstDay, lastDay } of changes.movedHalfTerms) {
    await tx.halfTerm.update({ where: { id }, data: { firstDay, lastDay, importedAt: now } });
  }
  for (const { id, kind, note } of changes.changedClosures) {
    await tx.closure.update({ where: { id }, data: { kind, note } });
  }
  updated.halfTerms = changes.movedHalfTerms.length;
  updated.closures = changes.changedClosures.length;
  return { created, updated };
}
