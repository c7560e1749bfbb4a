import { whoReads } from './meetings.js';
import { actions, bold, button, type Card, facts, person, quiet, text } from './model.js';

export interface MemberView {
  name: string;
  /** "Lead teacher" */
  role: string;
  school?: string | undefined;
  stoodDown: boolean;
}

export function peopleCard(groupName: string, members: readonly MemberView[]): Card {
  return {
    kind: 'card',
    title: 'Who is in this group',
    summary: `Who is in ${groupName}`,
    body: [
      text(bold(groupName)),
      {
        kind: 'table',
        caption: 'The people of the group',
        columns: ['Name', 'Role', 'School'],
        rows: members.map(({ name, role, school, stoodDown }) => [
          [person(name), ...(stoodDown ? ['\nsays this is no longer their role'] : [])],
          [role],
          [school ?? ''],
        ]),
      },
    ],
  };
}

/** To someone who said "not me any more". */
export function stoodDownCard(groupId: string): Card {
  return {
    kind: 'card',
    title: 'You get no more of these',
    summary: 'You told us that this is no longer your role',
    body: [
      text(
        'You told us that this is no longer your role, so nothing more is sent to you. Your specialist has been told.',
      ),
      actions(button('It is me after all', 'people.stand-up', { group: groupId })),
    ],
  };
}

/** To the specialist. */
export function headLeftCard(data: { name: string; school: string; email: string }): Card {
  return {
    kind: 'card',
    title: `A new head at ${data.school}?`,
    summary: `${data.name} says that they are no longer the head of ${data.school}`,
    body: [
      text(
        person(data.name),
        ` says that they are no longer the head of ${data.school}. Nothing more is sent to them.`,
      ),
      text('Please ask the school who it is now, and tell your hub lead, who can add the new head to the roster.'),
      facts(['Email', data.email]),
      whoReads('only you see this'),
    ],
  };
}

export interface HomeView {
  name: string;
  groupId: string;
  groupName: string;
  role: string;
  meeting?: { when: string; where: string; answer: string } | undefined;
  task?: { id: string; title: string; due: string; reply: string; mayReflect: boolean } | undefined;
  next: readonly { when: string; title: string }[];
  calendarUrl: string;
}

/** Each person's own page. */
export function homeCard(home: HomeView): Card {
  const { meeting, task, next } = home;
  return {
    kind: 'card',
    title: `Hello, ${home.name}`,
    summary: `${home.groupName}: your page`,
    body: [
      quiet(`${home.groupName} · ${home.role}`),
      facts(
        ['Next meeting', ...(meeting ? [bold(meeting.when), `, ${meeting.where}`] : ['none planned'])],
        ...(meeting ? [['Your answer', meeting.answer] as const] : []),
        ['Gap task', ...(task ? [bold(task.title), `, by ${task.due}`] : ['none at the moment'])],
        ...(task ? [['Your reply', task.reply] as const] : []),
      ),
      actions(
        button('Say if I am coming', 'meeting.answers', { group: home.groupId }),
        ...(task?.mayReflect ? [button('My reflection', 'task.reflect', { group: home.groupId, task: task.id })] : []),
        { label: 'My calendar', url: home.calendarUrl },
      ),
      text(bold('What I will send you next')),
      ...(next.length === 0 ? [quiet('Nothing is planned.')] : []),
      ...next.map(({ when, title }) => text(`${when}: ${title}`)),
    ],
  };
}
