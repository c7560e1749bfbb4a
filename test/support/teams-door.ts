import { randomUUID } from 'node:crypto';
import type { Team, TeamsUser } from './teams-tenant.js';

type Json = Record<string, unknown>;

export interface DoorAnswer {
  status: number;
  /** What is not JSON is left out. */
  body: Json | undefined;
}

/** Where an activity comes from, as far as every activity says it. */
export interface World {
  tenantId: string;
  serviceUrl: string;
  bot: { id: string; name: string };
}

/** A conversation as activities name it. */
export interface Where {
  kind: 'personal' | 'channel' | 'groupChat';
  /** In a channel with ";messageid=" and the message that began it. */
  id: string;
  team?: Pick<Team, 'id' | 'name' | 'aadGroupId'>;
}

/** Posts to the bot's door as Teams does. @param token absent: without any */
export async function knock(
  url: string,
  activity: unknown,
  token?: string,
  headers: Record<string, string> = {},
): Promise<DoorAnswer> {
  const { conversation } = (activity ?? {}) as { conversation?: { id?: unknown; tenantId?: unknown } };
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      // Names of the conversation, so that a bot may route without reading: only what a header can hold.
      ...headerOf('x-ms-conversation-id', conversation?.id),
      ...headerOf('x-ms-tenant-id', conversation?.tenantId),
      ...headers,
    },
    body: typeof activity === 'string' ? activity : JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Json) : undefined };
}

const headerOf = (name: string, value: unknown): Record<string, string> =>
  typeof value === 'string' && /^[\x20-\x7e]+$/u.test(value) ? { [name]: value } : {};

export const personal = (chat: string): Where => ({ kind: 'personal', id: chat });
export const groupChat = (chat: string): Where => ({ kind: 'groupChat', id: chat });
/** @param root the message that began the thread */
export const channel = (team: Where['team'], id: string, root?: string): Where => ({
  kind: 'channel',
  id: root === undefined ? id : `${id};messageid=${root}`,
  ...(team && { team }),
});

/** What all activities of Teams have in common. */
function base(world: World, type: string, from: TeamsUser, where: Where): Json {
  const { kind, id, team } = where;
  return {
    type,
    id: `f:${randomUUID()}`,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: world.serviceUrl,
    from: { id: from.id, name: from.name, aadObjectId: from.aadObjectId },
    conversation: {
      ...(kind !== 'personal' && { isGroup: true }),
      conversationType: kind,
      tenantId: world.tenantId,
      id,
    },
    recipient: world.bot,
    entities: [{ locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London', type: 'clientInfo' }],
    channelData: {
      ...(team && {
        teamsChannelId: id.split(';')[0],
        teamsTeamId: team.id,
        channel: { id: id.split(';')[0] },
        team: { id: team.id },
      }),
      tenant: { id: world.tenantId },
    },
    locale: 'en-GB',
    localTimezone: 'Europe/London',
  };
}

/** The bot's name as it stands in what somebody writes to it where others read along. */
export const mentionOf = ({ bot }: World): string => `<at>${bot.name}</at>`;

/** What somebody writes. Whether it mentions the bot is seen from the text. @param id of the message */
export function messageActivity(world: World, from: TeamsUser, where: Where, text: string, id: string): Json {
  const common = base(world, 'message', from, where);
  const mention = mentionOf(world);
  const html = text.replace(
    mention,
    `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">${world.bot.name}</span>`,
  );
  return {
    ...common,
    id,
    textFormat: 'plain',
    text,
    attachments: [{ contentType: 'text/html', content: `<div><div>${html}</div></div>` }],
    entities: [
      ...(text.includes(mention) ? [{ type: 'mention', mentioned: world.bot, text: mention }] : []),
      ...(common.entities as Json[]),
    ],
  };
}

/** Something that wants its answer at once: a press on a card, a dialog. @param replyTo the message with the card */
export function invokeActivity(
  world: World,
  from: TeamsUser,
  where: Where,
  invoke: { name: string; value: Json; replyTo?: string },
): Json {
  const common = base(world, 'invoke', from, where);
  return {
    ...common,
    name: invoke.name,
    value: invoke.value,
    ...(invoke.replyTo !== undefined && { replyToId: invoke.replyTo }),
    channelData: { ...(common.channelData as Json), source: { name: 'message' } },
  };
}

/**
 * Values of invokes, with what the card's inputs hold. Action.Execute:
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#request-format; dialogs:
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
 */
export const executeValue = (action: Json, inputs: Json = {}, trigger: 'manual' | 'automatic' = 'manual'): Json => ({
  action: {
    type: 'Action.Execute',
    id: action.id ?? '',
    verb: action.verb,
    ...(action.title !== undefined && { title: action.title }),
    data: { ...(action.data as Json | undefined), ...inputs },
  },
  trigger,
});

export const dialogValue = (data: Json, inputs: Json = {}): Json => ({
  data: { ...data, ...inputs },
  context: { theme: 'default' },
});

/** The app is added for somebody or to a team, or removed. @param action also "add-upgrade", "remove-upgrade" */
export function installationUpdate(world: World, by: TeamsUser, where: Where, action = 'add'): Json {
  const common = base(world, 'installationUpdate', by, where);
  return {
    ...common,
    action,
    channelData: {
      ...(common.channelData as Json),
      ...(where.team && { team: where.team, settings: { selectedChannel: { id: where.id } } }),
      source: { name: 'message' },
    },
  };
}

/**
 * Something changes in a conversation. Teams names it in `eventType`, but in personal chats.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
 * @param more what belongs to it: membersAdded, channelData …
 */
export function conversationUpdate(
  world: World,
  by: TeamsUser,
  where: Where,
  eventType: string | undefined,
  more: Json = {},
): Json {
  const common = base(world, 'conversationUpdate', by, where);
  return {
    ...common,
    ...more,
    channelData: {
      ...(common.channelData as Json),
      ...(where.team && { team: where.team }),
      ...(eventType !== undefined && { eventType }),
      ...(more.channelData as Json | undefined),
    },
  };
}

/** The bot comes to a team or a person; in a team it is told in the channel where it was added. */
export const botAdded = (world: World, by: TeamsUser, where: Where): Json =>
  conversationUpdate(world, by, where, where.kind === 'personal' ? undefined : 'teamMemberAdded', {
    membersAdded: [
      { id: world.bot.id },
      ...(where.kind === 'personal' ? [{ id: by.id, aadObjectId: by.aadObjectId }] : []),
    ],
    ...(where.team && { channelData: { settings: { selectedChannel: { id: where.id } } } }),
  });

export const botRemoved = (world: World, by: TeamsUser, where: Where): Json =>
  conversationUpdate(world, by, where, where.kind === 'personal' ? undefined : 'teamMemberRemoved', {
    membersRemoved: [{ id: world.bot.id }],
  });

/** @param where the team's General channel, where Teams tells of people */
export const membersAdded = (world: World, by: TeamsUser, where: Where, who: readonly TeamsUser[]): Json =>
  conversationUpdate(world, by, where, 'teamMemberAdded', {
    membersAdded: who.map(({ id, aadObjectId }) => ({ id, aadObjectId })),
  });

export const membersRemoved = (world: World, by: TeamsUser, where: Where, who: readonly TeamsUser[]): Json =>
  conversationUpdate(world, by, where, 'teamMemberRemoved', {
    membersRemoved: who.map(({ id, aadObjectId }) => ({ id, aadObjectId })),
  });

/** "channelCreated", "channelRenamed", "channelDeleted", "channelRestored": told in General, about another channel. */
export const channelChanged = (
  world: World,
  by: TeamsUser,
  team: Team,
  eventType: string,
  about: { id: string; name: string },
): Json =>
  conversationUpdate(world, by, channel(team, team.id), eventType, { channelData: { channel: about, team: team } });
