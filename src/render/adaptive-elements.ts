import type { Element, Text } from '../../cards/model.js';
import { drawChart, drawProgress } from './adaptive-bars.js';
import { drawButtons, type Travel } from './adaptive-buttons.js';
import { drawTable } from './adaptive-table.js';
import { drawHeading, drawParagraphs, drawText, type Part, SUBTLE } from './adaptive-text.js';
import { sortButtons } from './buttons.js';
import { escapeMarkdown, toMarkdown } from './markdown.js';
import { MARKS } from './marks.js';
import { oneLine, safeUrl, tidy, wordsOf } from './spans.js';

/** Characters; measured in Microsoft's client for local tests at a telephone's width. */
const FACT_WORD = 20;
const STYLES = { info: 'accent', good: 'good', warning: 'warning' } as const;

export function drawElements(elements: readonly Element[], travel: Travel): Part[] {
  return drawInOrder(elements, (element) => drawElement(element, travel));
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
export function drawElement(element: Element, travel: Travel): Part[] {
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
    case 'actions': {
      const { live, dead } = sortButtons(element.buttons);
      return [...drawButtons(live, travel), ...drawElements(dead, travel)];
    }
    case 'divider':
      return [];
    default:
      return element satisfies never;
  }
}

function drawFacts(facts: readonly { label: string; value: Text }[]): Part[] {
  if (facts.length === 0) return [];
  if (facts.some(({ value }) => hasLongWord(value))) return facts.flatMap(drawFactInWords);
  return [
    {
      type: 'FactSet',
      facts: facts.map(({ label, value }) => ({ title: escapeMarkdown(oneLine(label)), value: toMarkdown(value) })),
    },
  ];
}

/** An address, say: a FactSet breaks no words, and clips what is too long for a telephone. */
const hasLongWord = (value: Text): boolean =>
  value
    .map(wordsOf)
    .join('')
    .split(/\s+/u)
    .some((word) => word.length > FACT_WORD);

function drawFactInWords({ label, value }: { label: string; value: Text }, index: number): Part[] {
  const [first, ...others] = drawParagraphs([{ kind: 'bold', text: oneLine(label) }, ' ', ...value]);
  return first ? [index === 0 ? first : { ...first, spacing: 'Small' }, ...others] : [];
}

function drawPicture({ url, alt }: Extract<Element, { kind: 'picture' }>): Part[] {
  const safe = safeUrl(url);
  return safe ? [{ type: 'Image', url: safe, altText: tidy(alt) }] : drawParagraphs([alt], SUBTLE);
}
