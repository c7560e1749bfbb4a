import type { Card } from '../../cards/model.js';

/** A group's channel, or a person. */
export type Address = { kind: 'channel'; groupId: string } | { kind: 'person'; personId: string };

/** What a platform does for the relay. */
export interface Messenger {
  /**
   * @param key the same in every try of one message, which carries it, so that `find` knows it again
   * @returns the platform's name for the message
   * @throws DeliveryError
   */
  post(to: Address, card: Card, key: string): Promise<string>;
  /** A message posted with this key, if one arrived: asked before a post is tried again. */
  find(to: Address, key: string): Promise<string | undefined>;
  update(ref: string, card: Card): Promise<void>;
}

/** Why a platform did not take a message. Any other error counts as `again`. */
export class DeliveryError extends Error {
  constructor(
    /** Try again, never again, or a person must do something first. */
    readonly remedy: 'again' | 'never' | 'person',
    message: string,
    /** Milliseconds to wait, when the platform says so. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
