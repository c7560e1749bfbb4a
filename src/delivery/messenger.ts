import type { Card } from '../../cards/model.js';
import type { Audience } from '../store/channels.js';

/** Who somebody is on a platform, and the conversation with them there, once there is one. */
export interface KnownAs {
  /** "slack:T0123:U0456" */
  ref: string;
  direct: string | null;
}

/**
 * A channel of a group, for everybody in it or for its heads, or a person as a member of a group. `channel`: the
 * platform's address of that channel, and for a person of the group's own; undefined while nobody has said which it is.
 * `accounts`: the one that was seen last goes first.
 */
export type Address =
  | { kind: 'channel'; groupId: string; audience: Audience; channel: string | undefined }
  | {
      kind: 'person';
      personId: string;
      groupId: string;
      channel: string | undefined;
      accounts: readonly KnownAs[];
    };

export interface Message {
  to: Address;
  card: Card;
  /** What is kept of it, as plain text: nothing that only its reader may read. */
  kept?: string | undefined;
  /** The same in every try of one message, which carries it, so that `find` knows it again. */
  key: string;
  /** The platform's name for the message whose thread this belongs to. */
  under?: string | undefined;
  /** Keeps it at hand in the channel. */
  pin?: boolean | undefined;
  /** Each member of the group sees her own answer on it, where the platform can show each a view of her own. */
  personal?: boolean | undefined;
  /** Of a personal one: the card as each member sees it who may read it, for a platform that shows each her own. */
  views?: (() => Promise<readonly Card[]>) | undefined;
}

/** What a platform changes of a message that is there. */
export type Change = Pick<Message, 'to' | 'card' | 'personal' | 'views'>;

/** Where a message is; that it has not arrived; or that the platform cannot be asked. */
export type Found = { ref: string } | 'absent' | 'unknown';

/** Hears what a platform has taken. */
export type Taken = (content: unknown) => void;

/** What a platform does for the relay. */
export interface Messenger {
  /**
   * @param taken told what the platform has been sent and has taken, as JSON: all of it, as in `update`
   * @returns the platform's name for the message
   * @throws DeliveryError
   */
  post(message: Message, taken?: Taken): Promise<string>;
  /** Looks for a message posted with this key: asked before a post that had no answer is tried again. */
  find(message: Pick<Message, 'to' | 'key' | 'under'>): Promise<Found>;
  /**
   * @param isNew asked with what the platform would be sent; where it says no, nothing is
   * @throws DeliveryError
   */
  update(ref: string, message: Change, isNew: (content: unknown) => boolean): Promise<void>;
}

/**
 * What keeps messages from somebody, or from a channel. A code for those that a person can remove, each said to the
 * specialist once, in the words of cards/not-delivered.ts.
 */
export type Obstacle =
  /** Nobody has said which channel is the group's, or its heads'. */
  | 'no-channel'
  /** The bot is not in the channel, or the channel is gone, or it is archived. */
  | 'not-in-channel'
  | 'channel-gone'
  | 'channel-archived'
  /** The person is not on the platform, has left it, or does not let the bot write. */
  | 'not-there'
  | 'left'
  | 'blocked'
  /** The person is there, and does not have the app. */
  | 'app-not-added'
  /** The app lacks a permission, or is no longer installed. */
  | 'missing-permission'
  | 'not-installed';

/** Why a platform did not take a message. Any other error counts as `again`, and as one without an answer. */
export class DeliveryError extends Error {
  constructor(
    /** Try again, or a person must do something first; `never` is a fault of ours that nobody can remove. */
    readonly remedy: 'again' | 'never' | 'person',
    message: string,
    readonly details: {
      /** Milliseconds to wait, when the platform says so. */
      retryAfter?: number;
      obstacle?: Obstacle;
      /** Nobody said whether the message has arrived. */
      unanswered?: boolean;
      /** It was not tried: the bot stops. */
      untried?: boolean;
    } = {},
  ) {
    super(message);
  }
}
