import { joinCards } from '../../cards/joined.js';
import type { Card } from '../../cards/model.js';
import type { Audience } from '../store/channels.js';
import type { Database } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { type Group, loadGroup, mayRead } from '../store/groups.js';
import { nextHasBegun } from '../store/years.js';
import { type Address, DeliveryError, type Message } from './messenger.js';
import { messageOrder } from './outbox.js';

/** A message as the state now has it. `skip` says why nobody needs it any more, unless it was already sent. */
export interface Built {
  card: Card;
  skip?: string | undefined;
  /** The platform's name for the message whose thread this belongs to. */
  under?: string | undefined;
  /** Kept at hand in the channel. */
  pin?: boolean;
  /** Looks different to each member of the group: who has answered sees her own answer. */
  personal?: boolean;
  /** It cannot go out yet, because the message that it belongs under has not: when to look again, or that one failed. */
  waits?: { until: Date } | { failed: string; obstacle: string | undefined };
}

export interface BuildContext {
  db: Database;
  now: Date;
  group: Group;
  /** Whose own view of a message in the channel this is; absent: as everybody sees it. */
  viewerId?: string | undefined;
}

/** Builds a kind of message when it is sent, from fresh state. Undefined: its subject is gone. */
export type Builder = (context: BuildContext, delivery: Delivery) => Promise<Built | undefined>;

export type Builders = Readonly<Record<string, Builder>>;

/** What builds the messages of one run: each group is read once. */
export interface Building {
  groupOf(id: string): Promise<Group>;
  /** Whether the group that carries this one on has begun its year. */
  hasGoneOn(id: string): Promise<boolean>;
  /** @throws DeliveryError for a kind that nothing builds */
  build(row: Delivery, viewerId?: string): Promise<Built | undefined>;
  /** A message that was sent, as it stands now; undefined when nothing is left of it. */
  rebuild(ref: string, viewerId?: string): Promise<Pick<Message, 'to' | 'card' | 'personal'> | undefined>;
}

export function createBuilding(db: Database, builders: Builders, now: Date): Building {
  const groups = new Map<string, Promise<Group>>();
  const groupOf = (id: string): Promise<Group> => {
    const found = groups.get(id) ?? loadGroup(db, id);
    groups.set(id, found);
    return found;
  };
  const gone = new Map<string, Promise<boolean>>();
  const hasGoneOn = (id: string): Promise<boolean> => {
    const found = gone.get(id) ?? nextHasBegun(db, id, now);
    gone.set(id, found);
    return found;
  };
  const build = async (row: Delivery, viewerId?: string): Promise<Built | undefined> => {
    const builder = builders[row.kind];
    if (!builder) throw new DeliveryError('never', `nothing builds messages of kind ${row.kind}`);
    return builder({ db, now, group: await groupOf(row.groupId), viewerId }, row);
  };
  return {
    groupOf,
    hasGoneOn,
    build,
    rebuild: async (ref, viewerId) => {
      const rows = await db.delivery.findMany({ where: { messageRef: ref }, orderBy: messageOrder });
      const [first] = rows;
      const built = (await Promise.all(rows.map((row) => build(row, viewerId)))).filter((one) => one !== undefined);
      if (!first || built.length === 0) return undefined;
      return {
        to: addressOf(first),
        card: joinCards(built.map(({ card }) => card)),
        personal: built.some(({ personal }) => personal === true),
      };
    },
  };
}

export const addressOf = ({ personId, groupId, audience }: Delivery): Address =>
  personId ? { kind: 'person', personId, groupId } : { kind: 'channel', groupId, audience };

/**
 * A sent message as one person sees it now: with her own answers, where it is the channel's. Undefined for a message
 * that is not hers to see, or that nothing is left of.
 */
export async function buildFor(
  db: Database,
  builders: Builders,
  now: Date,
  { ref, personId }: { ref: string; personId: string },
): Promise<{ card: Card; personal: boolean; groupId: string; audience: Audience } | undefined> {
  const building = createBuilding(db, builders, now);
  const message = await building.rebuild(ref, personId);
  if (!message) return undefined;
  const { to, card, personal = false } = message;
  const group = await building.groupOf(to.groupId);
  const isHers = to.kind === 'person' ? to.personId === personId : mayRead(group, to.audience, personId);
  const audience = to.kind === 'channel' ? to.audience : 'group';
  return isHers ? { card, personal, groupId: to.groupId, audience } : undefined;
}
