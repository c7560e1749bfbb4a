import type { VisitView } from '../../../cards/visits.js';
import {
  addDays,
  type CivilDate,
  civilDate,
  eachDay,
  formatDate,
  formatInstant,
  formatTime,
  instantAt,
  weekday,
} from '../../calendar/dates.js';
import { schoolDayFault } from '../../calendar/record-days.js';
import { isSchoolDay, nextSchoolDay, type SchoolCalendar } from '../../calendar/school-calendar.js';
import { type Group, type GroupSchool, personName, schoolName } from '../../store/groups.js';
import { programmeOf } from '../programmes/of-group.js';
import { type Feedback, kinds, type Visit, type WhenWish } from './schema.js';

const minute = 60_000;

export const endOf = (visit: Pick<Visit, 'startsAt' | 'length'>): Date =>
  new Date(visit.startsAt.getTime() + visit.length * minute);

export const dayOf = (visit: Pick<Visit, 'startsAt'>, group: Pick<Group, 'zone'>): CivilDate =>
  civilDate(visit.startsAt, group.zone);

/** A visit that takes place, or took place. */
export const isOn = ({ status }: Pick<Visit, 'status'>): boolean => status === 'planned';

export interface Term {
  /** 1 Autumn, 2 Spring, 3 Summer */
  number: number;
  name: string;
  firstDay: CivilDate;
  lastDay: CivilDate;
}

const termNames = ['Autumn', 'Spring', 'Summer'];

/** The three terms of a year, each of two half-terms. */
export function termsOf({ halfTerms }: SchoolCalendar): Term[] {
  return termNames.flatMap((name, index): Term[] => {
    const own = halfTerms.filter(({ number }) => Math.ceil(number / 2) === index + 1);
    const firstDay = own.map((one) => one.firstDay).sort()[0];
    const lastDay = own
      .map((one) => one.lastDay)
      .sort()
      .at(-1);
    return firstDay === undefined || lastDay === undefined ? [] : [{ number: index + 1, name, firstDay, lastDay }];
  });
}

/** The term of a day, or the one after it; undefined after the last. */
export const termOn = (calendar: SchoolCalendar, day: CivilDate): Term | undefined =>
  termsOf(calendar).find(({ lastDay }) => day <= lastDay);

/** The first school day of a term's third week, counted from the Monday of its first day. */
export const thirdWeek = (calendar: SchoolCalendar, { firstDay }: Term): CivilDate =>
  nextSchoolDay(calendar, addDays(firstDay, 1 - weekday(firstDay) + 14));

/** Whether the programme has the specialist in every school each term. */
export const isTermly = (group: Group): boolean => programmeOf(group).support.visits === 'termly';

/** Schools with no visit in a term, booked or done. */
export const schoolsWithout = (group: Group, visits: readonly Visit[], term: Term): GroupSchool[] =>
  group.schools.filter(
    ({ id }) =>
      !visits.some((visit) => {
        const day = dayOf(visit, group);
        return isOn(visit) && visit.schoolId === id && day >= term.firstDay && day <= term.lastDay;
      }),
  );

/** A day to offer for a visit: in this term, a week or so ahead, on which the school is open and nothing else is booked. */
export function proposeDate(school: GroupSchool, visits: readonly Visit[], group: Group, now: Date): CivilDate {
  const today = civilDate(now, group.zone);
  const taken = new Set(visits.filter(isOn).map((visit) => dayOf(visit, group)));
  const from = addDays(today, 7);
  return (
    eachDay(from, addDays(from, 60)).find((day) => isSchoolDay(school.calendar, day) && !taken.has(day)) ??
    nextSchoolDay(school.calendar, addDays(today, 1))
  );
}

export type WhenFaults = Partial<Record<'date' | 'time' | 'school', string>>;

/**
 * What is wrong with a visit's time, by field, or nothing.
 * @param past the visit has taken place: then it is in the past, else ahead
 * @param others the group's other visits
 */
export function checkWhen(
  group: Group,
  schoolId: string,
  wish: WhenWish,
  others: readonly Visit[],
  now: Date,
  past: boolean,
): WhenFaults {
  const school = group.schools.find(({ id }) => id === schoolId);
  if (!school) return { school: 'That school is not in this Work Group. Please choose one of its schools.' };
  const day = schoolDayFault(school.calendar, wish.date, school.name);
  if (day !== undefined) return { date: day };
  const startsAt = instantAt(wish.date, wish.time, group.zone);
  const when = formatInstant(startsAt, group.zone);
  if (past && startsAt > now) return { date: `${when} is still to come. Please book it instead.` };
  if (!past && startsAt <= now) return { date: `${when} has passed. A visit that has been is recorded instead.` };
  const end = endOf({ startsAt, length: wish.length });
  const other = others.find((visit) => isOn(visit) && visit.startsAt < end && endOf(visit) > startsAt);
  if (!other) return {};
  return {
    time: `There is a visit to ${schoolName(group, other.schoolId)} then, from ${formatTime(other.startsAt, group.zone)} to ${formatTime(endOf(other), group.zone)}.`,
  };
}

const kindWords = (ids: readonly string[]): string[] =>
  kinds.filter(({ id }) => ids.includes(id)).map(({ label }) => label);

/** Whom a visit's dates concern: the school's people in the group. */
export const hostsOf = (group: Group, schoolId: string) =>
  group.members.filter((member) => member.schoolId === schoolId && !member.stoodDown);

/** @param reads what of a visit the reader may see beyond that it takes place */
export function viewVisit(
  group: Group,
  visit: Visit,
  reads: { notes: boolean; feedback: readonly Feedback[] },
): VisitView {
  const { id, schoolId, startsAt, movedFrom, recordedAt } = visit;
  return {
    id,
    groupId: group.id,
    schoolId,
    school: schoolName(group, schoolId),
    when: formatInstant(startsAt, group.zone),
    ends: formatTime(endOf(visit), group.zone),
    day: formatDate(dayOf(visit, group)),
    kinds: kindWords(visit.kinds.map(({ kind }) => kind)),
    purpose: visit.purpose,
    cancelled: visit.status === 'cancelled' ? (visit.cancelReason ?? '') : undefined,
    movedFrom: movedFrom === null ? undefined : formatInstant(movedFrom, group.zone),
    recorded: recordedAt !== null,
    notes: reads.notes ? visit.notes : '',
    steps: reads.notes ? visit.steps.filter(({ droppedAt }) => droppedAt === null).map(({ text }) => text) : [],
    feedback: reads.feedback
      .filter(({ visitId }) => visitId === id)
      .map(({ personId, text }) => ({ personId, to: personName(group, personId), text })),
  };
}

/** "Plan together" from "- Plan together", a line each. */
export const stepLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-•*]|\d+[.)])\s*/u, '').trim())
    .filter((line) => line !== '');
