import { createLog, openDatabase } from './compose.js';
import { type Config, loadEnvFile, readConfig, requireWebChat } from './config.js';
import { createClockFrom, systemClock } from './shared/clock.js';
import { inWords } from './shared/failure.js';
import type { Log } from './shared/log.js';
import { showAddress } from './store/address.js';
import type { Database } from './store/client.js';

/** Milliseconds in which a stopping bot finishes what it has begun. */
const drain = 10_000;

interface Running {
  /** What the person who started it reads. */
  words: string;
  stop(): Promise<void>;
}

async function start(config: Config, db: Database, log: Log): Promise<Running> {
  const kept = `everything is kept in ${showAddress(config.databaseUrl)}`;
  if (config.slack || config.teams) {
    const { startServer } = await import('./server.js');
    const clock = config.clockStart ? createClockFrom(config.clockStart) : systemClock;
    const server = await startServer(config, db, clock, log);
    const address = config.publicUrl ?? server.url;
    const doors = [
      ...(config.slack ? [`for Slack at ${address}/slack/events`] : []),
      ...(config.teams ? [`for Teams at ${address}/api/messages`] : []),
    ].join(' and ');
    const words = `The bot is ready ${doors}, and ${kept}. "workgroup doctor" says what is missing.`;
    return { words, stop: server.stop };
  }
  const { startWebChat } = await import('./web-chat.js');
  const chat = await startWebChat(config, db, log);
  return { words: `Work Group web chat: ${chat.url}  (Ctrl+C stops it; ${kept})`, stop: chat.stop };
}

try {
  loadEnvFile();
  const config = readConfig(process.env);
  if (!config.slack && !config.teams) requireWebChat(config);
  const db = await openDatabase(config.databaseUrl);
  const running = await start(config, db, createLog(config.logLevel));
  process.stdout.write(`${running.words}\n`);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    // What a platform answers after that is found by whoever takes it over.
    setTimeout(() => process.exit(0), drain).unref();
    await running.stop();
    await db.$disconnect();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
}
