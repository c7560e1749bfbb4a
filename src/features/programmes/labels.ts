import type { Role } from '../../store/groups.js';
import { findProgramme } from './programmes.js';

const labels: Readonly<Record<Exclude<Role, 'advocate'>, string>> = {
  specialist: 'Specialist',
  headOfDepartment: 'Head of department',
  head: 'Head teacher',
  hubLead: 'Hub lead',
};

/** What a role is called in a programme: "Lead teacher" in primary, "Mastery Advocate" in secondary. */
export function roleLabel(role: Role, programme: string): string {
  if (role !== 'advocate') return labels[role];
  const label = findProgramme(programme)?.labels.advocate ?? 'advocate';
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** "lead teachers" in primary, "Mastery Advocates" in secondary. */
export const advocatesLabel = (programme: string): string => findProgramme(programme)?.labels.advocates ?? 'advocates';
