import { addDays, eachDay } from '../calendar/dates.js';
import { type ClosureDates, closureOn, type HalfTermDates, type SchoolCalendar } from '../calendar/school-calendar.js';
import type { Database, Tx } from './client.js';
import type { Audience, Role } from './generated/sqlite/client.js';

export type { Role };

export interface Member {
  personId: string;
  name: string;
  role: Role;
  schoolId?: string;
  /** Said "not me any more", has handed over, or has left. */
  stoodDown: boolean;
  /** Said that the school's form does not mean them. */
  notSigning: boolean;
  /** When the bot came to know of it. */
  since: Date;
  /** Others have said that they have left. */
  left?: true;
  /** Asked for quiet from the first day until the second, when it begins again. */
  paused?: { from: string; until: string };
}

export interface GroupSchool {
  id: string;
  name: string;
  /** Half-terms (its own where it has them, else the group's) and closures. */
  calendar: SchoolCalendar;
}

/** A Work Group with everything that dates and recipients depend on. */
export interface Group {
  id: string;
  hubId: string;
  name: string;
  programme: string;
  /** JSON of the programme's template, as it was when the group began; null: the programme that comes with the product. */
  template: string | null;
  /** Which of several readings of its papers holds; null: the first. */
  releaseReading: string | null;
  /** The group of the year before that this one carries on. */
  carriesOnId: string | null;
  schoolYear: string;
  zone: string;
  /** ISO weekday, wall-clock time, minutes. */
  usual: { weekday: number; start: string; length: number };
  calendarSecret: string;
  /** The group's half-terms, and the days on which all of its schools are closed. */
  calendar: SchoolCalendar;
  /** In the order in which they host. */
  schools: readonly GroupSchool[];
  members: readonly Member[];
}

export async function loadGroup(db: Database | Tx, id: string): Promise<Group> {
  const row = await db.group.findUniqueOrThrow({
    where: { id },
    include: {
      halfTerms: { orderBy: { number: 'asc' } },
      schools: { orderBy: { position: 'asc' }, include: { school: { include: { closures: true } } } },
      memberships: { include: { person: true }, orderBy: [{ role: 'asc' }, { person: { name: 'asc' } }] },
    },
  });
  const halfTermsOf = (schoolId: string | null): HalfTermDates[] =>
    row.halfTerms
      .filter((halfTerm) => halfTerm.schoolId === schoolId)
      .map(({ number, firstDay, lastDay }) => ({ number, firstDay, lastDay }));
  const common = halfTermsOf(null);
  const schools = row.schools.map(({ school }): GroupSchool => {
    const own = halfTermsOf(school.id);
    return {
      id: school.id,
      name: school.name,
      calendar: {
        zone: row.zone,
        halfTerms: common.map((dates) => own.find((mine) => mine.number === dates.number) ?? dates),
        closures: school.closures.map(
          ({ kind, firstDay, lastDay, note }): ClosureDates => ({
            kind,
            firstDay,
            lastDay,
            ...(note !== null && { note }),
          }),
        ),
      },
    };
  });
  return {
    id: row.id,
    hubId: row.hubId,
    name: row.name,
    programme: row.programme,
    template: row.template,
    releaseReading: row.releaseReading,
    carriesOnId: row.carriesOnId,
    schoolYear: row.schoolYear,
    zone: row.zone,
    usual: { weekday: row.usualWeekday, start: row.usualStart, length: row.usualLength },
    calendarSecret: row.calendarSecret,
    calendar: { zone: row.zone, halfTerms: common, closures: closedEverywhere(schools) },
    schools,
    members: row.memberships.map(({ person, role, schoolId, stoodDownAt, notSigningAt, addedAt, leftSaidBy }) => ({
      personId: person.id,
      name: person.name,
      role,
      stoodDown: stoodDownAt !== null,
      notSigning: notSigningAt !== null,
      since: addedAt ?? row.createdAt,
      ...(stoodDownAt !== null && leftSaidBy !== null && { left: true as const }),
      ...(person.pausedFrom !== null &&
        person.pausedUntil !== null && { paused: { from: person.pausedFrom, until: person.pausedUntil } }),
      ...(schoolId !== null && { schoolId }),
    })),
  };
}

/** Days on which no school of the group is open: for the group they are no school days either. */
function closedEverywhere(schools: readonly GroupSchool[]): ClosureDates[] {
  const [first, ...others] = schools;
  const closures = first?.calendar.closures ?? [];
  return closures.flatMap(({ kind, firstDay, lastDay, note }) =>
    eachDay(firstDay, lastDay)
      .filter((day) => others.every((school) => closureOn(school.calendar, day)))
      .map((day): ClosureDates => ({ kind, firstDay: day, lastDay: day, ...(note !== undefined && { note }) })),
  );
}

/** Members to whom the bot may write in this role. */
export function membersWith(group: Group, ...roles: readonly Role[]): Member[] {
  return group.members.filter((member) => roles.includes(member.role) && !member.stoodDown);
}

/** For whom a channel of a group is: everybody in it, or its heads and those who lead it. */
export const rolesIn = (audience: Audience): readonly Role[] =>
  audience === 'heads'
    ? ['head', 'specialist', 'hubLead']
    : ['specialist', 'advocate', 'headOfDepartment', 'head', 'hubLead'];

/** Whether somebody may read what is posted in a channel. */
export const mayRead = (group: Group, audience: Audience, personId: string): boolean =>
  membersWith(group, ...rolesIn(audience)).some((member) => member.personId === personId);

/** The calendar that counts for a person: the school's own, or the group's for those without a school. */
export function calendarOf(group: Group, personId: string | null): SchoolCalendar {
  const schoolId = group.members.find((member) => member.personId === personId && member.schoolId)?.schoolId;
  return group.schools.find((school) => school.id === schoolId)?.calendar ?? group.calendar;
}

/** The days on which a person may be written to unasked: their school days, but for a pause that they asked for. */
export function openCalendarOf(group: Group, personId: string | null): SchoolCalendar {
  const calendar = calendarOf(group, personId);
  const paused = group.members.find((member) => member.personId === personId)?.paused;
  if (!paused) return calendar;
  const pause: ClosureDates = { kind: 'closed', firstDay: paused.from, lastDay: addDays(paused.until, -1) };
  return { ...calendar, closures: [...calendar.closures, pause] };
}

export function schoolName(group: Group, schoolId: string | null | undefined): string {
  return group.schools.find((school) => school.id === schoolId)?.name ?? 'online';
}

export function personName(group: Group, personId: string): string {
  return group.members.find((member) => member.personId === personId)?.name ?? 'Someone';
}

/** Whoever else wants to hold this group waits until this transaction has ended. */
export async function holdGroup(db: Tx, id: string): Promise<void> {
  await db.group.updateMany({ where: { id }, data: { id } });
}
