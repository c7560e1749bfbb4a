import { groupBy } from '../../shared/group-by.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { ActionStep } from './schema.js';

/** The steps in a group's action plans by school, in their order; without those that were taken out. */
export async function listSteps(db: Tx, groupId: string): Promise<ReadonlyMap<string, ActionStep[]>> {
  const steps = await db.actionStep.findMany({
    where: { groupId, droppedAt: null },
    orderBy: [{ position: 'asc' }, { createdAt: 'asc' }],
  });
  return groupBy(steps, ({ schoolId }) => schoolId);
}

/** Also one that was taken out. */
export async function findStep(db: Tx, groupId: string, id: string): Promise<ActionStep | undefined> {
  return (await db.actionStep.findFirst({ where: { id, groupId } })) ?? undefined;
}

/** @returns its id */
export async function createStep(
  db: Tx,
  step: { groupId: string; schoolId: string; text: string; ownerId: string | null; dueOn: string | null },
  by: string,
  now: Date,
): Promise<string> {
  const { groupId, schoolId } = step;
  const id = newId();
  const position = await db.actionStep.count({ where: { groupId, schoolId } });
  await db.actionStep.create({ data: { id, ...step, position, createdAt: now, createdById: by } });
  return id;
}

export async function updateStep(
  db: Tx,
  id: string,
  change: Partial<Pick<ActionStep, 'text' | 'ownerId' | 'dueOn' | 'doneAt' | 'doneById' | 'droppedAt'>>,
): Promise<void> {
  await db.actionStep.update({ where: { id }, data: change });
}
