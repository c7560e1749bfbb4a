/** A platform, driven as people would: by words, labels and forms. Scenarios know nothing else. */
export interface Driver {
  /** By name, or by role: the first of that role. */
  as(name: string): Person;
  /** Lets the time pass until the wall clock shows this, and everything on the way happen. "2026-11-10 08:30" */
  waitUntil(moment: string): Promise<void>;
}

/** One whose platform remembers what stands in it. */
export interface WatchedDriver extends Driver {
  /** Updates of messages that said what was there already. */
  readonly repeats: readonly string[];
}

export interface SeenMessage {
  from: string;
  /** Everything that is written on it, as one text. */
  text: string;
  /** Labels of its buttons. */
  buttons: string[];
  onlyYou: boolean;
  at: string;
}

export interface OpenForm {
  title: string;
  /** Field labels and what they hold. */
  fields: Record<string, unknown>;
  /** Everything that is written on it, faults included. */
  text: string;
}

export type Place = 'channel' | 'direct';

export interface Person {
  name: string;
  /** Types words in a place and gets what the bot answers at once. */
  type(text: string, place?: Place): Promise<void>;
  /** Presses the newest button with this label, on a card whose text contains `on`. @returns the words shown */
  press(label: string, on?: string, place?: Place): Promise<string>;
  /** The form that is open. */
  form(): OpenForm;
  /** Fills fields of the open form by label (or how the label begins) and presses its button. @returns the words shown */
  submit(values?: Record<string, unknown>): Promise<string>;
  /** Closes the form half-way. */
  leave(values: Record<string, unknown>): Promise<void>;
  /** In order; those of threads are left out. */
  messages(place?: Place): Promise<SeenMessage[]>;
  /** What stands in the threads of messages in the channel whose text contains `on`. */
  thread(on: string): Promise<SeenMessage[]>;
}
