import { notStated, type Programme } from './schema.js';

/** What a template states of one point, and what a group has. */
export interface Point {
  about: string;
  /** As the programme's papers put it; "not stated" as such. */
  stated: string;
  /** "3 schools" */
  found: string;
  verdict: 'fits' | 'differs' | typeof notStated;
}

const verdictOf = (stated: unknown, fits: boolean): Point['verdict'] =>
  stated === notStated ? notStated : fits ? 'fits' : 'differs';

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Whether a group has as many schools as its programme is for. */
export function fitSchools({ schools }: Programme, count: number): Point {
  return {
    about: 'Schools',
    stated: schools.words,
    found: counted(count, 'school', 'schools'),
    verdict: verdictOf(
      schools.count,
      schools.count !== notStated && count >= schools.count.min && count <= schools.count.max,
    ),
  };
}

/** Whether a school sends as many as the programme asks for. */
export function fitParticipants({ participants, labels }: Programme, school: string, count: number): Point {
  const { advocate, advocates } = labels;
  return {
    about: school,
    stated: participants.words,
    found: count === 0 ? `no ${advocate}` : counted(count, advocate, advocates),
    verdict: verdictOf(participants.count, count === participants.count),
  };
}

/** Minutes of a half day of a Work Group. */
const halfDay = 180;

/** Half days that meetings of these lengths, in minutes, come to: short ones count as half of one. */
const halfDaysOf = (lengths: readonly number[]): number =>
  lengths.reduce((sum, minutes) => sum + Math.max(0.5, Math.round((minutes / halfDay) * 2) / 2), 0);

const inHalves = (count: number): string =>
  `${count < 1 ? '' : Math.floor(count)}${count % 1 === 0 ? '' : '½'} half ${count === 1 || count === 0.5 ? 'day' : 'days'}`;

/**
 * Whether a year has the meetings that its programme states, in number and in half days: both are at least.
 * @param lengths of the meetings planned and held, in minutes
 */
export function fitMeetings({ meetings }: Programme, lengths: readonly number[]): Point {
  const { count, days, words } = meetings;
  const halfDays = halfDaysOf(lengths);
  const enough = (count === notStated || lengths.length >= count) && (days === notStated || halfDays >= days * 2);
  return {
    about: 'Meetings',
    stated: words,
    found:
      lengths.length === 0
        ? 'none planned'
        : `${counted(lengths.length, 'meeting', 'meetings')}, ${inHalves(halfDays)} in all`,
    verdict: verdictOf(count === notStated ? days : count, enough),
  };
}

/** What to say of schools, or of one school's people, that differ from the template; nothing where they do not. */
export const sizeWarning = (group: string, { found, stated, verdict }: Point): string[] =>
  verdict === 'differs' ? [`${group} has ${found}; its programme is for ${stated}.`] : [];

export const participantsWarning = (group: string, { about, found, stated, verdict }: Point): string[] =>
  verdict === 'differs' ? [`${about} has ${found} in ${group}; the programme asks each school for ${stated}.`] : [];

export const meetingsWarning = ({ found, stated, verdict }: Point): string[] =>
  verdict === 'differs' ? [`The year has ${found}; the programme states ${stated}.`] : [];
