import type { Card, Form } from '../../cards/model.js';

/** What the person who acted sees at once. The relay sends everybody else's messages. */
export type Reply =
  /** Only the person who asked sees it. */
  | { kind: 'card'; card: Card }
  /** A form to open, or the refused form again with values kept and faults beside the fields. */
  | { kind: 'form'; form: Form }
  /** Done; a short line. `undo` where one press takes it back. */
  | { kind: 'done'; text: string; card?: Card }
  /** Not done, and why, kindly. */
  | { kind: 'refused'; text: string; card?: Card };

export const done = (text: string, card?: Card): Reply => ({ kind: 'done', text, ...(card && { card }) });
export const refused = (text: string, card?: Card): Reply => ({ kind: 'refused', text, ...(card && { card }) });
export const show = (card: Card): Reply => ({ kind: 'card', card });
export const open = (form: Form): Reply => ({ kind: 'form', form });
