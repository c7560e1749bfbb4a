import {
  actions,
  bold,
  button,
  type Card,
  date,
  divider,
  type Form,
  facts,
  heading,
  link,
  notice,
  person,
  quiet,
  quote,
  text,
} from '../../cards/model.js';

const schedule: Card = {
  kind: 'card',
  title: 'Autumn 2: when we meet',
  summary: 'Your Work Group meets three times this half-term, first on Tue 10 Nov, 13:00.',
  body: [
    text('Hello ', person('Priya Shah'), ', here is what ', bold('Secondary Mastery 2'), ' has planned.'),
    {
      kind: 'table',
      caption: 'Meetings this half-term',
      columns: ['When', 'Where', 'What'],
      rows: [
        [[date('Tue 10 Nov, 13:00')], ['St. Mary’s (Camden)'], ['Ratio tables & bar models']],
        [[date('Wed 25 Nov, 13:00')], [link('Online', 'https://meet.example.org/w/42?x=1&y=(2)')], ['Gap task 1']],
        [[date('Thu 10 Dec, 09:30')], ['Acland Burghley'], ['Lesson visit, then discussion']],
      ],
    },
    heading('1. Before the first meeting'),
    facts(
      ['Bring', 'Two pieces of pupils’ work'],
      ['Leads', person('Tom O’Neill')],
      ['Read', link('the task', 'https://hub.example.org/task_1')],
    ),
    divider,
    quiet('Everyone in the Work Group sees this.'),
    actions(
      button(
        'I will be there',
        'meetings.accept',
        { meeting: 'm1' },
        { style: 'primary', describe: 'I will be there on Tue 10 Nov' },
      ),
      button('I cannot come', 'meetings.decline', { meeting: 'm1' }),
      { label: 'Add to my calendar', url: 'https://bot.example.org/calendar/abc.ics' },
    ),
  ],
};

const digest: Card = {
  kind: 'card',
  title: 'Gap task 1: three of four schools have written',
  summary: 'Three of four schools have handed in their reflections.',
  body: [
    { kind: 'progress', label: 'Reflections', done: 3, total: 4 },
    { kind: 'progress', label: 'Release days given', done: 4, total: 4 },
    { kind: 'progress', label: 'Visits made', done: 0, total: 4 },
    heading('What people noticed'),
    text(person('Ann Lee'), ', ', bold('Parliament Hill'), ', ', date('Fri 20 Nov')),
    quote('The *bar model* helped most where pupils had to say what the whole is.\n\nWe will use it again in Year 8.'),
    {
      kind: 'chart',
      title: 'How confident pupils were',
      bars: [
        { label: 'Before', value: 4 },
        { label: 'After the first lesson', value: 7 },
        { label: 'After the second lesson', value: 11 },
        { label: 'Not asked', value: 0 },
      ],
    },
    {
      kind: 'chart',
      title: 'Who comes next time',
      bars: [
        { label: 'Yes', value: 6 },
        { label: 'Not sure', value: 1 },
        { label: 'No', value: 0 },
      ],
    },
    {
      kind: 'picture',
      url: 'https://bot.example.org/charts/7.png',
      alt: 'Confidence rises from 4 to 11 of 12 pupils.',
    },
    notice('good', 'All four head teachers kept the release day.'),
    notice('info', 'Reflections stay open until ', date('Mon 30 Nov'), '.'),
    notice('warning', bold('Acland Burghley'), ' has not written yet.'),
    actions(
      button('Remind them', 'gap-tasks.remind', { task: 't1' }),
      button('Withdraw the task', 'gap-tasks.withdraw', { task: 't1' }, { style: 'danger' }),
    ),
  ],
  more: { label: 'See all', url: 'https://bot.example.org/tasks/t1' },
};

const longest: Card = {
  ...digest,
  title: 'A year of reflections',
  body: [
    heading('From all schools'),
    ...Array.from({ length: 60 }, (_, i) => quote(`School ${i + 1}. ${'What pupils said about ratio. '.repeat(12)}`)),
    actions(button('Close the year', 'reports.close', { year: '2026' })),
  ],
};

const reflection: Form = {
  kind: 'form',
  title: 'Reflect on gap task 1',
  submit: { route: 'gap-tasks.reflect', args: { task: 't1' }, label: 'Hand in' },
  keep: { label: 'Keep for later' },
  fault: 'Two answers need another look.',
  body: [
    text('Read by ', bold('your Work Group'), ' and by ', person('Tom O’Neill'), '.'),
    {
      kind: 'text',
      name: 'noticed',
      label: 'What did you notice?',
      lines: 'many',
      required: true,
      value: 'They drew it.\nThen they told me.',
      hint: 'Two or three sentences are enough.',
    },
    {
      kind: 'text',
      name: 'class',
      label: 'Which class?',
      placeholder: '8X',
      required: true,
      fault: 'Please say which class.',
    },
    { kind: 'number', name: 'pupils', label: 'How many pupils?', value: 28, min: 1, max: 60 },
    divider,
    {
      kind: 'date',
      name: 'taught',
      label: 'When did you teach it?',
      value: '2026-11-18',
      min: '2026-11-02',
      max: '2026-12-18',
      fault: 'That is in half-term.',
      hint: 'A school day.',
    },
    { kind: 'time', name: 'start', label: 'From when?', value: '09:30' },
  ],
};

const enrolment: Form = {
  kind: 'form',
  title: 'Join a Work Group',
  submit: { route: 'enrolment.join', args: {}, label: 'Join' },
  body: [
    notice('info', 'Your head teacher gets a copy.'),
    {
      kind: 'select',
      name: 'school',
      label: 'School',
      required: true,
      value: 's2',
      choices: [
        { value: 's1', label: 'Acland Burghley' },
        { value: 's2', label: 'St. Mary’s (Camden)' },
      ],
    },
    {
      kind: 'multi-select',
      name: 'years',
      label: 'Which years do you teach?',
      value: ['7', '9'],
      hint: 'All that apply.',
      choices: ['7', '8', '9'].map((year) => ({ value: year, label: `Year ${year}` })),
    },
    {
      kind: 'people',
      name: 'with',
      label: 'Who comes with you?',
      choices: [
        { value: 'p1', label: 'Ann Lee' },
        { value: 'p2', label: 'Priya Shah' },
      ],
    },
    {
      kind: 'toggle',
      name: 'agree',
      label: 'Agreement',
      text: 'My head teacher has agreed to *four* release days',
      required: true,
      fault: 'We need this first.',
    },
  ],
};

/** Every element and every kind of field, as the product uses them. */
export const samples: Record<string, Card | Form> = { schedule, digest, longest, reflection, enrolment };
