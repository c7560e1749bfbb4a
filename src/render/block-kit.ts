import { bold, type Card, type Form, isField } from '../../cards/model.js';
import { createPen, drawRich, type Ink, plain } from './block-elements.js';
import { drawField } from './block-fields.js';
import { cut } from './cut.js';
import { fitCard } from './fit-card.js';
import { fitForm, slackRoom } from './fit-form.js';
import { ours, slack, within } from './limits.js';
import type { Block } from './rich-text.js';
import { oneLine } from './spans.js';

/** What `chat.postMessage` takes beside the channel. */
export interface SlackMessage {
  /** For notifications and readers without blocks; escaped, for Slack reads mrkdwn in it. */
  text: string;
  blocks: Block[];
}

/** What `views.open` and `response_action: update` take. */
export interface SlackModal {
  type: 'modal';
  /** The route of the form. */
  callback_id: string;
  /** JSON of the form's arguments. */
  private_metadata: string;
  title: Block;
  submit: Block;
  close: Block;
  blocks: Block[];
}

/** What `views.publish` takes beside the person. */
export interface SlackHome {
  type: 'home';
  blocks: Block[];
}

/** A modal in which there is nothing to hand in. */
export interface SlackCardModal {
  type: 'modal';
  title: Block;
  close: Block;
  blocks: Block[];
}

const messageInk: Ink = { tables: slack.tables, charts: slack.charts };
/** Slack has neither tables nor charts in modals and on the Home tab. */
const viewInk: Ink = { tables: 0, charts: 0 };

/**
 * The card as a message; a longer one than Slack takes is shortened and says so. A press arrives with the button's
 * `value`, JSON of `{ route, args }`. Throws RangeError when a button carries more than Slack holds.
 */
export function renderMessage(card: Card): SlackMessage {
  return drawMessage(
    fitCard(card, (candidate) => {
      const { blocks } = drawMessage(candidate);
      return blocks.length <= slack.messageBlocks && weigh(blocks) <= slack.messageWeight;
    }),
  );
}

/**
 * The form as a modal. Values arrive in `view.state.values[name][name]`. A form that may be kept has a button for it
 * (modals have one way to submit), whose press carries `{ route, args, keep: true }` and the same state.
 * Throws RangeError when fields, chosen choices or arguments are more than Slack holds.
 */
export function renderModal(form: Form): SlackModal {
  return drawModal(fitForm(form, slackRoom, (candidate) => isRoomInView(drawModal(candidate))));
}

/** The card as a person's Home tab, shortened and pressed as {@link renderMessage} does it. */
export function renderHome(card: Card): SlackHome {
  const draw = (candidate: Card): SlackHome => ({ type: 'home', blocks: drawCard(candidate, viewInk) });
  return draw(fitCard(card, (candidate) => isRoomInCardView(draw(candidate))));
}

/** The card as a modal to read: what answers a press on the Home tab, where no message can stand. */
export function renderCardModal(card: Card): SlackCardModal {
  return drawCardModal(fitCard(card, (candidate) => isRoomInCardView(drawCardModal(candidate))));
}

/**
 * What is wrong, by `block_id`, for `response_action: errors`. That answer has no place for the fault of the form as
 * a whole: where there is one, answer `response_action: update` with {@link renderModal}, which shows all of them.
 */
export function renderFaults(form: Form): Record<string, string> {
  const faults = form.body.flatMap((part) => (isField(part) && part.fault ? [[part.name, part.fault]] : []));
  return Object.fromEntries(faults.map(([name, fault]) => [name, cut(oneLine(fault ?? ''), slack.inputHint)]));
}

function drawMessage(card: Card): SlackMessage {
  return {
    text: escapeMrkdwn(oneLine(card.summary)),
    blocks: drawCard(card, messageInk),
  };
}

function drawCard(card: Card, ink: Ink): Block[] {
  return [...drawTitle(card.title), ...card.body.flatMap(createPen(ink))];
}

function drawCardModal(card: Card): SlackCardModal {
  return {
    type: 'modal',
    title: plain(oneLine(card.title), slack.modalTitle),
    close: plain('Close', slack.modalButton),
    blocks: drawCard(isWholeTitle(card.title) ? { ...card, title: '' } : card, viewInk),
  };
}

const isWholeTitle = (title: string): boolean => oneLine(title).length <= slack.modalTitle;

function isRoomInView(view: { blocks: readonly Block[] }): boolean {
  return view.blocks.length <= slack.viewBlocks && Buffer.byteLength(JSON.stringify(view)) <= slack.viewBytes;
}

const isRoomInCardView = (view: { blocks: readonly Block[] }): boolean =>
  isRoomInView(view) && weigh(view.blocks) <= ours.viewWeight;

/** A title too long for a header block stands in bold. */
function drawTitle(title: string): Block[] {
  const words = oneLine(title);
  if (words === '') return [];
  return words.length <= slack.header
    ? [{ type: 'header', text: plain(words, slack.header) }]
    : drawRich([bold(words)]);
}

function drawModal(form: Form): SlackModal {
  const { route, args, label } = form.submit;
  const draw = createPen(viewInk);
  const blocks = form.body.flatMap((part) => (isField(part) ? drawField(part) : draw(part)));
  return {
    type: 'modal',
    callback_id: within(slack.callbackId, 'the route of a form', route),
    private_metadata: within(slack.privateMetadata, `what the form ${route} carries`, JSON.stringify(args)),
    title: plain(oneLine(form.title), slack.modalTitle),
    submit: plain(oneLine(label), slack.modalButton),
    close: plain('Not now', slack.modalButton),
    blocks: [
      ...(isWholeTitle(form.title) ? [] : drawTitle(form.title)),
      ...(form.fault ? drawRich([bold(`⚠ ${form.fault}`)]) : []),
      ...blocks,
      ...(form.keep ? [drawKeep(form, form.keep.label)] : []),
    ],
  };
}

function drawKeep({ submit: { route, args } }: Form, label: string): Block {
  const value = within(slack.buttonValue, `what the form ${route} keeps`, JSON.stringify({ route, args, keep: true }));
  const button = { type: 'button', text: plain(oneLine(label), slack.buttonText), value };
  return { type: 'actions', elements: [{ ...button, action_id: within(slack.actionId, 'a route', `${route}:keep`) }] };
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const weighty = /^(text|\w*url|alt_text|title|label|name|categories)$/;

/** How much of {@link slack.messageWeight} the blocks take. */
function weigh(blocks: readonly Block[]): number {
  const weighText = (value: unknown, key = ''): number => {
    // A chart's categories are words in a bare list.
    if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + weighText(item, key), 0);
    if (typeof value === 'string') return weighty.test(key) ? value.length : 0;
    if (typeof value !== 'object' || value === null) return 0;
    return Object.entries(value).reduce((sum, [name, item]) => sum + weighText(item, name), 0);
  };
  return blocks.length * slack.blockWeight + weighText(blocks);
}
