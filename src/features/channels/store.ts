import type { Audience } from '../../store/channels.js';
import type { Tx } from '../../store/client.js';
import { hubName } from '../../store/hubs.js';
import type { LedGroup } from './schema.js';

/** The groups of a hub that somebody leads, with their channels for an audience, newest school year first. */
export async function listLedGroups(db: Tx, hubId: string, personId: string, audience: Audience): Promise<LedGroup[]> {
  const groups = await db.group.findMany({
    where: {
      hubId,
      memberships: { some: { personId, role: { in: ['specialist', 'hubLead'] }, stoodDownAt: null } },
    },
    select: {
      id: true,
      name: true,
      schoolYear: true,
      channels: { where: { audience }, select: { ref: true } },
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

/** Binds a channel and a group, or its heads, to each other, and to nothing else. */
export async function bindChannel(
  db: Tx,
  channel: {
    ref: string;
    groupId: string;
    audience: Audience;
    boundById: string;
    boundAt: Date;
    beforeRef?: string | null;
    fromId?: string | null;
  },
): Promise<void> {
  const { ref, groupId, audience } = channel;
  await db.channel.deleteMany({ where: { OR: [{ ref }, { groupId, audience }] } });
  await db.channel.create({ data: channel });
}

/** What an undo gives back of a channel. */
export async function whatBefore(db: Tx, ref: string): Promise<{ beforeRef: string | null; fromId: string | null }> {
  return db.channel.findUniqueOrThrow({ where: { ref }, select: { beforeRef: true, fromId: true } });
}

export async function freeChannel(db: Tx, ref: string): Promise<void> {
  await db.channel.deleteMany({ where: { ref } });
}

/** How many messages wait to be posted in the heads' channel. */
export function countForHeads(db: Tx, groupId: string): Promise<number> {
  return db.delivery.count({ where: { groupId, personId: null, audience: 'heads', status: 'planned' } });
}

/** A workspace as a hub sees it: its name, and whether it belongs to that hub. */
export async function findWorkspace(
  db: Tx,
  ref: string,
  hubId: string,
): Promise<{ hub: string; workspace: string; tied: boolean } | undefined> {
  const workspace = await db.installation.findUnique({ where: { ref } });
  if (!workspace) return undefined;
  return { hub: await hubName(db, hubId), workspace: workspace.name, tied: workspace.hubId === hubId };
}
