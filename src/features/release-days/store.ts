import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { Group } from '../../store/groups.js';
import { keepLedger, type Ledger, type MeetingTime } from './rules.js';
import { type LogWish, type ReleaseEntry, withPeople } from './schema.js';

/** A school's ledger of release as it stands. */
export async function readLedger(db: Tx, group: Group, schoolId: string, now: Date): Promise<Ledger> {
  const [ledger] = await readLedgers(db, group, [schoolId], now);
  if (!ledger) throw new Error('a ledger was not kept');
  return ledger;
}

/** The ledgers of several schools, read at once. */
export async function readLedgers(db: Tx, group: Group, schoolIds: readonly string[], now: Date): Promise<Ledger[]> {
  const meetings = await listMeetingTimes(db, group.id);
  const entries = await db.releaseEntry.findMany({
    where: { groupId: group.id, schoolId: { in: [...schoolIds] }, undoneAt: null },
    include: withPeople,
    orderBy: [{ day: 'desc' }, { loggedAt: 'desc' }],
  });
  return schoolIds.map((schoolId) =>
    keepLedger(
      group,
      schoolId,
      meetings,
      entries.filter((entry) => entry.schoolId === schoolId),
      now,
    ),
  );
}

async function listMeetingTimes(db: Tx, groupId: string): Promise<MeetingTime[]> {
  const meetings = await db.meeting.findMany({
    where: { groupId, status: 'planned' },
    include: { attendance: true },
    orderBy: { startsAt: 'asc' },
  });
  return meetings.map(({ id, startsAt, length, attendanceAt, attendance }) => ({
    id,
    startsAt,
    length,
    recorded: attendanceAt !== null,
    present: attendance.filter(({ present }) => present).map(({ personId }) => personId),
  }));
}

export async function findEntry(db: Tx, groupId: string, id: string): Promise<ReleaseEntry | undefined> {
  return (await db.releaseEntry.findFirst({ where: { id, groupId }, include: withPeople })) ?? undefined;
}

/** @returns its id */
export async function saveEntry(
  db: Tx,
  entry: { groupId: string; schoolId: string; loggedById: string },
  wish: LogWish,
  now: Date,
): Promise<string> {
  const id = newId();
  const { day, halfDays, purpose, note, cost } = wish;
  await db.releaseEntry.create({
    data: { id, ...entry, day, halfDays, purpose, note, coverCost: cost ?? null, loggedAt: now },
  });
  await db.releasePerson.createMany({ data: wish.who.map((personId) => ({ entryId: id, personId })) });
  return id;
}

export async function setUndone(db: Tx, id: string, undoneAt: Date | null): Promise<void> {
  await db.releaseEntry.update({ where: { id }, data: { undoneAt } });
}

/** How somebody last logged release: the next time is often the same. */
export async function lastPurpose(db: Tx, groupId: string, loggedById: string): Promise<string | undefined> {
  const last = await db.releaseEntry.findFirst({
    where: { groupId, loggedById, undoneAt: null },
    orderBy: { loggedAt: 'desc' },
  });
  return last?.purpose;
}

export async function saveReading(db: Tx, groupId: string, releaseReading: string | null): Promise<void> {
  await db.group.update({ where: { id: groupId }, data: { releaseReading } });
}
