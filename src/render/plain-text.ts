import type { Card, Element, Text } from '../../cards/model.js';
import { drawBars, drawMeter, MARKS, padAll } from './marks.js';
import { flatten, oneLine, safeUrl, tidy } from './spans.js';

/** The whole card in plain words, for a terminal or a reader without cards: never shortened, ends without a line break. */
export function renderText(card: Card): string {
  const title = oneLine(card.title);
  const blocks = [`${title}\n${'='.repeat(ruleLength(title))}`, ...card.body.map(renderElement)];
  return blocks.filter((block) => block.trim() !== '').join('\n\n');
}

function renderElement(element: Element): string {
  switch (element.kind) {
    case 'heading':
      return `${oneLine(element.text)}\n${'-'.repeat(ruleLength(oneLine(element.text)))}`;
    case 'text':
      return element.tone === 'quote'
        ? flatten(element.text).replace(/^/gm, '> ').replace(/ +$/gm, '')
        : flatten(element.text);
    case 'facts':
      return renderColumns(element.facts.map(({ label, value }) => [`${oneLine(label)}:`, renderCell(value)]));
    case 'table':
      return renderTable(element);
    case 'progress':
      return `${oneLine(element.label)}: ${drawMeter(element.done, element.total)} ${oneLine(element.words ?? `${element.done} of ${element.total}`)}`;
    case 'picture':
      return `[Picture: ${tidy(element.alt)}] ${safeUrl(element.url) ?? ''}`.trimEnd();
    case 'chart':
      return `${oneLine(element.title)}\n${drawBars(element.bars)}`;
    case 'notice':
      return `${MARKS[element.tone]} ${flatten(element.text)}`;
    case 'actions':
      return element.buttons
        .map(({ label, url }) => [`[${oneLine(label)}]`, url && safeUrl(url)].filter((word) => word).join(' '))
        .join('  ');
    case 'divider':
      return '-'.repeat(40);
    default:
      return element satisfies never;
  }
}

function renderTable({ caption, columns, rows }: Extract<Element, { kind: 'table' }>): string {
  const heads = columns.map(oneLine);
  const rules = heads.map((head) => '-'.repeat(ruleLength(head)));
  return `${tidy(caption)}\n${renderColumns([heads, rules, ...rows.map((row) => row.map(renderCell))])}`.trim();
}

function renderCell(text: Text): string {
  return oneLine(flatten(text));
}

/** Rows of cells with each column as wide as its widest cell. */
function renderColumns(rows: readonly (readonly string[])[]): string {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, i) => padAll(rows.map((row) => row[i] ?? '')));
  return rows
    .map((_, i) =>
      columns
        .map((column) => column[i])
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function ruleLength(text: string): number {
  return Math.min(72, Math.max(1, [...text].length));
}
