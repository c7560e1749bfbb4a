import type { Tx } from '../../store/client.js';

/** The groups behind a secret calendar address, whose it is, and what the calendar is called. */
export async function findFeed(
  db: Tx,
  secret: string,
): Promise<{ name: string; groupIds: string[]; personId?: string } | undefined> {
  const group = await db.group.findUnique({ where: { calendarSecret: secret } });
  if (group) return { name: group.name, groupIds: [group.id] };
  const person = await db.person.findUnique({
    where: { calendarSecret: secret },
    include: { memberships: { where: { stoodDownAt: null } } },
  });
  if (!person) return undefined;
  // Of who has left every group it is empty, so that calendars take out what they have: none would at a refusal.
  const groupIds = [...new Set(person.memberships.map((one) => one.groupId))];
  return { name: 'Work Group meetings', groupIds, personId: person.id };
}

export async function setPersonSecret(db: Tx, id: string, calendarSecret: string): Promise<void> {
  await db.person.update({ where: { id }, data: { calendarSecret } });
}

export async function setGroupSecret(db: Tx, id: string, calendarSecret: string): Promise<void> {
  await db.group.update({ where: { id }, data: { calendarSecret } });
}

/** The groups that somebody is in. */
export async function groupsOf(db: Tx, personId: string): Promise<string[]> {
  const rows = await db.membership.findMany({ where: { personId, stoodDownAt: null }, select: { groupId: true } });
  return [...new Set(rows.map(({ groupId }) => groupId))];
}
