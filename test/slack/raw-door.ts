import { type Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { asForm, asPayload, form, json, signatureOf } from '../support/slack-door.js';
import type { SlackDriver } from '../support/slack-driver.js';

type Json = Record<string, unknown>;

/** A body as it goes over the wire. */
export interface Body {
  text: string;
  type: string;
}

export interface RawAnswer {
  status: number;
  text: string;
}

export const nowInSeconds = (): number => Math.floor(Date.now() / 1000);

export const signedAt = (secret: string, text: string, at = nowInSeconds()): Record<string, string> => ({
  'x-slack-request-timestamp': String(at),
  'x-slack-signature': signatureOf(secret, text, at),
});

/** Sends any headers, duplicated ones too, as `fetch` does not. */
export function sendRaw(url: string, body: Body, headers: OutgoingHttpHeaders, agent?: Agent): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/slack/events`,
      { method: 'POST', headers: { ...(body.type !== '' && { 'content-type': body.type }), ...headers }, agent },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body.text);
  });
}

export const sendSigned = (
  driver: SlackDriver,
  body: Body,
  headers: OutgoingHttpHeaders = {},
  agent?: Agent,
): Promise<RawAnswer> =>
  sendRaw(driver.server.url, body, { ...signedAt(driver.api.signingSecret, body.text), ...headers }, agent);

export const commandBody = (driver: SlackDriver, fields: Record<string, string>): Body => ({
  text: asForm({ command: '/workgroup', team_id: driver.api.team, ...fields }),
  type: form,
});
export const payloadBody = (payload: Json): Body => ({ text: asPayload(payload), type: form });
export const eventBody = (driver: SlackDriver, id: string, event: Json, envelope: Json = {}): Body => ({
  text: JSON.stringify({
    type: 'event_callback',
    team_id: driver.api.team,
    api_app_id: 'A0EXAMPLE',
    event_id: id,
    event_time: nowInSeconds(),
    event,
    ...envelope,
  }),
  type: json,
});

/** What people's doings were on the wire, from now on. */
export interface Recorded {
  commands: Record<string, string>[];
  payloads: Json[];
  events: Json[];
}

export function record(driver: SlackDriver): Recorded {
  const recorded: Recorded = { commands: [], payloads: [], events: [] };
  const { command, interact, event } = driver;
  driver.command = (fields) => {
    recorded.commands.push(fields);
    return command(fields);
  };
  driver.interact = (payload) => {
    recorded.payloads.push(structuredClone(payload));
    return interact(payload);
  };
  driver.event = (what, envelope) => {
    recorded.events.push(structuredClone(what));
    return event(what, envelope);
  };
  return recorded;
}

/** The button as Slack sends it back, from the newest message or answer that has one with this label. */
export function buttonOf(driver: SlackDriver, label: string): Json {
  const shown = [...driver.api.calls, ...driver.api.responses].sort((a, b) => b.seq - a.seq);
  for (const { body } of shown) {
    const found = find(body, label);
    if (found) return found;
  }
  throw new Error(`nobody was shown a button “${label}”`);
}

function find(node: unknown, label: string): Json | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { type, text } = node as { type?: unknown; text?: { text?: unknown } };
  if (type === 'button' && text?.text === label) return node as Json;
  for (const value of Object.values(node)) {
    const found = find(value, label);
    if (found) return found;
  }
  return undefined;
}

/** What the first field that people write in is called, in an open modal. */
export function questionOf(view: Json): string {
  for (const block of view.blocks as Json[]) {
    const { type } = (block.element ?? {}) as Json;
    if (type === 'plain_text_input') return String((block.label as Json).text);
  }
  throw new Error('the form asks nothing');
}
