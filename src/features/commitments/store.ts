import type { ReviewView } from '../../../cards/commitments.js';
import { civilDate, formatDate, formatFullDate, formatInstant } from '../../calendar/dates.js';
import { halfTermName } from '../../calendar/school-calendar.js';
import type { Tx } from '../../store/client.js';
import { type Group, membersWith, personName, schoolName } from '../../store/groups.js';
import { countSchool, readParts, spanOf } from '../../store/taking-part.js';
import { advocatesLabel } from '../programmes/labels.js';
import { findProgramme } from '../programmes/programmes.js';
import { usedWords } from '../release-days/rules.js';
import { readLedger } from '../release-days/store.js';
import { communityWords, meetingsWords } from './rules.js';

/** The commitment, in any programme, to take part in the group's community. */
const onlineCommunity = 'online-community';

/** "primary-tfm 2026/27" in words. */
function formName(form: string): string {
  const [programme = '', year = ''] = form.split(' ');
  return `${findProgramme(programme)?.name ?? programme}, ${year}`;
}

/** What a school agreed, what the record shows and what is next: everything the review card needs. */
export async function readReview(
  db: Tx,
  group: Group,
  schoolId: string,
  halfTerm: number,
  viewerId: string,
  now: Date,
): Promise<ReviewView> {
  const commitments = await db.commitment.findMany({
    where: { groupId: group.id, schoolId },
    include: { signatures: true },
    orderBy: { position: 'asc' },
  });
  const review = await db.commitmentReview.findUnique({
    where: { groupId_schoolId_halfTerm: { groupId: group.id, schoolId, halfTerm } },
  });
  const meetings = await db.meeting.findMany({
    where: { groupId: group.id, status: 'planned' },
    include: { attendance: true },
    orderBy: { startsAt: 'asc' },
  });
  const teachers = membersWith(group, 'advocate').filter((one) => one.schoolId === schoolId);
  const held = meetings.filter((meeting) => meeting.attendanceAt !== null);
  const places = placesOf(held, new Set(teachers.map((one) => one.personId)));
  const next = meetings.find((meeting) => meeting.startsAt > now);
  const tasks = await db.gapTask.findMany({ where: { groupId: group.id, status: 'open' }, orderBy: { setAt: 'desc' } });
  const [task] = tasks.filter((one) => one.dueOn >= civilDate(now, group.zone));
  const [signed] = commitments;
  const current = group.calendar.halfTerms.find((one) => one.number === halfTerm);
  const community =
    current && commitments.some((one) => one.key === onlineCommunity)
      ? countSchool(group, schoolId, (await readParts(db, group, spanOf(group, current))).parts)
      : undefined;

  return {
    groupId: group.id,
    schoolId,
    halfTerm: String(halfTerm),
    halfTermName: halfTermName(halfTerm),
    school: schoolName(group, schoolId),
    teachers: teachers.map((one) => one.name),
    specialist: membersWith(group, 'specialist')[0]?.name ?? 'your specialist',
    agreed: commitments.map((commitment) => commitment.wording),
    signed:
      signed?.signedOn && signed.signatures.length > 0
        ? `Signed on ${formatFullDate(signed.signedOn)} by ${new Intl.ListFormat('en-GB').format(signed.signatures.map((one) => one.name))} (${formName(signed.form)}).`
        : 'No signature is recorded here yet.',
    record: [
      { label: 'Meetings', value: meetingsWords(held.length, places) },
      { label: 'Release', value: usedWords(await readLedger(db, group, schoolId, now)) },
      { label: 'Gap tasks set', value: tasks.length === 0 ? 'none so far' : String(tasks.length) },
      ...(community ? [{ label: 'Online community', value: communityWords(community, advocatesLabel(group)) }] : []),
    ],
    next: [
      ...(next
        ? [
            {
              label: 'Next meeting',
              value: `${formatInstant(next.startsAt, group.zone)}, ${next.hostSchoolId ? `at ${schoolName(group, next.hostSchoolId)}` : 'online'}`,
            },
          ]
        : []),
      ...(task ? [{ label: 'Gap task', value: `${task.title}, by ${formatDate(task.dueOn)}` }] : []),
    ],
    answer: review
      ? { answer: review.answer, by: review.personId === viewerId ? 'you' : personName(group, review.personId) }
      : undefined,
  };
}

interface Place {
  present: boolean;
}

/** A place at each meeting for each of these people who was expected there. */
const placesOf = (
  held: readonly { attendance: readonly { personId: string; present: boolean }[] }[],
  people: ReadonlySet<string>,
): Place[] =>
  held.flatMap(({ attendance }) =>
    attendance.filter((one) => people.has(one.personId)).map(({ present }) => ({ present })),
  );

export async function saveReview(
  db: Tx,
  review: { groupId: string; schoolId: string; halfTerm: number; answer: 'kept' | 'partly' | 'talk'; personId: string },
  now: Date,
): Promise<void> {
  const { groupId, schoolId, halfTerm, answer, personId } = review;
  await db.commitmentReview.upsert({
    where: { groupId_schoolId_halfTerm: { groupId, schoolId, halfTerm } },
    create: { ...review, answeredAt: now },
    update: { answer, personId, answeredAt: now },
  });
}

/** Schools and half-terms that have been answered for. */
export function listAnswered(db: Tx, groupId: string): Promise<{ schoolId: string; halfTerm: number }[]> {
  return db.commitmentReview.findMany({ where: { groupId } });
}
