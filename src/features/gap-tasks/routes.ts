import * as forms from '../../../cards/gap-task-forms.js';
import * as cards from '../../../cards/gap-tasks.js';
import { takeBackCard } from '../../../cards/undo.js';
import { formatInstant } from '../../calendar/dates.js';
import { done, open, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { noteOpening } from '../../store/confidences.js';
import { membersWith, schoolName } from '../../store/groups.js';
import * as actions from './actions.js';
import { ideas } from './big-ideas.js';
import { hasReplied, keptDue, proposeDue, replyOf, sharedReflections, viewReflection, viewTask } from './rules.js';
import type { GapTask } from './schema.js';
import * as schema from './schema.js';
import { currentTask, findDraft, findOwn, findTask, meetingAhead, meetingOf, readFor } from './store.js';

async function taskOf(context: Context, id: string | undefined): Promise<GapTask | undefined> {
  return id === undefined ? currentTask(context.db, context.groupId) : findTask(context.db, context.groupId, id);
}

async function viewOf(context: Context, task: GapTask): Promise<cards.TaskView> {
  const meeting = await meetingOf(context.db, task);
  return viewTask(await context.group(), task, meeting);
}

const noTask = (context: Context) => show(cards.noTaskCard(context.groupId, context.roles.includes('specialist')));

export const gapTaskRoutes: readonly Route[] = [
  defineRoute({
    id: 'task.show',
    who: everyone,
    command: { words: 'task', help: 'See the gap task' },
    args: schema.maybeTaskArgs,
    view: async (context, args) => {
      const task = await taskOf(context, args.task);
      if (!task || task.status === 'draft') return noTask(context);
      const mine = replyOf(task, context.actor.personId);
      return show(cards.gapTaskCard(await viewOf(context, task), context.roles.includes('advocate'), mine));
    },
  }),
  defineRoute({
    id: 'task.set',
    who: ['specialist'],
    command: { words: 'task set', help: 'Set a gap task for the next meeting' },
    args: schema.maybeTaskArgs,
    values: schema.taskValues,
    view: async (context, args) => {
      const group = await context.group();
      const task = args.task === undefined ? await findDraft(context.db, group.id) : await taskOf(context, args.task);
      if (args.task !== undefined && task?.status !== 'open' && task?.status !== 'draft') {
        return refused('That gap task has been withdrawn.');
      }
      const own = task?.status === 'open' ? await meetingOf(context.db, task) : undefined;
      const meeting = own ?? (await meetingAhead(context.db, group.id, context.now));
      return open(
        forms.taskForm({
          groupId: group.id,
          taskId: args.task,
          title: task?.title ?? '',
          body: task?.body ?? '',
          ideas: [...new Set(task?.prompts.map((prompt) => prompt.idea) ?? [])],
          choices: ideas.map(({ id, label }) => ({ value: id, label })),
          due: (task && keptDue(group, task, context.now)) ?? proposeDue(group, meeting, context.now),
          meeting: meeting && formatInstant(meeting.startsAt, group.zone),
        }),
      );
    },
    act: (context, args, wish) => actions.writeTask(context, args.task, wish),
  }),
  defineRoute({
    id: 'task.publish',
    who: ['specialist'],
    args: schema.taskArgs,
    values: schema.promptsValues,
    view: async (context, args) => {
      const task = await taskOf(context, args.task);
      if (!task || task.status === 'withdrawn') return refused('That gap task has been withdrawn.');
      return open(
        forms.promptsForm({
          task: await viewOf(context, task),
          published: task.status === 'open',
          ideas: ideas
            .filter((idea) => task.prompts.some((prompt) => prompt.idea === idea.id))
            .map(({ id, label }) => ({
              id,
              label,
              prompts: task.prompts.filter((prompt) => prompt.idea === id).map((prompt) => prompt.text),
            })),
        }),
      );
    },
    act: (context, args, prompts) => actions.publishTask(context, args.task, prompts),
  }),
  defineRoute({
    id: 'task.withdraw',
    who: ['specialist'],
    args: schema.taskArgs,
    act: async (context, args) => {
      const reply = await actions.withdrawTask(context, args.task);
      if (reply.kind !== 'done') return reply;
      const back = { label: 'Take it back', route: 'task.restore', args };
      return done(reply.text, takeBackCard('Gap task withdrawn', reply.text, back));
    },
  }),
  defineRoute({
    id: 'task.restore',
    who: ['specialist'],
    args: schema.taskArgs,
    act: (context, args) => actions.restoreTask(context, args.task),
  }),
  defineRoute({
    id: 'task.status',
    who: ['specialist'],
    command: { words: 'task status', help: 'See who has replied to the gap task' },
    args: schema.maybeTaskArgs,
    view: async (context, args) => {
      const task = await taskOf(context, args.task);
      if (!task || task.status === 'draft') return noTask(context);
      const group = await context.group();
      const { read } = await readFor(context.db, group, context, task);
      const rows = membersWith(group, 'advocate').map(({ personId, name, schoolId }) => ({
        name,
        school: schoolName(group, schoolId),
        // A draft is its author's own business, and how it went is for those who may read the reply.
        status: hasReplied(task, personId)
          ? (read.find((one) => one.personId === personId)?.status ?? ('withheld' as const))
          : undefined,
      }));
      return show(cards.taskStatusCard(await viewOf(context, task), rows));
    },
  }),
  defineRoute({
    id: 'task.read',
    who: ['specialist'],
    args: schema.taskArgs,
    view: async (context, args) => {
      const task = await taskOf(context, args.task);
      if (!task) return noTask(context);
      const group = await context.group();
      const { read, withheld } = await readFor(context.db, group, context, task);
      const replies = read.map((reflection) => viewReflection(group, task, reflection));
      if (read.some(({ shared }) => !shared)) await noteOpening(context);
      return show(cards.reflectionsCard(await viewOf(context, task), replies, { withheld }));
    },
  }),
  defineRoute({
    id: 'task.shared',
    who: everyone,
    args: schema.taskArgs,
    view: async (context, args) => {
      const task = await taskOf(context, args.task);
      if (!task || task.status === 'draft') return noTask(context);
      const group = await context.group();
      const shared = sharedReflections(task).map((reflection) => viewReflection(group, task, reflection));
      return show(cards.reflectionsCard(await viewOf(context, task), shared));
    },
  }),
  defineRoute({
    id: 'task.reflect',
    who: ['advocate'],
    command: { words: 'reflect', help: 'Write your reflection on the gap task, or go on with it' },
    args: schema.reflectArgs,
    values: schema.reflectionValues,
    view: async (context, args) => {
      const current = await taskOf(context, args.task);
      if (!current) return noTask(context);
      const found = await actions.findOpenTask(context, current.id);
      if ('kind' in found) return found;
      const group = await context.group();
      const mine = await findOwn(context.db, found.task.id, context.actor.personId);
      const readers = await actions.confidantsOf(context);
      return open(
        forms.reflectionForm({
          task: viewTask(group, found.task, found.meeting),
          readers: readers.map(({ personId, name }) => ({ id: personId, name })),
          prompts: found.task.prompts.map((prompt) => ({
            id: prompt.id,
            idea: ideas.find((idea) => idea.id === prompt.idea)?.label ?? '',
            text: prompt.text,
            answer: mine?.answers.find((answer) => answer.promptId === prompt.id)?.text ?? '',
          })),
          status: mine?.status,
          shared: mine?.shared ?? false,
          quotable: mine?.quotable ?? false,
        }),
      );
    },
    act: (context, args, wish) => actions.reflect(context, args.task ?? '', wish, args.readers?.split(' ')),
    keep: (context, args, values) =>
      actions.keepReflection(context, args.task ?? '', {
        answers: schema.readAnswers(values),
        shared: values.shared === true,
        quotable: values.quotable === true,
      }),
  }),
  defineRoute({
    id: 'task.reply',
    who: ['advocate'],
    answers: { by: 'reply', means: { notYet: ['notYet'], didNotWork: ['didNotWork'] }, back: 'back' },
    args: schema.replyArgs,
    act: (context, args) => actions.replyInOnePress(context, args.task, args.reply),
  }),
  defineRoute({
    id: 'task.unshare',
    who: ['advocate', 'specialist'],
    args: schema.ownArgs,
    act: (context, args) => actions.stopSharing(context, args.reflection),
  }),
  defineRoute({
    id: 'task.share',
    who: ['advocate', 'specialist'],
    args: schema.ownArgs,
    act: (context, args) => actions.shareAgain(context, args.reflection),
  }),
];
