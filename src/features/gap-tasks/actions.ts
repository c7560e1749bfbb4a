import { promptsForm } from '../../../cards/gap-task-forms.js';
import { repliedCard } from '../../../cards/gap-tasks.js';
import { takeBackCard } from '../../../cards/undo.js';
import { formatDate, formatInstant } from '../../calendar/dates.js';
import type { Shown } from '../../delivery/planner.js';
import { done, open, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { tooLong } from '../../edge/values.js';
import { listConfidants, nameReaders } from '../../store/confidences.js';
import type { Member } from '../../store/groups.js';
import { ideas } from './big-ideas.js';
import { checkDue, isOpenForReplies, sharedSubject, takenBack, viewTask } from './rules.js';
import { type GapTask, limits, type ReflectionWish, type TaskWish } from './schema.js';
import * as store from './store.js';

/** What reminds a teacher shows her own reply, and the channel how many have replied. */
const reminderKinds = ['task-half-way', 'task-due-tomorrow', 'task-overdue'];
/** Messages that show the task. */
const taskKinds = ['gap-task', ...reminderKinds, 'task-thread'];
/** What shows a half-term's task, under the group's own id. */
const opening = (groupId: string): Shown => ({ kinds: ['half-term-opening'], subjectId: groupId });

/** First step: what to try. Kept as a draft until the questions are agreed, so closing the form loses nothing. */
export async function writeTask(context: Context, taskId: string | undefined, wish: TaskWish): Promise<Reply | Faults> {
  const { db, now, groupId, actor } = context;
  const group = await context.group();
  const known = taskId === undefined ? await store.findDraft(db, groupId) : await store.findTask(db, groupId, taskId);
  const own = known?.status === 'open' ? await store.meetingOf(db, known) : undefined;
  const meeting = own ?? (await store.meetingAhead(db, groupId, now));
  const wrong = checkDue(group, wish.due, meeting, now);
  const asItStands = known?.status === 'open' && wish.due === known.dueOn;
  if (wrong !== undefined && !asItStands) return faults({ due: wrong });

  const data = { title: wish.title, body: wish.body, nextMeetingId: meeting?.id ?? null };
  const task = known
    ? await store.updateTask(db, known.id, {
        ...data,
        dueOn: wish.due,
        ...(known.dueOn !== wish.due && { round: { increment: 1 } }),
      })
    : await store.createTask(db, {
        groupId,
        ...data,
        dueOn: wish.due,
        status: 'draft',
        setAt: now,
        setById: actor.personId,
      });
  if (task.status === 'open') await announceChange(context, task.id);
  if (task.status === 'open' && (await store.hasAnswers(db, task.id))) {
    return done('Saved. Its questions stay as they are, because people have begun to answer them.');
  }
  const proposed = ideas
    .filter((idea) => (wish.ideas as readonly string[]).includes(idea.id))
    .map(({ id, label, prompts }) => {
      const own = known?.prompts.filter((prompt) => prompt.idea === id).map((prompt) => prompt.text) ?? [];
      return { id, label, prompts: own.length > 0 ? own : prompts };
    });
  await store.replacePrompts(
    db,
    task.id,
    proposed.flatMap(({ id, prompts }) => prompts.map((text) => ({ idea: id, text }))),
  );
  const saved = await store.findTask(db, groupId, task.id);
  if (!saved) throw new Error('a task just written is gone');
  return open(
    promptsForm({ task: viewTask(group, saved, meeting), published: task.status === 'open', ideas: proposed }),
  );
}

/** Second step: the questions as the specialist wants them; the task goes to the channel. */
export async function publishTask(
  context: Context,
  taskId: string,
  prompts: readonly { idea: string; text: string }[],
): Promise<Reply> {
  const { db, now, groupId, planner, actor } = context;
  const task = await store.findTask(db, groupId, taskId);
  if (!task || task.status === 'withdrawn') return refused(taskGone);
  if (await store.hasAnswers(db, task.id)) {
    return refused('People have begun to answer these questions, so they stay as they are.');
  }
  await store.replacePrompts(db, task.id, prompts);
  if (task.status === 'open') {
    await announceChange(context, task.id);
    return done('Saved. The card in the channel shows it now.');
  }
  await store.updateTask(db, task.id, { status: 'open', setAt: now, setById: actor.personId });
  await planner.replan(db, groupId, now, undefined, 'a new gap task has been set');
  await planner.refresh(db, groupId, { kinds: ['set-gap-task'] }, opening(groupId));
  return done(`The gap task is set, to be answered by ${formatDate(task.dueOn)}.`);
}

async function announceChange(context: Context, taskId: string): Promise<void> {
  const { db, now, groupId, planner } = context;
  await planner.replan(db, groupId, now, { topic: 'gap-task' }, 'the gap task changed');
  await planner.refresh(db, groupId, { kinds: taskKinds, subjectId: taskId }, opening(groupId));
}

const taskGone = 'That gap task has been withdrawn, so there is nothing to do.';

export async function withdrawTask(context: Context, taskId: string): Promise<Reply> {
  const { db, now, groupId, planner } = context;
  const task = await store.findTask(db, groupId, taskId);
  if (task?.status !== 'open') return refused(taskGone);
  await store.updateTask(db, taskId, { status: 'withdrawn' });
  await planner.replan(db, groupId, now, { topic: 'gap-task' }, 'the gap task was withdrawn');
  await planner.refresh(db, groupId, { kinds: taskKinds, subjectId: taskId }, opening(groupId));
  return done('Withdrawn. Its reminders stop, and nothing that people wrote is lost.');
}

export async function restoreTask(context: Context, taskId: string): Promise<Reply> {
  const { db, now, groupId, planner } = context;
  const task = await store.findTask(db, groupId, taskId);
  if (task?.status !== 'withdrawn') return refused('That gap task is not withdrawn, so nothing was changed.');
  await store.updateTask(db, taskId, { status: 'open' });
  await planner.replan(db, groupId, now, { topic: 'gap-task' });
  await planner.refresh(db, groupId, { kinds: taskKinds, subjectId: taskId }, opening(groupId));
  return done('The gap task is back, with everything that people wrote.');
}

/** A task that can be answered now, or a kind word why not. */
export async function findOpenTask(
  context: Context,
  taskId: string,
): Promise<{ task: GapTask; meeting: { startsAt: Date } | undefined } | Reply> {
  const task = await store.findTask(context.db, context.groupId, taskId);
  if (task?.status !== 'open') return refused(taskGone);
  const meeting = await store.meetingOf(context.db, task);
  if (isOpenForReplies(await context.group(), task, meeting, context.now)) return { task, meeting };
  return refused(
    meeting
      ? `Reflections on this task closed when the meeting of ${formatInstant(meeting.startsAt, context.zone)} began. What you wrote before then is kept.`
      : 'Reflections on this task are closed. What you wrote before is kept.',
  );
}

/**
 * Sends a reflection. Whoever its form named and leads the group still may read it, and nobody else.
 * @param named ids of those whom the form named; absent: those who lead the group
 */
export async function reflect(
  context: Context,
  taskId: string,
  wish: ReflectionWish,
  named?: readonly string[],
): Promise<Reply | Faults> {
  const found = await findOpenTask(context, taskId);
  if ('kind' in found) return found;
  const { task } = found;
  const wrote = [...wish.answers.values()].some((text) => text !== '');
  if (wish.status === 'done' && !wrote) {
    return faults({}, 'Please write a few words in at least one box, or choose “Not yet”.');
  }
  const sent = { ...wish, repliedAt: context.now };
  const id = await store.saveReflection(context.db, task, context.actor.personId, sent, context.now);
  const readers = await confidantsOf(context, named);
  await nameReaders(context.db, id, idsOf(readers), context.now);
  await afterReply(context, task, 'has replied');
  return done(
    wish.shared && wrote
      ? 'Thank you. Your reflection is in, and the group can read it.'
      : `Thank you. Your reflection is in; only ${listOf(['you', ...readers.map(({ name }) => name)])} can read it.`,
  );
}

/** Those who lead the group and may read private words, but for whom the writer's form did not name. */
export async function confidantsOf({ db, group, actor }: Context, named?: readonly string[]): Promise<Member[]> {
  const confidants = (await listConfidants(db, await group())).filter(({ personId }) => personId !== actor.personId);
  return named ? confidants.filter(({ personId }) => named.includes(personId)) : confidants;
}

const idsOf = (members: readonly Member[]): string[] => members.map(({ personId }) => personId);
const listOf = (names: readonly string[]): string => new Intl.ListFormat('en-GB').format(names);

/** One press: "Not yet", "Tried it, it did not work", or taking either back. */
export async function replyInOnePress(
  context: Context,
  taskId: string,
  reply: 'notYet' | 'didNotWork' | 'back',
): Promise<Reply> {
  const found = await findOpenTask(context, taskId);
  if ('kind' in found) return found;
  const { task, meeting } = found;
  // One press sends no words: those of a half-written reflection stay their author's own.
  const change = reply === 'back' ? ({ status: 'draft', repliedAt: null } as const) : { status: reply };
  const before = await store.findOwn(context.db, task.id, context.actor.personId);
  const id = await store.saveReflection(context.db, task, context.actor.personId, change, context.now);
  // Words that were sent stay with those who had them.
  if ((before?.repliedAt ?? null) === null)
    await nameReaders(context.db, id, idsOf(await confidantsOf(context)), context.now);
  await afterReply(context, task, reply === 'notYet' ? 'said “not yet”' : 'has replied');
  if (reply === 'back') {
    await context.planner.replan(context.db, context.groupId, context.now, { topic: 'gap-task', subjectId: taskId });
    return done('Taken back. Reflect when you are ready.');
  }
  const view = viewTask(await context.group(), task, meeting);
  return done('Thank you. That is noted.', repliedCard(view, reply));
}

async function afterReply(context: Context, task: GapTask, reason: string): Promise<void> {
  const { db, actor, planner } = context;
  await planner.silence(db, { subjectId: task.id, personId: actor.personId, chain: 'reflection' }, reason);
  await showReply(context, task.id);
  await afterSharing(context, task.id);
}

async function showReply({ db, groupId, actor, planner }: Context, taskId: string): Promise<void> {
  await planner.refresh(
    db,
    groupId,
    { kinds: ['gap-task'], subjectId: taskId },
    { kinds: reminderKinds, subjectId: taskId, personId: actor.personId },
  );
}

/** The thread of the task shows what its author shares now, and nothing else. */
async function afterSharing({ db, now, groupId, actor, planner }: Context, taskId: string): Promise<void> {
  const own = await store.findOwn(db, taskId, actor.personId);
  if (!own) return;
  const subjectId = sharedSubject(taskId, own.id);
  await planner.replan(db, groupId, now, { topic: 'gap-task', subjectId }, takenBack);
  await planner.refresh(db, groupId, { kinds: ['shared-reflection'], subjectId });
  await planner.replan(db, groupId, now, { topic: 'confidence' }, 'there is nothing to ask');
  await planner.refresh(db, groupId, { kinds: ['meeting-eve', 'earlier-words'] });
}

/** At any time, after the meeting too: the thread's message and the digest lose every word of it. */
export async function stopSharing(context: Context, reflectionId: string): Promise<Reply> {
  const { db, now, groupId, actor, planner } = context;
  const own = await store.findOwnById(db, groupId, reflectionId, actor.personId);
  if (!own) return refused('That is not yours, so nothing was changed.');
  if (!own.shared) return done('The group does not read it already.');
  await store.setShared(db, own.id, false, now);
  await afterSharing(context, own.gapTaskId);
  await planner.refresh(db, groupId, { kinds: ['gap-task'], subjectId: own.gapTaskId });
  const words = `“${own.gapTask.title}” is not shared any more. Where it stood in the channel, its words are taken out.`;
  return done(
    words,
    takeBackCard('Not shared', words, {
      label: 'Share it again',
      route: 'task.share',
      args: { group: groupId, reflection: own.id },
    }),
  );
}

/** The undo of `stopSharing`: a reply of one's own is shared again. */
export async function shareAgain(context: Context, reflectionId: string): Promise<Reply> {
  const { db, now, groupId, actor, planner } = context;
  const own = await store.findOwnById(db, groupId, reflectionId, actor.personId);
  if (!own || own.repliedAt === null) return refused('That is not yours to share, so nothing was changed.');
  await store.setShared(db, own.id, true, now);
  await afterSharing(context, own.gapTaskId);
  await planner.refresh(db, groupId, { kinds: ['gap-task'], subjectId: own.gapTaskId });
  return done(`“${own.gapTask.title}” is shared with the whole Work Group again, heads included.`);
}

/** A form closed half-way: nobody else reads what was written, until it is sent. A reply that was given stays one. */
export async function keepReflection(
  context: Context,
  taskId: string,
  values: Pick<ReflectionWish, 'answers' | 'shared' | 'quotable'>,
): Promise<Reply> {
  const found = await findOpenTask(context, taskId);
  if ('kind' in found) return found;
  // A longer text would come back cut, and be cut for good by the next save.
  const longest = Math.max(0, ...[...values.answers.values()].map((text) => text.length));
  if (longest > limits.answer) return refused(`Not kept: ${tooLong(longest, limits.answer)}`);
  const { db, actor, now } = context;
  await store.saveReflection(db, found.task, actor.personId, { ...values, repliedAt: null }, now);
  await showReply(context, taskId);
  await afterSharing(context, taskId);
  return done('Kept. Nobody but you can see it until you send it.');
}
