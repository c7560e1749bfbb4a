import MarkdownIt from 'markdown-it';
import { splitChoices } from '../../src/edge/forms.js';

type Json = Record<string, unknown>;

const markdown = new MarkdownIt();

/** What one reads where a client applies Markdown. */
function plain(text: unknown): string {
  return markdown
    .parse(String(text ?? ''), {})
    .filter(({ type }) => type === 'inline')
    .map(({ children }) =>
      (children ?? [])
        .map(({ type, content }) => (type === 'softbreak' || type === 'hardbreak' ? '\n' : content))
        .join(''),
    )
    .join('\n');
}

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
/** What stands in an element or card, in reading order. */
const within = (node: Json): Json[] =>
  ['body', 'items', 'columns', 'rows', 'cells', 'actions'].flatMap((name) => list(node[name]));

/** All that is written on a card, in reading order; labels of buttons are left out. */
export const wordsOf = (card: Json): string => linesOf(card).join('\n');

function linesOf(node: Json): string[] {
  const type = String(node.type);
  switch (type) {
    case 'TextBlock':
    case 'Badge':
      return [plain(node.text)];
    case 'RichTextBlock':
      return [
        list(node.inlines)
          .map((run) => (typeof run === 'string' ? run : String(run.text)))
          .join(''),
      ];
    case 'FactSet':
      return list(node.facts).map(({ title, value }) => `${plain(title)} ${plain(value)}`);
    case 'Table':
      return list(node.rows).map((row) => within(row).map(inOneLine).join(' | '));
    case 'ColumnSet':
      return [list(node.columns).map(inOneLine).filter(Boolean).join(' ')].filter(Boolean);
    case 'Image':
      return [String(node.altText ?? '')];
    case 'ActionSet':
      return [];
    case 'Input.Toggle':
      return [...labelLines(node), plain(node.title)];
    case 'Input.ChoiceSet':
      return [...labelLines(node), ...choiceLines(node)];
    default:
      if (type.startsWith('Input.')) return labelLines(node);
      if (type.startsWith('Chart.')) return [String(node.title ?? ''), ...list(node.data).flatMap(chartLines)];
      if (type.startsWith('Action.')) return [];
      return within(node).flatMap(linesOf);
  }
}

const inOneLine = (node: Json): string => linesOf(node).join(' ');
const labelLines = ({ label }: Json): string[] => (label === undefined ? [] : [String(label)]);

/** An open list shows all its choices, one to be unfolded the one that is chosen. */
function choiceLines(input: Json): string[] {
  const choices = list(input.choices);
  return input.style === 'expanded' || input.isMultiSelect === true
    ? choices.map(({ title }) => plain(title))
    : choices.filter(({ value }) => value === input.value).map(({ title }) => String(title));
}

function chartLines(point: Json): string[] {
  const own = [point.legend ?? point.x ?? point.title, point.y ?? point.value].filter((part) => part !== undefined);
  return [own.join(' '), ...list(point.values).flatMap(chartLines)].filter(Boolean);
}

/** Everything that can be pressed, in reading order. */
export function actionsOf(node: Json): Json[] {
  return within(node).flatMap((one) => [...(String(one.type).startsWith('Action.') ? [one] : []), ...actionsOf(one)]);
}

export const labelsOf = (card: Json): string[] => actionsOf(card).map(({ title }) => String(title));

/** Whether a press opens a dialog. */
export const opensDialog = ({ type, data }: Json): boolean =>
  type === 'Action.Submit' && ((data as Json | undefined)?.msteams as Json | undefined)?.type === 'task/fetch';

/** Whether a card has a title, which a mere line of words has not. */
export const hasHeading = (card: Json): boolean =>
  list(card.body).some(({ type, style, text }) => type === 'TextBlock' && style === 'heading' && text !== '');

/** What is written beside a field, without the word that stands for a star. */
export const labelOf = (input: Json): string => String(input.label).replace(/ \(required\)$/u, '');

export function inputsOf(node: Json): Json[] {
  return within(node).flatMap((one) => [...(String(one.type).startsWith('Input.') ? [one] : []), ...inputsOf(one)]);
}

/** What a field holds, choices of several one by one. */
export function heldBy(input: Json): unknown {
  if (input.type !== 'Input.ChoiceSet' || input.isMultiSelect !== true) return input.value;
  return splitChoices(String(input.value ?? ''));
}

/** What a field holds when somebody has filled it in: choices are picked by what one reads. */
function fill(input: Json, value: unknown): string {
  if (input.type !== 'Input.ChoiceSet') return String(value ?? '');
  const pick = (label: unknown): string => {
    const found = list(input.choices).find((one) => [one.title, plain(one.title), one.value].includes(label));
    if (!found) throw new Error(`no choice “${String(label)}” in “${labelOf(input)}”`);
    return String(found.value);
  };
  if (Array.isArray(value)) return value.map(pick).join(',');
  return value === '' ? '' : pick(value);
}

/** Fills fields of a card, which keeps what is in them, by label or how the label begins. @returns all its fields */
export function fillAll(card: Json, values: Readonly<Record<string, unknown>>): Json[] {
  const inputs = inputsOf(card);
  for (const [label, value] of Object.entries(values)) {
    const input = inputs.find((one) => labelOf(one) === label) ?? inputs.find((one) => labelOf(one).startsWith(label));
    if (!input) throw new Error(`no field “${label}” among ${inputs.map(labelOf).join(', ')}`);
    input.value = fill(input, value);
  }
  return inputs;
}

/** What the client finds wrong with a field, and would not send. */
export function objection(input: Json): string | undefined {
  const { type, min, max } = input;
  const value = String(input.value ?? '');
  const wrong = String(input.errorMessage ?? 'This field is not filled in as it should be.');
  if (value === '' || (type === 'Input.Toggle' && value !== (input.valueOn ?? 'true'))) {
    return input.isRequired === true ? wrong : undefined;
  }
  const compare = (bound: unknown): number =>
    type === 'Input.Number' ? Number(value) - Number(bound) : value < String(bound) ? -1 : 1;
  if (type !== 'Input.Number' && type !== 'Input.Date' && type !== 'Input.Time') return undefined;
  if (type === 'Input.Number' && Number.isNaN(Number(value))) return wrong;
  if (min !== undefined && compare(min) < 0 && value !== String(min)) return wrong;
  return max !== undefined && compare(max) > 0 && value !== String(max) ? wrong : undefined;
}

/** Values by id as the client sends them: all are strings, and what was never filled in is left out, but for words. */
export const sentBy = (inputs: readonly Json[]): Json =>
  Object.fromEntries(
    inputs.flatMap((input): [string, unknown][] => {
      const value = input.value === undefined ? '' : String(input.value);
      return value === '' && input.type !== 'Input.Text' ? [] : [[String(input.id), value]];
    }),
  );
