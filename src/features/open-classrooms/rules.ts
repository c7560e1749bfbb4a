import type { ClassroomView, ReturnView } from '../../../cards/open-classrooms.js';
import { type CivilDate, civilDate, formatDate } from '../../calendar/dates.js';
import { pastDayFault, schoolDayFault } from '../../calendar/record-days.js';
import type { Meeting } from '../../store/generated/sqlite/client.js';
import { type Group, personName, schoolName } from '../../store/groups.js';
import { bigIdeas } from '../programmes/big-ideas.js';
import {
  type Classroom,
  noMeeting,
  nothingSeen,
  type OpenWish,
  parts,
  type Return,
  type ReturnWish,
} from './schema.js';
import type { ClassroomData } from './store.js';

export const ideaName = (id: string): string => bigIdeas.find((idea) => idea.id === id)?.label ?? id;

/** It took place: schools can take its lesson home. */
export const isHeld = ({ day, cancelled, undoneAt }: Classroom, today: CivilDate): boolean =>
  !cancelled && undoneAt === null && day <= today;

export const returnOf = (classroom: Classroom, schoolId: string): Return | undefined =>
  classroom.returns.find((one) => one.schoolId === schoolId);

const isTaught = ({ taughtOn, taught }: ReturnWish): boolean => taughtOn !== null || taught !== '';

/** The steps of a cycle that a school has come to, in words, of four. */
function stepsOf(own: ReturnWish): string[] {
  return [
    ...(isTaught(own)
      ? [own.taughtOn === null ? 'taught at home' : `taught at home on ${formatDate(own.taughtOn)}`]
      : []),
    ...(own.evaluation === '' ? [] : ['evaluated']),
    ...(own.usedAgain === '' ? [] : ['idea used again']),
    ...(own.embedded === '' ? [] : ['chosen what to keep']),
  ];
}
const allSteps = 4;

/** Whether a school has said “not yet”, or nothing else. */
export const isBlank = (own: ReturnWish): boolean => stepsOf(own).length === 0;
/** "taught at home on Tue 10 Nov, evaluated" */
export function howFar(own: ReturnWish | undefined): string {
  if (!own) return 'nothing yet';
  return isBlank(own) ? '“not yet”' : stepsOf(own).join(', ');
}

export const viewClassroom = (group: Group, classroom: Classroom, now: Date): ClassroomView => ({
  id: classroom.id,
  groupId: group.id,
  day: formatDate(classroom.day),
  where: classroom.where,
  idea: ideaName(classroom.idea),
  lesson: classroom.lesson,
  state:
    classroom.undoneAt !== null
      ? 'gone'
      : classroom.cancelled
        ? 'cancelled'
        : isHeld(classroom, civilDate(now, group.zone))
          ? 'held'
          : 'ahead',
});

/** @param mayWrite whether the reader fills in for this school */
export function viewReturn(group: Group, classroom: Classroom, schoolId: string, mayWrite: boolean): ReturnView {
  const own = returnOf(classroom, schoolId);
  return {
    schoolId,
    school: schoolName(group, schoolId),
    howFar: howFar(own),
    done: own ? stepsOf(own).length : 0,
    of: allSteps,
    state: own === undefined ? 'none' : isBlank(own) ? 'notYet' : 'written',
    taughtOn: own?.taughtOn ? formatDate(own.taughtOn) : '',
    taught: own?.taught ?? '',
    evaluation: own?.evaluation ?? '',
    usedAgain: own?.usedAgain ?? '',
    embedded: own?.embedded ?? '',
    by: own && `${personName(group, own.updatedById)}, ${formatDate(civilDate(own.updatedAt, group.zone))}`,
    mayWrite,
  };
}

/** The last meeting that has begun and has no classroom, or the next one. */
export function proposeMeeting(
  meetings: readonly Meeting[],
  classrooms: readonly Classroom[],
  now: Date,
): string | undefined {
  const free = meetings.filter(({ id }) => !classrooms.some(({ meetingId }) => meetingId === id));
  return (free.findLast(({ startsAt }) => startsAt <= now) ?? free[0])?.id;
}

/** The first Big Idea that no classroom has been on. */
export const proposeIdea = (classrooms: readonly Classroom[]): string =>
  (bigIdeas.find(({ id }) => !classrooms.some(({ idea }) => idea === id)) ?? bigIdeas[0]).id;

type OpenFaults = Partial<Record<'meeting' | 'day' | 'idea', string>>;

/** When and on what a classroom is, or what is wrong with it, by field. @param others those of the group besides */
export function readOpen(
  group: Group,
  wish: OpenWish,
  meetings: readonly Meeting[],
  others: readonly Classroom[],
): { data: ClassroomData } | { wrong: OpenFaults } {
  const { idea, lesson } = wish;
  const meeting = meetings.find(({ id }) => id === wish.meeting);
  if (!meeting && wish.meeting !== noMeeting) return { wrong: { meeting: 'That meeting is not planned any more.' } };
  const day = meeting ? civilDate(meeting.startsAt, group.zone) : wish.day;
  if (day === '') return { wrong: { day: 'Please choose the day, or a meeting above.' } };
  if (meeting && wish.day !== '' && wish.day !== day) {
    return {
      wrong: {
        day: `The meeting is on ${formatDate(day)}. Please leave this empty, or choose “On another day” above.`,
      },
    };
  }
  const closed = meeting ? undefined : schoolDayFault(group.calendar, day, 'the schools of the group');
  if (closed !== undefined) return { wrong: { day: closed } };
  const same = others.find((one) => one.day === day && one.idea === idea);
  if (same) {
    return { wrong: { idea: `There is one on ${ideaName(idea)} on ${formatDate(day)} already: “${same.lesson}”.` } };
  }
  return { data: { meetingId: meeting?.id ?? null, day, idea, lesson } };
}

/** What is wrong with the day on which the lesson was taught at home, in words. */
export function taughtOnFault(
  group: Group,
  classroom: Classroom,
  schoolId: string,
  taughtOn: CivilDate | null,
  today: CivilDate,
): string | undefined {
  const school = group.schools.find(({ id }) => id === schoolId);
  if (taughtOn === null || !school) return undefined;
  if (taughtOn < classroom.day) {
    return `The open classroom was on ${formatDate(classroom.day)}. Please choose that day or a later one.`;
  }
  return pastDayFault(taughtOn, today) ?? schoolDayFault(school.calendar, taughtOn, school.name);
}

/** Which state of a return a form shows. */
export const stampOf = (own: Return | undefined): string => own?.updatedAt.toISOString() ?? nothingSeen;

/** What two people wrote at the same time, together: neither knew what the other had written. */
export function joinReturns(theirs: ReturnWish, mine: ReturnWish): ReturnWish {
  const both = (a: string, b: string): string => (a.includes(b) ? a : b.includes(a) ? b : `${a}\n\n${b}`);
  return {
    taughtOn: mine.taughtOn ?? theirs.taughtOn,
    ...(Object.fromEntries(parts.map((part) => [part, both(theirs[part], mine[part])])) as Omit<
      ReturnWish,
      'taughtOn'
    >),
  };
}
