import { type Card, type Element, notice, quote, text } from './model.js';

/**
 * What was done, or why it was not, on top of the card that was pressed as it stands now: with what takes it back.
 * @param own the card that goes with the answer, where there is one
 */
export function outcomeCard(outcome: { done: boolean; text: string; own?: Card | undefined }, pressed: Card): Card {
  const { done, text: words, own } = outcome;
  const presses = new Set(pressed.body.flatMap(pressesOf));
  const undo = (own?.body ?? []).flatMap((element): Element[] => {
    if (element.kind !== 'actions') return [];
    const buttons = element.buttons.filter((button) => !presses.has(JSON.stringify(button.press)));
    return buttons.length === 0 ? [] : [{ ...element, buttons }];
  });
  const said = pressed.body.filter(isGood);
  // What the card says of the answer is the same once more; several cards in one speak of other things too.
  const body = done && said.length === 1 ? pressed.body.filter((element) => !isGood(element)) : pressed.body;
  return { ...pressed, body: [notice(done ? 'good' : 'warning', own?.summary ?? words), ...undo, ...body] };
}

const isGood = (element: Element): boolean => element.kind === 'notice' && element.tone === 'good';

/** In place of a form that was not taken: nobody has to write her words twice. */
export const notTakenCard = (why: Card, written: readonly string[]): Card =>
  written.length === 0
    ? why
    : {
        ...why,
        body: [...why.body, text('What you wrote, so that you can copy it:'), ...written.map((words) => quote(words))],
      };

const pressesOf = (element: Element): string[] =>
  element.kind === 'actions' ? element.buttons.map(({ press }) => JSON.stringify(press)) : [];
