import { type Choice, type Element, type Field, type Form, isField, quiet } from '../../cards/model.js';
import { cut } from './cut.js';
import { capElement } from './fit-card.js';
import { ours, slack } from './limits.js';

/** How much of a form there is room for. */
export interface Room {
  /** Elements between the fields. */
  words: number;
  /** Choices of one field, chosen ones included. */
  choices: number;
  /** Characters of a choice's label, a placeholder, a value, any other words, and the label of the button that submits. */
  choiceLabel: number;
  placeholder: number;
  value: number;
  text: number;
  submitLabel: number;
}

/**
 * The form itself when it fits, else the same form with, in this order, no text longer than a field takes, fewer
 * words between the fields, fewer choices, shorter text; each field that lost something says so in its hint. No field
 * is ever dropped. `fits` draws a form and measures it. Throws RangeError when the fields or the chosen choices alone are too many.
 */
export function fitForm(form: Form, room: Room, fits: (form: Form) => boolean): Form {
  for (let next: Room | undefined = room; next; next = tighten(next, form)) {
    const fitted = furnish(form, next);
    if (fits(fitted)) return fitted;
  }
  throw new RangeError(`the form "${cut(form.title, 60)}" cannot be made to fit: ${form.body.length} parts`);
}

/** Characters; Slack's text inputs hold 3,000. */
const longestUsual = 3000;

function tighten(room: Room, form: Form): Room | undefined {
  const longest = Math.max(0, ...form.body.map((part) => (isField(part) ? valueLength(part) : 0)));
  // A text longer than any field takes is what does not fit, not the words that say who reads it.
  if (Math.min(room.value, longest) > longestUsual)
    return { ...room, value: Math.floor(Math.min(room.value, longest) / 2) };
  const words = Math.min(room.words, form.body.filter((part) => !isField(part)).length);
  if (words > 0) return { ...room, words: Math.floor(words / 2) };
  const most = Math.max(0, ...form.body.map((part) => ('choices' in part ? part.choices.length : 0)));
  if (Math.min(room.choices, most) > 5)
    return { ...room, words, choices: Math.floor(Math.min(room.choices, most) / 2) };
  if (Math.min(room.value, longest) > 200) return { ...room, value: Math.floor(Math.min(room.value, longest) / 2) };
  if (room.text > 20) return { ...room, words, text: Math.floor(room.text / 2) };
  return undefined;
}

function furnish(form: Form, room: Room): Form {
  let elements = 0;
  let dropped = 0;
  let shortened = false;
  const shorten = (text: string, max: number): string => {
    shortened ||= text.length > Math.min(max, room.text);
    return cut(text, Math.min(max, room.text));
  };
  const body: (Element | Field)[] = [];
  for (const part of form.body) {
    if (isField(part)) body.push(furnishField(part, room, shorten));
    else if (elements++ < room.words) body.push(capElement(part));
    else dropped += 1;
  }
  const fitted: Form = {
    ...form,
    title: shorten(form.title, ours.title),
    submit: { ...form.submit, label: shorten(form.submit.label, room.submitLabel) },
    ...(form.keep ? { keep: { label: shorten(form.keep.label, ours.buttonLabel) } } : {}),
    ...(form.fault === undefined ? {} : { fault: shorten(form.fault, ours.formFault) }),
    body,
  };
  const missing = [
    ...(dropped > 0 ? [`${dropped} ${dropped === 1 ? 'part' : 'parts'} of the explanation`] : []),
    ...(shortened ? ['the rest of some long lines'] : []),
  ];
  return missing.length === 0
    ? fitted
    : { ...fitted, body: [...body, quiet(`Not shown here: ${missing.join(' and ')}.`)] };
}

function furnishField(field: Field, room: Room, shorten: (text: string, max: number) => string): Field {
  const notes: string[] = [];
  const narrowed = narrow(field, room, shorten, notes);
  const hint = [...notes, ...(field.hint ? [shorten(field.hint, ours.formHint)] : [])].join('\n');
  return {
    ...narrowed,
    label: shorten(field.label, ours.formLabel),
    ...(hint ? { hint } : {}),
    ...(field.fault === undefined ? {} : { fault: shorten(field.fault, ours.formFault) }),
  };
}

function narrow(field: Field, room: Room, shorten: (text: string, max: number) => string, notes: string[]): Field {
  switch (field.kind) {
    case 'text': {
      const placeholder = field.placeholder && shorten(field.placeholder, room.placeholder);
      if (valueLength(field) > room.value)
        notes.push('Not shown here: the end of what was written, which is too long.');
      return {
        ...field,
        ...(placeholder ? { placeholder } : {}),
        ...(field.value === undefined ? {} : { value: cut(field.value, room.value) }),
      };
    }
    case 'select':
      return { ...field, choices: choose(field.choices, field.value === undefined ? [] : [field.value], room, notes) };
    case 'multi-select':
    case 'people':
      return { ...field, choices: choose(field.choices, field.value ?? [], room, notes) };
    case 'toggle':
      return { ...field, text: shorten(field.text, ours.toggleText) };
    case 'number':
    case 'date':
    case 'time':
      return field;
    default:
      return field satisfies never;
  }
}

/** The chosen choices, and the first others that there is room for, in their order. */
function choose(choices: readonly Choice[], chosen: readonly string[], room: Room, notes: string[]): Choice[] {
  let others = room.choices - chosen.length;
  const kept = choices.filter((choice) => chosen.includes(choice.value) || others-- > 0);
  if (kept.length < choices.length) notes.push(`Not shown here: ${choices.length - kept.length} more choices.`);
  if (kept.some((choice) => choice.label.length > room.choiceLabel))
    notes.push('Not shown here: the end of long names.');
  return kept.map((choice) => ({ ...choice, label: cut(choice.label, room.choiceLabel) }));
}

function valueLength(field: Field): number {
  return field.kind === 'text' ? (field.value?.length ?? 0) : 0;
}

/** Room on Slack before the whole is measured. */
export const slackRoom: Room = {
  words: Number.POSITIVE_INFINITY,
  choices: slack.options * slack.optionGroups,
  choiceLabel: slack.optionText,
  placeholder: slack.placeholder,
  value: slack.inputValue,
  text: slack.plainText,
  submitLabel: slack.modalButton,
};

/** Room in Teams before the whole is measured. */
export const teamsRoom: Room = {
  ...slackRoom,
  choices: Number.POSITIVE_INFINITY,
  choiceLabel: ours.formLabel,
  value: Number.POSITIVE_INFINITY,
  submitLabel: ours.buttonLabel,
};
