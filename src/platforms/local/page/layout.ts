import { createTabs } from './tabs.js';

const narrow = matchMedia('(max-width: 899px)');

export interface View {
  id: string;
  label: string;
  element: HTMLElement;
  reveal: () => void;
}

/** On a narrow screen one view is shown at a time, chosen by tabs. */
export function createLayout(frame: HTMLElement) {
  let views: readonly View[] = [];
  let shown = '';
  const tabs = createTabs<string>('Views', (id) => {
    show(id);
    views.find((view) => view.id === id)?.reveal();
  });
  tabs.element.classList.add('view-tabs');

  function show(id: string): void {
    shown = id;
    for (const { id: each, element } of views) element.toggleAttribute('data-shown', each === id);
    if (narrow.matches) document.body.dataset.view = id;
  }

  function adapt(): void {
    for (const { element } of views) {
      if (narrow.matches) element.setAttribute('role', 'tabpanel');
      else element.removeAttribute('role');
    }
  }

  // Three logs at once would drown a screen reader: only the view one works in speaks.
  frame.addEventListener('focusin', (event) => listen(event.target as Element));
  function listen(target: Element): void {
    const active = target.closest('[data-pane]');
    if (!active) return;
    for (const log of frame.querySelectorAll('.log')) {
      log.setAttribute('aria-live', active.contains(log) ? 'polite' : 'off');
    }
  }

  narrow.addEventListener('change', adapt);
  return {
    tabs: tabs.element,
    mark: tabs.mark,
    update(next: readonly View[]): void {
      views = next;
      tabs.show(
        views.map(({ id, label, element }) => ({ id, label, controls: element.id })),
        shown || (views[0]?.id ?? ''),
      );
      show(shown || (views[0]?.id ?? ''));
      adapt();
    },
  };
}
