import { z } from 'zod';
import { DeliveryError } from '../../../delivery/messenger.js';
import { type Check, fault, ok, warning } from '../../../shared/check.js';
import { toDeliveryError } from '../errors.js';
import type { TeamsSettings } from '../settings.js';
import { SignInRefused, signIn } from '../sign-in.js';

/** Milliseconds for one answer. */
const patience = 10_000;

const reachTodo = 'Check that this computer may reach it (network, proxy, firewall).';
const later = 'Ask again in a minute.';

/** Whether Microsoft gives the bot a token of its own, without which it cannot say a word. */
export async function examineSignIn(settings: TeamsSettings): Promise<Check> {
  const id = 'teams-token';
  try {
    await signIn(settings, `${settings.oauthScope}/.default`);
    return ok(id, 'Microsoft gives the bot a token.');
  } catch (error) {
    if (error instanceof SignInRefused) return explain(id, settings, error);
    const { host } = new URL(settings.loginUrl);
    const why = error instanceof Error ? error.message : String(error);
    const text = `Microsoft does not answer at ${host} as it should, so the bot gets no token (${why}).`;
    return fault(id, text, `${reachTodo} Then ask again.`);
  }
}

/**
 * What Microsoft says, by what helps. The codes:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes#aadsts-error-codes; of a single-tenant app that
 * is looked for among Bot Framework's own:
 * https://techcommunity.microsoft.com/blog/iis-support-blog/azure-bot-identity--application-with-identifier-x-was-not-found-in-the-directory/4475227
 */
function explain(id: string, { appType }: TeamsSettings, refused: SignInRefused): Check {
  const code = /^AADSTS\d+/u.exec(refused.words)?.[0] ?? refused.code;
  const newSecret =
    'Make a new client secret on the app registration’s page “Certificates & secrets”, and set MicrosoftAppPassword to its “Value”';
  switch (code) {
    case 'AADSTS700016':
      return appType === 'MultiTenant'
        ? fault(
            id,
            `Microsoft finds no multi-tenant app with this MicrosoftAppId (${code}).`,
            'If the Azure bot is single-tenant, set MicrosoftAppType=SingleTenant and MicrosoftAppTenantId; else copy ' +
              '“Microsoft App ID” again from its page “Configuration”.',
          )
        : fault(
            id,
            `Microsoft finds no app with this MicrosoftAppId in the tenant (${code}).`,
            'Copy “Microsoft App ID” and “App Tenant ID” again from the Azure bot’s page “Configuration”.',
          );
    case 'AADSTS7000215':
      return fault(
        id,
        `Microsoft does not accept MicrosoftAppPassword (${code}).`,
        `It must be a secret’s “Value”, not its “Secret ID”, and of this app. ${newSecret}.`,
      );
    case 'AADSTS7000222':
      return fault(
        id,
        `The client secret in MicrosoftAppPassword has run out (${code}).`,
        `${newSecret}, then start the bot again.`,
      );
    default: {
      // What follows is for Microsoft's own people.
      const words = (refused.words || refused.code).replace(/\.?\s*Trace ID:.*$/u, '').replace(/\.$/u, '');
      const known = toDeliveryError(refused, undefined);
      if (known instanceof DeliveryError && known.remedy === 'again') {
        return fault(id, `Microsoft gives the bot no token just now: ${words}.`, later);
      }
      return fault(
        id,
        `Microsoft gives the bot no token: ${words}.`,
        'Compare MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType and MicrosoftAppTenantId with what Azure shows (docs/teams.md).',
      );
    }
  }
}

const metadata = z.object({ issuer: z.string().optional(), jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) });

/** Whether the keys are there by which the bot tells what Microsoft sends from what others send. */
export async function examineKeys({ openIdMetadataUrl, tokenIssuer }: TeamsSettings): Promise<Check> {
  const id = 'teams-keys';
  try {
    const { issuer, jwks_uri: keys } = await load(openIdMetadataUrl, metadata);
    await load(keys, keySet);
    if (issuer === undefined || issuer === tokenIssuer) return ok(id, 'The keys of Microsoft’s tokens can be had.');
    return warning(
      id,
      `The tokens’ keys are those of ${issuer}, and the bot takes tokens of ${tokenIssuer} alone.`,
      'Set ToBotFromChannelOpenIdMetadataUrl and ToBotFromChannelTokenIssuer for the same cloud, or neither.',
    );
  } catch (error) {
    if (!(error instanceof NotHad)) throw error;
    return fault(
      id,
      `The keys of Microsoft’s tokens cannot be had, so all that Teams sends is refused: ${error.message}.`,
      reachTodo,
    );
  }
}

class NotHad extends Error {}

/** @throws NotHad */
async function load<Schema extends z.ZodType>(url: string, schema: Schema): Promise<z.infer<Schema>> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(patience) });
  } catch {
    throw new NotHad(`nothing answers at ${url}`);
  }
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (!response.ok || !parsed.success) throw new NotHad(`at ${url} is something else (status ${response.status})`);
  return parsed.data;
}
