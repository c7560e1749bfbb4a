import { type Group, type Member, membersWith } from '../../store/groups.js';

/** Who gets somebody's words: those who lead the group, or the hub's leads where it is she who leads it. */
export function readersOf(group: Group, writerId: string): Member[] {
  const specialists = membersWith(group, 'specialist').filter(({ personId }) => personId !== writerId);
  const readers = specialists.length > 0 ? specialists : membersWith(group, 'hubLead');
  const seen = new Set<string>([writerId]);
  return readers.filter(({ personId }) => !seen.has(personId) && seen.add(personId));
}
