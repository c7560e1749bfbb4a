import { lengthChoices } from './meeting-forms.js';
import { type Choice, type Element, type Field, type Form, quiet, text } from './model.js';
import type { VisitView } from './visits.js';
import { whoReads } from './words.js';

interface When {
  date: string;
  /** "09:00" */
  time: string;
  /** Minutes */
  length: number;
}

const whenFields = ({ date, time, length }: When): Field[] => [
  { kind: 'date', name: 'date', label: 'Day', required: true, value: date },
  { kind: 'time', name: 'time', label: 'Starts', required: true, value: time },
  { kind: 'select', name: 'length', label: 'How long', value: String(length), choices: lengthChoices },
];

const kindsField = (label: string, choices: readonly Choice[], value: readonly string[]): Field => ({
  kind: 'multi-select',
  name: 'kinds',
  label,
  value,
  choices,
});

/** Asked where the form was not opened for one school. */
function whichSchool(school: string | undefined, schools: readonly Choice[]): (Element | Field)[] {
  const [first] = schools;
  return school === undefined && first
    ? [{ kind: 'select', name: 'school', label: 'School', value: first.value, choices: schools }]
    : [quiet(`${school}.`)];
}

const readers = whoReads(
  'the school’s people in the group and the specialist; the hub lead sees that the visit takes place',
);

export const bookForm = (data: {
  args: Readonly<Record<string, string>>;
  school: string | undefined;
  schools: readonly Choice[];
  when: When;
  kinds: readonly Choice[];
}): Form => ({
  kind: 'form',
  title: 'Book a visit',
  submit: { route: 'visit.book', args: data.args, label: 'Book it' },
  body: [
    ...whichSchool(data.school, data.schools),
    ...whenFields(data.when),
    kindsField('What you will do', data.kinds, []),
    { kind: 'text', name: 'purpose', label: 'What for, in a few words', lines: 'one' },
    quiet('The school’s people in the group are told once.'),
    readers,
  ],
});

export const moveVisitForm = (visit: VisitView, when: When): Form => ({
  kind: 'form',
  title: 'Move the visit',
  submit: { route: 'visit.move', args: { group: visit.groupId, visit: visit.id }, label: 'Move it' },
  body: [
    text(`The visit to ${visit.school} is now on ${visit.when}.`),
    ...whenFields(when),
    quiet('The school’s people in the group are told once.'),
  ],
});

export const cancelVisitForm = (visit: VisitView): Form => ({
  kind: 'form',
  title: 'Cancel the visit',
  submit: { route: 'visit.cancel', args: { group: visit.groupId, visit: visit.id }, label: 'Cancel the visit' },
  body: [
    text(`The visit to ${visit.school} on ${visit.when}.`),
    {
      kind: 'text',
      name: 'reason',
      label: 'Why? The school will read this',
      lines: 'one',
      required: true,
      placeholder: 'For example: I am ill',
    },
    quiet('The school’s people in the group are told once. You can take it back.'),
  ],
});

export const recordForm = (data: {
  route: 'visit.record' | 'visit.record-new';
  args: Readonly<Record<string, string>>;
  /** "Oakfield Primary, Tue 10 Nov, 09:00" */
  about: string | undefined;
  schools: readonly Choice[];
  /** Asked of a visit that nobody had booked. */
  when: When | undefined;
  kinds: readonly Choice[];
  done: readonly string[];
  notes: string;
  /** Steps of this visit that are in the plan. */
  agreed: readonly string[];
}): Form => ({
  kind: 'form',
  title: 'Record a visit',
  submit: { route: data.route, args: data.args, label: 'Save' },
  body: [
    ...whichSchool(data.about, data.schools),
    ...(data.when ? whenFields(data.when) : []),
    kindsField('What you did', data.kinds, data.done),
    { kind: 'text', name: 'notes', label: 'Notes for the school', lines: 'many', value: data.notes },
    {
      kind: 'text',
      name: 'steps',
      label: data.agreed.length > 0 ? 'More next steps, a line each' : 'Agreed next steps, a line each',
      lines: 'many',
      hint: data.agreed.length > 0 ? `In the plan already: ${data.agreed.join('; ')}` : 'They go into the action plan.',
    },
    quiet('Please name no children. Feedback on a lesson is written afterwards, to its teacher alone.'),
    readers,
  ],
});

export const feedbackForm = (visit: VisitView, teacher: { id: string; name: string }, words: string): Form => ({
  kind: 'form',
  title: 'Feedback on a lesson',
  submit: {
    route: 'visit.feedback',
    args: { group: visit.groupId, visit: visit.id, teacher: teacher.id },
    label: 'Send',
  },
  body: [
    text(`To ${teacher.name}, about the visit on ${visit.when}.`),
    {
      kind: 'text',
      name: 'text',
      label: 'Your feedback',
      lines: 'many',
      value: words,
      ...(words !== '' && { hint: 'Empty it to take it back.' }),
    },
    whoReads(`you and ${teacher.name}, and nobody else: no head and no colleague`),
  ],
});
