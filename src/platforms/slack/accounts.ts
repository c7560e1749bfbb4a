import { DeliveryError, type KnownAs } from '../../delivery/messenger.js';
import type { Acquaintance, Newcomer } from '../../edge/newcomer.js';
import { plainAddress } from '../../shared/address.js';
import type { Clock } from '../../shared/clock.js';
import type { Database } from '../../store/client.js';
import { findPerson } from '../../store/people.js';
import { createAcquaintances, type Known } from '../known.js';
import { codeOf } from './errors.js';
import type { Installations } from './installing/installations.js';
import { accountRef, partsOf } from './refs.js';
import type { Web } from './web.js';

export interface Accounts {
  /** @param findGroup the group in whose channel they appeared: asked when we have not met */
  whoIs(team: string, user: string, findGroup?: () => Promise<string | undefined>): Promise<Known>;
  /** Welcomes somebody, once. @throws whatever `say` throws */
  welcome(team: string, user: string, say: () => Promise<unknown>): Promise<void>;
  /**
   * The account of a person, by preference in one workspace, found by email address where we have not met; with the
   * conversation, where there is one.
   * @throws DeliveryError
   */
  accountOf(
    person: { personId: string; accounts: readonly KnownAs[] },
    team: string | undefined,
  ): Promise<{ team: string; user: string; direct?: string | undefined }>;
  /** The conversation between the bot and a user. */
  directWith(team: string, user: string): Promise<string>;
  /** The conversations with a person are not there any more. */
  forgetDirect(personId: string): Promise<void>;
}

/** Of what Slack says of a user, what we look at: https://docs.slack.dev/reference/objects/user-object */
interface User {
  name?: string;
  real_name?: string;
  profile?: { real_name?: string; email?: string };
  team_id?: string;
  enterprise_user?: { teams?: string[] };
  deleted?: boolean;
  is_bot?: boolean;
  is_stranger?: boolean;
  is_email_confirmed?: boolean;
}

const nameOf = (user: User | undefined): string | undefined =>
  user?.profile?.real_name || user?.real_name || user?.name || undefined;

/**
 * The address of a user whom this workspace vouches for. Anybody can give any address to a bot, to a user of another
 * workspace, or to an account that has not confirmed it; a closed account is nobody's.
 */
function provenAddress(user: User, team: string): string | undefined {
  const { team_id: home, enterprise_user: { teams = [] } = {} } = user;
  const isOurs = home === undefined || home === team || teams.includes(team);
  const isDoubtful = user.deleted || user.is_bot || user.is_stranger || user.is_email_confirmed === false;
  return isOurs && !isDoubtful ? user.profile?.email : undefined;
}

export function createAccounts(deps: {
  db: Database;
  web: Web;
  installations: Installations;
  clock: Clock;
  meet: (newcomer: Newcomer) => Promise<Acquaintance>;
}): Accounts {
  const { db, web, installations, clock } = deps;
  const acquaintances = createAcquaintances(deps);

  async function profileOf(team: string, user: string): Promise<{ name: string; email: string | undefined }> {
    const answer = await web.call(team, 'users.info', (client) => client.users.info({ user }));
    return { name: nameOf(answer.user) ?? 'Someone', email: answer.user && provenAddress(answer.user, team) };
  }

  /** Somebody who has never written to us, by the address in the roster. @throws DeliveryError */
  async function findByEmail(personId: string, team: string): Promise<string | undefined> {
    const person = await findPerson(db, personId);
    const hubId = (await installations.tokenFor(team))?.hubId;
    if (!person?.email.includes('@') || hubId !== person.hubId) return undefined;
    const { email } = person;
    try {
      const { user } = await web.call(team, 'users.lookupByEmail', (client) => client.users.lookupByEmail({ email }));
      if (!user?.id) return undefined;
      if (user.deleted) throw new DeliveryError('person', 'Slack: the account was closed', { obstacle: 'left' });
      const proven = provenAddress(user, team);
      if (proven === undefined || plainAddress(proven) !== email) return undefined;
      const ref = accountRef(team, user.id);
      const known = await db.account.findUnique({ where: { ref } });
      // Whom the specialist has named stays that person, whatever their address.
      if (known?.personId && known.personId !== personId) return undefined;
      const data = { personId, name: nameOf(user) ?? person.name, email, seenAt: clock.now() };
      await db.account.upsert({ where: { ref }, create: { ref, hubId, ...data }, update: data });
      return user.id;
    } catch (error) {
      if (codeOf(error) === 'users_not_found') return undefined;
      throw error;
    }
  }

  return {
    whoIs: async (team, user, findGroup) => {
      const hubId = (await installations.tokenFor(team))?.hubId;
      if (hubId === undefined) return { kind: 'unlinked' };
      return acquaintances.whoIs({ ref: accountRef(team, user), hubId }, () => profileOf(team, user), findGroup);
    },
    welcome: (team, user, say) => acquaintances.welcome(accountRef(team, user), say),
    accountOf: async ({ personId, accounts: known }, team) => {
      const found = known.flatMap(({ ref, direct }) => {
        const parts = partsOf(ref);
        return parts ? [{ team: parts.team, user: parts.id, direct: direct ?? undefined }] : [];
      });
      const best = found.find((one) => one.team === team) ?? (team === undefined ? found[0] : undefined);
      if (best) return best;
      for (const place of team === undefined ? await installations.teams() : [team]) {
        const user = await findByEmail(personId, place);
        if (user) return { team: place, user };
      }
      const [elsewhere] = found;
      if (elsewhere) return elsewhere;
      throw new DeliveryError('person', 'not in the workspace', { obstacle: 'not-there' });
    },
    directWith: async (team, user) => {
      const ref = accountRef(team, user);
      const known = await db.account.findUnique({ where: { ref } });
      if (known?.direct) return known.direct;
      const opened = await web.call(team, 'conversations.open', (client) => client.conversations.open({ users: user }));
      const direct = opened.channel?.id;
      if (!direct) throw new Error('Slack opened no conversation');
      await db.account.updateMany({ where: { ref }, data: { direct } });
      return direct;
    },
    forgetDirect: async (personId) => {
      const ofSlack = { startsWith: 'slack:' };
      await db.account.updateMany({ where: { personId, ref: ofSlack }, data: { direct: null } });
    },
  };
}
