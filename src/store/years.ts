import { civilDate } from '../calendar/dates.js';
import type { Database, Tx } from './client.js';

const withDates = {
  id: true,
  schoolYear: true,
  zone: true,
  halfTerms: { where: { schoolId: null }, select: { firstDay: true } },
} as const;

interface Dated {
  schoolYear: string;
  zone: string;
  halfTerms: readonly { firstDay: string }[];
}

/** The first day of a group's year: by its calendar, else 1 August. */
export const yearBegins = ({ schoolYear, halfTerms }: Pick<Dated, 'schoolYear' | 'halfTerms'>): string =>
  halfTerms.map(({ firstDay }) => firstDay).sort()[0] ?? `${schoolYear.slice(0, 4)}-08-01`;

const hasBegun = (group: Dated, now: Date): boolean => yearBegins(group) <= civilDate(now, group.zone);

/** Of some groups those of the latest school year that has begun; where none has, those of the first that will. */
export async function listCurrent(db: Database | Tx, ids: readonly string[], now: Date): Promise<string[]> {
  const groups = await db.group.findMany({ where: { id: { in: [...ids] } }, select: withDates });
  const begun = groups.filter((group) => hasBegun(group, now)).map(({ schoolYear }) => schoolYear);
  const years = (begun.length > 0 ? begun : groups.map(({ schoolYear }) => schoolYear)).sort();
  const current = begun.length > 0 ? years.at(-1) : years[0];
  return groups.filter(({ schoolYear }) => schoolYear === current).map(({ id }) => id);
}

/** Whether the group that carries another on has begun its year. */
export async function nextHasBegun(db: Database | Tx, id: string, now: Date): Promise<boolean> {
  const next = await db.group.findFirst({ where: { carriesOnId: id }, select: withDates });
  return next !== null && hasBegun(next, now);
}
