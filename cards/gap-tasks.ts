import {
  actions,
  type Button,
  bold,
  button,
  type Card,
  date,
  divider,
  type Element,
  facts,
  notice,
  person,
  quiet,
  quote,
  text,
} from './model.js';
import { people, whoReads } from './words.js';

export interface TaskView {
  id: string;
  groupId: string;
  title: string;
  body: string;
  ideas: readonly string[];
  /** "Tue 3 Nov" */
  due: string;
  /** "Tue 10 Nov, 13:00" */
  meeting?: string | undefined;
  replied: number;
  of: number;
  shared: number;
  withdrawn: boolean;
}

export type ReplyStatus = 'draft' | 'notYet' | 'didNotWork' | 'done';

/** Where a reply is asked for. */
export const whoSeesReplies = whoReads(
  'the group sees how many have replied; your specialist sees the replies, and others only what you share',
);

export const args = (task: TaskView) => ({ group: task.groupId, task: task.id });

const takeBackButton = (task: TaskView): Button =>
  button('Take it back', 'task.reply', { ...args(task), reply: 'back' });

export const replyButtons = (task: TaskView, mine?: ReplyStatus): Button[] => [
  button(
    mine === 'draft' ? 'Go on with my reflection' : mine ? 'Open my reflection' : 'Reflect',
    'task.reflect',
    args(task),
    mine === undefined || mine === 'draft' ? { style: 'primary' } : {},
  ),
  ...(mine === undefined || mine === 'draft'
    ? [
        button('Not yet', 'task.reply', { ...args(task), reply: 'notYet' }),
        button('Tried it, it did not work', 'task.reply', { ...args(task), reply: 'didNotWork' }),
      ]
    : []),
  ...(mine === 'notYet' || mine === 'didNotWork' ? [takeBackButton(task)] : []),
];

const whatToTry = (task: TaskView): Element[] => [
  ...(task.withdrawn ? [notice('warning', 'This task has been withdrawn. There is nothing to do.')] : []),
  text(bold(task.title)),
  text(task.body),
  facts(
    ['Big Ideas', task.ideas.join(', ')],
    ['By', date(task.due), ...(task.meeting ? [', so that we can talk about it on ', date(task.meeting)] : [])],
  ),
];

/**
 * In the channel; shows how many have replied, never who has not.
 * @param replies whether those who see it are asked to reply
 * @param mine what the one person who sees this has replied
 */
export function gapTaskCard(task: TaskView, replies: boolean, mine?: ReplyStatus): Card {
  const buttons = [
    ...(replies ? replyButtons(task, mine) : []),
    ...(task.shared > 0 ? [button(`Read what was shared (${task.shared})`, 'task.shared', args(task))] : []),
  ];
  return {
    kind: 'card',
    title: 'Gap task',
    summary: `Gap task: ${task.title}, by ${task.due}`,
    body: [
      ...whatToTry(task),
      { kind: 'progress', label: 'Replies so far', done: task.replied, total: Math.max(task.of, 1) },
      ...(task.withdrawn
        ? []
        : [
            ...(mine === undefined ? [] : [ownReply(mine)]),
            ...(buttons.length > 0 ? [actions(...buttons)] : []),
            ...(replies
              ? [
                  quiet(
                    '“Not yet” and “it did not work” are welcome answers. Any of them takes less than two minutes.',
                  ),
                  whoSeesReplies,
                ]
              : []),
          ]),
    ],
  };
}

/** To one advocate: half-way, the day before, or the day after. */
export function gapTaskReminderCard(
  task: TaskView,
  when: 'half-way' | 'tomorrow' | 'overdue',
  mine: ReplyStatus | undefined,
  later: Button,
): Card {
  const replied = mine !== undefined && mine !== 'draft';
  const title = {
    'half-way': 'Half-way through the gap task',
    tomorrow: `The gap task is due on ${task.due}`,
    overdue: `The gap task was due on ${task.due}`,
  }[when];
  const words = {
    'half-way': 'No hurry. If you have tried it already, a few lines now are worth more than a page later.',
    tomorrow: 'A few lines are plenty, and so is “not yet”.',
    overdue: 'If it did not happen, just say so: one press, and you will not be asked again.',
  }[when];
  return {
    kind: 'card',
    title,
    summary: `${title}: ${task.title}`,
    body: [
      ...whatToTry(task),
      ...(replied ? [] : [text(words)]),
      ...(mine === undefined ? [] : [ownReply(mine)]),
      ...(task.withdrawn ? [] : [actions(...replyButtons(task, mine), ...(replied ? [] : [later])), whoSeesReplies]),
    ],
  };
}

const repliedWords: Readonly<Record<Exclude<ReplyStatus, 'draft'>, string>> = {
  done: 'Thank you: your reflection is in.',
  notYet: 'You said “not yet”. That is fine; you can add to it until the meeting.',
  didNotWork: 'You said that it did not work. That helps everyone; you can add to it until the meeting.',
};

const ownReply = (mine: ReplyStatus): Element =>
  mine === 'draft' ? quiet('What you have written so far is kept.') : notice('good', repliedWords[mine]);

/** After a one-press answer: what was noted, and how to take it back. */
export function repliedCard(task: TaskView, mine: Exclude<ReplyStatus, 'draft'>): Card {
  return {
    kind: 'card',
    title: 'Thank you',
    summary: repliedWords[mine],
    body: [
      text(repliedWords[mine]),
      actions(button('Add a few words', 'task.reflect', args(task)), takeBackButton(task)),
      whoSeesReplies,
    ],
  };
}

export interface ReflectionView {
  author: string;
  school: string;
  status: ReplyStatus;
  answers: readonly { idea: string; prompt: string; text: string }[];
  shared: boolean;
  quotable: boolean;
}

const statusWords: Readonly<Record<ReplyStatus, string>> = {
  draft: 'writing',
  notYet: 'not yet',
  didNotWork: 'tried it, it did not work',
  done: 'reflected',
};

export const showReflection = (reflection: ReflectionView): Element[] => [
  text(
    person(reflection.author),
    `, ${reflection.school}${reflection.status === 'done' ? '' : `: ${statusWords[reflection.status]}`}`,
  ),
  ...reflection.answers.flatMap((answer) => [quiet(answer.prompt), quote(answer.text)]),
];

/** Replies that were given to somebody else who leads or led the group. */
export const withheldNote = (count: number): Element[] =>
  count === 0
    ? []
    : [
        quiet(
          count === 1
            ? 'One more reply was not written for you: you can read it if its author says yes.'
            : `${count} more replies were not written for you: you can read each of them if its author says yes.`,
        ),
      ];

/**
 * What was shared with the group, for a member; or every reply that the specialist may read.
 * @param every how many replies besides are not the specialist's to read
 */
export function reflectionsCard(
  task: TaskView,
  reflections: readonly ReflectionView[],
  every?: { withheld: number },
): Card {
  const all = every !== undefined;
  const title = all ? (every.withheld > 0 ? 'Replies' : 'Every reply') : 'What was shared';
  return {
    kind: 'card',
    title,
    summary: `${title}: ${task.title}`,
    body: [
      text(bold(task.title)),
      ...(reflections.length === 0 ? [quiet('Nothing yet.')] : []),
      ...reflections.flatMap((reflection) => [
        divider,
        ...showReflection(reflection),
        ...(all ? [quiet(reflection.shared ? 'Shared with the group.' : 'Not shared with the group.')] : []),
      ]),
      ...withheldNote(every?.withheld ?? 0),
    ],
  };
}

/** For the specialist. Names of those who have not replied stand here and nowhere else. */
export function taskStatusCard(
  task: TaskView,
  rows: readonly { name: string; school: string; status: ReplyStatus | 'withheld' | undefined }[],
): Card {
  return {
    kind: 'card',
    title: 'Gap task: where it stands',
    summary: `${task.title}: ${task.replied} of ${task.of} have replied`,
    body: [
      text(bold(task.title), `, by ${task.due}`),
      { kind: 'progress', label: 'Replies so far', done: task.replied, total: Math.max(task.of, 1) },
      {
        kind: 'table',
        caption: 'Who has replied',
        columns: ['Name', 'School', 'Reply'],
        rows: rows.map(({ name, school, status }) => [
          [person(name)],
          [school],
          [status === undefined ? 'no reply yet' : status === 'withheld' ? 'replied' : statusWords[status]],
        ]),
      },
      actions(
        button('Read every reply', 'task.read', args(task)),
        button('Change the task', 'task.set', args(task)),
        button('Withdraw it', 'task.withdraw', args(task), { style: 'danger' }),
      ),
      whoReads('only you see this list'),
    ],
  };
}

export function noTaskCard(groupId: string, maySet: boolean): Card {
  return {
    kind: 'card',
    title: 'No gap task at the moment',
    summary: 'No gap task at the moment',
    body: [
      text(maySet ? 'None is set.' : 'Your specialist has not set one.'),
      ...(maySet ? [actions(button('Set a gap task', 'task.set', { group: groupId }, { style: 'primary' }))] : []),
    ],
  };
}

/** The day after a meeting, to the specialist. */
export function setTaskCard(groupId: string, next: string, set: string | undefined): Card {
  return {
    kind: 'card',
    title: 'Set the next gap task?',
    summary: 'Time to set the next gap task',
    body: [
      set === undefined
        ? text('What will everyone try before ', date(next), '? I propose the questions; you change what you like.')
        : notice('good', `Set: ${set}.`),
      ...(set === undefined
        ? [actions(button('Set the gap task', 'task.set', { group: groupId }, { style: 'primary' }))]
        : []),
    ],
  };
}

/** After the due date, to the specialist alone. */
export function overdueListCard(task: TaskView, names: readonly string[]): Card {
  return {
    kind: 'card',
    title: 'No reply to the gap task',
    summary: `${names.length} have not replied: ${task.title}`,
    body: [
      text(bold(task.title), ' was due on ', date(task.due), '.'),
      text(
        'No reply yet from ',
        ...people(names),
        '. They have been asked three times and will not be asked again; a friendly word from you may help.',
      ),
      actions(button('See where it stands', 'task.status', args(task))),
      whoReads('only you see this list'),
    ],
  };
}
