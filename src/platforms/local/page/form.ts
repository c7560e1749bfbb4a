import { Refusal, watchConnection } from './api.js';
import type { Pressed } from './cards.js';
import type { FormReply, Intent, Person, Reply } from './contract.js';
import { confirmLoss, openDialog } from './dialog.js';
import { el, setBusy } from './dom.js';
import { type FormCard, renderFormCard } from './form-card.js';

const keepAfter = 3000;

interface Context {
  person: Person;
  near: HTMLElement;
  act: (intent: Intent, signal: AbortSignal) => Promise<Reply>;
  /** The form is closed; with the last answer, or null. */
  settled: (reply: Reply) => void;
}

/** A form from its opening until it is handed in, kept or left. */
export function openForm(first: FormReply, { person, near, act, settled }: Context): void {
  const forWhom = [`For ${person.name}`, person.roleLabel, person.school].filter(Boolean).join(' · ');
  const dialog = openDialog({ forWhom, near, wantsToClose: leave });
  const given = new AbortController();
  let form = first;
  let card = draw(first);
  let kept = written();
  const opened = kept;
  let timer = 0;
  let busy = false;
  let leaving = false;
  // One request after another: a half-written answer must not arrive after the finished one.
  let last: Promise<unknown> = Promise.resolve();

  const warn = (event: BeforeUnloadEvent) => {
    if (![kept, opened].includes(written())) event.preventDefault();
  };
  window.addEventListener('beforeunload', warn);

  let connected = true;
  const stopWatching = watchConnection((now) => {
    if (now !== connected) say(now ? '' : 'No connection. Trying again… What you wrote stays here.', 'calm');
    connected = now;
  });

  function written(): string {
    return JSON.stringify(card.values());
  }

  function draw(next: FormReply): FormCard {
    form = next;
    const drawn = renderFormCard(form.card, submit, scheduleKeep);
    const cancel = el('button', { type: 'button', onclick: leave }, 'Close');
    dialog.setTitle(form.title);
    dialog.body.replaceChildren(drawn.element);
    dialog.footer.replaceChildren(cancel, drawn.buttons);
    return drawn;
  }

  async function submit({ button, keep, values, ...target }: Pressed): Promise<void> {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    dialog.body.inert = true;
    if (button) setBusy(button, true);
    dialog.announce('');
    try {
      await last;
      const reply = await act({ kind: 'submit', ...target, values, ...(keep && { keep }) }, given.signal);
      if (reply?.kind === 'form') redraw(reply.form);
      else if (reply?.kind === 'refused') say(reply.text, 'refused');
      else finish(reply);
    } catch (error) {
      if (error instanceof Refusal) say(error.message, 'refused');
      else if (!given.signal.aborted) throw error;
    } finally {
      busy = false;
      dialog.body.inert = false;
      if (button) setBusy(button, false);
    }
  }

  function redraw(next: FormReply): void {
    const before = card.values();
    card = draw(next);
    if (card.faults.length > 0) card.restore(before);
    kept = '';
    dialog.body.inert = false;
    dialog.announce(card.faults.length > 0 ? `Please look again. ${card.faults.join(' ')}` : next.title);
    dialog.note(card.faults.length > 0 ? 'Please look again at what is marked.' : '');
    card.focusFirst();
  }

  /** What was written stays, whatever is said about it. */
  function say(words: string, tone: 'calm' | 'refused'): void {
    dialog.note(words, tone);
    dialog.announce(words);
  }

  function scheduleKeep(): void {
    if (!form.keep || busy) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      last = keepNow();
    }, keepAfter);
  }

  /** Whether what is written now is kept. */
  async function keepNow(): Promise<boolean> {
    await last;
    const values = card.values();
    const now = JSON.stringify(values);
    if (now === kept || !card.target || given.signal.aborted) return true;
    try {
      const reply = await act({ kind: 'submit', ...card.target, values, keep: true }, given.signal);
      if (reply?.kind === 'refused') dialog.note(reply.text, 'refused');
      if (reply?.kind === 'refused' || reply?.kind === 'form') return false;
      kept = now;
      dialog.note('Kept');
      return true;
    } catch (error) {
      if (error instanceof Refusal) dialog.note(error.message, 'refused');
      return false;
    }
  }

  async function leave(): Promise<void> {
    if (leaving) return askToLeave();
    leaving = true;
    clearTimeout(timer);
    if (busy || (!form.keep && written() !== opened)) await askToLeave();
    else if (!form.keep) finish(null);
    else {
      const changed = written() !== opened;
      last = keepNow();
      if (await last) finish(changed ? { kind: 'done', text: 'What you wrote is kept.' } : null);
      else if (!given.signal.aborted) await askToLeave();
    }
    leaving = false;
  }

  async function askToLeave(): Promise<void> {
    if (document.querySelector('dialog.ask')) return;
    if (await confirmLoss('Close without saving?', 'Close without saving', 'Go on writing')) finish(null);
  }

  function finish(reply: Reply): void {
    if (given.signal.aborted) return;
    given.abort();
    clearTimeout(timer);
    window.removeEventListener('beforeunload', warn);
    stopWatching();
    document.querySelector<HTMLDialogElement>('dialog.ask')?.close();
    dialog.close();
    settled(reply);
  }

  // On a phone the keyboard would hide what the form is about.
  if (card.faults.length > 0 || !matchMedia('(pointer: coarse)').matches) card.focusFirst();
  else dialog.element.querySelector('h2')?.focus();
}
