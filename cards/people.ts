import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  type Element,
  type Form,
  facts,
  notice,
  person,
  quiet,
  type Span,
  text,
} from './model.js';
import { people, whoReads } from './words.js';

export interface MemberView {
  name: string;
  /** "Lead teacher" */
  role: string;
  school?: string | undefined;
  stoodDown: boolean;
  left?: true | undefined;
}

/** @param leads the group that the reader leads: who has left is theirs to say */
export function peopleCard(groupName: string, members: readonly MemberView[], leads?: string): Card {
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
      ...(leads === undefined
        ? []
        : [
            actions(
              button('Somebody has left', 'handover.left', { group: leads }),
              button('Somebody takes over', 'handover.record', { group: leads }),
              button('Correct an address', 'people.address', { group: leads }),
              button('New calendar address', 'calendar.renew-group', { group: leads }),
            ),
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
      const names = holders.flatMap(({ name, stoodDown, left }, index): Span[] => [
        index === 0 ? '' : ', ',
        person(name),
        left ? ' (has left)' : stoodDown ? ' (says this is no longer their role)' : '',
      ]);
      return [holders.length > 1 ? `${role}s` : role, ...names] as const;
    }),
  );
}

/** Asked once before it holds. @param places "head teacher of Oakfield Primary" */
export function standDownForm(data: {
  groupId: string;
  groupName: string;
  places: string;
  told: readonly string[];
}): Form {
  return {
    kind: 'form',
    title: 'Not you any more?',
    submit: { route: 'people.stand-down', args: { group: data.groupId }, label: 'Not me any more' },
    body: [
      text('You are down as ', bold(data.places), ' in ', bold(data.groupName), '. Is that no longer so?'),
      text(
        'If you say so, nothing more is sent to you in this role',
        ...(data.told.length === 0 ? [] : [', and ', ...people(data.told), ' hears of it']),
        '. You can take it back at any time.',
      ),
      whoReads('those who lead the group see that you said so'),
    ],
  };
}

/** To somebody of whom others have said that they have left. */
export function saidLeftCard(groupName: string): Card {
  return {
    kind: 'card',
    title: 'You have left this group',
    summary: `You have left ${groupName}`,
    body: [
      text('I was told that you have left ', bold(groupName), ', so nothing of it is sent or shown to you.'),
      quiet('If that is wrong, please tell your specialist or your hub lead, who can take it back.'),
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
        'You told us that this is no longer your role, so nothing more is sent to you in it. Those who lead the group are told.',
      ),
      actions(button('It is me after all', 'people.stand-up', { group: groupId })),
    ],
  };
}

/** To the specialist. */
export function headLeftCard(data: {
  name: string;
  school: string;
  /** "head teacher" */
  role: string;
  email: string;
  /** They have said since that it is them after all. */
  back: boolean;
  /** Who has taken over. */
  successor: string | undefined;
  /** What the handover form is opened with. */
  handOver: { group: string; who: string } | undefined;
}): Card {
  const { successor, handOver } = data;
  const place = `${data.role} of ${data.school}`;
  if (data.back) return headBackCard(data);
  return {
    kind: 'card',
    title: `A new ${data.role} at ${data.school}?`,
    summary: `${data.name} says that they are no longer the ${place}`,
    body: [
      text(person(data.name), ` says that they are no longer the ${place}. Nothing more is sent to them in this role.`),
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

/** To whoever was told that somebody is not in a role any more, and it was taken back. */
export function headBackCard(data: { name: string; school: string; role: string }): Card {
  return {
    kind: 'card',
    title: `${data.name} is there after all`,
    summary: `${data.name} is the ${data.role} of ${data.school} after all`,
    body: [
      text(
        person(data.name),
        ` had said that they are no longer the ${data.role} of ${data.school}, and has taken that back. They are asked as before; there is nothing for you to do.`,
      ),
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

/** An address that was written wrongly, or has changed: the person stays who they are. */
export function addressForm(data: { groupId: string; who: readonly Choice[] }): Form {
  return {
    kind: 'form',
    title: 'Correct an address',
    submit: { route: 'people.address', args: { group: data.groupId }, label: 'Correct it' },
    body: [
      text('I know people by their email address. Whoever signs in with the new one is taken for this person.'),
      { kind: 'select', name: 'who', label: 'Whose address?', required: true, choices: data.who },
      { kind: 'text', name: 'email', label: 'Their right address', lines: 'one', required: true },
      quiet('An account that I knew by the old address is theirs no longer, until somebody says that it is.'),
      whoReads('those who lead the group are told, and it is written down for your hub lead'),
    ],
  };
}

/** To those who lead the group. */
export function addressNewsCard(data: { name: string; by: string; email: string; untied: number }): Card {
  return {
    kind: 'card',
    title: 'An address was corrected',
    summary: `${data.by} has corrected the address of ${data.name}`,
    body: [
      text(person(data.by), ' has corrected the address of ', person(data.name), '. I know them by this one:'),
      facts(['Email', data.email]),
      ...(data.untied === 0
        ? []
        : [text('The account that I knew by the old address is theirs no longer, until somebody says that it is.')]),
      quiet('If that is wrong, please correct it: “people”, then “Correct an address”.'),
      whoReads('those who lead the group'),
    ],
  };
}
