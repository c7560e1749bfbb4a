import * as AC from 'adaptivecards';
import { type Pressed, type RenderedCard, readTarget, renderCard } from './cards.js';
import type { CardJson, Target } from './contract.js';
import { el, uniqueId } from './dom.js';

export interface FormCard {
  element: HTMLElement;
  /** The card's own buttons, to stand where they are always in sight. */
  buttons: HTMLElement;
  /** Where the form is handed in. */
  target: Target | undefined;
  values: () => Record<string, unknown>;
  /** Puts long texts back of which the card holds only the beginning. */
  restore: (written: Record<string, unknown>) => void;
  /** What is wrong, as the server said it. */
  faults: string[];
  focusFirst: () => void;
}

export function renderFormCard(json: CardJson, pressed: (what: Pressed) => void, changed: () => void): FormCard {
  const rendered = renderCard(json, pressed);
  rendered.card.onInputValueChanged = changed;
  const targets = rendered.card
    .getAllActions()
    .map(readTarget)
    .filter((target) => target !== undefined);
  const target = targets.find(({ keep }) => !keep) ?? targets[0];
  const faults = findFaults(rendered.card);
  return {
    element: rendered.element,
    buttons: takeButtons(rendered),
    target: target && { route: target.route, args: target.args },
    values: () => readValues(rendered.card),
    restore: (written) => restoreTexts(rendered.card, written),
    faults: faults.map(({ text }) => text),
    focusFirst() {
      const [input] = rendered.card.getAllInputs();
      const fault = faults[0];
      if (fault?.input) fault.input.focus();
      else if (fault) fault.element.focus();
      else input?.focus();
      fault?.element.scrollIntoView({ block: 'center' });
    },
  };
}

/** As the library does on submit: what is not filled in is left out. */
function readValues(card: AC.AdaptiveCard): Record<string, unknown> {
  const filled = card.getAllInputs().filter((input) => input.id && input.isSet());
  return Object.fromEntries(filled.map((input) => [input.id ?? '', String(input.value)]));
}

/** A card has room for less than a person can write, and says so below the field. */
function restoreTexts(card: AC.AdaptiveCard, written: Record<string, unknown>): void {
  for (const input of card.getAllInputs()) {
    const text = written[input.id ?? ''];
    const control = input.renderedElement?.querySelector<HTMLInputElement>('input[type=text], textarea');
    if (!control || typeof text !== 'string' || text.length <= control.value.length) continue;
    control.value = text;
    for (const id of control.getAttribute('aria-describedby')?.split(' ') ?? []) {
      for (const words of document.getElementById(id)?.querySelectorAll('.ac-textRun') ?? []) {
        words.textContent = words.textContent?.replace(/^Not shown here: the end of what was written.*\n?/u, '') ?? '';
      }
    }
  }
}

function takeButtons({ element }: RenderedCard): HTMLElement {
  const strips = element.querySelectorAll<HTMLElement>('.ac-actionSet');
  const last = strips[strips.length - 1];
  const buttons = el('div', { class: 'form-buttons' });
  if (last) buttons.append(...[...last.querySelectorAll('button')].reverse());
  last?.parentElement?.parentElement?.remove();
  return buttons;
}

interface Fault {
  text: string;
  element: HTMLElement;
  input?: AC.Input;
}

/** Our forms word a fault in the colour of attention below its field; one about the whole form has its own box. */
function findFaults(card: AC.AdaptiveCard): Fault[] {
  const atFields: Fault[] = [];
  const atForm: Fault[] = [];
  let input: AC.Input | undefined;
  for (const part of walk(card)) {
    if (part instanceof AC.Input) input = part;
    const element = part.renderedElement;
    if (!element) continue;
    const fault = { text: element.textContent ?? '', element };
    if (part instanceof AC.Container && part.style === 'attention') {
      element.tabIndex = -1;
      atForm.push(fault);
    } else if (input && part instanceof AC.RichTextBlock && part.spacing === AC.Spacing.Small) {
      describe(input, element, isAttention(part));
      if (isAttention(part)) atFields.push({ ...fault, input });
    }
  }
  return [...atFields, ...atForm];
}

/** Ties the words below a field, hint or fault, to it. */
function describe(input: AC.Input, words: HTMLElement, isFault: boolean): void {
  words.id ||= uniqueId('about');
  const control = input.renderedElement?.querySelector('input, select, textarea');
  const others = control?.getAttribute('aria-describedby');
  control?.setAttribute('aria-describedby', others ? `${others} ${words.id}` : words.id);
  if (isFault) control?.setAttribute('aria-invalid', 'true');
}

function isAttention(part: AC.RichTextBlock): boolean {
  const run = part.getInlineCount() > 0 ? part.getInlineAt(0) : undefined;
  return run instanceof AC.TextRun && run.color === AC.TextColor.Attention;
}

function* walk(element: AC.CardElement): Generator<AC.CardElement> {
  yield element;
  if (!(element instanceof AC.CardElementContainer)) return;
  for (let index = 0; index < element.getItemCount(); index++) yield* walk(element.getItemAt(index));
}
