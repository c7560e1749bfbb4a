import { act, Refusal } from './api.js';
import type { Actor, Intent, Message, Person, Place, Reply, Target } from './contract.js';
import { setBusy } from './dom.js';
import { openForm } from './form.js';
import type { Toasts } from './toasts.js';

interface Context {
  /** Who acts at this moment, and where. */
  self: () => { person: Person; place: Place; group: string } | undefined;
  toasts: Toasts;
  /** The pane, for dialogs to open over. */
  near: () => HTMLElement;
  refresh: () => void;
}

/** What a person can do in a pane, and how the answers are shown. */
export function createActing({ self, toasts, near, refresh }: Context) {
  const pressing = new Set<number>();

  /** The reply, or undefined when the server refused the whole request. */
  async function perform(intent: Intent): Promise<Reply | undefined> {
    const now = self();
    if (!now) return undefined;
    const who: Actor = { as: now.person.id, place: now.place, group: now.group };
    try {
      const reply = await act(who, intent);
      show(reply, now.person, who);
      return reply;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      toasts.refused(error.message);
      return undefined;
    } finally {
      refresh();
    }
  }

  function show(reply: Reply, person: Person, who: Actor): void {
    if (reply?.kind === 'done') toasts.done(reply.text);
    if (reply?.kind === 'refused') toasts.refused(reply.text);
    if (reply?.kind !== 'form') return;
    openForm(reply.form, {
      person,
      near: near(),
      act: (intent, signal) => act(who, intent, signal),
      settled: (last) => {
        show(last, person, who);
        refresh();
        // The button that opened the form may have been drawn anew.
        if (document.activeElement === document.body) near().querySelector<HTMLElement>('.log')?.focus();
      },
    });
  }

  return {
    /** Whether the words arrived. */
    async say(text: string): Promise<boolean> {
      const reply = await perform({ kind: 'say', text });
      return reply !== undefined && reply?.kind !== 'refused';
    },
    /** A second press on the same card counts only after the first one's answer. */
    async press(message: Message, target: Target, button?: HTMLElement): Promise<void> {
      if (pressing.has(message.id)) return;
      pressing.add(message.id);
      if (button) setBusy(button, true);
      try {
        await perform({ kind: 'press', ...target });
      } finally {
        pressing.delete(message.id);
        if (button) setBusy(button, false);
      }
    },
  };
}
