import * as forms from '../../../cards/meeting-forms.js';
import * as cards from '../../../cards/meetings.js';
import type { Choice } from '../../../cards/model.js';
import { nextMeetingCard } from '../../../cards/next-meeting.js';
import { clockTime, formatDate } from '../../calendar/dates.js';
import { halfTermName } from '../../calendar/school-calendar.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { groupArgs } from '../../edge/values.js';
import type { Group } from '../../store/groups.js';
import { meetingsWarning } from '../programmes/fit.js';
import * as actions from './actions.js';
import { dayOf, expectedAt, fitYear, isAhead, openHalfTerms, proposeSchedule, viewMeeting } from './rules.js';
import type { Meeting } from './schema.js';
import * as schema from './schema.js';
import { findMeeting, listMeetings, nextMeeting } from './store.js';
import * as takingPart from './taking-part.js';

const placesOf = (group: Group): Choice[] => [
  ...group.schools.map((school) => ({ value: school.id, label: `At ${school.name}` })),
  { value: 'online', label: 'Online' },
];

/** Opens a form about the meeting of a button, or about the only one possible, or asks which. */
async function withMeeting(
  context: Context,
  args: { meeting?: string | undefined },
  ask: { title: string; route: string; none: string; possible: (meeting: Meeting) => boolean },
  then: (meeting: Meeting, group: Group) => Reply,
): Promise<Reply> {
  const group = await context.group();
  if (args.meeting !== undefined) {
    const meeting = await findMeeting(context.db, group.id, args.meeting);
    if (meeting && ask.possible(meeting)) return then(meeting, group);
    const ahead = await actions.findMeetingAhead(context, args.meeting);
    return 'kind' in ahead ? ahead : refused(ask.none);
  }
  const meetings = (await listMeetings(context.db, group.id)).filter(ask.possible);
  const [only] = meetings;
  if (!only) return refused(ask.none);
  if (meetings.length === 1) return then(only, group);
  return show(
    cards.chooseMeetingCard(
      ask.title,
      ask.route,
      meetings.map((meeting) => viewMeeting(group, meeting)),
    ),
  );
}

const draftOf = (group: Group, meeting: Meeting): forms.MeetingDraft => ({
  date: dayOf(meeting, group),
  time: clockTime(meeting.startsAt, group.zone),
  length: meeting.length,
  where: meeting.hostSchoolId ?? 'online',
});

export const meetingRoutes: readonly Route[] = [
  defineRoute({
    id: 'schedule.show',
    who: everyone,
    command: { words: 'schedule', help: 'See the year’s meetings' },
    args: schema.maybeMeetingArgs,
    view: async (context) => {
      const group = await context.group();
      const meetings = await listMeetings(context.db, group.id);
      if (meetings.length === 0) return show(cards.noScheduleCard(group.id, context.roles.includes('specialist')));
      const next = meetings.find((meeting) => isAhead(meeting, context.now));
      return show(
        cards.scheduleCard({
          groupName: group.name,
          schoolYear: group.schoolYear,
          groupId: group.id,
          meetings: meetings.map((meeting) => viewMeeting(group, meeting)),
          next: next && viewMeeting(group, next, context.actor.personId),
          calendarUrl: `${context.publicUrl}/calendar/${context.actor.calendarSecret}.ics`,
        }),
      );
    },
  }),
  defineRoute({
    id: 'meeting.show',
    who: everyone,
    command: { words: 'meeting', help: 'See the next meeting, and say whether you come' },
    args: schema.maybeMeetingArgs,
    view: async (context) => {
      const group = await context.group();
      const next = await nextMeeting(context.db, group.id, context.now);
      if (!next) return show(cards.noScheduleCard(group.id, context.roles.includes('specialist')));
      return show(
        nextMeetingCard({
          meeting: viewMeeting(group, next, context.actor.personId),
          asked: context.roles.includes('advocate'),
          leads: context.roles.includes('specialist'),
        }),
      );
    },
  }),
  defineRoute({
    id: 'schedule.plan',
    who: ['specialist'],
    command: { words: 'schedule plan', help: 'Plan the dates of the year and publish them' },
    args: schema.maybeMeetingArgs,
    values: schema.planValues,
    view: async (context) => {
      const group = await context.group();
      if (group.calendar.halfTerms.length === 0) {
        return refused('There are no term dates for this group yet. Please ask your hub lead to import them.');
      }
      const meetings = await listMeetings(context.db, group.id);
      if (openHalfTerms(group, meetings, context.now).length === 0) {
        return refused('Every half-term has its meeting. Use "meeting move" or "meeting cancel" to change one.');
      }
      const proposals = proposeSchedule(group, meetings, context.now);
      const year = fitYear(
        group,
        meetings,
        proposals.filter(({ found }) => found),
      );
      return open(
        forms.schedulePlanForm({
          groupId: group.id,
          places: placesOf(group),
          stated: year.stated,
          warnings: meetingsWarning(year),
          halfTerms: proposals.map(({ halfTerm, found, ...wish }) => ({
            ...halfTerm,
            name: halfTermName(halfTerm.number),
            span: `${formatDate(halfTerm.firstDay)} to ${formatDate(halfTerm.lastDay)}`,
            proposed: {
              date: found ? wish.date : undefined,
              time: wish.time,
              length: wish.length,
              where: wish.hostSchoolId ?? 'online',
            },
          })),
        }),
      );
    },
    act: (context, _args, wishes) => actions.publishSchedule(context, wishes),
  }),
  defineRoute({
    id: 'meeting.move',
    who: ['specialist'],
    command: { words: 'meeting move', help: 'Move a meeting to another date, time or place' },
    args: schema.maybeMeetingArgs,
    values: schema.moveValues,
    view: (context, args) =>
      withMeeting(
        context,
        args,
        {
          title: 'Which meeting moves?',
          route: 'meeting.move',
          none: 'There is no meeting ahead to move.',
          possible: (meeting) => isAhead(meeting, context.now),
        },
        (meeting, group) =>
          open(forms.moveMeetingForm(viewMeeting(group, meeting), draftOf(group, meeting), placesOf(group))),
      ),
    act: async (context, args, { where, ...wish }) => {
      const meeting = await actions.findMeetingAhead(context, args.meeting ?? '');
      return 'kind' in meeting ? meeting : actions.moveMeeting(context, meeting, { ...wish, hostSchoolId: where });
    },
  }),
  defineRoute({
    id: 'meeting.cancel',
    who: ['specialist'],
    command: { words: 'meeting cancel', help: 'Cancel a meeting, and say why' },
    args: schema.maybeMeetingArgs,
    values: schema.cancelValues,
    view: (context, args) =>
      withMeeting(
        context,
        args,
        {
          title: 'Which meeting is cancelled?',
          route: 'meeting.cancel',
          none: 'There is no meeting ahead to cancel.',
          possible: (meeting) => isAhead(meeting, context.now),
        },
        (meeting, group) => open(forms.cancelMeetingForm(viewMeeting(group, meeting))),
      ),
    act: async (context, args, { reason }) => {
      const meeting = await actions.findMeetingAhead(context, args.meeting ?? '');
      return 'kind' in meeting ? meeting : actions.cancelMeeting(context, meeting, reason);
    },
  }),
  defineRoute({
    id: 'meeting.restore',
    who: ['specialist'],
    args: schema.meetingArgs,
    act: async (context, args) => {
      const meeting = await findMeeting(context.db, context.groupId, args.meeting);
      if (meeting?.status !== 'cancelled') return refused('That meeting is not cancelled, so nothing was changed.');
      if (meeting.startsAt <= context.now) return refused('Its time has passed, so it stays cancelled.');
      return actions.restoreMeeting(context, meeting);
    },
  }),
  defineRoute({
    id: 'meeting.attendance',
    who: ['specialist'],
    command: { words: 'meeting attendance', help: 'Record who came to a meeting' },
    args: schema.maybeMeetingArgs,
    values: schema.attendanceValues,
    view: (context, args) =>
      withMeeting(
        context,
        args,
        {
          title: 'Which meeting?',
          route: 'meeting.attendance',
          none: 'No meeting has begun yet. You are asked right after each one.',
          possible: (meeting) => meeting.status === 'planned' && meeting.startsAt <= context.now,
        },
        (meeting, group) => {
          const recorded = meeting.attendanceAt !== null;
          const present = recorded
            ? meeting.attendance.filter((one) => one.present).map((one) => one.personId)
            : meeting.answers.filter((one) => one.answer === 'yes').map((one) => one.personId);
          const people = expectedAt(group).map((member) => ({
            value: member.personId,
            label: `${member.name}, ${group.schools.find((school) => school.id === member.schoolId)?.name ?? ''}`,
          }));
          return open(forms.attendanceForm(viewMeeting(group, meeting), people, present));
        },
      ),
    act: async (context, args, { present }) => {
      const meeting = await findMeeting(context.db, context.groupId, args.meeting ?? '');
      if (meeting?.status !== 'planned')
        return refused('That meeting is no longer in the plan, so nothing was changed.');
      return takingPart.recordAttendance(context, meeting, present);
    },
  }),
  defineRoute({
    id: 'meeting.answer',
    who: everyone,
    answers: { by: 'answer', means: { yes: ['yes', 'coming'], no: ['no', 'cannot'], unsure: ['maybe'] }, back: 'back' },
    args: schema.answerArgs,
    act: (context, args) => takingPart.answerMeeting(context, args.meeting, args.answer),
  }),
  defineRoute({
    id: 'meeting.answers',
    who: everyone,
    args: groupArgs,
    values: schema.answersValues,
    view: async (context) => {
      const group = await context.group();
      const meetings = (await listMeetings(context.db, group.id)).filter((meeting) => isAhead(meeting, context.now));
      if (meetings.length === 0) return refused('There are no meetings ahead.');
      const mine = new Map(
        meetings.flatMap((meeting) => {
          const answer = meeting.answers.find((one) => one.personId === context.actor.personId);
          return answer ? [[meeting.id, answer.answer] as const] : [];
        }),
      );
      return open(
        forms.answersForm(
          group.id,
          meetings.map((meeting) => viewMeeting(group, meeting)),
          mine,
        ),
      );
    },
    act: (context, _args, answers) => takingPart.answerMeetings(context, answers),
  }),
  defineRoute({
    id: 'meeting.cover',
    who: ['head'],
    answers: { by: 'answer', means: { arranged: ['yes', 'arranged'], talk: ['talk'] }, back: 'back' },
    args: schema.coverArgs,
    act: (context, args) => takingPart.answerCover(context, args.meeting, args.answer),
  }),
];
