import type { Database, Tx } from './client.js';
import { Prisma } from './generated/sqlite/client.js';
import type { Role } from './groups.js';

export interface ActorMembership {
  groupId: string;
  groupName: string;
  zone: string;
  role: Role;
  schoolId: string | null;
  stoodDown: boolean;
  /** Others have said that they have left. */
  left: boolean;
}

export interface Actor {
  personId: string;
  name: string;
  hubId: string;
  calendarSecret: string;
  memberships: readonly ActorMembership[];
}

interface ActorRow {
  personId: string;
  name: string;
  hubId: string;
  calendarSecret: string;
  groupId: string | null;
  groupName: string;
  zone: string;
  role: Role;
  schoolId: string | null;
  stoodDown: boolean | number | bigint;
  left: boolean | number | bigint;
}

// Asked for whatever anybody does: one statement where Prisma's own would be three.
const actorColumns = Prisma.sql`p."id" AS "personId", p."name", p."hubId", p."calendarSecret", m."groupId", m."role",
  m."schoolId", m."stoodDownAt" IS NOT NULL AS "stoodDown", m."stoodDownAt" IS NOT NULL AND m."leftSaidBy" IS NOT NULL AS "left", g."name" AS "groupName", g."zone"`;
const joinMemberships = Prisma.sql`LEFT JOIN "Membership" m ON m."personId" = p."id" LEFT JOIN "Group" g ON g."id" = m."groupId"`;
const inOrder = Prisma.sql`ORDER BY g."createdAt", m."id"`;

/** Who acts, with every role they hold; undefined for someone we do not know. */
export async function findActor(db: Database, personId: string): Promise<Actor | undefined> {
  const rows = await db.$queryRaw<ActorRow[]>`
    SELECT ${actorColumns} FROM "Person" p ${joinMemberships} WHERE p."id" = ${personId} ${inOrder}`;
  return actorOf(rows);
}

/** Somebody on a platform. */
export interface AccountOwner {
  hubId: string;
  guest: boolean;
  welcomed: boolean;
  /** Undefined: not recognised yet. */
  actor: Actor | undefined;
}

/** @param ref the platform's own address of the account: "slack:T0123:U0456" */
export async function findAccountOwner(db: Database, ref: string): Promise<AccountOwner | undefined> {
  type Row = Partial<ActorRow> & { accountHubId: string } & Record<'guest' | 'welcomed', boolean | number | bigint>;
  const rows = await db.$queryRaw<Row[]>`
    SELECT a."hubId" AS "accountHubId", a."guest", a."welcomedAt" IS NOT NULL AS "welcomed", ${actorColumns}
    FROM "Account" a LEFT JOIN "Person" p ON p."id" = a."personId" ${joinMemberships} WHERE a."ref" = ${ref} ${inOrder}`;
  const [account] = rows;
  if (!account) return undefined;
  return {
    hubId: account.accountHubId,
    guest: Boolean(account.guest),
    welcomed: Boolean(account.welcomed),
    actor: account.personId ? actorOf(rows as unknown as ActorRow[]) : undefined,
  };
}

function actorOf(rows: readonly ActorRow[]): Actor | undefined {
  const [person] = rows;
  if (!person) return undefined;
  const { personId, name, hubId, calendarSecret } = person;
  return {
    personId,
    name,
    hubId,
    calendarSecret,
    memberships: rows.flatMap(({ groupId, groupName, zone, role, schoolId, stoodDown, left }) =>
      groupId === null
        ? []
        : [{ groupId, groupName, zone, role, schoolId, stoodDown: Boolean(stoodDown), left: Boolean(left) }],
    ),
  };
}

export interface Person {
  id: string;
  hubId: string;
  name: string;
  /** "not known" where nobody has told us. */
  email: string;
  calendarSecret: string;
}

export async function findPerson(db: Tx, id: string): Promise<Person | undefined> {
  const person = await db.person.findUnique({ where: { id } });
  return person ? { ...person, email: isPlaceholder(person.email) ? 'not known' : person.email } : undefined;
}

/** No mail ever arrives there: https://www.rfc-editor.org/rfc/rfc6761#section-6.4 */
const nowhere = '@address-not-known.invalid';

/** Stands in for the address of somebody whose platform shows none: addresses are unique in a hub. */
export const placeholderEmail = (personId: string): string => `${personId}${nowhere}`;

const isPlaceholder = (email: string): boolean => email.endsWith(nowhere);

/** One person's role, among those that were handed over. */
export const handedKey = ({ personId, role }: { personId: string; role: Role }): string => `${personId}:${role}`;

/**
 * The roles in a group that somebody has no more since a handover, by `handedKey`, and whose they are now. A successor
 * who had acted before the handover was taken back has stood down at that moment.
 */
export async function listHandedOver(db: Database | Tx, groupId: string): Promise<Map<string, string>> {
  const rows = await db.handover.findMany({ where: { groupId }, orderBy: { at: 'asc' } });
  const left = await db.membership.findMany({ where: { groupId, stoodDownAt: { not: null } } });
  const away = new Map(left.map((one) => [handedKey(one), one.stoodDownAt?.getTime()]));
  return new Map(
    rows.flatMap(({ leaverId, successorId, role, undoneAt }): [string, string][] => {
      const [gone, now] = undoneAt === null ? [leaverId, successorId] : [successorId, leaverId];
      const key = handedKey({ personId: gone, role });
      const since = away.get(key);
      return since === undefined || (undoneAt !== null && undoneAt.getTime() !== since) ? [] : [[key, now]];
    }),
  );
}

/** The roles that somebody holds in a hub's groups, without those that they have left. */
export async function listParts(
  db: Tx,
  personId: string,
): Promise<{ groupId: string; role: Role; schoolId: string | null }[]> {
  return db.membership.findMany({
    where: { personId, stoodDownAt: null },
    select: { groupId: true, role: true, schoolId: true },
  });
}

/**
 * The same person under another address. Whatever account was known by the old one is nobody's until it is recognised
 * anew; one of whom somebody has said who it is by another address stays theirs.
 * @returns the accounts that are not theirs any more
 */
export async function changeAddress(db: Tx, personId: string, email: string): Promise<string[]> {
  const { email: old } = await db.person.findUniqueOrThrow({ where: { id: personId }, select: { email: true } });
  const accounts = await db.account.findMany({ where: { personId, email: old }, select: { ref: true } });
  const refs = accounts.map(({ ref }) => ref);
  await db.account.updateMany({ where: { ref: { in: refs } }, data: { personId: null } });
  await db.person.update({ where: { id: personId }, data: { email } });
  return refs;
}
