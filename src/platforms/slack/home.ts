import { type Card, notice } from '../../../cards/model.js';
import { wordsCard } from '../../../cards/open-form.js';
import type { Router } from '../../edge/router.js';
import { renderHome } from '../../render/block-kit.js';
import { newId } from '../../shared/ids.js';
import { asked, stranger } from '../known.js';
import type { Accounts } from './accounts.js';
import type { Web } from './web.js';

export interface Home {
  /** Draws somebody's own page anew. @param outcome what has just been done there, or why it was not */
  publish(team: string, user: string, outcome?: { kind: 'done' | 'refused'; text: string }): Promise<void>;
}

export const unlinked =
  'This workspace is not connected to a Maths Hub yet. The person who runs the bot can do that with "workgroup workspaces".';

export function createHome(deps: { web: Web; accounts: Accounts; router: () => Router }): Home {
  const { web, accounts, router } = deps;

  async function pageOf(team: string, user: string): Promise<Card> {
    const known = await accounts.whoIs(team, user);
    if (known.kind === 'unlinked') return wordsCard(unlinked);
    if (known.personId === undefined) return wordsCard(known.asked ? asked : stranger);
    const reply = await router().handle({
      id: newId(),
      personId: known.personId,
      intent: { kind: 'press', route: 'home.show', args: {} },
    });
    if ('card' in reply && reply.card) return reply.card;
    return wordsCard('text' in reply ? reply.text : stranger);
  }

  return {
    publish: async (team, user, outcome) => {
      const page = await pageOf(team, user);
      const shown = outcome
        ? { ...page, body: [notice(outcome.kind === 'done' ? 'good' : 'warning', outcome.text), ...page.body] }
        : page;
      const view = renderHome(shown) as never;
      await web.call(team, 'views.publish', (client) => client.views.publish({ user_id: user, view }));
    },
  };
}
