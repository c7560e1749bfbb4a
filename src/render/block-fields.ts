import type { Choice, Field } from '../../cards/model.js';
import { drawRich, plain } from './block-elements.js';
import { chunk, cut } from './cut.js';
import { slack, within } from './limits.js';
import type { Block } from './rich-text.js';
import { oneLine, tidy } from './spans.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * One field as an input block whose `block_id` and `action_id` are its name. What is wrong with the value stands
 * before the hint, below the input.
 */
export function drawField(field: Field): Block[] {
  if ('choices' in field && field.choices.length === 0) {
    return drawRich([{ kind: 'bold', text: `${oneLine(field.label)}: ` }, 'there is nothing to choose from.']);
  }
  const long = field.kind === 'toggle' && field.text.length > slack.optionText ? field.text : undefined;
  const hint = [field.fault && `⚠ ${field.fault}`, long, field.hint].filter((line) => line).join('\n');
  return [
    {
      type: 'input',
      block_id: within(slack.blockId, 'the name of a field', field.name),
      label: plain(oneLine(field.label), slack.inputLabel),
      element: { ...drawInput(field), action_id: field.name },
      optional: !field.required && !isChosen(field),
      ...(hint ? { hint: plain(hint, slack.inputHint) } : {}),
    },
  ];
}

/** A menu of one choice cannot be emptied in Slack, so "(optional)" beside a choice made would only puzzle. */
const isChosen = (field: Field): boolean =>
  field.kind === 'select' && field.choices.some(({ value }) => value === field.value);

function drawInput(field: Field): Block {
  switch (field.kind) {
    case 'text':
      return {
        type: 'plain_text_input',
        ...(field.lines === 'many' ? { multiline: true } : {}),
        ...(field.placeholder ? { placeholder: plain(field.placeholder, slack.placeholder) } : {}),
        ...optional('initial_value', field.value && cut(tidy(field.value), slack.inputValue)),
      };
    case 'number':
      return { type: 'number_input', is_decimal_allowed: true, ...optional('initial_value', field.value?.toString()) };
    case 'date':
      return { type: 'datepicker', ...optional('initial_date', matching(DATE, field.value)) };
    case 'time':
      return { type: 'timepicker', ...optional('initial_time', matching(TIME, field.value)) };
    case 'select':
      return {
        ...drawMenu('static_select', 'Choose one', field.choices),
        ...optional('initial_option', field.choices.filter(({ value }) => value === field.value).map(drawOption)[0]),
      };
    case 'multi-select':
    case 'people': {
      const chosen = field.choices.filter(({ value }) => field.value?.includes(value)).map(drawOption);
      return {
        ...drawMenu('multi_static_select', field.kind === 'people' ? 'Choose people' : 'Choose any', field.choices),
        ...optional('initial_options', chosen.length > 0 ? chosen : undefined),
      };
    }
    case 'toggle': {
      const option = drawOption({ value: 'true', label: field.text });
      return {
        type: 'checkboxes',
        options: [option],
        ...optional('initial_options', field.value ? [option] : undefined),
      };
    }
    default:
      return field satisfies never;
  }
}

/** A menu; more choices than one list holds are grouped, each group named after its first and last. */
function drawMenu(type: string, placeholder: string, choices: readonly Choice[]): Block {
  const menu = { type, placeholder: plain(placeholder, slack.placeholder) };
  if (choices.length <= slack.options) return { ...menu, options: choices.map(drawOption) };
  const groups = chunk(choices, slack.options).map((group) => {
    const [first, last] = [group[0], group.at(-1)].map((choice) => cut(oneLine(choice?.label ?? ''), 35));
    return { label: plain(`${first} – ${last}`, slack.optionGroupLabel), options: group.map(drawOption) };
  });
  return { ...menu, option_groups: groups };
}

function drawOption({ value, label }: Choice): Record<string, unknown> {
  return {
    text: plain(oneLine(label), slack.optionText),
    value: within(slack.optionValue, `the value of the choice "${cut(label, 40)}"`, value),
  };
}

function matching(pattern: RegExp, value: string | undefined): string | undefined {
  return value !== undefined && pattern.test(value) ? value : undefined;
}

function optional(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}
