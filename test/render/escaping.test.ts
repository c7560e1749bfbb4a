import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { type Card, type Form, facts, heading, link, notice, type Span, text } from '../../cards/model.js';
import { splitChoices } from '../../src/edge/forms.js';
import { renderCard, renderForm } from '../../src/render/adaptive-card.js';
import { joinChoices } from '../../src/render/adaptive-fields.js';
import { renderMessage, renderModal } from '../../src/render/block-kit.js';
import { cut } from '../../src/render/cut.js';
import { escapeMarkdown, toMarkdown } from '../../src/render/markdown.js';
import { renderText } from '../../src/render/plain-text.js';
import { nasty, words } from './arbitraries.js';
import { checkAdaptiveCard, checkBlockKitMessage, walk } from './check.js';

const cardOf = (...body: Card['body']): Card => ({ kind: 'card', title: 'Title', summary: 'Summary', body });
const markdown = new MarkdownIt();

describe('words that people wrote', () => {
  it.each(nasty)('%j stand in Slack as they were written', (written) => {
    const message = renderMessage({ ...cardOf(text(written)), title: written, summary: written });
    const oneLine = written.replace(/\s+/g, ' ').trim();
    expect(message.text).not.toMatch(/<|>|&(?!amp;|lt;|gt;)/);
    expect(message.blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text: oneLine, emoji: false } });
    expect(message.blocks[1]).toEqual({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: written.replace('\r', '') }] }],
    });
  });

  it.each(nasty)('%j never become a mention, link or mrkdwn in Slack', (written) => {
    const { blocks } = renderMessage(cardOf(heading(written), facts([written, written]), notice('info', written)));
    walk(blocks, (part) => {
      expect(String(part.type)).not.toMatch(/^(mrkdwn|link|user|usergroup|channel|broadcast|emoji)$/);
    });
  });

  it.each(nasty)('%j stand in Teams as they were written', (written) => {
    const json = renderCard({ ...cardOf(text(written)), title: written });
    const runs: string[] = [];
    walk(json.body, (part) => {
      if (part.type === 'TextRun') runs.push(String(part.text));
      expect(part).not.toHaveProperty('selectAction');
    });
    expect(runs.join('\n\n')).toBe(written.replace('\r', ''));
    expect(read(String(json.body[0]?.text))).toBe(squash(written));
  });

  it('read the same after Markdown, whatever they are', () => {
    fc.assert(
      fc.property(words, (written) => {
        expect(read(escapeMarkdown(written))).toBe(squash(tidied(written)));
      }),
    );
    fc.assert(
      fc.property(fc.array(words), (written) => {
        expect(read(toMarkdown(written))).toBe(squash(tidied(written.join(''))));
      }),
    );
  });

  it('gain no backslash where nothing needs one', () => {
    const names = [
      'St. Mary’s (Camden)',
      'Maths & Science',
      'Year 7/8 - set 2',
      'O’Neill, T.',
      '9:30–10:15',
      'C#',
      '3.5',
      '-5',
      '#1 in class',
    ];
    expect(names.map(escapeMarkdown)).toEqual(names);
  });

  it('keep Arabic and Hebrew, and lose the marks that turn the words around them', () => {
    expect(renderText(cardOf(text('שלום \u202Eevil')))).toContain('שלום evil');
  });
});

describe('links', () => {
  const spans: Span[] = [link('good', 'https://example.org/a_(b)?x=[1]'), ' ', link('bad', 'javascript:alert(1)')];

  it('lead to http and https only', () => {
    const found: unknown[] = [];
    const collect = (part: Record<string, unknown>) => 'url' in part && found.push([part.type, part.url]);
    walk(renderMessage(cardOf(text(...spans))), collect);
    walk(renderCard(cardOf(text(...spans))), collect);
    expect(found).toEqual([
      ['link', 'https://example.org/a_(b)?x=[1]'],
      ['Action.OpenUrl', 'https://example.org/a_(b)?x=[1]'],
    ]);
    expect(renderText(cardOf(text(...spans)))).toContain('good (https://example.org/a_(b)?x=[1]) bad');
  });

  it('stay whole in the Markdown of facts', () => {
    expect(markdown.render(toMarkdown([link('a](b', 'https://example.org/a_(b)')]))).toBe(
      '<p><a href="https://example.org/a_%28b%29">a](b</a></p>\n',
    );
    expect(toMarkdown([link('bad', 'javascript:alert(1)')])).toBe('bad');
  });

  it('on buttons that lead elsewhere show as words', () => {
    const card = cardOf({ kind: 'actions', buttons: [{ label: 'Press', url: 'javascript:alert(1)' }] });
    expect(JSON.stringify(renderMessage(card).blocks)).toMatch(/\[Press\]/);
    expect(JSON.stringify(renderCard(card).body)).toMatch(/\[Press\]/);
    expect(JSON.stringify([renderMessage(card), renderCard(card)])).not.toContain('javascript');
  });
});

describe('cutting', () => {
  it('never splits what reads as one letter', () => {
    expect(cut('ab👩‍👩‍👧‍👦cd', 6)).toBe('ab…');
    expect(cut('👍🏽👍🏽👍🏽', 9)).toBe('👍🏽👍🏽…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 1, max: 30 }), (written, max) => {
        const short = cut(written, max);
        expect(short.length).toBeLessThanOrEqual(max);
        if (written.length > max) expect(short.endsWith('…')).toBe(true);
        expect(short).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('shows the beginning of 40,000 characters, says how much is missing, and offers the whole', () => {
    const card: Card = {
      ...cardOf(text('word '.repeat(8000)), {
        kind: 'actions',
        buttons: [{ label: 'Answer', press: { route: 'a.b', args: {} } }],
      }),
      more: { label: 'Read it all', url: 'https://example.org/whole' },
    };
    const [slack, teams] = [renderMessage(card), renderCard(card)];
    expect([...checkBlockKitMessage(slack), ...checkAdaptiveCard(teams)]).toEqual([]);
    for (const json of [slack, teams].map((drawn) => JSON.stringify(drawn))) {
      expect(json).toMatch(/word .*….*Answer.*Not shown here: about [\d,]+ more words\..*Read it all/);
      expect(json.length).toBeGreaterThan(10_000);
    }
  });

  it('keeps every choice that was made, and says that others are missing', () => {
    const choices = Array.from({ length: 900 }, (_, i) => ({
      value: `p${i}`,
      label: `A person with a long name ${i}`,
    }));
    const form: Form = {
      kind: 'form',
      title: 'Form',
      submit: { route: 'a.b', args: {}, label: 'Send' },
      body: [{ kind: 'people', name: 'who', label: 'Who?', value: ['p899'], choices }],
    };
    const json = renderForm(form);
    expect(checkAdaptiveCard(json)).toEqual([]);
    expect(JSON.stringify(json)).toMatch(/"value":"p899"}.*Not shown here: \d+ more choices/);
    expect(JSON.stringify(renderModal(form))).not.toContain('Not shown here');
  });
});

it('a choice of several comes back as it went, commas and all', () => {
  const values = ['a', 'b,c', '100%', '%2C'];
  expect(splitChoices(joinChoices(values))).toEqual(values);
  expect(splitChoices('')).toEqual([]);
});

/** What a reader sees of Markdown. */
function read(source: string): string {
  const html = markdown.render(source);
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
  expect(html).not.toMatch(/<(?!\/?p>|br>)/);
  return squash(
    html.replace(/<\/?p>|<br>/g, ' ').replace(/&(lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity),
  );
}

function squash(written: string): string {
  return written.replace(/\s+/gu, ' ').trim();
}

function tidied(written: string): string {
  return written.replace(/(?![\n\t\r])\p{Cc}|\p{Cs}|[\u202D\u202E]/gu, '');
}
