import type { AddressInfo } from 'node:net';
import { composeCore } from './compose.js';
import type { Config } from './config.js';
import { startClockwork } from './delivery/clockwork.js';
import { reviveInstalled } from './delivery/not-delivered.js';
import { createNudge } from './delivery/nudge.js';
import type { Relay } from './delivery/relay.js';
import { readFeed } from './features/meetings/feed.js';
import { createHttp, listen } from './platforms/http.js';
import type { Timer } from './platforms/slack/pace.js';
import type { SlackSettings } from './platforms/slack/settings.js';
import type { Clock } from './shared/clock.js';
import type { Log } from './shared/log.js';
import type { Database } from './store/client.js';

export interface Server {
  url: string;
  relay: Relay;
  stop(): Promise<void>;
  /** Resolves when everything that has come in is done, and what it caused has been sent. */
  settle(): Promise<void>;
}

/** The bot in a real workspace. */
export async function startServer(
  config: Config & { slack: SlackSettings },
  db: Database,
  clock: Clock,
  log: Log,
  timer?: Timer,
): Promise<Server> {
  // Platforms' SDKs are large: only what is used is loaded.
  const { createSlack } = await import('./platforms/slack/app.js');
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const nudge = createNudge(async () => void (await relay.run(clock.now())), log);
  const slack = createSlack({
    db,
    settings: config.slack,
    publicUrl: config.publicUrl,
    clock,
    log,
    nudge: nudge.soon,
    installed: async (hubId) => {
      await reviveInstalled(db, clock.now(), hubId);
      nudge.soon();
    },
    ...(timer && { timer }),
  });
  const core = composeCore({ db, clock, log, publicUrl, messenger: slack.messenger });
  const { relay } = core;
  const app = createHttp({
    log,
    isReady: async () => (await db.hub.count()) >= 0,
    readCalendar: (secret) => readFeed(db, secret, clock.now()),
    mount: (express) => slack.open(core, express),
  });
  const server = await listen(app, config);
  await slack.start();
  await reviveInstalled(db, clock.now());
  const clockwork = startClockwork({ db, relay, clock, log });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    relay,
    stop: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      await slack.stop();
      await nudge.stop();
      await clockwork.stop();
    },
    settle: async () => {
      await slack.settle();
      await nudge.now();
    },
  };
}
