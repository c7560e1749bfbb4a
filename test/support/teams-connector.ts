import { teams } from '../../src/render/limits.js';
import { channelOf, rootOf, type TeamsMessage, type TeamsUser, type Tenant } from './teams-tenant.js';

type Json = Record<string, unknown>;

/** What the bot may ask of the connector, and of the login. */
export type Operation =
  | 'create'
  | 'send'
  | 'reply'
  | 'update'
  | 'delete'
  | 'members'
  | 'pagedMembers'
  | 'member'
  | 'team'
  | 'channels'
  | 'login'
  | 'unknown';

export interface Refusal {
  status: number;
  body: Json;
  headers?: Record<string, string>;
}

const refusal = (status: number, code: string, message: string): Refusal => ({
  status,
  body: { error: { code, message } },
});

/**
 * What Teams answers that refuses. Codes and messages: https://learn.microsoft.com/microsoftteams/platform/bots/
 * build-conversational-capability#status-codes-from-bot-conversational-apis; "BadSyntax" as recorded in
 * https://github.com/microsoft/teams.net, core/docs/CreateConversation-API-Behavior.md.
 */
export const refusals = {
  notInstalled: refusal(403, 'ForbiddenOperationException', "Bot is not installed in user's personal scope"),
  notInRoster: refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.'),
  blocked: refusal(403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.'),
  disabled: refusal(403, 'BotDisabledByAdmin', 'The tenant admin disabled this bot'),
  notAllowed: refusal(403, 'NotEnoughPermissions', 'The bot does not have permission to perform this action.'),
  wrongHost: refusal(
    403,
    'InvalidBotApiHost',
    'Invalid bot api host. For GCC tenants, call https://smba.infra.gcc.teams.microsoft.com.',
  ),
  notRegistered: refusal(401, 'BotNotRegistered', 'No registration found for this bot.'),
  unauthorised: { status: 401, body: { message: 'Authorization has been denied for this request.' } },
  noConversation: refusal(404, 'ConversationNotFound', 'Conversation not found.'),
  noActivity: refusal(404, 'ActivityNotFoundInConversation', 'Conversation not found.'),
  noMember: refusal(404, 'MemberNotFoundInConversation', 'Member not found in conversation.'),
  badParameters: refusal(400, 'BadSyntax', 'Incorrect conversation creation parameters'),
  badUser: refusal(400, 'BadSyntax', 'Invalid user identity in provided tenant'),
  badActivity: refusal(400, 'BadSyntax', 'Activity has neither text nor attachments'),
  concurrent: refusal(412, 'PreconditionFailed', 'Precondition failed, please try again.'),
  tooBig: refusal(413, 'MessageSizeTooBig', 'Message size too large.'),
  throttled: refusal(429, 'Throttled', 'Too many requests.'),
  badGateway: refusal(502, 'ServiceError', 'Unknown'),
  unavailable: { status: 503, body: {} },
  timeout: { status: 504, body: {} },
} satisfies Record<string, Refusal>;

/** Too many requests, and when to come back, in seconds. */
export const throttled = (seconds: number): Refusal => ({
  ...refusals.throttled,
  headers: { 'retry-after': String(seconds) },
});

export interface Asked {
  method: string;
  /** From "/v3/" on, without a query. */
  path: string;
  query: URLSearchParams;
  body: Json;
  /** Of the body as it was sent. */
  bytes: number;
}

interface Answered {
  status: number;
  body?: unknown;
}

interface Route {
  operation: Operation;
  method: string;
  path: RegExp;
  answer(asked: Asked, ...ids: string[]): Answered;
}

/** The Bot Connector as Teams has it. */
export interface Connector {
  operationOf(method: string, path: string): Operation;
  answer(asked: Asked): Answered;
}

/** Members of a page: no fewer and no more than Teams gives, https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
const pages = { least: 50, usual: 200, most: 500 } as const;

/** @param pageSize members on a page, for tests in which Teams' 50 are too many to have */
export function createConnector(tenant: Tenant, pageSize?: number): Connector {
  /** Whether the bot may write there. */
  function refuseEntry(conversation: string): Refusal | undefined {
    const user = tenant.chats.get(conversation);
    if (user !== undefined) {
      if (tenant.blocked.has(user)) return refusals.blocked;
      return tenant.isReachable(user) ? undefined : refusals.notInRoster;
    }
    if (tenant.groupChats.has(conversation)) return undefined;
    const team = tenant.teamOf(conversation);
    if (!team) return refusals.noConversation;
    const root = rootOf(conversation);
    if (!team.hasBot) return refusals.notInRoster;
    return root === undefined || tenant.messages.some(({ id }) => id === root) ? undefined : refusals.noConversation;
  }

  function write({ body, bytes }: Asked, conversation: string, under?: string): Answered {
    const refused = refuseEntry(conversation) ?? refuseContent(body, bytes);
    if (refused) return refused;
    if (body.type !== 'message') return { status: 201, body: {} };
    const root = under === undefined ? rootOf(conversation) : tenant.findMessage(conversation, under)?.root;
    const message = tenant.post(conversation, tenant.botId, body, root);
    return { status: 201, body: { id: message.id } };
  }

  /** Opens a personal chat, or begins a thread in a channel. */
  function create({ body, bytes }: Asked): Answered {
    const activity = body.activity as Json | undefined;
    if (body.isGroup === true) {
      const channel = (body.channelData as { channel?: { id?: string } } | undefined)?.channel?.id;
      if (channel === undefined || !activity) return refusals.badParameters;
      const refused = refuseEntry(channelOf(channel)) ?? refuseContent(activity, bytes);
      if (refused) return refused;
      const { id } = tenant.post(channelOf(channel), tenant.botId, activity);
      return { status: 201, body: { id: `${channelOf(channel)};messageid=${id}`, activityId: id } };
    }
    const [member, ...others] = (body.members ?? []) as { id?: string }[];
    if (member?.id === undefined || others.length > 0 || body.tenantId === undefined) return refusals.badParameters;
    const user = tenant.users.find(({ id, aadObjectId }) => id === member.id || aadObjectId === member.id);
    if (!user || body.tenantId !== tenant.tenantId) return refusals.badUser;
    if (!tenant.isReachable(user.id)) return refusals.notInstalled;
    if (activity) {
      const refused = tenant.blocked.has(user.id) ? refusals.blocked : refuseContent(activity, bytes);
      if (refused) return refused;
    }
    const id = tenant.openChat(user.id);
    if (activity) tenant.post(id, tenant.botId, activity);
    return { status: 201, body: { id } };
  }

  /** A message that the bot may change. */
  function ownMessage(conversation: string, id: string): TeamsMessage | Refusal {
    const refused = refuseEntry(conversation);
    if (refused) return refused;
    const message = tenant.findMessage(conversation, id);
    if (!message) return refusals.noActivity;
    return message.from === tenant.botId ? message : refusals.notAllowed;
  }

  function members(conversation: string, give: (all: readonly Json[]) => Answered): Answered {
    const channel = channelOf(conversation);
    const all = tenant.membersOf(channel);
    if (!all) return refusals.noConversation;
    const refused = tenant.chats.has(channel) ? undefined : refuseEntry(channel);
    return refused ?? give(all.map(asMember));
  }

  function page(all: readonly Json[], query: URLSearchParams): Answered {
    const asked = Math.min(Math.max(Number(query.get('pageSize') ?? pages.usual), pages.least), pages.most);
    const size = pageSize ?? asked;
    const token = query.get('continuationToken');
    const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString());
    if (!Number.isInteger(from)) return refusals.badParameters;
    const next = from + size < all.length ? Buffer.from(String(from + size)).toString('base64url') : undefined;
    return { status: 200, body: { members: all.slice(from, from + size), continuationToken: next } };
  }

  function inTeam(id: string, give: (team: Tenant['teams'][number]) => Json): Answered {
    const team = tenant.teams.find((one) => one.id === id);
    if (!team) return refusals.noConversation;
    return team.hasBot ? { status: 200, body: give(team) } : refusals.notInRoster;
  }

  const activities = '^/v3/conversations/([^/]+)/activities';
  const routes: readonly Route[] = [
    { operation: 'create', method: 'POST', path: /^\/v3\/conversations\/?$/u, answer: create },
    {
      operation: 'send',
      method: 'POST',
      path: new RegExp(`${activities}/?$`, 'u'),
      answer: (asked, conversation = '') => write(asked, conversation),
    },
    {
      operation: 'reply',
      method: 'POST',
      path: new RegExp(`${activities}/([^/]+)$`, 'u'),
      answer: (asked, conversation = '', under = '') =>
        refuseEntry(conversation) ??
        (tenant.findMessage(conversation, under) ? write(asked, conversation, under) : refusals.noActivity),
    },
    {
      operation: 'update',
      method: 'PUT',
      path: new RegExp(`${activities}/([^/]+)$`, 'u'),
      answer: ({ body, bytes }, conversation = '', id = '') => {
        const message = ownMessage(conversation, id);
        if ('status' in message) return message;
        const refused = refuseContent(body, bytes);
        if (refused) return refused;
        tenant.change(message, body);
        return { status: 200, body: { id } };
      },
    },
    {
      operation: 'delete',
      method: 'DELETE',
      path: new RegExp(`${activities}/([^/]+)$`, 'u'),
      answer: (_asked, conversation = '', id = '') => {
        const message = ownMessage(conversation, id);
        if ('status' in message) return message;
        tenant.remove(message);
        return { status: 200 };
      },
    },
    {
      operation: 'members',
      method: 'GET',
      path: /^\/v3\/conversations\/([^/]+)\/members\/?$/u,
      answer: (_asked, conversation = '') => members(conversation, (all) => ({ status: 200, body: all })),
    },
    {
      operation: 'pagedMembers',
      method: 'GET',
      path: /^\/v3\/conversations\/([^/]+)\/pagedmembers\/?$/iu,
      answer: ({ query }, conversation = '') => members(conversation, (all) => page(all, query)),
    },
    {
      operation: 'member',
      method: 'GET',
      path: /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/u,
      answer: (_asked, conversation = '', key = '') =>
        members(conversation, (all) => {
          const found = all.find(({ id }) => id === tenant.findUser(key)?.id);
          return found ? { status: 200, body: found } : refusals.noMember;
        }),
    },
    {
      operation: 'channels',
      method: 'GET',
      path: /^\/v3\/teams\/([^/]+)\/conversations\/?$/u,
      answer: (_asked, team = '') =>
        // The name of General is left to the client, which says it in the reader's language.
        inTeam(team, ({ id, channels }) => ({
          conversations: channels.map((one) => ({ id: one.id, name: one.id === id ? null : one.name })),
        })),
    },
    {
      operation: 'team',
      method: 'GET',
      path: /^\/v3\/teams\/([^/]+)$/u,
      answer: (_asked, team = '') => inTeam(team, ({ id, name, aadGroupId }) => ({ id, name, aadGroupId })),
    },
  ];
  const find = (method: string, path: string): Route | undefined =>
    routes.find((route) => route.method === method && route.path.test(path));

  return {
    operationOf: (method, path) => find(method, path)?.operation ?? 'unknown',
    answer: (asked) => {
      const route = find(asked.method, asked.path);
      if (!route) return { status: 404, body: { message: `No HTTP resource was found for ${asked.path}` } };
      const ids = route.path.exec(asked.path)?.slice(1).map(decodeURIComponent) ?? [];
      return route.answer(asked, ...ids);
    },
  };
}

function refuseContent(activity: Json, bytes: number): Refusal | undefined {
  if (bytes > teams.messageBytes) return refusals.tooBig;
  const attachments = (activity.attachments ?? []) as Json[];
  const empty = attachments.length === 0 && (activity.text ?? '') === '';
  return activity.type === 'message' && empty ? refusals.badActivity : undefined;
}

const asMember = (user: TeamsUser): Json => ({ ...user, objectId: user.aadObjectId });
