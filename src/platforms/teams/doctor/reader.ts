import { Teams } from 'botframework-connector';
import { z } from 'zod';
import { createAdapter } from '../adapter.js';
import type { Place } from '../incoming.js';
import type { TeamsSettings } from '../settings.js';

/** Milliseconds for one answer. */
const patience = 10_000;
/** Members on a page, the most and the fewest: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
const [most, fewest] = [500, 50];

const memberSchema = z.object({
  id: z.string(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
export type Member = z.infer<typeof memberSchema>;

/** Looks at what Teams has, and says nothing to anybody. All of it throws RestError, after one try. */
export interface Reader {
  /** A team, and the channels of it that the bot can see. */
  team(serviceUrl: string, id: string): Promise<{ name: string; channels: { id: string; name: string }[] }>;
  membersOfTeam(serviceUrl: string, id: string): Promise<Member[]>;
  /** Answers when the bot is in a conversation. */
  visit(place: Place): Promise<void>;
}

export function createReader(settings: TeamsSettings): Reader {
  const adapter = createAdapter(settings);
  const limited = () => ({ abortSignal: AbortSignal.timeout(patience) as never });

  async function page(serviceUrl: string, conversation: string, pageSize: number, continuationToken?: string) {
    const { conversations } = await adapter.clientFor(serviceUrl);
    const query = { pageSize, ...(continuationToken !== undefined && { continuationToken }), ...limited() };
    return conversations.getConversationPagedMembers(conversation, query as never);
  }

  return {
    team: async (serviceUrl, id) => {
      const teams = new Teams((await adapter.clientFor(serviceUrl)) as never);
      const { name } = await teams.fetchTeamDetails(id, limited());
      const { conversations = [] } = await teams.fetchChannelList(id, limited());
      const channels = conversations.flatMap((channel) =>
        // Teams names the channel that every team has in each reader's own language, and so gives none.
        channel.id === undefined ? [] : [{ id: channel.id, name: channel.name || 'General' }],
      );
      return { name: name || id, channels };
    },
    membersOfTeam: async (serviceUrl, id) => {
      const members: Member[] = [];
      let next: string | undefined;
      do {
        const found = await page(serviceUrl, id, most, next);
        members.push(...(found.members ?? []).flatMap((member) => memberSchema.safeParse(member).data ?? []));
        next = found.continuationToken || undefined;
      } while (next !== undefined);
      return members;
    },
    visit: async ({ serviceUrl, id }) => {
      await page(serviceUrl, id, fewest);
    },
  };
}
