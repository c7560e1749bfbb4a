import { joinCards } from '../../cards/joined.js';
import type { Card } from '../../cards/model.js';
import { groupBy } from '../shared/group-by.js';
import { type Audience, findChannelOf } from '../store/channels.js';
import type { Database } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { type Group, loadGroup, mayRead } from '../store/groups.js';
import { nextHasBegun } from '../store/years.js';
import { keptText } from './kept-text.js';
import { type Address, type Change, DeliveryError, type KnownAs } from './messenger.js';
import { inMessageOrder } from './plan.js';

/** A message as the state now has it. `skip` says why nobody needs it any more, unless it was already sent. */
export interface Built {
  card: Card;
  skip?: string | undefined;
  /** The platform's name for the message whose thread this belongs to. */
  under?: string | undefined;
  /** Kept at hand in the channel. */
  pin?: boolean;
  /** Holds words that nobody but its reader may read: they are not kept. */
  confidential?: boolean;
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
  /** Reads something once for the messages that are built together. */
  once<Value>(key: string, read: () => Promise<Value>): Promise<Value>;
}

/** Builds a kind of message when it is sent, from fresh state. Undefined: its subject is gone. */
export type Builder = (context: BuildContext, delivery: Delivery) => Promise<Built | undefined>;

export type Builders = Readonly<Record<string, Builder>>;

/** What builds the messages of one run: each group is read once. */
export interface Building {
  groupOf(id: string): Promise<Group>;
  addressOf(row: Delivery): Promise<Address>;
  /** Whether the group that carries this one on has begun its year. */
  hasGoneOn(id: string): Promise<boolean>;
  /** Whether a person had an unasked message on a day, before the claims for which this was made. */
  hadMessageOn(personId: string, day: string): Promise<boolean>;
  /** @throws DeliveryError for a kind that nothing builds */
  build(row: Delivery, viewerId?: string): Promise<Built | undefined>;
  /**
   * A message that was sent, as it stands now; undefined when nothing is left of it.
   * @param rows all of its deliveries, in their order
   */
  rebuild(rows: readonly Delivery[], viewerId?: string): Promise<Rebuilt | undefined>;
  /** A message in a channel as each member of the group sees it who may read it there. */
  viewsOf(rows: readonly Delivery[]): Promise<Card[]>;
}

/** A message as it stands now. `kept`: what is kept of it, as plain text. */
export type Rebuilt = Change & { kept: string };

/** @param recipients people to whom something is to go out */
export function createBuilding(
  db: Database,
  builders: Builders,
  now: Date,
  recipients: readonly string[] = [],
): Building {
  let had: Promise<ReadonlySet<string>> | undefined;
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
  const read = new Map<string, Promise<unknown>>();
  const once = <Value>(key: string, load: () => Promise<Value>): Promise<Value> => {
    const known = (read.get(key) as Promise<Value> | undefined) ?? load();
    read.set(key, known);
    return known;
  };
  const build = async (row: Delivery, viewerId?: string): Promise<Built | undefined> => {
    const builder = builders[row.kind];
    if (!builder) throw new DeliveryError('never', `nothing builds messages of kind ${row.kind}`);
    return builder({ db, now, group: await groupOf(row.groupId), viewerId, once }, row);
  };
  const addressOf = async ({ personId, groupId, audience, account }: Delivery): Promise<Address> => {
    const whose = personId ? 'group' : audience;
    const channel = await once(`channel ${groupId} ${whose}`, () => findChannelOf(db, groupId, whose));
    if (!personId) return { kind: 'channel', groupId, audience, channel };
    const accounts = (await once('accounts', () => listAccounts(db, recipients))).get(personId) ?? [];
    if (account === null) return { kind: 'person', personId, groupId, channel, accounts };
    const only = accounts.filter(({ ref }) => ref === account);
    return { kind: 'person', personId, groupId, channel: undefined, accounts: only };
  };
  const buildAll = async (rows: readonly Delivery[], viewerId?: string): Promise<Built[]> =>
    (await Promise.all(rows.map((row) => build(row, viewerId)))).filter((one) => one !== undefined);
  const viewsOf = async (rows: readonly Delivery[]): Promise<Card[]> => {
    const [first] = rows;
    if (!first) return [];
    const group = await groupOf(first.groupId);
    const readers = new Set(group.members.map(({ personId }) => personId));
    const views: Card[] = [];
    for (const personId of readers) {
      if (!mayRead(group, first.audience, personId)) continue;
      views.push(joinCards((await buildAll(rows, personId)).map(({ card }) => card)));
    }
    return views;
  };
  return {
    groupOf,
    addressOf,
    hasGoneOn,
    hadMessageOn: async (personId, day) => {
      had ??= listUnasked(db, recipients, now);
      return (await had).has(`${personId} ${day}`);
    },
    build,
    rebuild: async (rows, viewerId) => {
      const [first] = rows;
      const built = await buildAll(rows, viewerId);
      if (!first || built.length === 0) return undefined;
      return {
        to: await addressOf(first),
        card: joinCards(built.map(({ card }) => card)),
        personal: built.some(({ personal }) => personal === true),
        views: () => viewsOf(rows),
        kept: keptText(built),
      };
    },
    viewsOf,
  };
}

/** How people are known on platforms, by person; the account that was seen last goes first. */
async function listAccounts(db: Database, people: readonly string[]): Promise<ReadonlyMap<string, KnownAs[]>> {
  const rows = await db.account.findMany({
    where: { personId: { in: [...people] } },
    orderBy: [{ seenAt: 'desc' }, { ref: 'asc' }],
    select: { personId: true, ref: true, direct: true },
  });
  return groupBy(rows, ({ personId }) => personId ?? '');
}

/** Days on which these people had an unasked message lately: "person day". */
async function listUnasked(db: Database, people: readonly string[], now: Date): Promise<ReadonlySet<string>> {
  const lately = new Date(now.getTime() - 2 * 24 * 60 * 60_000);
  const rows = await db.delivery.findMany({
    where: { personId: { in: [...people] }, unasked: true, status: 'sent', sentAt: { gte: lately } },
    select: { personId: true, day: true },
  });
  return new Set(rows.map(({ personId, day }) => `${personId} ${day}`));
}

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
  const rows = await db.delivery.findMany({ where: { messageRef: ref } });
  const message = await building.rebuild(rows.sort(inMessageOrder), personId);
  if (!message) return undefined;
  const { to, card, personal = false } = message;
  const group = await building.groupOf(to.groupId);
  const isHers = to.kind === 'person' ? to.personId === personId : mayRead(group, to.audience, personId);
  const audience = to.kind === 'channel' ? to.audience : 'group';
  return isHers ? { card, personal, groupId: to.groupId, audience } : undefined;
}
