import { addDays, type CivilDate, civilDate, formatDate, weekday } from '../../calendar/dates.js';
import { type HalfTermDates, latestHalfTerm } from '../../calendar/school-calendar.js';
import { type Group, type Member, type Role, schoolName } from '../../store/groups.js';
import type { Part, SchoolPart, Span } from '../../store/taking-part.js';

/** The half-term that it is, or the last one that was; before a year begins, its first. */
export function currentHalfTerm(group: Group, now: Date): HalfTermDates | undefined {
  return latestHalfTerm(group.calendar, civilDate(now, group.zone)) ?? group.calendar.halfTerms[0];
}

/** Messages of each week so far, named by its Monday. */
export function countWeeks(
  { from, to }: Span,
  days: readonly { day: CivilDate; messages: number }[],
  today: CivilDate,
): { label: string; value: number }[] {
  const mondayOf = (day: CivilDate): CivilDate => addDays(day, 1 - weekday(day));
  const last = today < to ? today : to;
  const weeks: { label: string; value: number }[] = [];
  if (last < from) return weeks;
  for (let monday = mondayOf(from); monday <= last; monday = addDays(monday, 7)) {
    const value = days.filter(({ day }) => mondayOf(day) === monday).reduce((sum, { messages }) => sum + messages, 0);
    weeks.push({ label: formatDate(monday), value });
  }
  return weeks;
}

const none: Part = { messages: 0, replies: 0, shared: 0 };

/** Every lead teacher or advocate, and whoever else took part, by school and name: no order of merit. */
export function listParts(
  group: Group,
  parts: ReadonlyMap<string, Part>,
  roleLabel: (role: Role) => string,
): (Part & { name: string; school: string })[] {
  const place = ({ schoolId }: Member): number => {
    const index = group.schools.findIndex((school) => school.id === schoolId);
    return index < 0 ? group.schools.length : index;
  };
  const wanted = group.members.filter(
    (member) => (member.role === 'advocate' && !member.stoodDown) || parts.has(member.personId),
  );
  const once = [...new Map(wanted.map((member) => [member.personId, member])).values()];
  return once
    .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name, 'en-GB'))
    .map((member) => ({
      name: member.name,
      school: member.schoolId === undefined ? roleLabel(member.role) : schoolName(group, member.schoolId),
      ...(parts.get(member.personId) ?? none),
    }));
}

export const partOf = (parts: ReadonlyMap<string, Part>, personId: string): Part => parts.get(personId) ?? none;

/** How many people, and never how much: in a school of two it would say how much the other one wrote. */
export const partWords = ({ took, of }: SchoolPart, label: string): string => `${took} of ${of} ${label} took part`;
