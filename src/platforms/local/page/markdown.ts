import MarkdownIt from 'markdown-it';

// What Teams understands in a card's text, and nothing else: no HTML, headings, pictures or bare addresses.
const markdown = new MarkdownIt('zero', { html: false, linkify: false, breaks: true }).enable([
  'emphasis',
  'entity',
  'escape',
  'link',
  'list',
  'newline',
]);

export const renderMarkdown = (text: string): string => markdown.render(text);

/** Where a card's link may lead, or nowhere. */
export function safeLink(url: string | null | undefined): string | undefined {
  if (!url) return undefined;
  if (!URL.canParse(url, location.href)) return undefined;
  const { protocol, href } = new URL(url, location.href);
  return ['http:', 'https:'].includes(protocol) ? href : undefined;
}
