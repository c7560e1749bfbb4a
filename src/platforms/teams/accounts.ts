import type { ChannelAccount } from 'botbuilder';
import { DeliveryError, type KnownAs } from '../../delivery/messenger.js';
import type { Acquaintance, Newcomer } from '../../edge/newcomer.js';
import { teams as limits } from '../../render/limits.js';
import type { Clock } from '../../shared/clock.js';
import type { Audience } from '../../store/channels.js';
import type { Database } from '../../store/client.js';
import { rolesIn } from '../../store/groups.js';
import { createAcquaintances, type Known, Unseen } from '../known.js';
import type { Connector } from './connector.js';
import type { Conversations } from './conversations.js';
import { statusOf, toDeliveryError } from './errors.js';
import type { Place } from './incoming.js';
import { isInRoster, type Profile, readProfile } from './profiles.js';
import { accountRef, partsOf } from './refs.js';
import { createSearching } from './searching.js';
import type { Tenants } from './tenants.js';

/** A member of a group, and how she is known. */
interface Member {
  personId: string;
  groupId: string;
  accounts: readonly KnownAs[];
}

export interface Accounts {
  /**
   * @param findGroup the group in whose channel they appeared: asked when we have not met
   * @throws Unseen
   */
  whoIs(place: Place, user: string, findGroup?: () => Promise<string | undefined>): Promise<Known>;
  /** Whom the roster of the hub knows; undefined for anybody else, of whom nobody is asked. */
  recognise(place: Place, user: string): Promise<string | undefined>;
  /** Welcomes somebody, once. @throws whatever `say` throws */
  welcome(tenant: string, user: string, say: () => Promise<unknown>): Promise<void>;
  /** Recognises whoever of a team is in the hub's roster, so that they can be written to. */
  readTeam(place: Place): Promise<void>;
  /** Everybody of a tenant whom we know. */
  metIn(tenant: string): Promise<string[]>;
  /**
   * The conversation between the bot and a person, a member of a group.
   * @param home the tenant of the group, which goes before others
   * @throws DeliveryError; RestError
   */
  directWith(member: Member, home: string | undefined): Promise<Place>;
  /** The conversation between the bot and a user. @throws RestError */
  openDirect(place: Place, user: string): Promise<Place>;
  keepDirect(place: Place, user: string): Promise<void>;
  /** A conversation with somebody is not there any more. */
  forgetDirect(place: Place): Promise<void>;
  /** What Teams calls those who may read a channel of a group, as many as a card may be refreshed for. */
  membersOf(of: { groupId: string; audience: Audience }, tenant: string): Promise<string[]>;
}

function asUnseen(error: unknown): Unseen | undefined {
  if (![403, 404].includes(statusOf(error) ?? 0)) return undefined;
  const known = toDeliveryError(error, 'person');
  if (!(known instanceof DeliveryError) || known.remedy === 'never') return undefined;
  return new Unseen(known.remedy, known.message, known.details);
}

/** Those accounts that are in Teams. */
const usersOf = (accounts: readonly KnownAs[]): { tenant: string; user: string; direct: string | null }[] =>
  accounts.flatMap(({ ref, direct }) => {
    const parts = partsOf(ref);
    return parts ? [{ tenant: parts.tenant, user: parts.id, direct }] : [];
  });

export function createAccounts(deps: {
  db: Database;
  connector: Connector;
  conversations: Conversations;
  tenants: Tenants;
  clock: Clock;
  meet: (newcomer: Newcomer) => Promise<Acquaintance>;
}): Accounts {
  const { db, connector, conversations, tenants, meet } = deps;
  const acquaintances = createAcquaintances(deps);
  const { readTeam, searchTeams } = createSearching(deps);

  async function profileOf(place: Place, user: string): Promise<Profile> {
    const member = await connector.call(place, 'members', place.id, (api, options) =>
      api.getConversationMember(place.id, user, options),
    );
    const found = readProfile(member as ChannelAccount, place.tenant);
    // Teams finds people by other ids too; nobody is to be two people.
    if (found.id !== user) throw new DeliveryError('never', 'Teams calls this person otherwise');
    await tenants.name(place.tenant, found.principalName);
    return found;
  }

  /** Somebody of whom nothing was heard yet may be in a team of the bot's. */
  async function searchFor({ personId, groupId }: Member, home: string | undefined): Promise<KnownAs[]> {
    const { hubId } = await db.group.findUniqueOrThrow({ where: { id: groupId } });
    for (const tenant of home === undefined ? await conversations.tenants(hubId) : [home]) {
      await searchTeams(tenant, hubId);
    }
    return db.account.findMany({ where: { personId }, orderBy: [{ seenAt: 'desc' }, { ref: 'asc' }] });
  }

  async function openDirect({ tenant, serviceUrl, botId }: Place, user: string): Promise<Place> {
    const ref = accountRef(tenant, user);
    const account = await db.account.findUnique({ where: { ref } });
    const known = account?.direct ? await conversations.find(tenant, account.direct) : undefined;
    if (known) return known;
    const { id } = await connector.call({ tenant, serviceUrl }, 'create', user, (api, options) =>
      api.createConversation(
        {
          isGroup: false,
          bot: { id: botId, name: '' },
          members: [{ id: user, name: '' }],
          tenantId: tenant,
          channelData: { tenant: { id: tenant } },
        } as never,
        options,
      ),
    );
    const place: Place = { tenant, id, kind: 'personal', serviceUrl, botId };
    await conversations.heard(place);
    await keepDirect(place, user);
    return place;
  }

  async function keepDirect({ tenant, id }: Place, user: string): Promise<void> {
    await db.account.updateMany({ where: { ref: accountRef(tenant, user) }, data: { direct: id } });
  }

  return {
    whoIs: async (place, user, findGroup) => {
      const hubId = await tenants.hubOf(place.tenant);
      if (hubId === undefined) return { kind: 'unlinked' };
      const account = { ref: accountRef(place.tenant, user), hubId };
      try {
        return await acquaintances.whoIs(account, () => profileOf(place, user), findGroup);
      } catch (error) {
        const unseen = asUnseen(error);
        if (!unseen) throw error;
        const known = await db.account.findUnique({ where: { ref: account.ref } });
        if (known?.hubId !== hubId) throw unseen;
        // They have appeared elsewhere, and nobody has said yet who they are.
        return { kind: 'met', guest: known.guest, isNew: false };
      }
    },
    recognise: async (place, user) => {
      const hubId = await tenants.hubOf(place.tenant);
      if (hubId === undefined) return undefined;
      const ref = accountRef(place.tenant, user);
      const account = await db.account.findUnique({ where: { ref } });
      if (account?.personId && account.hubId === hubId) return account.personId;
      const found = await profileOf(place, user);
      if (!(await isInRoster(db, hubId, found))) return undefined;
      const { id: _, ...rest } = found;
      return (await meet({ ref, hubId, ...rest })).personId;
    },
    welcome: (tenant, user, say) => acquaintances.welcome(accountRef(tenant, user), say),
    readTeam: async (place) => {
      const hubId = await tenants.hubOf(place.tenant);
      if (hubId !== undefined) await readTeam(place, hubId);
    },
    metIn: async (tenant) => {
      const rows = await db.account.findMany({
        where: { ref: { startsWith: accountRef(tenant, '') }, personId: { not: null } },
      });
      return rows.flatMap(({ personId }) => personId ?? []);
    },
    openDirect,
    keepDirect,
    directWith: async (member, home) => {
      let found = usersOf(member.accounts);
      if (found.length === 0) found = usersOf(await searchFor(member, home));
      const account = found.find(({ tenant }) => tenant === home) ?? found[0];
      const known = account?.direct ? await conversations.find(account.tenant, account.direct) : undefined;
      if (known) return known;
      const place = account && (await conversations.newestIn(account.tenant));
      if (!place) throw new DeliveryError('person', 'not met in Teams yet', { obstacle: 'app-not-added' });
      return openDirect(place, account.user);
    },
    forgetDirect: async (place) => {
      const there = { startsWith: accountRef(place.tenant, '') };
      await db.account.updateMany({ where: { ref: there, direct: place.id }, data: { direct: null } });
    },
    membersOf: async ({ groupId, audience }, tenant) => {
      const rows = await db.account.findMany({
        where: {
          ref: { startsWith: accountRef(tenant, '') },
          person: { memberships: { some: { groupId, stoodDownAt: null, role: { in: [...rolesIn(audience)] } } } },
        },
        orderBy: { ref: 'asc' },
        take: limits.refreshUsers,
      });
      return rows.flatMap(({ ref }) => partsOf(ref)?.id ?? []);
    },
  };
}
