import type { Card, Form } from '../../../cards/model.js';
import { wordsRoute } from '../../../cards/open-form.js';
import type { Router } from '../../edge/router.js';
import { type AdaptiveCardJson, renderCard, renderDialogCard, renderForm } from '../../render/adaptive-card.js';
import { sizeDialog } from '../../render/dialog-size.js';

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */
const contentType = 'application/vnd.microsoft.card.adaptive';

/** As much of a message activity as we send. */
export interface Drawn {
  type: 'message';
  /** For notifications */
  summary: string;
  attachments: { contentType: string; content: AdaptiveCardJson }[];
}

interface Looks {
  /** What was typed to get this card, so that it can be shown anew after a press on it. */
  words?: string | undefined;
  /** Whose clients ask for their own view of it. */
  viewers?: readonly string[] | undefined;
}

export interface Drawing {
  message(card: Card, looks?: Looks): Drawn;
  /** What the person who pressed sees in place of the card. */
  inPlace(card: Card, looks?: Looks): object;
  /** What they read beside the card, which stays. */
  words(text: string): object;
  dialog(content: Card | Form): object;
}

/** The body that closes a dialog. */
export const closed = {};

export function createDrawing(routes: () => Router['routes']): Drawing {
  const opens = (id: string): boolean =>
    id === wordsRoute || routes().some((route) => route.id === id && route.view !== undefined);

  const draw = (card: Card, { words, viewers = [] }: Looks = {}): AdaptiveCardJson =>
    renderCard(card, {
      opens,
      ...(words !== undefined && { from: { route: wordsRoute, args: { words } } }),
      ...(viewers.length > 0 && { refresh: viewers }),
    });

  return {
    message: (card, looks) => ({
      type: 'message',
      summary: card.summary,
      attachments: [{ contentType, content: draw(card, looks) }],
    }),
    words: (text) => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text }),
    inPlace: (card, looks) => ({ statusCode: 200, type: contentType, value: draw(card, looks) }),
    dialog: (content) => {
      const drawn = content.kind === 'form' ? renderForm(content) : renderDialogCard(content);
      return {
        task: {
          type: 'continue',
          value: { title: content.title, ...sizeDialog(content), card: { contentType, content: drawn } },
        },
      };
    },
  };
}
