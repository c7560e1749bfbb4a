import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Card, type Element, type Form, isField } from '../../cards/model.js';
import {
  type AdaptiveCardJson,
  type CardOptions,
  renderCard,
  renderDialogCard,
  renderForm,
} from '../../src/render/adaptive-card.js';
import { renderCardModal, renderFaults, renderHome, renderMessage, renderModal } from '../../src/render/block-kit.js';
import { sizeDialog } from '../../src/render/dialog-size.js';
import { teams } from '../../src/render/limits.js';
import { renderText } from '../../src/render/plain-text.js';
import { safeUrl, tidy, wordsOf } from '../../src/render/spans.js';
import { card, cardOptions, form } from './arbitraries.js';
import {
  checkAdaptiveCard,
  checkBlockKitMessage,
  checkCardModal,
  checkHome,
  checkModal,
  walk,
  withFallbacks,
  withoutFallbacks,
} from './check.js';

/** Shrinking a card of long texts can take minutes: then the first failure, with its seed, has to do. */
const RUNS = { numRuns: 150, interruptAfterTimeLimit: 20_000 };
const FEW_RUNS = { ...RUNS, numRuns: 60 };
vi.setConfig({ testTimeout: 60_000 });
const require = createRequire(import.meta.url);

describe('any card', () => {
  it('is a message that Slack takes, with every word in it', () => {
    fc.assert(
      fc.property(card, (sample) => {
        const message = renderMessage(sample);
        expect(checkBlockKitMessage(message)).toEqual([]);
        expectWords(sample, [unescapeMrkdwn(message.text), message.blocks]);
      }),
      RUNS,
    );
  });

  it('is a Home tab and a modal that Slack takes, with every word in it', () => {
    fc.assert(
      fc.property(card, (sample) => {
        const home = renderHome(sample);
        expect(checkHome(home)).toEqual([]);
        expectWords({ ...sample, summary: '' }, home);
        const modal = renderCardModal(sample);
        expect(checkCardModal(modal)).toEqual([]);
        expectWords({ ...sample, summary: '' }, modal);
      }),
      RUNS,
    );
  });

  it('is an Adaptive Card within limits, with every word in it, whether its client knows charts or not', () => {
    fc.assert(
      fc.property(card, cardOptions, (sample, options) => {
        const json = renderCard(sample, options);
        expect(checkAdaptiveCard(json)).toEqual([]);
        expectWords(sample, withFallbacks(json));
        expectWords(sample, withoutFallbacks(json));
        expectPresses(json, options);
        const dialog = renderDialogCard(sample);
        expect(checkAdaptiveCard(dialog)).toEqual([]);
        // Teams shows the title above the card.
        expectWords(sample, [tidy(sample.title), withFallbacks(dialog)]);
        expectWords(sample, [tidy(sample.title), withoutFallbacks(dialog)]);
        expect(dialog.actions?.at(-1)).toEqual({
          type: 'Action.Submit',
          title: 'Close',
          data: { workgroup: { close: true } },
        });
        expect(listActions(dialog.body).every(({ type }) => /^Action\.(Submit|OpenUrl)$/.test(String(type)))).toBe(
          true,
        );
        expect(teams.dialogHeights).toContain(sizeDialog(sample).height);
      }),
      RUNS,
    );
  });

  it('is plain text with every word in it', () => {
    fc.assert(
      fc.property(card, (sample) => expectWords({ ...sample, summary: '' }, [renderText(sample)], false)),
      RUNS,
    );
  });
});

describe('any form', () => {
  it('is a modal that Slack takes, with every field and word in it', () => {
    fc.assert(
      fc.property(form, (sample) => {
        const modal = renderModal(sample);
        expect(checkModal(modal)).toEqual([]);
        expectWords(sample, modal);
        const fields = sample.body.filter(isField).filter((field) => !('choices' in field) || field.choices.length > 0);
        const names = modal.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
        expect(names).toEqual(fields.map((field) => field.name));
        expect(
          Object.keys(renderFaults(sample)).every((name) =>
            sample.body.some((part) => isField(part) && part.name === name),
          ),
        ).toBe(true);
      }),
      RUNS,
    );
  });

  it('is an Adaptive Card within limits, with every field and word in it', () => {
    fc.assert(
      fc.property(form, (sample) => {
        const json = renderForm(sample);
        expect(checkAdaptiveCard(json)).toEqual([]);
        expectWords(sample, json);
        const inputs = json.body.filter((part) => part.type.startsWith('Input.'));
        expect(inputs.map((part) => part.id)).toEqual(sample.body.filter(isField).map((field) => field.name));
      }),
      RUNS,
    );
  });
});

const schemaFile = new URL('../../../shared/schemas/adaptive-card.schema.1.5.json', import.meta.url);

describe.skipIf(!existsSync(schemaFile))(
  'the Adaptive Card 1.5 schema (skipped where ../shared/schemas is absent)',
  () => {
    it('holds for any card and form', () => {
      const validate = compileSchema();
      const check = (json: AdaptiveCardJson): void => {
        validate(withFallbacks(json));
        expect(validate.errors ?? []).toEqual([]);
      };
      fc.assert(
        fc.property(card, cardOptions, (sample, options) => {
          check(renderCard(sample, options));
          check(renderDialogCard(sample));
        }),
        FEW_RUNS,
      );
      fc.assert(
        fc.property(form, (sample) => check(renderForm(sample))),
        FEW_RUNS,
      );
    });
  },
);

describe("Microsoft's own parser", () => {
  it('drops nothing of any card or form', () => {
    const check = (json: AdaptiveCardJson): void => {
      expect(countTypes(parse(json))).toEqual(countTypes(withFallbacks(json)));
    };
    fc.assert(
      fc.property(card, cardOptions, (sample, options) => {
        check(renderCard(sample, options));
        check(renderDialogCard(sample));
      }),
      FEW_RUNS,
    );
    fc.assert(
      fc.property(form, (sample) => check(renderForm(sample))),
      FEW_RUNS,
    );
  });
});

function compileSchema() {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
  const { id: _, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  return ajv.compile(schema);
}

function parse(json: AdaptiveCardJson): unknown {
  const { AdaptiveCard, SerializationContext, Versions } = require('adaptivecards/dist/adaptivecards.js');
  const context = new SerializationContext(Versions.v1_5);
  const parsed = new AdaptiveCard();
  parsed.parse(json, context);
  const unknown: string[] = [];
  walk(json, ({ type }) => {
    if (String(type).startsWith('Chart.'))
      unknown.push(`Unknown element type "${type}". Fallback will be used if present.`);
  });
  expect(Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message)).toEqual(unknown);
  return parsed.toJSON();
}

function listActions(json: unknown): Record<string, unknown>[] {
  const actions: Record<string, unknown>[] = [];
  walk(json, (part) => String(part.type).startsWith('Action.') && actions.push(part));
  return actions;
}

/** Fails unless each press travels as it should: to a dialog where its route opens one, else with where it came from. */
function expectPresses(json: AdaptiveCardJson, { opens, from, refresh }: CardOptions): void {
  for (const { type, verb, data } of listActions(json.body)) {
    if (type === 'Action.OpenUrl') continue;
    const { workgroup, msteams } = data as Record<string, Record<string, unknown>>;
    const isOpening = opens?.(String(workgroup?.route)) ?? false;
    expect([type, msteams]).toEqual(
      isOpening ? ['Action.Submit', { type: 'task/fetch' }] : ['Action.Execute', undefined],
    );
    if (isOpening) continue;
    expect(verb).toBe(workgroup?.route);
    expect(workgroup?.from).toEqual(from);
  }
  expect(json.refresh?.userIds).toEqual(refresh?.slice(0, 60));
}

function countTypes(json: unknown): Record<string, number> {
  const counts: Record<string, number> = {};
  walk(json, (part) => {
    // The parser leaves out a type where only one is possible.
    const type =
      part.type && !['TableRow', 'TableCell', 'Column'].includes(String(part.type)) ? String(part.type) : undefined;
    for (const key of [type, part.id && `id ${part.id}`]) if (key) counts[String(key)] = (counts[String(key)] ?? 0) + 1;
  });
  return counts;
}

/** Fails unless every word people wrote is in what was drawn, or what was drawn says that it is not whole. */
function expectWords(sample: Card | Form, drawn: unknown, urls = true): void {
  const shown = squash(collectStrings(drawn).join(' '));
  if (shown.includes('Notshownhere:')) return;
  expect([...listWords(sample, urls)].filter((word) => !shown.includes(squash(word)))).toEqual([]);
}

/** Without what the renderers may add or change around words: spaces and escapes. */
function squash(text: string): string {
  return text.replace(/[\s\\]/gu, '');
}

/** As Slack reads the `text` of a message. */
function unescapeMrkdwn(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function collectStrings(json: unknown): string[] {
  if (typeof json === 'string' || typeof json === 'number') return [String(json)];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(collectStrings) : [];
}

/** Everything that people wrote, in lines. */
function* listWords(sample: Card | Form, urls: boolean): Generator<string> {
  const all: (string | undefined)[] = [sample.title];
  if (sample.kind === 'card') all.push(sample.summary);
  else all.push(sample.fault, sample.submit.label, sample.keep?.label);
  for (const part of sample.body) {
    if (!isField(part)) all.push(...elementWords(part, urls));
    else if ('choices' in part && part.choices.length === 0) all.push(part.label);
    else {
      all.push(part.label, part.fault, part.hint);
      if ('choices' in part) all.push(...part.choices.map((choice) => choice.label));
      if (part.kind === 'text') all.push(part.value, part.placeholder);
      if (part.kind === 'toggle') all.push(part.text);
    }
  }
  for (const words of all)
    yield* tidy(words ?? '')
      .split(/\s+/u)
      .filter((line) => line.trim() !== '');
}

function elementWords(element: Element, urls: boolean): (string | undefined)[] {
  switch (element.kind) {
    case 'heading':
      return [element.text];
    case 'text':
    case 'notice':
      return element.text.map(wordsOf);
    case 'facts':
      return element.facts.flatMap(({ label, value }) =>
        label || value.length > 0 ? [label, ...value.map(wordsOf)] : [],
      );
    case 'table':
      return [element.caption, ...element.columns, ...element.rows.flat(2).map(wordsOf)];
    case 'progress':
      return [element.label, `${element.done} of ${element.total}`];
    case 'picture':
      return [element.alt, urls ? '' : safeUrl(element.url)];
    case 'chart':
      return [element.title, ...element.bars.flatMap(({ label, value }) => [label, String(value)])];
    case 'actions':
      return element.buttons.flatMap((button) => [
        button.label,
        (button.press ?? (button.url && safeUrl(button.url))) && urls ? button.describe : '',
      ]);
    case 'divider':
      return [];
    default:
      return element satisfies never;
  }
}
