import { type Check, ok, warning } from '../../../shared/check.js';
import type { Database } from '../../../store/client.js';
import { loadGroup, type Member } from '../../../store/groups.js';
import { askSlack, type Workspace } from './ask.js';

/** Who of a group is not in its hub's workspaces, and so would get no messages. */
export async function examinePeople(
  db: Database,
  apiUrl: string,
  { id, name, hubId }: { id: string; name: string; hubId: string },
  workspaces: readonly Workspace[],
): Promise<Check> {
  const check = `people/${id}`;
  const places = workspaces.filter((workspace) => workspace.hubId === hubId);
  if (places.length === 0) {
    return warning(check, `${name}: its people could not be looked for.`, 'See above: its hub has no workspace yet.');
  }
  const group = await loadGroup(db, id);
  const members = [
    ...new Map(group.members.filter((one) => !one.stoodDown).map((one) => [one.personId, one])).values(),
  ];
  const ids = members.map(({ personId }) => personId);
  const met = await db.account.findMany({
    where: { personId: { in: ids }, OR: places.map(({ ref }) => ({ ref: { startsWith: `${ref}:` } })) },
  });
  const strangers = members.filter(({ personId }) => !met.some((account) => account.personId === personId));
  const people = await db.person.findMany({ where: { id: { in: strangers.map(({ personId }) => personId) } } });
  const missing: Member[] = [];
  for (const stranger of strangers) {
    const email = people.find((person) => person.id === stranger.personId)?.email ?? '';
    const found = await find(apiUrl, places, email);
    if (found === 'unknown') {
      return warning(check, `${name}: Slack did not let everybody be looked for just now.`, 'Ask again in a minute.');
    }
    if (!found) missing.push(stranger);
  }
  if (missing.length === 0) return ok(check, `${name}: all ${members.length} people are in the workspace.`);
  return warning(
    check,
    `${name}: not in the workspace yet: ${missing.map((member) => member.name).join(', ')}.`,
    'Invite them with the email address that the roster has. What waits for them goes out when they are there.',
  );
}

async function find(apiUrl: string, places: readonly Workspace[], email: string): Promise<boolean | 'unknown'> {
  for (const { token } of places) {
    const answer = await askSlack(apiUrl, 'users.lookupByEmail', token, { email });
    const user = answer?.body.user as { deleted?: boolean } | undefined;
    if (answer?.body.ok === true && user?.deleted !== true) return true;
    if (answer?.body.ok !== true && answer?.body.error !== 'users_not_found') return 'unknown';
  }
  return false;
}
