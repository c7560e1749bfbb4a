import { type Card, type Form, isField } from '../../cards/model.js';
import { type Press, type Travel, travelFromCard, travelFromDialog } from './adaptive-buttons.js';
import { drawElement, drawElements, drawInOrder } from './adaptive-elements.js';
import { drawField } from './adaptive-fields.js';
import { drawHeading, drawParagraphs, type Part } from './adaptive-text.js';
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
  refresh?: { action: Part; userIds: string[] };
}

export interface CardOptions {
  /** Whether a press of this route opens a dialog; none does where this is left out. */
  opens?: (route: string) => boolean;
  /** The view that made this card: it travels with each press that acts, so that the answer can show that view anew. */
  from?: Press;
  /**
   * Users whose client asks for their own view when they see the card; of more than {@link teams.refreshUsers} the
   * first. Where nobody is named, the menu of the card offers it.
   */
  refresh?: readonly string[];
}

/**
 * The card for a conversation, at most {@link teams.cardBytes}; a longer one is shortened and says so. A press
 * arrives as an `adaptiveCard/action` invoke whose verb is the route and whose data is
 * `{ workgroup: { route, args, from } }`; one that opens a dialog as `task/fetch` with `{ workgroup: { route, args } }`;
 * a client that asks for a person's own view as `adaptiveCard/action` with the verb "refresh" and
 * `{ workgroup: { refresh: true } }`. Throws RangeError when a button carries more than a card can hold.
 */
export function renderCard(card: Card, options: CardOptions = {}): AdaptiveCardJson {
  const { refresh } = options;
  const travel = travelFromCard(options);
  const draw = (candidate: Card): AdaptiveCardJson => ({
    ...drawCard(candidate, travel),
    ...(refresh && { refresh: drawRefresh(refresh) }),
  });
  return draw(fitCard(card, (candidate) => fits(draw(candidate))));
}

/**
 * The same card for a dialog, which has the title above it. A press, "Close" at its end too, arrives as `task/submit` with
 * `{ workgroup: { route, args } }` or `{ workgroup: { close: true } }`. Limits and errors as in {@link renderCard}.
 */
export function renderDialogCard(card: Card): AdaptiveCardJson {
  const close = { type: 'Action.Submit', title: 'Close', data: { workgroup: { close: true } } };
  const draw = ({ summary, body }: Card): AdaptiveCardJson => ({
    ...frame(summary, drawElements(body, travelFromDialog)),
    actions: [close],
  });
  return draw(fitCard(card, (candidate) => fits(draw(candidate))));
}

/**
 * The form for a dialog, which has the title above it. The answer arrives as the values by field name beside
 * `workgroup: { route, args, form: true }`, with `keep: true` in it when the form was kept unfinished; answers to
 * choices of several as one string (`splitChoices` of edge/forms.ts).
 * Throws RangeError when the fields or the chosen choices are more than a card holds.
 */
export function renderForm(form: Form): AdaptiveCardJson {
  return drawForm(fitForm(form, teamsRoom, (candidate) => fits(drawForm(candidate))));
}

function fits(json: AdaptiveCardJson): boolean {
  return Buffer.byteLength(JSON.stringify(json)) <= teams.cardBytes;
}

function drawCard(card: Card, travel: Travel): AdaptiveCardJson {
  const title = oneLine(card.title) === '' ? [] : [drawHeading(card.title, 'Large')];
  return frame(card.summary, [...title, ...drawElements(card.body, travel)]);
}

function drawRefresh(users: readonly string[]): { action: Part; userIds: string[] } {
  return {
    action: { type: 'Action.Execute', verb: 'refresh', data: { workgroup: { refresh: true } } },
    userIds: users.slice(0, teams.refreshUsers),
  };
}

function drawForm(form: Form): AdaptiveCardJson {
  const fault: Part[] = form.fault
    ? [{ type: 'Container', style: 'attention', items: drawParagraphs([`⚠ ${form.fault}`]) }]
    : [];
  const kept = form.keep !== undefined;
  const body = drawInOrder(form.body, (part) =>
    isField(part) ? drawField(part, kept) : drawElement(part, travelFromDialog),
  );
  return { ...frame(form.title, [...fault, ...body]), actions: drawSubmits(form) };
}

function drawSubmits({ submit: { route, args, label }, keep }: Form): Part[] {
  const submit = (title: string, more: Record<string, unknown> = {}) => ({
    type: 'Action.Submit',
    title: oneLine(title) || '…',
    data: { workgroup: { route, args, form: true, ...more } },
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
