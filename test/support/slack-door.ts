import { createHmac } from 'node:crypto';

type Json = Record<string, unknown>;

export interface DoorAnswer {
  status: number;
  body: Json | undefined;
}

/** Signs as Slack does. @param at seconds since 1970 */
export function signatureOf(secret: string, body: string, at: number): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
}

/** Posts to the bot's door as Slack does: signed, at this very moment. */
export async function knock(
  url: string,
  secret: string,
  body: string,
  type: string,
  headers: Record<string, string> = {},
): Promise<DoorAnswer> {
  const at = Math.floor(Date.now() / 1000);
  const response = await fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': signatureOf(secret, body, at),
      ...headers,
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Json) : undefined };
}

export const asForm = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
export const asPayload = (payload: Json): string => asForm({ payload: JSON.stringify(payload) });
export const form = 'application/x-www-form-urlencoded';
export const json = 'application/json';
