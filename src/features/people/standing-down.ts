import { stoodDownCard } from '../../../cards/people.js';
import type { Plan } from '../../delivery/plan.js';
import { becomingFault } from '../../edge/becoming.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { recordAudit } from '../../store/audit.js';
import { holdGroup } from '../../store/groups.js';
import { listParts } from '../../store/people.js';
import { roleLabel } from '../programmes/labels.js';
import { whoMaySay } from './rules.js';
import * as store from './store.js';

/** "Not me any more": nothing more is sent, and those who lead the group are told. Taken back with `standUp`. */
export async function standDown(context: Context): Promise<Reply> {
  const { db, now, planner, actor, groupId, hubId } = context;
  await holdGroup(db, groupId);
  const left = await store.markStoodDown(db, groupId, actor.personId, now);
  if (left.length === 0) return refused('You have said so already, so nothing was changed.');
  const group = await context.group();
  await planner.announce(
    db,
    groupId,
    now,
    whoMaySay(group).map(
      (personId): Plan => ({
        ...notice(now, actor.personId, personId),
        kind: 'head-left',
        occurrence: now.toISOString(),
        why: `${actor.name} pressed “Not me any more”`,
      }),
    ),
  );
  await planner.replan(db, groupId, now, undefined, 'said that this is no longer their role');
  await recordAudit(
    db,
    ...left.map(({ role }) => ({
      ...{ hubId, groupId, at: now, byId: actor.personId, personId: actor.personId },
      act: 'tookRole' as const,
      about: roleLabel(role, group),
    })),
  );
  return done('Thank you for telling us. Nothing more is sent to you in this role.', stoodDownCard(groupId));
}

/** "It is me after all": everything is asked as before, and whoever was told hears of it. */
export async function standUp(context: Context): Promise<Reply> {
  const { db, now, planner, actor, groupId, hubId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const roles = await store.listStoodDown(db, groupId, actor.personId);
  if (roles.length === 0) {
    return refused(
      'Another has this role now, or you are in it already. If that is wrong, please tell your specialist.',
    );
  }
  const parts = await listParts(db, actor.personId);
  for (const one of roles) {
    const wrong = becomingFault({ name: actor.name, parts, group, ...one });
    if (wrong !== undefined) return refused(wrong);
  }
  await store.standUpIn(db, roles);
  await planner.withdraw(db, { topic: 'notice', subjectId: actor.personId }, 'took it back');
  await planner.refresh(db, groupId, { kinds: ['head-left'], subjectId: actor.personId });
  const told = await store.listTold(db, groupId, actor.personId, roles);
  await planner.announce(
    db,
    groupId,
    now,
    told.map(
      (personId): Plan => ({
        ...notice(now, actor.personId, personId),
        kind: 'head-back',
        occurrence: now.toISOString(),
        why: `${actor.name} pressed “It is me after all”`,
      }),
    ),
  );
  await planner.replan(db, groupId, now);
  await recordAudit(
    db,
    ...roles.map(({ role }) => ({
      ...{ hubId, groupId, at: now, byId: actor.personId, personId: actor.personId },
      act: 'gaveRole' as const,
      about: `${roleLabel(role, group)}, taken back`,
    })),
  );
  return done('Welcome back. You will be asked as before.');
}

const notice = (now: Date, subjectId: string, personId: string): Omit<Plan, 'kind' | 'occurrence' | 'why'> => ({
  topic: 'notice',
  subjectId,
  personId,
  late: 'send',
  prompt: true,
  dueAt: now,
});
