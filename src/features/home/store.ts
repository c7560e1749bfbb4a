import { heldUpWords } from '../../../cards/not-delivered.js';
import type { SkippedRow, UpcomingRow } from '../../../cards/upcoming.js';
import { kindTitles } from '../../../cards/upcoming.js';
import { civilDate, clockTime, formatDate } from '../../calendar/dates.js';
import { latestHalfTerm } from '../../calendar/school-calendar.js';
import { recipientOf } from '../../delivery/plan.js';
import { maySee, viewerOf } from '../../edge/visibility.js';
import { groupBy } from '../../shared/group-by.js';
import type { Audience } from '../../store/channels.js';
import type { Tx } from '../../store/client.js';
import type { Delivery, Prisma } from '../../store/generated/sqlite/client.js';
import { type Group, loadGroup, type Role } from '../../store/groups.js';
import { listHandedOver } from '../../store/people.js';
import { readReview } from '../commitments/review.js';
import { hasSigned, onForm, signatoriesOf, signedShort } from '../commitments/rules.js';
import { listCommitments } from '../commitments/store.js';
import { isOpenForReplies } from '../gap-tasks/rules.js';
import { currentTask, meetingOf } from '../gap-tasks/store.js';
import { concerns, isAhead as isHeadsAhead } from '../head-meetings/rules.js';
import { listHeadMeetings } from '../head-meetings/store.js';
import { isAhead } from '../meetings/rules.js';
import { listMeetings } from '../meetings/store.js';
import { isOn, isTermly, schoolsWithout, termOn } from '../visits/rules.js';
import { listVisits } from '../visits/store.js';
import { leads, recipientName, schoolSide } from './rules.js';
import type { GroupState, Recipient } from './schema.js';

/** A person, and the channels that are theirs too. */
export interface Concerned {
  personId: string;
  channels: readonly Audience[];
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
  options: { only?: Concerned; limit?: number } = {},
): Promise<Upcoming> {
  const { only, limit = 12 } = options;
  const mine: Prisma.DeliveryWhereInput =
    only === undefined
      ? {}
      : { OR: [{ personId: only.personId }, { personId: null, audience: { in: [...only.channels] } }] };
  const planned = await db.delivery.findMany({
    where: { AND: [{ groupId: group.id, status: { in: ['planned', 'sending'] } }, mine] },
    orderBy: [{ sendAt: 'asc' }, { dueAt: 'asc' }, { kind: 'asc' }, { key: 'asc' }],
  });
  const skipped = await db.delivery.findMany({
    where: { AND: [{ groupId: group.id, OR: [{ status: 'skipped', sendAt: { gt: now } }, heldUp(now)] }, mine] },
    orderBy: [{ sendAt: 'asc' }, { kind: 'asc' }, { key: 'asc' }],
  });
  const inTime = planned.filter((row) => !comesTooLate(row));
  const tooLate = planned.filter(comesTooLate).map((row) => ({ ...row, reason: 'its moment passes before then' }));
  const rows = [...groupBy(inTime, (row) => `${row.kind} ${row.sendAt.toISOString()} ${whyOf(group, row)}`).values()];
  const reasons = [
    ...groupBy(
      [...tooLate, ...skipped.map(inWords)],
      (row) => `${row.kind} ${row.subjectId} ${row.day} ${row.reason}`,
    ).values(),
  ];
  return {
    planned: rows.slice(0, limit).flatMap((same) => viewRows(group, same)),
    skipped: reasons.slice(0, limit).flatMap((same) => {
      const [row] = viewRows(group, same);
      return row ? [{ ...row, reason: same[0]?.reason ?? '' }] : [];
    }),
    more: Math.max(0, rows.length - limit),
  };
}

/** What could not be delivered, and still should be. */
const heldUp = (now: Date): Prisma.DeliveryWhereInput => ({
  status: 'failed',
  OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
});

/** The platform's own words about what failed are for the log. */
const inWords = (row: Delivery): Delivery =>
  row.status === 'failed' ? { ...row, reason: heldUpWords(row.obstacle ?? undefined, recipientOf(row)) } : row;

/** What waits for longer than it is of use. */
const comesTooLate = (row: Delivery): boolean => row.expiresAt !== null && row.expiresAt <= row.sendAt;

/** Why it is sent, and why not earlier where a person has asked for quiet. */
function whyOf(group: Group, row: Delivery): string {
  const paused = group.members.find(({ personId }) => personId === row.personId)?.paused;
  const waits = paused && row.unasked && civilDate(row.dueAt, group.zone) < paused.until && row.day >= paused.until;
  return waits ? `${row.why}; paused until ${formatDate(paused.until)}` : row.why;
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
      // Several reflections may be shared in the channel at one time.
      to: [...new Set(same.map((row) => recipientName(group, row)))].sort((a, b) => a.localeCompare(b, 'en-GB')),
      why: whyOf(group, first),
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
    update: { groupId, until },
  });
}

export async function forgetSnooze(db: Tx, key: ChainKey): Promise<void> {
  await db.snooze.deleteMany({ where: { ...key } });
}

/** Every group that a person has a part in, or had: in order of names. */
export async function listGroups(db: Tx, personId: string): Promise<Group[]> {
  const groups: Group[] = [];
  for (const id of await listGroupIds(db, personId)) groups.push(await loadGroup(db, id));
  return groups;
}

export async function listGroupIds(db: Tx, personId: string): Promise<string[]> {
  const rows = await db.group.findMany({
    where: { memberships: { some: { personId, OR: [{ stoodDownAt: null }, { leftSaidBy: null }] } } },
    select: { id: true },
    orderBy: [{ name: 'asc' }, { schoolYear: 'desc' }],
  });
  return rows.map(({ id }) => id);
}

/** What a group knows of a person, and for a person of these roles. */
export async function readGroupState(
  db: Tx,
  group: Group,
  personId: string,
  roles: readonly Role[],
  now: Date,
): Promise<GroupState> {
  const meetings = (await listMeetings(db, group.id)).filter((meeting) => isAhead(meeting, now));
  const task = await currentTask(db, group.id);
  const leadsTo = task && (await meetingOf(db, task));
  const [next] = meetings;
  const member = group.members.find(
    (one) => one.personId === personId && !one.stoodDown && schoolSide.includes(one.role) && one.schoolId,
  );
  const today = civilDate(now, group.zone);
  const halfTerm = latestHalfTerm(group.calendar, today);
  const viewer = viewerOf(group, personId);
  const allVisits = await listVisits(db, group.id);
  const term = isTermly(group) ? termOn(group.calendar, today) : undefined;
  const headMeetings = await listHeadMeetings(db, group.id);
  const signs = group.schools.filter(({ id }) => signatoriesOf(group, id).some((one) => one.personId === personId));
  const forms = await listCommitments(
    db,
    group,
    signs.map(({ id }) => id),
  );
  return {
    toSign: signs.flatMap(({ id, name: school }) => {
      const [form] = onForm(group, forms.get(id) ?? []);
      const own = signatoriesOf(group, id).filter((one) => one.personId === personId);
      if (!form || own.some((one) => hasSigned(form, one))) return [];
      return [{ schoolId: id, school, stands: signedShort(group, form) }];
    }),
    visits: allVisits.filter(
      (visit) => isOn(visit) && visit.startsAt > now && maySee('visit', viewer, { schoolId: visit.schoolId }),
    ),
    visitsDue: term && roles.some((role) => leads.includes(role)) ? schoolsWithout(group, allVisits, term).length : 0,
    headMeeting: headMeetings.find((one) => isHeadsAhead(one, now) && concerns(group, one, viewer)),
    meetings,
    task: task && isOpenForReplies(group, task, leadsTo, now) ? { task, meeting: leadsTo } : undefined,
    askedCover: next !== undefined && (await wasAsked(db, next.id, personId, 'cover')),
    review:
      member?.schoolId === undefined
        ? undefined
        : await readReview(db, group, member.schoolId, halfTerm?.number ?? 1, personId, now),
    handed: await listHandedOver(db, group.id),
    unreached: roles.some((role) => leads.includes(role)) ? await listUnreached(db, group.id) : [],
  };
}

/** Whether a message of a chain has reached a person. */
async function wasAsked(db: Tx, subjectId: string, personId: string, chain: string): Promise<boolean> {
  return (await db.delivery.count({ where: { subjectId, personId, chain, status: 'sent' } })) > 0;
}

/** Those to whom a message has failed, and none has come through since. */
async function listUnreached(db: Tx, groupId: string): Promise<Recipient[]> {
  const failed = await db.delivery.findMany({ where: { groupId, status: 'failed' }, orderBy: { sendAt: 'asc' } });
  const unreached: Recipient[] = [];
  for (const rows of groupBy(failed, ({ personId, audience }) => personId ?? `${audience} channel`).values()) {
    const [first] = rows;
    if (!first) continue;
    const { personId, audience } = first;
    const since = rows.at(-1)?.sendAt;
    const reached = await db.delivery.count({
      where: { groupId, personId, audience, status: 'sent', ...(since && { sentAt: { gt: since } }) },
    });
    if (reached === 0) unreached.push({ personId, audience });
  }
  return unreached;
}

/** The pause that a person has asked for, over or not. */
export async function findPause(db: Tx, personId: string): Promise<{ from: string; until: string } | undefined> {
  const person = await db.person.findUnique({ where: { id: personId } });
  const { pausedFrom: from, pausedUntil: until } = person ?? {};
  return from && until ? { from, until } : undefined;
}

export async function savePause(
  db: Tx,
  personId: string,
  pause: { from: string; until: string } | undefined,
): Promise<void> {
  await db.person.update({
    where: { id: personId },
    data: { pausedFrom: pause?.from ?? null, pausedUntil: pause?.until ?? null },
  });
}

/** When the first message goes out to a person that was due and is still of use; undefined when none waits. */
export async function nextWaiting(db: Tx, personId: string, now: Date): Promise<Date | undefined> {
  const row = await db.delivery.findFirst({
    where: {
      personId,
      unasked: true,
      status: 'planned',
      dueAt: { lt: now },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    orderBy: { sendAt: 'asc' },
  });
  return row?.sendAt;
}
