import { type Card, divider, type Element, heading } from './model.js';

/** Several messages for one person on one day are one message. */
export function joinCards(cards: readonly Card[]): Card {
  const [first] = cards;
  if (!first) throw new RangeError('nothing to join');
  if (cards.length === 1) return first;
  // What every one of them says below its buttons, such as who sees it, is said once, at the end.
  const common = new Set(
    first.body.map((element) => JSON.stringify(element)).filter((own) => cards.every((card) => says(card, own))),
  );
  const own = (card: Card, index: number): Card['body'] =>
    index === cards.length - 1
      ? card.body
      : card.body.filter((element) => !isQuiet(element) || !common.has(JSON.stringify(element)));
  return {
    kind: 'card',
    title: `${count(cards.length)} things today`,
    summary: cards.map((card) => card.summary).join(' · '),
    body: cards.flatMap((card, index) => [...(index === 0 ? [] : [divider]), heading(card.title), ...own(card, index)]),
  };
}

const isQuiet = (element: Element): boolean => element.kind === 'text' && element.tone === 'quiet';
const says = (card: Card, element: string): boolean => card.body.some((one) => JSON.stringify(one) === element);

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
const count = (n: number): string => words[n] ?? String(n);
