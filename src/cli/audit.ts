import { auditWords } from '../../cards/audit.js';
import { civilDate, formatFullDate, formatTime } from '../calendar/dates.js';
import { readAudit } from '../store/audit.js';
import type { Database } from '../store/client.js';
import { findHub } from './groups.js';
import { print, UserError } from './print.js';

const zone = 'Europe/London';

/** Who did what in a hub, newest first. @throws UserError */
export async function printAudit(db: Database, options: { hub?: string; limit: string }, json: boolean): Promise<void> {
  const take = Number(options.limit);
  if (!Number.isInteger(take) || take < 1) {
    throw new UserError(`--limit: “${options.limit}” is not a whole number above 0.`);
  }
  const hub = await findHub(db, options.hub);
  const lines = await readAudit(db, hub.id, { take });
  if (json) {
    print(JSON.stringify({ hub: hub.name, entries: lines }));
    return;
  }
  if (lines.length === 0) print(`Nothing is written down for ${hub.name} yet.`);
  for (const { at, ...line } of lines) {
    print(`${formatFullDate(civilDate(at, zone))}, ${formatTime(at, zone)}  ${auditWords(line)}`);
  }
  if (lines.length === take) print(`These are the newest ${take}; --limit shows more.`);
}
