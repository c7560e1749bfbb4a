import { occurrenceOf } from '../../delivery/plan.js';
import type { Tx } from '../../store/client.js';
import type { Delivery } from '../../store/generated/sqlite/client.js';
import type { Role } from '../../store/groups.js';
import { handedKey, listHandedOver } from '../../store/people.js';
import type { Account, NewRole } from './schema.js';

/** A role that somebody has said is no longer theirs. */
export interface StoodDown {
  id: string;
  role: Role;
  schoolId: string | null;
  stoodDownAt: Date | null;
}

/** The roles that a person can leave by a button. */
const leavable = { in: ['head', 'headOfDepartment'] satisfies Role[] };

/** Sets "not me any more". @returns the roles that they had until then */
export async function markStoodDown(db: Tx, groupId: string, personId: string, at: Date): Promise<StoodDown[]> {
  const rows = await db.membership.findMany({ where: { groupId, personId, role: leavable, stoodDownAt: null } });
  await db.membership.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { stoodDownAt: at } });
  return rows;
}

/** The roles that somebody has left by their own word, and that nobody has taken over. */
export async function listStoodDown(db: Tx, groupId: string, personId: string): Promise<StoodDown[]> {
  const handed = await listHandedOver(db, groupId);
  const rows = await db.membership.findMany({
    where: { groupId, personId, role: leavable, stoodDownAt: { not: null }, leftSaidBy: null },
  });
  return rows.filter(({ role }) => !handed.has(handedKey({ personId, role })));
}

export async function standUpIn(db: Tx, roles: readonly StoodDown[]): Promise<void> {
  await db.membership.updateMany({ where: { id: { in: roles.map(({ id }) => id) } }, data: { stoodDownAt: null } });
}

/** To whom it went out, or may have, that somebody had left these roles. */
export async function listTold(
  db: Tx,
  groupId: string,
  personId: string,
  roles: readonly StoodDown[],
): Promise<string[]> {
  const moments = new Set(roles.map(({ stoodDownAt }) => stoodDownAt?.toISOString()));
  const rows = await db.delivery.findMany({
    where: { groupId, kind: 'head-left', subjectId: personId, status: { in: ['sending', 'sent'] } },
  });
  return rows.filter((row) => moments.has(occurrenceOf(row))).flatMap((row) => row.personId ?? []);
}

/** Whoever else looks at this account waits until the transaction has ended. */
export async function holdAccount(db: Tx, ref: string): Promise<Account | undefined> {
  await db.account.updateMany({ where: { ref }, data: { ref } });
  return (await db.account.findUnique({ where: { ref } })) ?? undefined;
}

/** An account of whom somebody in this group was asked who it is. */
export async function findAskedAccount(
  db: Tx,
  { hubId, groupId, ref }: { hubId: string; groupId: string; ref: string },
): Promise<Account | undefined> {
  const asked = await db.delivery.count({ where: { groupId, kind: 'who-is-this', subjectId: ref } });
  if (asked === 0) return undefined;
  return (await db.account.findFirst({ where: { ref, hubId } })) ?? undefined;
}

/** An account as its platform shows it now. One that was another hub's starts anew. */
export async function saveAccount(
  db: Tx,
  { ref, ...data }: Omit<Account, 'welcomedAt'>,
  { seenAt, anew }: { seenAt: Date; anew: boolean },
): Promise<void> {
  await db.account.upsert({
    where: { ref },
    create: { ref, ...data, seenAt },
    update: { ...data, seenAt, ...(anew && { welcomedAt: null, direct: null }) },
  });
}

export async function setIdentity(db: Tx, ref: string, is: { personId: string | null; guest: boolean }): Promise<void> {
  await db.account.update({ where: { ref }, data: is });
}

export async function findPersonByEmail(
  db: Tx,
  hubId: string,
  email: string,
): Promise<{ id: string; name: string } | undefined> {
  return (await db.person.findUnique({ where: { hubId_email: { hubId, email } } })) ?? undefined;
}

export async function groupsOfPerson(db: Tx, personId: string): Promise<string[]> {
  const rows = await db.membership.findMany({ where: { personId }, select: { groupId: true } });
  return [...new Set(rows.map(({ groupId }) => groupId))];
}

/** The group, when it is this hub's; without one, the only group of the hub. */
export async function groupInHub(db: Tx, hubId: string, groupId: string | undefined): Promise<string | undefined> {
  const groups = await db.group.findMany({
    where: { hubId, ...(groupId !== undefined && { id: groupId }) },
    select: { id: true },
    take: 2,
  });
  return groups.length === 1 ? groups[0]?.id : undefined;
}

/** Nothing more is sent to somebody who has been taken out. */
export async function dropPlanned(db: Tx, groupId: string, personId: string, reason: string): Promise<void> {
  await db.delivery.updateMany({
    where: { groupId, personId, status: { in: ['planned', 'failed'] } },
    data: { status: 'skipped', reason },
  });
}

/** Those of the people who are known already on the platform of this account. */
export async function peopleKnownBeside(db: Tx, ref: string, personIds: readonly string[]): Promise<Set<string>> {
  const onPlatform = { startsWith: ref.slice(0, ref.indexOf(':') + 1), not: ref };
  const rows = await db.account.findMany({
    where: { personId: { in: [...personIds] }, ref: onPlatform },
    select: { personId: true },
  });
  return new Set(rows.flatMap(({ personId }) => personId ?? []));
}

/** Where somebody is known. */
export async function accountsOf(db: Tx, personId: string): Promise<string[]> {
  const rows = await db.account.findMany({ where: { personId }, select: { ref: true }, orderBy: { ref: 'asc' } });
  return rows.map(({ ref }) => ref);
}

/** Whether somebody is a hub lead in any group of the hub. */
export async function leadsHub(db: Tx, personId: string): Promise<boolean> {
  return (await db.membership.count({ where: { personId, role: 'hubLead' } })) > 0;
}

export interface NewPerson {
  id: string;
  hubId: string;
  name: string;
  email: string;
  calendarSecret: string;
}

export async function createPerson(db: Tx, person: NewPerson): Promise<void> {
  await db.person.create({ data: person });
}

export async function createMembership(
  db: Tx,
  membership: { id: string; groupId: string; personId: string; role: NewRole; schoolId: string; addedAt: Date },
): Promise<void> {
  await db.membership.create({ data: membership });
}

/** The last welcome of an account whose person it is, which says how that came about. */
export async function findWelcome(
  db: Tx,
  { groupId, ref, personId }: { groupId: string; ref: string; personId: string },
): Promise<Delivery | undefined> {
  const welcome = await db.delivery.findFirst({
    where: { groupId, kind: 'welcome', subjectId: ref, personId, status: { not: 'skipped' } },
    orderBy: { dueAt: 'desc' },
  });
  return welcome ?? undefined;
}

/** Whether somebody has answered or written anything in a group. */
export async function hasTraces(db: Tx, groupId: string, personId: string): Promise<boolean> {
  const inMeeting = { personId, meeting: { groupId } };
  const counts = [
    await db.meetingAnswer.count({ where: inMeeting }),
    await db.coverAnswer.count({ where: inMeeting }),
    await db.attendance.count({ where: inMeeting }),
    await db.reflection.count({ where: { personId, gapTask: { groupId } } }),
    await db.commitmentReview.count({ where: { personId, groupId } }),
    await db.releasePerson.count({ where: { personId, entry: { groupId } } }),
    await db.contribution.count({ where: { personId, groupId } }),
    await db.question.count({ where: { personId, groupId } }),
  ];
  return counts.some((count) => count > 0);
}

/** Whether somebody is known by anything else: another group or role, another account. */
export async function isKnownOtherwise(db: Tx, personId: string): Promise<boolean> {
  const memberships = await db.membership.count({ where: { personId } });
  return memberships > 0 || (await db.account.count({ where: { personId } })) > 0;
}

export async function removeMembership(db: Tx, groupId: string, id: string): Promise<void> {
  await db.membership.deleteMany({ where: { id, groupId } });
}

export async function removePerson(db: Tx, hubId: string, id: string): Promise<void> {
  await db.snooze.deleteMany({ where: { personId: id } });
  await db.person.deleteMany({ where: { id, hubId } });
}

/** Of these people, those to whom a message could not be delivered. */
export async function heldUp(db: Tx, people: readonly string[]): Promise<string[]> {
  const rows = await db.delivery.findMany({
    where: { personId: { in: [...people] }, status: 'failed' },
    distinct: ['personId'],
    select: { personId: true },
  });
  return rows.flatMap(({ personId }) => personId ?? []);
}

/** Whether somebody has been asked, or is about to be, whose account it is. */
export const isAskedAbout = async (db: Tx, ref: string): Promise<boolean> =>
  (await db.delivery.count({
    where: { kind: 'who-is-this', subjectId: ref, status: { in: ['planned', 'sending', 'sent'] } },
  })) > 0;
