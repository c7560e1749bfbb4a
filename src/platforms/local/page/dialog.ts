import { el, icon, uniqueId } from './dom.js';

interface Dialog {
  element: HTMLDialogElement;
  body: HTMLElement;
  footer: HTMLElement;
  setTitle: (title: string) => void;
  /** A line at the foot: calm, or that something was refused. */
  note: (text: string, tone?: 'calm' | 'refused') => void;
  /** Read out at once. */
  announce: (text: string) => void;
  close: () => void;
}

interface Options {
  forWhom: string;
  /** Opens over this part of the page. */
  near: HTMLElement;
  /** Esc, the cross or Cancel: it may stay open. */
  wantsToClose: () => void;
}

export function openDialog({ forWhom, near, wantsToClose }: Options): Dialog {
  const titleId = uniqueId('dialog-title');
  const whoId = uniqueId('dialog-who');
  const title = el('h2', { id: titleId, tabindex: -1 });
  const noteLine = el('p', { class: 'note' });
  const alert = el('p', { class: 'sr-only', role: 'alert' });
  const body = el('div', { class: 'dialog-body' });
  const footer = el('div', { class: 'dialog-foot' });
  const close = { type: 'button', class: 'quiet icon-only', 'aria-label': 'Close', onclick: wantsToClose };
  const element = el(
    'dialog',
    { class: 'form-dialog', 'aria-labelledby': titleId, 'aria-describedby': whoId },
    el(
      'header',
      { class: 'dialog-head' },
      el('div', {}, title, el('p', { id: whoId }, forWhom)),
      el('button', close, icon('close')),
    ),
    alert,
    body,
    noteLine,
    footer,
  );
  element.addEventListener('cancel', (event) => {
    event.preventDefault();
    wantsToClose();
  });
  // Chromium lets a second Esc through whatever the page says to `cancel`.
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    wantsToClose();
  });

  const { left, width } = near.getBoundingClientRect();
  element.style.setProperty('--centre', `${left + width / 2}px`);
  document.body.append(element);
  element.showModal();
  return {
    element,
    body,
    footer,
    setTitle: (text) => {
      title.textContent = text;
    },
    note: (text, tone = 'calm') => {
      noteLine.textContent = text;
      noteLine.classList.toggle('refused', tone === 'refused');
    },
    announce: (text) => {
      alert.textContent = text;
    },
    close: () => {
      element.close();
      element.remove();
    },
  };
}

/** Asks before something would be lost. Esc means no. */
export function confirmLoss(question: string, yes: string, no: string): Promise<boolean> {
  return new Promise((resolve) => {
    const id = uniqueId('question');
    const choose = (value: string) => () => box.close(value);
    const box = el(
      'dialog',
      { class: 'ask', role: 'alertdialog', 'aria-labelledby': id },
      el('p', { id }, question),
      el(
        'div',
        { class: 'form-buttons' },
        el('button', { type: 'button', class: 'danger', onclick: choose('yes') }, yes),
        el('button', { type: 'button', autofocus: true, onclick: choose('no') }, no),
      ),
    );
    box.addEventListener('keydown', (event) => event.stopPropagation());
    box.addEventListener('close', () => {
      box.remove();
      resolve(box.returnValue === 'yes');
    });
    document.body.append(box);
    box.showModal();
  });
}
