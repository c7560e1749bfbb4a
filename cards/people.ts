import { actions, bold, button, type Card, type Element, facts, notice, person, type Span, text } from './model.js';
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
export function headLeftCard(data: {
  name: string;
  school: string;
  email: string;
  /** Who has taken over. */
  successor: string | undefined;
  /** What the handover form is opened with. */
  handOver: { group: string; who: string } | undefined;
}): Card {
  const { successor, handOver } = data;
  return {
    kind: 'card',
    title: `A new head at ${data.school}?`,
    summary: `${data.name} says that they are no longer the head of ${data.school}`,
    body: [
      text(
        person(data.name),
        ` says that they are no longer the head of ${data.school}. Nothing more is sent to them.`,
      ),
      ...(successor === undefined
        ? [text('Please ask the school who it is now, and hand over to them here.'), facts(['Email', data.email])]
        : [notice('good', person(successor), ' has taken over.')]),
      ...(successor === undefined && handOver
        ? [actions(button('Say who takes over', 'handover.record', handOver, { style: 'primary' }))]
        : []),
      whoReads('only you see this'),
    ],
  };
}

/** A short private welcome, once, to somebody who joined the channel. */
export function welcomeCard(data: {
  /** Absent: we do not know it. */
  name?: string | undefined;
  groupName: string;
  /** Absent: the group has none at the moment. */
  specialist?: string | undefined;
}): Card {
  const { specialist } = data;
  return {
    kind: 'card',
    title: data.name === undefined ? 'Welcome' : `Welcome, ${data.name}`,
    summary: `Welcome to ${data.groupName}`,
    body: [
      text(
        'I look after the dates, gap tasks and reminders of ',
        bold(data.groupName),
        '. I write on school days only, and unasked at most once a day.',
      ),
      ...(data.name !== undefined
        ? [
            ...(specialist === undefined ? [] : [text('Your specialist is ', person(specialist), '.')]),
            actions(
              button('Home', 'home.show', {}, { style: 'primary' }),
              button('Schedule', 'schedule.show', {}),
              button('Help', 'help', {}),
            ),
          ]
        : [askedWho(specialist)]),
      whoReads('only you see this'),
    ],
  };
}

const askedWho = (specialist: string | undefined): Element =>
  specialist === undefined
    ? text('I do not know you yet. Those who lead the group have been asked who you are.')
    : text('I do not know you yet; ', person(specialist), ' has been asked.');

/** The same for somebody who joined the heads' own channel. */
export function headsWelcomeCard(data: {
  /** Absent: we do not know it. */
  name?: string | undefined;
  groupId: string;
  groupName: string;
  specialist?: string | undefined;
  /** They are a head in the group, or lead it. */
  belongs: boolean;
}): Card {
  const { name, specialist } = data;
  return {
    kind: 'card',
    title: name === undefined ? 'Welcome' : `Welcome, ${name}`,
    summary: `Welcome to the heads’ channel of ${data.groupName}`,
    body: [
      text(
        'This is the channel of the heads of ',
        bold(data.groupName),
        '. I announce here when the heads meet, and nothing of the group’s tasks or reflections. What you write to each other here is not counted.',
      ),
      ...(name === undefined ? [askedWho(specialist)] : []),
      ...(name !== undefined && data.belongs
        ? [
            text(
              'Whether you come to a meeting, and cover for your teachers, I ask you in a message of your own, on school days and unasked at most once a day.',
            ),
            ...(specialist === undefined ? [] : [text('Your specialist is ', person(specialist), '.')]),
            actions(
              button('Meetings of the heads', 'heads.show', { group: data.groupId }, { style: 'primary' }),
              button('Home', 'home.show', {}),
              button('Help', 'help', {}),
            ),
          ]
        : []),
      ...(name !== undefined && !data.belongs
        ? [text('You are not among the heads in my list of this group. If that is wrong, please tell your specialist.')]
        : []),
      whoReads('only you see this'),
    ],
  };
}
