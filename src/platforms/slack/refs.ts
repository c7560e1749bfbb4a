/** The product's names for what is Slack's: accounts, channels, workspaces and messages in the database. */

export const channelRef = (team: string, channel: string): string => `slack:${team}:${channel}`;
export const accountRef = (team: string, user: string): string => `slack:${team}:${user}`;
export const messageRef = (team: string, channel: string, ts: string): string => `slack:${team}:${channel}:${ts}`;

/** The parts after "slack:"; undefined for what is not Slack's. */
export function partsOf(ref: string): { team: string; id: string; ts: string } | undefined {
  const [platform, team = '', id = '', ts = ''] = ref.split(':');
  return platform === 'slack' ? { team, id, ts } : undefined;
}
