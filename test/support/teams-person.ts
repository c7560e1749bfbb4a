import type { OpenForm, Person, Place, SeenMessage } from './driver.js';
import {
  channel,
  dialogValue,
  executeValue,
  invokeActivity,
  mentionOf,
  messageActivity,
  personal,
  type Where,
} from './teams-door.js';
import type { TeamsDriver } from './teams-driver.js';
import type { TeamsMessage, TeamsUser } from './teams-tenant.js';
import {
  actionsOf,
  fillAll,
  hasHeading,
  heldBy,
  inputsOf,
  labelOf,
  labelsOf,
  objection,
  opensDialog,
  sentBy,
  wordsOf,
} from './teams-words.js';

type Json = Record<string, unknown>;

export interface TeamsPerson extends Person {
  user: TeamsUser;
  /** The chat between this person and the bot. */
  chat: string;
  /** Writes where people talk, as Teams tells a bot that may read along; names the bot only where the text does. */
  say(text: string, place?: Place, under?: string): Promise<string>;
  /** Presses in a conversation and looks away. @returns what the bot answered Teams */
  pressUnseen(label: string, on: string, place?: Place): Promise<Json | undefined>;
  /** The newest message in the channel with these words, as it looks when Teams has asked for this person's own view. */
  look(on: string): Promise<SeenMessage>;
  /** Presses a button in the dialog that is open. @returns the words shown */
  pressInDialog(label: string): Promise<string>;
  closeDialog(): Promise<void>;
  /** The dialog that is open, as the bot gave it: title, height, width, card. */
  dialog(): Json;
  isDialogOpen(): boolean;
}

/** Something on this person's screen. */
interface Shown {
  /** Order among all that happened. */
  seq: number;
  card?: Json;
  text: string;
  from: string;
  onlyYou: boolean;
  at: string;
  message?: TeamsMessage;
}

interface Dialog {
  value: Json;
  card: Json;
  where: Where;
  place: Place;
}

const adaptive = 'application/vnd.microsoft.card.adaptive';

export function createTeamsPerson(driver: TeamsDriver, user: TeamsUser): TeamsPerson {
  const { api } = driver;
  const { tenant } = api;
  const { name } = user;
  const chat = tenant.openChat(user.id);
  let dialog: Dialog | undefined;
  /** Cards that only this person sees instead of a message's own, and when they came. */
  const views = new Map<string, { seq: number; card: Json }>();
  /** Cards that opened as dialogs. */
  const own: (Shown & { place: Place })[] = [];

  const whereOf = (place: Place, root?: string): Where =>
    place === 'direct' ? personal(chat) : channel(api.team, api.channel, root);
  const whereIs = (message: TeamsMessage): Where =>
    message.conversation === chat ? personal(chat) : channel(api.team, message.conversation, message.root);

  function seen(message: TeamsMessage): Shown {
    const { attachments = [], text = '' } = message.activity as { attachments?: Json[]; text?: string };
    const view = views.get(message.id);
    const given = attachments.find(({ contentType }) => contentType === adaptive)?.content as Json | undefined;
    const card = view && view.seq > message.changed ? view.card : given;
    return {
      seq: message.posted,
      ...(card && { card }),
      text: card ? wordsOf(card) : text,
      from: message.from === api.bot.id ? 'bot' : (tenant.findUser(message.from)?.name ?? message.from),
      onlyYou: false,
      at: message.id,
      message,
    };
  }

  const standing = (place: Place): TeamsMessage[] =>
    tenant.messages.filter(
      ({ conversation, deleted }) => !deleted && conversation === (place === 'direct' ? chat : api.channel),
    );
  /** What the bot has written in a place, and what it has shown this person there; those of threads are left out. */
  const shown = (place: Place): Shown[] =>
    [
      ...standing(place)
        .filter(({ from, root, id }) => from === api.bot.id && (root ?? id) === id)
        .map(seen),
      ...own.filter((one) => one.place === place),
    ].sort((a, b) => a.seq - b.seq);

  /** Lines that the bot has written to this person since: cards are read where they stand. */
  const linesSince = (since: number): string[] =>
    standing('direct')
      .filter(({ from, posted }) => from === api.bot.id && posted >= since)
      .map(seen)
      .filter(({ card }) => !card || !hasHeading(card))
      .map(({ text }) => text);

  async function invoke(invokeName: string, value: Json, where: Where, replyTo?: string): Promise<Json | undefined> {
    const activity = invokeActivity(api, user, where, {
      name: invokeName,
      value,
      ...(replyTo !== undefined && { replyTo }),
    });
    const { status, body } = await driver.send(activity);
    if (status !== 200) throw new Error(`the door answered ${invokeName} with ${status}`);
    return body;
  }

  /** What Teams does with the answer to a dialog's request. @returns the words shown */
  function follow(answer: Json | undefined, where: Where, place: Place): string {
    const task = answer?.task as { type?: string; value?: unknown } | undefined;
    dialog = undefined;
    if (task?.type === 'message') return String(task.value);
    if (task?.type !== 'continue') return '';
    const value = task.value as Json;
    dialog = { value, card: cardIn(value), where, place };
    return wordsOf(dialog.card);
  }

  async function openDialog(action: Json, where: Where, place: Place, replyTo?: string): Promise<string> {
    const answer = await invoke('task/fetch', dialogValue(action.data as Json), where, replyTo);
    const words = follow(answer, where, place);
    if (dialog && inputsOf(dialog.card).length === 0) {
      const seq = tenant.tick();
      own.push({ seq, card: dialog.card, text: words, from: 'bot', onlyYou: true, at: String(seq), place });
    }
    return words;
  }

  async function execute(message: TeamsMessage, card: Json, action: Json): Promise<Json | undefined> {
    const inputs = action.associatedInputs === 'none' ? {} : sentBy(inputsOf(card));
    const isRefresh = action === (card.refresh as Json | undefined)?.action;
    const value = executeValue(action, inputs, isRefresh ? 'automatic' : 'manual');
    // The view is as old as the press: what changes meanwhile goes before it.
    const seq = tenant.tick();
    const answer = await invoke('adaptiveCard/action', value, whereIs(message), message.id);
    if (answer?.type === adaptive) views.set(message.id, { seq, card: checkCard(answer.value as Json) });
    return answer;
  }

  async function pressOn({ message, card }: Shown, action: Json, place: Place): Promise<string> {
    if (!message || !card) throw new Error('that dialog is closed');
    dialog = undefined;
    const since = tenant.tick();
    if (opensDialog(action)) return openDialog(action, whereIs(message), place, message.id);
    if (action.type !== 'Action.Execute') throw new Error(`“${String(action.title)}” is ${String(action.type)}`);
    return [answerWords(await execute(message, card, action)), ...linesSince(since)].filter(Boolean).join('\n');
  }

  /** The newest one, and in a thread only where there is none outside. */
  function findButton(label: string, on: string, place: Place): [Shown, Json] {
    const all = standing(place)
      .filter(({ from }) => from === api.bot.id)
      .map(seen);
    for (const one of [...all, ...shown(place).filter(({ message }) => message)].reverse()) {
      if (!one.card || !one.text.includes(on)) continue;
      const action = actionsOf(one.card).find(({ title }) => title === label);
      if (action) return [one, action];
    }
    throw new Error(`${name} sees no button “${label}”${on ? ` on “${on}”` : ''} in ${place}`);
  }

  /** An answer that stands there to be opened, and nothing else, is opened. */
  async function openAtOnce(since: number, place: Place, root?: string): Promise<void> {
    for (const message of standing(place)) {
      if (message.from !== api.bot.id || message.posted < since || message.root !== root) continue;
      const { card } = seen(message);
      const [action, ...others] = card ? actionsOf(card) : [];
      if (action && others.length === 0 && opensDialog(action) && String(action.title).startsWith('Open')) {
        await openDialog(action, whereIs(message), place, message.id);
      }
    }
  }

  /** Writes a message, which is then in Teams, and lets Teams tell the bot. */
  async function write(text: string, place: Place, under?: string): Promise<TeamsMessage> {
    const conversation = place === 'direct' ? chat : api.channel;
    const message = tenant.post(conversation, user.id, { type: 'message', text }, under);
    await driver.send(messageActivity(api, user, whereOf(place, message.root), text, message.id));
    return message;
  }

  const open = (): Dialog => {
    if (!dialog) throw new Error(`${name} has no dialog open`);
    return dialog;
  };

  async function submitWith(action: Json, inputs: readonly Json[]): Promise<string> {
    const { where, place } = open();
    const since = tenant.tick();
    const values = action.associatedInputs === 'none' ? {} : sentBy(inputs);
    const words = follow(await invoke('task/submit', dialogValue(action.data as Json, values), where), where, place);
    return [words, ...linesSince(since)].filter(Boolean).join('\n');
  }

  /** Buttons at the end of a form: the one that sends it, or one with something in its data. */
  function footButton(mark?: 'keep' | 'close'): Json | undefined {
    return ((open().card.actions ?? []) as Json[]).find(({ type, data }) => {
      const own = ((data as Json | undefined)?.workgroup ?? {}) as Json;
      if (type !== 'Action.Submit') return false;
      return mark ? own[mark] === true : own.keep !== true && own.close !== true;
    });
  }

  async function sendForm(values: Readonly<Record<string, unknown>>, mark?: 'keep'): Promise<string> {
    const action = footButton(mark);
    if (!action) throw new Error('the form has no such button');
    const inputs = fillAll(open().card, values);
    for (const input of inputs) {
      const wrong = objection(input);
      if (wrong !== undefined) throw new Error(`the client refuses “${labelOf(input)}”: ${wrong}`);
    }
    return submitWith(action, inputs);
  }

  return {
    name,
    user,
    chat,
    type: async (text, place = 'direct') => {
      dialog = undefined;
      const since = tenant.tick();
      const words = place === 'direct' ? text : `${mentionOf(api)} ${text}`;
      const { root } = await write(words, place);
      await openAtOnce(since, place, root);
    },
    say: async (text, place = 'channel', under) => (await write(text, place, under)).id,
    press: async (label, on = '', place = 'direct') => pressOn(...findButton(label, on, place), place),
    pressUnseen: async (label, on, place = 'channel') => {
      const [{ message, card }, action] = findButton(label, on, place);
      if (!message || !card) throw new Error('that dialog is closed');
      const asked = opensDialog(action)
        ? { name: 'task/fetch', value: dialogValue(action.data as Json) }
        : { name: 'adaptiveCard/action', value: executeValue(action, sentBy(inputsOf(card))) };
      const activity = invokeActivity(api, user, whereIs(message), { ...asked, replyTo: message.id });
      const { status, body } = await driver.knock(activity);
      if (status !== 200) throw new Error(`the door answered ${status}`);
      return body;
    },
    look: async (on) => {
      const found = shown('channel').findLast(({ message, text }) => message && text.includes(on));
      if (!found?.message || !found.card) throw new Error(`${name} sees no card with “${on}”`);
      const { action, userIds } = (found.card.refresh ?? {}) as { action?: Json; userIds?: string[] };
      if (action && userIds?.includes(user.id)) await execute(found.message, found.card, action);
      return asSeen(seen(found.message));
    },
    form: (): OpenForm => {
      const { value, card } = open();
      return {
        title: String(value.title),
        fields: Object.fromEntries(inputsOf(card).map((input) => [labelOf(input), heldBy(input)])),
        text: wordsOf(card),
      };
    },
    submit: (values = {}) => sendForm(values),
    leave: async (values) => {
      await sendForm(values, 'keep');
      dialog = undefined;
    },
    pressInDialog: async (label) => {
      const { card } = open();
      const action = actionsOf(card).find(({ title }) => title === label);
      if (!action) throw new Error(`the dialog has no button “${label}”`);
      return submitWith(action, inputsOf(card));
    },
    closeDialog: async () => {
      const action = footButton('close');
      if (action) await submitWith(action, inputsOf(open().card));
      dialog = undefined;
    },
    dialog: () => open().value,
    isDialogOpen: () => dialog !== undefined,
    messages: async (place = 'direct') => shown(place).map(asSeen),
    thread: async (on) => {
      const parent = shown('channel').findLast(({ message, text }) => message && text.includes(on));
      if (!parent) throw new Error(`${name} sees no message with “${on}”`);
      return standing('channel')
        .filter(({ root, id }) => root === parent.at && id !== parent.at)
        .map((message) => asSeen(seen(message)));
    },
  };
}

const asSeen = ({ from, text, card, onlyYou, at }: Shown): SeenMessage => ({
  from,
  text,
  buttons: card ? labelsOf(card) : [],
  onlyYou,
  at,
});

/** What one reads after a press: the card that comes back, or a line of words. */
function answerWords(answer: Json | undefined): string {
  const { type, value } = answer ?? {};
  if (type === adaptive) return wordsOf(value as Json);
  return typeof value === 'string' ? value : String((value as Json | undefined)?.message ?? '');
}

function checkCard(card: Json): Json {
  if (card?.type !== 'AdaptiveCard') throw new Error(`Teams would not show this: ${JSON.stringify(card)}`);
  return card;
}

/** A dialog's card, in which Teams takes no Action.Execute and no size that it does not know. */
function cardIn({ title, width, height, card }: Json): Json {
  const { contentType, content } = (card ?? {}) as { contentType?: string; content?: Json };
  if (contentType !== adaptive) throw new Error(`a dialog has no card but ${JSON.stringify(card)}`);
  if (typeof title !== 'string') throw new Error('a dialog has no title');
  for (const size of [width, height]) {
    if (size !== undefined && typeof size !== 'number' && !['small', 'medium', 'large'].includes(String(size))) {
      throw new Error(`a dialog cannot be ${String(size)}`);
    }
  }
  const found = checkCard(content ?? {});
  const wrong = actionsOf(found).find(({ type }) => type === 'Action.Execute');
  if (wrong) throw new Error(`“${String(wrong.title)}” executes, which a dialog cannot`);
  return found;
}
