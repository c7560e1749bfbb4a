import { actions, type Button, type Card, type Element, quiet, type Text } from '../../cards/model.js';
import { cut, cutText } from './cut.js';
import { ours, slack } from './limits.js';
import { flatten, wordsOf } from './spans.js';

const list = new Intl.ListFormat('en-GB');
const number = new Intl.NumberFormat('en-GB');
const LONG_LINES = 'the rest of some long lines';

/**
 * The card itself when it fits, else its beginning: as many elements as fit, part of the next one, the last buttons,
 * a line that says how much is missing, and `card.more` when there is one. `fits` draws a card and measures it.
 * Throws RangeError when not even the title fits.
 */
export function fitCard(card: Card, fits: (card: Card) => boolean): Card {
  const capped = capCard(card);
  const missing = capped === card ? [] : [LONG_LINES];
  const whole = endWith(capped, capped.body, missing);
  if (fits(whole)) return whole;

  const last = capped.body.findLastIndex((element) => element.kind === 'actions');
  const beginning =
    beginCard(capped, missing, last, fits) ?? (last < 0 ? undefined : beginCard(capped, missing, -1, fits));
  if (beginning) return beginning;
  throw new RangeError(`the card "${cut(card.title, 60)}" cannot be made to fit`);
}

/** The longest beginning that fits and keeps the element at `pinned` (none when -1). */
function beginCard(card: Card, missing: string[], pinned: number, fits: (card: Card) => boolean): Card | undefined {
  const kept = pinned < 0 ? [] : card.body.slice(pinned, pinned + 1);
  const others = card.body.filter((_, index) => index !== pinned);
  const begin = (count: number, part?: Beginning): Card => {
    const shown = [...others.slice(0, count), ...(part ? [part.element] : [])];
    const dropped = others.length - shown.length;
    const body = shown.toSpliced(Math.max(pinned, 0), 0, ...kept);
    const lost = [...(part ? [part.missing] : []), ...(dropped > 0 ? [plural(dropped, 'more part')] : []), ...missing];
    return endWith(card, body, lost);
  };
  const count = findLargest(others.length, (n) => fits(begin(n)));
  if (count < 0) return undefined;
  const next = others[count];
  if (!next) return begin(count);
  const size = findLargest(sizeOf(next) - 1, (n) => fits(begin(count, beginElement(next, n))));
  return begin(count, size > 0 ? beginElement(next, size) : undefined);
}

function endWith(card: Card, body: readonly Element[], missing: readonly string[]): Card {
  if (missing.length === 0) return { ...card, body };
  const more = card.more ? [actions(card.more)] : [];
  return { ...card, body: [...body, quiet(`Not shown here: ${list.format(missing)}.`), ...more] };
}

/** The greatest n from 0 to `max` that passes, if all below it pass too; -1 when 0 does not. */
function findLargest(max: number, passes: (n: number) => boolean): number {
  let low = -1;
  let high = max;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Beginning {
  element: Element;
  missing: string;
}

/** In how many steps an element can grow from nothing to whole: characters, or lines. */
function sizeOf(element: Element): number {
  switch (element.kind) {
    case 'text':
    case 'notice':
      return element.text.reduce((sum, span) => sum + wordsOf(span).length, 0);
    case 'facts':
      return element.facts.length;
    case 'table':
      return element.rows.length;
    case 'chart':
      return element.bars.length;
    default:
      return 0;
  }
}

function beginElement(element: Element, size: number): Beginning | undefined {
  if (size === 0) return undefined;
  const left = sizeOf(element) - size;
  switch (element.kind) {
    case 'text':
    case 'notice': {
      const text = cutText(element.text, size);
      const lost = Math.max(1, countWords(element.text) - countWords(text));
      return { element: { ...element, text }, missing: `about ${plural(lost, 'more word')}` };
    }
    case 'facts':
      return { element: { ...element, facts: element.facts.slice(0, size) }, missing: plural(left, 'more line') };
    case 'table':
      return { element: { ...element, rows: element.rows.slice(0, size) }, missing: plural(left, 'more row') };
    case 'chart':
      return { element: { ...element, bars: element.bars.slice(0, size) }, missing: plural(left, 'more bar') };
    default:
      return undefined;
  }
}

function countWords(text: Text): number {
  return flatten(text).split(/\s+/u).length;
}

function plural(n: number, noun: string): string {
  return `${number.format(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** The card with the lines that have a fixed limit cut to it; the same object when nothing is too long. */
function capCard(card: Card): Card {
  const capped: Card = {
    ...card,
    title: cut(card.title, ours.title),
    summary: cut(card.summary, ours.summary),
    body: card.body.map(capElement),
    ...(card.more ? { more: capButton(card.more) } : {}),
  };
  return JSON.stringify(capped) === JSON.stringify(card) ? card : capped;
}

/** The element with its button labels and alternative text cut to what the platforms carry. */
export function capElement(element: Element): Element {
  if (element.kind === 'actions') return { ...element, buttons: element.buttons.map(capButton) };
  if (element.kind === 'picture') return { ...element, alt: cut(element.alt, slack.imageAlt) };
  return element;
}

function capButton(button: Button): Button {
  return {
    ...button,
    label: cut(button.label, ours.buttonLabel),
    ...(button.describe === undefined ? {} : { describe: cut(button.describe, slack.buttonLabel) }),
  };
}
