import * as cards from '../../../cards/open-classrooms.js';
import { civilDate, formatInstant } from '../../calendar/dates.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { type Group, schoolName } from '../../store/groups.js';
import { bigIdeas } from '../programmes/big-ideas.js';
import * as actions from './actions.js';
import { isHeld, proposeIdea, proposeMeeting, returnOf, stampOf, viewClassroom, viewReturn } from './rules.js';
import * as schema from './schema.js';
import { findClassroom, listClassrooms, listMeetings } from './store.js';

const gone = 'That open classroom is not there any more.';

/** What the reader may see of schools' returns. */
const returnsOf = (context: Context, group: Group, classroom: schema.Classroom) =>
  group.schools
    .filter(({ id }) => maySee('openClassroomReturn', context, { schoolId: id }))
    .map(({ id }) => viewReturn(group, classroom, id, actions.mayReturn(context, id)));

const isLeading = ({ roles }: Context): boolean => roles.includes('specialist');

async function showAll(context: Context, skip: number): Promise<Reply> {
  const group = await context.group();
  const classrooms = await listClassrooms(context.db, group);
  return show(
    cards.classroomsCard({
      groupId: group.id,
      classrooms: classrooms.map((classroom) => ({
        ...viewClassroom(group, classroom, context.now),
        returns: returnsOf(context, group, classroom),
      })),
      skip,
      mayOpen: isLeading(context),
    }),
  );
}

async function openForm(context: Context, id: string | undefined): Promise<Reply> {
  const { db, now } = context;
  const group = await context.group();
  const classroom = id === undefined ? undefined : await findClassroom(db, group, id);
  if (id !== undefined && (!classroom || classroom.undoneAt !== null)) return refused(gone);
  const all = await listClassrooms(db, group);
  const meetings = (await listMeetings(db, group.id)).filter(({ status }) => status === 'planned');
  return open(
    cards.openClassroomForm({
      args: { group: group.id, ...(classroom && { classroom: classroom.id }) },
      meetings: [
        ...meetings.map((meeting) => ({
          value: meeting.id,
          label: `${formatInstant(meeting.startsAt, group.zone)}, ${schoolName(group, meeting.hostSchoolId)}`,
        })),
        { value: schema.noMeeting, label: 'On another day' },
      ],
      meeting: classroom
        ? (classroom.meetingId ?? schema.noMeeting)
        : (proposeMeeting(meetings, all, now) ?? schema.noMeeting),
      day: classroom && classroom.meetingId === null ? classroom.day : '',
      ideas: bigIdeas.map(({ id: value, label }) => ({ value, label })),
      idea: classroom?.idea ?? proposeIdea(all),
      lesson: classroom?.lesson ?? '',
    }),
  );
}

/** The school for which the actor writes, and the classroom: of a button, or the last one that was held. */
async function findTarget(
  context: Context,
  args: { classroom?: string | undefined; school?: string | undefined },
): Promise<{ classroom: schema.Classroom; school: string } | Reply> {
  const group = await context.group();
  const school = args.school ?? group.schools.find(({ id }) => actions.mayReturn(context, id))?.id ?? '';
  const today = civilDate(context.now, group.zone);
  const latest = (await listClassrooms(context.db, group)).find((one) => isHeld(one, today));
  const id = args.classroom ?? latest?.id;
  if (id === undefined) return refused('No open classroom has been yet, so there is nothing to take home.');
  const classroom = await actions.findHeld(context, id, school);
  return 'kind' in classroom ? classroom : { classroom, school };
}

export const classroomRoutes: readonly Route[] = [
  defineRoute({
    id: 'classroom.show',
    who: everyone,
    command: { words: 'classroom', help: 'See the open classrooms, and what schools made of them' },
    args: schema.showArgs,
    view: (context, args) => showAll(context, args.skip ?? 0),
  }),
  defineRoute({
    id: 'classroom.one',
    who: everyone,
    args: schema.classroomArgs,
    view: async (context, args) => {
      const group = await context.group();
      const classroom = await findClassroom(context.db, group, args.classroom);
      if (!classroom || classroom.undoneAt !== null) return refused(gone);
      return show(
        cards.classroomCard(
          viewClassroom(group, classroom, context.now),
          returnsOf(context, group, classroom),
          isLeading(context),
        ),
      );
    },
  }),
  defineRoute({
    id: 'classroom.open',
    who: ['specialist'],
    command: { words: 'classroom open', help: 'Note an open classroom, on one Big Idea' },
    args: schema.maybeClassroomArgs,
    values: schema.openValues,
    view: (context, args) => openForm(context, args.classroom),
    act: (context, args, wish) => actions.openClassroom(context, args.classroom, wish),
  }),
  defineRoute({
    id: 'classroom.back',
    who: ['specialist'],
    args: schema.backArgs,
    act: (context, { classroom, meeting, day, idea, lesson }) =>
      actions.changeBack(context, classroom, { meeting, day, idea, lesson }),
  }),
  defineRoute({
    id: 'classroom.undo',
    who: ['specialist'],
    args: schema.classroomArgs,
    act: (context, args) => actions.undoClassroom(context, args.classroom, true),
  }),
  defineRoute({
    id: 'classroom.redo',
    who: ['specialist'],
    args: schema.classroomArgs,
    act: (context, args) => actions.undoClassroom(context, args.classroom, false),
  }),
  defineRoute({
    id: 'classroom.return',
    who: ['advocate', 'headOfDepartment'],
    command: { words: 'classroom return', help: 'Say what came of the last open classroom at your school' },
    args: schema.returnArgs,
    values: schema.returnValues,
    view: async (context, args) => {
      const target = await findTarget(context, args);
      if ('kind' in target) return target;
      const { classroom, school } = target;
      const group = await context.group();
      const own = returnOf(classroom, school);
      const { taught = '', evaluation = '', usedAgain = '', embedded = '' } = own ?? {};
      return open(
        cards.returnForm({
          args: { group: group.id, classroom: classroom.id, school, seen: args.seen ?? stampOf(own) },
          classroom: viewClassroom(group, classroom, context.now),
          school: schoolName(group, school),
          taughtOn: own?.taughtOn ?? '',
          words: { taught, evaluation, usedAgain, embedded },
        }),
      );
    },
    act: async (context, args, wish) => {
      const target = await findTarget(context, args);
      if ('kind' in target) return target;
      const { classroom, school } = target;
      return actions.writeReturn(
        context,
        { classroom: classroom.id, school, seen: args.seen ?? schema.nothingSeen },
        wish,
      );
    },
  }),
  defineRoute({
    id: 'classroom.reply',
    who: ['advocate', 'headOfDepartment'],
    answers: { by: 'reply', means: { notYet: ['notYet'] }, back: 'back' },
    args: schema.replyArgs,
    act: (context, args) => actions.replyNotYet(context, args.classroom, args.school, args.reply === 'back'),
  }),
];
