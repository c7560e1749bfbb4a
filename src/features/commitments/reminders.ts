import { reviewCard, reviewTalkCard } from '../../../cards/commitments.js';
import { button } from '../../../cards/model.js';
import { notSigningCard, takeOnCard } from '../../../cards/signing.js';
import { addDays, civilDate, formatFullDate, instantAt } from '../../calendar/dates.js';
import { morning } from '../../calendar/quiet-hours.js';
import {
  halfTermName,
  latestHalfTerm,
  nextSchoolDay,
  schoolDaysAfter,
  secondTuesday,
} from '../../calendar/school-calendar.js';
import type { Builder } from '../../delivery/building.js';
import { occurrenceOf, type Plan, type PlanSource } from '../../delivery/plan.js';
import { calendarOf, type Group, membersWith, schoolName } from '../../store/groups.js';
import { findPerson } from '../../store/people.js';
import { roleWord } from '../programmes/labels.js';
import { programmeOf } from '../programmes/of-group.js';
import { readRecords, readReview, viewReview } from './review.js';
import { hasSigned, onForm, signatoriesOf, succeeds } from './rules.js';
import { type SchoolCommitment, takingOn } from './schema.js';
import { listAnswered, listCommitments } from './store.js';

/** The second Tuesday of each half-term: early enough to mend what is amiss. */
export const planReviews: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'review') return [];
  if (programmeOf(group).commitments.length === 0) return [];
  const answered = await listAnswered(tx, group.id);
  const commitments = await listCommitments(
    tx,
    group,
    group.schools.map(({ id }) => id),
  );
  const unsigned = (schoolId: string): boolean =>
    onForm(group, commitments.get(schoolId) ?? []).some(({ signatures }) => signatures.length === 0);
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
          ...(unsigned(schoolId) && { skip: `nobody has signed for ${schoolName(group, schoolId)}` }),
          ...(done && { skip: `${schoolName(group, schoolId)} has answered` }),
        },
      ];
    });
  });
};

/** School days after the first time at which somebody who has not signed is asked again. */
const askAgain = [5, 10];

/**
 * Each whom the form names and who has not signed: on the school morning after she was named, and twice again. Whoever
 * comes to what a predecessor signed is asked at once.
 */
export const planTakingOn: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'take-on') return [];
  const days = group.calendar.halfTerms.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const people = group.schools
    .filter(({ id }) => scope?.subjectId === undefined || scope.subjectId === id)
    .map(({ id }) => ({ schoolId: id, signatories: signatoriesOf(group, id) }));
  const all = await listCommitments(
    tx,
    group,
    people.map(({ schoolId }) => schoolId),
  );
  return people.flatMap(({ schoolId, signatories }) => {
    const [form] = onForm(group, all.get(schoolId) ?? []);
    if (!form) return [];
    const missing = signatories.filter(
      (one, index) =>
        !hasSigned(form, one) && signatories.findIndex(({ personId }) => personId === one.personId) === index,
    );
    return missing.flatMap((member): Plan[] => {
      const { personId } = member;
      const calendar = calendarOf(group, personId);
      const since = civilDate(member.since, group.zone);
      const takesOn = succeeds(group, form, member);
      const asked = nextSchoolDay(calendar, since < first ? first : addDays(since, takesOn ? 0 : 1));
      const ask = {
        kind: 'take-on',
        topic: 'take-on',
        subjectId: schoolId,
        personId,
        chain: 'take-on',
        expiresAt: instantAt(addDays(last, 1), '00:00', group.zone),
        ...(saidOf(form, personId) && { skip: 'has answered' }),
      } as const;
      const named = `${takesOn ? 'new' : 'named on the form'} as ${roleWord(member.role, group)} of ${schoolName(group, schoolId)}`;
      return [
        { ...ask, occurrence: '0', why: named, dueAt: instantAt(asked, morning, group.zone), late: 'send' },
        ...askAgain.map((days, index) => ({
          ...ask,
          occurrence: String(index + 1),
          why: `${named}, and has not signed ${days} school days later`,
          dueAt: instantAt(schoolDaysAfter(calendar, asked, days), morning, group.zone),
        })),
      ];
    });
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
    const [form] = onForm(group, (await listCommitments(db, group, [schoolId])).get(schoolId) ?? []);
    const own = group.members.filter((one) => one.personId === personId && one.schoolId === schoolId);
    const member =
      own.find(({ role }) => programmeOf(group).signatures.includes(role)) ?? own.find(({ role }) => role === 'head');
    if (!form || !member) return undefined;
    const halfTerm = latestHalfTerm(group.calendar, civilDate(now, group.zone))?.number ?? 1;
    const review = await readReview(db, group, schoolId, halfTerm, member.personId, now);
    const mine = form.signatures.find((one) => hasSigned({ signatures: [one] }, member));
    const taken = mine && `You signed on ${formatFullDate(mine.signedOn ?? form.signedOn ?? '')}. Thank you.`;
    const talk = saidOf(form, member.personId) === 'talk';
    return {
      card: takeOnCard(
        review,
        {
          taken,
          talk,
          role: roleWord(member.role, group),
          isHead: member.role === 'head',
          isTeacher: member.role === 'advocate',
          takesOn: succeeds(group, form, member),
          last: occurrenceOf(delivery).startsWith(String(askAgain.length)),
        },
        later(group, schoolId, 'take-on'),
      ),
      ...((taken !== undefined || talk) && { skip: 'has answered' }),
    };
  },
  'not-signing': async ({ db, group }, delivery) => {
    const [schoolId = '', personId = ''] = delivery.subjectId.split('/');
    const person = await findPerson(db, personId);
    const member = group.members.find((one) => one.personId === personId && one.schoolId === schoolId);
    if (!person || !member) return undefined;
    return {
      card: notSigningCard({
        groupId: group.id,
        schoolId,
        name: person.name,
        email: person.email,
        school: schoolName(group, schoolId),
      }),
      ...(!member.notSigning && { skip: 'took it back' }),
    };
  },
  'review-talk': async ({ db, group, now }, delivery) => {
    const [schoolId = '', halfTerm = '', headId = ''] = delivery.subjectId.split('/');
    const person = await findPerson(db, headId);
    if (!person) return undefined;
    const asked = Number(halfTerm);
    const review = asked === takingOn ? undefined : await readReview(db, group, schoolId, asked, headId, now);
    const titles = (answer: 'talk' | 'partly' | 'notMe'): string[] =>
      (review?.lines ?? []).filter((line) => line.answer === answer).map(({ title }) => title);
    return {
      card: reviewTalkCard({
        head: person.name,
        email: person.email,
        school: schoolName(group, schoolId),
        about: asked === takingOn ? 'taking on the commitments' : halfTermName(asked),
        talk: titles('talk'),
        partly: titles('partly'),
        notMe: titles('notMe'),
      }),
    };
  },
};
