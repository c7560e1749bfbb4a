import type { Tx } from '../../store/client.js';
import type { LedGroup } from './schema.js';

/** The groups of a hub that somebody leads, newest school year first. */
export async function listLedGroups(db: Tx, hubId: string, personId: string): Promise<LedGroup[]> {
  const groups = await db.group.findMany({
    where: {
      hubId,
      memberships: { some: { personId, role: { in: ['specialist', 'hubLead'] }, stoodDownAt: null } },
    },
    select: {
      id: true,
      name: true,
      schoolYear: true,
      channels: { where: { audience: 'group' }, select: { ref: true } },
    },
    orderBy: [{ schoolYear: 'desc' }, { name: 'asc' }],
  });
  return groups.map(({ channels: [channel], ...group }) => ({ ...group, channel: channel?.ref }));
}

/** The name of a hub's group. */
export async function groupName(db: Tx, hubId: string, id: string): Promise<string | undefined> {
  return (await db.group.findFirst({ where: { id, hubId }, select: { name: true } }))?.name;
}

/** Whether a workspace is linked to another hub. */
export async function isOfAnotherHub(db: Tx, workspace: string, hubId: string): Promise<boolean> {
  const installation = await db.installation.findUnique({ where: { ref: workspace }, select: { hubId: true } });
  return installation !== null && installation.hubId !== hubId;
}

/** Of two who bind at the same moment, the second waits and finds what the first did. */
export async function holdGroups(db: Tx, ids: readonly string[]): Promise<void> {
  for (const id of [...ids].sort()) await db.group.updateMany({ where: { id }, data: { id } });
}

/** Binds a channel and a group to each other, and to nothing else. */
export async function bindChannel(
  db: Tx,
  channel: { ref: string; groupId: string; boundById: string; boundAt: Date },
): Promise<void> {
  await db.channel.deleteMany({
    where: { OR: [{ ref: channel.ref }, { groupId: channel.groupId, audience: 'group' }] },
  });
  await db.channel.create({ data: channel });
}

export async function freeChannel(db: Tx, ref: string): Promise<void> {
  await db.channel.deleteMany({ where: { ref } });
}
