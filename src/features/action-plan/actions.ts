import { takeBackCard } from '../../../cards/undo.js';
import { civilDate } from '../../calendar/dates.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { holdGroup, schoolName } from '../../store/groups.js';
import { checkStep } from './rules.js';
import { type ActionStep, type StepWish, together } from './schema.js';
import * as store from './store.js';

export const gone = 'That step is not in the plan any more, so nothing was changed.';
const notYours = 'That is about another school, so nothing was changed.';

const ownerOf = ({ owner }: Pick<StepWish, 'owner'>): string | null => (owner === together ? null : owner);

/** A step of a school whose plan the person may read, and so keep. */
export async function findOwn({ db, groupId, ...context }: Context, id: string): Promise<ActionStep | undefined> {
  const step = await store.findStep(db, groupId, id);
  return step && maySee('actionPlan', context, step) ? step : undefined;
}

export async function addStep(context: Context, schoolId: string, wish: StepWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  if (!maySee('actionPlan', context, { schoolId })) return refused(notYours);
  await holdGroup(db, groupId);
  const group = await context.group();
  const others = (await store.listSteps(db, groupId)).get(schoolId) ?? [];
  const wrong = checkStep(group, schoolId, wish, others, civilDate(now, group.zone));
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const { text, due } = wish;
  const step = { groupId, schoolId, text, ownerId: ownerOf(wish), dueOn: due || null };
  const id = await store.createStep(db, step, actor.personId, now);
  const words = `In the plan of ${schoolName(group, schoolId)}: ${text}`;
  return done(words, dropCard(groupId, id, words));
}

const dropCard = (group: string, step: string, words: string) =>
  takeBackCard('Added to the plan', words, { label: 'Take it out again', route: 'plan.drop', args: { group, step } });

export async function changeStep(context: Context, id: string, wish: StepWish): Promise<Reply | Faults> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const step = await findOwn(context, id);
  if (!step || step.droppedAt !== null) return refused(gone);
  const group = await context.group();
  const others = ((await store.listSteps(db, groupId)).get(step.schoolId) ?? []).filter((one) => one.id !== id);
  const today = civilDate(now, group.zone);
  const wrong = checkStep(group, step.schoolId, wish, others, today);
  // A day that has passed may stay as it is.
  if (wrong.due !== undefined && wish.due === step.dueOn) delete wrong.due;
  if (Object.keys(wrong).length > 0) return faults(wrong);
  await store.updateStep(db, id, { text: wish.text, ownerId: ownerOf(wish), dueOn: wish.due || null });
  const words = `Changed: ${wish.text}`;
  return done(
    words,
    takeBackCard('Changed', words, {
      label: 'As it was before',
      route: 'plan.back',
      args: { group: groupId, step: id, text: step.text, owner: step.ownerId ?? together, due: step.dueOn ?? '' },
    }),
  );
}

export async function changeBack(
  context: Context,
  id: string,
  before: { text: string; owner: string; due: string },
): Promise<Reply> {
  await holdGroup(context.db, context.groupId);
  const step = await findOwn(context, id);
  if (!step || step.droppedAt !== null) return refused(gone);
  const { text, due } = before;
  await store.updateStep(context.db, id, { text, ownerId: ownerOf(before), dueOn: due || null });
  return done(`As it was before: ${text}`);
}

export async function tickStep(context: Context, id: string, isDone: boolean): Promise<Reply> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const step = await findOwn(context, id);
  if (!step || step.droppedAt !== null) return refused(gone);
  if ((step.doneAt !== null) === isDone) return done(isDone ? 'That is done already.' : 'That is open already.');
  await store.updateStep(db, id, isDone ? { doneAt: now, doneById: actor.personId } : { doneAt: null, doneById: null });
  if (!isDone) return done(`Open again: ${step.text}`);
  const words = `Done: ${step.text}`;
  const back = { label: 'Not done yet', route: 'plan.untick', args: { group: groupId, step: id } };
  return done(words, takeBackCard('Done', words, back));
}

export async function dropStep(context: Context, id: string, out: boolean): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const step = await findOwn(context, id);
  if (!step) return refused(gone);
  if ((step.droppedAt !== null) === out)
    return done(out ? 'That is out of the plan already.' : 'That is in the plan already.');
  await store.updateStep(db, id, { droppedAt: out ? now : null });
  if (!out) return done(`In the plan again: ${step.text}`);
  const words = `Out of the plan: ${step.text}`;
  const back = { label: 'Put it in again', route: 'plan.keep', args: { group: groupId, step: id } };
  return done(words, takeBackCard('Taken out of the plan', words, back));
}
