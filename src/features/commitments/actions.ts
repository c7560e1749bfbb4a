import { formatInstant } from '../../calendar/dates.js';
import { nextSendable } from '../../calendar/quiet-hours.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { membersWith } from '../../store/groups.js';
import { saveReview } from './store.js';

export async function answerReview(
  context: Context,
  schoolId: string,
  halfTerm: number,
  answer: 'kept' | 'partly' | 'talk',
): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  if (!context.schoolIds.includes(schoolId)) return refused('That is about another school, so nothing was changed.');
  const group = await context.group();
  await saveReview(db, { groupId, schoolId, halfTerm, answer, personId: actor.personId }, now);
  const subjectId = `${schoolId}/${halfTerm}`;
  const talk = { topic: 'notice', subjectId: `${subjectId}/${actor.personId}` } as const;
  const specialists = membersWith(group, 'specialist');
  if (answer === 'talk') {
    await planner.announce(
      db,
      groupId,
      now,
      specialists.map(
        ({ personId }): Plan => ({
          ...talk,
          kind: 'review-talk',
          personId,
          occurrence: now.toISOString(),
          late: 'send',
          prompt: true,
          dueAt: now,
          why: `${actor.name} pressed “Need to talk”`,
        }),
      ),
    );
  } else {
    await planner.withdraw(db, talk, 'the head changed the answer');
  }
  await planner.replan(db, groupId, now, { topic: 'review', subjectId });
  await planner.refresh(db, groupId, ['commitments-review'], subjectId);
  if (answer !== 'talk') return done('Thank you. You will not be asked again this half-term.');
  const at = nextSendable(group.calendar, now);
  const told = at > now ? `on ${formatInstant(at, group.zone)}` : 'now';
  return done(`${specialists[0]?.name ?? 'Your specialist'} is told ${told} that you would like to talk.`);
}
