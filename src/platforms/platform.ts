import type { Express } from 'express';
import type { Card } from '../../cards/model.js';
import type { Messenger } from '../delivery/messenger.js';
import type { Heard } from '../edge/heard.js';
import type { Acquaintance, Newcomer } from '../edge/newcomer.js';
import type { Router } from '../edge/router.js';
import type { Audience } from '../store/channels.js';

/** What a platform's door needs of the product behind it. */
export interface Product {
  router: Router;
  /** Counts what people write to each other. */
  hear(heard: Heard): Promise<void>;
  /** Recognises somebody who has appeared, or asks the specialist who that is. */
  meet(newcomer: Newcomer): Promise<Acquaintance>;
  /** People we know, or a group's channel, can be written to again: what waited goes out. */
  reach(to: { people: readonly string[] } | { groupId: string }): Promise<void>;
  /** A message of ours as one person sees it now; undefined when it is not hers, or nothing is left of it. */
  see(message: { ref: string; personId: string }): Promise<View | undefined>;
}

export interface View {
  card: Card;
  /** Others see it differently. */
  personal: boolean;
  groupId: string;
  /** Of a message in a channel: who may read it there. */
  audience: Audience;
}

/** Where people are: Slack or Teams. */
export interface Platform {
  messenger: Messenger;
  /** Opens the door, once the product behind it stands. */
  open(product: Product, express: Express): void;
  /** Connects, where that is for us to do. */
  start?(): Promise<void>;
  /** Makes no more calls that have to wait; resolves when what has come in is answered. */
  stop(): Promise<void>;
  /** Resolves when everything that has come in is answered. */
  settle(): Promise<void>;
}
