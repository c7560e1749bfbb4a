import * as cards from '../../../cards/head-meetings.js';
import { button } from '../../../cards/model.js';
import { civilDate, formatDate, instantAt } from '../../calendar/dates.js';
import { afternoon, morning } from '../../calendar/quiet-hours.js';
import { countSchoolDays, schoolDaysAfter, schoolDaysBefore } from '../../calendar/school-calendar.js';
import type { Builder } from '../../delivery/building.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import { findChannelOf } from '../../store/channels.js';
import { calendarOf, type Group, schoolName } from '../../store/groups.js';
import { findPerson } from '../../store/people.js';
import { answerOf, askedTo, dayOf, endOf, hostsOf, keepersOf, unanswered, viewMeeting } from './rules.js';
import type { HeadMeeting } from './schema.js';
import { findHeadMeeting, listHeadMeetings } from './store.js';

/** School days before a meeting, and minutes after it: the defaults of the reminder rules. */
const offsets = { again: 10, reminder: 2, unanswered: 4, record: 15 };
/** Nobody is asked the same thing twice within this many school days. */
const breather = 3;
/** School days within which news of a meeting cannot wait for tomorrow. */
const soon = 2;

export const planHeadMeetings: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'head-meeting') return [];
  const channel = await findChannelOf(tx, group.id, 'heads');
  const meetings = await listHeadMeetings(tx, group.id);
  return meetings
    .filter(({ status, id }) => status === 'planned' && (scope?.subjectId === undefined || scope.subjectId === id))
    .flatMap((meeting) => planMeeting(group, meeting, channel !== undefined));
};

/** Whether a meeting is so near that word of it cannot wait for a person's next message. */
export const isSoon = (group: Group, meeting: Pick<HeadMeeting, 'startsAt'>, at: Date): boolean =>
  dayOf(meeting, group) <= schoolDaysAfter(group.calendar, civilDate(at, group.zone), soon);

function planMeeting(group: Group, meeting: HeadMeeting, hasChannel: boolean): Plan[] {
  const day = dayOf(meeting, group);
  const about = `the heads’ meeting on ${formatDate(day)}`;
  const common = {
    topic: 'head-meeting',
    subjectId: meeting.id,
    occurrence: String(meeting.round),
    expiresAt: meeting.startsAt,
  } as const;
  const news = `${about} was ${meeting.round === 0 ? 'planned' : 'moved'}`;
  const atOnce = { late: 'send', dueAt: meeting.changedAt } as const;
  /** Too early in the year for so many school days means: as soon as possible. */
  const before = (days: number, time: string, personId: string): Pick<Plan, 'dueAt' | 'why'> => {
    const date = schoolDaysBefore(calendarOf(group, personId), day, days);
    return {
      dueAt: date === undefined ? meeting.changedAt : instantAt(date, time, group.zone),
      why: `${days} school days before ${about}`,
    };
  };
  const heads = askedTo(group, meeting);
  const remind = ({ personId }: { personId: string }): Plan => ({
    ...common,
    kind: 'head-meeting-reminder',
    personId,
    ...before(offsets.reminder, afternoon, personId),
  });

  return [
    ...heads.flatMap(({ personId }): Plan[] => {
      const answer = answerOf(meeting, personId);
      const skip = answer ? { skip: 'has answered' } : {};
      const again = before(offsets.again, morning, personId);
      const asked = civilDate(meeting.changedAt, group.zone);
      const close = countSchoolDays(calendarOf(group, personId), asked, civilDate(again.dueAt, group.zone)) < breather;
      const chain = { ...common, personId, chain: 'head-coming' };
      return [
        {
          ...chain,
          kind: 'head-meeting-ask',
          ...atOnce,
          prompt: isSoon(group, meeting, meeting.changedAt),
          why: news,
          ...skip,
        },
        { ...chain, kind: 'head-meeting-again', ...again, ...(close && { skip: 'asked only days before' }), ...skip },
        ...(answer === 'yes' ? [remind({ personId })] : []),
      ];
    }),
    ...hostsOf(group, meeting).map(remind),
    ...(hasChannel && meeting.schoolId === null
      ? [{ ...common, kind: 'heads-meeting', audience: 'heads', ...atOnce, why: news } as const]
      : []),
    ...keepersOf(group, meeting).flatMap(({ personId }): Plan[] => [
      {
        ...common,
        kind: 'head-meeting-unanswered',
        personId,
        ...before(offsets.unanswered, morning, personId),
        ...(unanswered(group, meeting).length === 0 && { skip: 'every head has answered' }),
      },
      {
        kind: 'head-meeting-record',
        topic: common.topic,
        subjectId: meeting.id,
        occurrence: common.occurrence,
        personId,
        chain: 'head-record',
        late: 'send',
        why: `${offsets.record} minutes after ${about}`,
        dueAt: new Date(endOf(meeting).getTime() + offsets.record * 60_000),
        ...(meeting.recordedAt && { skip: 'the meeting is recorded' }),
      },
    ]),
  ];
}

export const laterButton = (groupId: string, subjectId: string, chain: string) =>
  button('Remind me later', 'reminder.snooze', { group: groupId, subject: subjectId, chain });

type Input = Parameters<Builder>[0] & { personId: string };

/** Builders of messages about one meeting: they get it fresh, and are not asked when it is gone. */
const about =
  (build: (input: Input, meeting: HeadMeeting) => ReturnType<Builder>): Builder =>
  async (context, delivery) => {
    const [meetingId = ''] = delivery.subjectId.split('/');
    const meeting = await findHeadMeeting(context.db, context.group.id, meetingId);
    // In the channel, each head has a view of her own.
    const personId = delivery.personId ?? context.viewerId ?? '';
    return meeting && build({ ...context, personId }, meeting);
  };

const cancelled = (meeting: HeadMeeting): { skip?: string } =>
  meeting.status === 'cancelled' ? { skip: 'the meeting was cancelled' } : {};

const ask: Builder = about(async ({ group, personId }, meeting) => {
  const view = viewMeeting(group, meeting, personId);
  if (!view.asked) return undefined;
  return {
    card: cards.askHeadCard(view, laterButton(group.id, meeting.id, 'head-coming')),
    ...(view.mine && { skip: 'has answered' }),
    ...cancelled(meeting),
  };
});

const told = (change: 'planned' | 'changed'): Builder =>
  about(async ({ group, personId }, meeting) => ({
    card: cards.headMeetingToldCard(viewMeeting(group, meeting, personId), change),
    ...cancelled(meeting),
  }));

/** Messages that show when and where, who comes, or that a meeting is cancelled. */
export const shownOn = [
  'head-meeting-ask',
  'head-meeting-again',
  'head-meeting-reminder',
  'head-meeting-unanswered',
  'head-meeting-record',
  'head-meeting-planned',
  'head-meeting-changed',
  'head-meeting-restored',
  'heads-meeting',
];

/** Of these, messages that show whoever has them her own answer, and those that show the others' too, or each her own. */
export const answersOn = {
  own: ['head-meeting-ask', 'head-meeting-again', 'head-meeting-planned', 'head-meeting-changed'],
  all: ['head-meeting-reminder', 'head-meeting-unanswered', 'head-meeting-restored', 'heads-meeting'],
};

export const headMeetingBuilders: Record<string, Builder> = {
  'head-meeting-ask': ask,
  'head-meeting-again': ask,
  'head-meeting-planned': told('planned'),
  'head-meeting-changed': told('changed'),
  'heads-meeting': about(async ({ group, personId }, meeting) => ({
    card: cards.headsNewsCard(group.name, viewMeeting(group, meeting, personId)),
    personal: true,
    ...cancelled(meeting),
  })),
  'head-meeting-reminder': about(async ({ group, personId }, meeting) => ({
    card: cards.headReminderCard(viewMeeting(group, meeting, personId)),
    ...cancelled(meeting),
  })),
  'head-meeting-cancelled': about(async ({ group }, meeting) => ({
    card: cards.headMeetingCancelledCard(viewMeeting(group, meeting)),
  })),
  'head-meeting-restored': about(async ({ group, personId }, meeting) => ({
    card: cards.headMeetingRestoredCard(viewMeeting(group, meeting, personId)),
    personal: true,
  })),
  'head-meeting-unanswered': about(async ({ db, group }, meeting) => {
    const heads = [];
    for (const { personId, name, schoolId } of unanswered(group, meeting)) {
      const person = await findPerson(db, personId);
      heads.push({ name, school: schoolName(group, schoolId), email: person?.email ?? 'not known' });
    }
    return {
      card: cards.headsUnansweredCard(viewMeeting(group, meeting), heads),
      ...(heads.length === 0 && { skip: 'every head has answered' }),
      ...cancelled(meeting),
    };
  }),
  'head-meeting-cannot': async (context, delivery) => {
    const { db, group } = context;
    const [, headId = ''] = delivery.subjectId.split('/');
    const head = await findPerson(db, headId);
    const member = group.members.find((one) => one.personId === headId && one.role === 'head');
    if (!head || !member) return undefined;
    return about(async (_, meeting) => ({
      card: cards.headCannotCard(viewMeeting(group, meeting), {
        name: head.name,
        school: schoolName(group, member.schoolId),
        email: head.email,
      }),
      ...cancelled(meeting),
    }))(context, delivery);
  },
  'head-meeting-record': about(async ({ group }, meeting) => {
    const recorded = meeting.recordedAt !== null;
    const said = meeting.people.filter(({ present }) => present !== null);
    return {
      card: cards.recordHeadsCard(
        viewMeeting(group, meeting),
        laterButton(group.id, meeting.id, 'head-record'),
        recorded ? { came: said.filter(({ present }) => present).length, of: said.length } : undefined,
      ),
      ...(recorded && { skip: 'the meeting is recorded' }),
      ...cancelled(meeting),
    };
  }),
  'head-meeting-agreed': about(async ({ group }, meeting) => {
    const holds = meeting.recordedAt !== null && meeting.agreed !== '';
    return {
      card: cards.headsAgreedCard(viewMeeting(group, meeting), holds ? meeting.agreed : undefined),
      ...(!holds && { skip: 'it was taken back' }),
    };
  }),
};
