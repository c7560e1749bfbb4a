import type { Span, Text } from '../../cards/model.js';
import { safeUrl, wordsOf } from './spans.js';

/** A block, element or text object of Slack's Block Kit; what belongs in it is held to the limits by tests. */
export type Block = { type: string } & Record<string, unknown>;

/**
 * Slack's rich text: runs of text that Slack shows as they stand, without mrkdwn, so that nobody's words can mention
 * a channel, forge a link or format themselves. Undefined when there is nothing to show.
 */
export function richText(...parts: (Block | undefined)[]): Block | undefined {
  const elements = parts.filter((part) => part !== undefined);
  return elements.length > 0 ? { type: 'rich_text', elements } : undefined;
}

/** A run of text in a rich text block of its own kind; undefined without words. */
export function richSection(
  text: Text,
  type: 'rich_text_section' | 'rich_text_quote' | 'rich_text_preformatted' = 'rich_text_section',
): Block | undefined {
  if (text.every((span) => wordsOf(span).trim() === '')) return undefined;
  return { type, elements: text.filter((span) => wordsOf(span) !== '').map(drawSpan) };
}

/** A bulleted list, one text a line. */
export function richList(lines: readonly Text[]): Block | undefined {
  const elements = lines.map((line) => richSection(line)).filter((line) => line !== undefined);
  return elements.length > 0 ? { type: 'rich_text_list', style: 'bullet', elements } : undefined;
}

function drawSpan(span: Span): Block {
  const text = wordsOf(span);
  if (typeof span === 'string') return { type: 'text', text };
  if (span.kind === 'bold') return { type: 'text', text, style: { bold: true } };
  const url = span.kind === 'link' ? safeUrl(span.url) : undefined;
  return url ? { type: 'link', url, text } : { type: 'text', text };
}
