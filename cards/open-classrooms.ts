import {
  actions,
  type Button,
  bold,
  button,
  type Card,
  type Choice,
  date,
  divider,
  type Element,
  type Field,
  type Form,
  facts,
  notice,
  quiet,
  text,
} from './model.js';
import { whoReads } from './words.js';

export interface ClassroomView {
  id: string;
  groupId: string;
  /** "Tue 10 Nov" */
  day: string;
  /** "in the meeting at Oakfield Primary" */
  where?: string | undefined;
  /** "Fluency" */
  idea: string;
  lesson: string;
  state: 'ahead' | 'held' | 'cancelled' | 'gone';
}

/** What one school made of a classroom. */
export interface ReturnView {
  schoolId: string;
  school: string;
  /** "taught at home on Tue 10 Nov, evaluated" */
  howFar: string;
  /** Steps of the cycle that the school has come to. */
  done: number;
  of: number;
  state: 'none' | 'notYet' | 'written';
  taughtOn: string;
  taught: string;
  evaluation: string;
  usedAgain: string;
  embedded: string;
  /** "Ann Example, Tue 10 Nov" */
  by: string | undefined;
  /** The reader fills in for this school. */
  mayWrite: boolean;
}

/** How many classrooms a card shows; the others are a button away. */
const shown = 5;

const readers = whoReads(
  'everybody in the group sees which lesson was watched; what a school made of it, the school and the specialist',
);

const heading = ({ day, where, idea, lesson, state }: ClassroomView): Element[] => [
  text(date(day), ': ', bold(idea), where === undefined ? '' : `, ${where}`, `\n${lesson}`),
  ...(state === 'cancelled' ? [notice('warning', 'Its meeting was cancelled.')] : []),
];

/** `classroom`: the group's open classrooms. */
export function classroomsCard(view: {
  groupId: string;
  /** The newest first, each with what the reader may see of schools' returns. */
  classrooms: readonly (ClassroomView & { returns: readonly ReturnView[] })[];
  /** How many of the newest are left out. */
  skip: number;
  mayOpen: boolean;
}): Card {
  const rest = view.classrooms.slice(view.skip);
  return {
    kind: 'card',
    title: 'Open classrooms',
    summary: 'Lessons that the group watched together, and what schools made of them',
    body: [
      ...(view.classrooms.length === 0
        ? [text('None is noted yet. An open classroom is a lesson that the group watches together, on one Big Idea.')]
        : []),
      ...(view.mayOpen
        ? [actions(button('Note an open classroom', 'classroom.open', { group: view.groupId }, { style: 'primary' }))]
        : []),
      ...rest.slice(0, shown).flatMap((classroom, index) => [
        ...(index === 0 && !view.mayOpen ? [] : [divider]),
        ...heading(classroom),
        ...classroom.returns.map(({ school, howFar }) => facts([school, howFar])),
        actions(
          button(
            'Open',
            'classroom.one',
            { group: view.groupId, classroom: classroom.id },
            {
              describe: `Open: ${classroom.day}, ${classroom.idea}`,
            },
          ),
          ...classroom.returns
            .filter(({ mayWrite }) => mayWrite && classroom.state === 'held')
            .map((own) => fillIn(classroom, own)),
        ),
      ]),
      ...(rest.length > shown
        ? [
            divider,
            actions(button('Earlier ones', 'classroom.show', { group: view.groupId, skip: String(view.skip + shown) })),
          ]
        : []),
      readers,
    ],
  };
}

const fillIn = ({ groupId, id, day }: ClassroomView, { schoolId, state }: ReturnView): Button =>
  button(
    state === 'written' ? 'Change or add' : 'What came of it',
    'classroom.return',
    { group: groupId, classroom: id, school: schoolId },
    { style: 'primary', describe: `What came of the open classroom on ${day}` },
  );

/** One open classroom, with what schools made of it as far as the reader may see. */
export function classroomCard(classroom: ClassroomView, returns: readonly ReturnView[], mayChange: boolean): Card {
  const args = { group: classroom.groupId, classroom: classroom.id };
  return {
    kind: 'card',
    title: `Open classroom: ${classroom.idea}`,
    summary: `${classroom.day}: ${classroom.lesson}`,
    body: [
      ...heading(classroom),
      ...returns.flatMap((own) => [divider, ...drawReturn(classroom, own)]),
      ...(mayChange
        ? [divider, actions(button('Change', 'classroom.open', args), button('Take it out', 'classroom.undo', args))]
        : []),
      readers,
    ],
  };
}

function drawReturn(classroom: ClassroomView, own: ReturnView): Element[] {
  const rows = [
    ['Taught at home', [own.taughtOn, own.taught].filter((words) => words !== '').join(': ')],
    ['Lesson study', own.evaluation],
    ['Idea used again', own.usedAgain],
    ['What the department keeps', own.embedded],
  ].filter(([, words]) => words !== '') as [string, string][];
  return [
    text(bold(own.school), rows.length === 0 ? `: ${own.howFar}` : ''),
    ...(rows.length === 0 ? [] : [facts(...rows)]),
    ...(own.by === undefined ? [] : [quiet(own.by)]),
    ...(own.mayWrite && classroom.state === 'held' ? [actions(fillIn(classroom, own))] : []),
  ];
}

/** Some weeks after an open classroom, to a school's teachers, once. */
export const askReturnCard = (classroom: ClassroomView, own: ReturnView, later: Button): Card => ({
  kind: 'card',
  title: 'What came of the open classroom?',
  summary: `The open classroom on ${classroom.day}: what came of it at ${own.school}?`,
  body: [
    ...heading(classroom),
    own.state === 'none'
      ? text(
          'Have you taught the lesson to a class of your own? A few words are enough, and “not yet” is a welcome answer.',
        )
      : notice(
          'good',
          own.state === 'notYet'
            ? 'Your school answered “not yet”. Thank you.'
            : 'Your school has written about it. Thank you.',
        ),
    actions(
      fillIn(classroom, own),
      ...(own.state === 'none'
        ? [
            button('Not yet', 'classroom.reply', {
              group: classroom.groupId,
              classroom: classroom.id,
              school: own.schoolId,
              reply: 'notYet',
            }),
            later,
          ]
        : []),
    ),
    whoReads('your school’s people in the group and the specialist'),
  ],
});

/** For a new open classroom, and for one that is changed. */
export const openClassroomForm = (data: {
  args: Readonly<Record<string, string>>;
  meetings: readonly Choice[];
  meeting: string;
  day: string;
  ideas: readonly Choice[];
  idea: string;
  lesson: string;
}): Form => ({
  kind: 'form',
  title: 'Open classroom',
  submit: { route: 'classroom.open', args: data.args, label: 'Save' },
  body: [
    { kind: 'select', name: 'meeting', label: 'When', value: data.meeting, choices: data.meetings },
    {
      kind: 'date',
      name: 'day',
      label: 'Day, if it is in no meeting',
      ...(data.day !== '' && { value: data.day }),
    },
    { kind: 'select', name: 'idea', label: 'Big Idea', value: data.idea, choices: data.ideas },
    {
      kind: 'text',
      name: 'lesson',
      label: 'The lesson, in a few words',
      lines: 'one',
      required: true,
      value: data.lesson,
      placeholder: 'For example: Year 8, equations with a bar model',
    },
    whoReads('everybody in the group'),
  ],
});

/** What a school made of it: any part now, the rest later. */
export const returnForm = (data: {
  args: Readonly<Record<string, string>>;
  classroom: ClassroomView;
  school: string;
  taughtOn: string;
  words: { taught: string; evaluation: string; usedAgain: string; embedded: string };
}): Form => {
  const part = (name: keyof typeof data.words, label: string): Field => ({
    kind: 'text',
    name,
    label,
    lines: 'many',
    value: data.words[name],
  });
  return {
    kind: 'form',
    title: 'What came of it',
    submit: { route: 'classroom.return', args: data.args, label: 'Save' },
    body: [
      text(
        `${data.school}: ${data.classroom.day}, ${data.classroom.idea}. Fill in what there is; the rest can follow.`,
      ),
      {
        kind: 'date',
        name: 'taughtOn',
        label: 'Taught at home on',
        ...(data.taughtOn !== '' && { value: data.taughtOn }),
      },
      part('taught', 'How it went at home'),
      part('evaluation', 'What the lesson study found'),
      part('usedAgain', 'Where else you used the idea'),
      part('embedded', 'What the department chose to keep'),
      quiet('Please name no children.'),
      whoReads('your school’s people in the group and the specialist'),
    ],
  };
};
