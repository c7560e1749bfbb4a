import type { Attending, MeetingView } from '../../../cards/meetings.js';
import { civilDate, clockTime, formatDate, formatInstant, instantAt, weekday } from '../../calendar/dates.js';
import { findClash, proposeDate } from '../../calendar/proposals.js';
import { type HalfTermDates, halfTermName, halfTermOf } from '../../calendar/school-calendar.js';
import { type Group, membersWith, schoolName } from '../../store/groups.js';
import { fitMeetings, type Point } from '../programmes/fit.js';
import { programmeOf } from '../programmes/of-group.js';
import type { Meeting, MeetingWish } from './schema.js';

const minute = 60_000;

export const endOf = (meeting: { startsAt: Date; length: number }): Date =>
  new Date(meeting.startsAt.getTime() + meeting.length * minute);

export const dayOf = (meeting: { startsAt: Date }, group: { zone: string }): string =>
  civilDate(meeting.startsAt, group.zone);

/** @param viewerId who alone sees it, and is shown what she has answered */
export function viewMeeting(group: Group, meeting: Meeting, viewerId?: string): MeetingView {
  const count = (answer: Attending): number => meeting.answers.filter((one) => one.answer === answer).length;
  const mine = meeting.answers.find((one) => one.personId === viewerId)?.answer;
  return {
    id: meeting.id,
    groupId: group.id,
    halfTerm: halfTermName(meeting.halfTerm),
    when: formatInstant(meeting.startsAt, group.zone),
    day: formatDate(dayOf(meeting, group)),
    ends: clockTime(endOf(meeting), group.zone),
    where: meeting.hostSchoolId === null ? 'online' : `at ${schoolName(group, meeting.hostSchoolId)}`,
    counts: { yes: count('yes'), no: count('no'), unsure: count('unsure') },
    ...(mine && { mine }),
    ...(meeting.status === 'cancelled' && { cancelled: meeting.cancelReason ?? 'no reason given' }),
    ...(meeting.movedFrom && { movedFrom: formatInstant(meeting.movedFrom, group.zone) }),
  };
}

export const isAhead = (meeting: Meeting, now: Date): boolean => meeting.status === 'planned' && meeting.startsAt > now;

/** Half-terms that can still have a meeting and have none. */
export function openHalfTerms(group: Group, meetings: readonly Meeting[], now: Date): HalfTermDates[] {
  const today = civilDate(now, group.zone);
  return group.calendar.halfTerms.filter(
    ({ number, lastDay }) =>
      lastDay > today && !meetings.some((meeting) => meeting.halfTerm === number && meeting.status === 'planned'),
  );
}

/** The meeting that has been planned for its half-term since this one was cancelled. */
export const plannedInstead = (cancelled: Meeting, meetings: readonly Meeting[]): Meeting | undefined =>
  meetings.find(
    ({ status, halfTerm, changedAt }) =>
      status === 'planned' && halfTerm === cancelled.halfTerm && changedAt >= cancelled.changedAt,
  );

export interface Proposal extends MeetingWish {
  halfTerm: HalfTermDates;
  found: boolean;
}

/** One date a half-term: the group's usual weekday nearest its middle, the schools hosting in turn. */
export function proposeSchedule(group: Group, meetings: readonly Meeting[], now: Date): Proposal[] {
  const held = meetings.filter((meeting) => meeting.status === 'planned');
  const lastHost = held.at(-1)?.hostSchoolId;
  const start = group.schools.findIndex((school) => school.id === lastHost) + 1;
  return openHalfTerms(group, meetings, now).map((halfTerm, index) => {
    const date = proposeDate({
      halfTerm,
      usualWeekday: group.usual.weekday,
      group: group.calendar,
      schools: group.schools,
      notBefore: civilDate(new Date(now.getTime() + 24 * 60 * minute), group.zone),
    });
    return {
      halfTerm,
      found: date !== undefined,
      date: date ?? '',
      time: group.usual.start,
      length: group.usual.length,
      hostSchoolId: group.schools[(start + index) % Math.max(group.schools.length, 1)]?.id,
    };
  });
}

/** What is wrong with a date, by field, or nothing. */
export function checkWish(
  group: Group,
  wish: MeetingWish,
  now: Date,
  halfTerm?: number,
): Partial<Record<'date' | 'time' | 'where', string>> {
  const clash = findClash(wish.date, group.calendar, group.schools);
  if (clash !== undefined) return { date: clash };
  const inside = halfTermOf(group.calendar, wish.date);
  if (halfTerm !== undefined && inside && inside.number !== halfTerm) {
    return { date: `${formatDate(wish.date)} is in ${halfTermName(inside.number)}, not ${halfTermName(halfTerm)}.` };
  }
  if (instantAt(wish.date, wish.time, group.zone) <= now) {
    return { date: `${formatDate(wish.date)}, ${wish.time} has passed.` };
  }
  if (wish.hostSchoolId !== undefined && !group.schools.some((school) => school.id === wish.hostSchoolId)) {
    return { where: 'Please choose one of the schools, or online.' };
  }
  return {};
}

/** Whether the year's meetings are what the programme states: those planned or held, and these besides. */
export const fitYear = (group: Group, meetings: readonly Meeting[], more: readonly { length: number }[]): Point =>
  fitMeetings(
    programmeOf(group),
    [...meetings.filter(({ status }) => status !== 'cancelled'), ...more].map(({ length }) => length),
  );

/** The weekday on which most of these meetings are: the group's usual one from now on. */
export function usualWeekday(dates: readonly string[]): number | undefined {
  const counts = new Map<number, number>();
  for (const date of dates) counts.set(weekday(date), (counts.get(weekday(date)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

export interface HeadToAsk {
  personId: string;
  name: string;
  schoolId: string;
  school: string;
  teachers: string[];
}

/** The heads who release teachers to this group, each with the names of theirs. */
export function headsToAsk(group: Group): HeadToAsk[] {
  return membersWith(group, 'head').flatMap(({ personId, name, schoolId }) => {
    const teachers = membersWith(group, 'advocate').filter((teacher) => teacher.schoolId === schoolId);
    if (schoolId === undefined || teachers.length === 0) return [];
    return [
      { personId, name, schoolId, school: schoolName(group, schoolId), teachers: teachers.map((one) => one.name) },
    ];
  });
}

/** Heads of schools that have not answered the cover request, one line each. */
export function headsUnanswered(group: Group, meeting: Meeting): HeadToAsk[] {
  const answered = new Set(meeting.covers.map((cover) => cover.schoolId));
  return headsToAsk(group).filter((head) => !answered.has(head.schoolId));
}

/** Who is expected at a meeting. */
export const expectedAt = (group: Group) => membersWith(group, 'advocate');
