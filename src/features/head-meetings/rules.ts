import type { HeadMeetingLine } from '../../../cards/head-meeting-list.js';
import type { HeadMeetingView } from '../../../cards/head-meetings.js';
import { addDays, civilDate, clockTime, formatDate, formatInstant, instantAt, weekday } from '../../calendar/dates.js';
import { findClash } from '../../calendar/proposals.js';
import { schoolDayFault } from '../../calendar/record-days.js';
import { schoolDaysAfter } from '../../calendar/school-calendar.js';
import { maySee, type Viewer } from '../../edge/visibility.js';
import { type Group, type Member, membersWith, personName, schoolName } from '../../store/groups.js';
import { everySchool, type HeadMeeting, type PlanWish, type When } from './schema.js';

const minute = 60_000;
/** School days from today to the day that is proposed: early enough for the reminder to those who have not answered. */
const notice = 15;
/** Days that are looked through for one on which every school is open. */
const lookAhead = 60;

type Times = Pick<HeadMeeting, 'startsAt' | 'length'>;

export const endOf = ({ startsAt, length }: Times): Date => new Date(startsAt.getTime() + length * minute);

export const dayOf = ({ startsAt }: Pick<HeadMeeting, 'startsAt'>, { zone }: Pick<Group, 'zone'>): string =>
  civilDate(startsAt, zone);

export const isAhead = ({ status, startsAt }: Pick<HeadMeeting, 'status' | 'startsAt'>, now: Date): boolean =>
  status === 'planned' && startsAt > now;

/** The heads who are asked: whoever is head now. */
export const askedTo = (group: Group, { schoolId }: Pick<HeadMeeting, 'schoolId'>): Member[] =>
  membersWith(group, 'head').filter((head) => schoolId === null || head.schoolId === schoolId);

/** Those with whom the heads meet; at a meeting of the heads, the specialists and whoever planned it. */
export function hostsOf(group: Group, { kind, plannedById }: Pick<HeadMeeting, 'kind' | 'plannedById'>): Member[] {
  if (kind === 'hub') return membersWith(group, 'hubLead');
  const specialists = membersWith(group, 'specialist');
  if (kind === 'specialist') return specialists;
  const planner = membersWith(group, 'hubLead').filter(({ personId }) => personId === plannedById);
  return [...specialists, ...planner];
}

/** Who looks after a meeting: whoever planned it; once they have left, those with whom the heads meet. */
export function keepersOf(group: Group, meeting: Pick<HeadMeeting, 'kind' | 'plannedById'>): Member[] {
  const planner = membersWith(group, 'specialist', 'hubLead').find(({ personId }) => personId === meeting.plannedById);
  return planner ? [planner] : hostsOf(group, meeting);
}

/** Whom a record can name: the heads who are asked now, and whoever has answered or come since they were. */
export function recordableAt(group: Group, meeting: HeadMeeting): Member[] {
  const part = new Set(
    meeting.people.filter(({ answer, present }) => answer !== null || present !== null).map((one) => one.personId),
  );
  const asked = new Set(askedTo(group, meeting));
  return group.members.filter((one) => one.role === 'head' && (asked.has(one) || part.has(one.personId)));
}

export const answerOf = (meeting: HeadMeeting, personId: string) =>
  meeting.people.find((one) => one.personId === personId)?.answer ?? undefined;

export const unanswered = (group: Group, meeting: HeadMeeting): Member[] =>
  askedTo(group, meeting).filter(({ personId }) => answerOf(meeting, personId) === undefined);

/** Meetings of all heads are for each of them; one head's for that school's head alone. Those who lead see both. */
export const maySeeMeeting = (viewer: Viewer, { schoolId }: Pick<HeadMeeting, 'schoolId'>): boolean =>
  schoolId === null ? maySee('headsMeeting', viewer) : maySee('headMeeting', viewer, { schoolId });

/** In whose calendar it stands: those who are asked, and those with whom they meet. */
export const concerns = (group: Group, meeting: HeadMeeting, viewer: Viewer): boolean =>
  maySeeMeeting(viewer, meeting) &&
  [...askedTo(group, meeting), ...hostsOf(group, meeting)].some(({ personId }) => personId === viewer.actor.personId);

export function titleOf(group: Group, { kind, schoolId }: Pick<HeadMeeting, 'kind' | 'schoolId'>): string {
  const whose = schoolId === null ? 'All heads' : `The head of ${schoolName(group, schoolId)}`;
  switch (kind) {
    case 'heads':
      return 'All heads together';
    case 'specialist':
      return `${whose} with the specialist`;
    case 'hub':
      return `${whose} with the hub’s leaders`;
    default:
      return kind satisfies never;
  }
}

const list = new Intl.ListFormat('en-GB');

/** The same with the names of those who meet. */
function whoWords(group: Group, meeting: Pick<HeadMeeting, 'kind' | 'schoolId' | 'plannedById'>): string {
  const { kind, schoolId } = meeting;
  const school = schoolName(group, schoolId);
  const own = askedTo(group, meeting).map(({ name }) => name);
  const heads =
    schoolId === null
      ? 'All the heads'
      : own.length === 0
        ? `The head of ${school}`
        : `${list.format(own)} (${school})`;
  if (kind === 'heads') return `${heads} together`;
  const hosts = hostsOf(group, meeting).map(({ name }) => name);
  const office = kind === 'specialist' ? 'the specialist' : 'the hub’s leaders';
  if (hosts.length === 0) return `${heads} with ${office}`;
  return `${heads} with ${list.format(hosts)}, ${kind === 'specialist' ? 'specialist' : 'for the hub'}`;
}

/** @param viewerId who alone sees it, and is shown what she has answered */
export function viewMeeting(group: Group, meeting: HeadMeeting, viewerId?: string): HeadMeetingView {
  const asked = askedTo(group, meeting);
  const count = (answer: 'yes' | 'no' | 'unsure'): number =>
    asked.filter(({ personId }) => answerOf(meeting, personId) === answer).length;
  const mine = viewerId !== undefined && asked.some(({ personId }) => personId === viewerId);
  const answer = mine ? answerOf(meeting, viewerId) : undefined;
  return {
    id: meeting.id,
    groupId: group.id,
    round: meeting.round,
    title: titleOf(group, meeting),
    who: whoWords(group, meeting),
    together: meeting.schoolId === null,
    when: formatInstant(meeting.startsAt, group.zone),
    day: formatDate(dayOf(meeting, group)),
    ends: clockTime(endOf(meeting), group.zone),
    place: meeting.place,
    counts: { yes: count('yes'), no: count('no'), unsure: count('unsure'), of: asked.length },
    asked: mine,
    ...(answer && { mine: answer }),
    ...(meeting.status === 'cancelled' && { cancelled: meeting.cancelReason ?? 'no reason given' }),
    ...(meeting.movedFrom && { movedFrom: formatInstant(meeting.movedFrom, group.zone) }),
  };
}

/** A meeting in the list, as far as somebody may read it. */
export function viewLine(
  group: Group,
  meeting: HeadMeeting,
  personId: string,
  now: Date,
  leads: boolean,
): HeadMeetingLine {
  const named = (answer: 'yes' | 'no' | 'unsure' | undefined): string[] =>
    askedTo(group, meeting)
      .filter((head) => answerOf(meeting, head.personId) === answer)
      .map(({ name }) => name);
  const came = meeting.people.filter(({ present }) => present === true).map((one) => personName(group, one.personId));
  return {
    ...viewMeeting(group, meeting, personId),
    begun: meeting.startsAt <= now,
    ...(leads && {
      names: { yes: named('yes'), no: named('no'), unsure: named('unsure'), open: named(undefined) },
    }),
    ...(meeting.recordedAt !== null && {
      record: { came: came.sort((a, b) => a.localeCompare(b, 'en-GB')), agreed: meeting.agreed },
    }),
  };
}

/** What is wrong with a day for the heads of every school, or of one. */
function dayFault(group: Group, schoolId: string | null, day: string): string | undefined {
  const school = group.schools.find(({ id }) => id === schoolId);
  if (school) return schoolDayFault(school.calendar, day, school.name);
  const schools = group.schools.filter(({ id }) => headed(group, id));
  return findClash(day, group.calendar, schools);
}

const headed = (group: Group, schoolId: string): boolean =>
  membersWith(group, 'head').some((head) => head.schoolId === schoolId);

/**
 * A day some three weeks from now on which all schools are open, on the group's usual weekday where there is one;
 * undefined when none is left in the year.
 */
export function proposeDay(
  group: Group,
  schoolId: string | null,
  taken: readonly HeadMeeting[],
  now: Date,
): string | undefined {
  const first = schoolDaysAfter(group.calendar, civilDate(now, group.zone), notice);
  const busy = new Set(taken.map((meeting) => dayOf(meeting, group)));
  const free: string[] = [];
  for (let day = first; day < addDays(first, lookAhead); day = addDays(day, 1)) {
    if (!busy.has(day) && dayFault(group, schoolId, day) === undefined) free.push(day);
  }
  return free.find((day) => day < addDays(first, 14) && weekday(day) === group.usual.weekday) ?? free[0];
}

type Fields = 'kind' | 'school' | 'date' | 'time';

/** What is wrong with a plan as far as it says who meets, by field, or nothing. */
export function checkWho(group: Group, { kind, school }: PlanWish): Partial<Record<Fields, string>> {
  if (school === everySchool) {
    if (kind === 'specialist') return { school: 'Please choose which school’s head meets the specialist.' };
    return membersWith(group, 'head').length === 0 ? { kind: 'There are no heads in this Work Group yet.' } : {};
  }
  if (!group.schools.some(({ id }) => id === school)) return { school: 'Please choose one of these schools.' };
  if (kind === 'heads')
    return { school: 'All the heads meet together, so please choose “All heads” here, or somebody to meet one head.' };
  if (headed(group, school)) return {};
  return {
    school: `${schoolName(group, school)} has no head in this Work Group at the moment. Your hub lead can add one.`,
  };
}

/**
 * What is wrong with when a meeting shall be, by field, or nothing.
 * @param others meetings that are planned, this one left out
 */
export function checkWhen(
  group: Group,
  who: Pick<HeadMeeting, 'schoolId'>,
  when: When,
  others: readonly HeadMeeting[],
  now: Date,
): Partial<Record<Fields, string>> {
  const closed = dayFault(group, who.schoolId, when.date);
  if (closed !== undefined) return { date: closed };
  const startsAt = instantAt(when.date, when.time, group.zone);
  if (startsAt <= now) return { date: `${formatDate(when.date)}, ${when.time} has passed.` };
  const wish = { startsAt, length: when.length };
  const asked = new Set(askedTo(group, who).map(({ personId }) => personId));
  for (const other of others) {
    if (other.status !== 'planned' || other.startsAt >= endOf(wish) || endOf(other) <= startsAt) continue;
    const busy = askedTo(group, other).find(({ personId }) => asked.has(personId));
    if (busy) {
      return {
        time: `${busy.name} has another meeting then, from ${formatInstant(other.startsAt, group.zone)} to ${clockTime(endOf(other), group.zone)}.`,
      };
    }
  }
  return {};
}

/** What one school's head has had of a kind of meeting, and what is planned. */
export interface HeadMeetingsOf {
  /** Those at which a head of the school was recorded present, oldest first. */
  had: readonly HeadMeeting[];
  /** Those ahead to which its head is asked, soonest first. */
  planned: readonly HeadMeeting[];
}

/** @param meetings in order of time */
export function meetingsOf(
  group: Group,
  meetings: readonly HeadMeeting[],
  schoolId: string,
  now: Date,
): Readonly<Record<HeadMeeting['kind'], HeadMeetingsOf>> {
  const heads = new Set(
    group.members.filter((one) => one.role === 'head' && one.schoolId === schoolId).map(({ personId }) => personId),
  );
  const own = meetings.filter(
    (one) => one.status === 'planned' && (one.schoolId === null || one.schoolId === schoolId),
  );
  const of = (kind: HeadMeeting['kind']): HeadMeetingsOf => ({
    had: own.filter(
      (one) =>
        one.kind === kind &&
        one.recordedAt !== null &&
        one.people.some(({ personId, present }) => present === true && heads.has(personId)),
    ),
    planned: own.filter((one) => one.kind === kind && isAhead(one, now)),
  });
  return { heads: of('heads'), specialist: of('specialist'), hub: of('hub') };
}
