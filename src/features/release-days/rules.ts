import type { ReleaseLine, ReleaseView } from '../../../cards/release.js';
import { addDays, type CivilDate, civilDate, formatDate, weekday } from '../../calendar/dates.js';
import { schoolDayFault } from '../../calendar/record-days.js';
import { isSchoolDay, type SchoolCalendar } from '../../calendar/school-calendar.js';
import { type Group, type Member, personName, schoolName } from '../../store/groups.js';
import { programmeOf, releaseOf } from '../programmes/of-group.js';
import { notStated, type ReleaseReading } from '../programmes/schema.js';
import { type LogWish, purposes, type ReleaseEntry, weekHalves } from './schema.js';

/** Minutes of a half day of a Work Group. */
const halfDay = 180;
/** Half-days that one person can be out of class on one day. */
const dayHalves = 2;

/** A meeting with who was there, as far as release is concerned. */
export interface MeetingTime {
  id: string;
  startsAt: Date;
  /** Minutes */
  length: number;
  /** Attendance has been recorded. */
  recorded: boolean;
  present: readonly string[];
}

/** One line of a school's ledger. */
export interface LedgerLine {
  /** Absent for a meeting: it follows from attendance. */
  entryId?: string;
  day: CivilDate;
  /** Of all people together. */
  halfDays: number;
  personIds: readonly string[];
  what: string;
  note: string;
  source: 'meeting' | 'logged';
  loggedById?: string;
  /** Pence. */
  cost?: number;
  /** It is still to come. */
  ahead: boolean;
  /** It counts towards what was agreed. */
  counts: boolean;
}

/** What a school's pair of teachers has had, in half-days, against what was agreed. */
export interface Ledger {
  schoolId: string;
  agreed: ReleaseReading;
  others: readonly ReleaseReading[];
  used: number;
  planned: number;
  /** At meetings, where the agreement leaves them out. */
  apart: number;
  /** Newest first. */
  lines: readonly LedgerLine[];
}

const halvesOf = (minutes: number): number => Math.max(1, Math.round(minutes / halfDay));

/** Whoever has been a school's lead teacher or advocate this year: who has left counts for the school all the same. */
export const teachersOf = (group: Group, schoolId: string): Member[] =>
  group.members.filter((member) => member.role === 'advocate' && member.schoolId === schoolId);

export function keepLedger(
  group: Group,
  schoolId: string,
  meetings: readonly MeetingTime[],
  entries: readonly ReleaseEntry[],
  now: Date,
): Ledger {
  const agreed = releaseOf(group);
  const meetingsCount = agreed.meetingsIncluded !== false;
  const today = civilDate(now, group.zone);
  const teachers = teachersOf(group, schoolId);
  const atMeetings = meetings.flatMap((meeting): LedgerLine[] => {
    const ahead = meeting.startsAt > now;
    const who = teachers.filter(({ personId, stoodDown }) =>
      ahead ? !stoodDown : meeting.recorded && meeting.present.includes(personId),
    );
    if (who.length === 0) return [];
    return [
      {
        day: civilDate(meeting.startsAt, group.zone),
        halfDays: halvesOf(meeting.length) * who.length,
        personIds: who.map(({ personId }) => personId),
        what: 'Work Group meeting',
        note: '',
        source: 'meeting',
        ahead,
        counts: meetingsCount,
      },
    ];
  });
  const logged = entries.map(
    (entry): LedgerLine => ({
      entryId: entry.id,
      day: entry.day,
      halfDays: entry.halfDays * entry.people.length,
      personIds: entry.people.map(({ personId }) => personId),
      what: purposes.find(({ id }) => id === entry.purpose)?.label ?? 'Release',
      note: entry.note,
      source: 'logged',
      loggedById: entry.loggedById,
      ...(entry.coverCost !== null && { cost: entry.coverCost }),
      ahead: entry.day > today,
      counts: true,
    }),
  );
  const lines = [...atMeetings, ...logged].sort((a, b) => b.day.localeCompare(a.day));
  const sum = (some: readonly LedgerLine[]): number => some.reduce((total, { halfDays }) => total + halfDays, 0);
  return {
    schoolId,
    agreed,
    others: programmeOf(group).release.readings.filter(({ key }) => key !== agreed.key),
    used: sum(lines.filter(({ ahead, counts }) => !ahead && counts)),
    planned: sum(lines.filter(({ ahead, counts }) => ahead && counts)),
    apart: sum(lines.filter(({ ahead, counts }) => !ahead && !counts)),
    lines,
  };
}

/** Half-days as days: "2½", "½", "0". */
export function daysText(halfDays: number): string {
  const whole = Math.floor(halfDays / 2);
  const half = halfDays % 2 === 1 ? '½' : '';
  return whole === 0 && half !== '' ? half : `${whole}${half}`;
}

const dayNoun = (halfDays: number): string => (halfDays > 0 && halfDays <= 2 ? 'day' : 'days');

/** "6 of 10 days used, 2 planned" */
export function usedWords({ agreed, used, planned }: Ledger): string {
  const ahead = planned > 0 ? `, ${daysText(planned)} planned` : '';
  if (agreed.days === notStated) return `${daysText(used)} ${dayNoun(used)} used${ahead}`;
  const { min, max } = agreed.days;
  const total =
    max === notStated || max === min
      ? `${daysText(min * 2)} days`
      : `${daysText(min * 2)} to ${daysText(max * 2)} days`;
  return `${daysText(used)} of ${total} used${ahead}`;
}

/** Half-days that were agreed at least; undefined where no paper states them. */
export const agreedHalves = ({ agreed }: Ledger): number | undefined =>
  agreed.days === notStated ? undefined : agreed.days.min * 2;

const pounds = (pence: number): string =>
  `£${(pence / 100).toLocaleString('en-GB', { minimumFractionDigits: pence % 100 === 0 ? 0 : 2 })}`;

/** @param mayUndo whether the reader may take an entry back */
export function viewLedger(group: Group, ledger: Ledger, mayUndo: (line: LedgerLine) => boolean): ReleaseView {
  const costs = ledger.lines.flatMap(({ cost }) => cost ?? []);
  const agreed = agreedHalves(ledger);
  return {
    schoolId: ledger.schoolId,
    school: schoolName(group, ledger.schoolId),
    used: usedWords(ledger),
    ...(agreed !== undefined && { bar: { done: Math.min(ledger.used, agreed), total: agreed } }),
    agreed: ledger.agreed.words,
    others: ledger.others.map(({ where, words }) => ({ where, words })),
    ...(ledger.apart > 0 && { apart: `${daysText(ledger.apart)} ${dayNoun(ledger.apart)}` }),
    ...(costs.length > 0 && { cost: pounds(costs.reduce((sum, cost) => sum + cost, 0)) }),
    lines: ledger.lines.map(
      (line): ReleaseLine => ({
        day: formatDate(line.day),
        days: `${daysText(line.halfDays)} ${dayNoun(line.halfDays)}`,
        who: line.personIds.map((personId) => personName(group, personId)),
        what: line.note === '' ? line.what : `${line.what}: ${line.note}`,
        from:
          line.source === 'meeting'
            ? line.ahead
              ? 'planned'
              : 'from attendance'
            : `${line.ahead ? 'planned, ' : ''}logged by ${personName(group, line.loggedById ?? '')}`,
        ...(line.cost !== undefined && { cost: pounds(line.cost) }),
        ...(line.entryId !== undefined && mayUndo(line) && { entryId: line.entryId }),
      }),
    ),
  };
}

/** Monday of the week that a day lies in. */
const mondayOf = (day: CivilDate): CivilDate => addDays(day, 1 - weekday(day));

/** The school days of a stretch of half-days that begins on a day, two on each, with how many fall on each. */
function spread(calendar: SchoolCalendar, day: CivilDate, halfDays: number): { day: CivilDate; halfDays: number }[] {
  const days: { day: CivilDate; halfDays: number }[] = [];
  let left = halfDays;
  for (let date = day; left > 0 && days.length < weekHalves; date = addDays(date, 1)) {
    if (!isSchoolDay(calendar, date)) continue;
    days.push({ day: date, halfDays: Math.min(left, dayHalves) });
    left -= dayHalves;
  }
  return days;
}

export type LogFaults = Partial<Record<'day' | 'who' | 'halfDays', string>>;

/** What is wrong with an entry, by field, or nothing. @param taken what the ledger has already */
export function checkLog(group: Group, schoolId: string, wish: LogWish, taken: readonly LedgerLine[]): LogFaults {
  const calendar = group.schools.find(({ id }) => id === schoolId)?.calendar ?? group.calendar;
  const day = schoolDayFault(calendar, wish.day, schoolName(group, schoolId));
  if (day !== undefined) return { day };
  const teachers = teachersOf(group, schoolId);
  if (!wish.who.every((id) => teachers.some(({ personId }) => personId === id))) {
    return { who: `Please choose among the teachers of ${schoolName(group, schoolId)}.` };
  }
  for (const personId of wish.who) {
    const fault = checkPerson(group, calendar, wish, personId, taken);
    if (fault) return fault;
  }
  return {};
}

function checkPerson(
  group: Group,
  calendar: SchoolCalendar,
  wish: LogWish,
  personId: string,
  taken: readonly LedgerLine[],
): LogFaults | undefined {
  const name = personName(group, personId);
  const mine = taken
    .filter((line) => line.personIds.includes(personId))
    .flatMap((line) =>
      spread(calendar, line.day, line.halfDays / line.personIds.length).map((part) => ({ ...part, line })),
    );
  const wanted = spread(calendar, wish.day, wish.halfDays);
  for (const part of wanted) {
    const there = mine.filter(({ day }) => day === part.day);
    const sum = there.reduce((total, { halfDays }) => total + halfDays, part.halfDays);
    const [first] = there;
    if (sum > dayHalves && first) {
      const by =
        first.line.source === 'meeting'
          ? 'the meeting'
          : `“${first.line.what}”, logged by ${personName(group, first.line.loggedById ?? '')}`;
      return {
        day: `${name} has ${daysText(there.reduce((total, { halfDays }) => total + halfDays, 0))} day on ${formatDate(part.day)} already: ${by}.`,
      };
    }
  }
  for (const monday of new Set(wanted.map(({ day }) => mondayOf(day)))) {
    const inWeek = (day: CivilDate): boolean => mondayOf(day) === monday;
    const sum = [...wanted, ...mine]
      .filter(({ day }) => inWeek(day))
      .reduce((total, { halfDays }) => total + halfDays, 0);
    if (sum > weekHalves) {
      return {
        halfDays: `${name} would have ${sum} half-days in the week of ${formatDate(monday)}, which has ${weekHalves}.`,
      };
    }
  }
  return undefined;
}
