import { civilDate, formatDate, instantAt } from '../calendar/dates.js';
import { morning, nextSendable } from '../calendar/quiet-hours.js';
import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Audience } from '../store/channels.js';
import type { Tx } from '../store/client.js';
import type { Delivery, Prisma } from '../store/generated/sqlite/client.js';
import { calendarOf, type Group, loadGroup, openCalendarOf } from '../store/groups.js';
import { insertMany } from '../store/many-rows.js';
import { type About, type Ahead, listAhead } from './ahead.js';
import { arrangeDays } from './arrange.js';
import { restored, reviveFailed } from './outbox.js';
import { keyOf, keyWithin, type Plan, type PlanScope, type PlanSource, plainKey } from './plan.js';

export type { About };

/** Messages of a group that show something. */
export interface Shown {
  kinds: readonly string[];
  /** Absent: whatever they are about. */
  subjectId?: string;
  /** Absent: whoever has them. */
  personId?: string;
}

export interface Planner {
  /**
   * Plans a group, or one subject of it, anew: new messages are added, times put right, and what the state no
   * longer asks for is skipped. What was sent stays sent. Runs in the transaction that changed the state.
   * @param gone why messages that are no longer wanted are skipped, in words
   */
  replan(tx: Tx, groupId: string, now: Date, scope?: PlanScope, gone?: string): Promise<void>;
  /** Adds messages for an event that has just happened. */
  announce(tx: Tx, groupId: string, now: Date, plans: readonly Plan[]): Promise<void>;
  /** Silences a chain for one person, after an answer. */
  silence(tx: Tx, about: { subjectId: string; personId: string; chain: string }, reason: string): Promise<void>;
  /** Skips what is planned about a subject. @returns how many messages */
  withdraw(tx: Tx, scope: PlanScope, reason: string): Promise<number>;
  /** Puts a person's planned messages at their times again, after they asked for a pause or ended one. */
  retime(tx: Tx, groupId: string, personId: string, now: Date): Promise<void>;
  /**
   * What failed goes out after all, unless its moment has passed or it may have gone out before a restore: the person
   * has appeared, the channel is there, or somebody asked for another try.
   * @param to a person (in every group, or in one), or with null a group's channels, or the one for an audience
   * @returns how many messages
   */
  revive(tx: Tx, to: { groupId?: string; personId: string | null; audience?: Audience }, now: Date): Promise<number>;
  /** What is planned of some kinds, and whether it can go where it is for: what a reply may say of it. Soonest first. */
  ahead(tx: Tx, groupId: string, about: About): Promise<Ahead[]>;
  /** Messages already sent that show something that has changed are brought up to date. */
  refresh(tx: Tx, groupId: string, ...messages: readonly Shown[]): Promise<void>;
}

export function createPlanner(sources: readonly PlanSource[]): Planner {
  return {
    replan: async (tx, groupId, now, scope, gone = 'no longer needed') => {
      const group = await loadGroup(tx, groupId);
      const plans: Plan[] = [];
      // One after the other: a transaction is one connection.
      for (const source of sources) plans.push(...(await source(tx, group, scope)));
      const existing = await tx.delivery.findMany({
        where: { groupId, ...(scope ?? { topic: { not: 'notice' } }) },
      });
      const snoozed = await applySnoozes(tx, group, plans, now);
      await save(tx, group, now, snoozed, existing);
      const wanted = new Set(snoozed.map(keyOf));
      const unwanted = existing.filter((row) => row.status === 'planned' && !wanted.has(plainKey(row)));
      if (unwanted.length === 0) return;
      await tx.delivery.updateMany({
        where: { id: { in: unwanted.map((row) => row.id) } },
        data: { status: 'skipped', reason: gone },
      });
    },
    announce: async (tx, groupId, now, plans) => {
      const existing = await tx.delivery.findMany({
        where: { groupId, key: { in: plans.map(keyOf).flatMap((key) => [key, keyWithin(key, groupId)]) } },
      });
      await save(tx, await loadGroup(tx, groupId), now, plans, existing);
    },
    silence: async (tx, about, reason) => {
      await tx.delivery.updateMany({ where: { ...about, status: 'planned' }, data: { status: 'skipped', reason } });
    },
    withdraw: async (tx, scope, reason) => {
      const { count } = await tx.delivery.updateMany({
        where: { ...scope, status: 'planned' },
        data: { status: 'skipped', reason },
      });
      return count;
    },
    retime: async (tx, groupId, personId, now) => {
      const group = await loadGroup(tx, groupId);
      const rows = await tx.delivery.findMany({ where: { groupId, personId, unasked: true, status: 'planned' } });
      const touched: { personId: string; day: string }[] = [];
      for (const row of rows) {
        const sendAt = nextSendable(
          openCalendarOf(group, personId),
          new Date(Math.max(row.dueAt.getTime(), now.getTime())),
        );
        const day = civilDate(sendAt, group.zone);
        await tx.delivery.update({ where: { id: row.id }, data: { sendAt, day } });
        touched.push({ personId, day });
      }
      await arrangeDays(tx, group, touched);
    },
    revive: (tx, to, now) =>
      reviveFailed(tx, { AND: [to, { OR: [{ obstacle: null }, { obstacle: { not: restored } }] }] }, now),
    ahead: listAhead,
    refresh: async (tx, groupId, ...messages) => {
      const marks = messages.map(({ kinds, subjectId = null, personId = null }) => ({
        groupId,
        kinds: kinds.join(' '),
        subjectId,
        personId,
      }));
      await insertMany(tx, 'StaleMark', marks);
    },
  };
}

/** A snoozed chain is silent until its day, and speaks once that morning. */
async function applySnoozes(tx: Tx, group: Group, plans: readonly Plan[], now: Date): Promise<Plan[]> {
  const today = civilDate(now, group.zone);
  const snoozes = await tx.snooze.findMany({ where: { groupId: group.id, until: { gte: today } } });
  const silenced = plans.map((plan): Plan => {
    const snooze = snoozes.find((row) => isAbout(plan, row));
    if (!snooze || plan.skip || civilDate(plan.dueAt, group.zone) > snooze.until) return plan;
    return { ...plan, skip: `asked to be reminded on ${formatDate(snooze.until)}` };
  });
  const reminders = snoozes.flatMap((snooze): Plan[] => {
    const at = instantAt(snooze.until, morning, group.zone);
    const chain = plans.filter((plan) => isAbout(plan, snooze)).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    // The one that would have been the latest by then: its words are true that morning.
    const message = chain.findLast((plan) => plan.dueAt <= at) ?? chain[0];
    if (!message) return [];
    return [
      {
        ...message,
        occurrence: `${message.occurrence}:${snooze.until}`,
        why: `asked to be reminded on ${formatDate(snooze.until)}`,
        dueAt: at,
      },
    ];
  });
  return [...silenced, ...reminders];
}

const isAbout = (plan: Plan, snooze: { personId: string; subjectId: string; chain: string }): boolean =>
  plan.personId === snooze.personId && plan.subjectId === snooze.subjectId && plan.chain === snooze.chain;

async function save(
  tx: Tx,
  group: Group,
  now: Date,
  plans: readonly Plan[],
  existing: readonly Delivery[],
): Promise<void> {
  const known = new Map(existing.map((row) => [plainKey(row), row]));
  const created: Prisma.DeliveryCreateManyInput[] = [];
  const changed: { row: Delivery; change: Change }[] = [];
  const touched: { personId: string; day: string }[] = [];
  const touch = (plan: Plan, day: string): void => {
    if (plan.personId && !plan.skip && !plan.prompt) touched.push({ personId: plan.personId, day });
  };

  for (const plan of plans) {
    const row = known.get(keyOf(plan));
    if (row) {
      const change = changeOf(row, plan, group, now);
      if (!change) continue;
      changed.push({ row, change });
      touch(plan, change.day);
    } else {
      const late = plan.dueAt < now && plan.late !== 'send';
      const skip = plan.skip ?? (late ? 'its day had passed when it was planned' : undefined);
      const timing = timeOf(group, plan, now);
      created.push({
        ...identityOf(group, plan),
        ...timing,
        why: plan.why,
        expiresAt: plan.expiresAt ?? null,
        ...statusOf(skip),
      });
      if (!skip) touch(plan, timing.day);
    }
  }
  const others = await keysElsewhere(tx, group, created);
  for (const row of created) if (others.has(row.key)) row.key = keyWithin(row.key, group.id);
  await insertMany(tx, 'Delivery', created);
  await change(tx, changed);
  await arrangeDays(tx, group, touched);
}

/** A whole year's times may change at once: they are written together. */
async function change(tx: Tx, changed: readonly { row: Delivery; change: Change }[]): Promise<void> {
  const rows = changed.map(({ row, change }) => {
    const { id, key, hubId, groupId, kind, topic, subjectId, unasked, dueAt, sendAt } = row;
    return { id, key, hubId, groupId, kind, topic, subjectId, unasked, dueAt, sendAt, ...change };
  });
  // Rows of one statement have one shape.
  for (const alike of groupBy(rows, (row) => Object.keys(row).sort().join()).values()) {
    await insertMany(tx, 'Delivery', alike, { replaces: ['id'] });
  }
}

/** Which of these keys messages of other groups have. */
async function keysElsewhere(
  tx: Tx,
  group: Group,
  created: readonly Prisma.DeliveryCreateManyInput[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let start = 0; start < created.length; start += keysAtOnce) {
    const keys = created.slice(start, start + keysAtOnce).map(({ key }) => key);
    const rows = await tx.delivery.findMany({
      where: { key: { in: keys }, groupId: { not: group.id } },
      select: { key: true },
    });
    for (const { key } of rows) found.add(key);
  }
  return found;
}

/** SQLite takes a few thousand values in one statement. */
const keysAtOnce = 1000;

const statusOf = (skip: string | undefined) =>
  skip === undefined ? ({ status: 'planned', reason: null } as const) : ({ status: 'skipped', reason: skip } as const);

function timeOf(group: Group, plan: Plan, now: Date): { dueAt: Date; sendAt: Date; day: string } {
  const dueAt = plan.dueAt < now && plan.late === 'send' ? now : plan.dueAt;
  const calendar = (plan.prompt ? calendarOf : openCalendarOf)(group, plan.personId ?? null);
  const sendAt = nextSendable(calendar, dueAt);
  return { dueAt, sendAt, day: civilDate(sendAt, group.zone) };
}

function identityOf(group: Group, plan: Plan) {
  return {
    id: newId(),
    key: keyOf(plan),
    hubId: group.hubId,
    groupId: group.id,
    kind: plan.kind,
    topic: plan.topic,
    subjectId: plan.subjectId,
    personId: plan.personId ?? null,
    account: plan.account ?? null,
    audience: plan.audience ?? 'group',
    chain: plan.chain ?? null,
    unasked: plan.personId !== undefined && plan.prompt !== true,
  };
}

interface Change extends Partial<ReturnType<typeof timeOf>> {
  day: string;
  why: string;
  expiresAt: Date | null;
  status: 'planned' | 'skipped';
  reason: string | null;
}

/** What must change in a delivery that has not gone out. One whose time has come keeps its time. */
function changeOf(row: Delivery, plan: Plan, group: Group, now: Date): Change | undefined {
  if (row.status !== 'planned' && row.status !== 'skipped') return undefined;
  const ahead = plan.dueAt > now;
  // What waits for the morning is not past, whatever its rule's hour.
  const back = row.status === 'skipped' && !plan.skip && (ahead || row.sendAt > now);
  if (row.status === 'skipped' && !back) return undefined;
  const retime = ahead && (back || row.dueAt.getTime() !== plan.dueAt.getTime());
  const expiresAt = plan.expiresAt ?? null;
  const same = row.why === plan.why && row.expiresAt?.getTime() === expiresAt?.getTime();
  if (!back && !retime && !plan.skip && same) return undefined;
  return {
    why: plan.why,
    expiresAt,
    ...(retime ? timeOf(group, plan, now) : { day: row.day }),
    ...statusOf(plan.skip),
  };
}
