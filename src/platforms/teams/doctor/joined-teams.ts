import { type Check, ok, warning } from '../../../shared/check.js';
import type { Conversations } from '../conversations.js';
import { isFinal, toDeliveryError } from '../errors.js';
import { conversationRef } from '../refs.js';
import type { Member, Reader } from './reader.js';
import type { Tenant } from './tenants.js';

/** A team that the bot is in. */
export interface Team {
  tenant: string;
  name: string;
  channels: readonly { id: string; name: string }[];
  /** Of tenants that belong to a hub; undefined where Teams would not say just now. */
  members: readonly Member[] | undefined;
}

/** The teams that the bot is in, each with its channels. */
export async function examineJoinedTeams(
  tenants: readonly Tenant[],
  conversations: Pick<Conversations, 'teamsIn'>,
  reader: Reader,
): Promise<{ checks: Check[]; teams: Team[] }> {
  const checks: Check[] = [];
  const teams: Team[] = [];
  for (const { id: tenant, hub } of tenants) {
    for (const { serviceUrl, id, team = id } of await conversations.teamsIn(tenant)) {
      const check = `team/${conversationRef(tenant, team)}`;
      try {
        const { name, channels } = await reader.team(serviceUrl, team);
        const members = hub ? await reader.membersOfTeam(serviceUrl, team) : [];
        teams.push({ tenant, name, channels, members });
        checks.push(ok(check, `The bot is in the team “${name}” (${channels.map((one) => one.name).join(', ')}).`));
      } catch (error) {
        const { message } = toDeliveryError(error, 'channel');
        const gone = isFinal(error);
        if (!gone) teams.push({ tenant, name: team, channels: [], members: undefined });
        checks.push(
          gone
            ? warning(
                check,
                `The bot cannot see the team ${team} any more (${message}).`,
                'If it should be in it, add Work Group to the team again: in Teams, “Manage team”, “Apps”.',
              )
            : warning(
                check,
                `Teams did not let the team ${team} be seen just now (${message}).`,
                'Ask again in a minute.',
              ),
        );
      }
    }
  }
  return { checks, teams };
}
