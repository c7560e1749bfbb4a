import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { listen } from '../../src/platforms/http.js';

/**
 * Microsoft's playground (0.2.28) draws cards, but opens no dialog from one: a press that asks for a dialog is lost.
 * The bridge stands between the playground and the bot, and makes up for it:
 *
 * - A press that opens a dialog shows the dialog in place of the card; closing it brings the card back.
 * - What "+", "Action Command" and a command such as "task set" as the Command ID open needs no more than a word to
 *   end with: the playground takes an empty answer, which closes a dialog in Teams, for a fault.
 *
 * The bot is asked what Teams would ask it (`task/fetch`, `task/submit`), and answers what it would answer Teams.
 */
export interface Bridge {
  /** Where the playground finds the bot. */
  endpoint: string;
  /** Where the bot finds the playground. */
  serviceUrl: string;
  /** Addresses without a slash at the end. */
  connect(ends: { bot: string; playground: string }): void;
  stop(): Promise<void>;
}

type Json = Record<string, unknown>;
interface Activity extends Json {
  name?: string;
  replyToId?: string;
  value?: Json;
  attachments?: { content: unknown }[];
  /** Of a conversation to be created: its first message. */
  activity?: Activity;
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots */
interface Dialog {
  title?: string;
  card: { content: { body?: unknown[] } };
}

const cardType = 'application/vnd.microsoft.card.adaptive';
/** The verbs of presses that Teams would send as these invokes. */
const dialogCalls = ['task/fetch', 'task/submit'];
const context = { theme: 'default' };
/** The verb of a press that closes a dialog as the cross of Teams' window does: the bot does not hear of it. */
const crossVerb = 'dialog/close';

/** @param port by preference; another where it is taken, and for 0 */
export async function startBridge(port: number): Promise<Bridge> {
  let ends = { bot: '', playground: '' };
  /** Each message's card as the bot sent it last, by the message's id. */
  const cards = new Map<string, unknown>();
  const app = express();
  app.use(express.json({ limit: '1mb' }));

  app.post('/api/messages', async (request: Request, response: Response) => {
    const activity = request.body as Activity;
    if (actionIn(activity.value).verb === crossVerb) {
      response.json(cardAnswer(openInPlace(cards.get(activity.replyToId ?? ''))));
      return;
    }
    const { status, body } = await pass(`${ends.bot}/api/messages`, 'POST', askAsTeams(activity));
    response.status(status).json(status === 200 ? answerForPlayground(activity, body) : body);
  });

  app.all('/_connector/*path', async (request: Request, response: Response) => {
    const activity = request.body as Activity | undefined;
    const { status, body } = await pass(ends.playground + request.originalUrl, request.method, openInPlace(activity));
    const card = cardOf(activity);
    const id = request.method === 'PUT' ? request.url.split('/').at(-1) : idOf(body);
    if (card !== undefined && id !== undefined && status < 300) cards.set(id, card);
    response.status(status).json(body);
  });

  function answerForPlayground({ name, value, replyToId = '' }: Activity, body: Json): Json {
    const dialog = (body.task as { value?: Dialog } | undefined)?.value;
    const shown = dialog && withTitle(dialog);
    if (name?.startsWith('composeExtension/')) {
      const window = { type: 'continue', value: { ...dialog, card: { contentType: cardType, content: shown } } };
      return { task: shown ? window : { type: 'message', value: 'That is all.' } };
    }
    if (name !== 'adaptiveCard/action') return body;
    if (dialogCalls.includes(actionIn(value).verb)) {
      return cardAnswer(shown ? submitInPlace(withCross(shown)) : openInPlace(cards.get(replyToId)));
    }
    if (body.type !== cardType) return body;
    cards.set(replyToId, body.value);
    return { ...body, value: openInPlace(body.value) };
  }

  const host = '127.0.0.1';
  const server = await listen(app, { host, port }).catch(() => listen(app, { host, port: 0 }));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    endpoint: `${url}/api/messages`,
    serviceUrl: `${url}/_connector`,
    connect: (to) => {
      ends = to;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const cardAnswer = (value: unknown): Json => ({ statusCode: 200, type: cardType, value });

async function pass(url: string, method: string, body: unknown): Promise<{ status: number; body: Json }> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

/** What Teams would send instead. */
function askAsTeams(activity: Activity): Activity {
  const { name, value = {} } = activity;
  const { verb, data } = actionIn(value);
  if (name !== 'adaptiveCard/action' || !dialogCalls.includes(verb)) return activity;
  return { ...activity, name: verb, value: { data, context } };
}

function actionIn(value: Json | undefined): { verb: string; data?: unknown } {
  return { verb: '', ...(value?.action as { verb?: string; data?: unknown } | undefined) };
}

/** Teams has the title above a dialog; here it stands at the top of the card. */
function withTitle({ title = '', card: { content } }: Dialog): Json {
  const text = { type: 'TextRun', text: title, size: 'Large', weight: 'Bolder' };
  const heading = title === '' ? [] : [{ type: 'RichTextBlock', inlines: [text] }];
  return { ...content, body: [...heading, ...(content.body ?? [])] };
}

/** A form has no button of its own to leave it. */
function withCross(card: Json): Json {
  if (JSON.stringify(card).includes('"close":true')) return card;
  const cross = { type: 'Action.Execute', title: 'Close', verb: crossVerb, associatedInputs: 'none' };
  return { ...card, actions: [...((card.actions as unknown[] | undefined) ?? []), cross] };
}

const cardOf = (activity: Activity | undefined): unknown => (activity?.activity ?? activity)?.attachments?.[0]?.content;
const idOf = ({ activityId, id }: Json): string | undefined => (activityId ?? id) as string | undefined;

/** Presses that open a dialog, as presses that get a card in place. */
const openInPlace = (json: unknown): unknown =>
  withActions(json, (action) => {
    const { msteams, ...data } = (action.data ?? {}) as { msteams?: { type?: string } };
    return msteams?.type === 'task/fetch' ? { ...action, type: 'Action.Execute', verb: 'task/fetch', data } : action;
  });

/** Presses in a dialog, likewise. */
const submitInPlace = (json: unknown): unknown =>
  withActions(json, (action) =>
    action.type === 'Action.Submit' ? { ...action, type: 'Action.Execute', verb: 'task/submit' } : action,
  );

function withActions(json: unknown, change: (action: Json) => Json): unknown {
  if (Array.isArray(json)) return json.map((one) => withActions(one, change));
  if (typeof json !== 'object' || json === null) return json;
  const inside = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, withActions(value, change)]));
  return String(inside.type).startsWith('Action.') ? change(inside) : inside;
}
