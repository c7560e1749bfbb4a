import { button } from '../../../cards/model.js';
import {
  feedbackCard,
  type VisitChange,
  visitChangeCard,
  visitEveCard,
  visitRecordCard,
  visitReminderCard,
  visitsToPlanCard,
} from '../../../cards/visits.js';
import { addDays, civilDate, formatDate, instantAt } from '../../calendar/dates.js';
import { afternoon, morning } from '../../calendar/quiet-hours.js';
import { schoolDaysBefore } from '../../calendar/school-calendar.js';
import type { BuildContext, Builder } from '../../delivery/building.js';
import { occurrenceOf, type Plan, type PlanSource } from '../../delivery/plan.js';
import { viewerOf } from '../../edge/visibility.js';
import { readersOfFeedback, writerOfFeedback } from '../../store/confidences.js';
import { calendarOf, type Group, membersWith, personName } from '../../store/groups.js';
import { dayOf, endOf, hostsOf, isOn, isTermly, schoolsWithout, termsOf, thirdWeek, viewVisit } from './rules.js';
import type { Visit } from './schema.js';
import { findVisit, listOpenSteps, listVisits, readFeedback } from './store.js';

/** School days before a visit, and minutes after it. */
const offsets = { reminder: 2, eve: 1, record: 15 };

export const planVisits: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'visit') return [];
  const visits = await listVisits(tx, group.id);
  const wanted = (subjectId: string): boolean => scope?.subjectId === undefined || scope.subjectId === subjectId;
  return [
    ...(wanted(group.id) ? planTerms(group, visits) : []),
    ...visits.filter((visit) => isOn(visit) && wanted(visit.id)).flatMap((visit) => planVisit(group, visit)),
  ];
};

/** The third week of a term: early enough to find a day in every school. */
function planTerms(group: Group, visits: readonly Visit[]): Plan[] {
  if (!isTermly(group)) return [];
  return membersWith(group, 'specialist').flatMap(({ personId }) =>
    termsOf(group.calendar).map(
      (term): Plan => ({
        kind: 'visits-to-plan',
        topic: 'visit',
        subjectId: group.id,
        personId,
        occurrence: String(term.number),
        chain: `visits-${term.number}`,
        why: `third week of the ${term.name} term`,
        dueAt: instantAt(thirdWeek(group.calendar, term), morning, group.zone),
        expiresAt: instantAt(addDays(term.lastDay, 1), '00:00', group.zone),
        ...(schoolsWithout(group, visits, term).length === 0 && { skip: 'every school has a visit this term' }),
      }),
    ),
  );
}

function planVisit(group: Group, visit: Visit): Plan[] {
  const day = dayOf(visit, group);
  const words = `the visit on ${formatDate(day)}`;
  const common = { topic: 'visit', subjectId: visit.id, occurrence: String(visit.round) } as const;
  const before = (days: number, personId: string): Pick<Plan, 'dueAt' | 'expiresAt' | 'why'> => {
    const date = schoolDaysBefore(calendarOf(group, personId), day, days);
    return {
      dueAt: date === undefined ? visit.changedAt : instantAt(date, afternoon, group.zone),
      expiresAt: visit.startsAt,
      why: `${days} school ${days === 1 ? 'day' : 'days'} before ${words}`,
    };
  };
  const hosts = new Set(hostsOf(group, visit.schoolId).map(({ personId }) => personId));
  const specialists = membersWith(group, 'specialist');
  const recorded = visit.recordedAt !== null && { skip: 'it is recorded' };
  return [
    ...[...hosts].map(
      (personId): Plan => ({
        ...common,
        kind: 'visit-reminder',
        personId,
        ...before(offsets.reminder, personId),
        ...recorded,
      }),
    ),
    ...specialists.map(
      ({ personId }): Plan => ({
        ...common,
        kind: 'visit-eve',
        personId,
        ...before(offsets.eve, personId),
        ...recorded,
      }),
    ),
    ...specialists.map(
      ({ personId }): Plan => ({
        ...common,
        kind: 'visit-record',
        personId,
        chain: 'visit-record',
        late: 'send',
        why: `${offsets.record} minutes after ${words}`,
        dueAt: new Date(endOf(visit).getTime() + offsets.record * 60_000),
        ...recorded,
      }),
    ),
  ];
}

/** What anybody may see of a visit whose school's people are told of it. */
const bare = { notes: false, feedback: [] };

const specialistOf = (group: Group, visit: Visit): string =>
  membersWith(group, 'specialist').find(({ personId }) => personId === visit.bookedById)?.name ??
  membersWith(group, 'specialist')[0]?.name ??
  personName(group, visit.bookedById);

/** Builders of messages about one visit: they get it fresh, and are not asked when it is gone. */
const aboutVisit =
  (build: (context: BuildContext, visit: Visit) => ReturnType<Builder>): Builder =>
  async (context, delivery) => {
    const visit = await findVisit(context.db, context.group.id, delivery.subjectId);
    return visit && build(context, visit);
  };

const off = (visit: Visit): { skip?: string } => (isOn(visit) ? {} : { skip: 'the visit was cancelled' });

const announceChange = (change: VisitChange): Builder =>
  aboutVisit(async ({ group }, visit) => ({
    card: visitChangeCard(
      viewVisit(group, visit, bare),
      isOn(visit) ? change : 'cancelled',
      specialistOf(group, visit),
    ),
  }));

const later = (group: Group, subject: string, chain: string) =>
  button('Remind me later', 'reminder.snooze', { group: group.id, subject, chain });

export const visitBuilders: Record<string, Builder> = {
  'visit-booked': announceChange('booked'),
  'visit-moved': announceChange('moved'),
  'visit-cancelled': announceChange('cancelled'),
  'visit-restored': announceChange('restored'),
  'visit-reminder': aboutVisit(async ({ group }, visit) => ({
    card: visitReminderCard(viewVisit(group, visit, bare), specialistOf(group, visit)),
    ...off(visit),
  })),
  'visit-eve': aboutVisit(async ({ db, group }, visit) => ({
    card: visitEveCard(
      viewVisit(group, visit, bare),
      (await listOpenSteps(db, group.id, visit.schoolId)).map(({ text }) => text),
    ),
    // The school's action plan is not the hub's to read.
    confidential: true,
    ...off(visit),
  })),
  'visit-record': aboutVisit(async ({ group }, visit) => ({
    card: visitRecordCard(viewVisit(group, visit, bare), later(group, visit.id, 'visit-record')),
    ...(visit.recordedAt !== null && { skip: 'it is recorded' }),
    ...off(visit),
  })),
  'visits-to-plan': async ({ db, group, now }, delivery) => {
    const number = Number(occurrenceOf(delivery).split(':')[0]);
    const term = termsOf(group.calendar).find((one) => one.number === number);
    if (!term) return undefined;
    const schools = schoolsWithout(group, await listVisits(db, group.id), term);
    const isOver = civilDate(now, group.zone) > term.lastDay;
    return {
      card: visitsToPlanCard(
        {
          groupId: group.id,
          term: term.name,
          schools: isOver ? [] : schools.map(({ id, name }) => ({ id, school: name })),
        },
        later(group, group.id, `visits-${term.number}`),
      ),
      ...(schools.length === 0 && { skip: 'every school has a visit this term' }),
    };
  },
  'lesson-feedback': async ({ db, group }, delivery) => {
    const [visitId = '', teacherId = ''] = delivery.subjectId.split('/');
    const visit = await findVisit(db, group.id, visitId);
    if (!visit || delivery.personId !== teacherId) return undefined;
    const own = await readFeedback(db, group, viewerOf(group, teacherId), [visitId]);
    const words = own.find(({ personId }) => personId === teacherId)?.text;
    const writerId = await writerOfFeedback(db, { visitId, teacherId });
    const readers = (await readersOfFeedback(db, group, [visitId])).get(delivery.subjectId) ?? [];
    return {
      card: feedbackCard(
        viewVisit(group, visit, bare),
        writerId === undefined ? specialistOf(group, visit) : personName(group, writerId),
        words,
        readers.map((id) => personName(group, id)),
      ),
      confidential: true,
      ...(words === undefined && { skip: 'it was taken back' }),
    };
  },
};
