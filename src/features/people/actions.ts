import { stoodDownCard } from '../../../cards/people.js';
import type { Plan } from '../../delivery/plan.js';
import type { Planner } from '../../delivery/planner.js';
import type { Acquaintance, Newcomer } from '../../edge/newcomer.js';
import { done, type Reply } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import type { Database } from '../../store/client.js';
import { membersWith } from '../../store/groups.js';
import { markStoodDown } from './store.js';

/** "Not me any more": nothing more is sent, and the specialist is told. Taken back with `standUp`. */
export async function standDown(context: Context): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  await markStoodDown(db, groupId, actor.personId, now);
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
  await markStoodDown(db, groupId, actor.personId, null);
  await planner.withdraw(db, { topic: 'notice', subjectId: actor.personId }, 'took it back');
  await planner.replan(db, groupId, now);
  return done('Welcome back. You will be asked as before.');
}

/** Recognises somebody who has appeared on a platform by address, or asks the specialist who that is. */
export async function meet(
  { db, planner, now }: { db: Database; planner: Planner; now: Date },
  newcomer: Newcomer,
): Promise<Acquaintance> {
  const { ref, hubId, name, email } = newcomer;
  const known = await db.account.findUnique({ where: { ref } });
  const person =
    email === undefined
      ? null
      : await db.person.findUnique({ where: { hubId_email: { hubId, email: email.trim().toLowerCase() } } });
  const personId = known?.personId ?? person?.id;
  await db.$transaction(async (tx) => {
    const data = { name, email: email ?? null, personId: personId ?? null, seenAt: now };
    await tx.account.upsert({ where: { ref }, create: { ref, hubId, ...data }, update: data });
    if (personId !== undefined && known?.personId !== personId) await planner.revive(tx, { personId }, now);
  });
  return { personId, guest: known?.guest ?? false, isNew: known?.welcomedAt == null };
}
