import { joinCards } from '../../cards/joined.js';
import type { Card } from '../../cards/model.js';
import { renderText } from '../render/plain-text.js';

/**
 * What is kept of a message, as plain text: all of it, but of what only its reader may read no more than what it was
 * about.
 * @param parts what went out as one message, in order
 */
export function keptText(parts: readonly { card: Card; confidential?: boolean }[]): string {
  if (parts.length === 0) return '';
  if (parts.every((part) => !part.confidential)) return renderText(joinCards(parts.map(({ card }) => card)));
  return parts
    .map(({ card, confidential }) =>
      confidential ? `${card.title}\n(Its words are not kept: they are for its reader alone.)` : renderText(card),
    )
    .join('\n\n');
}
