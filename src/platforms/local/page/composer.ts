import type { Place } from './contract.js';
import { el, icon, setBusy } from './dom.js';
import { createDrafts } from './drafts.js';

const placeholders: Record<Place, string> = {
  direct: 'Type to the bot, for example: help',
  channel: 'Message the group, or /help for the bot',
  heads: 'Message the heads, or /help for the bot',
};

interface Composer {
  element: HTMLElement;
  /** Another person or place: each keeps its own half-written words. */
  show: (draftKey: string, place: Place) => void;
}

/** `send` answers whether the words arrived; until then, and if not, they stay. */
export function createComposer(send: (text: string) => Promise<boolean>): Composer {
  const drafts = createDrafts();
  let shown = '';
  const box = el('textarea', { rows: 1, 'aria-label': 'Message', enterkeyhint: 'send', onkeydown, oninput });
  const button = el('button', { type: 'submit', class: 'send icon-only', 'aria-label': 'Send' }, icon('send'));
  const form = el('form', { class: 'composer', onsubmit }, box, button);
  const sending = new Set<string>();

  function oninput(): void {
    drafts.set(shown, box.value);
    grow();
  }

  function onkeydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  }

  async function onsubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const key = shown;
    const text = box.value.trim();
    if (!text || sending.has(key)) return;
    sending.add(key);
    draw();
    const arrived = await send(text);
    sending.delete(key);
    if (arrived) drafts.set(key, '');
    if (shown === key) draw();
  }

  function draw(): void {
    const value = drafts.get(shown);
    if (box.value !== value) box.value = value;
    box.readOnly = sending.has(shown);
    setBusy(button, box.readOnly);
    grow();
  }

  function grow(): void {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight + 2, 160)}px`;
  }

  return {
    element: form,
    show(key, place) {
      const moved = shown !== key;
      shown = key;
      box.placeholder = placeholders[place];
      if (moved) draw();
    },
  };
}
