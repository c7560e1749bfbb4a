import { type Card, divider, heading } from './model.js';

/** Several messages for one person on one day are one message. */
export function joinCards(cards: readonly Card[]): Card {
  const [first] = cards;
  if (!first) throw new RangeError('nothing to join');
  if (cards.length === 1) return first;
  return {
    kind: 'card',
    title: `${count(cards.length)} things today`,
    summary: cards.map((card) => card.summary).join(' · '),
    body: cards.flatMap((card, index) => [...(index === 0 ? [] : [divider]), heading(card.title), ...card.body]),
  };
}

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
const count = (n: number): string => words[n] ?? String(n);
