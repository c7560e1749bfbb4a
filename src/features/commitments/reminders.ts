import { reviewCard, reviewTalkCard } from '../../../cards/commitments.js';
import { button } from '../../../cards/model.js';
import { addDays, instantAt } from '../../calendar/dates.js';
import { morning } from '../../calendar/quiet-hours.js';
import { halfTermName, nextSchoolDay, secondTuesday } from '../../calendar/school-calendar.js';
import type { Builder } from '../../delivery/building.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import { calendarOf, membersWith, schoolName } from '../../store/groups.js';
import { findPerson } from '../../store/people.js';
import { listAnswered, readReview } from './store.js';

/** The second Tuesday of each half-term: early enough to mend what is amiss. */
export const planReviews: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'review') return [];
  const answered = await listAnswered(tx, group.id);
  return membersWith(group, 'head').flatMap(({ personId, schoolId }): Plan[] => {
    if (schoolId === undefined) return [];
    const calendar = calendarOf(group, personId);
    return calendar.halfTerms.flatMap((halfTerm): Plan[] => {
      const tuesday = secondTuesday(halfTerm);
      const subjectId = `${schoolId}/${halfTerm.number}`;
      if (tuesday === undefined || (scope?.subjectId !== undefined && scope.subjectId !== subjectId)) return [];
      const done = answered.some((one) => one.schoolId === schoolId && one.halfTerm === halfTerm.number);
      return [
        {
          kind: 'commitments-review',
          topic: 'review',
          subjectId,
          personId,
          occurrence: '0',
          chain: 'review',
          why: `second Tuesday of ${halfTermName(halfTerm.number)}`,
          dueAt: instantAt(nextSchoolDay(calendar, tuesday), morning, group.zone),
          expiresAt: instantAt(addDays(halfTerm.lastDay, 1), '00:00', group.zone),
          ...(done && { skip: `${schoolName(group, schoolId)} has answered` }),
        },
      ];
    });
  });
};

export const commitmentBuilders: Record<string, Builder> = {
  'commitments-review': async ({ db, group, now }, delivery) => {
    const [schoolId = '', halfTerm = ''] = delivery.subjectId.split('/');
    const review = await readReview(db, group, schoolId, Number(halfTerm), delivery.personId ?? '', now);
    const args = { group: group.id, subject: delivery.subjectId, chain: 'review' };
    return {
      card: reviewCard(review, button('Remind me later', 'reminder.snooze', args)),
      ...(review.answer && { skip: `${review.school} has answered` }),
    };
  },
  'review-talk': async ({ db, group }, delivery) => {
    const [schoolId = '', halfTerm = '', headId = ''] = delivery.subjectId.split('/');
    const person = await findPerson(db, headId);
    if (!person) return undefined;
    return {
      card: reviewTalkCard({
        head: person.name,
        email: person.email,
        school: schoolName(group, schoolId),
        halfTerm: halfTermName(Number(halfTerm)),
      }),
    };
  },
};
