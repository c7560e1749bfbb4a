import { actions, button, type Card, text } from './model.js';

/** What was done, and one press to take it back. */
export function takeBackCard(
  title: string,
  words: string,
  back: { label: string; route: string; args: Readonly<Record<string, string>> },
): Card {
  return {
    kind: 'card',
    title,
    summary: words,
    body: [text(words), actions(button(back.label, back.route, back.args))],
  };
}
