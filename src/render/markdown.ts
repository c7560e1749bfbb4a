import type { Text } from '../../cards/model.js';
import { safeUrl, tidy, wordsOf } from './spans.js';

/** What means something anywhere in a line: emphasis, code, links, tags and, before its name, a character reference. */
const INLINE = /[\\*_`[\]<~]|&(?=#?\w+;)/g;
/** What means something at the start of a line: headings, quotes, list items; rules and the rule of a table. */
const BLOCK = /^(?:#(?=#{0,5}(?:\s|$))|>|[-+](?=\s|$)|[-=:|](?=[-=:|\t ]*$)|\d+(?=[.)](?:\s|$)))/gm;

/**
 * Words as Markdown that reads as exactly these words, for the places where Adaptive Cards apply Markdown: TextBlock,
 * facts, toggles and expanded choices. Escapes only what has a meaning where it stands, so that where a client does
 * not apply Markdown, ordinary names show no backslash. Spaces at the start of a line are dropped.
 */
export function escapeMarkdown(text: string): string {
  return escapeBlocks(escapeInline(tidy(text)));
}

/** A text on lines of its own as Markdown: links are links, line breaks are kept, the rest reads as it stands. */
export function toMarkdown(text: Text): string {
  const inline = text.map((span) => {
    const words = escapeInline(wordsOf(span));
    const url = typeof span !== 'string' && span.kind === 'link' ? safeUrl(span.url) : undefined;
    return url && words ? `[${words}](${url.replace(/[()\\]/g, percentEncode)})` : words;
  });
  return escapeBlocks(inline.join('')).replace(/\n/g, '  \n');
}

function escapeInline(text: string): string {
  return text.replace(INLINE, '\\$&');
}

function escapeBlocks(text: string): string {
  return text.replace(/^[^\S\n]+/gm, '').replace(BLOCK, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`));
}

function percentEncode(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}
