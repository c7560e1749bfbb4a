import type { Database } from '../store/client.js';

/**
 * Says which hub a workspace belongs to. Whom it knew as somebody of another hub, and channels of another hub's
 * groups, are forgotten: nothing of one hub may reach another's workspace.
 */
export async function linkToHub(db: Database, ref: string, hubId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const there = { startsWith: `${ref}:` };
    await tx.installation.updateMany({ where: { ref }, data: { hubId } });
    await tx.account.deleteMany({ where: { ref: there, hubId: { not: hubId } } });
    await tx.channel.deleteMany({ where: { ref: there, group: { hubId: { not: hubId } } } });
  });
}
