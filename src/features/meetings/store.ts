import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { DeliveryStatus, Prisma } from '../../store/generated/sqlite/client.js';
import { insertMany } from '../../store/many-rows.js';
import { type Meeting, withEverything } from './schema.js';

/** Every meeting of a group, cancelled ones too, in order of time. */
export function listMeetings(db: Tx, groupId: string): Promise<Meeting[]> {
  return db.meeting.findMany({ where: { groupId }, include: withEverything, orderBy: { startsAt: 'asc' } });
}

/** Undefined when the group has no such meeting. */
export async function findMeeting(db: Tx, groupId: string, id: string): Promise<Meeting | undefined> {
  return (await db.meeting.findFirst({ where: { id, groupId }, include: withEverything })) ?? undefined;
}

export async function nextMeeting(db: Tx, groupId: string, after: Date): Promise<Meeting | undefined> {
  const next = await db.meeting.findFirst({
    where: { groupId, status: 'planned', startsAt: { gt: after } },
    include: withEverything,
    orderBy: { startsAt: 'asc' },
  });
  return next ?? undefined;
}

export interface NewMeeting {
  groupId: string;
  halfTerm: number;
  startsAt: Date;
  length: number;
  hostSchoolId: string | null;
  changedAt: Date;
}

export async function createMeetings(db: Tx, meetings: readonly NewMeeting[]): Promise<void> {
  await db.meeting.createMany({ data: meetings.map((meeting) => ({ id: newId(), ...meeting })) });
}

export async function saveAnswer(
  db: Tx,
  answer: { meetingId: string; personId: string; answer: 'yes' | 'no' | 'unsure' },
  now: Date,
): Promise<void> {
  await insertMany(db, 'MeetingAnswer', [{ ...answer, answeredAt: now }], { replaces: ['meetingId', 'personId'] });
}

export async function saveCover(
  db: Tx,
  cover: { meetingId: string; schoolId: string; answer: 'arranged' | 'talk'; personId: string },
  now: Date,
): Promise<void> {
  await insertMany(db, 'CoverAnswer', [{ ...cover, answeredAt: now }], { replaces: ['meetingId', 'schoolId'] });
}

export async function dropAnswer(db: Tx, of: { meetingId: string; personId: string }): Promise<void> {
  await db.meetingAnswer.deleteMany({ where: of });
}

export async function dropCover(db: Tx, of: { meetingId: string; schoolId: string }): Promise<void> {
  await db.coverAnswer.deleteMany({ where: of });
}

/** A new date is a new question: what people answered for the old one, or put off, does not hold. */
export async function forgetAnswers(db: Tx, meetingId: string): Promise<void> {
  await db.snooze.deleteMany({ where: { subjectId: meetingId } });
  await db.meetingAnswer.deleteMany({ where: { meetingId } });
  await db.coverAnswer.deleteMany({ where: { meetingId } });
}

export async function saveAttendance(
  db: Tx,
  meetingId: string,
  expected: readonly string[],
  present: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  await db.attendance.deleteMany({ where: { meetingId } });
  await db.attendance.createMany({
    data: expected.map((personId) => ({ meetingId, personId, present: present.has(personId) })),
  });
  await db.meeting.update({ where: { id: meetingId }, data: { attendanceAt: now } });
}

/** A meeting without what people said about it: enough to answer. */
export function peekMeeting(db: Tx, groupId: string, id: string) {
  return db.meeting.findFirst({ where: { id, groupId } });
}

export function updateMeeting(db: Tx, id: string, data: Prisma.MeetingUncheckedUpdateInput) {
  return db.meeting.update({ where: { id }, data });
}

/** Who of those with these deliveries has them in such a state; null is the channel. */
export async function recipientsOf(
  db: Tx,
  keys: readonly string[],
  states: readonly DeliveryStatus[],
): Promise<ReadonlySet<string | null>> {
  const rows = await db.delivery.findMany({ where: { key: { in: [...keys] }, status: { in: [...states] } } });
  return new Set(rows.map((row) => row.personId));
}

/** What the next proposals start from. */
export async function saveUsual(
  db: Tx,
  groupId: string,
  usual: { weekday: number; start: string; length: number },
): Promise<void> {
  await db.group.update({
    where: { id: groupId },
    data: { usualWeekday: usual.weekday, usualStart: usual.start, usualLength: usual.length },
  });
}

/** The task whose reflections a meeting opens with. */
export function taskFor(db: Tx, meetingId: string) {
  return db.gapTask.findFirst({ where: { nextMeetingId: meetingId, status: 'open' } });
}

/** The task that is still to be answered on a day. */
export function taskDueWithin(db: Tx, groupId: string, { firstDay, lastDay }: { firstDay: string; lastDay: string }) {
  return db.gapTask.findFirst({
    where: { groupId, status: 'open', dueOn: { gte: firstDay, lte: lastDay } },
    orderBy: { setAt: 'desc' },
  });
}
