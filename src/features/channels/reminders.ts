import { workspaceTiedCard } from '../../../cards/channels.js';
import type { Builder } from '../../delivery/building.js';
import type { Planner } from '../../delivery/planner.js';
import type { Database } from '../../store/client.js';
import { hubLeadsOf } from '../../store/hubs.js';
import { transact } from '../../store/unit-of-work.js';

/** Tells the hub leads that a link has tied a workspace to their hub. @param ref "slack:T0123" */
export async function tellOfWorkspace(
  { db, planner, now }: { db: Database; planner: Pick<Planner, 'announce'>; now: Date },
  { hubId, ref }: { hubId: string; ref: string },
): Promise<void> {
  await transact(db, async (tx) => {
    for (const { personId, groupId } of await hubLeadsOf(tx, hubId)) {
      await planner.announce(tx, groupId, now, [
        {
          kind: 'workspace-tied',
          topic: 'notice',
          subjectId: ref,
          personId,
          occurrence: now.toISOString(),
          late: 'send',
          prompt: true,
          dueAt: now,
          why: 'a link has tied a workspace to the hub',
        },
      ]);
    }
  });
}

export const channelBuilders: Record<string, Builder> = {
  'workspace-tied': async ({ db, group }, { subjectId: ref }) => {
    const workspace = await db.installation.findUnique({ where: { ref } });
    const hub = await db.hub.findUniqueOrThrow({ where: { id: group.hubId } });
    if (!workspace) return undefined;
    const tied = workspace.hubId === group.hubId;
    return {
      card: workspaceTiedCard({ hub: hub.name, workspace: workspace.name, tied }),
      ...(!tied && { skip: 'it was taken back' }),
    };
  },
};
