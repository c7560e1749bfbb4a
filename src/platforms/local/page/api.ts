import type { Actor, ClockMove, Intent, Message, Moved, Reply, Upcoming, World } from './contract.js';
import { whileWorking } from './working.js';

/** The server understood, and said no: in words for the person. */
export class Refusal extends Error {}

/** Nobody answered. */
class Unreachable extends Error {}

const listeners = new Set<(connected: boolean) => void>();

/** Hears whenever the server was, or was not, reached. */
export function watchConnection(listener: (connected: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function reportConnection(connected: boolean): void {
  for (const listener of listeners) listener(connected);
}

const requestOnce = <T>(path: string, body?: string, signal?: AbortSignal): Promise<T> =>
  whileWorking(() => ask<T>(path, body, signal));

async function ask<T>(path: string, body?: string, signal?: AbortSignal): Promise<T> {
  const options: RequestInit = { headers: { 'x-workgroup': '1' }, ...(signal && { signal }) };
  if (body !== undefined) {
    options.method = 'POST';
    options.headers = { 'x-workgroup': '1', 'content-type': 'application/json' };
    options.body = body;
  }
  try {
    const response = await fetch(path, options);
    if ([502, 503, 504].includes(response.status)) throw new Unreachable();
    if (response.ok) {
      const answer = (await response.json()) as T;
      reportConnection(true);
      return answer;
    }
    const { error } = (await response.json().catch(() => ({}))) as { error?: string };
    reportConnection(true);
    throw new Refusal(error ?? 'That did not work, and it is not your fault. Please try once more.');
  } catch (error) {
    if (error instanceof Refusal || signal?.aborted) throw error;
    reportConnection(false);
    throw new Unreachable();
  }
}

/** Goes on, ever more slowly, until the server answers. A repeat carries the same body, so it counts once. */
async function request<T>(path: string, body?: string, signal?: AbortSignal): Promise<T> {
  for (let wait = 400; ; wait = Math.min(wait * 1.7, 4000)) {
    try {
      return await requestOnce<T>(path, body, signal);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      await pause(wait);
      signal?.throwIfAborted();
    }
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const getWorld = () => request<World>('/local/world');

export async function getMessages(who: Actor, signal?: AbortSignal): Promise<Message[]> {
  const query = new URLSearchParams({ ...who });
  return (await request<{ messages: Message[] }>(`/local/messages?${query}`, undefined, signal)).messages;
}

export const getUpcoming = (group: string) => request<Upcoming>(`/local/upcoming?${new URLSearchParams({ group })}`);

export async function act(who: Actor, intent: Intent, signal?: AbortSignal): Promise<Reply> {
  const body = JSON.stringify({ id: crypto.randomUUID(), ...who, intent });
  return (await request<{ reply: Reply }>('/local/act', body, signal)).reply;
}

/** A move has no id, so before repeating one that got no answer, look whether the clock has moved after all. */
export async function moveClock(move: ClockMove, before: string): Promise<Moved> {
  for (;;) {
    try {
      return await requestOnce<Moved>('/local/clock', JSON.stringify(move));
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      const { now, nowText, today } = await getWorld();
      if (now !== before) return { now, nowText, today, sent: 0, text: `Moved to ${nowText}.` };
    }
  }
}
