import { type Card, type Form, isField } from '../../cards/model.js';
import { drawElement, drawElements, drawHeading, drawInOrder, drawParagraphs, type Part } from './adaptive-elements.js';
import { drawField } from './adaptive-fields.js';
import { fitCard } from './fit-card.js';
import { fitForm, teamsRoom } from './fit-form.js';
import { teams } from './limits.js';
import { escapeMarkdown } from './markdown.js';
import { oneLine } from './spans.js';

/** An Adaptive Card as Teams takes it: content type `application/vnd.microsoft.card.adaptive`. */
export interface AdaptiveCardJson {
  $schema: string;
  type: 'AdaptiveCard';
  version: '1.5';
  /** What clients show that cannot show the card. */
  fallbackText: string;
  body: Part[];
  actions?: Part[];
}

/**
 * The card for a conversation, at most {@link teams.cardBytes}; a longer one is shortened and says so. A press
 * arrives as an `adaptiveCard/action` invoke whose verb is the route and whose data is `{ workgroup: { route, args } }`.
 * Throws RangeError when a button carries more than a card can hold.
 */
export function renderCard(card: Card): AdaptiveCardJson {
  return drawCard(fitCard(card, (candidate) => fits(drawCard(candidate))));
}

/**
 * The form for a dialog. The answer arrives as the values by field name beside `workgroup: { route, args }`, with
 * `keep: true` in it when the form was kept unfinished; answers to choices of several are read with `splitChoices`.
 * Throws RangeError when the fields or the chosen choices are more than a card holds.
 */
export function renderForm(form: Form): AdaptiveCardJson {
  return drawForm(fitForm(form, teamsRoom, (candidate) => fits(drawForm(candidate))));
}

function fits(json: AdaptiveCardJson): boolean {
  return Buffer.byteLength(JSON.stringify(json)) <= teams.cardBytes;
}

function drawCard(card: Card): AdaptiveCardJson {
  return frame(card.summary, [drawHeading(card.title, 'Large'), ...drawElements(card.body, 'Action.Execute')]);
}

function drawForm(form: Form): AdaptiveCardJson {
  const fault: Part[] = form.fault
    ? [{ type: 'Container', style: 'attention', items: drawParagraphs([`⚠ ${form.fault}`]) }]
    : [];
  const kept = form.keep !== undefined;
  const body = drawInOrder(form.body, (part) =>
    isField(part) ? drawField(part, kept) : drawElement(part, 'Action.Submit'),
  );
  return { ...frame(form.title, [drawHeading(form.title, 'Large'), ...fault, ...body]), actions: drawSubmits(form) };
}

function drawSubmits({ submit: { route, args, label }, keep }: Form): Part[] {
  const submit = (title: string, more: Record<string, unknown> = {}) => ({
    type: 'Action.Submit',
    title: oneLine(title) || '…',
    data: { workgroup: { route, args, ...more } },
  });
  return [{ ...submit(label), style: 'positive' }, ...(keep ? [submit(keep.label, { keep: true })] : [])];
}

function frame(summary: string, body: Part[]): AdaptiveCardJson {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: teams.cardVersion,
    fallbackText: escapeMarkdown(oneLine(summary)),
    body,
  };
}
