import path from 'node:path';
import { readBasics } from '../config.js';
import { holdDoubtful } from '../delivery/outbox.js';
import { recordEverywhere } from '../store/audit.js';
import { type BackupSummary, backUp, restore } from '../store/backup.js';
import type { Database, Provider } from '../store/client.js';
import { presentOf } from './present.js';
import { print } from './print.js';

const provider = (): Provider => (readBasics(process.env).databaseUrl.startsWith('file:') ? 'sqlite' : 'postgresql');

const inWords = ({ hubs, groups, people, deliveries }: BackupSummary): string =>
  `${count(hubs, 'hub')}, ${count(groups, 'group')}, ${count(people, 'person', 'people')}, ${count(deliveries, 'message')}`;

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Copies the database while the bot runs. @throws BackupError */
export async function printBackup(db: Database, file: string, json: boolean): Promise<void> {
  const summary = await backUp(db, provider(), file);
  await recordEverywhere(db, { at: await presentOf(db), act: 'exported', about: path.basename(file) });
  print(
    json
      ? JSON.stringify({ file, ...summary })
      : `${file} is written and can be read back: ${inWords(summary)}.\nIt holds names, addresses and answers: keep it where only those who may can read it.`,
  );
}

/** @throws BackupError */
export async function printRestore(db: Database, file: string, json: boolean): Promise<void> {
  let held = 0;
  const summary = await restore(db, provider(), file, async (tx) => {
    const at = await presentOf(tx);
    held = await holdDoubtful(tx, at);
    await recordEverywhere(tx, { at, act: 'restored', about: path.basename(file) });
  });
  if (json) {
    print(JSON.stringify({ file, ...summary, held }));
    return;
  }
  print(`Restored: ${inWords(summary)}.`);
  if (held > 0) {
    print(
      `${count(held, 'message')} should have gone out by now. Whether they did since the backup is not known, so they are not sent again by themselves:\n` +
        '“workgroup deliveries --failed” lists them, “workgroup resend ID” sends one, “workgroup resend --failed” sends them all.',
    );
  }
}
