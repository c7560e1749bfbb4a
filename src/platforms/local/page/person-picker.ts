import type { Person, Role } from './contract.js';
import { el } from './dom.js';

const order: Role[] = ['specialist', 'advocate', 'headOfDepartment', 'head', 'hubLead'];

interface PersonPicker {
  element: HTMLSelectElement;
  show: (people: readonly Person[], selected: string) => void;
}

/** A list of people by role, each with their school. */
export function createPersonPicker(label: string, choose: (personId: string) => void): PersonPicker {
  const select = el('select', { class: 'person', 'aria-label': label, onchange: () => choose(select.value) });
  let drawn = '';
  return {
    element: select,
    show(people, selected) {
      if (drawn !== JSON.stringify(people)) {
        drawn = JSON.stringify(people);
        select.replaceChildren(...drawGroups(people));
      }
      select.value = selected;
    },
  };
}

function drawGroups(people: readonly Person[]): HTMLElement[] {
  return order.flatMap((role) => {
    const holders = people.filter((person) => person.role === role);
    const [first] = holders;
    if (!first) return [];
    const plural = holders.length > 1 ? `${first.roleLabel}s` : first.roleLabel;
    return el(
      'optgroup',
      { label: plural },
      ...holders.map(({ id, name, school }) => el('option', { value: id }, school ? `${name}, ${school}` : name)),
    );
  });
}
