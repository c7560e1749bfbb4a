import { z } from 'zod';
import { type Environment, faultsOfPieces, pick, type Reading } from '../../shared/environment.js';

/** What Slack and whoever runs the bot have given us; checked, and complete enough to start. */
export interface SlackSettings {
  /** One workspace, by the token of its installation: "xoxb-…" */
  botToken?: string;
  /** Proves that a request is Slack's; needed unless `appToken` is there. */
  signingSecret?: string;
  /** Socket mode, without an address of our own: "xapp-…" */
  appToken?: string;
  /** With a slash at the end. */
  apiUrl: string;
  /** Many workspaces, installed by OAuth. */
  clientId?: string;
  clientSecret?: string;
  /** 32 bytes each, base64: the one that seals, then the one before it. */
  encryptionKeys: readonly string[];
}

const slackApi = 'https://slack.com/api/';

/** Variables that say that this is to run in Slack. */
export const slackCredentials = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
] as const;

const names = [...slackCredentials, 'SLACK_API_URL', 'ENCRYPTION_KEY', 'ENCRYPTION_KEY_PREVIOUS'] as const;
type Name = (typeof names)[number];

const address = z.url({ protocol: /^https?$/u });

/** 32 bytes as base64 (either alphabet) or as 64 hex digits, in one spelling. */
function readKey(text: string): string | undefined {
  const bytes = /^[\da-f]{64}$/iu.test(text)
    ? Buffer.from(text, 'hex')
    : /^[\w+/-]{43}=?$/u.test(text)
      ? Buffer.from(text, 'base64')
      : undefined;
  return bytes?.length === 32 ? bytes.toString('base64') : undefined;
}

/**
 * Whether nobody can guess a key from a part of it. Of 32 random bytes some 30 differ, and so do the steps from one to
 * the next; a key of at most 16 different ones is repeated or counted up.
 */
function isVaried(key: string): boolean {
  const bytes = [...Buffer.from(key, 'base64')];
  const steps = bytes.slice(1).map((byte, index) => (byte - (bytes[index] ?? 0)) & 0xff);
  return [bytes, steps].every((values) => new Set(values).size > 16);
}

const keyFault = (name: Name): string =>
  `${name} must be 32 random bytes, as base64 or 64 hex digits. Make one with: openssl rand -base64 32`;

const weakKey =
  'ENCRYPTION_KEY is not random: anybody could guess it. Make a new one with: openssl rand -base64 32. If tokens are ' +
  'sealed with it already, put this one into ENCRYPTION_KEY_PREVIOUS.';

export function readSlackSettings(env: Environment, publicUrl: string | undefined): Reading<SlackSettings> {
  const given = pick(env, names);
  const apiUrl = given.SLACK_API_URL?.replace(/\/*$/u, '/') ?? slackApi;
  const keys = (['ENCRYPTION_KEY', 'ENCRYPTION_KEY_PREVIOUS'] as const).flatMap((name) => {
    const text = given[name];
    return text === undefined ? [] : [{ name, key: readKey(text) }];
  });
  const encryptionKeys = keys.flatMap(({ key }) => key ?? []);
  const wanted = slackCredentials.some((name) => given[name] !== undefined);
  const faults = [
    ...keys.filter(({ key }) => key === undefined).map(({ name }) => keyFault(name)),
    // The key before may be one: how else would it be changed?
    ...keys
      .filter(({ name, key }) => name === 'ENCRYPTION_KEY' && key !== undefined && !isVaried(key))
      .map(() => weakKey),
    ...(given.ENCRYPTION_KEY_PREVIOUS !== undefined && given.ENCRYPTION_KEY === undefined
      ? ['ENCRYPTION_KEY is missing beside ENCRYPTION_KEY_PREVIOUS. Set it to the key that is to be used from now on.']
      : []),
    ...(keys.length === 2 && encryptionKeys.length === 2 && encryptionKeys[0] === encryptionKeys[1]
      ? ['ENCRYPTION_KEY_PREVIOUS is the same key as ENCRYPTION_KEY. Unset it, or make a new ENCRYPTION_KEY.']
      : []),
    ...(wanted ? [...shapeFaults(given, apiUrl), ...missing(given, publicUrl)] : []),
  ];
  if (faults.length > 0) return { faults };
  if (!wanted) return { settings: undefined };
  return {
    settings: {
      apiUrl,
      encryptionKeys,
      ...(given.SLACK_BOT_TOKEN !== undefined && { botToken: given.SLACK_BOT_TOKEN }),
      ...(given.SLACK_SIGNING_SECRET !== undefined && { signingSecret: given.SLACK_SIGNING_SECRET }),
      ...(given.SLACK_APP_TOKEN !== undefined && { appToken: given.SLACK_APP_TOKEN }),
      ...(given.SLACK_CLIENT_ID !== undefined && { clientId: given.SLACK_CLIENT_ID }),
      ...(given.SLACK_CLIENT_SECRET !== undefined && { clientSecret: given.SLACK_CLIENT_SECRET }),
    },
  };
}

type Given = Readonly<Record<Name, string | undefined>>;

function shapeFaults(given: Given, apiUrl: string): string[] {
  const faults: string[] = [];
  if (!address.safeParse(apiUrl).success) {
    faults.push('SLACK_API_URL must be an address such as https://slack.com/api/. Unset it to use Slack itself.');
  }
  faults.push(...faultsOfPieces(given, slackCredentials));
  // A stand-in for Slack may give tokens of any shape.
  if (faults.length > 0 || apiUrl !== slackApi) return faults;
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app } = given;
  if (bot !== undefined && !/^xoxb-./u.test(bot)) {
    faults.push(
      'SLACK_BOT_TOKEN must begin with xoxb-. It is the “Bot User OAuth Token” on the app’s page “OAuth & Permissions”.',
    );
  }
  if (app !== undefined && !/^xapp-./u.test(app)) {
    faults.push(
      'SLACK_APP_TOKEN must begin with xapp-. It is under “App-Level Tokens” on the app’s page “Basic Information”.',
    );
  }
  return faults;
}

function missing(given: Given, publicUrl: string | undefined): string[] {
  const faults: string[] = [];
  const lacks = (name: Name, ...others: Name[]): boolean =>
    given[name] === undefined && others.every((other) => given[other] !== undefined);
  if (lacks('SLACK_SIGNING_SECRET') && given.SLACK_APP_TOKEN === undefined) {
    faults.push('SLACK_SIGNING_SECRET is missing. Copy “Signing Secret” from the app’s page “Basic Information”.');
  }
  if (lacks('SLACK_CLIENT_SECRET', 'SLACK_CLIENT_ID')) {
    faults.push(
      'SLACK_CLIENT_SECRET is missing beside SLACK_CLIENT_ID. Both are on the app’s page “Basic Information”.',
    );
  }
  if (lacks('SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET')) {
    faults.push(
      'SLACK_CLIENT_ID is missing beside SLACK_CLIENT_SECRET. Both are on the app’s page “Basic Information”.',
    );
  }
  if (given.SLACK_BOT_TOKEN === undefined && lacks('SLACK_CLIENT_ID') && lacks('SLACK_CLIENT_SECRET')) {
    faults.push(
      'SLACK_BOT_TOKEN is missing. Copy “Bot User OAuth Token” from the app’s page “OAuth & Permissions”; ' +
        'for many workspaces set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead.',
    );
  }
  if (given.SLACK_CLIENT_ID !== undefined && given.SLACK_CLIENT_SECRET !== undefined) {
    if (given.ENCRYPTION_KEY === undefined) {
      faults.push(
        'ENCRYPTION_KEY is missing: it locks away the tokens of the workspaces that install the app. ' +
          'Make one with: openssl rand -base64 32',
      );
    }
    if (publicUrl === undefined) {
      faults.push(
        'PUBLIC_URL is missing: people come back to it from Slack. Set it to https:// and the bot’s address.',
      );
    }
  }
  return faults;
}
