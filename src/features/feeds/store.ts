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
  const groupIds = [...new Set(person.memberships.map((one) => one.groupId))];
  return { name: 'Work Group meetings', groupIds, personId: person.id };
}
