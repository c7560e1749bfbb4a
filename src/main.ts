import { createLog, openDatabase } from './compose.js';
import { loadEnvFile, readConfig, requireWebChat } from './config.js';
import { inWords } from './shared/failure.js';
import { startWebChat } from './web-chat.js';

try {
  loadEnvFile();
  const config = readConfig(process.env);
  requireWebChat(config);
  const log = createLog(config.logLevel);
  const db = await openDatabase(config.databaseUrl);
  const chat = await startWebChat(config, db, log);
  const kept = config.databaseUrl.replace(/(\/\/[^:@/]*):[^@]*@/u, '$1@');
  process.stdout.write(`Work Group web chat: ${chat.url}  (Ctrl+C stops it; everything is kept in ${kept})\n`);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await chat.stop();
    await db.$disconnect();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
}
