import { type Check, ok, warning } from '../../../shared/check.js';
import type { Database } from '../../../store/client.js';
import { type Member as GroupMember, loadGroup } from '../../../store/groups.js';
import { accountRef } from '../refs.js';
import type { Team } from './joined-teams.js';
import type { Tenant } from './tenants.js';

export interface ExaminedGroup {
  id: string;
  name: string;
  hubId: string;
  /** What its programme calls them: "lead teachers" */
  advocates: string;
}

const list = new Intl.ListFormat('en-GB');

/** To whom of a group the bot can write: whoever has the app, or is in a team that has it. */
export async function examinePeople(
  db: Database,
  { id, name, hubId, advocates }: ExaminedGroup,
  allTenants: readonly Tenant[],
  allTeams: readonly Team[],
): Promise<Check> {
  const check = `teams-people/${id}`;
  const tenants = allTenants.filter(({ hub }) => hub?.id === hubId);
  if (tenants.length === 0) {
    return warning(check, `${name}: its people could not be looked for.`, 'See above: its hub has no tenant yet.');
  }
  const group = await loadGroup(db, id);
  const members = group.members.filter(({ stoodDown }) => !stoodDown);
  const teams = allTeams.filter(({ tenant }) => tenants.some((one) => one.id === tenant));
  const reached = await findReached(db, members, tenants, teams);
  const missing = new Map(
    members.filter(({ personId }) => !reached.has(personId)).map((one) => [one.personId, one.name]),
  );
  if (missing.size === 0) return ok(check, `${name}: the bot can write to all ${idsOf(members).size} people.`);
  if (teams.some((team) => team.members === undefined)) {
    return warning(check, `${name}: Teams did not let everybody be looked for just now.`, 'Ask again in a minute.');
  }
  const count = (label: string, ...roles: readonly GroupMember['role'][]): string[] => {
    const all = [...idsOf(members.filter(({ role }) => roles.includes(role)))];
    return all.length === 0 ? [] : [`${all.filter((one) => reached.has(one)).length} of ${all.length} ${label}`];
  };
  const counts = [
    ...count(advocates, 'advocate'),
    ...count('heads', 'head'),
    ...count('others', 'headOfDepartment', 'specialist', 'hubLead'),
  ];
  return warning(
    check,
    `${name}: the bot can write to ${list.format(counts)}, but not yet to ${[...missing.values()].join(', ')}.`,
    'Let the Teams administrator install Work Group for everybody by a setup policy (docs/teams.md, step 10); guests ' +
      'must be in the group’s team. What waits for them goes out when they have the app.',
  );
}

const idsOf = (members: readonly GroupMember[]): Set<string> => new Set(members.map(({ personId }) => personId));

async function findReached(
  db: Database,
  members: readonly GroupMember[],
  tenants: readonly Tenant[],
  teams: readonly Team[],
): Promise<Set<string>> {
  const ids = [...idsOf(members)];
  const accounts = await db.account.findMany({
    where: { personId: { in: ids }, OR: tenants.map(({ ref }) => ({ ref: { startsWith: `${ref}:` } })) },
  });
  const inTeams = teams.flatMap(({ tenant, members: found = [] }) => found.map((one) => ({ tenant, ...one })));
  const users = new Set(inTeams.map((one) => accountRef(one.tenant, one.id)));
  const addresses = new Set(
    inTeams.flatMap(({ email, userPrincipalName }) => [email, userPrincipalName].map((one) => one?.toLowerCase())),
  );
  const people = await db.person.findMany({ where: { id: { in: ids } } });
  return new Set([
    ...accounts.filter(({ ref, direct }) => direct !== null || users.has(ref)).map(({ personId }) => personId ?? ''),
    // Not met yet: the bot looks for them there when it has something to say.
    ...people.filter(({ email }) => addresses.has(email)).map((one) => one.id),
  ]);
}
