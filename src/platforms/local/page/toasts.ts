import { el, icon } from './dom.js';

export interface Toasts {
  element: HTMLElement;
  done: (text: string) => void;
  refused: (text: string) => void;
  /** Another person is in view: these words were not for them. */
  clear: () => void;
}

/** Short answers that stay long enough to be read, and longer while pointed at or focused. */
export function createToasts(): Toasts {
  // Live regions must stand on the page before words come into them.
  const calm = el('div', { role: 'status' });
  const urgent = el('div', { role: 'alert' });

  function show(region: HTMLElement, kind: string, text: string, seconds: number): void {
    let timer = 0;
    const leave = () => toast.remove();
    const wait = () => {
      clearTimeout(timer);
      timer = window.setTimeout(leave, seconds * 1000);
    };
    const hold = () => clearTimeout(timer);
    const toast = el(
      'div',
      { class: `toast ${kind}`, onmouseenter: hold, onmouseleave: wait, onfocusin: hold, onfocusout: wait },
      el('p', {}, text),
      el(
        'button',
        { type: 'button', class: 'quiet icon-only', 'aria-label': 'Dismiss', onclick: leave },
        icon('close'),
      ),
    );
    while (region.childElementCount > 1) region.firstElementChild?.remove();
    region.append(toast);
    wait();
  }

  const readingTime = (text: string) => 6 + text.length / 15;
  return {
    element: el('div', { class: 'toasts' }, calm, urgent),
    done: (text) => show(calm, 'done', text, readingTime(text)),
    refused: (text) => show(urgent, 'refused', text, 6 + readingTime(text)),
    clear: () => {
      for (const region of [calm, urgent]) region.replaceChildren();
    },
  };
}
