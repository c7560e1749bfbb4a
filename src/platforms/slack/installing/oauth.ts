import type { ExpressReceiverOptions, StateStore } from '@slack/bolt';
import { z } from 'zod';
import type { Clock } from '../../../shared/clock.js';
import { newSecret } from '../../../shared/ids.js';
import type { Database } from '../../../store/client.js';
import { scopes } from '../permissions.js';
import type { SlackSettings } from '../settings.js';
import { packLink, readLink } from './install-link.js';
import { failurePage, sendPage } from './install-pages.js';
import { type Installations, installationRef } from './installations.js';
import { readSigned, sign } from './signed.js';

const cookie = 'workgroup-install';
const redirectPath = '/slack/oauth_redirect';
/** Seconds from our page to Slack's answer. */
const patience = 600;
const purpose = 'install state';

type Options = Partial<
  Pick<
    ExpressReceiverOptions,
    'clientId' | 'clientSecret' | 'scopes' | 'redirectUri' | 'installationStore' | 'installerOptions'
  >
>;

/** What Bolt's receiver needs for `/slack/install`; nothing where there is one workspace, by its token. */
export function oauthOptions(deps: {
  db: Database;
  settings: SlackSettings;
  publicUrl: string | undefined;
  clock: Clock;
  installations: Installations;
}): Options {
  const { db, settings, publicUrl, clock, installations } = deps;
  const { clientId, clientSecret, encryptionKeys: keys, apiUrl } = settings;
  if (clientId === undefined || clientSecret === undefined || publicUrl === undefined) return {};
  const redirectUri = `${publicUrl}${redirectPath}`;
  const authorizationUrl = new URL('/oauth/v2/authorize', apiUrl).href;
  const stateStore = createStates(clock, keys, redirectUri);
  const wanted = Object.keys(scopes);

  return {
    clientId,
    clientSecret,
    scopes: wanted,
    redirectUri,
    installationStore: installations.store,
    installerOptions: {
      redirectUriPath: redirectPath,
      authorizationUrl,
      clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 1 } },
      stateStore,
      stateCookieName: cookie,
      installPathOptions: {
        /** Sends the whole page: Bolt shares one object of options among all visitors, so the hub cannot travel in it. */
        beforeRedirection: async (request, response) => {
          const code = new URL(request.url ?? '', publicUrl).searchParams.get('hub');
          const link = code === null ? undefined : readLink(code, clock.now(), keys);
          const used = link && (await db.usedLink.findUnique({ where: { id: link.id } }));
          const hub = link && !used ? await db.hub.findUnique({ where: { id: link.hub } }) : null;
          if (code !== null && !hub) {
            sendPage(response, 400, {
              title: 'This link is no longer valid',
              paragraphs: ['It works once, and for 14 days. Please ask whoever sent it to you for a new one.'],
            });
            return false;
          }
          const state = await stateStore.generateStateParam(
            { scopes: wanted, ...(hub && link && { metadata: packLink(link) }) },
            clock.now(),
          );
          const flags = `Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=${patience}`;
          response.setHeader('Set-Cookie', `${cookie}=${state}; ${flags}`);
          const query = new URLSearchParams({
            client_id: clientId,
            scope: wanted.join(','),
            redirect_uri: redirectUri,
            state,
          });
          sendPage(response, 200, {
            title: 'Add Work Group to Slack',
            paragraphs: [
              hub
                ? `This adds Work Group to a Slack workspace of ${hub.name}.`
                : 'This adds Work Group to a Slack workspace. It answers nobody there until whoever runs it has said which Maths Hub the workspace belongs to.',
              'Slack will ask you to allow it:',
            ],
            list: Object.values(scopes),
            link: { text: 'Go on to Slack', url: `${authorizationUrl}?${query}` },
          });
          return false;
        },
      },
      callbackOptions: {
        successAsync: async (installation, _options, _request, response) => {
          const org = installation.isEnterpriseInstall === true;
          const ref = installationRef(org ? undefined : installation.team?.id, installation.enterprise?.id);
          const row = await db.installation.findUnique({ where: { ref }, include: { hub: true } });
          const team = installation.team?.id;
          sendPage(response, 200, {
            title: `Work Group is in ${row?.name ?? 'your workspace'}`,
            paragraphs: row?.hub
              ? [
                  `The workspace belongs to ${row.hub.name}.`,
                  'Now invite Work Group to the channel of your group, and type /workgroup setup there.',
                ]
              : ['One thing is left: whoever runs the bot has to say which Maths Hub this workspace belongs to.'],
            ...(team !== undefined && {
              link: { text: 'Open Slack', url: `https://app.slack.com/client/${encodeURIComponent(team)}` },
            }),
          });
        },
        failure: (error, _options, _request, response) => {
          const { status, page } = failurePage(error.code);
          sendPage(response, status, page);
        },
      },
    },
  };
}

const stateShape = z.object({ nonce: z.string(), hub: z.string().optional(), expires: z.number() });

/** The hub travels in the state, signed; a state works once. Bolt compares it with the browser's cookie. */
function createStates(clock: Clock, keys: readonly string[], redirectUri: string): StateStore {
  const used = new Map<string, number>();
  return {
    generateStateParam: async ({ metadata }) => {
      const expires = new Date(clock.now().getTime() + patience * 1000);
      return sign({ nonce: newSecret(), hub: metadata }, expires, purpose, keys);
    },
    verifyStateParam: async (_now, text) => {
      const now = clock.now();
      for (const [nonce, expires] of used) if (expires <= now.getTime()) used.delete(nonce);
      const state = stateShape.safeParse(readSigned(text, now, purpose, keys)).data;
      if (!state || used.has(state.nonce)) {
        throw Object.assign(new Error('the state is forged, old or used'), { code: 'slack_oauth_invalid_state' });
      }
      used.set(state.nonce, state.expires);
      return { scopes: Object.keys(scopes), redirectUri, ...(state.hub !== undefined && { metadata: state.hub }) };
    },
  };
}
