import { teams as limits } from '../../src/render/limits.js';
import { checkAdaptiveCard, walk } from '../render/check.js';
import type { DoorAnswer } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { opensDialog } from '../support/teams-words.js';
import type { Json } from './acting.js';

/** Something that people are shown, and how it came to them. */
export interface Shown {
  /** Of Teams' call or invoke: "create", "task/fetch" … */
  how: string;
  where: 'message' | 'in place' | 'dialog';
  card: Json;
  /** In bytes: the activity or answer that it travels in. */
  bytes: number;
}

const adaptive = 'application/vnd.microsoft.card.adaptive';
const weigh = (body: unknown): number => Buffer.byteLength(JSON.stringify(body));

/** Keeps every card that people are shown from now on, and what the door answered besides. */
export function watch(teams: TeamsDriver): { shown: () => Shown[]; others: { how: string; answer: DoorAnswer }[] } {
  const answered: Shown[] = [];
  const others: { how: string; answer: DoorAnswer }[] = [];
  const from = teams.api.calls.length;
  const note = (activity: unknown, answer: DoorAnswer): DoorAnswer => {
    const { type, name } = activity as { type: string; name?: string };
    if (type !== 'invoke') return answer;
    const how = String(name);
    const { body } = answer;
    const task = body?.task as { type?: string; value?: { card?: { content?: Json } } } | undefined;
    const dialog = task?.type === 'continue' ? task.value?.card?.content : undefined;
    if (dialog) answered.push({ how, where: 'dialog', card: dialog, bytes: weigh(body) });
    else if (body?.type === adaptive) {
      answered.push({ how, where: 'in place', card: body.value as Json, bytes: weigh(body) });
    } else others.push({ how, answer });
    return answer;
  };
  const { send, knock } = teams;
  teams.send = async (activity, forgery) => note(activity, await send(activity, forgery));
  teams.knock = async (activity, forgery) => note(activity, await knock(activity, forgery));

  const sent = (): Shown[] =>
    teams.api.calls.slice(from).flatMap(({ operation, body }) => {
      const activity = (operation === 'create' ? body.activity : body) as Json | undefined;
      const attachments = (activity?.attachments ?? []) as { contentType: string; content: Json }[];
      return attachments.map(({ content }): Shown => {
        return { how: operation, where: 'message', card: content, bytes: weigh(activity) };
      });
    });
  return { shown: () => [...sent(), ...answered], others };
}

/** What is wrong with something for where it is shown; empty when nothing is. */
export function faultsOf({ how, where, card, bytes }: Shown): string[] {
  const found = checkAdaptiveCard(card);
  if (bytes >= limits.messageBytes) found.push(`${bytes} bytes`);
  if (where === 'dialog' && 'refresh' in card) found.push('a dialog that is refreshed');
  walk(card, (action) => {
    const type = String(action.type);
    if (!type.startsWith('Action.') || type === 'Action.OpenUrl') return;
    const fault = where === 'dialog' ? faultInDialog(action) : faultInConversation(action);
    if (fault) found.push(`“${String(action.title)}” ${fault}`);
  });
  return found.map((fault) => `${how}: ${fault}`);
}

function faultInDialog({ type, data }: Json): string | undefined {
  if (type !== 'Action.Submit') return `is ${String(type)} in a dialog`;
  return 'msteams' in (data as Json) ? 'opens another dialog' : undefined;
}

function faultInConversation(action: Json): string | undefined {
  const { workgroup } = action.data as { workgroup: { route?: string; close?: true } };
  if (workgroup.close) return 'closes what is no dialog';
  if (opensDialog(action)) return undefined;
  if (action.type !== 'Action.Execute') return 'submits what Teams would not answer';
  return [workgroup.route, 'refresh'].includes(String(action.verb)) ? undefined : `is called ${String(action.verb)}`;
}
