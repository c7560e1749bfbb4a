import { type Card, type Element, notice, quote, text } from './model.js';

/**
 * What was done, or why it was not, on top of the card that was pressed as it stands now: with what takes it back.
 * @param own the card that goes with the answer, where there is one
 */
export function outcomeCard(outcome: { done: boolean; text: string; own?: Card | undefined }, pressed: Card): Card {
  const { done, text: words, own } = outcome;
  const labels = new Set(pressed.body.flatMap(labelsOf));
  const undo = (own?.body ?? []).flatMap((element): Element[] => {
    if (element.kind !== 'actions') return [];
    const buttons = element.buttons.filter((button) => !labels.has(button.label));
    return buttons.length === 0 ? [] : [{ ...element, buttons }];
  });
  const said = pressed.body.filter(isGood);
  // What the card says of the answer is the same once more; several cards in one speak of other things too.
  const body = done && said.length === 1 ? pressed.body.filter((element) => !isGood(element)) : pressed.body;
  return { ...pressed, body: [notice(done ? 'good' : 'warning', words), ...undo, ...body] };
}

const isGood = (element: Element): boolean => element.kind === 'notice' && element.tone === 'good';

/** In place of a form that was not taken: nobody has to write her words twice. */
export const notTakenCard = (why: Card, written: readonly string[]): Card =>
  written.length === 0
    ? why
    : { ...why, body: [...why.body, text('What you wrote, to be copied:'), ...written.map((words) => quote(words))] };

const labelsOf = (element: Element): string[] =>
  element.kind === 'actions' ? element.buttons.map((button) => button.label) : [];

/** In a channel, where everybody would read it: a button behind which each person finds her own answer. */
export const behindButtonCard = (words: string): Card => ({
  kind: 'card',
  title: 'Here you are',
  summary: 'Press the button to open it',
  body: [
    { kind: 'text', text: ['What opens is for the eyes of whoever presses.'] },
    {
      kind: 'actions',
      buttons: [
        { label: 'Open', style: 'primary', describe: `Open: ${words}`, press: { route: 'words', args: { words } } },
      ],
    },
  ],
});
