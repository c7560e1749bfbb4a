import type { Span, Text } from '../../cards/model.js';
import { reword, wordsOf } from './spans.js';

const graphemes = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

/** A letter to a character. */
const plain = /^[ -~]*$/;

/** The text if it has at most `max` characters, else its beginning and "…", never splitting what reads as one letter. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Only looks at the one place: walking the segments of a long text takes memory in the square of its length.
  const end = max > 1 ? graphemes.segment(text).containing(max - 1)?.index : 0;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** As {@link cut}, for a text of spans: whole spans as far as they go, then the beginning of the next. */
export function cutText(text: Text, max: number): Text {
  const kept: Span[] = [];
  let left = max;
  for (const span of text) {
    const visible = wordsOf(span);
    if (visible.length > left) return [...kept, reword(span, cut(visible, left))];
    kept.push(span);
    left -= visible.length;
  }
  return kept;
}

/** Letters as a reader counts them; characters in a text too long for it to matter. */
export function countGraphemes(text: string): number {
  return text.length > 500 || plain.test(text) ? text.length : [...graphemes.segment(text)].length;
}

/** Items in groups of at most `size`. */
export function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
