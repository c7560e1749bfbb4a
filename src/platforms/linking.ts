import { recordAudit } from '../store/audit.js';
import type { Database, Tx } from '../store/client.js';
import { isUniqueViolation } from '../store/unit-of-work.js';

/**
 * Says which hub a workspace belongs to. Whom it knew as somebody of another hub, and channels of another hub's
 * groups, are forgotten: nothing of one hub may reach another's workspace.
 */
export async function linkToHub(db: Database, ref: string, hubId: string, at: Date): Promise<void> {
  await db.$transaction((tx) => link(tx, ref, hubId, at));
}

/**
 * The same by a link that was handed out, which works once.
 * @returns false where it had been used already, and nothing was changed
 */
export async function tieByLink(
  db: Database,
  ref: string,
  { hub, id }: { hub: string; id: string },
  at: Date,
): Promise<boolean> {
  try {
    await db.$transaction(async (tx) => {
      await tx.usedLink.create({ data: { id, usedAt: at, ref } });
      await link(tx, ref, hub, at);
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

async function link(tx: Tx, ref: string, hubId: string, at: Date): Promise<void> {
  const there = { startsWith: `${ref}:` };
  const before = (await tx.installation.findUnique({ where: { ref } }))?.hubId;
  const strangers = await tx.account.findMany({ where: { ref: there, hubId: { not: hubId } } });
  await tx.installation.updateMany({ where: { ref }, data: { hubId } });
  await tx.account.deleteMany({ where: { ref: there, hubId: { not: hubId } } });
  await recordAudit(
    tx,
    ...(before === hubId ? [] : [{ hubId, at, act: 'tiedWorkspace' as const, about: ref }]),
    ...(before && before !== hubId ? [{ hubId: before, at, act: 'untiedWorkspace' as const, about: ref }] : []),
    ...strangers.flatMap((one) =>
      one.personId === null
        ? []
        : [{ hubId: one.hubId, at, act: 'untiedAccount' as const, personId: one.personId, about: one.ref }],
    ),
  );
  await tx.channel.deleteMany({ where: { ref: there, group: { hubId: { not: hubId } } } });
}
