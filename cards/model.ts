/**
 * What people see, said once for every platform. Renderers turn it into Block Kit, Adaptive Cards or plain text,
 * escape every string in it, and never drop anything silently.
 */

export type Span =
  | string
  | { kind: 'bold'; text: string }
  | { kind: 'link'; text: string; url: string }
  | { kind: 'person'; name: string }
  /** An instant or a civil date, already worded: "Tue 10 Nov, 13:00". */
  | { kind: 'date'; text: string };

/** A paragraph. Line breaks inside a string are kept. */
export type Text = readonly Span[];

export interface Button {
  label: string;
  /** Tells two buttons of one card apart when labels repeat, for people who hear it. */
  describe?: string;
  style?: 'primary' | 'danger';
  /** A route's id and what it needs to act; only text, so that every platform can carry it. */
  press?: { route: string; args: Readonly<Record<string, string>> };
  /** A link instead of a route. */
  url?: string;
}

export type Element =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: Text; tone?: 'normal' | 'quiet' | 'quote' }
  | { kind: 'facts'; facts: readonly { label: string; value: Text }[] }
  | {
      kind: 'table';
      /** For those who cannot see it: what the table shows. */
      caption: string;
      columns: readonly string[];
      rows: readonly (readonly Text[])[];
    }
  /** `done` of `total`, both whole numbers, `total` at least 1; `words` say it otherwise: "6 of 10 days used". */
  | { kind: 'progress'; label: string; done: number; total: number; words?: string }
  | { kind: 'picture'; url: string; alt: string }
  | { kind: 'chart'; title: string; bars: readonly { label: string; value: number }[] }
  | { kind: 'notice'; tone: 'info' | 'good' | 'warning'; text: Text }
  | { kind: 'actions'; buttons: readonly Button[] }
  | { kind: 'divider' };

export interface Card {
  kind: 'card';
  title: string;
  /** One line for notifications and for readers without cards. */
  summary: string;
  body: readonly Element[];
  /** Where to see the whole when a platform's limit cuts the card. */
  more?: Button;
}

interface FieldBase {
  /** Key of the value in the submitted form; letters, digits, `-` and `_`. */
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
  /** What is wrong with the value that was sent, in words. */
  fault?: string;
}

export interface Choice {
  value: string;
  label: string;
}

export type Field = FieldBase &
  (
    | { kind: 'text'; value?: string; lines?: 'one' | 'many'; placeholder?: string; maxLength?: number }
    | { kind: 'number'; value?: number; min?: number; max?: number }
    /** "2026-11-10" */
    | { kind: 'date'; value?: string; min?: string; max?: string }
    /** "13:00" */
    | { kind: 'time'; value?: string }
    | { kind: 'select'; value?: string; choices: readonly Choice[] }
    | { kind: 'multi-select'; value?: readonly string[]; choices: readonly Choice[] }
    | { kind: 'people'; value?: readonly string[]; choices: readonly Choice[] }
    | { kind: 'toggle'; value?: boolean; text: string }
  );

export interface Form {
  kind: 'form';
  title: string;
  /** Where the answers go. */
  submit: { route: string; args: Readonly<Record<string, string>>; label: string };
  /** A second way to close it that keeps what is written without handing it in. */
  keep?: { label: string };
  /** Fields, and words between them. */
  body: readonly (Element | Field)[];
  /** What is wrong with the form as a whole. */
  fault?: string;
}

export type FormValues = Readonly<Record<string, unknown>>;

export function isField(part: Element | Field): part is Field {
  return 'name' in part;
}

/** `bold('x')` and its like keep cards readable. */
export const bold = (text: string): Span => ({ kind: 'bold', text });
export const link = (text: string, url: string): Span => ({ kind: 'link', text, url });
export const person = (name: string): Span => ({ kind: 'person', name });
export const date = (text: string): Span => ({ kind: 'date', text });

export const heading = (text: string): Element => ({ kind: 'heading', text });
export const text = (...spans: Span[]): Element => ({ kind: 'text', text: spans });
export const quiet = (...spans: Span[]): Element => ({ kind: 'text', text: spans, tone: 'quiet' });
export const quote = (...spans: Span[]): Element => ({ kind: 'text', text: spans, tone: 'quote' });
export const notice = (tone: 'info' | 'good' | 'warning', ...spans: Span[]): Element => ({
  kind: 'notice',
  tone,
  text: spans,
});
export const facts = (...pairs: readonly (readonly [label: string, ...value: Span[]])[]): Element => ({
  kind: 'facts',
  facts: pairs.map(([label, ...value]) => ({ label, value })),
});
export const actions = (...buttons: Button[]): Element => ({ kind: 'actions', buttons });
export const divider: Element = { kind: 'divider' };

export const button = (
  label: string,
  route: string,
  args: Readonly<Record<string, string>>,
  extra: Pick<Button, 'style' | 'describe'> = {},
): Button => ({ label, press: { route, args }, ...extra });
