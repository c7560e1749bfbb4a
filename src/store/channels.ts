import type { Database, Tx } from './client.js';
import type { Audience } from './generated/sqlite/client.js';

export type { Audience };

/** @param ref the platform's own address of a channel: "slack:T0123:C0456" */
export async function findGroupOfChannel(
  db: Tx,
  ref: string,
): Promise<{ groupId: string; hubId: string; audience: Audience } | undefined> {
  const channel = await db.channel.findUnique({ where: { ref }, include: { group: { select: { hubId: true } } } });
  return channel ? { groupId: channel.groupId, hubId: channel.group.hubId, audience: channel.audience } : undefined;
}

/** Whose channel it is and for whom, for what happens often. */
export async function channelAt(db: Tx, ref: string): Promise<{ groupId: string; audience: Audience } | undefined> {
  const channel = await db.channel.findUnique({ where: { ref }, select: { groupId: true, audience: true } });
  return channel ?? undefined;
}

/** The group whose channel it is, or whose heads' channel. */
export async function groupOfChannel(db: Tx, ref: string): Promise<string | undefined> {
  return (await channelAt(db, ref))?.groupId;
}

/** The address of the group's channel, or of its heads', once somebody has said which it is. */
export async function findChannelOf(
  db: Tx,
  groupId: string,
  audience: Audience = 'group',
): Promise<string | undefined> {
  return (await db.channel.findUnique({ where: { groupId_audience: { groupId, audience } } }))?.ref;
}

/** The web chat's channel of a group, or of its heads. */
export const localChannel = (groupId: string, audience: Audience = 'group'): string =>
  audience === 'group' ? `local:${groupId}` : `local:${groupId}:${audience}`;

/** In the web chat each group has its channels from the start. One that has another elsewhere keeps that. */
export async function bindLocalChannels(db: Database, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    for (const audience of ['group', 'heads'] as const) {
      const groups = await tx.group.findMany({ where: { channels: { none: { audience } } }, select: { id: true } });
      await tx.channel.createMany({
        data: groups.map(({ id }) => ({
          ref: localChannel(id, audience),
          groupId: id,
          audience,
          boundAt: now,
          boundById: 'web chat',
        })),
      });
    }
  });
}

/** Whether anything of these platforms is known: a workspace, somebody in it, or a channel. */
export async function isUsedOn(db: Database, platforms: readonly string[]): Promise<boolean> {
  const there = { OR: platforms.map((name) => ({ ref: { startsWith: `${name}:` } })) };
  const counts = [
    await db.installation.count({ where: there }),
    await db.account.count({ where: there }),
    await db.channel.count({ where: there }),
  ];
  return counts.some((count) => count > 0);
}
