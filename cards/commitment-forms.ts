import { lineWords, type ReviewView } from './commitments.js';
import { bold, type Choice, type Field, type Form, quiet, text } from './model.js';
import { capitalise, whoReads } from './words.js';

/** Each commitment with its own answer. */
export function eachForm(review: ReviewView): Form {
  const { groupId, schoolId, halfTerm } = review;
  return {
    kind: 'form',
    title: 'One by one',
    submit: { route: 'commitments.each', args: { group: groupId, school: schoolId, halfTerm }, label: 'Send' },
    body: [
      quiet(`${review.school}, ${review.halfTermName}. Please change only what is different.`),
      ...review.lines.map(
        ({ key, title, record, answer }): Field => ({
          kind: 'select',
          name: key,
          label: title,
          hint: capitalise(record),
          value: answer ?? (review.answer ? review.answer.answer : 'kept'),
          choices: (['kept', 'partly', 'talk', 'notMe'] as const).map((value) => ({ value, label: lineWords[value] })),
        }),
      ),
      whoReads(`${review.specialist} and the hub lead see your answers`),
    ],
  };
}

/** Who has signed a paper form, and when: recorded by somebody who has it in hand. */
export function signForm(data: {
  groupId: string;
  schoolId: string;
  school: string;
  form: string;
  signed: string;
  on: string;
  people: readonly Choice[];
  /** "head teacher, head of department and Mastery Advocates" */
  roles: string;
}): Form {
  return {
    kind: 'form',
    title: 'Record signatures',
    submit: { route: 'commitments.sign', args: { group: data.groupId, school: data.schoolId }, label: 'Save' },
    body: [
      text(bold(data.school), `. ${data.form}. It is signed by: ${data.roles}.`),
      text('This is for a form on paper that you have before you. Please tick only those who have signed it.'),
      quiet(data.signed),
      { kind: 'date', name: 'on', label: 'Date on the form', required: true, value: data.on },
      { kind: 'people', name: 'who', label: 'Who signed', value: [], choices: data.people },
      {
        kind: 'text',
        name: 'others',
        label: 'Others who signed, a line each',
        lines: 'many',
        placeholder: 'Ann Example, head teacher',
      },
      whoReads('the school’s people in the group, the specialist and the hub lead'),
    ],
  };
}
