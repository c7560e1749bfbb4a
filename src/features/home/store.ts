import type { SkippedRow, UpcomingRow } from '../../../cards/upcoming.js';
import { kindTitles } from '../../../cards/upcoming.js';
import { civilDate, clockTime, formatDate } from '../../calendar/dates.js';
import { groupBy } from '../../shared/group-by.js';
import type { Tx } from '../../store/client.js';
import type { Delivery, Prisma } from '../../store/generated/sqlite/client.js';
import { type Group, personName } from '../../store/groups.js';

/** A person, and whether the channel is theirs too. */
export interface Audience {
  personId: string;
  channel: boolean;
}

export interface Upcoming {
  planned: UpcomingRow[];
  skipped: SkippedRow[];
  /** Planned messages beyond those listed. */
  more: number;
}

/**
 * What the bot will send in a group, to whom and why, and who is skipped and why; messages of one kind, subject
 * and time are one row.
 * @param options `only`: what one person gets; `limit`: rows of each sort
 */
export async function readUpcoming(
  db: Tx,
  group: Group,
  now: Date,
  options: { only?: Audience; limit?: number } = {},
): Promise<Upcoming> {
  const { only, limit = 12 } = options;
  const mine: Prisma.DeliveryWhereInput =
    only === undefined ? {} : { OR: [{ personId: only.personId }, ...(only.channel ? [{ personId: null }] : [])] };
  const planned = await db.delivery.findMany({
    where: { AND: [{ groupId: group.id, status: { in: ['planned', 'sending'] } }, mine] },
    orderBy: [{ sendAt: 'asc' }, { dueAt: 'asc' }, { kind: 'asc' }, { key: 'asc' }],
  });
  const skipped = await db.delivery.findMany({
    where: { AND: [{ groupId: group.id, status: { in: ['skipped', 'failed'] }, sendAt: { gt: now } }, mine] },
    orderBy: [{ sendAt: 'asc' }, { kind: 'asc' }, { key: 'asc' }],
  });
  const rows = [...groupBy(planned, (row) => `${row.kind} ${row.sendAt.toISOString()} ${row.why}`).values()];
  const reasons = [...groupBy(skipped, (row) => `${row.kind} ${row.subjectId} ${row.day} ${row.reason}`).values()];
  return {
    planned: rows.slice(0, limit).flatMap((same) => viewRows(group, same)),
    skipped: reasons.slice(0, limit).flatMap((same) => {
      const [row] = viewRows(group, same);
      return row ? [{ ...row, reason: same[0]?.reason ?? '' }] : [];
    }),
    more: Math.max(0, rows.length - limit),
  };
}

function viewRows(group: Group, same: readonly Delivery[]): UpcomingRow[] {
  const [first] = same;
  if (!first) return [];
  return [
    {
      key: first.key,
      at: first.sendAt,
      day: formatDate(civilDate(first.sendAt, group.zone)),
      time: clockTime(first.sendAt, group.zone),
      title: kindTitles[first.kind] ?? first.kind,
      to: same
        .map((row) => (row.personId === null ? 'the channel' : personName(group, row.personId)))
        .sort((a, b) => a.localeCompare(b, 'en-GB')),
      why: first.why,
    },
  ];
}

export interface ChainKey {
  personId: string;
  subjectId: string;
  chain: string;
}

/** The messages of a chain to one person, in the order in which they fall due. */
export function listChain(db: Tx, groupId: string, key: ChainKey): Promise<Delivery[]> {
  return db.delivery.findMany({ where: { groupId, ...key }, orderBy: { dueAt: 'asc' } });
}

export async function saveSnooze(db: Tx, snooze: ChainKey & { groupId: string }, until: string): Promise<void> {
  const { groupId, ...key } = snooze;
  await db.snooze.upsert({
    where: { personId_subjectId_chain: key },
    create: { groupId, ...key, until },
    update: { until },
  });
}

export async function forgetSnooze(db: Tx, key: ChainKey): Promise<void> {
  await db.snooze.deleteMany({ where: { ...key } });
}

/** The next meeting with this person's answer, and the current gap task with this person's reflection. */
export async function readOwn(db: Tx, groupId: string, personId: string, now: Date) {
  const meeting = await db.meeting.findFirst({
    where: { groupId, status: 'planned', startsAt: { gt: now } },
    include: { answers: { where: { personId } } },
    orderBy: { startsAt: 'asc' },
  });
  const task = await db.gapTask.findFirst({
    where: { groupId, status: 'open' },
    include: { reflections: { where: { personId } } },
    orderBy: { setAt: 'desc' },
  });
  return { meeting, task };
}
