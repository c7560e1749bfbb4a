import { composeCore } from '../../src/compose.js';
import type { Messenger } from '../../src/delivery/messenger.js';
import { quietLog } from '../support/router.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import type { TeamsMessage } from '../support/teams-tenant.js';

/** Everything that the bot wrote meanwhile, wherever it stands, in order. */
export async function answersTo({ api }: TeamsDriver, work: () => Promise<unknown>): Promise<TeamsMessage[]> {
  const { messages } = api.tenant;
  const before = messages.length;
  await work();
  return messages.slice(before).filter(({ from }) => from === api.bot.id);
}

/** Every command of the product, with somebody who may use it. */
export function commandsOf({ db, clock }: TeamsDriver): { words: string; who: string }[] {
  const core = composeCore({ db, clock, log: quietLog, publicUrl: 'http://localhost', messenger: {} as Messenger });
  return core.router.routes.flatMap(({ command, who }) => {
    const role = (['specialist', 'advocate', 'head'] as const).find((one) => who.includes(one));
    return command && role ? [{ words: command.words, who: role }] : [];
  });
}
