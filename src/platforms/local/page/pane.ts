import { act, getMessages, Refusal } from './api.js';
import { type Choice, offeredPlace, recallChoice, rememberChoice } from './choices.js';
import { createComposer } from './composer.js';
import type { Actor, Intent, Message, Person, Place, Reply, World } from './contract.js';
import { el, setBusy, uniqueId } from './dom.js';
import { coalesce } from './events.js';
import { openForm } from './form.js';
import { avatar } from './message.js';
import { createMessageList } from './messages.js';
import { createPersonPicker } from './person-picker.js';
import { createTabs } from './tabs.js';
import { createToasts } from './toasts.js';
import { createUnread } from './unread.js';

const placeLabels: Record<Place, string> = { channel: 'Channel', direct: 'Direct messages' };

export interface Pane {
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
  const pressing = new Set<number>();

  const panelId = uniqueId('place');
  const face = el('span', { class: 'face' });
  const picker = createPersonPicker(`Person in view ${number}`, (id) => choose(id, choice?.place ?? 'channel'));
  const places = createTabs<Place>('Place', (place) => choice && choose(choice.person, place));
  const toasts = createToasts();
  const messages = createMessageList({
    press,
    roleOf: (id) => people.find((person) => person.id === id)?.role,
    emptyHint: () =>
      choice?.place === 'channel'
        ? 'Nothing has been said here yet. Move the clock, or say hello.'
        : 'Nothing here yet. Type “help” to see what the bot can do, or move the clock.',
  });
  const composer = createComposer(async (text) => {
    const reply = await perform({ kind: 'say', text });
    return reply !== undefined && reply?.kind !== 'refused';
  });
  const element = el(
    'section',
    { class: 'pane', 'data-pane': number, id: `pane-${number}` },
    el('header', { class: 'pane-head' }, el('div', { class: 'who' }, face, picker.element), places.element),
    el(
      'div',
      { class: 'place', id: panelId, role: 'tabpanel' },
      messages.element,
      toasts.element,
      composer.element,
    ),
  );

  const self = () => people.find((person) => person.id === choice?.person);
  const keyOf = (place: Place) => `${group}/${choice?.person}/${place}`;
  const isSeen = () => element.offsetParent !== null && !document.hidden;

  function choose(person: string, wished: Place): void {
    const chosen = people.find(({ id }) => id === person);
    if (!chosen) return;
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

  /** The reply, or undefined when the server refused the whole request. */
  async function perform(intent: Intent): Promise<Reply | undefined> {
    const person = self();
    if (!choice || !person) return undefined;
    const who: Actor = { as: person.id, place: choice.place, group };
    try {
      const reply = await act(who, intent);
      answer(reply, person, who);
      return reply;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      toasts.refused(error.message);
      return undefined;
    } finally {
      refresh();
    }
  }

  function answer(reply: Reply, person: Person, who: Actor): void {
    if (reply?.kind === 'done') toasts.done(reply.text);
    if (reply?.kind === 'refused') toasts.refused(reply.text);
    if (reply?.kind !== 'form') return;
    openForm(reply.form, {
      person,
      near: element,
      act: (intent, signal) => act(who, intent, signal),
      settled: (last) => {
        answer(last, person, who);
        refresh();
        if (document.activeElement === document.body) element.querySelector<HTMLElement>('.log')?.focus();
      },
    });
  }

  /** A second press on the same card waits for the first one's answer. */
  async function press(message: Message, target: { route: string; args: Record<string, string> }, button?: HTMLElement) {
    if (pressing.has(message.id)) return;
    pressing.add(message.id);
    if (button) setBusy(button, true);
    await perform({ kind: 'press', ...target });
    pressing.delete(message.id);
    if (button) setBusy(button, false);
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
