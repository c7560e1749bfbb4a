import {
  dialogValue,
  executeValue,
  groupChat,
  invokeActivity,
  mentionOf,
  messageActivity,
} from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import type { TeamsMessage } from '../support/teams-tenant.js';
import { actionsOf, fillAll, sentBy } from '../support/teams-words.js';
import { cardOf, type Json } from './acting.js';

/** A group chat, and what people do in it. */
export interface GroupChat {
  id: string;
  say(who: string, text: string): Promise<void>;
  /** Names the bot in front of the words. */
  ask(who: string, text: string): Promise<void>;
  /** Presses a button that opens a dialog. @returns the dialog's card */
  open(who: string, message: TeamsMessage, label: string): Promise<Json>;
  /** Fills in the form of a dialog and sends it. @returns the next card; an empty one when the dialog closes */
  submit(who: string, form: Json, values?: Json): Promise<Json>;
  /** Presses a button that acts. @returns the card in its place */
  press(who: string, message: TeamsMessage, label: string): Promise<Json>;
}

/** @param names who is in it */
export function createGroupChat(teams: TeamsDriver, names: readonly string[]): GroupChat {
  const { api } = teams;
  const id = api.tenant.addGroupChat(names.map((name) => teams.as(name).user.id));
  const where = groupChat(id);

  async function invoke(who: string, name: string, value: Json, replyTo?: string): Promise<Json> {
    const more = replyTo === undefined ? {} : { replyTo };
    const activity = invokeActivity(api, teams.as(who).user, where, { name, value, ...more });
    const { status, body } = await teams.send(activity);
    if (status !== 200 || !body) throw new Error(`the door answered ${status}`);
    return body;
  }
  const dialogIn = (body: Json): Json => {
    const { value } = (body.task ?? {}) as { value?: { card: { content: Json } } };
    return value?.card.content ?? {};
  };
  const find = (card: Json, label: string): Json => {
    const found = actionsOf(card).find(({ title }) => title === label);
    if (!found) throw new Error(`there is no button “${label}”`);
    return found;
  };
  const say = async (who: string, text: string): Promise<void> => {
    const { user } = teams.as(who);
    const message = api.tenant.post(id, user.id, { type: 'message', text });
    await teams.send(messageActivity(api, user, where, text, message.id));
  };

  return {
    id,
    say,
    ask: (who, text) => say(who, `${mentionOf(api)} ${text}`),
    open: async (who, message, label) => {
      const { data } = find(cardOf(message), label);
      return dialogIn(await invoke(who, 'task/fetch', dialogValue(data as Json), message.id));
    },
    submit: async (who, form, values = {}) => {
      const [send] = (form.actions ?? []) as Json[];
      const inputs = sentBy(fillAll(form, values));
      return dialogIn(await invoke(who, 'task/submit', dialogValue((send?.data ?? {}) as Json, inputs)));
    },
    press: async (who, message, label) => {
      const { value } = await invoke(
        who,
        'adaptiveCard/action',
        executeValue(find(cardOf(message), label)),
        message.id,
      );
      return (value ?? {}) as Json;
    },
  };
}
