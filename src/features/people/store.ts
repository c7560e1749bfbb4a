import type { Tx } from '../../store/client.js';

/** Sets or clears "not me any more" in the roles that a person can leave by a button. */
export async function markStoodDown(db: Tx, groupId: string, personId: string, at: Date | null): Promise<void> {
  await db.membership.updateMany({
    where: { groupId, personId, role: { in: ['head', 'headOfDepartment'] } },
    data: { stoodDownAt: at },
  });
}
