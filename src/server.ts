import type { AddressInfo } from 'node:net';
import { composeCore, isWell, readCalendar, tidyTexts } from './compose.js';
import type { Config } from './config.js';
import { startClockwork } from './delivery/clockwork.js';
import { reviveInstalled } from './delivery/not-delivered.js';
import { createNudge } from './delivery/nudge.js';
import type { Relay } from './delivery/relay.js';
import { createMetrics } from './metrics.js';
import { mountAbout } from './platforms/about.js';
import { createHttp, listen } from './platforms/http.js';
import type { Platform } from './platforms/platform.js';
import { createSeveral } from './platforms/several.js';
import type { Clock } from './shared/clock.js';
import type { Log } from './shared/log.js';
import type { Timer } from './shared/timer.js';
import type { Database } from './store/client.js';

export interface Server {
  url: string;
  relay: Relay;
  stop(): Promise<void>;
  /** Resolves when everything that has come in is done, and what it caused has been sent. */
  settle(): Promise<void>;
}

/** The bot in a real workspace, or in several. */
export async function startServer(
  config: Config,
  db: Database,
  clock: Clock,
  log: Log,
  timer?: Timer,
): Promise<Server> {
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const nudge = createNudge(async () => void (await relay.run()), log);
  const common = { db, clock, log, nudge: nudge.soon, ...(timer && { timer }) };
  const platforms: Record<string, Platform> = {};
  // Platforms' SDKs are large: only what is used is loaded.
  if (config.slack) {
    const { createSlack } = await import('./platforms/slack/app.js');
    platforms.slack = createSlack({
      ...common,
      settings: config.slack,
      publicUrl: config.publicUrl,
      installed: async (hubId) => {
        await reviveInstalled(db, clock.now(), hubId);
        nudge.soon();
      },
      tied: (workspace) => core.tied(workspace),
    });
  }
  if (config.teams) {
    const { createTeams } = await import('./platforms/teams/app.js');
    platforms.teams = createTeams({ ...common, settings: config.teams });
  }
  const all = Object.values(platforms);
  const messengers = Object.fromEntries(Object.entries(platforms).map(([name, { messenger }]) => [name, messenger]));
  const messenger = createSeveral(db, messengers);
  const metrics = createMetrics({ db, clock });
  const core = composeCore({
    db,
    clock,
    log,
    publicUrl,
    messenger,
    tally: metrics.tally,
    ...(timer && { timer }),
  });
  const { relay } = core;
  const app = createHttp({
    log,
    isReady: () => isWell(db, clock.now()),
    readMetrics: metrics.read,
    readCalendar: (secret) => readCalendar(db, secret, clock.now()),
    mount: (express) => {
      mountAbout(express);
      for (const platform of all) platform.open(core, express);
    },
  });
  const server = await listen(app, config);
  for (const platform of all) await platform.start?.();
  await reviveInstalled(db, clock.now());
  const clockwork = startClockwork({
    db,
    relay,
    clock,
    log,
    tidy: () => tidyTexts(db, clock.now(), config.keepMonths),
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    relay,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      // Nothing more is begun; what waits for a platform's leave is given back; what is on its way is written down.
      const stopped = clockwork.stop();
      await Promise.all(all.map((platform) => platform.stop()));
      server.closeAllConnections();
      await closed;
      await nudge.stop();
      await stopped;
    },
    settle: async () => {
      for (const platform of all) await platform.settle();
      await nudge.now();
    },
  };
}
