import { civilDate } from '../../calendar/dates.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { Meeting } from '../../store/generated/sqlite/client.js';
import { type Group, schoolName } from '../../store/groups.js';
import { type Classroom, type Return, type ReturnWish, withReturns } from './schema.js';

/** A group's open classrooms with what each school made of them, the latest first. */
export async function listClassrooms(db: Tx, group: Group): Promise<Classroom[]> {
  const rows = await db.openClassroom.findMany({ where: { groupId: group.id, undoneAt: null }, include: withReturns });
  const meetings = await listMeetings(db, group.id);
  return rows
    .map((row) => present(group, row, meetings))
    .sort((a, b) => b.day.localeCompare(a.day) || b.id.localeCompare(a.id));
}

/** Also one that was taken back. */
export async function findClassroom(db: Tx, group: Group, id: string): Promise<Classroom | undefined> {
  const row = await db.openClassroom.findFirst({ where: { id, groupId: group.id }, include: withReturns });
  return row ? present(group, row, await listMeetings(db, group.id)) : undefined;
}

function present(
  group: Group,
  row: Omit<Classroom, 'where' | 'cancelled'>,
  meetings: readonly Pick<Meeting, 'id' | 'startsAt' | 'status' | 'hostSchoolId'>[],
): Classroom {
  const meeting = meetings.find(({ id }) => id === row.meetingId);
  if (!meeting) return { ...row, cancelled: false };
  return {
    ...row,
    day: civilDate(meeting.startsAt, group.zone),
    where: meeting.hostSchoolId
      ? `in the meeting at ${schoolName(group, meeting.hostSchoolId)}`
      : 'in the meeting online',
    cancelled: meeting.status === 'cancelled',
  };
}

/** Cancelled ones too, in order of time. */
export function listMeetings(db: Tx, groupId: string): Promise<Meeting[]> {
  return db.meeting.findMany({ where: { groupId }, orderBy: { startsAt: 'asc' } });
}

export interface ClassroomData {
  meetingId: string | null;
  day: string;
  idea: string;
  lesson: string;
}

/** @returns its id */
export async function createClassroom(
  db: Tx,
  by: { groupId: string; createdById: string },
  data: ClassroomData,
  now: Date,
): Promise<string> {
  const id = newId();
  await db.openClassroom.create({ data: { id, ...by, ...data, createdAt: now } });
  return id;
}

export async function updateClassroom(db: Tx, id: string, data: ClassroomData): Promise<void> {
  await db.openClassroom.update({ where: { id }, data });
}

export async function setUndone(db: Tx, id: string, undoneAt: Date | null): Promise<void> {
  await db.openClassroom.update({ where: { id }, data: { undoneAt } });
}

export async function saveReturn(
  db: Tx,
  { classroomId, schoolId, updatedById }: Pick<Return, 'classroomId' | 'schoolId' | 'updatedById'>,
  wish: ReturnWish,
  now: Date,
): Promise<void> {
  const change = { ...wish, updatedAt: now, updatedById };
  await db.openClassroomReturn.upsert({
    where: { classroomId_schoolId: { classroomId, schoolId } },
    create: { classroomId, schoolId, ...change },
    update: change,
  });
}

export async function removeReturn(db: Tx, classroomId: string, schoolId: string): Promise<void> {
  await db.openClassroomReturn.deleteMany({ where: { classroomId, schoolId } });
}
