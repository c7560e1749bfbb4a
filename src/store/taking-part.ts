import { addDays, type CivilDate, instantAt } from '../calendar/dates.js';
import type { HalfTermDates } from '../calendar/school-calendar.js';
import { groupBy } from '../shared/group-by.js';
import type { Tx } from './client.js';
import { type Group, membersWith } from './groups.js';

/** Days of the group's zone, both included. */
export interface Span {
  from: CivilDate;
  to: CivilDate;
}

/** How much one person took part. */
export interface Part {
  messages: number;
  /** Of these, in answer to somebody else. */
  replies: number;
  /** Reflections that are shared with the group. */
  shared: number;
}

/** Longest holidays after a year's last half-term, in days. */
const summer = 42;

/** A half-term and the holidays after it: what is written then counts too. */
export function spanOf(group: Group, halfTerm: HalfTermDates): Span {
  const [next] = group.calendar.halfTerms
    .map(({ firstDay }) => firstDay)
    .filter((day) => day > halfTerm.lastDay)
    .sort();
  return { from: halfTerm.firstDay, to: addDays(next ?? addDays(halfTerm.lastDay, summer), -1) };
}

/** In numbers alone: no words of messages are kept. */
export async function readParts(
  db: Tx,
  group: Group,
  { from, to }: Span,
): Promise<{ parts: ReadonlyMap<string, Part>; days: readonly { day: CivilDate; messages: number }[] }> {
  const rows = await db.contribution.findMany({ where: { groupId: group.id, day: { gte: from, lte: to } } });
  const reflections = await db.reflection.findMany({
    where: {
      shared: true,
      status: { not: 'draft' },
      repliedAt: { gte: instantAt(from, '00:00', group.zone), lt: instantAt(addDays(to, 1), '00:00', group.zone) },
      gapTask: { groupId: group.id, status: 'open' },
      answers: { some: { text: { not: '' } } },
    },
    select: { personId: true },
  });
  const written = groupBy(rows, (row) => row.personId);
  const shared = groupBy(reflections, (row) => row.personId);
  const parts = [...new Set([...written.keys(), ...shared.keys()])].map((personId): [string, Part] => {
    const own = written.get(personId) ?? [];
    return [
      personId,
      {
        messages: sum(own.map((row) => row.messages)),
        replies: sum(own.map((row) => row.replies)),
        shared: shared.get(personId)?.length ?? 0,
      },
    ];
  });
  return { parts: new Map(parts), days: rows.map(({ day, messages }) => ({ day, messages })) };
}

/** How many of a school's lead teachers or advocates wrote or shared something, of how many. */
export interface SchoolPart {
  took: number;
  of: number;
}

export function countSchool(group: Group, schoolId: string, parts: ReadonlyMap<string, Part>): SchoolPart {
  const teachers = membersWith(group, 'advocate').filter((one) => one.schoolId === schoolId);
  return { took: teachers.filter(({ personId }) => parts.has(personId)).length, of: teachers.length };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
