import { DeliveryError } from '../../delivery/messenger.js';
import type { Acquaintance, Newcomer } from '../../edge/newcomer.js';
import type { Clock } from '../../shared/clock.js';
import type { Database } from '../../store/client.js';
import type { Connector } from './connector.js';
import type { Conversations } from './conversations.js';
import { isFinal, isGone, toDeliveryError } from './errors.js';
import type { Place } from './incoming.js';
import { isInRoster, type Profile, readProfile } from './profiles.js';
import { accountRef, conversationRef } from './refs.js';
import type { Tenants } from './tenants.js';

/** Finds people of the roster of whom nothing was heard yet, among the members of teams and group chats. */
export interface Searching {
  /** Recognises whoever of a team is in the hub's roster. @throws DeliveryError; RestError */
  readTeam(place: Place, hubId: string): Promise<void>;
  /** Reads every place of a tenant that was not read lately. @throws DeliveryError; RestError */
  searchTeams(tenant: string, hubId: string): Promise<void>;
}

/** Milliseconds for which a team's list of members is good enough to look for somebody. */
const freshFor = 10 * 60_000;
/** Members on a page: Teams gives up to 500. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
const pageSize = 500;

/** Whether Teams refuses the bot itself, wherever it asks. */
function isShutOut(error: unknown): boolean {
  const known = toDeliveryError(error, undefined);
  return known instanceof DeliveryError && known.details.obstacle === 'not-installed';
}

export function createSearching(deps: {
  db: Database;
  connector: Connector;
  conversations: Conversations;
  tenants: Tenants;
  clock: Clock;
  meet: (newcomer: Newcomer) => Promise<Acquaintance>;
}): Searching {
  const { db, connector, conversations, tenants, clock, meet } = deps;
  /** By conversation: when somebody was looked for there last, and how that went or goes. */
  const searched = new Map<string, { at: number; reading: Promise<void> }>();

  async function* membersIn(place: Place): AsyncGenerator<Profile> {
    const team = place.team ?? place.id;
    let continuationToken: string | undefined;
    do {
      const query = { pageSize, ...(continuationToken !== undefined && { continuationToken }) };
      const page = await connector.call(place, 'members', team, (api, options) =>
        api.getConversationPagedMembers(team, { ...query, ...options } as never),
      );
      for (const member of page.members ?? []) yield readProfile(member, place.tenant);
      continuationToken = page.continuationToken || undefined;
    } while (continuationToken !== undefined);
  }

  async function meetMembers(place: Place, hubId: string): Promise<void> {
    for await (const member of membersIn(place)) {
      const ref = accountRef(place.tenant, member.id);
      const known = await db.account.findUnique({ where: { ref } });
      if (known?.personId || known?.guest || !(await isInRoster(db, hubId, member))) continue;
      const { id: _, ...rest } = member;
      await meet({ ref, hubId, ...rest });
    }
  }

  /** Notes that a place is being read, for whoever would read it meanwhile or soon after. */
  function readAnew(place: Place, hubId: string): Promise<void> {
    const key = `${hubId} ${conversationRef(place.tenant, place.team ?? place.id)}`;
    const search = { at: clock.now().getTime(), reading: meetMembers(place, hubId) };
    searched.set(key, search);
    // What Teams would refuse again is not asked for again so soon.
    search.reading.catch((error: unknown) => {
      if ((!isFinal(error) || isShutOut(error)) && searched.get(key) === search) searched.delete(key);
    });
    return search.reading;
  }

  function readOnce(place: Place, hubId: string): Promise<void> {
    const last = searched.get(`${hubId} ${conversationRef(place.tenant, place.team ?? place.id)}`);
    return last && clock.now().getTime() - last.at < freshFor ? last.reading : readAnew(place, hubId);
  }

  /** Groups' channels stay: what is sent there says what has become of them, and they may be brought back. */
  async function forgetGone(place: Place): Promise<void> {
    const { tenant, id, team } = place;
    const refs = team === undefined ? [conversationRef(tenant, id)] : await conversations.ofTeam(tenant, team);
    const bound = await db.channel.findMany({ where: { ref: { in: refs } } });
    await conversations.forget(
      place,
      team,
      bound.map(({ ref }) => ref),
    );
  }

  /** Looks for somebody of whom nothing was heard yet among the members of teams and group chats. */
  async function searchTeams(tenant: string, hubId: string): Promise<void> {
    if ((await tenants.hubOf(tenant)) !== hubId) return;
    const places = [...(await conversations.teamsIn(tenant)), ...(await conversations.groupChatsIn(tenant))];
    for (const place of places) {
      try {
        await readOnce(place, hubId);
      } catch (error) {
        if (!isFinal(error) || isShutOut(error)) throw error;
        if (isGone(error)) await forgetGone(place);
      }
    }
  }

  return { readTeam: readAnew, searchTeams };
}
