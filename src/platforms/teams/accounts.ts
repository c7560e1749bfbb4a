import type { ChannelAccount } from 'botbuilder';
import { z } from 'zod';
import { DeliveryError } from '../../delivery/messenger.js';
import type { Acquaintance, Newcomer } from '../../edge/newcomer.js';
import { teams as limits } from '../../render/limits.js';
import type { Clock } from '../../shared/clock.js';
import { findChannelOf } from '../../store/channels.js';
import type { Database } from '../../store/client.js';
import { createAcquaintances, type Known } from '../known.js';
import type { Connector } from './connector.js';
import type { Conversations } from './conversations.js';
import { isGone } from './errors.js';
import type { Place } from './incoming.js';
import { accountRef, conversationRef, partsOf } from './refs.js';
import type { Tenants } from './tenants.js';

export interface Accounts {
  /** @param findGroup the group in whose channel they appeared: asked when we have not met */
  whoIs(place: Place, user: string, findGroup?: () => Promise<string | undefined>): Promise<Known>;
  /** Whom the roster of the hub knows; undefined for anybody else, of whom nobody is asked. */
  recognise(place: Place, user: string): Promise<string | undefined>;
  /** Remembers that somebody has had their welcome. @returns false when they had it before */
  markWelcomed(tenant: string, user: string): Promise<boolean>;
  /** Recognises whoever of a team is in the hub's roster, so that they can be written to. */
  readTeam(place: Place): Promise<void>;
  /** The conversation between the bot and a person, by preference in one tenant. @throws DeliveryError; RestError */
  directWith(personId: string, groupId: string): Promise<Place>;
  /** The conversation between the bot and a user. @throws RestError */
  openDirect(place: Place, user: string): Promise<Place>;
  keepDirect(place: Place, user: string): Promise<void>;
  /** A conversation with somebody is not there any more. */
  forgetDirect(place: Place): Promise<void>;
  /** What Teams calls a group's members, as many as a card may be refreshed for. */
  membersOf(groupId: string, tenant: string): Promise<string[]>;
}

const profile = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
type Profile = Pick<Newcomer, 'name' | 'email' | 'principalName'> & { id: string };

function readProfile(member: ChannelAccount): Profile {
  const { id, name, email, userPrincipalName } = profile.parse(member);
  return {
    id,
    name: name ?? 'Somebody',
    ...(email && { email }),
    ...(userPrincipalName && { principalName: userPrincipalName }),
  };
}

/** Milliseconds for which a team's list of members is good enough to look for somebody. */
const freshFor = 10 * 60_000;
/** Members on a page: Teams gives up to 500. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
const pageSize = 500;

export function createAccounts(deps: {
  db: Database;
  connector: Connector;
  conversations: Conversations;
  tenants: Tenants;
  clock: Clock;
  meet: (newcomer: Newcomer) => Promise<Acquaintance>;
}): Accounts {
  const { db, connector, conversations, tenants, clock, meet } = deps;
  const acquaintances = createAcquaintances(deps);
  const teamsRead = new Map<string, number>();

  async function profileOf(place: Place, user: string): Promise<Profile> {
    const member = await connector.call(place, 'members', place.id, (api, options) =>
      api.getConversationMember(place.id, user, options),
    );
    const found = readProfile(member as ChannelAccount);
    // Teams finds people by other ids too; nobody is to be two people.
    if (found.id !== user) throw new DeliveryError('never', 'Teams calls this person otherwise');
    await tenants.name(place.tenant, found.principalName);
    return found;
  }

  async function isInRoster(hubId: string, { email, principalName }: Profile): Promise<boolean> {
    const addresses = [email, principalName].flatMap((one) => (one ? [one.trim().toLowerCase()] : []));
    return (await db.person.count({ where: { hubId, email: { in: addresses } } })) > 0;
  }

  async function* membersIn(place: Place): AsyncGenerator<Profile> {
    const team = place.team ?? place.id;
    let continuationToken: string | undefined;
    do {
      const query = { pageSize, ...(continuationToken !== undefined && { continuationToken }) };
      const page = await connector.call(place, 'members', team, (api, options) =>
        api.getConversationPagedMembers(team, { ...query, ...options } as never),
      );
      for (const member of page.members ?? []) yield readProfile(member);
      continuationToken = page.continuationToken || undefined;
    } while (continuationToken !== undefined);
  }

  async function readTeam(place: Place): Promise<void> {
    const hubId = await tenants.hubOf(place.tenant);
    if (hubId === undefined) return;
    for await (const member of membersIn(place)) {
      const ref = accountRef(place.tenant, member.id);
      const known = await db.account.findUnique({ where: { ref } });
      if (known?.personId || known?.guest || !(await isInRoster(hubId, member))) continue;
      const { id: _, ...rest } = member;
      await meet({ ref, hubId, ...rest });
    }
    teamsRead.set(conversationRef(place.tenant, place.team ?? place.id), clock.now().getTime());
  }

  /** Looks for somebody of whom nothing was heard yet among the members of teams and group chats. */
  async function searchTeams(tenant: string): Promise<void> {
    const places = [...(await conversations.teamsIn(tenant)), ...(await conversations.groupChatsIn(tenant))];
    for (const place of places) {
      const read = teamsRead.get(conversationRef(tenant, place.team ?? place.id)) ?? Number.NEGATIVE_INFINITY;
      if (clock.now().getTime() - read < freshFor) continue;
      await readTeam(place).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
    }
  }

  async function accountsOf(personId: string): Promise<{ tenant: string; user: string }[]> {
    const rows = await db.account.findMany({
      where: { personId, ref: { startsWith: 'teams:' } },
      orderBy: [{ seenAt: 'desc' }, { ref: 'asc' }],
    });
    return rows.flatMap(({ ref }) => {
      const parts = partsOf(ref);
      return parts ? [{ tenant: parts.tenant, user: parts.id }] : [];
    });
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
      return acquaintances.whoIs(account, () => profileOf(place, user), findGroup);
    },
    recognise: async (place, user) => {
      const hubId = await tenants.hubOf(place.tenant);
      if (hubId === undefined) return undefined;
      const ref = accountRef(place.tenant, user);
      const account = await db.account.findUnique({ where: { ref } });
      if (account?.personId && account.hubId === hubId) return account.personId;
      const found = await profileOf(place, user);
      if (!(await isInRoster(hubId, found))) return undefined;
      const { id: _, ...rest } = found;
      return (await meet({ ref, hubId, ...rest })).personId;
    },
    markWelcomed: (tenant, user) => acquaintances.markWelcomed(accountRef(tenant, user)),
    readTeam,
    openDirect,
    keepDirect,
    directWith: async (personId, groupId) => {
      const bound = await findChannelOf(db, groupId);
      const home = bound === undefined ? undefined : partsOf(bound)?.tenant;
      let found = await accountsOf(personId);
      if (found.length === 0) {
        for (const tenant of home === undefined ? await conversations.tenants() : [home]) await searchTeams(tenant);
        found = await accountsOf(personId);
      }
      const account = found.find(({ tenant }) => tenant === home) ?? found[0];
      const place = account && (await conversations.newestIn(account.tenant));
      if (!place) throw new DeliveryError('person', 'not met in Teams yet', { obstacle: 'app-not-added' });
      return openDirect(place, account.user);
    },
    forgetDirect: async (place) => {
      const there = { startsWith: accountRef(place.tenant, '') };
      await db.account.updateMany({ where: { ref: there, direct: place.id }, data: { direct: null } });
    },
    membersOf: async (groupId, tenant) => {
      const rows = await db.account.findMany({
        where: {
          ref: { startsWith: accountRef(tenant, '') },
          person: { memberships: { some: { groupId, stoodDownAt: null } } },
        },
        orderBy: { ref: 'asc' },
        take: limits.refreshUsers,
      });
      return rows.flatMap(({ ref }) => partsOf(ref)?.id ?? []);
    },
  };
}
