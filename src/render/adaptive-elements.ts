import type { Element, Span, Text } from '../../cards/model.js';
import { type LiveButton, sortButtons } from './buttons.js';
import { teams } from './limits.js';
import { escapeMarkdown, toMarkdown } from './markdown.js';
import { fill, MARKS } from './marks.js';
import { oneLine, safeUrl, splitParagraphs, tidy, wordsOf } from './spans.js';

/** An element, action or run of an Adaptive Card; what belongs in it is held to the schema by tests. */
export type Part = { type: string } & Record<string, unknown>;

/** How a press travels: cards in a conversation execute, dialogs only submit. */
export type Press = 'Action.Execute' | 'Action.Submit';

type Looks = Record<string, unknown>;

const SUBTLE: Looks = { isSubtle: true, size: 'Small' };
/** Measured at 360 pixels: a row's width, and what a button takes beside its label, in characters. */
const ROW_CHARACTERS = 40;
const BUTTON_PADDING = 4;
const STYLES = { info: 'accent', good: 'good', warning: 'warning' } as const;

export function drawElements(elements: readonly Element[], press: Press): Part[] {
  return drawInOrder(elements, (element) => drawElement(element, press));
}

/** What `draw` makes of each, in order; a divider becomes a line above what follows it. */
export function drawInOrder<T extends { kind: string }>(items: readonly T[], draw: (item: T) => Part[]): Part[] {
  const parts: Part[] = [];
  let divided = false;
  for (const item of items) {
    if (item.kind === 'divider') divided = true;
    const [first, ...others] = draw(item);
    if (!first) continue;
    parts.push(divided ? { ...first, separator: true, spacing: 'Large' } : first, ...others);
    divided = false;
  }
  return parts;
}

/** Draws one element; empty when there is nothing to show. */
export function drawElement(element: Element, press: Press): Part[] {
  switch (element.kind) {
    case 'heading':
      return [drawHeading(element.text, 'Medium')];
    case 'text':
      return drawText(element.text, element.tone);
    case 'facts':
      return drawFacts(element.facts);
    case 'table':
      return drawTable(element);
    case 'progress':
      return drawProgress(element);
    case 'picture':
      return drawPicture(element);
    case 'chart':
      return drawChart(element);
    case 'notice': {
      const words: Text = [`${MARKS[element.tone]} `, ...element.text];
      return [{ type: 'Container', style: STYLES[element.tone], items: drawParagraphs(words) }];
    }
    case 'actions':
      return drawActions(element.buttons, press);
    case 'divider':
      return [];
    default:
      return element satisfies never;
  }
}

/** A title (Large) or heading (Medium), announced as a heading. */
export function drawHeading(text: string, size: 'Large' | 'Medium'): Part {
  return {
    type: 'TextBlock',
    text: escapeMarkdown(oneLine(text)),
    style: 'heading',
    size,
    weight: 'Bolder',
    wrap: true,
  };
}

/** Paragraphs as RichTextBlocks, in which no client applies Markdown, so that nobody's words can format themselves. */
export function drawParagraphs(text: Text, looks: Looks = {}): Part[] {
  return splitParagraphs(text).map((paragraph) => ({
    type: 'RichTextBlock',
    inlines: paragraph.filter((span) => wordsOf(span) !== '').map((span) => drawRun(span, looks)),
  }));
}

/** One press button or link. */
function drawButton(button: LiveButton, press: Press): Part {
  const looks = {
    title: oneLine(button.label) || '…',
    ...(button.describe ? { tooltip: oneLine(button.describe) } : {}),
    ...(button.style ? { style: button.style === 'primary' ? 'positive' : 'destructive' } : {}),
  };
  if (!button.press) return { type: 'Action.OpenUrl', ...looks, url: button.url };
  const { route, args } = button.press;
  const data = { workgroup: { route, args } };
  if (press === 'Action.Execute') return { type: press, ...looks, verb: route, data };
  // Without inputs, or an unfinished form would refuse the press.
  return { type: press, ...looks, data, associatedInputs: 'none' };
}

function drawRun(span: Span, looks: Looks): Part {
  const run = { type: 'TextRun', text: wordsOf(span), ...looks };
  if (typeof span === 'string') return run;
  if (span.kind === 'bold') return { ...run, weight: 'Bolder' };
  const url = span.kind === 'link' ? safeUrl(span.url) : undefined;
  return url ? { ...run, selectAction: { type: 'Action.OpenUrl', url } } : run;
}

function drawText(text: Text, tone: 'normal' | 'quiet' | 'quote' = 'normal'): Part[] {
  const paragraphs = drawParagraphs(text, tone === 'quiet' ? SUBTLE : {});
  if (tone !== 'quote' || paragraphs.length === 0) return paragraphs;
  return [{ type: 'Container', style: 'emphasis', items: paragraphs }];
}

function drawFacts(facts: readonly { label: string; value: Text }[]): Part[] {
  if (facts.length === 0) return [];
  return [
    {
      type: 'FactSet',
      facts: facts.map(({ label, value }) => ({ title: escapeMarkdown(oneLine(label)), value: toMarkdown(value) })),
    },
  ];
}

function drawTable({ caption, columns, rows }: Extract<Element, { kind: 'table' }>): Part[] {
  const width = Math.max(columns.length, ...rows.map((row) => row.length));
  const named = drawParagraphs([caption], SUBTLE);
  if (width === 0) return named;
  const cells = (texts: readonly Text[], looks?: Looks) =>
    Array.from({ length: width }, (_, i) => ({ type: 'TableCell', items: drawParagraphs(texts[i] ?? [], looks) }));
  const heads = columns.map((column) => [column]);
  return [
    ...named,
    {
      type: 'Table',
      firstRowAsHeader: true,
      columns: Array.from({ length: width }, () => ({ width: 1 })),
      rows: [cells(heads, { weight: 'Bolder' }), ...rows.map((row) => cells(row))].map((drawn) => ({
        type: 'TableRow',
        cells: drawn,
      })),
    },
  ];
}

function drawProgress({ label, done, total }: Extract<Element, { kind: 'progress' }>): Part[] {
  return [
    ...drawParagraphs([`${oneLine(label)}: `, { kind: 'bold', text: `${done} of ${total}` }]),
    { type: 'ColumnSet', spacing: 'Small', columns: drawBar(done, total, 100, done >= total ? 'good' : 'accent') },
  ];
}

function drawBar(done: number, total: number, width: number, style: string): Part[] {
  const filled = fill(done, total, width);
  return [
    { style, width: filled },
    { style: 'emphasis', width: width - filled },
  ]
    .filter((column) => column.width > 0)
    .map((column) => ({ type: 'Column', ...column, minHeight: '10px', spacing: 'None', items: [] }));
}

function drawPicture({ url, alt }: Extract<Element, { kind: 'picture' }>): Part[] {
  const safe = safeUrl(url);
  return safe ? [{ type: 'Image', url: safe, altText: tidy(alt) }] : drawParagraphs([alt], SUBTLE);
}

function drawChart({ title, bars }: Extract<Element, { kind: 'chart' }>): Part[] {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const rows = bars.map(({ label, value }) => ({
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: 40, verticalContentAlignment: 'Center', items: drawParagraphs([label]) },
      ...drawBar(value, most, 45, 'accent'),
      { type: 'Column', width: 15, verticalContentAlignment: 'Center', items: drawParagraphs([`${value}`]) },
    ],
  }));
  return [...drawParagraphs([{ kind: 'bold', text: oneLine(title) }]), ...rows];
}

function drawActions(buttons: Extract<Element, { kind: 'actions' }>['buttons'], press: Press): Part[] {
  const { live, dead } = sortButtons(buttons);
  return [
    ...groupButtons(live).map((group) => ({
      type: 'ActionSet',
      actions: group.map((button) => drawButton(button, press)),
    })),
    ...drawElements(dead, press),
  ];
}

/** Rows of buttons that fit side by side on a telephone: clients clip or shrink the rest instead of wrapping. */
function groupButtons(buttons: readonly LiveButton[]): LiveButton[][] {
  const rows: LiveButton[][] = [];
  let width = 0;
  for (const button of buttons) {
    const own = button.label.length + BUTTON_PADDING;
    const row = rows.at(-1);
    if (row && row.length < teams.actionsInSet && width + own <= ROW_CHARACTERS) {
      row.push(button);
      width += own;
    } else {
      rows.push([button]);
      width = own;
    }
  }
  return rows;
}
