import { webApi } from '@slack/bolt';
import { DeliveryError } from '../../delivery/messenger.js';
import { type Pace, withLeave } from '../pace.js';
import { retryAfterOf } from './errors.js';
import type { Installations, Installed } from './installing/installations.js';

type Client = webApi.WebClient;

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
      return withLeave(pace, { platform: 'Slack', scope: team, method, place }, retryAfterOf, () =>
        work(clientOf(installed.botToken), installed),
      );
    },
  };
}

type Logger = NonNullable<webApi.WebClientOptions['logger']>;
