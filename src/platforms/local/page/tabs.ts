import { el, uniqueId } from './dom.js';

interface Tab<Id extends string> {
  id: Id;
  label: string;
  /** The panel's element id. */
  controls?: string;
}

interface Tabs<Id extends string> {
  element: HTMLElement;
  show: (tabs: readonly Tab<Id>[], selected: Id) => void;
  /** A number beside the label; 0 takes it away. */
  mark: (id: Id, unread: number) => void;
}

/** A row of tabs: one stop for the Tab key, arrows, Home and End between them. */
export function createTabs<Id extends string>(label: string, choose: (id: Id) => void): Tabs<Id> {
  const element = el('div', { role: 'tablist', class: 'tabs', 'aria-label': label, onkeydown: move });
  let drawn = '';

  const buttons = () => [...element.querySelectorAll<HTMLButtonElement>('button')];

  function select(id: Id): void {
    for (const button of buttons()) {
      const selected = button.dataset.tab === id;
      button.setAttribute('aria-selected', String(selected));
      button.tabIndex = selected ? 0 : -1;
    }
  }

  function move(event: KeyboardEvent): void {
    const all = buttons();
    const at = all.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    next?.focus();
    next?.click();
  }

  return {
    element,
    show(tabs, selected) {
      if (drawn !== JSON.stringify(tabs)) {
        drawn = JSON.stringify(tabs);
        element.replaceChildren(
          ...tabs.map((tab) =>
            el(
              'button',
              {
                type: 'button',
                role: 'tab',
                id: uniqueId('tab'),
                'data-tab': tab.id,
                'aria-controls': tab.controls,
                onclick: () => {
                  select(tab.id);
                  choose(tab.id);
                },
              },
              tab.label,
            ),
          ),
        );
      }
      select(selected);
    },
    mark(id, unread) {
      const button = buttons().find((candidate) => candidate.dataset.tab === id);
      button?.querySelector('.unread')?.remove();
      if (unread > 0) {
        const words = el('span', { class: 'sr-only' }, unread === 1 ? ' new message' : ' new messages');
        button?.append(el('span', { class: 'unread' }, unread > 99 ? '99+' : String(unread), words));
      }
    },
  };
}
