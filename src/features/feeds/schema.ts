import type { Viewer } from '../../edge/visibility.js';
import type { Tx } from '../../store/client.js';
import type { Group } from '../../store/groups.js';

/** Something in a calendar, as RFC 5545 has it. */
export interface FeedEvent {
  /** Stable: the same event has the same one for ever. */
  id: string;
  /** Goes up with each change that a calendar must show. */
  sequence: number;
  changedAt: Date;
  startsAt: Date;
  endsAt: Date;
  summary: string;
  location: string;
  /** Why it does not take place; kept, so that calendars take it out. */
  cancelled?: string | undefined;
}

/**
 * A feature's events in a group's calendar, or in a person's.
 * @param viewer whose calendar it is; undefined: the group's own, which everybody in the group may read
 */
export type FeedSource = (db: Tx, group: Group, viewer: Viewer | undefined) => Promise<FeedEvent[]>;
