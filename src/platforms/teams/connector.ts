import { type ConnectorClient, Teams } from 'botframework-connector';
import type { Timer } from '../../shared/timer.js';
import { type Pace, withLeave } from '../pace.js';
import type { Adapter } from './adapter.js';
import { isPassing, isUnanswered, retryAfterOf, statusOf } from './errors.js';
import type { Operation } from './limits.js';

type Conversations = ConnectorClient['conversations'];

/** Milliseconds for one answer of Teams'. */
const timeout = 15_000;
/** How often a call is made again at once when Teams stumbles, and after how many milliseconds, more or less. */
const stumbles = 2;
const stumble = 500;

export interface Connector {
  /**
   * Calls Teams in one conversation, at a pace that it allows; waits and tries again when Teams says so.
   * @param place the conversation, or a person with whom one begins
   * @param once where doing it twice would be worse than late: a call that may have been done is not made again
   * @throws RestError (see errors.ts); DeliveryError after too long a wait
   */
  call<Result>(
    where: { tenant: string; serviceUrl: string },
    operation: Operation,
    place: string,
    work: (conversations: Conversations, options: { abortSignal: AbortSignal }, teams: Teams) => Promise<Result>,
    once?: boolean,
  ): Promise<Result>;
}

export function createConnector(deps: {
  adapter: Adapter;
  pace: Pace;
  timer: Timer;
  random?: () => number;
}): Connector {
  const { adapter, pace, timer, random = Math.random } = deps;
  return {
    call: async ({ tenant, serviceUrl }, operation, place, work, once = false) => {
      const call = { platform: 'Teams', scope: tenant, method: operation, place };
      const waitOf = (error: unknown): number | undefined =>
        once && isUnanswered(error) ? undefined : retryAfterOf(error);
      let stumbled = 0;
      let renewed = false;
      for (;;) {
        try {
          return await withLeave(pace, call, waitOf, async () => {
            const client = await adapter.clientFor(serviceUrl);
            const options = { abortSignal: AbortSignal.timeout(timeout) as never };
            return work(client.conversations, options, new Teams(client as never));
          });
        } catch (error) {
          if (isPassing(error) && stumbled < stumbles && !(once && isUnanswered(error))) {
            stumbled += 1;
            await timer.sleep(stumble * stumbled * (0.5 + random()));
          } else if (statusOf(error) === 401 && !renewed) {
            // The secret was changed: a token of the old one lasts on here, and not there.
            renewed = true;
            await adapter.signInAgain();
          } else throw error;
        }
      }
    },
  };
}
