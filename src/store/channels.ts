import type { Database, Tx } from './client.js';

/** @param ref the platform's own address of a channel: "slack:T0123:C0456" */
export async function findGroupOfChannel(db: Tx, ref: string): Promise<{ groupId: string; hubId: string } | undefined> {
  const channel = await db.channel.findUnique({ where: { ref }, include: { group: { select: { hubId: true } } } });
  return channel ? { groupId: channel.groupId, hubId: channel.group.hubId } : undefined;
}

/** Whose channel it is, for what happens often. */
export async function groupOfChannel(db: Tx, ref: string): Promise<string | undefined> {
  return (await db.channel.findUnique({ where: { ref } }))?.groupId;
}

/** The address of the group's channel, once somebody has said which it is. */
export async function findChannelOf(db: Tx, groupId: string): Promise<string | undefined> {
  return (await db.channel.findUnique({ where: { groupId_audience: { groupId, audience: 'group' } } }))?.ref;
}

/** The web chat's channel of a group. */
export const localChannel = (groupId: string): string => `local:${groupId}`;

/** In the web chat each group has its channel from the start. One that has another elsewhere keeps that. */
export async function bindLocalChannels(db: Database, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const groups = await tx.group.findMany({
      where: { channels: { none: { audience: 'group' } } },
      select: { id: true },
    });
    await tx.channel.createMany({
      data: groups.map(({ id }) => ({ ref: localChannel(id), groupId: id, boundAt: now, boundById: 'web chat' })),
    });
  });
}
