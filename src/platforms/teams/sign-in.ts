import { MsalServiceClientCredentialsFactory, type ServiceClientCredentialsFactory } from 'botframework-connector';
import { z } from 'zod';
import type { TeamsSettings } from './settings.js';

/** Milliseconds for Microsoft's answer. */
const timeout = 10_000;

const granted = z.object({ access_token: z.string(), expires_in: z.coerce.number().positive() });
const denied = z.object({ error: z.string(), error_description: z.string().default('') });

/** Microsoft gives the bot no token: its id, its secret or its tenant is wrong, or the secret has run out. */
export class SignInRefused extends Error {
  constructor(
    /** "invalid_client", "unauthorized_client" … */
    readonly code: string,
    /** "AADSTS7000215: Invalid client secret provided …", the first line of what Microsoft says */
    readonly words: string,
  ) {
    super(`Microsoft refuses the bot a token: ${words || code}`);
  }
}

export interface Token {
  accessToken: string;
  expiresOn: Date;
}

/**
 * The bot's own token, by its secret: https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 * @throws SignInRefused; fetch's errors where Microsoft cannot be reached
 */
export async function signIn(settings: TeamsSettings, scope: string, now: () => number = Date.now): Promise<Token> {
  const asked = now();
  const response = await fetch(`${settings.loginUrl}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: settings.appId,
      client_secret: settings.appPassword,
      scope,
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  const body: unknown = await response.json().catch(() => undefined);
  const token = response.ok ? granted.safeParse(body).data : undefined;
  if (token) {
    // The SDK leaves a token alone for its last five minutes.
    return { accessToken: token.access_token, expiresOn: new Date(asked + token.expires_in * 1000) };
  }
  const refusal = denied.safeParse(body).data;
  if (refusal) throw new SignInRefused(refusal.error, refusal.error_description.split(/\r?\n/u)[0] ?? '');
  throw new Error(`Microsoft’s sign-in answered ${response.status}`);
}

/** For botbuilder, which keeps a token until it ends. */
export function createCredentials(settings: TeamsSettings): ServiceClientCredentialsFactory {
  const client = {
    acquireTokenByClientCredential: ({ scopes: [scope = ''] }: { scopes: string[] }) => signIn(settings, scope),
  };
  return new MsalServiceClientCredentialsFactory(settings.appId, client as never);
}
