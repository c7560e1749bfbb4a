import { reviewCard, reviewTalkCard, takeOnCard } from '../../../cards/commitments.js';
import { button } from '../../../cards/model.js';
import { addDays, civilDate, formatFullDate, instantAt } from '../../calendar/dates.js';
import { morning } from '../../calendar/quiet-hours.js';
import { halfTermName, latestHalfTerm, nextSchoolDay, secondTuesday } from '../../calendar/school-calendar.js';
import type { Builder } from '../../delivery/building.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import { calendarOf, type Group, membersWith, schoolName } from '../../store/groups.js';
import { findPerson } from '../../store/people.js';
import { programmeOf } from '../programmes/of-group.js';
import { readRecords, readReview, viewReview } from './review.js';
import { hasSigned, isSigned, onForm } from './rules.js';
import { type SchoolCommitment, takingOn } from './schema.js';
import { listAnswered, listCommitments } from './store.js';

/** The second Tuesday of each half-term: early enough to mend what is amiss. */
export const planReviews: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'review') return [];
  if (programmeOf(group).commitments.length === 0) return [];
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

/** A head who has not signed what the school has, or whose school carries on into a year that nobody has signed. */
export const planTakingOn: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'take-on') return [];
  const days = group.calendar.halfTerms.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const heads = membersWith(group, 'head').flatMap((head) =>
    head.schoolId === undefined || (scope?.subjectId !== undefined && scope.subjectId !== head.schoolId)
      ? []
      : [{ ...head, schoolId: head.schoolId }],
  );
  const all = await listCommitments(
    tx,
    group,
    heads.map(({ schoolId }) => schoolId),
  );
  return heads.flatMap(({ personId, name, schoolId }): Plan[] => {
    const [form] = onForm(group, all.get(schoolId) ?? []);
    if (!form || hasSigned(form, { personId, name })) return [];
    const others = form.signatures.some(({ role }) => role === 'head');
    if (!others && !(group.carriesOnId !== null && !isSigned(form))) return [];
    return [
      {
        kind: 'take-on',
        topic: 'take-on',
        subjectId: schoolId,
        personId,
        occurrence: '0',
        chain: 'take-on',
        why: others ? `new as head of ${schoolName(group, schoolId)}` : `${group.schoolYear} is not signed yet`,
        dueAt: instantAt(first, morning, group.zone),
        expiresAt: instantAt(addDays(last, 1), '00:00', group.zone),
        late: 'send',
        ...(saidOf(form, personId) && { skip: 'has answered' }),
      },
    ];
  });
};

/** What somebody answered when asked to take the commitments on. */
const saidOf = ({ answers }: SchoolCommitment, personId: string) =>
  answers.find((one) => one.halfTerm === takingOn && one.personId === personId)?.answer;

const later = (group: Group, subject: string, chain: string) =>
  button('Remind me later', 'reminder.snooze', { group: group.id, subject, chain });

export const commitmentBuilders: Record<string, Builder> = {
  'commitments-review': async ({ db, group, now, once }, delivery) => {
    const [schoolId = '', halfTerm = ''] = delivery.subjectId.split('/');
    const schools = group.schools.map(({ id }) => id);
    if (!schools.includes(schoolId)) return undefined;
    const records = await once(`records ${group.id}/${halfTerm}`, () =>
      readRecords(db, group, schools, Number(halfTerm), now),
    );
    const review = viewReview(group, records, schoolId, delivery.personId ?? '');
    return {
      card: reviewCard(review, later(group, delivery.subjectId, 'review')),
      ...(review.answer && { skip: `${review.school} has answered` }),
    };
  },
  'take-on': async ({ db, group, now }, delivery) => {
    const { subjectId: schoolId, personId } = delivery;
    const member = group.members.find((one) => one.personId === personId && one.role === 'head');
    const [form] = onForm(group, (await listCommitments(db, group, [schoolId])).get(schoolId) ?? []);
    if (!form || !member) return undefined;
    const halfTerm = latestHalfTerm(group.calendar, civilDate(now, group.zone))?.number ?? 1;
    const review = await readReview(db, group, schoolId, halfTerm, member.personId, now);
    const mine = form.signatures.find((one) => hasSigned({ signatures: [one] }, member));
    const taken = mine && `You signed on ${formatFullDate(mine.signedOn ?? form.signedOn ?? '')}. Thank you.`;
    const talk = saidOf(form, member.personId) === 'talk';
    return {
      card: takeOnCard(review, { taken, talk }, later(group, schoolId, 'take-on')),
      ...((taken !== undefined || talk) && { skip: 'has answered' }),
    };
  },
  'review-talk': async ({ db, group, now }, delivery) => {
    const [schoolId = '', halfTerm = '', headId = ''] = delivery.subjectId.split('/');
    const person = await findPerson(db, headId);
    if (!person) return undefined;
    const asked = Number(halfTerm);
    const review = asked === takingOn ? undefined : await readReview(db, group, schoolId, asked, headId, now);
    const titles = (answer: 'talk' | 'notMe'): string[] =>
      (review?.lines ?? []).filter((line) => line.answer === answer).map(({ title }) => title);
    return {
      card: reviewTalkCard({
        head: person.name,
        email: person.email,
        school: schoolName(group, schoolId),
        about: asked === takingOn ? 'taking on the commitments' : halfTermName(asked),
        talk: titles('talk'),
        notMe: titles('notMe'),
      }),
    };
  },
};
