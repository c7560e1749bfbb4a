import { stoodDownCard } from '../../../cards/people.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { membersWith } from '../../store/groups.js';
import * as store from './store.js';

/** "Not me any more": nothing more is sent, and the specialist is told. Taken back with `standUp`. */
export async function standDown(context: Context): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  await store.markStoodDown(db, groupId, actor.personId, now);
  const group = await context.group();
  await planner.announce(
    db,
    groupId,
    now,
    membersWith(group, 'specialist').map(
      ({ personId }): Plan => ({
        kind: 'head-left',
        topic: 'notice',
        subjectId: actor.personId,
        personId,
        occurrence: now.toISOString(),
        late: 'send',
        prompt: true,
        dueAt: now,
        why: `${actor.name} pressed “Not me any more”`,
      }),
    ),
  );
  await planner.replan(db, groupId, now, undefined, 'said that this is no longer their role');
  return done('Thank you for telling us. Nothing more is sent to you.', stoodDownCard(groupId));
}

export async function standUp(context: Context): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  if ((await store.markStoodDown(db, groupId, actor.personId, null)) === 0) {
    return refused(
      'Another has this role now, or you are in it already. If that is wrong, please tell your specialist.',
    );
  }
  await planner.withdraw(db, { topic: 'notice', subjectId: actor.personId }, 'took it back');
  await planner.replan(db, groupId, now);
  return done('Welcome back. You will be asked as before.');
}
