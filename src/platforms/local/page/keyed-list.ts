interface Recipe<T> {
  key: (item: T) => string;
  /** Changes when, and only when, the item must be drawn again. */
  stamp: (item: T) => string;
  draw: (item: T) => HTMLElement;
}

const stamps = new WeakMap<Element, string>();
const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Makes the container's children follow the items, touching only what changed. Returns the newcomers. */
export function syncList<T>(container: HTMLElement, items: readonly T[], recipe: Recipe<T>): HTMLElement[] {
  const keys = new Set(items.map(recipe.key));
  const present = new Map<string, HTMLElement>();
  for (const child of [...container.children] as HTMLElement[]) {
    const key = child.dataset.key;
    if (key !== undefined && keys.has(key)) present.set(key, child);
    else child.remove();
  }

  const newcomers: HTMLElement[] = [];
  let place = container.firstElementChild;
  for (const item of items) {
    const old = present.get(recipe.key(item));
    const same = old && stamps.get(old) === recipe.stamp(item);
    const element = same ? old : recipe.draw(item);
    if (!same) {
      element.dataset.key = recipe.key(item);
      stamps.set(element, recipe.stamp(item));
      if (old) {
        if (place === old) place = element;
        replaceKeepingFocus(old, element);
      } else {
        newcomers.push(element);
      }
    }
    if (element === place) place = element.nextElementSibling;
    else container.insertBefore(element, place);
  }
  return newcomers;
}

function replaceKeepingFocus(old: Element, drawn: HTMLElement): void {
  const held = document.activeElement;
  const index = held && old.contains(held) ? [...old.querySelectorAll(focusable)].indexOf(held) : undefined;
  old.replaceWith(drawn);
  if (index === undefined || !held) return;
  const candidates = [...drawn.querySelectorAll<HTMLElement>(focusable)];
  const twin = candidates.find((candidate) => nameOf(candidate) === nameOf(held)) ?? candidates[index];
  (twin ?? drawn).focus({ preventScroll: true });
}

function nameOf(element: Element): string {
  return `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent}`;
}
