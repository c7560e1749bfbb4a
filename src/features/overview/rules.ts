import type { GroupRow } from '../../../cards/overview.js';
import { addDays, type CivilDate, civilDate, formatDate } from '../../calendar/dates.js';
import { countSchoolDays, halfTermName, halfTermOf } from '../../calendar/school-calendar.js';
import { type Group, membersWith } from '../../store/groups.js';
import { type Unsigned, unsignedWords } from '../commitments/rules.js';
import { daysText } from '../release-days/rules.js';
import { isTermly, schoolsWithout, termOn, thirdWeek } from '../visits/rules.js';
import type { Visit } from '../visits/schema.js';
import type { GroupOverview, Need, Share } from './schema.js';

const list = new Intl.ListFormat('en-GB');

/** School days before a meeting from which on a missing answer about cover needs a person: the reminder rules'. */
const coverDays = 4;
const hour = 3_600_000;

/** What the records of a group say, for the list of what needs a person. */
export interface Facts {
  now: Date;
  meetings: readonly {
    halfTerm: number;
    startsAt: Date;
    length: number;
    recorded: boolean;
    /** Schools that have answered about cover, and those of them that would like to talk. */
    covered: readonly string[];
    talks: readonly string[];
  }[];
  visits: readonly Visit[];
  /** Schools whose head asked this half-term to talk about the commitments. */
  talks: readonly string[];
  /** Messages that could not be delivered, and still should be. */
  failed: number;
  unsigned: readonly Unsigned[];
}

/** What needs a person, most pressing first. */
export function findNeeds(group: Group, facts: Facts): Need[] {
  const today = civilDate(facts.now, group.zone);
  return [
    ...failures(facts),
    ...talks(group, facts),
    ...cover(group, facts, today),
    ...records(group, facts),
    ...dates(group, facts, today),
    ...people(group),
    ...visits(group, facts, today),
    ...signatures(group, facts, today),
  ].sort((a, b) => a.urgency - b.urgency);
}

const names = (group: Group, schoolIds: readonly string[]): string =>
  list.format(group.schools.filter(({ id }) => schoolIds.includes(id)).map(({ name }) => name));

const failures = ({ failed }: Facts): Need[] =>
  failed === 0
    ? []
    : [{ urgency: 1, words: `${failed === 1 ? 'One message' : `${failed} messages`} could not be delivered` }];

function talks(group: Group, facts: Facts): Need[] {
  const ahead = facts.meetings.filter(({ startsAt }) => startsAt > facts.now).flatMap((meeting) => meeting.talks);
  return [
    ...(ahead.length > 0
      ? [{ urgency: 2, words: `A head would like to talk about cover: ${names(group, ahead)}` }]
      : []),
    ...(facts.talks.length > 0
      ? [{ urgency: 2, words: `A head would like to talk about the commitments: ${names(group, facts.talks)}` }]
      : []),
  ];
}

function cover(group: Group, facts: Facts, today: CivilDate): Need[] {
  const next = facts.meetings.find(({ startsAt }) => startsAt > facts.now);
  if (!next) return [];
  const day = civilDate(next.startsAt, group.zone);
  if (countSchoolDays(group.calendar, today, day) > coverDays) return [];
  const open = group.schools.filter(({ id }) => !next.covered.includes(id)).map(({ id }) => id);
  return open.length === 0
    ? []
    : [{ urgency: 3, words: `Cover is not confirmed for ${formatDate(day)}: ${names(group, open)}` }];
}

const records = (group: Group, { meetings, now }: Facts): Need[] =>
  meetings
    .filter(
      ({ recorded, startsAt, length }) => !recorded && startsAt.getTime() + length * 60_000 + 24 * hour < now.getTime(),
    )
    .map(({ startsAt }) => ({
      urgency: 4,
      words: `Who came on ${formatDate(civilDate(startsAt, group.zone))} is not recorded`,
    }));

function dates(group: Group, { meetings }: Facts, today: CivilDate): Need[] {
  if (group.calendar.halfTerms.length === 0) return [{ urgency: 2, words: 'There are no term dates yet' }];
  const current = halfTermOf(group.calendar, today);
  if (!current || meetings.some(({ halfTerm }) => halfTerm === current.number)) return [];
  return [{ urgency: 5, words: `No meeting is planned in ${halfTermName(current.number)}` }];
}

function people(group: Group): Need[] {
  const without = (role: 'head' | 'advocate'): string[] => {
    const there = new Set(membersWith(group, role).map(({ schoolId }) => schoolId));
    return group.schools.filter(({ id }) => !there.has(id)).map(({ id }) => id);
  };
  const [heads, teachers] = [without('head'), without('advocate')];
  return [
    ...(membersWith(group, 'specialist').length === 0 ? [{ urgency: 2, words: 'The group has no specialist' }] : []),
    ...(heads.length > 0 ? [{ urgency: 5, words: `Nobody is named as head: ${names(group, heads)}` }] : []),
    ...(teachers.length > 0 ? [{ urgency: 5, words: `Nobody takes part: ${names(group, teachers)}` }] : []),
  ];
}

function visits(group: Group, facts: Facts, today: CivilDate): Need[] {
  const term = isTermly(group) ? termOn(group.calendar, today) : undefined;
  if (!term || today < thirdWeek(group.calendar, term)) return [];
  const due = schoolsWithout(group, facts.visits, term).map(({ id }) => id);
  return due.length === 0
    ? []
    : [{ urgency: 6, words: `No visit is booked in the ${term.name} term: ${names(group, due)}` }];
}

/** From the third week of the year on: until then forms are on their way. */
function signatures(group: Group, { unsigned }: Facts, today: CivilDate): Need[] {
  const [first] = group.calendar.halfTerms.map(({ firstDay }) => firstDay).sort();
  if (unsigned.length === 0 || first === undefined || today < addDays(first, 14)) return [];
  return [{ urgency: 7, words: unsignedWords(unsigned) }];
}

/** "83 %", or that there is nothing to count yet. */
export const percent = ({ done, of }: Share): string => (of === 0 ? 'none yet' : `${Math.round((100 * done) / of)} %`);

const ofWords = ({ done, of }: Share, none: string): string => (of === 0 ? none : `${done} of ${of}`);

export const viewRow = (group: GroupOverview): GroupRow => ({
  groupId: group.groupId,
  name: group.name,
  programme: group.programme,
  schools: group.schools,
  meetings: ofWords(group.meetings, 'none planned'),
  attendance: percent(group.attendance),
  attendanceShare:
    group.attendance.of === 0 ? undefined : Math.round((100 * group.attendance.done) / group.attendance.of),
  reflections: ofWords(group.reflections, 'none asked for'),
  release:
    group.release.of === 0
      ? `${daysText(group.release.done)} days used`
      : `${daysText(group.release.done)} of ${daysText(group.release.of)} days`,
  visits: group.visits,
  visitsDue: group.visitsDue,
  unanswered: group.unanswered,
  signed: ofWords(group.signed, 'no form'),
  needs: group.needs.map(({ words }) => words),
});
