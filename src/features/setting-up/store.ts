import type { HalfTermDates } from '../../calendar/school-calendar.js';
import type { Part } from '../../edge/becoming.js';
import type { Tx } from '../../store/client.js';
import type { Group } from '../../store/groups.js';
import { listUnsigned } from '../commitments/rules.js';
import { listCommitments } from '../commitments/store.js';
import type { Facts, KnownSchool } from './rules.js';

/** What a check knows of a group besides the group. */
export async function loadFacts(db: Tx, group: Group): Promise<Facts> {
  const { workCode, projectCode } = await db.group.findUniqueOrThrow({ where: { id: group.id } });
  const meetings = await db.meeting.findMany({
    where: { groupId: group.id, status: { not: 'cancelled' } },
    select: { length: true },
  });
  const commitments = await listCommitments(
    db,
    group,
    group.schools.map(({ id }) => id),
  );
  return {
    lengths: meetings.map(({ length }) => length),
    hasChannel: (await db.channel.count({ where: { groupId: group.id, audience: 'group' } })) > 0,
    unsigned: listUnsigned(group, commitments),
    workCode,
    projectCode,
  };
}

export const listSchools = (db: Tx, hubId: string): Promise<KnownSchool[]> =>
  db.school.findMany({ where: { hubId }, orderBy: { name: 'asc' }, select: { id: true, name: true, urn: true } });

export interface HubPerson {
  id: string;
  name: string;
  /** Leads a group, or the hub. */
  leads: boolean;
  hubLead: boolean;
  school: string | undefined;
  /** What they hold in the hub's groups. */
  parts: readonly Part[];
}

/** Who has a part in any of a hub's groups: those who lead first. */
export async function listPeople(db: Tx, hubId: string): Promise<HubPerson[]> {
  const people = await db.person.findMany({
    where: { hubId, memberships: { some: { stoodDownAt: null } } },
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      memberships: {
        where: { stoodDownAt: null },
        select: { groupId: true, role: true, schoolId: true, school: { select: { name: true } } },
      },
    },
  });
  return people
    .map(({ id, name, memberships }) => ({
      id,
      name,
      leads: memberships.some(({ role }) => role === 'specialist' || role === 'hubLead'),
      hubLead: memberships.some(({ role }) => role === 'hubLead'),
      school: memberships.find(({ school }) => school)?.school?.name,
      parts: memberships,
    }))
    .sort((a, b) => Number(b.leads) - Number(a.leads));
}

/** Whether the hub has a group of this name in this year, however written. */
export async function isNameTaken(db: Tx, hubId: string, name: string, schoolYear: string): Promise<boolean> {
  const groups = await db.group.findMany({ where: { hubId, schoolYear }, select: { name: true } });
  return groups.some((group) => group.name.toLowerCase() === name.toLowerCase());
}

/** Another group of the hub that has term dates for the year: its own, and those of schools that have others. */
export async function findTermDates(
  db: Tx,
  hubId: string,
  schoolYear: string,
): Promise<{ groupName: string; common: HalfTermDates[] } | undefined> {
  const group = await db.group.findFirst({
    where: { hubId, schoolYear, halfTerms: { some: { schoolId: null } } },
    orderBy: [{ createdAt: 'asc' }, { name: 'asc' }],
    select: {
      name: true,
      halfTerms: {
        where: { schoolId: null },
        orderBy: { number: 'asc' },
        select: { number: true, firstDay: true, lastDay: true },
      },
    },
  });
  return group ? { groupName: group.name, common: group.halfTerms } : undefined;
}

/** The half-terms that schools have of their own in that year, in whichever group. */
export async function listOwnHalfTerms(
  db: Tx,
  schoolIds: readonly string[],
  schoolYear: string,
): Promise<(HalfTermDates & { schoolId: string })[]> {
  const rows = await db.halfTerm.findMany({
    where: { schoolId: { in: [...schoolIds] }, group: { schoolYear } },
    orderBy: { group: { createdAt: 'desc' } },
    select: { schoolId: true, number: true, firstDay: true, lastDay: true },
  });
  const seen = new Set<string>();
  return rows.flatMap(({ schoolId, ...dates }) => {
    const key = `${schoolId} ${dates.number}`;
    if (schoolId === null || seen.has(key)) return [];
    seen.add(key);
    return [{ schoolId, ...dates }];
  });
}

/** Whoever else sets something up in this hub waits until this transaction has ended. */
export async function holdHub(db: Tx, id: string): Promise<void> {
  await db.hub.updateMany({ where: { id }, data: { id } });
}

/** What has happened in a group since it was set up, in words that say what is in the way of taking it back. */
export async function whatHappened(db: Tx, id: string): Promise<string[]> {
  const { _count: counts } = await db.group.findUniqueOrThrow({
    where: { id },
    select: {
      _count: {
        select: {
          meetings: true,
          gapTasks: true,
          reviews: true,
          channels: true,
          contributions: true,
          questions: true,
          releases: true,
          visits: true,
          actionSteps: true,
          headMeetings: true,
          trgSessions: true,
          openClassrooms: true,
          funding: true,
          handovers: true,
          evidence: true,
        },
      },
    },
  });
  const people = await db.membership.count({
    where: { groupId: id, role: { in: ['advocate', 'head', 'headOfDepartment'] } },
  });
  const signatures = await db.signature.count({ where: { commitment: { groupId: id } } });
  const sent = await db.delivery.count({ where: { groupId: id, sentAt: { not: null } } });
  const next = await db.group.count({ where: { carriesOnId: id } });
  const imported = await db.halfTerm.count({ where: { groupId: id, importedAt: { not: null } } });
  const { meetings, channels, ...records } = counts;
  return [
    ...(people > 0 ? ['people of its schools are in it'] : []),
    ...(channels > 0 ? ['it has a channel'] : []),
    ...(meetings > 0 ? ['it has dates'] : []),
    ...(imported > 0 ? ['term dates were imported for it'] : []),
    ...(signatures > 0 ? ['signatures are recorded'] : []),
    ...(sent > 0 ? ['messages have been sent'] : []),
    ...(Object.values(records).some((count) => count > 0) || next > 0 ? ['work is recorded in it'] : []),
  ];
}

/** Takes a group out with everything that came with it, and those of these schools that stand in no other group. */
export async function removeGroup(db: Tx, id: string, newSchools: readonly string[]): Promise<void> {
  const where = { groupId: id };
  await db.delivery.deleteMany({ where });
  await db.snooze.deleteMany({ where });
  await db.commitment.deleteMany({ where });
  await db.halfTerm.deleteMany({ where });
  await db.membership.deleteMany({ where });
  await db.groupSchool.deleteMany({ where });
  const { hubId } = await db.group.delete({ where: { id } });
  await db.school.deleteMany({
    where: { id: { in: [...newSchools] }, hubId, groups: { none: {} }, members: { none: {} }, closures: { none: {} } },
  });
}
