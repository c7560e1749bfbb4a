import { randomUUID } from 'node:crypto';
import { readConfig } from '../../src/config.js';
import type { Database } from '../../src/store/client.js';
import type { Prisma } from '../../src/store/generated/sqlite/client.js';
import { startWebChat } from '../../src/web-chat.js';
import type { TestDatabase } from './databases.js';
import type { OpenForm, Person, Place, SeenMessage, WatchedDriver } from './driver.js';
import type { Fill } from './filling.js';

type Json = Record<string, unknown>;

export interface LocalDriver extends WatchedDriver {
  url: string;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: Json }>;
  get(path: string): Promise<{ status: number; body: Json }>;
  personId(name: string): string;
  groupId: string;
  stop(): Promise<void>;
}

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** The real web chat over HTTP, with a clock that stands still until it is moved. */
export async function startLocal(
  database: TestDatabase,
  options: { start?: string; log?: typeof quiet; fill?: Fill } = {},
): Promise<LocalDriver> {
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: database.url,
    CLOCK_START: options.start ?? '2026-09-03T08:00:00+01:00',
  });
  // The web chat fills an empty database with the primary example by itself.
  await options.fill?.(database.db, config.clockStart ?? new Date());
  const repeats: string[] = [];
  const app = await startWebChat(config, watched(database.db, repeats), options.log ?? quiet, () => 0);
  const get = async (path: string) => {
    const response = await fetch(app.url + path);
    return { status: response.status, body: (await response.json()) as Json };
  };
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(app.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-workgroup': '1', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const world = (await get('/local/world')).body as unknown as {
    groups: { id: string; name: string }[];
    people: { id: string; name: string; role: string; places: Place[] }[];
  };
  const groupId = world.groups[0]?.id ?? '';
  const find = (name: string) => {
    const person = world.people.find((one) => one.name === name) ?? world.people.find((one) => one.role === name);
    if (!person) throw new Error(`there is nobody called ${name}`);
    return person;
  };

  const people = new Map<string, Person>();
  const as = (name: string): Person => {
    const known = find(name);
    const person = people.get(known.id) ?? createPerson(known, groupId, get, post);
    people.set(known.id, person);
    return person;
  };
  return {
    url: app.url,
    get,
    post,
    groupId,
    repeats,
    personId: (name) => find(name).id,
    as,
    waitUntil: async (moment) => {
      await travelTo(post, get, moment);
    },
    stop: app.stop,
  };
}

/** The same database, that notes which of the web chat's messages are written again as they are. */
function watched(db: Database, repeats: string[]): Database {
  const messages = new Proxy(db.localMessage, {
    get: (delegate, name) => {
      if (name !== 'update') return Reflect.get(delegate, name);
      return async (args: Prisma.LocalMessageUpdateArgs) => {
        const before = await delegate.findUnique({ where: args.where });
        const { card, text } = args.data;
        if (before && before.card === card && before.text === text) repeats.push(String(text));
        return delegate.update(args);
      };
    },
  });
  return new Proxy(db, { get: (client, name) => (name === 'localMessage' ? messages : Reflect.get(client, name)) });
}

type Get = LocalDriver['get'];
type Post = LocalDriver['post'];

/** By the time machine's own buttons: to the next thing while it comes before the moment. */
async function travelTo(post: Post, get: Get, moment: string): Promise<void> {
  const [date = '', time = '08:00'] = moment.split(' ');
  const { body } = await get('/local/world');
  if (date > String(body.today)) await expectOk(post('/local/clock', { move: 'date', date }));
  for (;;) {
    const { body: world } = await get('/local/world');
    if (String(world.nowText).endsWith(time) || clockOf(world) >= time) return;
    const moved = await post('/local/clock', { move: 'next' });
    if (moved.status !== 200) throw new Error(`nothing happens at ${moment}: ${JSON.stringify(moved.body)}`);
    if (String(moved.body.today) > date) throw new Error(`nothing happens on ${date} at or after ${time}`);
  }
}

const clockOf = (world: Json): string => String(world.nowText).slice(-5);

async function expectOk(response: Promise<{ status: number; body: Json }>): Promise<Json> {
  const { status, body } = await response;
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

interface CardAction {
  type: string;
  title?: string;
  data?: { workgroup?: { route: string; args: Record<string, string>; keep?: boolean } };
}

function createPerson(
  known: { id: string; name: string; places: Place[] },
  groupId: string,
  get: Get,
  post: Post,
): Person {
  let form: Json | undefined;

  const act = async (place: Place, intent: Json): Promise<string> => {
    const body = await expectOk(post('/local/act', { id: randomUUID(), as: known.id, place, group: groupId, intent }));
    const reply = body.reply as { kind: string; text?: string; form?: Json } | null;
    if (reply?.kind === 'form') form = reply.form;
    else if (reply?.kind !== 'refused') form = undefined;
    return reply?.text ?? '';
  };
  const raw = async (place: Place) => {
    const { body } = await get(`/local/messages?as=${known.id}&place=${place}&group=${groupId}`);
    return body.messages as RawMessage[];
  };
  const home: Place = known.places[0] ?? 'direct';
  const openForm = (): Json => {
    if (!form) throw new Error(`${known.name} has no form open`);
    return form.card as Json;
  };
  const send = async (values: Record<string, unknown>, keep: boolean): Promise<string> => {
    const card = openForm();
    const inputs = inputsOf(card);
    const filled: Record<string, unknown> = Object.fromEntries(inputs.map((input) => [input.id, input.value ?? '']));
    for (const [label, value] of Object.entries(values)) {
      const input = inputs.find((one) => one.label === label) ?? inputs.find((one) => one.label.startsWith(label));
      if (!input) throw new Error(`no field “${label}” among ${inputs.map((one) => one.label).join(', ')}`);
      filled[input.id] = chosen(input, value);
    }
    const action = actionsOf(card).find(
      (one) => one.type === 'Action.Submit' && (one.data?.workgroup?.keep === true) === keep,
    );
    const target = action?.data?.workgroup;
    if (!target) throw new Error('the form has no such button');
    return act(home, { kind: 'submit', ...target, values: filled });
  };

  return {
    name: known.name,
    type: async (text, place = 'direct') => {
      await act(place, { kind: 'say', text });
    },
    press: async (label, on = '', place = home) => {
      for (const message of (await raw(place)).reverse()) {
        if (!message.card || !wordsOf(message.card).includes(on)) continue;
        const action = actionsOf(message.card).find((one) => one.title === label && one.data?.workgroup);
        if (action?.data?.workgroup) return act(place, { kind: 'press', ...action.data.workgroup });
      }
      throw new Error(`${known.name} sees no button “${label}”${on ? ` on “${on}”` : ''} in ${place}`);
    },
    form: (): OpenForm => {
      const card = openForm();
      return {
        title: String(form?.title),
        fields: Object.fromEntries(inputsOf(card).map((input) => [input.label, input.value])),
        text: wordsOf(card),
      };
    },
    submit: (values = {}) => send(values, false),
    leave: async (values) => {
      await send(values, true);
      form = undefined;
    },
    messages: async (place = home) => (await raw(place)).filter((message) => !message.thread).map(seen),
    thread: async (on) => {
      const all = await raw('channel');
      const parents = new Set(all.filter((message) => seen(message).text.includes(on)).map(({ id }) => id));
      return all.filter(({ thread }) => thread && parents.has(thread.under)).map(seen);
    },
  };
}

interface RawMessage {
  id: number;
  thread?: { under: number };
  author: { name: string } | null;
  text: string;
  card?: Json;
  onlyYou: boolean;
  at: string;
}

const seen = (message: RawMessage): SeenMessage => ({
  from: message.author?.name ?? 'bot',
  text: message.card ? wordsOf(message.card) : message.text,
  buttons: message.card ? actionsOf(message.card).flatMap((action) => (action.title ? [action.title] : [])) : [],
  onlyYou: message.onlyYou,
  at: message.at,
});

interface Input {
  id: string;
  type: string;
  label: string;
  value: unknown;
  choices: { title: string; value: string }[];
}

function* walk(node: unknown): Generator<Json> {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  else if (typeof node === 'object' && node !== null) {
    yield node as Json;
    for (const value of Object.values(node)) yield* walk(value);
  }
}

const actionsOf = (card: Json): CardAction[] =>
  [...walk(card)].filter((node) => String(node.type).startsWith('Action.')) as unknown as CardAction[];

function inputsOf(card: Json): Input[] {
  return [...walk(card)]
    .filter((node) => String(node.type).startsWith('Input.'))
    .map((node) => ({
      id: String(node.id),
      type: String(node.type),
      label: String(node.label ?? node.title ?? node.id),
      value: node.value,
      choices: (node.choices ?? []) as Input['choices'],
    }));
}

/** Choices are picked by what one reads. */
function chosen(input: Input, value: unknown): unknown {
  const one = (label: unknown): unknown =>
    input.choices.find((choice) => choice.title.replaceAll('\\', '') === label)?.value ?? label;
  return Array.isArray(value) ? value.map(one).join(',') : one(value);
}

/** All that is written on a card, in reading order, without Markdown's escapes. */
function wordsOf(card: Json): string {
  const words: string[] = [];
  for (const node of walk(card)) {
    if (node.type === 'RichTextBlock')
      words.push(((node.inlines ?? []) as Json[]).map((run) => String(run.text ?? run)).join(''));
    else if (node.type === 'TextBlock') words.push(String(node.text));
    else if (typeof node.title === 'string' && typeof node.value === 'string' && !node.type)
      words.push(`${node.title}: ${node.value}`);
    else if (String(node.type).startsWith('Input.')) words.push([node.label, node.title].filter(Boolean).join(' '));
  }
  return words.join('\n').replaceAll('\\', '');
}
