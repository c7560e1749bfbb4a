import {
  actions,
  bold,
  button,
  type Card,
  type Element,
  facts,
  heading,
  person,
  quiet,
  type Span,
  text,
} from './model.js';
import { whoReads } from './words.js';

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
      namesByRole(members.filter(({ school }) => school === undefined)),
      ...schoolsOf(members).flatMap((school) => [
        text(bold(school)),
        namesByRole(members.filter((member) => member.school === school)),
      ]),
    ],
  };
}

const schoolsOf = (members: readonly MemberView[]): string[] =>
  [...new Set(members.flatMap(({ school }) => (school === undefined ? [] : [school])))].sort();

function namesByRole(members: readonly MemberView[]): Element {
  const roles = [...new Set(members.map(({ role }) => role))];
  return facts(
    ...roles.map((role) => {
      const holders = members.filter((member) => member.role === role);
      const names = holders.flatMap(({ name, stoodDown }, index): Span[] => [
        index === 0 ? '' : ', ',
        person(name),
        stoodDown ? ' (says this is no longer their role)' : '',
      ]);
      return [holders.length > 1 ? `${role}s` : role, ...names] as const;
    }),
  );
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
  /** `answer` only for those who are asked whether they come. */
  meeting?: { when: string; where: string; answer?: string | undefined } | undefined;
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
        ...(meeting?.answer ? [['Your answer', meeting.answer] as const] : []),
        ['Gap task', ...(task ? [bold(task.title), `, by ${task.due}`] : ['none at the moment'])],
        ...(task ? [['Your reply', task.reply] as const] : []),
      ),
      actions(
        ...(meeting?.answer ? [button('Say if I am coming', 'meeting.answers', { group: home.groupId })] : []),
        ...(task?.mayReflect ? [button('My reflection', 'task.reflect', { group: home.groupId, task: task.id })] : []),
        { label: 'My calendar', url: home.calendarUrl },
      ),
      heading('What I will send you next'),
      next.length === 0
        ? quiet('Nothing is planned.')
        : facts(...next.map(({ when, title }) => [when, title] as const)),
    ],
  };
}
