import { type Activity, CloudAdapter } from 'botbuilder';
import {
  type AppCredentials,
  AuthenticationConfiguration,
  AuthenticationError,
  BotFrameworkAuthenticationFactory,
  type ClaimsIdentity,
  type ConnectorClient,
  type ConnectorFactory,
} from 'botframework-connector';
import type { TeamsSettings } from './settings.js';
import { createCredentials } from './sign-in.js';
import { withoutRetries } from './single-tries.js';
import { createVerifyToken, Unverified } from './token.js';

export interface Adapter {
  /**
   * Runs `work` for an activity whose token Microsoft has signed for this bot and for that activity's service address.
   * @throws Unverified; Error where Microsoft's keys cannot be had
   */
  verify(authorization: string, activity: Partial<Activity>, work: () => Promise<void>): Promise<void>;
  /** A client for a service address, as the bot. */
  clientFor(serviceUrl: string): Promise<ConnectorClient>;
  /** Gets another token for the bot, before the one that it has would end. @throws SignInRefused */
  signInAgain(): Promise<void>;
}

/** @param settings an empty app id stands for no tokens at all, for Microsoft's playground on this computer */
export function createAdapter(settings: TeamsSettings): Adapter {
  const credentials = createCredentials(settings);
  const authentication = BotFrameworkAuthenticationFactory.create(
    '',
    true,
    settings.loginUrl,
    settings.oauthScope,
    settings.tokenIssuer,
    '',
    settings.openIdMetadataUrl,
    '',
    '',
    credentials,
    new AuthenticationConfiguration(),
  );
  const bot = new Bot(authentication);
  const verifyToken = createVerifyToken(settings);
  const clients = new Map<string, Promise<ConnectorClient>>();
  let factory: ConnectorFactory | undefined;
  return {
    verify: async (authorization, activity, work) => {
      if (settings.appId !== '') await verifyToken(authorization, activity.serviceUrl);
      try {
        await bot.take(authorization, activity, work);
      } catch (error) {
        const refused = error instanceof AuthenticationError && Number(error.statusCode) < 500;
        throw refused ? new Unverified(error.message) : error;
      }
    },
    clientFor: (serviceUrl) => {
      factory ??= authentication.createConnectorFactory(bot.ownIdentity(settings.appId));
      const known = clients.get(serviceUrl);
      const client = known ?? factory.create(serviceUrl, settings.oauthScope).then(withoutRetries);
      if (!known) clients.set(serviceUrl, client);
      return client;
    },
    signInAgain: async () => {
      const { appId, oauthScope, loginUrl } = settings;
      const own = (await credentials.createCredentials(appId, oauthScope, loginUrl, true)) as AppCredentials;
      // The SDK keeps tokens for all of its clients together.
      await own.getToken(true);
    },
  };
}

class Bot extends CloudAdapter {
  take(authorization: string, activity: Partial<Activity>, logic: () => Promise<void>) {
    return this.processActivity(authorization, activity as Activity, logic);
  }

  ownIdentity(appId: string): ClaimsIdentity {
    return this.createClaimsIdentity(appId);
  }
}
