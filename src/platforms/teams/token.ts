import { AuthenticationConstants, AuthenticationError } from 'botframework-connector';
import { JwtTokenExtractor } from 'botframework-connector/lib/auth/jwtTokenExtractor.js';
import type { TeamsSettings } from './settings.js';

/** The token that came with an activity proves nothing. */
export class Unverified extends Error {}

/** Seconds by which Microsoft's clock and ours may differ: the five minutes that its page allows. */
const tolerance = 5 * 60;
const channelId = 'msteams';

/**
 * Checks that Microsoft has signed a token for this bot, for Teams, and for the service address that an activity names:
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#step-4-verify-the-jwt-token
 *
 * The SDK's adapter first asks an unsigned token where it comes from, takes those of other bots and of the emulator,
 * which name no service address, and remembers for ever every tenant that one names. So this goes before it.
 *
 * @param authorization the header, with "Bearer"
 * @throws Unverified; Error where Microsoft's keys cannot be had
 */
export type VerifyToken = (authorization: string, serviceUrl: string | undefined) => Promise<void>;

export function createVerifyToken({ appId, tokenIssuer, openIdMetadataUrl }: TeamsSettings): VerifyToken {
  const rules = { issuer: [tokenIssuer], audience: appId, clockTolerance: tolerance, ignoreExpiration: false };
  const extractor = new JwtTokenExtractor(
    rules as never,
    openIdMetadataUrl,
    AuthenticationConstants.AllowedSigningAlgorithms,
  );
  return async (authorization, serviceUrl) => {
    const identity = await extractor.getIdentityFromAuthHeader(authorization, channelId).catch((error: unknown) => {
      if (isOfToken(error)) throw new Unverified((error as Error).message);
      forgetKeys(extractor);
      throw error;
    });
    const named = identity?.getClaimValue(AuthenticationConstants.ServiceUrlClaim);
    if (!named || named !== serviceUrl) throw new Unverified('no token of Teams’ for this service address');
  };
}

/** The SDK takes keys that it could not read for keys that it has, and would refuse everybody for an hour. */
function forgetKeys({ openIdMetadata }: JwtTokenExtractor): void {
  (openIdMetadata as unknown as { lastUpdated: number }).lastUpdated = 0;
}

/** What the SDK and `jsonwebtoken` throw of a token, but not what the SDK throws when keys cannot be had. */
function isOfToken(error: unknown): boolean {
  if (error instanceof AuthenticationError) return Number(error.statusCode) < 500;
  const ofToken = ['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError', 'SyntaxError'];
  return error instanceof Error && ofToken.includes(error.name);
}
