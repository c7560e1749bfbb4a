import type { Message } from './contract.js';
import { el, icon } from './dom.js';
import { syncList } from './keyed-list.js';
import { drawMessage, type MessageContext } from './message.js';

interface MessageList {
  element: HTMLElement;
  /** `fresh` starts over: another person or place is shown. */
  show: (messages: readonly Message[], fresh: boolean) => void;
  scrollToEnd: () => void;
}

interface Options extends MessageContext {
  emptyHint: () => string;
}

export function createMessageList({ emptyHint, ...context }: Options): MessageList {
  const list = el('div', { class: 'entries' });
  const empty = el('p', { class: 'empty' });
  const log = el('div', { class: 'log', role: 'log', 'aria-label': 'Messages', tabindex: 0 }, empty, list);
  const jumpWords = el('span');
  const jump = el(
    'button',
    { type: 'button', class: 'jump', hidden: true, onclick: () => scrollTo(log.scrollHeight) },
    icon('down'),
    jumpWords,
  );
  let following = true;

  log.addEventListener('scroll', () => {
    following = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    if (following) jump.hidden = true;
  });
  new ResizeObserver(() => {
    if (following) log.scrollTop = log.scrollHeight;
  }).observe(log);

  function scrollTo(top: number): void {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    log.scrollTo({ top, behavior: calm ? 'instant' : 'smooth' });
  }

  function show(messages: readonly Message[], fresh: boolean): void {
    if (fresh) list.replaceChildren();
    // The first filling is not news: it is not read out.
    log.setAttribute('aria-busy', String(fresh));
    const wasFollowing = following || fresh;
    const newcomers = syncList(list, messages, {
      key: (message) => String(message.id),
      // Not by its version: a card may change twice in one instant of a clock that stands still.
      stamp: ({ card, text }) => (card ? JSON.stringify(card) : text),
      draw: (message) => drawMessage(message, context),
    });
    markDaysAndRuns(list, messages);
    empty.textContent = emptyHint();
    empty.hidden = messages.length > 0;

    // What is new in a thread stands further up; the place goes on at its end.
    const first = newcomers.find((newcomer) => !newcomer.classList.contains('in-thread')) ?? newcomers[0];
    const own = messages.at(-1)?.mine === true;
    if (fresh) {
      log.scrollTop = log.scrollHeight;
      following = true;
      jump.hidden = true;
    } else if (first && (wasFollowing || own)) {
      for (const newcomer of newcomers) newcomer.classList.add('arriving');
      // A long card is shown from its beginning, not from its end.
      log.scrollTop = own ? log.scrollHeight : Math.min(log.scrollHeight, first.offsetTop - 12);
      jump.hidden = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
      jumpWords.textContent = 'More below';
    } else if (first) {
      jump.hidden = false;
      jumpWords.textContent = 'New messages';
    } else if (wasFollowing) {
      log.scrollTop = log.scrollHeight;
    }
    requestAnimationFrame(() => log.setAttribute('aria-busy', 'false'));
  }

  return {
    element: el('div', { class: 'log-frame' }, log, jump),
    show,
    scrollToEnd: () => {
      log.scrollTop = log.scrollHeight;
    },
  };
}

/** A line where a day begins; and no name twice when the same person goes on within the minute. */
function markDaysAndRuns(list: HTMLElement, messages: readonly Message[]): void {
  let previous: Message | undefined;
  messages.forEach((message, index) => {
    if (message.thread) return;
    const entry = list.children[index] as HTMLElement;
    const day = message.atText.split(', ')[0] ?? '';
    const newDay = previous?.atText.split(', ')[0] !== day;
    entry.toggleAttribute('data-new-day', newDay);
    entry.dataset.day = day;
    const follows = messages[index - 1] === previous;
    const goesOn =
      !newDay && follows && previous?.atText === message.atText && previous.author?.id === message.author?.id;
    entry.toggleAttribute('data-goes-on', goesOn);
    previous = message;
  });
}
