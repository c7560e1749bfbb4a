import { actions, button, type Card, type Form, text } from './model.js';

/** Where a form cannot open by itself (after typed words, or when it took too long): one press opens it. */
export function openFormCard({ title, submit }: Form): Card {
  return {
    kind: 'card',
    title,
    summary: `${title}: press the button to open it`,
    body: [
      text('It is ready for you.'),
      actions(button('Open', submit.route, submit.args, { style: 'primary', describe: `Open: ${title}` })),
    ],
  };
}

/** A few words as a card of their own. */
export const wordsCard = (words: string, title = ''): Card => ({
  kind: 'card',
  title,
  summary: words,
  body: [text(words)],
});

/** The route of a button that stands for typed words, on platforms that cannot answer one person alone. */
export const wordsRoute = 'words';

/** In a channel, where everybody would read it: a button behind which each person finds her own answer. */
export const behindButtonCard = (words: string): Card => ({
  kind: 'card',
  title: 'Here you are',
  summary: 'Press the button to open it',
  body: [
    text('Only the person who presses sees what opens.'),
    actions(button('Open', wordsRoute, { words }, { style: 'primary', describe: `Open: ${words}` })),
  ],
});
