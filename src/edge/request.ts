import type { FormValues } from '../../cards/model.js';

/** What any platform's door makes of a verified payload. */
export interface Request {
  /** The platform's own id of the event: a repeat has the same one. */
  id: string;
  /** Who acts, by our id. */
  personId: string;
  /** The group whose channel it happened in; absent in direct messages. */
  groupId?: string;
  intent: Intent;
}

export type Intent =
  /** Typed words, without the bot's name. */
  | { kind: 'command'; text: string }
  | { kind: 'press'; route: string; args: Readonly<Record<string, string>> }
  | {
      kind: 'submit';
      route: string;
      args: Readonly<Record<string, string>>;
      values: FormValues;
      /** The form was closed half-way: keep the values, hand nothing in. */
      keep?: boolean;
    };

/** PostgreSQL keeps every character but NUL, which nobody means to write. */
export function withoutNul<Payload>(payload: Payload): Payload {
  const text = JSON.stringify(payload);
  return text.includes('\\u0000')
    ? JSON.parse(text, (_key, value) => (typeof value === 'string' ? value.replaceAll('\0', '') : value))
    : payload;
}
