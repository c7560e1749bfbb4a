import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  date,
  type Element,
  type Form,
  facts,
  notice,
  person,
  quiet,
  text,
} from './model.js';
import { whoReads } from './words.js';

export function handoverForm(data: {
  groupId: string;
  who: readonly Choice[];
  chosen: string | undefined;
  successors: readonly Choice[];
  today: string;
  /** The first day of the school year, where it is known. */
  first: string | undefined;
}): Form {
  return {
    kind: 'form',
    title: 'Hand over',
    submit: {
      route: 'handover.record',
      args: { group: data.groupId, ...(data.chosen !== undefined && { who: data.chosen }) },
      label: 'Hand over',
    },
    body: [
      text(
        'Somebody leaves, and somebody else takes over: reminders, open steps of the action plan, and what they may see.',
      ),
      {
        kind: 'select',
        name: 'who',
        label: 'Who leaves?',
        required: true,
        choices: data.who,
        ...(data.chosen !== undefined && { value: data.chosen }),
      },
      {
        kind: 'select',
        name: 'successor',
        label: 'Who takes over?',
        required: true,
        choices: data.successors,
        ...(data.successors[0] && { value: data.successors[0].value }),
      },
      { kind: 'text', name: 'name', label: 'Their name, if they are new', lines: 'one' },
      { kind: 'text', name: 'email', label: 'Their email address, if they are new', lines: 'one' },
      {
        kind: 'date',
        name: 'day',
        label: 'From which day?',
        required: true,
        value: data.today,
        max: data.today,
        ...(data.first !== undefined && data.first <= data.today && { min: data.first }),
      },
      quiet(
        'Private reflections, half-written ones and feedback on lessons stay with the person who leaves. Other roles of theirs stay as they are.',
      ),
      whoReads('whoever takes over gets a welcome; those who lead the group and, for teachers, the head are told'),
    ],
  };
}

export interface HandoverView {
  groupId: string;
  groupName: string;
  leaver: string;
  successor: string;
  /** "lead teacher of Oakfield Primary" */
  place: string;
  /** "Mon 2 Nov 2026" */
  day: string;
  by: string;
  takenBack: boolean;
}

const takenBack: Element = notice('info', 'This was taken back: nothing of it holds.');

/** To whoever takes over: all they need to begin. */
export function handoverWelcomeCard(
  view: HandoverView,
  next: {
    meeting: string | undefined;
    task: string | undefined;
    visit: string | undefined;
    /** Open ones of their own. */
    steps: readonly string[];
    leads: readonly string[];
    /** They see what a specialist sees. */
    specialist: boolean;
  },
): Card {
  const { groupId, leaver } = view;
  const shown = 4;
  return {
    kind: 'card',
    title: `Welcome, ${view.successor}`,
    summary: `You take over from ${leaver} as ${view.place}`,
    body: view.takenBack
      ? [takenBack]
      : [
          text(
            'You take over from ',
            person(leaver),
            ` as ${view.place} in `,
            bold(view.groupName),
            ', from ',
            date(view.day),
            '. ',
            ...(view.by === leaver ? [] : [person(view.by), ' told me so.']),
          ),
          facts(
            ['Next meeting', next.meeting ?? 'none is planned yet'],
            ...(next.task === undefined ? [] : [['Gap task', next.task] as const]),
            ...(next.visit === undefined ? [] : [['Next visit', next.visit] as const]),
            ...next.steps.slice(0, shown).map((step) => ['Step that is yours', step] as const),
            ...(next.steps.length > shown ? [['And', `${next.steps.length - shown} more steps`] as const] : []),
            ['Who leads', next.leads.length === 0 ? 'nobody at the moment' : next.leads.join(' and ')],
          ),
          quiet(
            next.specialist
              ? 'You see what the specialist sees: dates, visits, and what people send you from now on. What they wrote for somebody else before stays theirs: I ask each of them once whether you may read it, and no answer means no.'
              : `What ${leaver} wrote for themselves stays theirs; what they shared with the group you can read.`,
          ),
          actions(
            button('Home', 'home.show', { group: groupId }, { style: 'primary' }),
            button('Schedule', 'schedule.show', { group: groupId }),
            button('Who is in the group', 'people.show', { group: groupId }),
          ),
          whoReads('only you see this'),
        ],
  };
}

/** To those who lead the group, and to the head of a school whose teacher changes. */
export function handoverNewsCard(view: HandoverView, undo: string | undefined): Card {
  const words = ` takes over from ${view.leaver} as ${view.place}, from ${view.day}.`;
  return {
    kind: 'card',
    title: 'Somebody has taken over',
    summary: `${view.successor}${words}`,
    body: view.takenBack
      ? [takenBack]
      : [
          text(person(view.successor), words, ' ', person(view.by), ' recorded it.'),
          ...(undo === undefined
            ? []
            : [actions(button('Take it back', 'handover.undo', { group: view.groupId, handover: undo }))]),
          whoReads('those who lead the group and the school’s head'),
        ],
  };
}

/** To somebody who comes back to what is another's now. */
export function handedOverCard(successor: string): Card {
  return {
    kind: 'card',
    title: 'Another does this now',
    summary: `${successor} has this role now`,
    body: [
      text(
        person(successor),
        ' has this role now, and nothing more is sent to you. Thank you for all that you have done.',
      ),
      quiet('If that is wrong, please tell your specialist or your hub lead, who can take it back.'),
    ],
  };
}

/** To the whole group, in its channel. @param by who recorded it; absent: the roster names them */
export function newSpecialistCard(view: {
  groupId: string;
  groupName: string;
  specialist: string;
  leaver: string | undefined;
  by: string | undefined;
  takenBack: boolean;
}): Card {
  const { groupName, specialist, leaver, by } = view;
  const own = by === specialist;
  return {
    kind: 'card',
    title: 'A new specialist',
    summary: view.takenBack ? 'A new specialist: taken back' : `${specialist} leads ${groupName}`,
    body: view.takenBack
      ? [takenBack]
      : [
          text(
            person(specialist),
            ' leads ',
            bold(groupName),
            ' as its specialist',
            ...(leaver === undefined ? ['.'] : [', in place of ', person(leaver), '.']),
            ...(by === undefined
              ? [' The hub’s roster says so.']
              : own
                ? [' ', person(by), ' recorded this for themselves.']
                : [' ', person(by), ' recorded it.']),
          ),
          actions(button('Who is in the group', 'people.show', { group: view.groupId })),
        ],
  };
}

/** Somebody has left, whether or not anybody takes over. */
export function leftForm(data: { groupId: string; groupName: string; who: readonly Choice[] }): Form {
  return {
    kind: 'form',
    title: 'Somebody has left',
    submit: { route: 'handover.left', args: { group: data.groupId }, label: 'They have left' },
    body: [
      text(
        'Nothing of ',
        bold(data.groupName),
        ' is sent or shown to them any more: messages, pages and calendar. What they wrote stays. You can take it back.',
      ),
      { kind: 'select', name: 'who', label: 'Who has left?', required: true, choices: data.who },
      quiet('If somebody takes over from them, “Somebody takes over” does both at once, now or later.'),
      whoReads('those who lead the group and, for teachers, the head are told that you said so'),
    ],
  };
}

/** To those who lead the group, and to the head of a teacher's school. */
export function leftNewsCard(view: {
  groupId: string;
  groupName: string;
  name: string;
  /** Absent: the roster. */
  by: string | undefined;
  /** "lead teacher of Oakfield Primary" */
  places: readonly string[];
  takenBack: boolean;
  /** Whose leaving the reader may take back. */
  person: string | undefined;
  /** When it was said; absent: it holds no more. */
  at: string | undefined;
  /** Roles that nobody has taken over. */
  handOver: readonly { who: string; place: string }[];
}): Card {
  const { groupId, name, by, person: personId, at } = view;
  const words = ` has left ${view.groupName} (${view.places.join(', ')}).`;
  return {
    kind: 'card',
    title: 'Somebody has left',
    summary: view.takenBack ? `${name} is there after all` : `${name}${words}`,
    body: view.takenBack
      ? [takenBack]
      : [
          text(
            ...(by === undefined ? ['The hub’s roster leaves them out: '] : [person(by), ' says: ']),
            person(name),
            words,
            ' Nothing of the group is sent or shown to them.',
          ),
          ...(personId === undefined || at === undefined
            ? []
            : [
                actions(
                  ...view.handOver.map(({ who, place }) =>
                    button(
                      'Say who takes over',
                      'handover.record',
                      { group: groupId, who },
                      { describe: `Say who takes over as ${place}` },
                    ),
                  ),
                  button('Take it back', 'handover.left-undo', { group: groupId, person: personId, at }),
                ),
              ]),
          whoReads('those who lead the group and, for teachers, the school’s head'),
        ],
  };
}
