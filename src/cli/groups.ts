import { nearest } from '../features/enrolment/wording.js';
import type { Database } from '../store/client.js';
import { type Group, loadGroup } from '../store/groups.js';
import { UserError } from './print.js';

/** Finds a group by its name or id; newest school year first. @throws UserError */
export async function findGroup(db: Database, name: string): Promise<Group> {
  const groups = await db.group.findMany({ orderBy: { schoolYear: 'desc' } });
  const wanted = name.trim().toLowerCase();
  const found = groups.find((group) => group.id === name || group.name.toLowerCase() === wanted);
  if (found) return loadGroup(db, found.id);
  const names = groups.map((group) => group.name);
  throw new UserError(`--group: there is no group “${name}”. ${suggest(name, names)}`);
}

/** Finds a hub by its name or id; without a name, the only one there is. @throws UserError */
export async function findHub(db: Database, name: string | undefined): Promise<{ id: string; name: string }> {
  const hubs = await db.hub.findMany({ orderBy: { name: 'asc' } });
  const names = hubs.map((hub) => hub.name);
  const [only, ...others] = hubs;
  if (name === undefined) {
    if (only && others.length === 0) return only;
    throw new UserError(
      only
        ? `--hub: please say which hub. There are: ${names.join(', ')}.`
        : 'There is no hub yet. Import a roster first: workgroup import roster.csv',
    );
  }
  const wanted = name.trim().toLowerCase();
  const found = hubs.find((hub) => hub.id === name || hub.name.toLowerCase() === wanted);
  if (found) return found;
  throw new UserError(`--hub: there is no hub “${name}”. ${suggest(name, names)}`);
}

/** What may have been meant, for a name that nothing has. */
export function suggest(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  if (near) return `Did you mean “${near}”?`;
  return names.length > 0 ? `There are: ${names.join(', ')}.` : 'Import a roster first: workgroup import roster.csv';
}
