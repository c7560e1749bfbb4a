import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { Prisma } from '../../store/generated/sqlite/client.js';
import type { Group } from '../../store/groups.js';
import { type HeadMeetingsOf, meetingsOf } from './rules.js';
import { type HeadMeeting, withPeople } from './schema.js';

/** Every meeting of a group's heads, cancelled ones too, in order of time. */
export function listHeadMeetings(db: Tx, groupId: string): Promise<HeadMeeting[]> {
  return db.headMeeting.findMany({
    where: { groupId },
    include: withPeople,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  });
}

/** What each school's head has had of each kind of meeting, and what is planned, by school. */
export async function readHeadMeetings(
  db: Tx,
  group: Group,
  schoolIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Readonly<Record<HeadMeeting['kind'], HeadMeetingsOf>>>> {
  const meetings = await listHeadMeetings(db, group.id);
  return new Map(schoolIds.map((schoolId) => [schoolId, meetingsOf(group, meetings, schoolId, now)]));
}

/** Undefined when the group has no such meeting. */
export async function findHeadMeeting(db: Tx, groupId: string, id: string): Promise<HeadMeeting | undefined> {
  return (await db.headMeeting.findFirst({ where: { id, groupId }, include: withPeople })) ?? undefined;
}

/** The meeting that somebody planned last: the next is often alike. */
export async function lastPlanned(db: Tx, groupId: string, plannedById: string) {
  const last = await db.headMeeting.findFirst({ where: { groupId, plannedById }, orderBy: { changedAt: 'desc' } });
  return last ?? undefined;
}

export async function createMeeting(
  db: Tx,
  meeting: Omit<Prisma.HeadMeetingUncheckedCreateInput, 'id'>,
): Promise<HeadMeeting> {
  return db.headMeeting.create({ data: { id: newId(), ...meeting }, include: withPeople });
}

export function updateMeeting(db: Tx, id: string, data: Prisma.HeadMeetingUncheckedUpdateInput): Promise<HeadMeeting> {
  return db.headMeeting.update({ where: { id }, data, include: withPeople });
}

export async function saveAnswer(
  db: Tx,
  { meetingId, personId, answer }: { meetingId: string; personId: string; answer: 'yes' | 'no' | 'unsure' },
  now: Date,
): Promise<void> {
  const said = { answer, answeredAt: now };
  await db.headMeetingPerson.upsert({
    where: { meetingId_personId: { meetingId, personId } },
    create: { meetingId, personId, ...said },
    update: said,
  });
}

export async function dropAnswer(db: Tx, of: { meetingId: string; personId: string }): Promise<void> {
  await db.headMeetingPerson.updateMany({ where: of, data: { answer: null, answeredAt: null } });
}

/** Another time is another question: what people answered for the old one, or put off, does not hold. */
export async function forgetAnswers(db: Tx, meetingId: string): Promise<void> {
  await db.snooze.deleteMany({ where: { subjectId: meetingId } });
  await db.headMeetingPerson.updateMany({ where: { meetingId }, data: { answer: null, answeredAt: null } });
}

/** @param came undefined: nobody has said who came, after all */
export async function savePresence(
  db: Tx,
  meetingId: string,
  asked: readonly string[],
  came: ReadonlySet<string> | undefined,
): Promise<void> {
  await db.headMeetingPerson.updateMany({ where: { meetingId }, data: { present: null } });
  if (!came) return;
  for (const personId of asked) {
    const present = came.has(personId);
    await db.headMeetingPerson.upsert({
      where: { meetingId_personId: { meetingId, personId } },
      create: { meetingId, personId, present },
      update: { present },
    });
  }
}

/** Where a message of one of these kinds about a meeting has gone, in some of these states: people, and "channel". */
export async function reachedBy(
  db: Tx,
  meetingId: string,
  kinds: readonly string[],
  occurrence?: string,
  states: readonly ('planned' | 'sending' | 'sent')[] = ['sending', 'sent'],
): Promise<ReadonlySet<string>> {
  const rows = await db.delivery.findMany({
    where: { subjectId: meetingId, kind: { in: [...kinds] }, status: { in: [...states] } },
  });
  const wanted = rows.filter((row) => occurrence === undefined || row.key.endsWith(`:${occurrence}`));
  return new Set(wanted.map(({ personId }) => personId ?? 'channel'));
}
