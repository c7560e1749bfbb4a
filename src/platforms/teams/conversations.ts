import type { Clock } from '../../shared/clock.js';
import type { Database } from '../../store/client.js';
import type { Place } from './incoming.js';
import { conversationRef, partsOf, tenantRef } from './refs.js';

/** Where the bot can write. Kept, because messages go out when nobody has just written. */
export interface Conversations {
  /**
   * Keeps a conversation that a verified activity came from.
   * @param options anew: also when it was noted lately, for another server may have forgotten it since
   */
  heard(place: Place, options?: { anew?: boolean }): Promise<void>;
  find(tenant: string, id: string): Promise<Place | undefined>;
  /** The conversation of a tenant that was heard of last: its service address is good for beginning others. */
  newestIn(tenant: string): Promise<Place | undefined>;
  /** One conversation of each team that the bot is in. */
  teamsIn(tenant: string): Promise<Place[]>;
  groupChatsIn(tenant: string): Promise<Place[]>;
  /** Refs of the channels of a team. */
  ofTeam(tenant: string, team: string): Promise<string[]>;
  /** A hub's tenants, the one that was heard of last first. */
  tenants(hubId: string): Promise<string[]>;
  /** The bot is not there any more. @param team forgets every channel of it @param but refs of those that stay */
  forget(place: Place, team: string | undefined, but?: readonly string[]): Promise<void>;
  /**
   * Says hello, unless the bot has done so there before, or elsewhere in that team. What could not be said is said
   * another time.
   * @throws whatever `say` throws
   */
  greet(place: Place, say: () => Promise<unknown>): Promise<void>;
}

/** Milliseconds after which it is noted again that a conversation was heard of. */
const freshFor = 24 * 60 * 60_000;
/** How many conversations are remembered as noted. */
const most = 5000;

export function createConversations(deps: { db: Database; clock: Clock }): Conversations {
  const { db, clock } = deps;
  /** When and how a conversation was noted last. */
  const noted = new Map<string, { as: string; at: number }>();

  const toPlace = (row: Awaited<ReturnType<typeof db.conversation.findFirst>>): Place | undefined => {
    const parts = row && partsOf(row.ref);
    if (!row || !parts) return undefined;
    const { kind, serviceUrl, botId, team } = row;
    return { tenant: parts.tenant, id: parts.id, kind, serviceUrl, botId, ...(team !== null && { team }) };
  };
  const within = (tenant: string) => ({ ref: { startsWith: `${tenantRef(tenant)}:` } });

  return {
    heard: async (place, { anew = false } = {}) => {
      const { tenant, id, kind, serviceUrl, team = null, botId } = place;
      const ref = conversationRef(tenant, id);
      const now = clock.now();
      const as = JSON.stringify([kind, serviceUrl, team, botId]);
      const before = noted.get(ref);
      if (!anew && before?.as === as && now.getTime() - before.at < freshFor) return;
      const data = { kind, serviceUrl, botId, heardAt: now, ...(team !== null && { team }) };
      await db.conversation.upsert({ where: { ref }, create: { ref, ...data }, update: data });
      if (noted.size >= most) noted.clear();
      noted.set(ref, { as, at: now.getTime() });
    },
    find: async (tenant, id) =>
      toPlace(await db.conversation.findUnique({ where: { ref: conversationRef(tenant, id) } })),
    newestIn: async (tenant) =>
      toPlace(await db.conversation.findFirst({ where: within(tenant), orderBy: { heardAt: 'desc' } })),
    teamsIn: async (tenant) => {
      const rows = await db.conversation.findMany({
        where: { ...within(tenant), team: { not: null } },
        distinct: ['team'],
      });
      return rows.flatMap((row) => toPlace(row) ?? []);
    },
    groupChatsIn: async (tenant) => {
      const rows = await db.conversation.findMany({ where: { ...within(tenant), kind: 'groupChat' } });
      return rows.flatMap((row) => toPlace(row) ?? []);
    },
    ofTeam: async (tenant, team) => {
      const rows = await db.conversation.findMany({ where: { ...within(tenant), team }, select: { ref: true } });
      return rows.map(({ ref }) => ref);
    },
    tenants: async (hubId) => {
      const rows = await db.installation.findMany({
        where: { ref: { startsWith: 'teams:' }, hubId },
        orderBy: { heardAt: 'desc' },
      });
      return rows.flatMap(({ ref }) => partsOf(ref)?.tenant ?? []);
    },
    forget: async ({ tenant, id }, team, but = []) => {
      const ref = conversationRef(tenant, id);
      const there = team === undefined ? { ref } : { ...within(tenant), OR: [{ ref }, { team }] };
      const where = { AND: [there, { ref: { notIn: [...but] } }] };
      const gone = await db.conversation.findMany({ where, select: { ref: true } });
      await db.conversation.deleteMany({ where });
      for (const one of gone) noted.delete(one.ref);
    },
    greet: async ({ tenant, id, team }, say) => {
      if (team !== undefined) {
        const said = await db.conversation.count({ where: { ...within(tenant), team, helloAt: { not: null } } });
        if (said > 0) return;
      }
      const ref = conversationRef(tenant, id);
      const where = { ref, helloAt: null };
      const { count } = await db.conversation.updateMany({ where, data: { helloAt: clock.now() } });
      if (count === 0) return;
      try {
        await say();
      } catch (error) {
        await db.conversation.updateMany({ where: { ref }, data: { helloAt: null } });
        throw error;
      }
    },
  };
}
