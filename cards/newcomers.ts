import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  type Form,
  facts,
  notice,
  person,
  quiet,
  text,
} from './model.js';
import { takeBackCard } from './undo.js';
import { whoReads } from './words.js';

/** An account on a platform that had to be told who it is. */
export interface NewcomerView {
  groupId: string;
  /** Its address, for the buttons. */
  account: string;
  /** As the platform shows them. */
  name: string;
  email?: string | undefined;
}

/** Who it turned out to be: somebody of the group, or a guest. */
export type Identity = { kind: 'guest' } | { kind: 'person'; name: string };

const argsOf = ({ groupId, account }: NewcomerView) => ({ group: groupId, account });

const emailOf = ({ email }: NewcomerView) => ['Email', email ?? 'not shown'] as const;

/** To those who lead the group. @param happened "Sam Fletcher joined the channel" */
export function whoIsThisCard(newcomer: NewcomerView, happened: string, known: Identity | undefined): Card {
  return {
    kind: 'card',
    title: `Who is ${newcomer.name}?`,
    summary: known ? `Who is ${newcomer.name}? Answered` : `${happened}. Who is this?`,
    body: [
      text(`${happened}.`),
      facts(emailOf(newcomer)),
      ...(known
        ? [
            known.kind === 'guest'
              ? notice('good', 'A guest, who is left in peace.')
              : notice('good', 'This is ', person(known.name), '.'),
            actions(wrongButton(newcomer)),
          ]
        : [
            text('I do not know them yet, so they cannot use anything here. Who is this?'),
            actions(
              button('Say who this is', 'people.identify', argsOf(newcomer), {
                style: 'primary',
                describe: `Say who ${newcomer.name} is`,
              }),
            ),
          ]),
      whoReads('only those who lead the group see this'),
    ],
  };
}

const wrongButton = (newcomer: NewcomerView) =>
  button('That was wrong', 'people.unidentify', argsOf(newcomer), {
    describe: `That was wrong: take back who ${newcomer.name} is`,
  });

export function identifyForm(
  newcomer: NewcomerView,
  choices: { who: readonly Choice[]; roles: readonly Choice[]; schools: readonly Choice[] },
): Form {
  return {
    kind: 'form',
    title: 'Who is this?',
    submit: { route: 'people.identify', args: argsOf(newcomer), label: 'That is who it is' },
    body: [
      facts(['Name', person(newcomer.name)], emailOf(newcomer)),
      { kind: 'select', name: 'who', label: 'Who is this?', required: true, choices: choices.who },
      quiet('For somebody new in this group, please say also:'),
      { kind: 'select', name: 'role', label: 'Role', choices: choices.roles },
      { kind: 'select', name: 'school', label: 'School', choices: choices.schools },
      whoReads('the person you choose is told that you said so; a guest is not'),
    ],
  };
}

/** What was said, and one press to take it back. */
export const identifiedCard = (newcomer: NewcomerView, words: string): Card =>
  takeBackCard(`Who is ${newcomer.name}?`, words, {
    label: 'That was wrong',
    route: 'people.unidentify',
    args: argsOf(newcomer),
  });

/** What was taken back, and the question again. */
export const askAgainCard = (newcomer: NewcomerView, words: string): Card =>
  takeBackCard(`Who is ${newcomer.name}?`, words, {
    label: 'Say who this is',
    route: 'people.identify',
    args: argsOf(newcomer),
  });

/** To somebody where she is known already, when it is said that another account is hers too. */
export function accountNamedCard(data: NewcomerView & { platform: string; by: string; isTheirs: boolean }): Card {
  return {
    kind: 'card',
    title: 'Another account of yours?',
    summary: `${data.by} said that another account is yours`,
    body: [
      text(person(data.by), ' said that an account in ', bold(data.platform), ' is yours too.'),
      facts(['Name there', person(data.name)], emailOf(data)),
      ...(data.isTheirs
        ? [
            text(
              'If it is, there is nothing to do. If not, press the button: it can then do and read nothing of yours.',
            ),
            actions(
              button('That is not me', 'people.not-me', argsOf(data), {
                describe: `That is not me: ${data.name} in ${data.platform}`,
              }),
            ),
          ]
        : [notice('good', 'That account is not yours any more.')]),
      whoReads(`only you see this; ${data.by} is told if you press “That is not me”`),
    ],
  };
}

/** To somebody of whom it was just said who they are. */
export function youAreCard(data: {
  groupId: string;
  account: string;
  groupName: string;
  name: string;
  /** "lead teacher, Oakfield Primary" */
  role: string;
  by: string;
}): Card {
  return {
    kind: 'card',
    title: `Welcome, ${data.name}`,
    summary: `Welcome to ${data.groupName}`,
    body: [
      text(
        person(data.by),
        ' told me who you are: ',
        person(data.name),
        ` (${data.role}), in `,
        bold(data.groupName),
        '.',
      ),
      text('Your page has the next meeting, the gap task and what I will send you next. “help” shows all you can do.'),
      actions(
        button('Home', 'home.show', { group: data.groupId }, { style: 'primary' }),
        button('That is not me', 'people.not-me', { group: data.groupId, account: data.account }),
      ),
      whoReads(`only you see this; ${data.by} is told if you press “That is not me”`),
    ],
  };
}
