import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  divider,
  type Element,
  type Form,
  heading,
  person,
  quiet,
  type Span,
  text,
} from './model.js';
import { whoReads } from './words.js';

export interface StepView {
  id: string;
  text: string;
  /** Absent: the school together. */
  who: string | undefined;
  /** "Tue 10 Nov" */
  due: string | undefined;
  /** Its day has passed, and it is open. */
  isPast: boolean;
  done: { day: string; by: string } | undefined;
}

/** How many open steps a card has room for, and how many of those that are done. */
const shown = { open: 8, done: 5 };

const readers = whoReads('the school’s people in the group and the specialist');

/** `action plan`: one school's. */
export function planCard(view: {
  groupId: string;
  schoolId: string;
  school: string;
  steps: readonly StepView[];
  /** How many of the open ones are left out. */
  skip: number;
}): Card {
  const args = { group: view.groupId, school: view.schoolId };
  const open = view.steps.filter(({ done }) => done === undefined).slice(view.skip);
  const done = view.steps.filter((step) => step.done !== undefined).reverse();
  const all = view.steps.length;
  return {
    kind: 'card',
    title: `Action plan of ${view.school}`,
    summary: `Action plan of ${view.school}: ${all === 0 ? 'no steps yet' : `${done.length} of ${all} steps done`}`,
    body: [
      all === 0
        ? text('No steps yet. They come from visits, or you add one here.')
        : { kind: 'progress', label: 'Steps done', done: done.length, total: all },
      actions(button('Add a step', 'plan.add', args, { style: 'primary' })),
      ...open.slice(0, shown.open).flatMap((step) => drawOpen(view.groupId, step)),
      ...(open.length > shown.open
        ? [divider, actions(button('More steps', 'plan.show', { ...args, skip: String(view.skip + shown.open) }))]
        : []),
      ...(done.length > 0 ? [divider, heading('Done')] : []),
      ...done.slice(0, shown.done).map(drawDone),
      ...(done.length > shown.done ? [quiet(`And ${done.length - shown.done} earlier ones, all counted above.`)] : []),
      readers,
    ],
  };
}

const details = ({ who, due, isPast }: StepView): Span[] => [
  ...(who === undefined ? ['together'] : [person(who)]),
  ...(due === undefined ? [] : [isPast ? `, was for ${due}` : `, by ${due}`]),
];

function drawOpen(groupId: string, step: StepView): Element[] {
  const args = { group: groupId, step: step.id };
  return [
    divider,
    text(bold(step.text), '\n', ...details(step)),
    actions(
      button('Done', 'plan.tick', args, { describe: `Done: ${step.text}` }),
      button('Change', 'plan.change', args, { describe: `Change: ${step.text}` }),
      button('Take out', 'plan.drop', args, { describe: `Take out of the plan: ${step.text}` }),
    ),
  ];
}

const drawDone = ({ text: words, done }: StepView): Element =>
  text(`✓ ${words}`, ...(done ? [` (${done.day}, `, person(done.by), ')'] : []));

/** The same for who sees every school. */
export function planOverviewCard(view: {
  groupId: string;
  schools: readonly { id: string; school: string; done: number; of: number }[];
}): Card {
  return {
    kind: 'card',
    title: 'Action plans',
    summary: 'How far each school’s action plan is',
    body: [
      {
        kind: 'table',
        caption: 'Steps done in each school’s action plan',
        columns: ['School', 'Steps done'],
        rows: view.schools.map(({ school, done, of }): Span[][] => [
          [school],
          [of === 0 ? 'no steps yet' : `${done} of ${of}`],
        ]),
      },
      actions(
        ...view.schools.map(({ id, school }) =>
          button(school, 'plan.show', { group: view.groupId, school: id }, { describe: `Action plan of ${school}` }),
        ),
      ),
      whoReads('the specialist sees every school; each school sees its own'),
    ],
  };
}

/** For a new step, and for one that is changed. */
export function stepForm(data: {
  route: 'plan.add' | 'plan.change';
  args: Readonly<Record<string, string>>;
  school: string;
  text: string;
  owner: string;
  owners: readonly Choice[];
  due: string;
}): Form {
  return {
    kind: 'form',
    title: data.route === 'plan.add' ? 'Add a step' : 'Change a step',
    submit: { route: data.route, args: data.args, label: 'Save' },
    body: [
      quiet(`${data.school}.`),
      {
        kind: 'text',
        name: 'text',
        label: 'What the school will do',
        lines: 'many',
        required: true,
        value: data.text,
        placeholder: 'For example: plan one lesson together in Year 4',
      },
      { kind: 'select', name: 'owner', label: 'Who sees to it', value: data.owner, choices: data.owners },
      { kind: 'date', name: 'due', label: 'By when, if you like', ...(data.due !== '' && { value: data.due }) },
      readers,
    ],
  };
}
