/**
 * What the app asks Slack for, and what for. The manifest and the table in docs are compared with this; a test
 * compares it with what the code calls.
 */
export const scopes = {
  'app_mentions:read': 'to hear when somebody mentions it',
  'channels:history':
    'to count who takes part, and to see questions that nobody answers, in public channels that it was invited to; no words are kept',
  'channels:read': 'to welcome people who join public channels that it was invited to',
  'chat:write': 'to post schedules, tasks and reminders, and to keep them up to date',
  commands: 'to answer /workgroup',
  'groups:history': 'the same as channels:history, in private channels that it was invited to',
  'groups:read': 'to welcome people who join private channels that it was invited to',
  'im:history': 'to read what people write to it in direct messages',
  'im:write': 'to begin a direct message',
  'pins:write': 'to pin the schedule and the gap task',
  'users:read': 'to know people by their names',
  'users:read.email': 'to find people of the roster by their email address',
} as const;

export type Scope = keyof typeof scopes;

/** Events that Slack sends us, and the scopes that each needs: https://docs.slack.dev/reference/events */
export const events: Readonly<Record<string, readonly Scope[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  member_joined_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  team_join: ['users:read'],
  tokens_revoked: [],
};

export const command = '/workgroup';

/** Methods that we call, and the scopes that each needs: https://docs.slack.dev/reference/methods */
export const methods: Readonly<Record<string, readonly Scope[]>> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'pins.add': ['pins:write'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};
