import { newYearCard } from '../../../cards/carrying-on.js';
import { button } from '../../../cards/model.js';
import { addDays, instantAt } from '../../calendar/dates.js';
import { morning } from '../../calendar/quiet-hours.js';
import { firstSchoolDay, halfTermName } from '../../calendar/school-calendar.js';
import { yearAfter } from '../../calendar/usual-terms.js';
import type { Builder } from '../../delivery/building.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import type { Tx } from '../../store/client.js';
import { membersWith } from '../../store/groups.js';
import { findNext, hasStopped } from './store.js';

const lastHalfTerm = 6;

async function answerOf(db: Parameters<typeof findNext>[0], groupId: string): Promise<string | undefined> {
  const next = await findNext(db, groupId);
  if (next) return `It goes on as ${next.name}, ${next.schoolYear}.`;
  return (await hasStopped(db, groupId)) ? 'The group ends with this year.' : undefined;
}

/** As Summer 2 begins: time enough to ask schools, and to plan cover before September. */
export const planNewYear: PlanSource = async (tx: Tx, group, scope) => {
  if (scope && (scope.topic !== 'new-year' || (scope.subjectId !== undefined && scope.subjectId !== group.id)))
    return [];
  const halfTerm = group.calendar.halfTerms.find(({ number }) => number === lastHalfTerm);
  const day = halfTerm && firstSchoolDay(group.calendar, halfTerm);
  if (halfTerm === undefined || day === undefined) return [];
  const answer = await answerOf(tx, group.id);
  const specialists = membersWith(group, 'specialist');
  return (specialists.length > 0 ? specialists : membersWith(group, 'hubLead')).map(
    ({ personId }): Plan => ({
      kind: 'new-year',
      topic: 'new-year',
      subjectId: group.id,
      personId,
      occurrence: '0',
      chain: 'new-year',
      why: `first school day of ${halfTermName(lastHalfTerm)}`,
      dueAt: instantAt(day, morning, group.zone),
      expiresAt: instantAt(addDays(halfTerm.lastDay, 1), '00:00', group.zone),
      ...(answer !== undefined && { skip: 'somebody has said how it goes on' }),
    }),
  );
};

export const carryingOnBuilders: Record<string, Builder> = {
  'new-year': async ({ db, group }, delivery) => {
    const answer = await answerOf(db, group.id);
    const args = { group: group.id, subject: delivery.subjectId, chain: 'new-year' };
    const view = { groupId: group.id, name: group.name, schoolYear: yearAfter(group.schoolYear) };
    return {
      card: newYearCard(
        { ...view, schools: group.schools.length, answer },
        button('Remind me later', 'reminder.snooze', args),
      ),
      ...(answer !== undefined && { skip: 'somebody has said how it goes on' }),
    };
  },
};
