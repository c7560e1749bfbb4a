import { type ConnectorClient, Teams } from 'botframework-connector';
import { DeliveryError } from '../../delivery/messenger.js';
import type { Pace, Timer } from '../pace.js';
import type { Adapter } from './adapter.js';
import { isPassing, retryAfterOf, statusOf } from './errors.js';
import type { Operation } from './limits.js';

type Conversations = ConnectorClient['conversations'];

/** The longest that a call waits for Teams' leave before it is left to a later try, in milliseconds. */
const patience = 60_000;
/** Milliseconds, should Teams ask for no wait at all. */
const leastWait = 1000;
/** Milliseconds for one answer of Teams'. */
const timeout = 15_000;
/** How often a call is made again at once when Teams stumbles, and after how many milliseconds, more or less. */
const stumbles = 2;
const stumble = 500;

export interface Connector {
  /**
   * Calls Teams in one conversation, at a pace that it allows; waits and tries again when Teams says so.
   * @param place the conversation, or a person with whom one begins
   * @throws RestError (see errors.ts); DeliveryError after too long a wait
   */
  call<Result>(
    where: { tenant: string; serviceUrl: string },
    operation: Operation,
    place: string,
    work: (conversations: Conversations, options: { abortSignal: AbortSignal }, teams: Teams) => Promise<Result>,
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
    call: async ({ tenant, serviceUrl }, operation, place, work) => {
      let waited = 0;
      let stumbled = 0;
      let renewed = false;
      for (;;) {
        const held = pace.held(tenant, operation, place);
        waited += held;
        if (waited > patience) throw new DeliveryError('again', 'Teams asked us to wait', { retryAfter: held });
        await pace.turn(tenant, operation, place, waited > 0);
        try {
          const client = await adapter.clientFor(serviceUrl);
          const options = { abortSignal: AbortSignal.timeout(timeout) as never };
          return await work(client.conversations, options, new Teams(client as never));
        } catch (error) {
          const wait = retryAfterOf(error);
          if (wait !== undefined) pace.hold(tenant, operation, Math.max(wait, leastWait), place);
          else if (isPassing(error) && stumbled < stumbles) {
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
