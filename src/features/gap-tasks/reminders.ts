import * as cards from '../../../cards/gap-tasks.js';
import { button } from '../../../cards/model.js';
import { sharedReflectionCard, takenBackCard, taskThreadCard } from '../../../cards/shared-reflections.js';
import { civilDate, formatDate, formatInstant, instantAt } from '../../calendar/dates.js';
import { morning } from '../../calendar/quiet-hours.js';
import { middleSchoolDay, schoolDaysAfter, schoolDaysBefore } from '../../calendar/school-calendar.js';
import type { BuildContext, Builder, Built } from '../../delivery/building.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import type { Tx } from '../../store/client.js';
import type { Delivery } from '../../store/generated/sqlite/client.js';
import { calendarOf, type Group, membersWith, personName } from '../../store/groups.js';
import {
  hasReplied,
  isOpenForReplies,
  replyOf,
  sharedReflections,
  sharedSubject,
  takenBack,
  viewReflection,
  viewTask,
} from './rules.js';
import type { GapTask } from './schema.js';
import { findTask, findTaskMessage, listMeetings, listTasks, meetingOf } from './store.js';

const aMinute = 60_000;

export const planGapTasks: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'gap-task' && scope.topic !== 'meeting') return [];
  const tasks = await listTasks(tx, group.id);
  const [current] = tasks;
  const asking = scope?.topic === 'gap-task' ? [] : await planAsking(tx, group, tasks);
  // One shared reflection is a subject of its own: its author's changes leave the others alone.
  const [taskId, reflectionId] = scope?.subjectId?.split('/') ?? [];
  const wanted = tasks.filter((task) => taskId === undefined || taskId === task.id);
  if (reflectionId !== undefined) {
    return wanted.flatMap(planShared).filter((plan) => plan.subjectId === scope?.subjectId);
  }
  const meetings = await listMeetings(tx, group.id);
  const own =
    scope?.topic === 'meeting'
      ? []
      : wanted.flatMap((task) => {
          const meeting = meetings.find((one) => one.id === task.nextMeetingId);
          const shared = scope?.subjectId === undefined ? planShared(task) : [];
          return [...planTask(group, task, meeting, task.id === current?.id), ...shared];
        });
  return [...asking.filter((plan) => scope?.subjectId === undefined || plan.subjectId === scope.subjectId), ...own];
};

/** The school day after each meeting but the last: the specialist is asked to set a task, if none is set. */
async function planAsking(tx: Tx, group: Group, tasks: readonly GapTask[]): Promise<Plan[]> {
  const meetings = await listMeetings(tx, group.id);
  return meetings.slice(0, -1).flatMap((meeting, index) => {
    const next = meetings[index + 1];
    const set = next && tasks.find((task) => task.nextMeetingId === next.id);
    const day = civilDate(meeting.startsAt, group.zone);
    return membersWith(group, 'specialist').map(
      ({ personId }): Plan => ({
        kind: 'set-gap-task',
        topic: 'meeting',
        subjectId: meeting.id,
        personId,
        occurrence: String(meeting.round),
        chain: 'set-task',
        why: `school day after the meeting on ${formatDate(day)}`,
        dueAt: instantAt(schoolDaysAfter(calendarOf(group, personId), day, 1), morning, group.zone),
        ...(next && { expiresAt: next.startsAt }),
        ...(set && { skip: 'a gap task is set' }),
      }),
    );
  });
}

function planTask(group: Group, task: GapTask, meeting: { startsAt: Date } | undefined, current: boolean): Plan[] {
  const set = civilDate(task.setAt, group.zone);
  const due = `due on ${formatDate(task.dueOn)}`;
  const common = { topic: 'gap-task', subjectId: task.id, occurrence: String(task.round) } as const;
  const until = meeting ? { expiresAt: meeting.startsAt } : {};
  const overdueOn = (personId: string, days: number): Date =>
    instantAt(schoolDaysAfter(calendarOf(group, personId), task.dueOn, days), morning, group.zone);
  const superseded = current ? {} : { skip: 'a newer gap task has been set' };
  const silent = membersWith(group, 'advocate').filter(({ personId }) => !hasReplied(task, personId));

  return [
    {
      ...common,
      occurrence: 'set',
      kind: 'gap-task',
      why: 'the gap task is set',
      dueAt: task.setAt,
      late: 'send',
    },
    {
      ...common,
      occurrence: 'set',
      kind: 'task-thread',
      why: 'a new gap task opens a thread',
      dueAt: new Date(task.setAt.getTime() + aMinute),
      late: 'send',
    },
    ...membersWith(group, 'advocate').flatMap(({ personId }): Plan[] => {
      const calendar = calendarOf(group, personId);
      const answered = hasReplied(task, personId) ? { skip: 'has replied' } : {};
      const chain = { ...common, personId, chain: 'reflection', ...superseded, ...answered };
      const eve = schoolDaysBefore(calendar, task.dueOn, 1) ?? task.dueOn;
      const middle = middleSchoolDay(calendar, set, task.dueOn);
      const dueEnd = instantAt(task.dueOn, '23:59', group.zone);
      return [
        ...(middle > set && middle < eve
          ? [
              {
                ...chain,
                kind: 'task-half-way',
                why: `half-way to the gap task ${due}`,
                dueAt: instantAt(middle, morning, group.zone),
                expiresAt: instantAt(eve, morning, group.zone),
              },
            ]
          : []),
        ...(eve > set
          ? [
              {
                ...chain,
                kind: 'task-due-tomorrow',
                why: `school day before the gap task is ${due}`,
                dueAt: instantAt(eve, morning, group.zone),
                expiresAt: dueEnd,
              },
            ]
          : []),
        {
          ...chain,
          kind: 'task-overdue',
          why: `school day after the gap task was ${due}`,
          dueAt: overdueOn(personId, 1),
          ...until,
        },
      ];
    }),
    ...membersWith(group, 'specialist').map(
      ({ personId }): Plan => ({
        ...common,
        kind: 'task-overdue-list',
        personId,
        why: `two school days after the gap task was ${due}`,
        dueAt: overdueOn(personId, 2),
        ...until,
        ...superseded,
        ...(silent.length === 0 && { skip: 'everybody has replied' }),
      }),
    ),
  ];
}

/** Nobody is named among what is sent next. A minute goes by, in which a slip can be taken back. */
function planShared(task: GapTask): Plan[] {
  return sharedReflections(task).flatMap(({ id, repliedAt }): Plan[] =>
    repliedAt === null
      ? []
      : [
          {
            kind: 'shared-reflection',
            topic: 'gap-task',
            subjectId: sharedSubject(task.id, id),
            occurrence: 'shared',
            why: 'a reflection was shared with the group',
            dueAt: new Date(repliedAt.getTime() + aMinute),
          },
        ],
  );
}

/**
 * Where a message goes that belongs to a task's thread. It waits for the task's own message; when that has failed it
 * fails with it, and both are tried again together.
 * @param opened whether it also waits for the message that opens the thread
 */
async function threadOf(
  { db, now }: BuildContext,
  task: GapTask,
  opened: boolean,
): Promise<Pick<Built, 'under' | 'waits' | 'skip'>> {
  const own = await findTaskMessage(db, task, 'gap-task');
  const opening = opened ? await findTaskMessage(db, task, 'task-thread') : undefined;
  const isComing = (row: Delivery | undefined) => row?.status === 'planned' || row?.status === 'sending';
  const ahead = [own, opening].find(isComing);
  if (ahead) return { waits: { until: new Date(Math.max(ahead.sendAt.getTime(), now.getTime()) + aMinute) } };
  switch (own?.status) {
    case 'sent':
      return { under: own.messageRef ?? undefined };
    case 'failed':
      return { waits: { failed: own.reason ?? 'the gap task was not sent', obstacle: own.obstacle ?? undefined } };
    default:
      return { skip: 'the gap task was not sent to the channel' };
  }
}

const aboutTask =
  (
    build: (
      context: Parameters<Builder>[0],
      task: GapTask,
      meeting: { startsAt: Date } | undefined,
      personId: string,
    ) => Awaited<ReturnType<Builder>> | ReturnType<Builder>,
  ): Builder =>
  async (context, delivery) => {
    const { db, group, once } = context;
    const task = await once(`task ${delivery.subjectId}`, () => findTask(db, group.id, delivery.subjectId));
    if (!task) return undefined;
    const meeting = await once(`meeting of ${task.id}`, () => meetingOf(db, task));
    return build(context, task, meeting, delivery.personId ?? '');
  };

const withdrawn = (task: GapTask): { skip?: string } =>
  task.status === 'withdrawn' ? { skip: 'the gap task was withdrawn' } : {};

const remind = (when: 'half-way' | 'tomorrow' | 'overdue'): Builder =>
  aboutTask(({ group }, task, meeting, personId) => ({
    card: cards.gapTaskReminderCard(
      viewTask(group, task, meeting),
      when,
      replyOf(task, personId),
      button('Remind me later', 'reminder.snooze', { group: group.id, subject: task.id, chain: 'reflection' }),
    ),
    ...(hasReplied(task, personId) && { skip: 'has replied' }),
    ...withdrawn(task),
  }));

export const gapTaskBuilders: Record<string, Builder> = {
  'gap-task': aboutTask(({ group, viewerId }, task, meeting) => ({
    card: cards.gapTaskCard(
      viewTask(group, task, meeting),
      true,
      viewerId === undefined ? undefined : replyOf(task, viewerId),
    ),
    pin: true,
    personal: true,
    ...withdrawn(task),
  })),
  'task-thread': aboutTask(async (context, task, meeting) => ({
    card: taskThreadCard(viewTask(context.group, task, meeting)),
    ...(await threadOf(context, task, false)),
    ...(!isOpenForReplies(context.group, task, meeting, context.now) && { skip: 'the gap task is closed' }),
    ...withdrawn(task),
  })),
  'shared-reflection': async (context, delivery) => {
    const { db, group } = context;
    const [taskId = '', reflectionId] = delivery.subjectId.split('/');
    const task = await findTask(db, group.id, taskId);
    const reflection = task?.reflections.find((one) => one.id === reflectionId);
    if (!task || !reflection) return undefined;
    const shared = sharedReflections(task).includes(reflection);
    const meeting = await meetingOf(db, task);
    return {
      card: shared
        ? sharedReflectionCard(viewTask(group, task, meeting), viewReflection(group, task, reflection))
        : takenBackCard(personName(group, reflection.personId)),
      ...(await threadOf(context, task, true)),
      ...(!shared && { skip: takenBack }),
      ...withdrawn(task),
    };
  },
  'task-half-way': remind('half-way'),
  'task-due-tomorrow': remind('tomorrow'),
  'task-overdue': remind('overdue'),
  'task-overdue-list': aboutTask(({ group }, task, meeting) => {
    const silent = membersWith(group, 'advocate').filter(({ personId }) => !hasReplied(task, personId));
    return {
      card: cards.overdueListCard(
        viewTask(group, task, meeting),
        silent.map((one) => one.name),
      ),
      ...(silent.length === 0 && { skip: 'everybody has replied' }),
      ...withdrawn(task),
    };
  }),
  'set-gap-task': async ({ db, group, now }, delivery) => {
    const meetings = await listMeetings(db, group.id);
    const index = meetings.findIndex((meeting) => meeting.id === delivery.subjectId);
    const next = index < 0 ? undefined : meetings[index + 1];
    if (!next) return undefined;
    const tasks = await listTasks(db, group.id);
    const set = tasks.find((task) => task.nextMeetingId === next.id);
    return {
      card: cards.setTaskCard(group.id, formatInstant(next.startsAt, group.zone), set?.title),
      ...(set && { skip: 'a gap task is set' }),
      ...(next.startsAt <= now && { skip: 'the next meeting has begun' }),
    };
  },
};
