import type { Database, Tx } from './client.js';
import type { Role } from './groups.js';

export interface ActorMembership {
  groupId: string;
  groupName: string;
  zone: string;
  role: Role;
  schoolId: string | null;
  stoodDown: boolean;
}

export interface Actor {
  personId: string;
  name: string;
  hubId: string;
  calendarSecret: string;
  memberships: readonly ActorMembership[];
}

/** Who acts, with every role they hold; undefined for someone we do not know. */
export async function findActor(db: Database, personId: string): Promise<Actor | undefined> {
  const person = await db.person.findUnique({
    where: { id: personId },
    include: { memberships: { include: { group: { select: { name: true, zone: true } } } } },
  });
  if (!person) return undefined;
  return {
    personId: person.id,
    name: person.name,
    hubId: person.hubId,
    calendarSecret: person.calendarSecret,
    memberships: person.memberships.map(({ group, groupId, role, schoolId, stoodDownAt }) => ({
      groupId,
      groupName: group.name,
      zone: group.zone,
      role,
      schoolId,
      stoodDown: stoodDownAt !== null,
    })),
  };
}

export interface Person {
  id: string;
  name: string;
  email: string;
  calendarSecret: string;
}

export async function findPerson(db: Tx, id: string): Promise<Person | undefined> {
  return (await db.person.findUnique({ where: { id } })) ?? undefined;
}
