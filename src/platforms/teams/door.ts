import type { Card } from '../../../cards/model.js';
import { behindButtonCard, openFormCard, wordsCard } from '../../../cards/open-form.js';
import { notTakenCard, outcomeCard } from '../../../cards/outcome.js';
import { isCommand } from '../../edge/commands.js';
import type { Reply } from '../../edge/reply.js';
import type { Intent } from '../../edge/request.js';
import type { Router } from '../../edge/router.js';
import type { Log } from '../../shared/log.js';
import { groupOfChannel } from '../../store/channels.js';
import type { Database } from '../../store/client.js';
import { createAsk } from '../ask.js';
import { Unseen } from '../known.js';
import type { Product } from '../platform.js';
import type { Accounts } from './accounts.js';
import { closed, type Drawing } from './drawing.js';
import type { Of, Origin } from './incoming.js';
import { conversationRef } from './refs.js';
import type { Writer } from './writer.js';

const trouble =
  'Teams and the bot cannot reach each other just now, and nothing was changed. Please try again in a minute.';
const unlinked =
  'This organisation is not connected to a Maths Hub yet. The person who runs the bot can do that with "workgroup workspaces".';

/** Characters of typed words: they travel with each button of what they bring. A command has a few. */
const longestWords = 500;

/** Of a dialog with no more than words in it. */
const titles = { done: 'Done', refused: 'Not done', card: '', form: '' } as const;

export interface Door {
  /** Answers words that were written to the bot. */
  answer(said: Of<'said'>): Promise<void>;
  /** @returns what Teams shows in place of the card that was pressed */
  press(pressed: Of<'pressed'>): Promise<object>;
  /**
   * @param here the bot is in the conversation: it need not be where its menu is
   * @returns what Teams shows in the dialog
   */
  dialog(dialog: Of<'dialog'>, here: boolean): Promise<object>;
}

export function createDoor(deps: {
  db: Database;
  router: Router;
  see: Product['see'];
  accounts: Accounts;
  drawing: Drawing;
  writer: Writer;
  log: Log;
}): Door {
  const { db, router, see, accounts, drawing, writer, log } = deps;

  const ask = createAsk({ db, router, log, words: { unlinked, trouble } });
  const channelOf = ({ place }: Origin): string | undefined =>
    place.kind === 'personal' ? undefined : conversationRef(place.tenant, place.id);

  /** @param here the bot is in the conversation */
  const perform = (origin: Origin, intent: Intent, here = true): Promise<Reply> =>
    ask({
      id: origin.id,
      intent,
      channel: here ? channelOf(origin) : undefined,
      whoIs: (findGroup) => accounts.whoIs(origin.place, origin.user, findGroup),
    });

  const cardOf = (reply: Reply, title?: string): Card => {
    if (reply.kind === 'form') return openFormCard(reply.form);
    return reply.card ?? wordsCard('text' in reply ? reply.text : '', title);
  };

  /** The card that was pressed, as this person sees it now. */
  async function current(
    pressed: Of<'pressed'>,
  ): Promise<{ card: Card; viewers?: string[]; words?: string } | undefined> {
    const { ref, from, place, user } = pressed;
    const known = await accounts.whoIs(place, user, async () => {
      const channel = channelOf(pressed);
      return channel === undefined ? undefined : groupOfChannel(db, channel);
    });
    const personId = known.kind === 'met' ? known.personId : undefined;
    const message = ref !== undefined && personId !== undefined ? await see({ ref, personId }) : undefined;
    if (message) {
      const { card, personal } = message;
      return { card, ...(personal && { viewers: await accounts.membersOf(message, place.tenant) }) };
    }
    if (from?.kind !== 'command') return undefined;
    // Another request: the repeat of one gets its first answer.
    const reply = await perform({ ...pressed, id: `${pressed.id}:view` }, from);
    return reply.kind === 'card' ? { card: reply.card, words: from.text } : undefined;
  }

  return {
    answer: async (said) => {
      const { place, thread } = said;
      const { text } = said;
      if (place.kind !== 'personal') {
        await writer.write(place, thread, drawing.message(behindButtonCard(text.slice(0, longestWords) || 'help')));
        return;
      }
      const card = cardOf(await perform(said, { kind: 'command', text, said: true }));
      // A command's answer can be shown anew; whatever else was written is not kept in its buttons.
      const words = text.length <= longestWords && isCommand(router.routes, text) ? { words: text } : {};
      await writer.write(place, undefined, drawing.message(card, words));
    },
    press: async (pressed) => {
      const showAnew = () =>
        current(pressed).catch((error: unknown) => {
          if (!(error instanceof Unseen)) {
            log.error({ err: error, request: pressed.id }, 'a card could not be shown anew');
          }
          return undefined;
        });
      if (pressed.seen) {
        const now = await showAnew();
        if (!now) throw new Gone();
        return drawing.inPlace(now.card, now);
      }
      const reply = await perform(pressed, pressed.intent);
      if (reply.kind === 'card' || reply.kind === 'form') return drawing.inPlace(cardOf(reply));
      const now = await showAnew();
      // Whoever has no part in it keeps the card that everybody sees.
      if (!now) return reply.kind === 'refused' ? drawing.words(reply.text) : drawing.inPlace(cardOf(reply));
      const outcome = { done: reply.kind === 'done', text: reply.text, own: reply.card };
      return drawing.inPlace(outcomeCard(outcome, now.card), now);
    },
    dialog: async (dialog, here) => {
      if (dialog.intent === 'close') return closed;
      const reply = await perform(dialog, dialog.intent, here);
      if (reply.kind === 'form') return drawing.dialog(reply.form);
      const card = cardOf(reply, titles[reply.kind]);
      return drawing.dialog(reply.kind === 'refused' ? notTakenCard(card, wordsIn(dialog.intent)) : card);
    },
  };
}

/** What somebody has written in a form; dates and choices need no more than a look. */
const wordsIn = (intent: Intent): string[] =>
  intent.kind === 'submit'
    ? Object.values(intent.values).filter((value): value is string => typeof value === 'string' && /\s/u.test(value))
    : [];

/** There is no view of a card for this person. */
export class Gone extends Error {}
