import { webApi } from '@slack/bolt';
import { DeliveryError } from '../../delivery/messenger.js';
import type { Pace } from '../pace.js';
import { retryAfterOf } from './errors.js';
import type { Installations, Installed } from './installing/installations.js';

type Client = webApi.WebClient;

/** The longest that a call waits for Slack's leave before it is left to a later try, in milliseconds. */
const patience = 60_000;
/** Milliseconds, should Slack ask for no wait at all. */
const leastWait = 1000;
/** Milliseconds for one answer of Slack's. */
const timeout = 10_000;

export interface Web {
  /**
   * Calls one method in one workspace, at a pace that Slack allows; waits and tries again when Slack says so.
   * @throws Slack's errors (see errors.ts); DeliveryError when the app is not installed there
   */
  call<Result>(
    team: string,
    method: string,
    work: (client: Client, installed: Installed) => Promise<Result>,
    place?: string,
  ): Promise<Result>;
}

export function createWeb(deps: { installations: Installations; pace: Pace; apiUrl: string; logger: Logger }): Web {
  const { installations, pace, apiUrl, logger } = deps;
  const clients = new Map<string, Client>();

  function clientOf(token: string): Client {
    const known = clients.get(token);
    if (known) return known;
    const client = new webApi.WebClient(token, {
      slackApiUrl: apiUrl,
      logger,
      timeout,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      maxRequestConcurrency: 20,
    });
    clients.set(token, client);
    return client;
  }

  return {
    call: async (team, method, work, place) => {
      const installed = await installations.tokenFor(team);
      if (!installed)
        throw new DeliveryError('person', 'the app is not installed there', { obstacle: 'not-installed' });
      for (let waited = 0; ; ) {
        const held = pace.held(team, method, place);
        waited += held;
        if (waited > patience) throw new DeliveryError('again', 'Slack asked us to wait', { retryAfter: held });
        await pace.turn(team, method, place, waited > 0);
        try {
          return await work(clientOf(installed.botToken), installed);
        } catch (error) {
          const wait = retryAfterOf(error);
          if (wait === undefined) throw error;
          pace.hold(team, method, Math.max(wait, leastWait), place);
        }
      }
    },
  };
}

type Logger = NonNullable<webApi.WebClientOptions['logger']>;
