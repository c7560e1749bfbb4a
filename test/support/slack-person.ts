import { randomUUID } from 'node:crypto';
import type { OpenForm, Person, Place, SeenMessage } from './driver.js';
import { asPayload, form } from './slack-door.js';
import type { SlackDriver } from './slack-driver.js';

type Json = Record<string, unknown>;

export interface SlackPerson extends Person {
  user: string;
  /** The conversation between this person and the bot. */
  direct(): Promise<string>;
  /** Says something where people talk, or to the bot in words; the message is in Slack, and Slack tells the bot. */
  say(text: string, place?: Place, under?: string): Promise<string>;
  openHome(): Promise<SeenMessage>;
  /** Presses in the channel and looks away: resolves when Slack has its acknowledgement. */
  pressUnseen(label: string, on: string): Promise<void>;
  /** Presses a button on the person's own page. @returns the words shown */
  pressAtHome(label: string): Promise<string>;
  /** Presses a button in the modal that is open. @returns the words shown */
  pressInModal(label: string): Promise<string>;
  /** The modal that is open, as Slack keeps it. */
  view(): Json;
}

/** Something on this person's screen. */
interface Shown {
  seq: number;
  ts: string;
  blocks: Json[];
  onlyYou: boolean;
  place: Place;
  thread?: string;
}

export function createSlackPerson(driver: SlackDriver, name: string, user: string): SlackPerson {
  const { api, channel } = driver;
  let view: Json | undefined;
  let faults: Record<string, string> = {};
  let home: Json | undefined;
  /** Cards that only this person sees. */
  const own: Shown[] = [];
  let seen = 0;
  let directId: string | undefined;

  const direct = async (): Promise<string> => {
    if (directId !== undefined) return directId;
    const { channel: opened } = (await api.ask('conversations.open', { users: user })) as { channel: { id: string } };
    directId = opened.id;
    return directId;
  };
  const idOf = async (place: Place): Promise<string> => (place === 'channel' ? channel : direct());
  const placeOf = async (id: string): Promise<Place> => (id === (await direct()) ? 'direct' : 'channel');

  /** What came for this person's eyes since the last look. @returns its words */
  async function look(here: Place): Promise<string> {
    const words: string[] = [];
    const since = seen;
    const take = (shown: Shown): void => {
      words.push(wordsOf(shown.blocks));
      if (shown.blocks.some((block) => block.type === 'header')) own.push(shown);
    };
    const news = [
      ...api.calls.filter((call) => call.seq >= since && call.answer.ok === true),
      ...api.responses.filter((response) => response.seq >= since),
    ].sort((a, b) => a.seq - b.seq);
    for (const one of news) {
      seen = Math.max(seen, one.seq + 1);
      if ('path' in one) {
        if (one.path.startsWith(`${user}/`))
          take({ seq: one.seq, ts: `${one.seq}`, blocks: one.body.blocks as Json[], onlyYou: true, place: here });
      } else if (one.method === 'chat.postEphemeral' && one.body.user === user) {
        const place = await placeOf(String(one.body.channel));
        take({ seq: one.seq, ts: `${one.seq}`, blocks: one.body.blocks as Json[], onlyYou: true, place });
      } else if (one.method === 'chat.postMessage' && one.body.channel === (await direct())) {
        const blocks = (one.body.blocks ?? []) as Json[];
        if (!blocks.some((block) => block.type === 'header')) words.push(wordsOf(blocks));
      } else if (one.method === 'views.open' && isMine(one.answer)) {
        view = one.answer.view as Json;
        faults = {};
      } else if (one.method === 'views.update' && (one.answer.view as Json).id === view?.id) {
        view = one.answer.view as Json;
        words.push(wordsOf(view.blocks as Json[]));
      } else if (one.method === 'views.publish' && one.body.user_id === user) {
        home = one.answer.view as Json;
        words.push(...(wordsOf(home.blocks as Json[]).match(/^[✓⚠] .*$/mu) ?? []));
      }
    }
    return words.join('\n');
  }

  /** A trigger opens a modal for the person who caused it. */
  const triggers = new Set<string>();
  const isMine = (answer: Json): boolean =>
    api.calls.some((call) => call.answer === answer && triggers.has(String(call.body.trigger_id)));
  const newTrigger = async (): Promise<string> => {
    const trigger = await driver.trigger(user);
    triggers.add(trigger);
    return trigger;
  };

  async function shown(place: Place): Promise<Shown[]> {
    await look(place);
    const id = await idOf(place);
    const { messages } = (await api.ask('conversations.history', { channel: id, limit: 500 })) as {
      messages: { ts: string; blocks?: Json[]; user: string }[];
    };
    const posted = messages.map(({ ts, blocks, user: by }): Shown => {
      const call = api.calls.find((one) => one.method === 'chat.postMessage' && one.answer.ts === ts);
      return { seq: call?.seq ?? -1, ts, blocks: by === api.bot ? (blocks ?? []) : [], onlyYou: false, place };
    });
    return [...posted.filter(({ seq }) => seq >= 0), ...own.filter((one) => one.place === place)].sort(
      (a, b) => a.seq - b.seq,
    );
  }

  const person = { id: user, username: name, team_id: api.team };
  const base = {
    team: { id: api.team, domain: 'example-hub' },
    user: person,
    api_app_id: 'A0EXAMPLE',
    token: 'unused',
  };
  const responseUrl = (): string => api.responseUrl(`${user}/${randomUUID()}`);

  async function payloadOf(message: Shown, button: Json, place: Place): Promise<Json> {
    const id = await idOf(place);
    return {
      ...base,
      type: 'block_actions',
      channel: { id, name: place },
      container: { type: 'message', message_ts: message.ts, channel_id: id, is_ephemeral: message.onlyYou },
      ...(!message.onlyYou && { message: { ts: message.ts } }),
      trigger_id: await newTrigger(),
      response_url: responseUrl(),
      actions: [{ ...button, type: 'button', action_ts: `${Date.now()}.${randomUUID()}` }],
    };
  }

  async function pressOn(message: Shown, button: Json, place: Place): Promise<string> {
    await look(place);
    await driver.interact(await payloadOf(message, button, place));
    return look(place);
  }

  async function findButton(label: string, on: string, place: Place): Promise<[Shown, Json]> {
    for (const message of (await shown(place)).reverse()) {
      if (!wordsOf(message.blocks).includes(on)) continue;
      const button = buttonsOf(message.blocks).find((one) => labelOf(one) === label);
      if (button) return [message, button];
    }
    throw new Error(`${name} sees no button “${label}”${on ? ` on “${on}”` : ''} in ${place}`);
  }

  const openView = (): Json => {
    if (!view) throw new Error(`${name} has no form open`);
    return view;
  };
  const inputs = (): Input[] => inputsOf(openView().blocks as Json[]);

  /** The state of the open modal, with these values filled in. */
  function stateWith(values: Record<string, unknown>): Json {
    const state = Object.fromEntries(
      inputs().map(({ id, element }) => [id, { [String(element.action_id)]: initialState(element) }]),
    );
    for (const [label, value] of Object.entries(values)) {
      const input = inputs().find((one) => one.label === label) ?? inputs().find((one) => one.label.startsWith(label));
      if (!input)
        throw new Error(
          `no field “${label}” among ${inputs()
            .map((one) => one.label)
            .join(', ')}`,
        );
      state[input.id] = { [String(input.element.action_id)]: filled(input.element, value) };
    }
    return { values: state };
  }

  async function submit(values: Record<string, unknown>): Promise<string> {
    const current = openView();
    const state = stateWith(values);
    await look('direct');
    const { status, body } = await driver.interact({
      ...base,
      type: 'view_submission',
      trigger_id: await newTrigger(),
      response_urls: [],
      is_enterprise_install: false,
      view: { ...current, state },
    });
    if (status !== 200) throw new Error(`the door answered ${status}`);
    if (body?.response_action === 'errors') {
      faults = body.errors as Record<string, string>;
      keepTyped(current, state);
    } else {
      faults = {};
      view = body?.response_action === 'update' ? { ...(body.view as Json), id: current.id } : undefined;
    }
    const words = await look('direct');
    return words === '' ? Object.values(faults).join('\n') : words;
  }

  return {
    name,
    user,
    direct,
    type: async (text, place = 'direct') => {
      await look(place);
      await driver.command({
        user_id: user,
        user_name: name,
        channel_id: await idOf(place),
        channel_name: place === 'direct' ? 'directmessage' : 'work-group',
        text,
        trigger_id: await newTrigger(),
        response_url: responseUrl(),
      });
      await look(place);
    },
    say: async (text, place = 'channel', under) => {
      await look(place);
      const id = await idOf(place);
      const ts = `${Math.floor(driver.clock.now().getTime() / 1000)}.${String(saidSoFar++).padStart(6, '0')}`;
      const event = { user, text, ts, channel: id, ...(under !== undefined && { thread_ts: under }), event_ts: ts };
      if (place === 'channel' && text.includes(`<@${api.bot}>`)) await driver.event({ type: 'app_mention', ...event });
      await driver.event({ type: 'message', channel_type: place === 'direct' ? 'im' : 'channel', ...event });
      await look(place);
      return ts;
    },
    openHome: async () => {
      await driver.event({ type: 'app_home_opened', user, channel: await direct(), tab: 'home', event_ts: '1.1' });
      await look('direct');
      if (!home) throw new Error(`${name} has no page`);
      const blocks = home.blocks as Json[];
      return { from: 'bot', text: wordsOf(blocks), buttons: labelsOf(blocks), onlyYou: true, at: '' };
    },
    pressAtHome: async (label) => {
      const button = buttonsOf((home?.blocks ?? []) as Json[]).find((one) => labelOf(one) === label);
      if (!button) throw new Error(`${name}'s page has no button “${label}”`);
      await look('direct');
      await driver.interact({
        ...base,
        type: 'block_actions',
        container: { type: 'view', view_id: home?.id },
        view: home,
        trigger_id: await newTrigger(),
        actions: [{ ...button, type: 'button', action_ts: `${Date.now()}.${randomUUID()}` }],
      });
      return look('direct');
    },
    pressInModal: async (label) => {
      const current = openView();
      const button = buttonsOf(current.blocks as Json[]).find((one) => labelOf(one) === label);
      if (!button) throw new Error(`the modal has no button “${label}”`);
      await look('direct');
      await driver.interact({
        ...base,
        type: 'block_actions',
        container: { type: 'view', view_id: current.id },
        view: { ...current, state: stateWith({}) },
        trigger_id: await newTrigger(),
        actions: [{ ...button, type: 'button', action_ts: `${Date.now()}.${randomUUID()}` }],
      });
      return look('direct');
    },
    press: async (label, on = '', place = 'direct') => pressOn(...(await findButton(label, on, place)), place),
    pressUnseen: async (label, on) => {
      const payload = await payloadOf(...(await findButton(label, on, 'channel')), 'channel');
      const { status } = await driver.knock(asPayload(payload), form);
      if (status !== 200) throw new Error(`the door answered ${status}`);
    },
    view: openView,
    form: (): OpenForm => {
      const current = openView();
      const blocks = current.blocks as Json[];
      return {
        title: String((current.title as Json).text),
        fields: Object.fromEntries(inputs().map(({ label, element }) => [label, valueShown(element)])),
        text: [wordsOf(blocks), ...Object.values(faults)].join('\n'),
      };
    },
    submit: (values = {}) => submit(values),
    leave: async (values) => {
      const current = openView();
      const keep = buttonsOf(current.blocks as Json[]).find((one) => String(one.action_id).endsWith(':keep'));
      if (!keep) throw new Error('the form has no such button');
      await driver.interact({
        ...base,
        type: 'block_actions',
        container: { type: 'view', view_id: current.id },
        view: { ...current, state: stateWith(values) },
        trigger_id: await newTrigger(),
        actions: [{ ...keep, type: 'button', action_ts: `${Date.now()}` }],
      });
      await look('direct');
      view = undefined;
    },
    messages: async (place = 'direct') => (await shown(place)).map(seenAs),
    thread: async (on) => {
      const parent = (await shown('channel')).findLast(
        (message) => !message.onlyYou && wordsOf(message.blocks).includes(on),
      );
      if (!parent) throw new Error(`${name} sees no message with “${on}”`);
      const { messages } = (await api.ask('conversations.replies', { channel, ts: parent.ts })) as {
        messages: { ts: string; blocks?: Json[] }[];
      };
      return messages.slice(1).map(({ ts, blocks = [] }) => seenAs({ ...parent, ts, blocks }));
    },
  };
}

const seenAs = ({ blocks, onlyYou, ts }: Shown): SeenMessage => ({
  from: 'bot',
  text: wordsOf(blocks),
  buttons: labelsOf(blocks),
  onlyYou,
  at: ts,
});

let saidSoFar = 1;

interface Input {
  id: string;
  label: string;
  element: Json;
}

function* walk(node: unknown): Generator<Json> {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  else if (typeof node === 'object' && node !== null) {
    yield node as Json;
    for (const value of Object.values(node)) yield* walk(value);
  }
}

const buttonsOf = (blocks: Json[]): Json[] => [...walk(blocks)].filter((node) => node.type === 'button');
const labelOf = (button: Json): string => String((button.text as Json).text);
const labelsOf = (blocks: Json[]): string[] => buttonsOf(blocks).map(labelOf);

const inputsOf = (blocks: Json[]): Input[] =>
  blocks
    .filter((block) => block.type === 'input')
    .map((block) => ({
      id: String(block.block_id),
      label: String((block.label as Json).text),
      element: block.element as Json,
    }));

/** After a fault Slack leaves in the fields what was typed. */
function keepTyped(view: Json, state: Json): void {
  for (const { id, element } of inputsOf(view.blocks as Json[])) {
    const typed = (state.values as Record<string, Record<string, Json>>)[id]?.[String(element.action_id)];
    if (!typed) continue;
    if ('value' in typed) element.initial_value = typed.value;
    if ('selected_date' in typed) element.initial_date = typed.selected_date;
    if ('selected_time' in typed) element.initial_time = typed.selected_time;
    if ('selected_option' in typed) element.initial_option = typed.selected_option;
    if ('selected_options' in typed) element.initial_options = typed.selected_options;
  }
}

function initialState(element: Json): Json {
  const { type } = element;
  switch (type) {
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'static_select':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    default:
      return { type, value: element.initial_value ?? null };
  }
}

const optionsOf = (element: Json): Json[] => [
  ...((element.options ?? []) as Json[]),
  ...((element.option_groups ?? []) as Json[]).flatMap((group) => group.options as Json[]),
];

/** Choices are picked by what one reads. */
function optionOf(element: Json, label: unknown): Json {
  const found = optionsOf(element).find((one) => (one.text as Json).text === label || one.value === label);
  if (!found) throw new Error(`no choice “${String(label)}”`);
  return found;
}

function filled(element: Json, value: unknown): Json {
  const { type } = element;
  switch (type) {
    case 'datepicker':
      return { type, selected_date: value };
    case 'timepicker':
      return { type, selected_time: value };
    case 'static_select':
      return { type, selected_option: optionOf(element, value) };
    case 'multi_static_select':
      return { type, selected_options: (value as unknown[]).map((one) => optionOf(element, one)) };
    case 'checkboxes':
      return { type, selected_options: value === 'true' || value === true ? element.options : [] };
    default:
      return { type, value };
  }
}

function valueShown(element: Json): unknown {
  switch (element.type) {
    case 'datepicker':
      return element.initial_date;
    case 'timepicker':
      return element.initial_time;
    case 'static_select':
      return (element.initial_option as Json | undefined)?.value;
    case 'multi_static_select':
      return ((element.initial_options ?? []) as Json[]).map((one) => one.value);
    case 'checkboxes':
      return (element.initial_options as unknown[] | undefined)?.length ? 'true' : 'false';
    default:
      return element.initial_value;
  }
}

/** All that is written, in reading order; a rich text section is one line. */
export function wordsOf(blocks: readonly Json[]): string {
  return blocks.flatMap(linesOf).join('\n');
}

function linesOf(block: Json): string[] {
  switch (block.type) {
    case 'header':
      return [String((block.text as Json).text)];
    case 'context':
    case 'context_actions':
      return ((block.elements ?? []) as Json[]).map((element) => String(element.text));
    case 'rich_text':
      return ((block.elements ?? []) as Json[]).flatMap(richLines);
    case 'table':
      return (block.rows as Json[][]).map((row) => row.map((cell) => linesOf(cell).join(' ')).join(' | '));
    case 'raw_text':
      return [String(block.text)];
    case 'input': {
      const element = block.element as Json;
      const options =
        element.type === 'checkboxes' ? optionsOf(element).map((one) => String((one.text as Json).text)) : [];
      const hint = block.hint ? [String((block.hint as Json).text)] : [];
      return [String((block.label as Json).text), ...options, ...hint];
    }
    case 'section':
      return [String((block.text as Json).text)];
    case 'data_visualization':
      return [String(block.title), JSON.stringify(block.chart)];
    default:
      return [];
  }
}

function richLines(element: Json): string[] {
  if (element.type === 'rich_text_list') return ((element.elements ?? []) as Json[]).flatMap(richLines);
  return [((element.elements ?? []) as Json[]).map((part) => String(part.text ?? part.url ?? '')).join('')];
}
