import { joinCards } from '../../cards/joined.js';
import { addDays, civilDate, instantAt } from '../calendar/dates.js';
import { nextSendable, opens } from '../calendar/quiet-hours.js';
import { nextSchoolDay } from '../calendar/school-calendar.js';
import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Log } from '../shared/log.js';
import type { Database } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { calendarOf, type Group, openCalendarOf } from '../store/groups.js';
import { addressOf, type Builders, type Building, type Built, createBuilding } from './building.js';
import { DeliveryError, type Messenger } from './messenger.js';
import { giveUp } from './not-delivered.js';
import { type Claim, claimDue, markFailed, markSent, markSkipped, postpone, takeMarks } from './outbox.js';
import { recipientOf } from './plan.js';
import type { Planner } from './planner.js';
import { waitBefore } from './retry.js';

export interface Relay {
  /** Sends what is due and brings sent messages up to date. @returns how many messages went out */
  run(now: Date): Promise<number>;
}

export function createRelay(deps: {
  db: Database;
  messenger: Messenger;
  planner: Pick<Planner, 'announce' | 'refresh'>;
  builders: Builders;
  log: Log;
}): Relay {
  const { db, messenger, planner, builders, log } = deps;
  let sending: Promise<unknown> = Promise.resolve();
  let refreshing: Promise<unknown> = Promise.resolve();

  async function send(now: Date): Promise<number> {
    const building = createBuilding(db, builders, now);
    let sent = 0;
    for (let claims = await claimDue(db, now); claims.length > 0; claims = await claimDue(db, now)) {
      const outcomes = await sideBySide([...groupBy(claims, placeOf).values()], async (own) => {
        let count = 0;
        for (const claim of own) count += (await attempt(claim, now, building)) ? 1 : 0;
        return count;
      });
      sent += outcomes.reduce((sum, count) => sum + count, 0);
    }
    return sent;
  }

  /** One bad recipient never holds up another: whatever goes wrong is written to their own deliveries. */
  async function attempt(claim: Claim, now: Date, building: Building): Promise<boolean> {
    try {
      return await deliver(claim, now, building);
    } catch (error) {
      const attempts = Math.max(...claim.rows.map((row) => row.attempts)) + 1;
      const reason = error instanceof Error ? error.message : String(error);
      const details = error instanceof DeliveryError ? error.details : {};
      const hopeless = error instanceof DeliveryError && error.remedy !== 'again';
      const wait = hopeless ? undefined : waitBefore(attempts, details.retryAfter);
      log.warn({ err: error, keys: claim.rows.map((row) => row.key), attempts }, 'a message did not go out');
      const group = wait === undefined && (await building.groupOf(claim.rows[0]?.groupId ?? ''));
      if (group) await giveUp(db, planner, group, claim, { reason, obstacle: details.obstacle }, now);
      else if (wait !== undefined) await postpone(db, claim.rows, new Date(now.getTime() + wait), { attempts, reason });
      return false;
    }
  }

  async function deliver(claim: Claim, now: Date, building: Building): Promise<boolean> {
    const { groupOf, build } = building;
    const [first] = claim.rows;
    if (!first) return false;
    const group = await groupOf(first.groupId);
    const to = addressOf(first);

    const under = claim.tried ? (await build(first))?.under : undefined;
    const arrived = claim.tried ? await messenger.find({ to, key: claim.message, under }) : undefined;
    if (arrived !== undefined) {
      await markSent(db, claim.rows, arrived, now, civilDate(now, group.zone));
      return true;
    }
    const later = await nextOpening(group, first, now);
    if (later) {
      await postpone(db, claim.rows, later, { day: civilDate(later, group.zone), message: null });
      return false;
    }
    const going: { row: Delivery; built: Built }[] = [];
    for (const row of await dropUseless(claim.rows, building, now)) {
      const built = await build(row);
      if (built?.waits && built.skip === undefined) await hold(row, built.waits, group);
      else if (!built || built.skip !== undefined) await markSkipped(db, row, built?.skip ?? 'no longer needed');
      else going.push({ row, built });
    }
    const [lead] = going;
    if (!lead) return false;
    const ref = await messenger.post({
      to,
      card: joinCards(going.map(({ built }) => built.card)),
      key: claim.message,
      under: lead.built.under,
      pin: lead.built.pin,
      personal: going.some(({ built }) => built.personal === true),
    });
    await markSent(
      db,
      going.map(({ row }) => row),
      ref,
      now,
      civilDate(now, group.zone),
    );
    return true;
  }

  /** Waiting is no failure. What fails because another message has failed is not news, and is revived with it. */
  async function hold(row: Delivery, waits: NonNullable<Built['waits']>, group: Group): Promise<void> {
    if ('failed' in waits) await markFailed(db, [row], waits.failed, waits.obstacle);
    else await postpone(db, [row], waits.until, { day: civilDate(waits.until, group.zone), message: null });
  }

  /** When this must not go out now: quiet hours, or the person has had the day's message. */
  async function nextOpening(group: Group, row: Delivery, now: Date): Promise<Date | undefined> {
    const calendar = (row.unasked ? openCalendarOf : calendarOf)(group, row.personId);
    const sendable = nextSendable(calendar, now);
    if (sendable > now) return sendable;
    if (!row.unasked) return undefined;
    const day = civilDate(now, group.zone);
    const had = await db.delivery.count({ where: { personId: row.personId, unasked: true, status: 'sent', day } });
    return had > 0 ? instantAt(nextSchoolDay(calendar, addDays(day, 1)), opens, group.zone) : undefined;
  }

  /** What a stopped bot missed: too late for some, and of a chain only the last is needed. */
  async function dropUseless(
    rows: readonly Delivery[],
    { groupOf, hasGoneOn }: Building,
    now: Date,
  ): Promise<Delivery[]> {
    const kept: Delivery[] = [];
    for (const [index, row] of rows.entries()) {
      const later = rows.slice(index + 1);
      const roles = (await groupOf(row.groupId)).members.filter((one) => one.personId === row.personId);
      const reason =
        row.expiresAt && row.expiresAt <= now
          ? 'too late: its moment passed before it could be sent'
          : (await hasGoneOn(row.groupId))
            ? 'the group has gone on into its next year'
            : roles.length > 0 && roles.every(({ stoodDown }) => stoodDown)
              ? 'this is no longer their role'
              : row.chain && later.some((other) => other.chain === row.chain && other.subjectId === row.subjectId)
                ? 'joined with the next message about the same thing'
                : undefined;
      if (reason) await markSkipped(db, row, reason);
      else kept.push(row);
    }
    return kept;
  }

  /** What could not be brought up to date is tried again for a day: it may show what somebody has taken back. */
  async function refreshStale(now: Date): Promise<void> {
    const { rebuild } = createBuilding(db, builders, now);
    await takeMarks(db, now);
    const stale = await db.delivery.findMany({ where: { staleAt: { not: null } } });
    for (const [ref, marked] of groupBy(stale, (row) => row.messageRef)) {
      if (ref === null) continue;
      // Whoever changes something meanwhile takes this away, and the mark stays.
      const seen = newId();
      const ids = marked.map((row) => row.id);
      await db.delivery.updateMany({ where: { id: { in: ids }, status: 'sent' }, data: { refreshing: seen } });
      try {
        const message = await rebuild(ref);
        if (message) await messenger.update(ref, message);
      } catch (error) {
        log.warn({ err: error, ref }, 'a sent message could not be brought up to date');
        const hopeless = error instanceof DeliveryError && error.remedy !== 'again';
        const since = Math.min(...marked.map((row) => row.staleAt?.getTime() ?? 0));
        if (!hopeless && now.getTime() - since < patience) continue;
      }
      await db.delivery.updateMany({
        where: { id: { in: ids }, refreshing: seen },
        data: { staleAt: null, refreshing: null },
      });
    }
  }

  return {
    run: (now) => {
      const sent = sending.then(() => send(now));
      sending = sent.catch(() => {});
      // A card that waits for the platform's leave does not hold up what is due.
      const fresh = Promise.all([sending, refreshing]).then(() => refreshStale(now));
      refreshing = fresh.catch(() => {});
      return fresh.then(() => sent);
    },
  };
}

/** Messages for one place go out in their order; places do not wait for each other. */
const placeOf = ({ rows: [first] }: Claim): string =>
  first ? (first.personId ?? `${recipientOf(first)} ${first.groupId}`) : '';

/** Milliseconds for which a sent message is tried to be brought up to date. */
const patience = 24 * 60 * 60_000;

/** How many places are written to at a time. */
const lanes = 6;

async function sideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const waiting = items.values();
  const results: Result[] = [];
  const lane = async (): Promise<void> => {
    for (const item of waiting) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
