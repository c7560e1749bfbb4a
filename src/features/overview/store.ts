import { civilDate } from '../../calendar/dates.js';
import { latestHalfTerm, schoolYearOf } from '../../calendar/school-calendar.js';
import { groupBy } from '../../shared/group-by.js';
import type { Tx } from '../../store/client.js';
import { type Group, loadGroup, membersWith } from '../../store/groups.js';
import { listUnsigned, onForm } from '../commitments/rules.js';
import { listCommitments } from '../commitments/store.js';
import { programmeOf } from '../programmes/of-group.js';
import { agreedHalves, teachersOf } from '../release-days/rules.js';
import { readLedgers } from '../release-days/store.js';
import { isTermly, schoolsWithout, termOn } from '../visits/rules.js';
import { listVisits } from '../visits/store.js';
import { findNeeds } from './rules.js';
import type { GroupOverview } from './schema.js';

/** Every group of a hub in this school year or a later one, in order of names. */
export async function readOverviews(db: Tx, hubId: string, now: Date): Promise<GroupOverview[]> {
  const rows = await db.group.findMany({
    where: { hubId },
    select: { id: true, zone: true, schoolYear: true },
    orderBy: [{ name: 'asc' }, { schoolYear: 'asc' }],
  });
  const current = rows.filter(({ zone, schoolYear }) => schoolYear >= schoolYearOf(civilDate(now, zone)));
  const groups: GroupOverview[] = [];
  // One after the other: SQLite has one connection, and a hub has some dozens of groups.
  for (const { id } of current) groups.push(await readOverview(db, await loadGroup(db, id), now));
  return groups;
}

/** One group: a fixed number of statements, however many people and schools it has. */
export async function readOverview(db: Tx, group: Group, now: Date): Promise<GroupOverview> {
  const today = civilDate(now, group.zone);
  const schoolIds = group.schools.map(({ id }) => id);
  const meetings = await db.meeting.findMany({
    where: { groupId: group.id, status: 'planned' },
    include: { attendance: true, covers: true, answers: { select: { personId: true } } },
    orderBy: { startsAt: 'asc' },
  });
  const tasks = await db.gapTask.findMany({
    where: { groupId: group.id, status: 'open' },
    // Who replied, and never what.
    select: { id: true, dueOn: true, reflections: { where: { status: { not: 'draft' } }, select: { personId: true } } },
  });
  const halfTerm = latestHalfTerm(group.calendar, today)?.number ?? 0;
  const reviews = await db.commitmentReview.findMany({ where: { groupId: group.id, halfTerm } });
  const parts = await db.commitmentAnswer.findMany({
    where: { halfTerm, answer: 'talk', commitment: { groupId: group.id } },
    select: { commitment: { select: { schoolId: true } } },
  });
  const visits = await listVisits(db, group.id);
  const commitments = await listCommitments(db, group, schoolIds);
  const forms = [...commitments.values()].filter((own) => onForm(group, own).length > 0);
  const unsigned = listUnsigned(group, commitments);
  const ledgers = await readLedgers(db, group, schoolIds, now);
  const failed = await db.delivery.count({
    where: { groupId: group.id, status: 'failed', OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  });
  const held = meetings.filter(({ attendanceAt }) => attendanceAt !== null);
  const past = meetings.filter(
    ({ attendanceAt, startsAt, length }) =>
      attendanceAt !== null || startsAt.getTime() + length * 60_000 <= now.getTime(),
  );
  const places = held.flatMap(({ attendance }) => attendance);
  const teachers = membersWith(group, 'advocate').map(({ personId }) => personId);
  const taught = new Set(schoolIds.flatMap((id) => teachersOf(group, id).map(({ personId }) => personId)));
  const term = isTermly(group) ? termOn(group.calendar, today) : undefined;
  const agreed = ledgers.map((ledger) => agreedHalves(ledger) ?? 0);
  return {
    groupId: group.id,
    name: group.name,
    schoolYear: group.schoolYear,
    programme: programmeOf(group).name,
    schools: group.schools.length,
    meetings: { done: past.length, of: meetings.length },
    attendance: { done: places.filter(({ present }) => present).length, of: places.length },
    reflections: {
      done: tasks.reduce(
        (sum, { reflections }) => sum + reflections.filter(({ personId }) => taught.has(personId)).length,
        0,
      ),
      of: tasks.length * teachers.length,
    },
    release: { done: total(ledgers.map(({ used }) => used)), of: total(agreed) },
    visits: visits.filter(({ status, recordedAt }) => status === 'planned' && recordedAt !== null).length,
    visitsDue: term && schoolsWithout(group, visits, term).length,
    unanswered: await countUnanswered(db, group, now, { meetings, tasks, reviews, today, halfTerm }),
    signed: { done: forms.length - unsigned.length, of: forms.length },
    needs: findNeeds(group, {
      now,
      visits,
      failed,
      meetings: meetings.map(({ covers, attendanceAt, ...meeting }) => ({
        ...meeting,
        recorded: attendanceAt !== null,
        covered: covers.map(({ schoolId }) => schoolId),
        talks: covers.filter(({ answer }) => answer === 'talk').map(({ schoolId }) => schoolId),
      })),
      talks: [
        ...reviews.filter(({ answer }) => answer === 'talk').map(({ schoolId }) => schoolId),
        ...parts.map(({ commitment }) => commitment.schoolId),
      ],
      unsigned,
    }),
  };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Messages that ask something, by chain: what a person is asked about one thing counts once. */
const asking = ['coming', 'cover', 'reflection', 'review'];

interface State {
  meetings: readonly {
    id: string;
    startsAt: Date;
    answers: readonly { personId: string }[];
    covers: readonly { schoolId: string }[];
  }[];
  tasks: readonly { id: string; dueOn: string; reflections: readonly { personId: string }[] }[];
  reviews: readonly { schoolId: string }[];
  today: string;
  halfTerm: number;
}

/** Questions that have reached somebody directly, can still be answered, and are not. */
async function countUnanswered(db: Tx, group: Group, now: Date, state: State): Promise<number> {
  const sent = await db.delivery.findMany({
    where: { groupId: group.id, status: 'sent', chain: { in: asking }, personId: { not: null } },
    select: { chain: true, subjectId: true, personId: true },
  });
  const asked = groupBy(sent, ({ chain, subjectId, personId }) => `${chain} ${subjectId} ${personId}`);
  return [...asked.values()].filter(
    ([one]) => one && isOpen(group, now, state, { ...one, personId: one.personId ?? '' }),
  ).length;
}

function isOpen(
  group: Group,
  now: Date,
  { meetings, tasks, reviews, today, halfTerm }: State,
  { chain, subjectId, personId }: { chain: string | null; subjectId: string; personId: string },
): boolean {
  const member = group.members.find((one) => one.personId === personId && !one.stoodDown);
  if (!member) return false;
  const meeting = meetings.find(({ id, startsAt }) => id === subjectId && startsAt > now);
  switch (chain) {
    case 'coming':
      return meeting?.answers.every((one) => one.personId !== personId) ?? false;
    case 'cover':
      return meeting?.covers.every(({ schoolId }) => schoolId !== member.schoolId) ?? false;
    case 'reflection':
      return tasks.some(
        ({ id, dueOn, reflections }) =>
          id === subjectId && dueOn >= today && reflections.every((one) => one.personId !== personId),
      );
    default:
      return (
        subjectId === `${member.schoolId}/${halfTerm}` && reviews.every(({ schoolId }) => schoolId !== member.schoolId)
      );
  }
}
