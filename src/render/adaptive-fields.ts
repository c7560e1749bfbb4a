import type { Choice, Field } from '../../cards/model.js';
import { drawParagraphs, type Part } from './adaptive-text.js';
import { escapeMarkdown } from './markdown.js';
import { oneLine, tidy } from './spans.js';

/**
 * One field: the input with its label, then what is wrong with it, then its hint. Where the form can be kept
 * unfinished (`kept`) nothing is checked by the client, which would refuse to send it, and "(required)" is written out.
 */
export function drawField(field: Field, kept: boolean): Part[] {
  const label = oneLine(field.label);
  const checked = field.required && !kept;
  return [
    {
      ...drawInput(field, kept),
      id: field.name,
      label: field.required && kept ? `${label} (required)` : label,
      ...(checked ? { isRequired: true } : {}),
      ...(checked || (!kept && isBounded(field)) ? { errorMessage: wordError(field) } : {}),
    },
    ...below(field.fault ? drawParagraphs([`⚠ ${field.fault}`], { color: 'Attention', weight: 'Bolder' }) : []),
    ...below(field.hint ? drawParagraphs([field.hint], { isSubtle: true, size: 'Small' }) : []),
  ];
}

function below(parts: Part[]): Part[] {
  return parts.map((part) => ({ ...part, spacing: 'Small' }));
}

function drawInput(field: Field, kept: boolean): Part {
  switch (field.kind) {
    case 'text':
      // No maxLength: the client would cut what is pasted without a word; the server refuses it kindly.
      return {
        type: 'Input.Text',
        ...(field.lines === 'many' ? { isMultiline: true } : {}),
        ...(field.placeholder ? { placeholder: tidy(field.placeholder) } : {}),
        ...optional('value', field.value && tidy(field.value)),
      };
    case 'number':
      return { type: 'Input.Number', ...optional('value', field.value), ...bounds(field, kept) };
    case 'date':
      return { type: 'Input.Date', ...optional('value', field.value), ...bounds(field, kept) };
    case 'time':
      return { type: 'Input.Time', ...optional('value', field.value) };
    case 'select':
      return {
        type: 'Input.ChoiceSet',
        style: 'compact',
        placeholder: 'Choose one',
        choices: field.choices.map(({ value, label }) => ({ title: oneLine(label), value })),
        ...optional('value', field.value),
      };
    case 'multi-select':
    case 'people':
      return {
        type: 'Input.ChoiceSet',
        style: 'expanded',
        isMultiSelect: true,
        wrap: true,
        choices: field.choices.map(drawOpenChoice),
        ...optional('value', field.value && joinChoices(field.value)),
      };
    case 'toggle':
      return {
        type: 'Input.Toggle',
        title: escapeMarkdown(oneLine(field.text)),
        wrap: true,
        value: String(field.value ?? false),
      };
    default:
      return field satisfies never;
  }
}

/** The answer to a choice of several travels as one string, in which a comma separates: edge/forms.ts reads it. */
export function joinChoices(values: readonly string[]): string {
  return values.map(encodeChoice).join(',');
}

function encodeChoice(value: string): string {
  return value.replaceAll('%', '%25').replaceAll(',', '%2C');
}

function drawOpenChoice({ value, label }: Choice): { title: string; value: string } {
  return { title: escapeMarkdown(oneLine(label)), value: encodeChoice(value) };
}

function optional(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}

function bounds(field: { min?: unknown; max?: unknown }, kept: boolean): Record<string, unknown> {
  return kept ? {} : { ...optional('min', field.min), ...optional('max', field.max) };
}

function isBounded(field: Field): boolean {
  return (field.kind === 'number' || field.kind === 'date') && (field.min !== undefined || field.max !== undefined);
}

/** What the client says when it refuses; it knows only that something is missing or out of bounds. */
function wordError(field: Field): string {
  switch (field.kind) {
    case 'text':
      return 'Please write something here.';
    case 'number':
      return `Please enter a number${wordBounds(field.min, field.max, 'or more', 'or less')}.`;
    case 'date':
      return `Please choose a date${wordBounds(wordDate(field.min), wordDate(field.max), 'or later', 'or earlier')}.`;
    case 'time':
      return 'Please choose a time.';
    case 'select':
      return 'Please choose one.';
    case 'multi-select':
    case 'people':
      return 'Please choose at least one.';
    case 'toggle':
      return 'Please tick this to go on.';
    default:
      return field satisfies never;
  }
}

type Bound = string | number | undefined;

function wordBounds(min: Bound, max: Bound, above: string, below: string): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, ${min} ${above}`;
  return max === undefined ? '' : `, ${max} ${below}`;
}

function wordDate(civil: string | undefined): string | undefined {
  const instant = new Date(`${civil}T00:00:00Z`);
  if (civil === undefined || Number.isNaN(instant.getTime())) return civil;
  return instant.toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
}
