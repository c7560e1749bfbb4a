import type { ReflectionView, TaskView } from '../../../cards/gap-tasks.js';
import { civilDate, formatDate, formatInstant } from '../../calendar/dates.js';
import { closedReason, nextSchoolDay, schoolDaysAfter, schoolDaysBefore } from '../../calendar/school-calendar.js';
import { type Group, membersWith, personName, schoolName } from '../../store/groups.js';
import { ideaLabel, ideas } from './big-ideas.js';
import type { GapTask, Reflection } from './schema.js';

/** Working days that the specialist needs to read what came in. */
const daysBeforeMeeting = 5;

/** Not yet, did not work and done are replies; a draft is its author's own business. */
const isReply = (reflection: Reflection): boolean => reflection.status !== 'draft';

const reflectionOf = (task: GapTask, personId: string): Reflection | undefined =>
  task.reflections.find((one) => one.personId === personId);

export const hasReplied = (task: GapTask, personId: string): boolean => {
  const reflection = reflectionOf(task, personId);
  return reflection !== undefined && isReply(reflection);
};

/** What somebody has replied; undefined also for a draft without a word in it. */
export function replyOf(task: GapTask, personId: string): Reflection['status'] | undefined {
  const reflection = reflectionOf(task, personId);
  const isEmpty = reflection?.status === 'draft' && reflection.answers.every(({ text }) => text.trim() === '');
  return isEmpty ? undefined : reflection?.status;
}

export function viewTask(group: Group, task: GapTask, meeting: { startsAt: Date } | undefined): TaskView {
  const advocates = membersWith(group, 'advocate');
  return {
    id: task.id,
    groupId: group.id,
    title: task.title,
    body: task.body,
    ideas: ideas.filter((idea) => task.prompts.some((prompt) => prompt.idea === idea.id)).map((idea) => idea.label),
    due: formatDate(task.dueOn),
    meeting: meeting ? formatInstant(meeting.startsAt, group.zone) : undefined,
    replied: advocates.filter((one) => hasReplied(task, one.personId)).length,
    of: advocates.length,
    shared: sharedReflections(task).length,
    withdrawn: task.status === 'withdrawn',
  };
}

/** What the group may read: replies whose authors said so, and that say something. */
export const sharedReflections = (task: GapTask): Reflection[] =>
  task.reflections.filter(
    (reflection) => isReply(reflection) && reflection.shared && reflection.answers.some((answer) => answer.text !== ''),
  );

/** The subject of the message in which one reflection is shared. */
export const sharedSubject = (taskId: string, reflectionId: string): string => `${taskId}/${reflectionId}`;

/** Why a reflection is not sent to the group. */
export const takenBack = 'its author does not share it any more';

export function viewReflection(group: Group, task: GapTask, reflection: Reflection): ReflectionView {
  const member = group.members.find((one) => one.personId === reflection.personId);
  return {
    author: personName(group, reflection.personId),
    school: schoolName(group, member?.schoolId),
    status: reflection.status,
    shared: reflection.shared,
    quotable: reflection.quotable,
    answers: task.prompts.flatMap((prompt) => {
      const text = reflection.answers.find((answer) => answer.promptId === prompt.id)?.text ?? '';
      return text === '' ? [] : [{ idea: ideaLabel(prompt.idea), prompt: prompt.text, text }];
    }),
  };
}

/** The date that a task has, unless it was never set and its date has passed. */
export function keptDue(group: Group, task: GapTask, now: Date): string | undefined {
  return task.status === 'draft' && task.dueOn <= civilDate(now, group.zone) ? undefined : task.dueOn;
}

export function proposeDue(group: Group, meeting: { startsAt: Date } | undefined, now: Date): string | undefined {
  if (!meeting) return undefined;
  const today = civilDate(now, group.zone);
  const due = schoolDaysBefore(group.calendar, civilDate(meeting.startsAt, group.zone), daysBeforeMeeting);
  return due !== undefined && due > today ? due : schoolDaysAfter(group.calendar, today, 1);
}

/** What is wrong with a due date, in words. */
export function checkDue(
  group: Group,
  due: string,
  meeting: { startsAt: Date } | undefined,
  now: Date,
): string | undefined {
  if (due <= civilDate(now, group.zone)) return 'Please choose a day after today, so that there is time to try it.';
  const closed = closedReason(group.calendar, due);
  if (closed) {
    const instead = nextSchoolDay(group.calendar, due);
    return `${formatDate(due)} is ${closed.text}. The next school day is ${formatDate(instead)}.`;
  }
  if (meeting && due > civilDate(meeting.startsAt, group.zone)) {
    return `The meeting is on ${formatInstant(meeting.startsAt, group.zone)}; please choose a day before it.`;
  }
  return undefined;
}

/** Until the meeting that opens with the reflections begins; without one, until a fortnight after the due date. */
export function isOpenForReplies(
  group: Group,
  task: GapTask,
  meeting: { startsAt: Date } | undefined,
  now: Date,
): boolean {
  if (task.status !== 'open') return false;
  if (meeting) return now < meeting.startsAt;
  return civilDate(now, group.zone) <= schoolDaysAfter(group.calendar, task.dueOn, 10);
}
