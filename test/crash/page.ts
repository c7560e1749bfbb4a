import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from './server.js';

type Json = Record<string, unknown>;
type Place = 'channel' | 'direct';
type Target = { route: string; args: Record<string, string>; keep?: boolean };

/** The web chat's page as it holds through a crash: a request is sent again under its own id until it is answered. */
export interface Page {
  say(name: string, text: string): Promise<void>;
  /** Presses the newest button with this label; `on` is part of what its card says. */
  press(name: string, label: string, on: string, place?: Place): Promise<void>;
  /** Fills the form that is open, by labels or how they begin, and sends it; or closes it half-way. */
  submit(name: string, values?: Json, keep?: boolean): Promise<void>;
  /** Moves the clock to 08:00 on a day. */
  moveTo(date: string): Promise<void>;
  /** Everything the bot answered at once, in order. */
  answers: readonly string[];
}

export async function openPage(server: Server): Promise<Page> {
  const answers: string[] = [];
  let form: Json | undefined;

  const get = async (path: string): Promise<Json> => (await server.ask(path)).body as Json;
  const post = (body: Json): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-workgroup': '1' },
    body: JSON.stringify(body),
  });
  const world = await get('/local/world');
  const group = String((world.groups as Json[])[0]?.id);
  const personId = (name: string): string => {
    const person = (world.people as Json[]).find((one) => one.name === name);
    if (!person) throw new Error(`there is nobody called ${name}`);
    return String(person.id);
  };

  async function act(name: string, place: Place, intent: Json): Promise<void> {
    const request = post({ id: randomUUID(), as: personId(name), place, group, intent });
    const { status, body } = await server.ask('/local/act', request);
    const { reply, error } = body as { reply?: Json | null; error?: string };
    form = reply?.kind === 'form' ? (reply.form as Json) : undefined;
    const words = [reply?.kind ?? 'nothing', form?.title ?? reply?.text ?? error ?? ''].join(' ');
    answers.push(`${name}: ${status} ${words}`);
  }

  async function findButton(name: string, label: string, on: string, place: Place): Promise<Target | undefined> {
    const { messages } = await get(`/local/messages?as=${personId(name)}&place=${place}&group=${group}`);
    const card = (messages as Json[]).findLast(
      (message) => JSON.stringify(message.card ?? '').includes(on) && buttonOf(message.card, label),
    )?.card;
    return buttonOf(card, label);
  }

  return {
    answers,
    say: (name, text) => act(name, 'direct', { kind: 'say', text }),
    press: async (name, label, on, place = 'direct') => {
      // A server that has just come back may still be sending what was due.
      for (let tries = 0; tries < 600; tries += 1) {
        const target = await findButton(name, label, on, place);
        if (target) return act(name, place, { kind: 'press', ...target });
        await sleep(50);
      }
      throw new Error(`${name} sees no button “${label}” on “${on}”`);
    },
    submit: async (name, values = {}, keep = false) => {
      if (!form) throw new Error(`no form is open: ${answers.at(-1)}`);
      const nodes = [...walk(form.card)];
      const filled = Object.fromEntries(
        nodes
          .filter((node) => String(node.type).startsWith('Input.'))
          .map((node) => {
            const label = String(node.label ?? node.title);
            const given = Object.entries(values).find(([start]) => label.startsWith(start));
            return [String(node.id), given?.[1] ?? node.value ?? ''];
          }),
      );
      const target = nodes
        .filter((node) => node.type === 'Action.Submit')
        .map(targetOf)
        .find((one) => (one?.keep === true) === keep);
      await act(name, 'direct', { kind: 'submit', ...target, values: filled });
    },
    moveTo: async (date) => {
      while (String((await get('/local/world')).today) < date) {
        const moved = await server.askOnce('/local/clock', post({ move: 'date', date }));
        if (moved && moved.status !== 200) throw new Error(JSON.stringify(moved.body));
      }
    },
  };
}

function* walk(node: unknown): Generator<Json> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as Json;
  for (const value of Object.values(node)) yield* walk(value);
}

const targetOf = (node: Json): Target | undefined => (node.data as { workgroup?: Target } | undefined)?.workgroup;

function buttonOf(card: unknown, label: string): Target | undefined {
  const button = [...walk(card)].find((node) => String(node.type).startsWith('Action.') && node.title === label);
  return button && targetOf(button);
}
