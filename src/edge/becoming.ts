import type { Role } from '../store/groups.js';

/** A role that somebody holds, in whichever group of the hub. */
export interface Part {
  groupId: string;
  role: Role;
  schoolId?: string | null | undefined;
}

/** What it takes to decide whether somebody may become something in a group. */
export interface Becoming {
  name: string;
  /** What they hold in the hub; roles that they have left do not count. */
  parts: readonly Part[];
  role: Role;
  /** The school of the role, where it has one. */
  schoolId?: string | null | undefined;
  group: { id: string; schools: readonly { id: string; name: string }[] };
}

const leading: Partial<Record<Role, string>> = { specialist: 'specialist', hubLead: 'hub lead' };
const managing: Partial<Record<Role, string>> = { head: 'head', headOfDepartment: 'head of department' };

/**
 * Who may become what (DOMAIN): whoever is head or head of department of a member school does not lead that group, for
 * those who lead it read what teachers write in confidence. Asked wherever a role is given.
 * @returns why not, in words; undefined: they may
 */
export function becomingProblem({ name, parts, role, schoolId, group }: Becoming): string | undefined {
  const members = new Map(group.schools.map((school) => [school.id, school.name]));
  const wanted = leading[role];
  if (wanted !== undefined) {
    const manages = parts.find((part) => managing[part.role] !== undefined && members.has(part.schoolId ?? ''));
    return (
      manages &&
      `${name} is ${managing[manages.role]} of ${members.get(manages.schoolId ?? '')}, a school of this group, and so cannot be its ${wanted}: teachers write to those who lead the group in confidence.`
    );
  }
  const manages = managing[role];
  if (manages === undefined || !members.has(schoolId ?? '')) return undefined;
  const leads = parts.find((part) => part.groupId === group.id && leading[part.role] !== undefined);
  return (
    leads &&
    `${name} is ${leading[leads.role]} of this group, and so cannot be ${manages} of ${members.get(schoolId ?? '')}, a school of it: teachers write to those who lead the group in confidence.`
  );
}

/** The same, with what to do. */
export function becomingFault(becoming: Becoming): string | undefined {
  const problem = becomingProblem(becoming);
  return problem && `${problem} Please choose somebody else.`;
}
