import { App, type Context, ExpressReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Express } from 'express';
import type { Clock } from '../../shared/clock.js';
import { newSecret } from '../../shared/ids.js';
import type { Log } from '../../shared/log.js';
import type { Timer } from '../../shared/timer.js';
import { createUnderWay } from '../../shared/under-way.js';
import type { Database } from '../../store/client.js';
import { createOnce } from '../once.js';
import { createPace, withMargin } from '../pace.js';
import type { Platform, Product } from '../platform.js';
import { createAccounts } from './accounts.js';
import { createAnswerer } from './answer.js';
import { beforeBolt } from './before-bolt.js';
import { boltLog } from './bolt-log.js';
import { createDoor } from './door.js';
import { isFinal } from './errors.js';
import { createEvents } from './events.js';
import { createHome } from './home.js';
import { type Incoming, Malformed } from './incoming.js';
import { createInstallations } from './installing/installations.js';
import { oauthOptions } from './installing/oauth.js';
import { slackRules } from './limits.js';
import { createSlackMessenger } from './messenger.js';
import { happeningOf, incomingOf, isLate, putBetween } from './receiver.js';
import type { SlackSettings } from './settings.js';
import { createWeb } from './web.js';

/** Bytes: several times the largest modal that Slack lets people fill in. */
const bodyLimit = 2_000_000;
const endpoint = '/slack/events';
/** Milliseconds that a shutdown waits for the last answers to be shown. */
const farewell = 5000;

export function createSlack(deps: {
  db: Database;
  settings: SlackSettings;
  publicUrl: string | undefined;
  clock: Clock;
  log: Log;
  /** Something was done: others may have to hear of it. */
  nudge: () => void;
  /** The app was installed, or installed again, in a workspace of this hub. */
  installed?: (hubId: string) => Promise<void>;
  /** A link has tied a workspace to its hub. */
  tied?: (workspace: { hubId: string; ref: string }) => Promise<void>;
  timer?: Timer;
}): Platform {
  const { db, settings, clock, log, nudge } = deps;
  let core: Product | undefined;
  const need = (): Product => {
    if (!core) throw new Error('the door is not open yet');
    return core;
  };
  const logger = boltLog(log);
  const installations = createInstallations({
    db,
    settings,
    clock,
    log,
    ...(deps.installed && { installed: deps.installed }),
    ...(deps.tied && { tied: deps.tied }),
  });
  const pace = createPace(withMargin(slackRules), deps.timer);
  const web = createWeb({ installations, pace, apiUrl: settings.apiUrl, logger });
  const accounts = createAccounts({ db, web, installations, clock, meet: (newcomer) => need().meet(newcomer) });
  const home = createHome({ web, accounts, router: () => need().router });
  const isOwnAddress = ownAddresses(settings.apiUrl);
  const answerer = createAnswerer({ web, accounts, home, log, isOwnAddress });
  let receiver: Receiver | undefined;
  const underWay = createUnderWay();

  function createReceiver(express: Express): Receiver {
    const oauth = oauthOptions({ db, settings, publicUrl: deps.publicUrl, clock, installations });
    // Also in socket mode: the installer's pages are web pages.
    const http = new ExpressReceiver({
      // Bolt wants one even where nothing comes in by HTTP.
      signingSecret: settings.signingSecret ?? newSecret(),
      endpoints: settings.appToken === undefined ? endpoint : {},
      app: express as never,
      bodyLimit,
      logger,
      processEventErrorHandler: async ({ error, response }) => {
        // Slack sends events again that were not taken.
        if (!response.headersSent) response.writeHead(causeOf(error) instanceof Malformed ? 400 : 503).end();
        return false;
      },
      unhandledRequestHandler: () => {},
      ...oauth,
    });
    return settings.appToken === undefined
      ? http
      : new SocketModeReceiver({
          appToken: settings.appToken,
          logger,
          installerOptions: { clientOptions: { slackApiUrl: settings.apiUrl } },
        });
  }

  function open(product: Product, express: Express): void {
    core = product;
    const door = createDoor({ db, router: product.router, accounts, answerer, web, log });
    const events = createEvents({
      db,
      router: product.router,
      door,
      home,
      accounts,
      installations,
      hear: product.hear,
      now: clock.now,
      once: createOnce({ db, clock, log, isFinal }),
    });
    express.use(endpoint, beforeBolt);
    receiver = putBetween(createReceiver(express));
    const app = new App({
      receiver,
      convoStore: false,
      logger,
      clientOptions: { slackApiUrl: settings.apiUrl },
      authorize: async ({ teamId }) => {
        const installed = teamId === undefined ? undefined : await installations.tokenFor(teamId);
        if (!installed) throw new NotInstalled('the app is not installed in that workspace');
        // A note, and no reason to turn anybody away.
        await installations.heard(teamId ?? '').catch((error) => log.warn({ err: error }, 'a visit was not noted'));
        const { botToken, botId, botUserId } = installed;
        return { botToken, ...(botId && { botId }), ...(botUserId && { botUserId }), ...(teamId && { teamId }) };
      },
    });
    const act = async (incoming: Incoming, ack: () => Promise<void>): Promise<void> => {
      const reply = await door.perform(incoming);
      await ack();
      await door.finish(incoming, reply);
      nudge();
    };
    app.command(/.*/u, ({ context, ack }) => underWay.track(act(incomingOf(context), ack)));
    app.action(/.*/u, ({ context, ack }) => underWay.track(act(incomingOf(context), ack)));
    const submit = async (context: Context, ack: (verdict: never) => Promise<void>): Promise<void> => {
      const incoming = incomingOf(context);
      const reply = await door.perform(incoming);
      if (!reply) return;
      const shown = !isLate(context) && reply.kind !== 'done' && reply.kind !== 'card';
      await ack(door.verdict(incoming, reply) as never);
      if (!shown) await door.finish(incoming, reply);
      nudge();
    };
    app.view(/.*/u, ({ context, ack }) => underWay.track(submit(context, ack)));
    app.event(/.*/u, ({ context }) => underWay.track(events.take(happeningOf(context)).then(nudge)));
    app.error(async (error) => {
      if (causeOf(error) instanceof NotInstalled) log.warn({ err: error }, 'a workspace without the app');
      else throw error;
    });
  }

  return {
    messenger: createSlackMessenger({ web, accounts, log }),
    open,
    start: async () => {
      if (settings.appToken !== undefined) await receiver?.start();
    },
    stop: async () => {
      if (settings.appToken !== undefined) await receiver?.stop();
      // What is answered is saved; words that still wait for Slack's leave are not worth a hung shutdown.
      pace.stop();
      await underWay.finish(farewell);
    },
    settle: underWay.settle,
  };
}

class NotInstalled extends Error {}

/** Bolt wraps what listeners throw. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && 'original' in error && error.original ? error.original : error;

/** Response URLs come with signed payloads; still, nothing is sent to anybody but Slack. */
function ownAddresses(apiUrl: string): (url: string) => boolean {
  const api = new URL(apiUrl);
  const slack = /(^|\.)slack(-gov)?\.com$/u;
  return (url) => {
    if (!URL.canParse(url)) return false;
    const { hostname, protocol } = new URL(url);
    return (
      protocol === api.protocol && (hostname === api.hostname || (slack.test(api.hostname) && slack.test(hostname)))
    );
  };
}
