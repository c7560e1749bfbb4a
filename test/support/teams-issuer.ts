import { createHmac, createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';

type Json = Record<string, unknown>;

/** Whose key signs a token. */
export type Signer =
  | 'teams'
  /** A key of the same issuer that is endorsed for another channel. */
  | 'webchat'
  /** A key that nobody has published, under the name of one that is. */
  | 'stranger'
  /** What everybody may know, the public key, used as if it were a secret (HS256). */
  | 'public'
  /** Nobody: algorithm "none". */
  | 'nobody';

/** What is to be other than in a good token; a claim that is undefined is left out. */
export interface Forgery {
  by?: Signer;
  /** iss, aud, serviceurl, exp and nbf (seconds since 1970), and any other */
  claims?: Json;
  header?: Json;
}

/** What the issuer and the login answer; undefined where the path is not theirs. */
export interface Answer {
  status: number;
  body?: unknown;
}

/**
 * Who Bot Framework believes, and where the bot gets its own token: an OpenID issuer with its keys and the part of
 * Entra's login that gives a token for a client secret.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export interface Issuer {
  /** For ToBotFromChannelTokenIssuer. */
  name: string;
  /** For ToBotFromChannelOpenIdMetadataUrl. */
  openIdMetadataUrl: string;
  /** For ToChannelFromBotLoginUrl. */
  loginUrl: string;
  /** For ToChannelFromBotOAuthScope. */
  scope: string;
  /** A token as Teams puts it on what it sends to the bot. */
  sign(serviceUrl: string, forgery?: Forgery): string;
  /** Whether a call to the connector carries a token that was given here and still holds. */
  admits(authorization: string | undefined): boolean;
  /** Tokens given so far hold no longer. */
  revoke(): void;
  answer(method: string, path: string, body: string): Answer | undefined;
}

const hour = 3600;

/** RSA keys take a moment to make: one set for each process, and never on disk. */
const keys = new Map<string, { id: string; public: KeyObject; private: KeyObject }>();

function keyOf(owner: 'teams' | 'webchat' | 'stranger') {
  const known = keys.get(owner);
  if (known) return known;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { id: `${owner}-${randomUUID()}`, public: publicKey, private: privateKey };
  keys.set(owner, key);
  return key;
}

/** @param base address of the server that passes requests on; keys are remembered by it, so it must be new each time */
export function createIssuer(base: string, app: { appId: string; appPassword: string; tenantId: string }): Issuer {
  const loginUrl = `${base}/login/${app.tenantId}`;
  const scope = 'https://api.botframework.com';
  const given = new Set<string>();

  function giveToken(body: string): Answer {
    const form = new URLSearchParams(body);
    const refused = (status: number, error: string, code: number, words: string): Answer => ({
      status,
      body: { error, error_description: `AADSTS${code}: ${words}`, error_codes: [code], correlation_id: randomUUID() },
    });
    if (form.get('grant_type') !== 'client_credentials') {
      return refused(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
    }
    if (form.get('client_id') !== app.appId) {
      return refused(400, 'unauthorized_client', 700016, 'Application was not found in the directory.');
    }
    if (form.get('client_secret') !== app.appPassword) {
      return refused(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
    }
    if (form.get('scope') !== `${scope}/.default`) {
      return refused(400, 'invalid_scope', 1002012, 'The provided value for scope is not valid.');
    }
    const token = `bearer-${randomUUID()}`;
    given.add(token);
    return { status: 200, body: { token_type: 'Bearer', expires_in: hour - 1, access_token: token } };
  }

  return {
    name: base,
    openIdMetadataUrl: `${base}/.well-known/openidconfiguration`,
    loginUrl,
    scope,
    sign: (serviceUrl, { by = 'teams', claims, header } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const algorithm = by === 'nobody' ? 'none' : by === 'public' ? 'HS256' : 'RS256';
      const kid = keyOf(by === 'webchat' ? 'webchat' : 'teams').id;
      const head = { alg: algorithm, kid, typ: 'JWT', ...header };
      const body = { serviceurl: serviceUrl, nbf: now - 5, exp: now + hour, iss: base, aud: app.appId, ...claims };
      const signed = `${encode(head)}.${encode(body)}`;
      return `${signed}.${signatureOf(by, signed)}`;
    },
    admits: (authorization) => given.has((authorization ?? '').replace(/^Bearer /u, '')),
    revoke: () => given.clear(),
    answer: (method, path, body) => {
      if (method === 'POST' && `${base}${path}` === `${loginUrl}/oauth2/v2.0/token`) return giveToken(body);
      if (method === 'GET' && path === '/.well-known/openidconfiguration') {
        return {
          status: 200,
          body: {
            issuer: base,
            authorization_endpoint: 'https://invalid.botframework.com',
            jwks_uri: `${base}/keys`,
            id_token_signing_alg_values_supported: ['RS256'],
            token_endpoint_auth_methods_supported: ['private_key_jwt'],
          },
        };
      }
      if (method !== 'GET' || path !== '/keys') return undefined;
      const published = (['teams', 'webchat'] as const).map((owner) => ({
        ...keyOf(owner).public.export({ format: 'jwk' }),
        kid: keyOf(owner).id,
        use: 'sig',
        endorsements: [owner === 'teams' ? 'msteams' : owner],
      }));
      return { status: 200, body: { keys: published } };
    },
  };
}

const encode = (part: Json): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function signatureOf(by: Signer, text: string): string {
  if (by === 'nobody') return '';
  if (by === 'public') {
    const known = keyOf('teams').public.export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', known).update(text).digest('base64url');
  }
  return createSign('RSA-SHA256').update(text).sign(keyOf(by).private, 'base64url');
}
