/**
 * What the app asks Teams for, and what for. The manifest and the table in docs are compared with this.
 *
 * Each is agreed to by the owner of the team, or by who adds the app to the chat:
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-for-bots-and-agents
 */
export const resourceSpecific = {
  'ChannelMessage.Read.Group':
    'to count who takes part, and to see questions that nobody answers, in the group’s channel; no words are kept',
  'ChatMessage.Read.Chat': 'the same as ChannelMessage.Read.Group, where the group meets in a group chat',
} as const;

/** Where the bot can be talked to: https://learn.microsoft.com/microsoft-365/extensibility/schema/root-bots */
export const scopes = {
  personal: 'to answer each person privately, and to send reminders and questions',
  team: 'to post the schedule and gap tasks in the group’s channel, and to keep them up to date',
  groupChat: 'the same as team, where the group meets in a group chat',
} as const;

/** What people are told that the app does: https://learn.microsoft.com/microsoft-365/extensibility/schema/root */
export const shown = {
  identity: 'to find people of the roster by their email address or user name',
  messageTeamMembers: 'to begin a chat with people of the group',
} as const;
