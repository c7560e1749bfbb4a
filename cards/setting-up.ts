import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  type Element,
  type Field,
  type Form,
  facts,
  heading,
  notice,
  quiet,
  type Span,
  text,
} from './model.js';
import { capitalise, setupWords, whoReads } from './words.js';

/** One point of a group beside its template. */
export interface CheckLine {
  about: string;
  stated: string;
  found: string;
  verdict: 'fits' | 'differs' | 'not stated';
}

export interface CheckView {
  groupId: string;
  groupName: string;
  schoolYear: string;
  /** "Primary Teaching for Mastery Work Group, 2020/21" */
  programme: string;
  theme: string | undefined;
  /** "WRK-01, NCP25-15", or nothing */
  codes: string;
  lines: readonly CheckLine[];
  /** What the programme states besides. */
  states: readonly { label: string; value: string }[];
  missing: readonly string[];
  /** There are no dates yet, and who looks can plan them. */
  canPlan: boolean;
}

const readers = whoReads('the specialist and the hub lead');

const drawLine = ({ about, stated, found, verdict }: CheckLine): readonly [string, ...Span[]] => [
  about,
  `${found}: `,
  bold(verdict),
  ...(verdict === 'differs' ? [`, the programme has ${stated}`] : []),
];

/** `setup check`: the group beside its programme, point by point, and what is missing. */
export function setupCheckCard(view: CheckView): Card {
  const differs = view.lines.filter(({ verdict }) => verdict === 'differs').length;
  return {
    kind: 'card',
    title: `Set-up of ${view.groupName}`,
    summary: `${differs === 0 ? 'Nothing differs from the programme' : `${differs} ${differs === 1 ? 'point differs' : 'points differ'} from the programme`}; ${view.missing.length === 0 ? 'nothing is missing' : `${view.missing.length} missing`}`,
    body: [
      facts(
        ['Programme', view.programme],
        ['School year', view.schoolYear],
        ...(view.theme === undefined ? [] : [['Theme', capitalise(view.theme)] as const]),
        ...(view.codes === '' ? [] : [['Codes', view.codes] as const]),
      ),
      heading('Beside the programme'),
      facts(...view.lines.map(drawLine)),
      ...(differs === 0
        ? []
        : [quiet('What differs stops nothing: the group works as it is. Tell the hub, or change it when you can.')]),
      heading('Still missing'),
      ...(view.missing.length === 0
        ? [notice('good', 'Nothing. The group is ready.')]
        : view.missing.map((one) => text(`• ${one}`))),
      heading('The programme also states'),
      facts(...view.states.map(({ label, value }) => [label, capitalise(value)] as const)),
      ...(view.canPlan
        ? [actions(button('Plan the dates', 'schedule.plan', { group: view.groupId }, { style: 'primary' }))]
        : []),
      readers,
    ],
  };
}

/** `setup group`, first step. */
export function setupGroupForm(data: { programmes: readonly Choice[]; years: readonly string[] }): Form {
  return {
    kind: 'form',
    title: 'Set up a group',
    submit: { route: 'setup.group', args: {}, label: 'Next' },
    body: [
      text('Step 1 of 2. Schools, specialist and codes come next; nothing is made before that.'),
      {
        kind: 'select',
        name: 'programme',
        label: 'Which programme?',
        required: true,
        hint: 'Your hub’s own editions come first, then the newest.',
        choices: data.programmes,
      },
      {
        kind: 'text',
        name: 'name',
        label: 'Name of the group',
        required: true,
        maxLength: 80,
        placeholder: 'Primary Mastery Work Group 4',
      },
      {
        kind: 'select',
        name: 'year',
        label: 'School year',
        required: true,
        ...(data.years[0] !== undefined && { value: data.years[0] }),
        choices: data.years.map((year) => ({ value: year, label: year })),
      },
    ],
  };
}

/** Second step: what the template states, and what only people know. */
export function makeGroupForm(data: {
  args: Readonly<Record<string, string>>;
  name: string;
  programme: string;
  states: readonly { label: string; value: string }[];
  themes: readonly string[];
  schools: readonly Choice[];
  people: readonly Choice[];
  /** Who leads it, unless somebody else is chosen. */
  specialist: string | undefined;
  /** Where its term dates come from. */
  termDates: string;
}): Form {
  const fields: (Element | Field | undefined)[] = [
    text('Step 2 of 2. ', bold(data.name), `, ${data.args.year}.`),
    facts(['Programme', data.programme], ...data.states.map(({ label, value }) => [label, capitalise(value)] as const)),
    data.themes.length < 2
      ? undefined
      : {
          kind: 'select',
          name: 'theme',
          label: 'Theme',
          required: true,
          hint: 'The group works on one of these.',
          choices: data.themes.map((theme) => ({ value: theme, label: capitalise(theme) })),
        },
    data.schools.length === 0
      ? undefined
      : { kind: 'multi-select', name: 'schools', label: 'Schools that the hub knows', choices: data.schools },
    {
      kind: 'text',
      name: 'newSchools',
      label: 'New schools',
      lines: 'many',
      maxLength: 2000,
      hint: 'A line each: name, comma, URN.',
      placeholder: 'Oakfield Primary, 900001',
    },
    {
      kind: 'select',
      name: 'specialist',
      label: 'Who leads the group?',
      required: true,
      ...(data.specialist !== undefined && { value: data.specialist }),
      choices: data.people,
    },
    {
      kind: 'text',
      name: 'workCode',
      label: 'Work Group code',
      maxLength: 20,
      placeholder: 'WRK-01',
    },
    {
      kind: 'text',
      name: 'projectCode',
      label: 'Project code',
      maxLength: 20,
      placeholder: 'NCP25-15',
    },
    quiet(data.termDates),
    whoReads('name, schools and dates, everybody in the group; codes, the specialist and the hub lead'),
  ];
  return {
    kind: 'form',
    title: 'Set up a group',
    submit: { route: 'setup.make', args: data.args, label: 'Set it up' },
    body: fields.filter((one) => one !== undefined),
  };
}

/** What was made, what to look at, and what comes next. */
export function groupMadeCard(view: {
  groupId: string;
  name: string;
  schoolYear: string;
  programme: string;
  theme: string | undefined;
  schools: readonly string[];
  specialist: string | undefined;
  hubLeads: readonly string[];
  termDates: string;
  /** Commitments that each school is to sign; 0 where no form is known. */
  toSign: number;
  warnings: readonly string[];
  /** Absent: who made it has no part in it. */
  mine: { plans: boolean; undo: Readonly<Record<string, string>> } | undefined;
}): Card {
  const list = new Intl.ListFormat('en-GB');
  const who = view.specialist ?? 'the specialist';
  return {
    kind: 'card',
    title: `${view.name} is set up`,
    summary: `${view.name}, ${view.schoolYear}: ${view.schools.length} ${view.schools.length === 1 ? 'school' : 'schools'}`,
    body: [
      facts(
        ['Programme', view.programme],
        ['School year', view.schoolYear],
        ...(view.theme === undefined ? [] : [['Theme', capitalise(view.theme)] as const]),
        ['Schools', view.schools.length === 0 ? 'none yet' : list.format(view.schools)],
        ['Specialist', view.specialist ?? 'nobody yet: the roster says who'],
        ...(view.hubLeads.length === 0 ? [] : [['Hub lead', list.format(view.hubLeads)] as const]),
        ['Term dates', view.termDates],
      ),
      ...view.warnings.map((warning) => notice('warning', warning)),
      heading('What comes next'),
      text(
        `• People: import a roster that names this group (workgroup import roster.csv). Or they write to me, and ${who} is asked who they are.`,
      ),
      ...(view.toSign === 0
        ? []
        : [text(`• Signatures: each school has ${view.toSign} commitments to sign; “commitments” records who did.`)]),
      text(`• The channel: type ${setupWords} in it.`),
      text(`• The dates: ${who} types “schedule plan”.`),
      ...(view.mine
        ? [
            actions(
              ...(view.mine.plans
                ? [button('Plan the dates', 'schedule.plan', { group: view.groupId }, { style: 'primary' })]
                : []),
              button('Check the set-up', 'setup.check', { group: view.groupId }),
              button('Take it back', 'setup.unmake', view.mine.undo),
            ),
          ]
        : []),
      readers,
    ],
  };
}
