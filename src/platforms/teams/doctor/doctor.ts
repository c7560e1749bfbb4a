import { type Check, ok, warning } from '../../../shared/check.js';
import type { Clock } from '../../../shared/clock.js';
import type { Database } from '../../../store/client.js';
import { createConversations } from '../conversations.js';
import { tenantRef } from '../refs.js';
import type { TeamsSettings } from '../settings.js';
import { examineEndpoint } from './endpoint.js';
import { examineJoinedTeams } from './joined-teams.js';
import { examineKeys, examineSignIn } from './microsoft.js';
import { type ExaminedGroup, examinePeople } from './people.js';
import { examinePlace } from './places.js';
import { createReader } from './reader.js';
import { examineTenants, listTenants } from './tenants.js';

export interface Examination {
  db: Database;
  settings: TeamsSettings;
  publicUrl: string | undefined;
  clock: Clock;
  /** Groups of this school year that are in Teams, or may come to be. */
  groups: readonly (ExaminedGroup & { channel: { ref: string } | null; headsChannel: { ref: string } | null })[];
}

/** Everything about Teams that can be seen from here. Nobody is written to. */
export async function examineTeams(deps: Examination): Promise<Check[]> {
  const { db, settings, publicUrl, clock, groups } = deps;
  const token = await examineSignIn(settings);
  const tenants = await listTenants(db, settings);
  const checks = [
    examineType(settings),
    token,
    await examineKeys(settings),
    ...(await examineEndpoint(publicUrl)),
    ...(await examineTenants(db, tenants, publicUrl)),
  ];
  // Without a token there is nothing more to be seen.
  if (token.state !== 'ok' || tenants.length === 0) return checks;
  const reader = createReader(settings);
  const conversations = createConversations({ db, clock });
  const { checks: found, teams } = await examineJoinedTeams(tenants, conversations, reader);
  checks.push(...(found.length > 0 ? found : await examineNone(db)));
  for (const group of groups) {
    const { id, name, channel, headsChannel } = group;
    const places = [
      { id, name, their: 'its', setup: 'setup', channel: channel?.ref },
      {
        id: `${id}/heads`,
        name: `The heads of ${name}`,
        their: 'their',
        setup: 'setup heads',
        channel: headsChannel?.ref,
      },
    ] as const;
    for (const { channel, ...place } of places) {
      if (!channel?.startsWith(tenantRef(''))) continue;
      checks.push(await examinePlace({ ...place, channel }, { conversations, reader, teams }));
    }
    checks.push(await examinePeople(db, group, tenants, teams));
  }
  return checks;
}

const examineType = ({ appType, tenantId }: TeamsSettings): Check =>
  appType === 'SingleTenant'
    ? ok('teams', `Teams: the bot is set up as a single-tenant one, of the tenant ${tenantId ?? ''}.`)
    : warning(
        'teams',
        'Teams: the bot is set up as a multi-tenant one, of which Microsoft makes no new ones.',
        'If the Azure bot is a single-tenant one, set MicrosoftAppType=SingleTenant and MicrosoftAppTenantId.',
      );

async function examineNone(db: Database): Promise<Check[]> {
  const chats = await db.conversation.count({ where: { kind: 'groupChat' } });
  if (chats > 0) return [ok('team', 'The bot is in no team, but in a group chat.')];
  const todo = 'In Teams, an owner of the group’s team adds Work Group: “Manage team”, “Apps”.';
  return [warning('team', 'The bot is in no team yet.', todo)];
}
