import type { HomeGroup, HomeSchool } from '../../../cards/home.js';
import { channelNames } from '../../../cards/upcoming.js';
import { addDays, formatDate, formatInstant } from '../../calendar/dates.js';
import { firstSchoolDay, nextSchoolDay, type SchoolCalendar } from '../../calendar/school-calendar.js';
import { type Group, type Member, membersWith, personName, type Role, schoolName } from '../../store/groups.js';
import { handedKey } from '../../store/people.js';
import { replyOf, viewTask } from '../gap-tasks/rules.js';
import { dayOf, headsToAsk, headsUnanswered, viewMeeting } from '../meetings/rules.js';
import { roleLabel } from '../programmes/labels.js';
import type { Visit } from '../visits/schema.js';
import type { GroupState, Recipient } from './schema.js';

/** Days. */
const longestPause = 90;
const usualPause = 14;

/** Who reads what is asked of schools together, and of the whole group. */
export const leads: readonly Role[] = ['specialist', 'hubLead'];
/** Who is told how their own school stands. */
export const schoolSide: readonly Role[] = ['head', 'headOfDepartment'];

const partOf = (group: Group, personId: string): Member[] =>
  group.members.filter((member) => member.personId === personId);

export const rolesOf = (group: Group, personId: string): Role[] =>
  partOf(group, personId).flatMap(({ role, stoodDown }) => (stoodDown ? [] : [role]));

/** To whom a message goes. */
export const recipientName = (group: Group, { personId, audience }: Recipient): string =>
  personId === null ? channelNames[audience] : personName(group, personId);

/** A group whose year has ended is of no use on a page about what is next, unless there is no other. */
export function currentGroups(groups: readonly Group[], today: string): readonly Group[] {
  const current = groups.filter(
    ({ calendar }) => calendar.halfTerms.length === 0 || calendar.halfTerms.some(({ lastDay }) => lastDay >= today),
  );
  return current.length > 0 ? current : groups;
}

/** One person's part in one group, in words. */
export function viewGroup(group: Group, personId: string, state: GroupState): HomeGroup {
  const roles = rolesOf(group, personId);
  const named = (role: Role): string => roleLabel(role, group);
  const away = partOf(group, personId).filter(({ stoodDown, left }) => stoodDown && !left);
  const left = away.filter((member) => !state.handed.has(handedKey(member)));
  const taken = away.find((member) => state.handed.has(handedKey(member)));
  const [meeting, ...later] = state.meetings;
  const task = state.task?.task;
  const [visit] = state.visits;
  const plansCover = schoolSide.some((role) => roles.includes(role));
  return {
    id: group.id,
    name: group.name,
    role: partOf(group, personId)
      .map(({ role }) => named(role))
      .sort()
      .join(', '),
    ...(left.length > 0 && { left: left.map(({ role }) => named(role).toLowerCase()).join(' and ') }),
    ...(taken && {
      takenOver: {
        by: personName(group, state.handed.get(handedKey(taken)) ?? ''),
        role: named(taken.role).toLowerCase(),
      },
    }),
    ...(roles.length > 0 && {
      plan: {
        meeting: meeting && viewMeeting(group, meeting),
        task: task && viewTask(group, task, state.task?.meeting),
        ...(visit && { visit: visitWords(group, visit, roles) }),
        ...(state.headMeeting && {
          headMeeting: { when: formatInstant(state.headMeeting.startsAt, group.zone), where: state.headMeeting.place },
        }),
        ...(plansCover && { later: later.slice(0, 3).map((one) => formatDate(dayOf(one, group))) }),
      },
    }),
    ...(roles.includes('advocate') && {
      own: {
        coming: meeting?.answers.find((one) => one.personId === personId)?.answer,
        reply: task && replyOf(task, personId),
      },
    }),
    ...(state.toSign.length > 0 && { toSign: state.toSign }),
    ...(plansCover && { school: viewSchool(group, personId, state, roles.includes('head')) }),
    ...(leads.some((role) => roles.includes(role)) && {
      lead: {
        specialist: roles.includes('specialist'),
        cover: {
          of: headsToAsk(group).length,
          answered: meeting ? headsToAsk(group).length - headsUnanswered(group, meeting).length : 0,
          talk: meeting?.covers.filter(({ answer }) => answer === 'talk').length ?? 0,
        },
        visitsDue: state.visitsDue,
        hub: roles.includes('hubLead'),
        unreached: state.unreached
          .filter((one) => one.personId !== personId)
          .map((one) => recipientName(group, one))
          .sort((a, b) => a.localeCompare(b, 'en-GB')),
      },
    }),
  };
}

/** "Tue 10 Nov, 09:00", with the school for those who see several. */
function visitWords(group: Group, visit: Visit, roles: readonly Role[]): string {
  const when = formatInstant(visit.startsAt, group.zone);
  return leads.some((role) => roles.includes(role)) ? `${when}, ${schoolName(group, visit.schoolId)}` : when;
}

function viewSchool(
  group: Group,
  personId: string,
  { meetings: [meeting], review, askedCover }: GroupState,
  isHead: boolean,
): HomeSchool | undefined {
  if (!review) return undefined;
  const asks = headsToAsk(group).find((one) => one.personId === personId);
  const answer = meeting?.covers.find(({ schoolId }) => schoolId === review.schoolId)?.answer;
  return {
    name: review.school,
    released: review.released,
    ...(isHead && {
      head: {
        agreed: review.lines.length,
        halfTerm: review.halfTermName,
        review: review.answer?.answer,
        cover: answer ?? (askedCover && asks ? 'asked' : undefined),
        teachers: asks?.teachers ?? [],
        specialist: membersWith(group, 'specialist')[0]?.name ?? 'your specialist',
      },
    }),
  };
}

/** The next half-term, or in two weeks: whichever comes first, for a proposal is often taken as it is. */
export function proposePauseEnd(calendar: SchoolCalendar, today: string): string {
  const fortnight = nextSchoolDay(calendar, addDays(today, usualPause));
  const openings = calendar.halfTerms.flatMap((halfTerm) => firstSchoolDay(calendar, halfTerm) ?? []);
  const last = lastPauseEnd(today);
  const [first = last] = [fortnight, last, ...openings].filter((day) => day > today).sort();
  return first;
}

export const lastPauseEnd = (today: string): string => addDays(today, longestPause);

/** What comes in spite of a pause, because a person asks it right now. */
export function stillSent(roles: readonly Role[]): string[] {
  return [
    ...(roles.includes('specialist') ? ['word from somebody who would like to talk to you'] : []),
    ...(roles.includes('head') ? ['a change to a meeting within two school days'] : []),
  ];
}
