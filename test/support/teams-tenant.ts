import { createHash } from 'node:crypto';

type Json = Record<string, unknown>;

export interface Member {
  name: string;
  email: string;
  /** In the team. */
  inTeam: boolean;
  /** Has the app for herself. */
  installed: boolean;
}

/** As the connector lists members: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
export interface TeamsUser {
  /** "29:1…": theirs for this bot alone */
  id: string;
  aadObjectId: string;
  name: string;
  givenName: string;
  surname: string;
  email: string;
  userPrincipalName: string;
  userRole: 'user' | 'guest' | 'anonymous';
  tenantId: string;
}

export interface Team {
  /** Of its General channel, too. */
  id: string;
  name: string;
  aadGroupId: string;
  channels: { id: string; name: string }[];
  /** Ids of users. */
  members: Set<string>;
  /** The app has been added to it. */
  hasBot: boolean;
}

export interface TeamsMessage {
  /** Milliseconds since 1970, as Teams names messages. */
  id: string;
  /** Without ";messageid=". */
  conversation: string;
  /** The message that began its thread; in a channel alone. */
  root?: string;
  /** "29:…" or "28:…" */
  from: string;
  activity: Json;
  /** What it was before each update. */
  history: Json[];
  deleted: boolean;
  /** Order among calls: when it was posted, and when it was last changed. */
  posted: number;
  changed: number;
}

/** Everything that Microsoft would know: people, teams, chats and what is written in them. */
export interface Tenant {
  tenantId: string;
  botId: string;
  users: TeamsUser[];
  teams: Team[];
  /** Users who have the app for themselves, and those who have blocked the bot. */
  installed: Set<string>;
  blocked: Set<string>;
  /** Personal chats with the bot that there are: chat -> user. */
  chats: Map<string, string>;
  /** Group chats that the bot is in: chat -> users. */
  groupChats: Map<string, Set<string>>;
  messages: TeamsMessage[];
  /** Updates that said what was there already, by their summary. */
  repeats: string[];
  /** The next number in the order of all that happens. */
  tick(): number;
  /** By any of their ids, address or principal name. */
  findUser(key: string): TeamsUser | undefined;
  /** By address. Throws where there is nobody. */
  userOf(email: string): TeamsUser;
  addUser(member: Member, as?: Partial<TeamsUser>): TeamsUser;
  addTeam(name: string, channels: readonly string[]): Team;
  /** The personal chat, which begins to be with this. */
  openChat(user: string): string;
  addGroupChat(users: readonly string[]): string;
  teamOf(conversation: string): Team | undefined;
  /** Whether the bot may write to somebody: they have the app, or are in a team that has it. */
  isReachable(user: string): boolean;
  membersOf(conversation: string): TeamsUser[] | undefined;
  /** @param under the message that it answers, in a channel */
  post(conversation: string, from: string, activity: Json, under?: string): TeamsMessage;
  change(message: TeamsMessage, activity: Json): void;
  remove(message: TeamsMessage): void;
  findMessage(conversation: string, id: string): TeamsMessage | undefined;
}

/** Ids look as Teams' do, and are the same for the same name every time. */
const digest = (...parts: string[]): Buffer => createHash('sha256').update(parts.join('\n')).digest();
export const guidOf = (...parts: string[]): string =>
  digest('guid', ...parts)
    .toString('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/u, '$1-$2-4$3-8$4-$5');
const wordOf = (...parts: string[]): string => digest('word', ...parts).toString('base64url');

/** What people see of a message. */
const contentOf = ({ summary, text, attachments }: Json): string => JSON.stringify([summary, text, attachments]);

/** The first message's moment: Thu 3 Sep 2026, 08:00 */
const firstMessage = 1_788_418_800_000;

export function createTenant(tenantId: string, botId: string): Tenant {
  let seq = 0;
  const tenant: Tenant = {
    tenantId,
    botId,
    users: [],
    teams: [],
    installed: new Set(),
    blocked: new Set(),
    chats: new Map(),
    groupChats: new Map(),
    messages: [],
    repeats: [],
    tick: () => seq++,
    findUser: (key) => {
      const small = key.toLowerCase();
      return tenant.users.find(({ id, aadObjectId, email, userPrincipalName }) =>
        [id.toLowerCase(), aadObjectId, email.toLowerCase(), userPrincipalName.toLowerCase()].includes(small),
      );
    },
    userOf: (email) => {
      const user = tenant.users.find((one) => one.email === email) ?? tenant.findUser(email);
      if (!user) throw new Error(`nobody in the tenant has the address ${email}`);
      return user;
    },
    addUser: ({ name, email, inTeam, installed }, as = {}) => {
      const [givenName = name, ...rest] = name.split(' ');
      const user: TeamsUser = {
        id: `29:1${wordOf(tenantId, email)}`,
        aadObjectId: guidOf(tenantId, email),
        name,
        givenName,
        surname: rest.join(' '),
        email,
        userPrincipalName: email,
        userRole: 'user',
        tenantId,
        ...as,
      };
      tenant.users.push(user);
      if (inTeam) tenant.teams[0]?.members.add(user.id);
      if (installed) {
        tenant.installed.add(user.id);
        tenant.openChat(user.id);
      }
      return user;
    },
    addTeam: (name, channels) => {
      const id = `19:${wordOf(tenantId, name)}@thread.tacv2`;
      const team: Team = {
        id,
        name,
        aadGroupId: guidOf(tenantId, name),
        channels: [
          { id, name: 'General' },
          ...channels.map((one) => ({ id: `19:${wordOf(tenantId, name, one)}@thread.tacv2`, name: one })),
        ],
        members: new Set(),
        hasBot: false,
      };
      tenant.teams.push(team);
      return team;
    },
    openChat: (user) => {
      const id = `a:1${wordOf(tenantId, user)}`;
      tenant.chats.set(id, user);
      return id;
    },
    addGroupChat: (users) => {
      const id = `19:${guidOf(...users).replaceAll('-', '')}@thread.v2`;
      tenant.groupChats.set(id, new Set(users));
      return id;
    },
    teamOf: (conversation) =>
      tenant.teams.find(({ channels }) => channels.some(({ id }) => id === channelOf(conversation))),
    isReachable: (user) =>
      tenant.installed.has(user) || tenant.teams.some(({ hasBot, members }) => hasBot && members.has(user)),
    membersOf: (conversation) => {
      const chat = tenant.chats.get(conversation);
      const ids = chat
        ? new Set([chat])
        : (tenant.groupChats.get(conversation) ?? tenant.teamOf(conversation)?.members);
      return ids && tenant.users.filter(({ id }) => ids.has(id));
    },
    post: (conversation, from, activity, under) => {
      const posted = tenant.tick();
      const id = String(firstMessage + posted);
      const inChannel = tenant.teamOf(conversation) !== undefined;
      const message: TeamsMessage = {
        id,
        conversation: channelOf(conversation),
        ...(inChannel && { root: under ?? id }),
        from,
        activity,
        history: [],
        deleted: false,
        posted,
        changed: posted,
      };
      tenant.messages.push(message);
      return message;
    },
    change: (message, activity) => {
      if (contentOf(message.activity) === contentOf(activity)) tenant.repeats.push(String(activity.summary));
      message.history.push(message.activity);
      message.activity = activity;
      message.changed = tenant.tick();
    },
    remove: (message) => {
      message.deleted = true;
      message.changed = tenant.tick();
    },
    findMessage: (conversation, id) =>
      tenant.messages.find(
        (message) => message.id === id && message.conversation === channelOf(conversation) && !message.deleted,
      ),
  };
  return tenant;
}

/** A conversation in a channel is named after the message that began it: "19:…@thread.tacv2;messageid=1788…" */
export const channelOf = (conversation: string): string => conversation.split(';')[0] ?? '';
export const rootOf = (conversation: string): string | undefined => conversation.split(';messageid=')[1];
