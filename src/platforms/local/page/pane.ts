import { createActing } from './acting.js';
import { getMessages } from './api.js';
import { type Choice, offeredPlace, recallChoice, rememberChoice } from './choices.js';
import { createComposer } from './composer.js';
import type { Message, Person, Place, World } from './contract.js';
import { el, uniqueId } from './dom.js';
import { coalesce } from './events.js';
import { avatar } from './message.js';
import { createMessageList } from './messages.js';
import { createPersonPicker } from './person-picker.js';
import { createTabs } from './tabs.js';
import { createToasts } from './toasts.js';
import { createUnread } from './unread.js';

const placeLabels: Record<Place, string> = { channel: 'Channel', direct: 'Direct messages', heads: 'Heads' };

interface Pane {
  element: HTMLElement;
  update: (world: World, group: string) => void;
  refresh: () => void;
  /** It came into sight again. */
  reveal: () => void;
}

/** One person's view: who, where, what was said, and a place to type. `heard` tells of messages that wait unseen. */
export function createPane(number: number, heard: (person: Person, unread: number) => void): Pane {
  let people: readonly Person[] = [];
  let group = '';
  let choice: Choice | undefined;
  let shownKey = '';
  const unread = createUnread();

  const panelId = uniqueId('place');
  const face = el('span', { class: 'face' });
  const picker = createPersonPicker(`Person in view ${number}`, (id) => choose(id, choice?.place ?? 'channel'));
  const places = createTabs<Place>('Place', (place) => choice && choose(choice.person, place));
  const toasts = createToasts();
  const acting = createActing({
    self: () => {
      const person = self();
      return person && choice && { person, place: choice.place, group };
    },
    toasts,
    near: () => element,
    refresh: () => refresh(),
  });
  const messages = createMessageList({
    press: acting.press,
    roleOf: (id) => people.find((person) => person.id === id)?.role,
    emptyHint: () =>
      choice?.place !== 'direct'
        ? 'Nothing has been said here yet. Move the clock, or say hello.'
        : 'Nothing here yet. Type “help” to see what the bot can do, or move the clock.',
  });
  const composer = createComposer(acting.say);
  const element = el(
    'section',
    { class: 'pane', 'data-pane': number, id: `pane-${number}` },
    el('header', { class: 'pane-head' }, el('div', { class: 'who' }, face, picker.element), places.element),
    el('div', { class: 'place', id: panelId, role: 'tabpanel' }, messages.element, toasts.element, composer.element),
  );

  const self = () => people.find((person) => person.id === choice?.person);
  const keyOf = (place: Place) => `${group}/${choice?.person}/${place}`;
  const isSeen = () => element.offsetParent !== null && !document.hidden;

  function choose(person: string, wished: Place): void {
    const chosen = people.find(({ id }) => id === person);
    if (!chosen) return;
    if (choice?.person !== person) toasts.clear();
    choice = { person, place: offeredPlace(chosen, wished) };
    rememberChoice(number, group, choice);
    draw();
    refresh();
  }

  function draw(): void {
    const person = self();
    if (!choice || !person) return;
    picker.show(people, person.id);
    const tabs = person.places.map((id) => ({ id, label: placeLabels[id], controls: panelId }));
    places.show(tabs, choice.place);
    face.replaceChildren(avatar(person.name, person.role));
    element.setAttribute('aria-label', `View ${number}: ${person.name}, ${person.roleLabel}`);
    element.querySelector(`#${panelId}`)?.setAttribute('aria-label', placeLabels[choice.place]);
    composer.show(keyOf(choice.place), choice.place);
  }

  const refresh = coalesce(async () => {
    const person = self();
    if (!person) return;
    const asked = keyOf('direct');
    const fetches = person.places.map((place) => getMessages({ as: person.id, place, group }));
    const said = await Promise.all(fetches);
    // Meanwhile another person may have been chosen: then another round follows.
    if (asked !== keyOf('direct')) return;
    person.places.forEach((place, index) => {
      showPlace(person, place, said[index] ?? []);
    });
  });

  function showPlace(person: Person, place: Place, said: readonly Message[]): void {
    const key = keyOf(place);
    if (place !== choice?.place) {
      places.mark(place, unread.count(key, said));
      return;
    }
    messages.show(said, shownKey !== key);
    shownKey = key;
    const waiting = isSeen() ? 0 : unread.count(key, said);
    if (waiting === 0) unread.see(key, said);
    places.mark(place, 0);
    heard(person, waiting);
  }

  return {
    element,
    refresh,
    update(world, groupId) {
      people = world.people.filter((person) => person.groupIds.includes(groupId));
      if (group !== groupId || !self()) choice = recallChoice(number, groupId, people);
      group = groupId;
      draw();
      refresh();
    },
    reveal() {
      messages.scrollToEnd();
      refresh();
    },
  };
}
