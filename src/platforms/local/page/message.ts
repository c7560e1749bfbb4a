import { renderCard } from './cards.js';
import type { Message, Role, Target } from './contract.js';
import { el, icon } from './dom.js';

const longText = 1000;
const shownAtFirst = 500;

export interface MessageContext {
  press: (message: Message, target: Target, button: HTMLElement | undefined) => void;
  roleOf: (personId: string) => Role | undefined;
}

export function drawMessage(message: Message, { press, roleOf }: MessageContext): HTMLElement {
  const name = message.author?.name ?? 'Workgroup bot';
  const role = message.author ? message.author.roleLabel : 'Bot';
  const { thread } = message;
  // A thread goes on over days, and has no line where one begins.
  const time = thread ? message.atText : (message.atText.split(', ').at(-1) ?? message.atText);
  const tint = message.author ? (roleOf(message.author.id) ?? 'hubLead') : 'bot';
  return el(
    'div',
    { class: thread ? 'entry in-thread' : 'entry', 'data-under': thread?.under },
    el(
      'article',
      { class: `message ${message.author ? '' : 'from-bot'}`, 'aria-label': `${name}, ${message.atText}` },
      avatar(message.author?.name, tint),
      el(
        'div',
        { class: 'by' },
        el('b', {}, message.mine ? `${name} (you)` : name),
        el('span', {}, role),
        el('time', { datetime: message.at, title: message.atText }, time),
      ),
      el(
        'div',
        { class: 'said' },
        thread && el('p', { class: 'thread-of' }, `in the thread of: ${thread.of}`),
        message.onlyYou && el('p', { class: 'only-you' }, icon('eye'), 'Only you can see this'),
        message.card ? drawCard(message, message.card, press) : drawText(message.text),
      ),
    ),
  );
}

export function avatar(name: string | undefined, tint: string): HTMLElement {
  const initials = name?.split(/\s+/).map((part) => [...part][0] ?? '') ?? [];
  const shown = [initials[0], initials.length > 1 ? initials.at(-1) : ''].join('').toUpperCase();
  return el('span', { class: `avatar tint-${tint}`, 'aria-hidden': 'true' }, name ? shown : icon('bot'));
}

function drawCard(message: Message, json: NonNullable<Message['card']>, press: MessageContext['press']): HTMLElement {
  const { element } = renderCard(json, ({ route, args, button }) => press(message, { route, args }, button));
  return el('div', { class: 'card' }, element);
}

function drawText(text: string): HTMLElement {
  const words = el('p', { class: 'text' }, text);
  if (text.length <= longText) return words;
  const short = `${text.slice(0, shownAtFirst).replace(/\s+\S*$|[\uD800-\uDBFF]$/, '')} …`;
  words.textContent = short;
  const toggle = el('button', { type: 'button', class: 'link', 'aria-expanded': 'false' }, 'Show all');
  toggle.addEventListener('click', () => {
    const open = toggle.getAttribute('aria-expanded') !== 'true';
    toggle.setAttribute('aria-expanded', String(open));
    toggle.textContent = open ? 'Show less' : 'Show all';
    words.textContent = open ? text : short;
  });
  return el('div', {}, words, toggle);
}
