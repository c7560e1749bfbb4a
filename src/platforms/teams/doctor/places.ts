import { DeliveryError } from '../../../delivery/messenger.js';
import { type Check, fault, ok, warning } from '../../../shared/check.js';
import type { Conversations } from '../conversations.js';
import { toDeliveryError } from '../errors.js';
import type { Place } from '../incoming.js';
import { partsOf } from '../refs.js';
import type { Team } from './joined-teams.js';
import type { Reader } from './reader.js';

/** A channel or a chat that is a group's own, or its heads'. */
interface OwnPlace {
  id: string;
  /** "Primary Work Group 1", "The heads of Primary Work Group 1" */
  name: string;
  their: 'its' | 'their';
  /** What makes a channel theirs: "setup", "setup heads" */
  setup: string;
}

/** Whether the bot can write there. */
export async function examinePlace(
  { channel, ...own }: OwnPlace & { channel: string },
  deps: { conversations: Pick<Conversations, 'find'>; reader: Reader; teams: readonly Team[] },
): Promise<Check> {
  const id = `place/${own.id}`;
  const { tenant = '', id: conversation = '' } = partsOf(channel) ?? {};
  const place = await deps.conversations.find(tenant, conversation);
  if (!place) return notIn(id, own);
  try {
    await deps.reader.visit(place);
    return ok(id, `${own.name}: the bot can write in ${own.their} ${describe(place, deps.teams)}.`);
  } catch (error) {
    return explain(id, own, toDeliveryError(error, 'channel'));
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

const notIn = (id: string, { name, their }: OwnPlace): Check =>
  warning(
    id,
    `${name}: the bot is not in ${their} channel any more.`,
    'Add Work Group to the team again: in Teams, “Manage team”, “Apps”.',
  );

function explain(id: string, own: OwnPlace, error: Error): Check {
  const { name, their } = own;
  const said = error.message;
  switch (error instanceof DeliveryError ? error.details.obstacle : undefined) {
    case 'not-in-channel':
      return notIn(id, own);
    case 'channel-gone':
      return warning(
        id,
        `${name}: ${their} channel is not there any more.`,
        `In the channel that ${their === 'its' ? 'it has' : 'they have'} now, type @Work Group ${own.setup}`,
      );
    case 'missing-permission':
      return warning(
        id,
        `${name}: the bot may not write in ${their} channel (${said}).`,
        'Ask the Teams administrator to allow Work Group: in the Teams admin centre, “Teams apps”, “Manage apps”.',
      );
    case 'not-installed':
      return fault(
        id,
        `${name}: the bot cannot write in ${their} channel, for Teams does not take the bot’s token (${said}).`,
        'Look at the Azure bot: Microsoft Teams must be on its page “Channels”, and its “Microsoft App ID” must be MicrosoftAppId.',
      );
    default:
      return warning(
        id,
        `${name}: Teams did not say just now whether the bot can write in ${their} channel (${said}).`,
        'Ask again in a minute.',
      );
  }
}
