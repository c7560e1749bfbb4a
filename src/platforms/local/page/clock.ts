import { moveClock, Refusal } from './api.js';
import type { ClockMove } from './contract.js';
import { el, setBusy } from './dom.js';

interface Clock {
  element: HTMLElement;
  show: (time: { now: string; nowText: string; today?: string }) => void;
}

/** The clock and its time machine, which only goes forward. */
export function createClock(moved: () => void): Clock {
  let now = '';
  let busy = false;
  const face = el('time', { class: 'clock-face' });
  const said = el('p', { class: 'clock-said', role: 'status' }, 'Runs by itself, or as you move it');
  const next = el('button', { type: 'button', class: 'primary', onclick: () => go({ move: 'next' }) }, 'Next thing');
  const day = el('button', { type: 'button', onclick: () => go({ move: 'day' }) }, 'A day on');
  const date = el('input', { type: 'date', 'aria-label': 'Go to date', required: true });
  const there = el('button', { type: 'submit' }, 'Go');
  const jump = el(
    'form',
    { class: 'jump-to', onsubmit: toDate },
    el('span', { 'aria-hidden': 'true' }, 'Go to date'),
    date,
    there,
  );
  const buttons = [next, day, there];

  function toDate(event: SubmitEvent): void {
    event.preventDefault();
    void go({ move: 'date', date: date.value });
  }

  async function go(move: ClockMove): Promise<void> {
    if (busy) return;
    busy = true;
    for (const button of buttons) setBusy(button, true);
    said.textContent = 'Moving the clock…';
    try {
      const result = await moveClock(move, now);
      show(result);
      said.textContent = result.text;
      date.value = '';
      moved();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      said.textContent = error.message;
    } finally {
      busy = false;
      for (const button of buttons) setBusy(button, false);
    }
  }

  function show(time: { now: string; nowText: string; today?: string }): void {
    now = time.now;
    face.textContent = time.nowText;
    face.dateTime = time.now;
    if (time.today) date.min = time.today;
  }

  return {
    element: el(
      'section',
      { class: 'clock', 'aria-label': 'Time machine' },
      el('div', { class: 'clock-read' }, face, said),
      el('div', { class: 'clock-moves' }, next, day, jump),
    ),
    show,
  };
}
