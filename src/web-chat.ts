import type { AddressInfo } from 'node:net';
import { composeCore, importDeps, isWell, readCalendar } from './compose.js';
import { type Config, ConfigError } from './config.js';
import { startClockwork } from './delivery/clockwork.js';
import { releaseClaims } from './delivery/outbox.js';
import { importExample } from './features/enrolment/example.js';
import { readUpcoming } from './features/home/store.js';
import { roleLabel } from './features/programmes/labels.js';
import { programmeOf } from './features/programmes/of-group.js';
import { createHttp, listen } from './platforms/http.js';
import { createLocalMessenger } from './platforms/local/messenger.js';
import { createLocalChat } from './platforms/local/server.js';
import { openLocalClock } from './platforms/local/time-machine.js';
import type { Log } from './shared/log.js';
import { bindLocalChannels, isUsedOn } from './store/channels.js';
import type { Database } from './store/client.js';
import { loadGroup } from './store/groups.js';

/** The example's year begins on the first school morning of 2026/27, before the first message. */
const exampleStart = new Date('2026-09-03T08:00:00+01:00');
/** Rows in the panel of what is sent next. */
const panelRows = 30;

export interface Running {
  url: string;
  stop(): Promise<void>;
}

/** @throws ConfigError where real people are known: in the web chat, anyone can act as anyone */
async function requireNobodyReal(db: Database): Promise<void> {
  if (!(await isUsedOn(db, ['slack', 'teams']))) return;
  throw new ConfigError(
    'This database is used in Slack or Teams, so the web chat does not start on it: in it, anyone can act as anyone. ' +
      'Set what Slack or Teams needs (docs/settings.md), or name another database in DATABASE_URL. Nothing was changed.',
  );
}

/** The web chat, for trying the product out: one process, the loopback address, a clock that can be moved. */
export async function startWebChat(config: Config, db: Database, log: Log, pace?: () => number): Promise<Running> {
  await requireNobodyReal(db);
  const clock = await openLocalClock(db, config.clockStart ?? exampleStart, pace);
  await importExample(db, importDeps(clock.now()));
  await bindLocalChannels(db, clock.now());
  await releaseClaims(db);
  const messenger = createLocalMessenger(db, clock);
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const { router, relay, hear } = composeCore({ db, clock, log, publicUrl, messenger });
  const chat = createLocalChat({
    db,
    router,
    relay,
    clock,
    messenger,
    hear,
    labels: { role: roleLabel, programme: (group) => programmeOf(group).name },
    readUpcoming: async (groupId) => readUpcoming(db, await loadGroup(db, groupId), clock.now(), { limit: panelRows }),
  });
  const app = createHttp({
    log,
    isReady: () => isWell(db, clock.now()),
    readCalendar: (secret) => readCalendar(db, secret, clock.now()),
    mount: chat.mount,
  });
  const server = await listen(app, config);
  const clockwork = startClockwork({
    db,
    relay,
    clock,
    log,
    afterRun: () => {
      void clock.save();
      chat.changed();
    },
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      chat.close();
      await new Promise((resolve) => server.close(resolve));
      await clockwork.stop();
    },
  };
}
