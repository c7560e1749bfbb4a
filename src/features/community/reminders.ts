import { questionCard } from '../../../cards/community.js';
import { button } from '../../../cards/model.js';
import { civilDate, formatDate, formatInstant, instantAt } from '../../calendar/dates.js';
import { morning } from '../../calendar/quiet-hours.js';
import { schoolDaysAfter } from '../../calendar/school-calendar.js';
import type { Builder } from '../../delivery/building.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import { membersWith, personName, schoolName } from '../../store/groups.js';
import { findQuestion, listQuestions } from './store.js';

/** School days of the group for which a question may wait. */
const daysToReply = 2;

export const planQuestions: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'question') return [];
  const questions = await listQuestions(tx, group.id, scope?.subjectId);
  return questions.flatMap((question) => {
    const asked = civilDate(question.askedAt, group.zone);
    return membersWith(group, 'specialist').map(
      ({ personId }): Plan => ({
        kind: 'question-unanswered',
        topic: 'question',
        subjectId: question.id,
        personId,
        occurrence: 'asked',
        chain: 'question',
        why: `two school days after a question in the channel on ${formatDate(asked)}`,
        dueAt: instantAt(schoolDaysAfter(group.calendar, asked, daysToReply), morning, group.zone),
        ...(question.repliedAt && { skip: 'somebody has replied' }),
      }),
    );
  });
};

export const communityBuilders: Record<string, Builder> = {
  'question-unanswered': async ({ db, group }, delivery) => {
    const question = await findQuestion(db, group.id, delivery.subjectId);
    if (!question) return undefined;
    const asker = group.members.find((member) => member.personId === question.personId);
    return {
      card: questionCard(
        {
          asker: personName(group, question.personId),
          school: asker?.schoolId && schoolName(group, asker.schoolId),
          when: formatInstant(question.askedAt, group.zone),
          url: question.url ?? undefined,
          replied: question.repliedAt !== null,
        },
        button('Remind me later', 'reminder.snooze', { group: group.id, subject: question.id, chain: 'question' }),
      ),
      ...(question.repliedAt && { skip: 'somebody has replied' }),
    };
  },
};
