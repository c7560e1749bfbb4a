import { readUpcoming } from '../features/home/store.js';
import type { Database } from '../store/client.js';
import { loadGroup } from '../store/groups.js';
import { findGroup } from './groups.js';
import { presentOf } from './present.js';
import { print, UserError } from './print.js';

export async function printUpcoming(
  db: Database,
  options: { group?: string; limit: string },
  json: boolean,
): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UserError(`--limit: “${options.limit}” is not a whole number above 0.`);
  const groups =
    options.group === undefined
      ? await Promise.all((await db.group.findMany({ orderBy: { name: 'asc' } })).map(({ id }) => loadGroup(db, id)))
      : [await findGroup(db, options.group)];
  if (groups.length === 0)
    throw new UserError('There is no group yet. Import a roster first: workgroup import roster.csv');
  const now = await presentOf(db);
  const all = [];
  for (const group of groups) all.push({ group: group.name, ...(await readUpcoming(db, group, now, { limit })) });
  if (json) {
    print(JSON.stringify(all));
    return;
  }
  for (const { group, planned, skipped, more } of all) {
    print(`${group}\n${'='.repeat(group.length)}`);
    if (planned.length === 0) print('Nothing is planned.');
    for (const row of planned) print(`${row.day}, ${row.time}  ${row.title}  to ${row.to.join(', ')}\n    ${row.why}`);
    if (more > 0) print(`… and ${more} more`);
    if (skipped.length > 0) print('Skipped');
    for (const row of skipped) print(`${row.day}  ${row.title}  to ${row.to.join(', ')}\n    ${row.reason}`);
    print('');
  }
}
