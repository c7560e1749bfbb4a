import type { Span, Text } from '../../cards/model.js';
import { escapeMarkdown } from './markdown.js';
import { oneLine, safeUrl, splitParagraphs, wordsOf } from './spans.js';

/** An element, action or run of an Adaptive Card; what belongs in it is held to the schema by tests. */
export type Part = { type: string } & Record<string, unknown>;

export type Looks = Record<string, unknown>;

export const SUBTLE: Looks = { isSubtle: true, size: 'Small' };

/** A title (Large) or heading (Medium), announced as a heading. */
export function drawHeading(text: string, size: 'Large' | 'Medium'): Part {
  return {
    type: 'TextBlock',
    text: escapeMarkdown(oneLine(text)),
    style: 'heading',
    size,
    weight: 'Bolder',
    wrap: true,
  };
}

/** Paragraphs as RichTextBlocks, in which no client applies Markdown, so that nobody's words can format themselves. */
export function drawParagraphs(text: Text, looks: Looks = {}): Part[] {
  return splitParagraphs(text).map((paragraph) => ({
    type: 'RichTextBlock',
    inlines: paragraph.filter((span) => wordsOf(span) !== '').map((span) => drawRun(span, looks)),
  }));
}

export function drawText(text: Text, tone: 'normal' | 'quiet' | 'quote' = 'normal'): Part[] {
  const paragraphs = drawParagraphs(text, tone === 'quiet' ? SUBTLE : {});
  if (tone !== 'quote' || paragraphs.length === 0) return paragraphs;
  return [{ type: 'Container', style: 'emphasis', items: paragraphs }];
}

function drawRun(span: Span, looks: Looks): Part {
  const run = { type: 'TextRun', text: wordsOf(span), ...looks };
  if (typeof span === 'string') return run;
  if (span.kind === 'bold') return { ...run, weight: 'Bolder' };
  const url = span.kind === 'link' ? safeUrl(span.url) : undefined;
  return url ? { ...run, selectAction: { type: 'Action.OpenUrl', url } } : run;
}
