import type { Span, Text } from '../../cards/model.js';

/** Control characters, halves of broken pairs, and the marks that turn the direction of the words after them. */
const UNRULY = /(?![\n\t])\p{Cc}|\p{Cs}|[\u202D\u202E]/gu;

/** The same words, without what could break a line's layout or a platform's JSON. Line breaks are `\n`. */
export function tidy(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNRULY, '');
}

/** The same words on one line. */
export function oneLine(text: string): string {
  return tidy(text).replace(/\s+/gu, ' ').trim();
}

/** The address as a browser writes it, percent-encoded; undefined unless it is http or https. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}

/** The words of a span that a reader sees. */
export function wordsOf(span: Span): string {
  if (typeof span === 'string') return tidy(span);
  switch (span.kind) {
    case 'bold':
    case 'link':
    case 'date':
      return tidy(span.text);
    case 'person':
      return tidy(span.name);
    default:
      return span satisfies never;
  }
}

/** A text as a plain string; a link is followed by its address in brackets. */
export function flatten(text: Text): string {
  return text
    .map((span) => {
      const url = typeof span !== 'string' && span.kind === 'link' ? safeUrl(span.url) : undefined;
      return url ? `${wordsOf(span)} (${url})` : wordsOf(span);
    })
    .join('');
}

/** The same span with other words. */
export function reword(span: Span, words: string): Span {
  if (typeof span === 'string') return words;
  return span.kind === 'person' ? { ...span, name: words } : { ...span, text: words };
}

/** The text split at blank lines; spaces and line breaks at the ends of a paragraph are dropped with them. */
export function splitParagraphs(text: Text): Text[] {
  const paragraphs: Span[][] = [[]];
  for (const span of text) {
    const [first = '', ...others] = wordsOf(span).split(/\n[ \t]*\n\s*/);
    if (first) paragraphs.at(-1)?.push(reword(span, first));
    for (const other of others) paragraphs.push(other ? [reword(span, other)] : []);
  }
  return paragraphs.filter((paragraph) => paragraph.some((span) => wordsOf(span).trim() !== ''));
}
