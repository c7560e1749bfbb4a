import { DeliveryError } from '../../../delivery/messenger.js';
import { type Check, fault, ok, warning } from '../../../shared/check.js';
import type { Conversations } from '../conversations.js';
import { toDeliveryError } from '../errors.js';
import type { Place } from '../incoming.js';
import { partsOf } from '../refs.js';
import type { Team } from './joined-teams.js';
import type { Reader } from './reader.js';

/** Whether the bot can write in the channel, or the chat, that is a group's own. */
export async function examinePlace(
  { id: groupId, name }: { id: string; name: string },
  channel: string,
  deps: { conversations: Pick<Conversations, 'find'>; reader: Reader; teams: readonly Team[] },
): Promise<Check> {
  const id = `place/${groupId}`;
  const { tenant = '', id: conversation = '' } = partsOf(channel) ?? {};
  const place = await deps.conversations.find(tenant, conversation);
  if (!place) return notIn(id, name);
  try {
    await deps.reader.visit(place);
    return ok(id, `${name}: the bot can write in its ${describe(place, deps.teams)}.`);
  } catch (error) {
    return explain(id, name, toDeliveryError(error, 'channel'));
  }
}

function describe({ tenant, id, kind }: Place, teams: readonly Team[]): string {
  if (kind === 'groupChat') return 'group chat';
  for (const team of teams) {
    const channel = team.tenant === tenant ? team.channels.find((one) => one.id === id) : undefined;
    if (channel) return `channel, “${channel.name}” in the team “${team.name}”`;
  }
  return 'channel';
}

const notIn = (id: string, name: string): Check =>
  warning(
    id,
    `${name}: the bot is not in its channel any more.`,
    'Add Work Group to the team again: in Teams, “Manage team”, “Apps”.',
  );

function explain(id: string, name: string, error: Error): Check {
  const said = error.message;
  switch (error instanceof DeliveryError ? error.details.obstacle : undefined) {
    case 'not-in-channel':
      return notIn(id, name);
    case 'channel-gone':
      return warning(
        id,
        `${name}: its channel is not there any more.`,
        'In the channel that it has now, type @Work Group setup',
      );
    case 'missing-permission':
      return warning(
        id,
        `${name}: the bot may not write in its channel (${said}).`,
        'Ask the Teams administrator to allow Work Group: in the Teams admin centre, “Teams apps”, “Manage apps”.',
      );
    case 'not-installed':
      return fault(
        id,
        `${name}: the bot cannot write in its channel, for Teams does not take the bot’s token (${said}).`,
        'Look at the Azure bot: Microsoft Teams must be on its page “Channels”, and its “Microsoft App ID” must be MicrosoftAppId.',
      );
    default:
      return warning(
        id,
        `${name}: Teams did not say just now whether the bot can write in its channel (${said}).`,
        'Ask again in a minute.',
      );
  }
}
