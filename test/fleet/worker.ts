import { createLog, openDatabase } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { startServer } from '../../src/server.js';
import { createSetClock } from '../../src/shared/clock.js';
import { createInstantTimer } from '../support/running-bot.js';

// The bot as `npm start` runs it, but for its clock, which whoever started it moves on.
const config = readConfig(process.env);
const db = await openDatabase(config.databaseUrl);
const clock = createSetClock(new Date(process.env.FLEET_CLOCK ?? ''));
const server = await startServer(config, db, clock, createLog(config.logLevel), createInstantTimer());

process.on('message', async (message: { at: string } | { stop: true }) => {
  if ('stop' in message) {
    await server.stop();
    await db.$disconnect();
    process.exit(0);
  }
  clock.set(new Date(message.at));
  const sent = await server.relay.run().catch(() => 0);
  process.send?.({ sent });
});
process.send?.({ ready: true });
