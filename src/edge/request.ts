import type { FormValues } from '../../cards/model.js';
import type { Actor } from '../store/people.js';

/** What any platform's door makes of a verified payload. */
export interface Request {
  /** The platform's own id of the event: a repeat has the same one. */
  id: string;
  /** Who acts, by our id. */
  personId: string;
  /** The same with their roles, where the door has read them just now. */
  actor?: Actor;
  /** The group whose channel it happened in; absent in direct messages. */
  groupId?: string;
  /** The channel it happened in, as the platform names it, whether it is a group's or not: what `setup` binds. */
  channel?: string;
  /** The message of the bot's in whose thread it was written, as the platform names it. */
  under?: string;
  intent: Intent;
}

export type Intent =
  /**
   * Typed words, without the bot's name. `said`: this very person has just written them, so that they may be an answer;
   * a button with words is anybody's to press.
   */
  | { kind: 'command'; text: string; said?: boolean }
  | { kind: 'press'; route: string; args: Readonly<Record<string, string>> }
  | {
      kind: 'submit';
      route: string;
      args: Readonly<Record<string, string>>;
      values: FormValues;
      /** The form was closed half-way: keep the values, hand nothing in. */
      keep?: boolean;
    };

/**
 * Takes out control characters but tabs and line breaks: nobody means to write them, PostgreSQL keeps no NUL, and
 * calendars allow none.
 */
export function withoutControls<Payload>(payload: Payload): Payload {
  return JSON.parse(JSON.stringify(payload), (_key, value) =>
    typeof value === 'string' ? value.replace(/[^\P{Cc}\t\n\r]/gu, '') : value,
  );
}
