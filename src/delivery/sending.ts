import { joinCards } from '../../cards/joined.js';
import { addDays, civilDate, instantAt } from '../calendar/dates.js';
import { nextSendable, opens } from '../calendar/quiet-hours.js';
import { nextSchoolDay } from '../calendar/school-calendar.js';
import { letPeopleIn } from '../shared/background.js';
import type { Clock } from '../shared/clock.js';
import { isAway } from '../shared/failure.js';
import type { Log } from '../shared/log.js';
import type { Timer } from '../shared/timer.js';
import type { Database } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { calendarOf, type Group, openCalendarOf } from '../store/groups.js';
import type { Building, Built } from './building.js';
import type { Claim } from './claiming.js';
import { contentHash } from './content-hash.js';
import { keptText } from './kept-text.js';
import { DeliveryError, type Messenger } from './messenger.js';
import { giveUp } from './not-delivered.js';
import { type AfterSending, createMarker, lateAfter, markFailed, markSkipped, postpone } from './outbox.js';
import type { Planner } from './planner.js';
import { waitAfterLimit, waitBefore } from './retry.js';
import type { Tally } from './tally.js';

/** What became of a claim. `noted`: something that the hub lead is to hear of. */
export interface Outcome {
  sent: boolean;
  noted: boolean;
}

/** Sends one claim. Never throws: whatever goes wrong is written to the recipient's own deliveries. */
export type Send = (claim: Claim, building: Building) => Promise<Outcome>;

const nothing: Outcome = { sent: false, noted: false };

/** Whether the platform has been asked to take it. */
interface Progress {
  posting: boolean;
}

/** Milliseconds between tries to write down what has happened, while the database is away; less than a lease in all. */
const persistence = [200, 500, 1000, 2000, 5000, 10_000, 20_000, 40_000];

/** Milliseconds, so that a database that takes one thing and not another is not asked without end. */
const breath = 1000;

export function createSender(deps: {
  db: Database;
  messenger: Messenger;
  planner: Pick<Planner, 'announce' | 'refresh'>;
  clock: Clock;
  timer: Timer;
  log: Log;
  tally: Tally;
  afterSending: AfterSending;
}): Send {
  const { db, messenger, planner, clock, timer, log, tally, afterSending } = deps;
  const markSent = createMarker(db, afterSending);

  async function deliver(claim: Claim, building: Building, progress: Progress): Promise<Outcome> {
    const now = clock.now();
    const [first] = claim.rows;
    if (!first) return nothing;
    const group = await building.groupOf(first.groupId);
    const to = await building.addressOf(first);

    let unsure = false;
    if (claim.unanswered) {
      const under = (await building.build(first))?.under;
      const found = await messenger.find({ to, key: claim.message, under });
      if (typeof found === 'object') {
        const text = await textOf(claim.rows, building);
        await persist(() =>
          markSent(claim.rows, { ref: found.ref, at: now, day: civilDate(now, group.zone), text, unsure, hash: null }),
        );
        return { sent: true, noted: false };
      }
      unsure = found === 'unknown';
    }
    const ready = await letOthersWait(claim.rows, building, now, unsure);
    const going: { row: Delivery; built: Built }[] = [];
    for (const row of await dropUseless(ready, building, now)) {
      const built = await building.build(row);
      if (built?.waits && built.skip === undefined) await hold(row, built.waits, group, unsure);
      else if (!built || built.skip !== undefined) await markSkipped(db, row, built?.skip ?? 'no longer needed');
      else going.push({ row, built });
    }
    const [lead] = going;
    if (!lead) return nothing;
    const card = joinCards(going.map(({ built }) => built.card));
    const kept = keptText(going.map(({ built }) => built));
    await letPeopleIn();
    progress.posting = true;
    const rows = going.map(({ row }) => row);
    let hash: string | null = null;
    const ref = await messenger.post(
      {
        to,
        card,
        kept,
        key: claim.message,
        under: lead.built.under,
        pin: lead.built.pin,
        personal: going.some(({ built }) => built.personal === true),
        views: () => building.viewsOf(rows),
      },
      (content) => {
        hash = contentHash(content);
      },
    );
    const sent = {
      ref,
      at: clock.now(),
      day: civilDate(now, group.zone),
      text: kept,
      unsure,
      hash,
    };
    await persist(() => markSent(rows, sent));
    tally('sent');
    if (unsure) tally('uncertain');
    return { sent: true, noted: unsure };
  }

  /** One bad recipient never holds up another. */
  async function recover(claim: Claim, building: Building, progress: Progress, error: unknown): Promise<Outcome> {
    const now = clock.now();
    const { details = {}, remedy = 'again' } = error instanceof DeliveryError ? error : {};
    const refused = error instanceof DeliveryError && !details.unanswered;
    const unanswered = claim.unanswered || (progress.posting && !refused);
    // The bot stops, or the database was away before anything was tried.
    if (details.untried || (isAway(error) && !progress.posting)) {
      await timer.sleep(breath);
      await persist(() => postpone(db, claim.rows, now, { unanswered }));
      return nothing;
    }
    const reason = error instanceof Error ? error.message : String(error);
    const late = { missedAt: claim.rows[0]?.missedAt ?? claim.rows[0]?.sendAt ?? now, notedAt: now };
    if (details.retryAfter !== undefined) {
      const overdue = now.getTime() - late.missedAt.getTime() >= lateAfter;
      const sendAt = new Date(now.getTime() + waitAfterLimit(details.retryAfter));
      await persist(() => postpone(db, claim.rows, sendAt, { reason, unanswered, ...(overdue && late) }));
      return { sent: false, noted: overdue };
    }
    const attempts = Math.max(...claim.rows.map((row) => row.attempts)) + 1;
    const wait = remedy === 'again' ? waitBefore(attempts) : undefined;
    log.warn({ err: error, keys: claim.rows.map((row) => row.key), attempts }, 'a message did not go out');
    if (wait === undefined) {
      const group = await building.groupOf(claim.rows[0]?.groupId ?? '');
      await persist(() => giveUp(db, planner, group, claim, { reason, obstacle: details.obstacle, unanswered }, now));
      tally('failed');
      return { sent: false, noted: true };
    }
    tally('retried');
    const sendAt = new Date(now.getTime() + wait);
    const overdue = sendAt.getTime() - late.missedAt.getTime() >= lateAfter;
    await persist(() => postpone(db, claim.rows, sendAt, { attempts, reason, unanswered, ...(overdue && late) }));
    return { sent: false, noted: overdue };
  }

  /** What has happened must be known afterwards: a database that is away for a minute is waited for. */
  async function persist(work: () => Promise<unknown>): Promise<void> {
    for (const wait of persistence) {
      try {
        await work();
        return;
      } catch (error) {
        if (!isAway(error)) throw error;
        await timer.sleep(wait);
      }
    }
    await work();
  }

  /** Waiting is no failure. What fails because another message has failed is not news, and is revived with it. */
  async function hold(
    row: Delivery,
    waits: NonNullable<Built['waits']>,
    group: Group,
    unanswered: boolean,
  ): Promise<void> {
    if ('failed' in waits) await markFailed(db, [row], null, { reason: waits.failed, obstacle: waits.obstacle });
    else await postpone(db, [row], waits.until, { day: civilDate(waits.until, group.zone), message: null, unanswered });
  }

  /** Gives back what must not go out now: quiet hours, or the person has had the day's message. */
  async function letOthersWait(
    rows: readonly Delivery[],
    building: Building,
    now: Date,
    unanswered: boolean,
  ): Promise<Delivery[]> {
    const ready: Delivery[] = [];
    for (const row of rows) {
      const group = await building.groupOf(row.groupId);
      const later = await nextOpening(group, row, now, building);
      if (!later) ready.push(row);
      else await postpone(db, [row], later, { day: civilDate(later, group.zone), message: null, unanswered });
    }
    return ready;
  }

  /** What a stopped bot missed: too late for some, and of a chain only the last is needed. */
  async function dropUseless(rows: readonly Delivery[], building: Building, now: Date): Promise<Delivery[]> {
    const kept: Delivery[] = [];
    for (const [index, row] of rows.entries()) {
      const reason = await whyUseless(row, rows.slice(index + 1), building, now);
      if (reason === undefined) kept.push(row);
      else await markSkipped(db, row, reason);
    }
    return kept;
  }

  return async (claim, building) => {
    const progress = { posting: false };
    try {
      return await deliver(claim, building, progress);
    } catch (error) {
      try {
        return await recover(claim, building, progress, error);
      } catch (trouble) {
        // The claim holds until its lease runs out; then whoever takes it over looks whether it has arrived.
        log.error({ err: trouble, keys: claim.rows.map((row) => row.key) }, 'what became of a message was not saved');
        return nothing;
      }
    }
  };
}

async function nextOpening(
  group: Group,
  row: Delivery,
  now: Date,
  { hadMessageOn }: Building,
): Promise<Date | undefined> {
  const calendar = (row.unasked ? openCalendarOf : calendarOf)(group, row.personId);
  const sendable = nextSendable(calendar, now);
  if (sendable > now) return sendable;
  const today = civilDate(now, group.zone);
  if (!row.unasked || row.personId === null || !(await hadMessageOn(row.personId, today))) return undefined;
  return instantAt(nextSchoolDay(calendar, addDays(today, 1)), opens, group.zone);
}

/** What a message says that has arrived already. */
async function textOf(rows: readonly Delivery[], building: Building): Promise<string> {
  const built = await Promise.all(rows.map((row) => building.build(row)));
  return keptText(built.filter((one) => one !== undefined));
}

async function whyUseless(
  row: Delivery,
  after: readonly Delivery[],
  { groupOf, hasGoneOn }: Building,
  now: Date,
): Promise<string | undefined> {
  if (row.expiresAt && row.expiresAt <= now) return 'too late: its moment passed before it could be sent';
  if (await hasGoneOn(row.groupId)) return 'the group has gone on into its next year';
  const roles = (await groupOf(row.groupId)).members.filter((one) => one.personId === row.personId);
  if (roles.length > 0 && roles.every(({ stoodDown }) => stoodDown)) return 'this is no longer their role';
  const again = after.some(({ chain, subjectId }) => chain === row.chain && subjectId === row.subjectId);
  return row.chain && again ? 'joined with the next message about the same thing' : undefined;
}
