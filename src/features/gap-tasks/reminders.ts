import * as cards from '../../../cards/gap-tasks.js';
import { button } from '../../../cards/model.js';
import { civilDate, formatDate, formatInstant, instantAt } from '../../calendar/dates.js';
import { morning } from '../../calendar/quiet-hours.js';
import { middleSchoolDay, schoolDaysAfter, schoolDaysBefore } from '../../calendar/school-calendar.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import type { Builder } from '../../delivery/relay.js';
import type { Tx } from '../../store/client.js';
import { calendarOf, type Group, membersWith } from '../../store/groups.js';
import { hasReplied, reflectionOf, viewTask } from './rules.js';
import type { GapTask } from './schema.js';
import { findTask, listMeetings, listTasks, meetingOf } from './store.js';

export const planGapTasks: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'gap-task' && scope.topic !== 'meeting') return [];
  const tasks = await listTasks(tx, group.id);
  const [current] = tasks;
  const asking = scope?.topic === 'gap-task' ? [] : await planAsking(tx, group, tasks);
  const wanted = tasks.filter((task) => scope?.subjectId === undefined || scope.subjectId === task.id);
  const meetings = await listMeetings(tx, group.id);
  const own =
    scope?.topic === 'meeting'
      ? []
      : wanted.flatMap((task) => {
          const meeting = meetings.find((one) => one.id === task.nextMeetingId);
          return planTask(group, task, meeting, task.id === current?.id);
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

const aboutTask =
  (
    build: (
      context: Parameters<Builder>[0],
      task: GapTask,
      meeting: { startsAt: Date } | undefined,
      personId: string,
    ) => Awaited<ReturnType<Builder>>,
  ): Builder =>
  async (context, delivery) => {
    const task = await findTask(context.db, context.group.id, delivery.subjectId);
    if (!task) return undefined;
    const meeting = await meetingOf(context.db, task);
    return build(context, task, meeting, delivery.personId ?? '');
  };

const withdrawn = (task: GapTask): { skip?: string } =>
  task.status === 'withdrawn' ? { skip: 'the gap task was withdrawn' } : {};

const remind = (when: 'half-way' | 'tomorrow' | 'overdue'): Builder =>
  aboutTask(({ group }, task, meeting, personId) => ({
    card: cards.gapTaskReminderCard(
      viewTask(group, task, meeting),
      when,
      reflectionOf(task, personId)?.status,
      button('Remind me later', 'reminder.snooze', { group: group.id, subject: task.id, chain: 'reflection' }),
    ),
    ...(hasReplied(task, personId) && { skip: 'has replied' }),
    ...withdrawn(task),
  }));

export const gapTaskBuilders: Record<string, Builder> = {
  'gap-task': aboutTask(({ group }, task, meeting) => ({
    card: cards.gapTaskCard(viewTask(group, task, meeting), true),
    ...withdrawn(task),
  })),
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
