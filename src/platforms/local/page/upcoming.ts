import { getUpcoming } from './api.js';
import type { Planned, Skipped, Upcoming } from './contract.js';
import { el, icon } from './dom.js';
import { coalesce } from './events.js';
import { syncList } from './keyed-list.js';
import { createTabs } from './tabs.js';

type Row = Planned | Skipped;
type View = 'planned' | 'skipped';

const namesAtOnce = 3;
const wide = matchMedia('(min-width: 1240px)');
const narrow = matchMedia('(max-width: 899px)');

interface UpcomingPanel {
  element: HTMLElement;
  update: (group: string) => void;
  refresh: () => void;
}

/** What the bot will send next, to whom and why; and what it will not, and why not. */
export function createUpcomingPanel(): UpcomingPanel {
  let group = '';
  let view: View = 'planned';
  let rows: Upcoming = { planned: [], skipped: [] };

  const list = el('div', { class: 'upcoming-list', id: 'upcoming-list', role: 'tabpanel', tabindex: 0 });
  const empty = el('p', { class: 'empty' });
  const tabs = createTabs<View>('What the bot will send next', (chosen) => {
    view = chosen;
    draw();
  });
  const body = el('div', { class: 'upcoming-body', id: 'upcoming-body' }, tabs.element, empty, list);
  const toggle = el(
    'button',
    { type: 'button', class: 'fold', 'aria-controls': 'upcoming-body', onclick: () => fold(!body.hidden) },
    icon('chevron'),
    el('span', {}, 'What the bot will send next'),
  );
  const element = el(
    'section',
    { class: 'upcoming', id: 'upcoming', 'data-panel': 'upcoming', 'aria-label': 'What the bot will send next' },
    el('h2', {}, toggle),
    body,
  );

  function fold(folded: boolean): void {
    body.hidden = folded;
    toggle.setAttribute('aria-expanded', String(!folded));
    document.body.toggleAttribute('data-upcoming-folded', folded);
  }

  function draw(): void {
    const { planned, skipped } = rows;
    const label = (word: string, count: number) => `${word} ${count}`;
    tabs.show(
      [
        { id: 'planned', label: label('Planned', planned.length), controls: list.id },
        { id: 'skipped', label: label('Skipped', skipped.length), controls: list.id },
      ],
      view,
    );
    const shown: readonly Row[] = rows[view];
    list.setAttribute('aria-label', view === 'planned' ? 'Planned' : 'Skipped');
    empty.hidden = shown.length > 0;
    empty.textContent =
      view === 'planned' ? 'Nothing is planned. Publish a schedule, and the year fills up.' : 'Nobody is skipped.';
    syncList(list, groupByDay(shown), {
      key: ({ day }) => `${view} ${day}`,
      stamp: () => '',
      draw: ({ day }) => el('section', { class: 'day' }, el('h3', {}, day), el('ul', {})),
    });
    groupByDay(shown).forEach((day, index) => {
      const entries = list.children[index]?.querySelector('ul');
      if (entries) syncList(entries, day.rows, { key: ({ key }) => key, stamp: JSON.stringify, draw: drawRow });
    });
  }

  const refresh = coalesce(async () => {
    if (!group) return;
    const asked = group;
    const answer = await getUpcoming(asked);
    if (asked !== group) return;
    rows = answer;
    draw();
  });

  // Between wide and narrow the panel lies below the views, and would take their room.
  const adapt = () => fold(!wide.matches && !narrow.matches);
  adapt();
  wide.addEventListener('change', adapt);
  narrow.addEventListener('change', adapt);
  return {
    element,
    refresh,
    update(chosen) {
      group = chosen;
      refresh();
    },
  };
}

function groupByDay(rows: readonly Row[]): { day: string; rows: Row[] }[] {
  const days = new Map<string, Row[]>();
  for (const row of rows) days.set(row.dayText, [...(days.get(row.dayText) ?? []), row]);
  return [...days].map(([day, its]) => ({ day, rows: its }));
}

function drawRow(row: Row): HTMLElement {
  return el(
    'li',
    {},
    'timeText' in row && el('time', { datetime: row.at }, row.timeText),
    el(
      'div',
      {},
      el('b', {}, row.title),
      drawNames(row.to),
      el('p', { class: 'why' }, row.why),
      'reason' in row && el('p', { class: 'reason' }, `Not sent: ${row.reason}`),
    ),
  );
}

function drawNames(names: readonly string[]): HTMLElement {
  if (names.length <= namesAtOnce) return el('p', { class: 'to' }, `To: ${names.join(', ')}`);
  return el('details', { class: 'to' }, el('summary', {}, `To: ${names.length} people`), names.join(', '));
}
