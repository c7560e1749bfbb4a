import * as forms from '../../../cards/head-meeting-forms.js';
import { headsCard } from '../../../cards/head-meeting-list.js';
import * as cards from '../../../cards/head-meetings.js';
import { clockTime } from '../../calendar/dates.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { type Group, membersWith, type Role, schoolName } from '../../store/groups.js';
import * as actions from './actions.js';
import {
  answerOf,
  dayOf,
  type HeadMeetingsOf,
  isAhead,
  maySeeMeeting,
  proposeDay,
  recordableAt,
  viewLine,
  viewMeeting,
} from './rules.js';
import type { HeadMeeting } from './schema.js';
import * as schema from './schema.js';
import { findHeadMeeting, lastPlanned, listHeadMeetings, readHeadMeetings } from './store.js';
import * as takingPart from './taking-part.js';

const leaders: readonly Role[] = ['specialist', 'hubLead'];
const usual = { time: '15:30', length: 60 };
/** Meetings on a card that asks which one is meant. */
const choices = 8;

const leads = ({ roles }: Context): boolean => roles.some((role) => leaders.includes(role));

async function showHeads(context: Context): Promise<Reply> {
  const { db, now, actor } = context;
  const group = await context.group();
  const meetings = (await listHeadMeetings(db, group.id)).filter((meeting) => maySeeMeeting(context, meeting));
  return show(
    headsCard({
      groupId: group.id,
      groupName: group.name,
      leads: leads(context),
      meetings: meetings.map((meeting) => viewLine(group, meeting, actor.personId, now, leads(context))),
      schools: leads(context) && meetings.length > 0 ? await countsOf(context, group) : [],
    }),
  );
}

async function countsOf({ db, now }: Context, group: Group) {
  const bySchool = await readHeadMeetings(
    db,
    group,
    group.schools.map(({ id }) => id),
    now,
  );
  const words = ({ had, planned }: HeadMeetingsOf): string =>
    planned.length === 0 ? String(had.length) : `${had.length} (${planned.length} planned)`;
  return [...bySchool].map(([schoolId, { heads, specialist, hub }]) => ({
    school: schoolName(group, schoolId),
    met: `heads ${words(heads)}, specialist ${words(specialist)}, hub ${words(hub)}`,
  }));
}

/** Opens a form about the meeting of a button, or about the only one possible, or asks which. */
async function withMeeting(
  context: Context,
  id: string | undefined,
  ask: { title: string; route: string; none: string; possible: (meeting: HeadMeeting) => boolean },
  then: (meeting: HeadMeeting, group: Group) => Reply,
): Promise<Reply> {
  const group = await context.group();
  if (id !== undefined) {
    const meeting = await findHeadMeeting(context.db, group.id, id);
    return meeting && ask.possible(meeting) ? then(meeting, group) : refused(ask.none);
  }
  const meetings = (await listHeadMeetings(context.db, group.id)).filter(ask.possible);
  const [only] = meetings;
  if (!only) return refused(ask.none);
  if (meetings.length === 1) return then(only, group);
  const views = meetings.map((meeting) => viewMeeting(group, meeting));
  return show(cards.chooseHeadMeetingCard(ask.title, ask.route, views.slice(0, choices)));
}

export const headMeetingRoutes: readonly Route[] = [
  defineRoute({
    id: 'heads.show',
    who: [...leaders, 'head'],
    command: { words: 'heads', help: 'See the meetings of the heads: what is planned, and what was agreed' },
    args: maybeGroupArgs,
    view: showHeads,
  }),
  defineRoute({
    id: 'heads.plan',
    who: leaders,
    command: { words: 'heads plan', help: 'Plan a meeting of the heads, or of one with you or the hub' },
    args: schema.planArgs,
    values: schema.planValues,
    view: async (context, args) => {
      const { db, now, actor } = context;
      const group = await context.group();
      const heads = membersWith(group, 'head');
      if (heads.length === 0) return refused('There are no heads in this Work Group yet. Your hub lead can add them.');
      const own = group.schools.find(({ id }) => id === args.school);
      const last = await lastPlanned(db, group.id, actor.personId);
      return open(
        forms.planHeadsForm({
          groupId: group.id,
          kind: args.kind ?? (own ? 'specialist' : 'heads'),
          school: own?.id ?? schema.everySchool,
          schools: [
            { value: schema.everySchool, label: 'All heads' },
            ...group.schools.map(({ id, name }) => {
              const names = heads.filter(({ schoolId }) => schoolId === id).map((head) => head.name);
              return { value: id, label: `${name}: ${names.join(', ') || 'no head yet'}` };
            }),
          ],
          draft: {
            date: proposeDay(group, own?.id ?? null, await listHeadMeetings(db, group.id), now),
            time: last ? clockTime(last.startsAt, group.zone) : usual.time,
            length: last?.length ?? usual.length,
            place: last?.place ?? '',
          },
        }),
      );
    },
    act: (context, _args, wish) => actions.planMeeting(context, wish),
  }),
  defineRoute({
    id: 'heads.take-back',
    who: leaders,
    args: schema.meetingArgs,
    act: async (context, args) => {
      const meeting = await actions.findAhead(context, args.meeting);
      return 'status' in meeting ? actions.cancelMeeting(context, meeting, 'it was planned by mistake') : meeting;
    },
  }),
  defineRoute({
    id: 'heads.move',
    who: leaders,
    command: { words: 'heads move', help: 'Move a meeting of heads to another date, time or place' },
    args: schema.maybeMeetingArgs,
    values: schema.moveValues,
    view: (context, args) =>
      withMeeting(
        context,
        args.meeting,
        {
          title: 'Which meeting moves?',
          route: 'heads.move',
          none: 'There is no such meeting ahead, so there is none to move. Type “heads” to see what is planned.',
          possible: (meeting) => isAhead(meeting, context.now),
        },
        (meeting, group) =>
          open(
            forms.moveHeadsForm(viewMeeting(group, meeting), {
              date: dayOf(meeting, group),
              time: clockTime(meeting.startsAt, group.zone),
              length: meeting.length,
              place: meeting.place,
            }),
          ),
      ),
    act: async (context, args, when) => {
      const meeting = await actions.findAhead(context, args.meeting ?? '');
      return 'status' in meeting ? actions.moveMeeting(context, meeting, when) : meeting;
    },
  }),
  defineRoute({
    id: 'heads.move-back',
    who: leaders,
    args: schema.moveBackArgs,
    act: async (context, args) => {
      const meeting = await actions.findAhead(context, args.meeting);
      return 'status' in meeting ? actions.moveBack(context, meeting, args) : meeting;
    },
  }),
  defineRoute({
    id: 'heads.cancel',
    who: leaders,
    command: { words: 'heads cancel', help: 'Cancel a meeting of heads, and say why' },
    args: schema.maybeMeetingArgs,
    values: schema.cancelValues,
    view: (context, args) =>
      withMeeting(
        context,
        args.meeting,
        {
          title: 'Which meeting is cancelled?',
          route: 'heads.cancel',
          none: 'There is no such meeting ahead, so there is none to cancel. Type “heads” to see what is planned.',
          possible: (meeting) => isAhead(meeting, context.now),
        },
        (meeting, group) => open(forms.cancelHeadsForm(viewMeeting(group, meeting))),
      ),
    act: async (context, args, { reason }) => {
      const meeting = await actions.findAhead(context, args.meeting ?? '');
      return 'status' in meeting ? actions.cancelMeeting(context, meeting, reason) : meeting;
    },
  }),
  defineRoute({
    id: 'heads.restore',
    who: leaders,
    args: schema.meetingArgs,
    act: async (context, args) => {
      const meeting = await actions.findCancelled(context, args.meeting);
      return 'status' in meeting ? actions.restoreMeeting(context, meeting) : meeting;
    },
  }),
  defineRoute({
    id: 'heads.record',
    who: leaders,
    command: { words: 'heads record', help: 'Record which heads came to a meeting, and what was agreed' },
    args: schema.maybeMeetingArgs,
    values: schema.recordValues,
    view: async (context, args) => {
      const begun = (meeting: HeadMeeting): boolean => meeting.status === 'planned' && meeting.startsAt <= context.now;
      return withMeeting(
        context,
        args.meeting,
        {
          title: 'Which meeting?',
          route: 'heads.record',
          none: 'No such meeting waits for a record. You are asked right after each one; to change a record, type “heads”.',
          possible: (meeting) => begun(meeting) && (args.meeting !== undefined || meeting.recordedAt === null),
        },
        (meeting, group) => {
          const people = recordableAt(group, meeting);
          const recorded = meeting.recordedAt !== null;
          const present = people.filter(({ personId }) =>
            recorded
              ? meeting.people.some((one) => one.personId === personId && one.present === true)
              : answerOf(meeting, personId) === 'yes',
          );
          return open(
            forms.recordHeadsForm({
              meeting: viewMeeting(group, meeting),
              people: people.map(({ personId, name, schoolId }) => ({
                value: personId,
                label: `${name}, ${schoolName(group, schoolId)}`,
              })),
              present: present.map(({ personId }) => personId),
              agreed: meeting.agreed,
            }),
          );
        },
      );
    },
    act: (context, args, wish) => takingPart.recordMeeting(context, args.meeting ?? '', wish),
  }),
  defineRoute({
    id: 'heads.unrecord',
    who: leaders,
    args: schema.meetingArgs,
    act: (context, args) => takingPart.unrecordMeeting(context, args.meeting),
  }),
  defineRoute({
    id: 'heads.answer',
    who: ['head'],
    answers: { by: 'answer', means: { yes: ['yes', 'coming'], no: ['no', 'cannot'], unsure: ['maybe'] }, back: 'back' },
    args: schema.answerArgs,
    act: (context, args) => takingPart.answerMeeting(context, args),
  }),
];
