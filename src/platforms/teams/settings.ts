import { z } from 'zod';
import { type Environment, faultsOfPieces, isLoopback, pick, type Reading } from '../../shared/environment.js';

/** What Microsoft and whoever runs the bot have given us; checked, and complete enough to start. */
export interface TeamsSettings {
  /** In small letters: the audience of every token that reaches us. */
  appId: string;
  /** The value of a client secret. */
  appPassword: string;
  /** Where the app is registered, with SingleTenant alone. People of other tenants may write to the bot all the same. */
  tenantId?: string;
  appType: 'MultiTenant' | 'SingleTenant';
  /** Where our own tokens come from: with the tenant, without a slash at the end. */
  loginUrl: string;
  /** What our own tokens are for; without a slash or "/.default" at the end. */
  oauthScope: string;
  /** Who issues the tokens that reach us, to the letter. */
  tokenIssuer: string;
  /** Where the keys of that issuer are found. */
  openIdMetadataUrl: string;
}

/** Variables that say that this is to run in Teams. */
export const teamsCredentials = ['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId'] as const;

/** For stand-ins and for Microsoft's other clouds, by Bot Framework's own names. */
const addresses = [
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromChannelOpenIdMetadataUrl',
] as const;

const names = [...teamsCredentials, 'MicrosoftAppType', ...addresses] as const;
type Given = Readonly<Record<(typeof names)[number], string | undefined>>;

type AppType = TeamsSettings['appType'];
const appTypes: readonly AppType[] = ['SingleTenant', 'MultiTenant'];

const spell = (type: string | undefined): string | undefined => type?.replace(/[\s_-]/gu, '').toLowerCase();

const whereFound = {
  MicrosoftAppId: 'Copy “Microsoft App ID” from the Azure bot’s page “Configuration”.',
  MicrosoftAppTenantId: 'Copy “Directory (tenant) ID” from the app registration’s page “Overview”.',
} as const;

/** Defaults are those of botframework-connector's AuthenticationConstants. */
export function readTeamsSettings(env: Environment): Reading<TeamsSettings> {
  const given = pick(env, names);
  if (teamsCredentials.every((name) => given[name] === undefined)) return { settings: undefined };
  if (spell(given.MicrosoftAppType) === 'userassignedmsi') {
    return {
      faults: [
        'MicrosoftAppType must be SingleTenant or MultiTenant: UserAssignedMSI, a managed identity, is not supported. ' +
          'Create an Azure bot whose “Type of App” is Single Tenant, and make a client secret for it.',
      ],
    };
  }
  const appType = readType(given);
  const { MicrosoftAppId: id, MicrosoftAppPassword: appPassword, MicrosoftAppTenantId: tenant } = given;
  const faults = [...missing(given, appType), ...shapeFaults(given, appType), ...addressFaults(given)];
  if (faults.length > 0 || id === undefined || appPassword === undefined || appType === undefined) return { faults };

  const ofMicrosoft = isOfMicrosoft(given.ToChannelFromBotLoginUrl);
  const tenantId = ofMicrosoft ? tenant?.toLowerCase() : tenant;
  const home = appType === 'SingleTenant' ? tenantId : 'botframework.com';
  const loginUrl = given.ToChannelFromBotLoginUrl ?? `https://login.microsoftonline.com/${home}`;
  const oauthScope = given.ToChannelFromBotOAuthScope ?? 'https://api.botframework.com';
  return {
    settings: {
      appId: ofMicrosoft ? id.toLowerCase() : id,
      appPassword,
      ...(appType === 'SingleTenant' && tenantId !== undefined && { tenantId }),
      appType,
      loginUrl: loginUrl.replace(/\/+$/u, ''),
      oauthScope: oauthScope.replace(/(\/\.default)?\/*$/u, ''),
      tokenIssuer: given.ToBotFromChannelTokenIssuer ?? 'https://api.botframework.com',
      openIdMetadataUrl:
        given.ToBotFromChannelOpenIdMetadataUrl ?? 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    },
  };
}

/** MultiTenant where nothing is said, as in Bot Framework; but a tenant without a type is not clear. */
function readType({ MicrosoftAppType: type, MicrosoftAppTenantId: tenant }: Given): AppType | undefined {
  if (type === undefined) return tenant === undefined ? 'MultiTenant' : undefined;
  return appTypes.find((one) => spell(one) === spell(type));
}

function missing(given: Given, appType: AppType | undefined): string[] {
  const faults: string[] = [];
  if (given.MicrosoftAppId === undefined) faults.push(`MicrosoftAppId is missing. ${whereFound.MicrosoftAppId}`);
  if (given.MicrosoftAppPassword === undefined) {
    faults.push(
      'MicrosoftAppPassword is missing. Make a client secret on the app registration’s page “Certificates & secrets”, ' +
        'and copy its “Value”.',
    );
  }
  // Bot Framework would take this for MultiTenant, and leave the tenant out.
  if (given.MicrosoftAppType === undefined && given.MicrosoftAppTenantId !== undefined) {
    faults.push(
      'MicrosoftAppType is missing beside MicrosoftAppTenantId. Set it to the type that the Azure bot was created with: ' +
        'SingleTenant or MultiTenant.',
    );
  }
  if (appType === 'SingleTenant' && given.MicrosoftAppTenantId === undefined) {
    faults.push(`MicrosoftAppTenantId is missing: SingleTenant needs it. ${whereFound.MicrosoftAppTenantId}`);
  }
  return faults;
}

function shapeFaults(given: Given, appType: AppType | undefined): string[] {
  const faults = faultsOfPieces(given, teamsCredentials);
  if (appType === undefined && given.MicrosoftAppType !== undefined) {
    faults.push('MicrosoftAppType must be SingleTenant or MultiTenant: the type that the Azure bot was created with.');
  }
  // A stand-in for Microsoft may give ids and secrets of any shape.
  if (faults.length > 0 || !isOfMicrosoft(given.ToChannelFromBotLoginUrl)) return faults;
  const { MicrosoftAppId: id, MicrosoftAppPassword: password } = given;
  // With MultiTenant, no tenant is used.
  const tenant = appType === 'MultiTenant' ? undefined : given.MicrosoftAppTenantId;
  if (id !== undefined && !isGuid(id)) faults.push(`MicrosoftAppId ${guidShape} ${whereFound.MicrosoftAppId}`);
  if (tenant !== undefined && !isGuid(tenant)) {
    faults.push(`MicrosoftAppTenantId ${guidShape} ${whereFound.MicrosoftAppTenantId}`);
  } else if (tenant !== undefined && tenant.toLowerCase() === id?.toLowerCase()) {
    faults.push(`MicrosoftAppTenantId is the same as MicrosoftAppId. ${whereFound.MicrosoftAppTenantId}`);
  }
  if (isGuid(password)) {
    faults.push(
      'MicrosoftAppPassword looks like the ID of a client secret. On the app registration’s page “Certificates & secrets” ' +
        'copy “Value”, not “Secret ID”; it is shown only once, so make a new secret if it is hidden.',
    );
  }
  return faults;
}

function addressFaults(given: Given): string[] {
  const faults = addresses
    .filter((name) => given[name] !== undefined && !isAddress(given[name]))
    .map(
      (name) =>
        `${name} must be an address that begins with https://, or with http:// on this computer alone. ` +
        'Unset it to use Microsoft itself.',
    );
  const login = given.ToChannelFromBotLoginUrl;
  if (login !== undefined && isAddress(login) && isOfMicrosoft(login) && new URL(login).pathname === '/') {
    faults.push(
      'ToChannelFromBotLoginUrl must end with the tenant, as in https://login.microsoftonline.com/botframework.com. ' +
        'Unset it to use Microsoft itself.',
    );
  }
  return faults;
}

const guidShape = 'must look like 12345678-90ab-cdef-1234-567890abcdef.';
const isGuid = (text: string | undefined): boolean => z.guid().safeParse(text).success;

function isAddress(text: string): boolean {
  if (/\s/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[(.*)\]$/u, '$1')));
}

/** Whether ids come from Microsoft, in whichever of its clouds, and not from a stand-in. */
function isOfMicrosoft(loginUrl: string | undefined): boolean {
  if (loginUrl === undefined) return true;
  return URL.canParse(loginUrl) && /\.microsoftonline\.(com|us|cn)$/u.test(new URL(loginUrl).hostname);
}
