import type { Role } from '../../store/groups.js';
import { type OfProgramme, programmeOf } from './of-group.js';

const labels: Readonly<Record<Exclude<Role, 'advocate'>, string>> = {
  specialist: 'Specialist',
  headOfDepartment: 'Head of department',
  head: 'Head teacher',
  hubLead: 'Hub lead',
};

/** What a role is called in a group's programme: "Lead teacher" in primary, "Mastery Advocate" in secondary. */
export function roleLabel(role: Role, group: OfProgramme): string {
  if (role !== 'advocate') return labels[role];
  const label = programmeOf(group).labels.advocate;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** "lead teachers" in primary, "Mastery Advocates" in secondary. */
export const advocatesLabel = (group: OfProgramme): string => programmeOf(group).labels.advocates;

/** The same within a sentence: "lead teacher", "Mastery Advocate", "head teacher". */
export function roleWord(role: Role, group: OfProgramme): string {
  if (role === 'advocate') return programmeOf(group).labels.advocate;
  const label = labels[role];
  return label.charAt(0).toLowerCase() + label.slice(1);
}
