import { coverRequestCard, coverTalkCard, coverUnansweredCard } from '../../../cards/cover.js';
import * as cards from '../../../cards/meetings.js';
import { button } from '../../../cards/model.js';
import { addDays, civilDate, formatDate, instantAt } from '../../calendar/dates.js';
import { afternoon, morning } from '../../calendar/quiet-hours.js';
import { countSchoolDays, firstSchoolDay, halfTermName, schoolDaysBefore } from '../../calendar/school-calendar.js';
import type { Builder } from '../../delivery/building.js';
import { occurrenceOf, type Plan, type PlanSource } from '../../delivery/plan.js';
import { groupBy } from '../../shared/group-by.js';
import type { Tx } from '../../store/client.js';
import { calendarOf, type Group, membersWith, schoolName } from '../../store/groups.js';
import { findPerson } from '../../store/people.js';
import { dayOf, endOf, expectedAt, headsToAsk, headsUnanswered, isAhead, viewMeeting } from './rules.js';
import type { Meeting } from './schema.js';
import { findMeeting, listMeetings, taskDueWithin, taskFor } from './store.js';

/** School days before a meeting, and minutes after it: the defaults of the reminder rules. */
const offsets = { cover: 15, coverAgain: 8, coverList: 4, coming: 10, reminder: 2, eve: 1, attendance: 15 };
/** Nobody is asked the same thing twice within this many school days. */
const breather = 3;

export const planMeetings: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'meeting' && scope.topic !== 'half-term') return [];
  const meetings = (await listMeetings(tx, group.id)).filter(
    (meeting) => meeting.status === 'planned' && (scope?.subjectId === undefined || scope.subjectId === meeting.id),
  );
  return [
    ...(scope?.topic === 'meeting' ? [] : planHalfTerms(group)),
    ...(scope?.topic === 'half-term' ? [] : meetings.flatMap((meeting) => planMeeting(group, meeting))),
  ];
};

function planHalfTerms(group: Group): Plan[] {
  return group.calendar.halfTerms.flatMap((halfTerm): Plan[] => {
    const first = firstSchoolDay(group.calendar, halfTerm);
    if (first === undefined) return [];
    return [
      {
        kind: 'half-term-opening',
        topic: 'half-term',
        subjectId: group.id,
        occurrence: String(halfTerm.number),
        why: `first school morning of ${halfTermName(halfTerm.number)}`,
        dueAt: instantAt(first, morning, group.zone),
        expiresAt: instantAt(addDays(first, 7), morning, group.zone),
      },
    ];
  });
}

function planMeeting(group: Group, meeting: Meeting): Plan[] {
  const day = dayOf(meeting, group);
  const meetingWords = `the meeting on ${formatDate(day)}`;
  const common = { topic: 'meeting', subjectId: meeting.id, occurrence: String(meeting.round) } as const;
  /** Too early in the year for so many school days means: as soon as possible. */
  const before = (days: number, time: string, personId: string | null): Pick<Plan, 'dueAt' | 'expiresAt' | 'why'> => {
    const date = schoolDaysBefore(calendarOf(group, personId), day, days);
    return {
      dueAt: date === undefined ? meeting.changedAt : instantAt(date, time, group.zone),
      expiresAt: meeting.startsAt,
      why: `${days} school ${days === 1 ? 'day' : 'days'} before ${meetingWords}`,
    };
  };
  const specialists = membersWith(group, 'specialist');

  return [
    ...headsToAsk(group).flatMap(({ personId, schoolId, school }): Plan[] => {
      const answered = meeting.covers.some((cover) => cover.schoolId === schoolId);
      const skip = answered ? { skip: `${school} has answered` } : {};
      const first = before(offsets.cover, morning, personId);
      const again = before(offsets.coverAgain, morning, personId);
      const asked = civilDate(latest(first.dueAt, meeting.changedAt), group.zone);
      const soon = countSchoolDays(calendarOf(group, personId), asked, civilDate(again.dueAt, group.zone)) < breather;
      const chain = { ...common, personId, chain: 'cover' };
      return [
        { ...chain, kind: 'cover-request', late: 'send', ...first, ...skip },
        { ...chain, kind: 'cover-again', ...again, ...(soon && { skip: 'asked only days before' }), ...skip },
      ];
    }),
    ...specialists.map(
      ({ personId }): Plan => ({
        ...common,
        kind: 'cover-unanswered',
        personId,
        ...before(offsets.coverList, morning, personId),
        ...(headsUnanswered(group, meeting).length === 0 && { skip: 'every head has answered' }),
      }),
    ),
    ...expectedAt(group).map(({ personId }): Plan => {
      const answer = meeting.answers.find((one) => one.personId === personId);
      return {
        ...common,
        kind: 'will-you-come',
        personId,
        chain: 'coming',
        late: 'send',
        ...before(offsets.coming, morning, personId),
        ...(answer && { skip: 'has answered' }),
      };
    }),
    { ...common, kind: 'meeting-reminder', ...before(offsets.reminder, afternoon, null) },
    ...specialists.map(
      ({ personId }): Plan => ({
        ...common,
        kind: 'meeting-eve',
        personId,
        ...before(offsets.eve, afternoon, personId),
      }),
    ),
    ...specialists.map(
      ({ personId }): Plan => ({
        ...common,
        kind: 'attendance',
        personId,
        chain: 'attendance',
        late: 'send',
        why: `${offsets.attendance} minutes after ${meetingWords}`,
        dueAt: new Date(endOf(meeting).getTime() + offsets.attendance * 60_000),
        ...(meeting.attendanceAt && { skip: 'attendance is recorded' }),
      }),
    ),
  ];
}

const latest = (one: Date, other: Date): Date => new Date(Math.max(one.getTime(), other.getTime()));

export const laterButton = (groupId: string, subjectId: string, chain: string) =>
  button('Remind me later', 'reminder.snooze', { group: groupId, subject: subjectId, chain });

/** Builders of messages about one meeting: they get it fresh, and are not asked when it is gone. */
const aboutMeeting =
  (build: (input: Parameters<Builder>[0], meeting: Meeting, personId: string) => ReturnType<Builder>): Builder =>
  async (context, delivery) => {
    const { db, group, once } = context;
    const meeting = await once(`meeting ${delivery.subjectId}`, () => findMeeting(db, group.id, delivery.subjectId));
    return meeting && build(context, meeting, delivery.personId ?? '');
  };

const cancelled = (meeting: Meeting): { skip?: string } =>
  meeting.status === 'cancelled' ? { skip: 'the meeting was cancelled' } : {};

/** The days on which each head was sent the question about cover, for the date that the meeting has. */
async function listAsked(db: Tx, group: Group, meeting: Meeting): Promise<Map<string, string[]>> {
  const rows = await db.delivery.findMany({
    where: { groupId: group.id, subjectId: meeting.id, chain: 'cover', status: 'sent' },
    orderBy: { sentAt: 'asc' },
  });
  const now = rows.filter((row) => occurrenceOf(row).split(':')[0] === String(meeting.round));
  const days = groupBy(now, ({ personId }) => personId ?? '');
  return new Map(
    [...days].map(([personId, some]) => [
      personId,
      [...new Set(some.map(({ sentAt, sendAt }) => formatDate(civilDate(sentAt ?? sendAt, group.zone))))],
    ]),
  );
}

const askCover = (again: boolean): Builder =>
  aboutMeeting(async ({ group }, meeting, personId) => {
    const head = headsToAsk(group).find((one) => one.personId === personId);
    if (!head) return undefined;
    const answer = meeting.covers.find((cover) => cover.schoolId === head.schoolId);
    return {
      card: coverRequestCard({
        meeting: viewMeeting(group, meeting),
        school: head.school,
        teachers: head.teachers,
        specialist: membersWith(group, 'specialist')[0]?.name ?? 'Your specialist',
        again,
        later: laterButton(group.id, meeting.id, 'cover'),
        ...(answer && { answer: { words: answer.answer, by: answer.personId === personId ? 'you' : 'a colleague' } }),
      }),
      ...(answer && { skip: `${head.school} has answered` }),
      ...cancelled(meeting),
    };
  });

const announceChange = (change: 'moved' | 'cancelled' | 'restored'): Builder =>
  aboutMeeting(async ({ group, viewerId }, meeting, personId) => {
    const head = headsToAsk(group).find((one) => one.personId === personId);
    return {
      card: cards.meetingChangeCard({
        meeting: viewMeeting(group, meeting, viewerId),
        change,
        ...(head && { teachers: head.teachers }),
      }),
      personal: change !== 'cancelled',
    };
  });

export const meetingBuilders = (publicUrl: string): Record<string, Builder> => ({
  schedule: async ({ db, now, group, viewerId, once }) => {
    const meetings = await once(`meetings ${group.id}`, () => listMeetings(db, group.id));
    const next = meetings.find((meeting) => isAhead(meeting, now));
    return {
      card: cards.scheduleCard({
        groupName: group.name,
        schoolYear: group.schoolYear,
        groupId: group.id,
        meetings: meetings.map((meeting) => viewMeeting(group, meeting)),
        next: next && viewMeeting(group, next, viewerId),
        calendarUrl: `${publicUrl}/calendar/${group.calendarSecret}.ics`,
      }),
      pin: true,
      personal: true,
    };
  },
  'schedule-for-head': async ({ db, group, once }, delivery) => {
    const head = headsToAsk(group).find((one) => one.personId === delivery.personId);
    if (!head) return undefined;
    const person = await findPerson(db, head.personId);
    if (!person) return undefined;
    const meetings = await once(`meetings ${group.id}`, () => listMeetings(db, group.id));
    return {
      card: cards.scheduleForHeadCard({
        groupName: group.name,
        schoolYear: group.schoolYear,
        school: head.school,
        teachers: head.teachers,
        meetings: meetings.map((meeting) => viewMeeting(group, meeting)),
        calendarUrl: `${publicUrl}/calendar/${person.calendarSecret}.ics`,
      }),
    };
  },
  'half-term-opening': async ({ db, group, viewerId, once }, delivery) => {
    const number = Number(delivery.key.split(':').at(-1));
    const halfTerm = group.calendar.halfTerms.find((one) => one.number === number);
    if (!halfTerm) return undefined;
    const meetings = await once(`meetings ${group.id}`, () => listMeetings(db, group.id));
    const meeting = meetings.find((one) => one.halfTerm === number && one.status === 'planned');
    const task = await once(`task due ${group.id} ${number}`, () => taskDueWithin(db, group.id, halfTerm));
    return {
      card: cards.halfTermCard({
        halfTerm: halfTermName(number),
        meeting: meeting && viewMeeting(group, meeting, viewerId),
        task: task ? { title: task.title, due: formatDate(task.dueOn) } : undefined,
        lastDay: formatDate(halfTerm.lastDay),
      }),
      personal: true,
    };
  },
  'cover-request': askCover(false),
  'cover-again': askCover(true),
  'cover-unanswered': aboutMeeting(async ({ db, group }, meeting) => {
    const heads = headsUnanswered(group, meeting);
    const asked = await listAsked(db, group, meeting);
    return {
      card: coverUnansweredCard(
        viewMeeting(group, meeting),
        heads.map(({ school, name, personId }) => ({ school, head: name, asked: asked.get(personId) ?? [] })),
      ),
      ...(heads.length === 0 && { skip: 'every head has answered' }),
      ...cancelled(meeting),
    };
  }),
  'cover-talk': async ({ db, group }, delivery) => {
    const [meetingId = '', headId = ''] = delivery.subjectId.split('/');
    const meeting = await findMeeting(db, group.id, meetingId);
    const member = group.members.find((one) => one.personId === headId && one.role === 'head');
    const person = await findPerson(db, headId);
    if (!meeting || !member || !person) return undefined;
    return {
      card: coverTalkCard({
        meeting: viewMeeting(group, meeting),
        head: member.name,
        school: schoolName(group, member.schoolId),
        email: person.email,
      }),
      ...cancelled(meeting),
    };
  },
  'will-you-come': aboutMeeting(async ({ group }, meeting, personId) => {
    const answer = meeting.answers.find((one) => one.personId === personId);
    return {
      card: cards.willYouComeCard(viewMeeting(group, meeting, personId), laterButton(group.id, meeting.id, 'coming')),
      ...(answer && { skip: 'has answered' }),
      ...cancelled(meeting),
    };
  }),
  'meeting-reminder': aboutMeeting(async ({ db, group, viewerId }, meeting) => {
    const task = await taskFor(db, meeting.id);
    return {
      card: cards.meetingReminderCard(viewMeeting(group, meeting, viewerId), task ? { title: task.title } : undefined),
      personal: true,
      ...cancelled(meeting),
    };
  }),
  attendance: aboutMeeting(async ({ group }, meeting) => {
    const recorded = meeting.attendanceAt !== null;
    return {
      card: cards.attendanceCard(
        viewMeeting(group, meeting),
        recorded
          ? { present: meeting.attendance.filter((one) => one.present).length, of: meeting.attendance.length }
          : undefined,
      ),
      ...(recorded && { skip: 'attendance is recorded' }),
      ...cancelled(meeting),
    };
  }),
  'meeting-moved': announceChange('moved'),
  'meeting-cancelled': announceChange('cancelled'),
  'meeting-restored': announceChange('restored'),
});
