import type { Clock } from '../shared/clock.js';
import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Log } from '../shared/log.js';
import { sideBySide } from '../shared/side-by-side.js';
import type { Database } from '../store/client.js';
import type { Delivery, Prisma } from '../store/generated/sqlite/client.js';
import { untilDone } from '../store/unit-of-work.js';
import { type Builders, createBuilding, type Rebuilt } from './building.js';
import { DeliveryError, type Messenger } from './messenger.js';
import { isStale, messageOrder, takeMarks } from './outbox.js';
import { messageKey } from './plan.js';

/** Milliseconds for which a sent message is tried to be brought up to date. */
const patience = 24 * 60 * 60_000;
/** How many messages of a hub are brought up to date at a time. */
const lanes = 6;
/** How many messages one look takes: Slack takes fifty such calls a minute in a workspace. */
const aLook = 40;
/** Milliseconds for which they are this server's; one that died leaves them to the others then. */
const lease = 2 * 60_000;

/** Brings sent messages up to date that show something which has changed since: of one hub, or of all. */
export type Refresh = (only?: string) => Promise<void>;

export function createRefresher(deps: {
  db: Database;
  messenger: Pick<Messenger, 'update'>;
  builders: Builders;
  clock: Clock;
  log: Log;
}): Refresh {
  const { db, messenger, builders, clock, log } = deps;
  const hubs = new Map<string, Promise<void>>();
  let marking: Promise<unknown> = Promise.resolve();

  /** One at a time: two would wait for each other's rows. */
  function mark<Result>(work: () => Promise<Result>): Promise<Result> {
    const own = marking.then(() => untilDone(work));
    marking = own.catch(() => {});
    return own;
  }

  async function refreshHub(hubId: string): Promise<void> {
    for (let last = ''; ; ) {
      const now = clock.now();
      const free = { OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] };
      const stale = await db.delivery.findMany({
        where: { hubId, ...isStale, status: 'sent', id: { gt: last }, ...free },
        orderBy: { id: 'asc' },
        take: aLook,
        select: { id: true, messageRef: true },
      });
      if (stale.length === 0) return;
      last = stale.at(-1)?.id ?? last;
      // Whoever changes something from here on takes `refreshing` away, and the mark stays: what is read for one message
      // serves the others too. The lease stays: of two servers, a slow one would put back what the other has taken out.
      const rows = await mark(() =>
        db.delivery.updateManyAndReturn({
          where: { messageRef: { in: stale.flatMap(({ messageRef }) => messageRef ?? []) }, ...free },
          data: { refreshing: newId(), leaseUntil: new Date(now.getTime() + lease) },
        }),
      );
      const messages = groupBy(rows, (row) => row.messageRef ?? '');
      // A server that died may have left a part of a message leased: what is shown is all of it, whatever is in hand.
      const parts = await db.delivery.findMany({
        where: { messageRef: { in: [...messages.keys()] } },
        orderBy: messageOrder,
      });
      const whole = groupBy(parts, (row) => row.messageRef ?? '');
      const { rebuild } = createBuilding(db, builders, now);
      await sideBySide([...messages], lanes, ([ref, own]) => refreshOne(ref, own, () => rebuild(whole.get(ref) ?? [])));
    }
  }

  /** What could not be brought up to date is tried again for a day: it may show what somebody has taken back. */
  async function refreshOne(
    ref: string,
    rows: readonly Delivery[],
    rebuild: () => Promise<Rebuilt | undefined>,
  ): Promise<void> {
    const own = { id: { in: rows.map((row) => row.id) } };
    const change = (where: Prisma.DeliveryWhereInput, data: Prisma.DeliveryUpdateManyMutationInput) =>
      untilDone(() => db.delivery.updateMany({ where: { ...own, ...where }, data }));
    const letGo = () => change({ leaseUntil: rows[0]?.leaseUntil ?? null }, { refreshing: null, leaseUntil: null });
    try {
      const message = await rebuild();
      if (message) {
        // Ours first: whatever the platform takes, we keep no word that was taken back.
        await keepText(rows, message.kept);
        await messenger.update(ref, message);
      }
    } catch (error) {
      log.warn({ err: error, ref }, 'a sent message could not be brought up to date');
      const hopeless = error instanceof DeliveryError && error.remedy !== 'again';
      const since = Math.min(...rows.flatMap(({ staleAt }) => staleAt?.getTime() ?? []));
      if (!hopeless && clock.now().getTime() - since < patience) return void (await letGo());
    }
    const { count } = await change(
      { refreshing: rows[0]?.refreshing ?? null },
      { staleAt: null, refreshing: null, leaseUntil: null },
    );
    if (count < rows.length) await letGo();
  }

  /** What was taken back is in what we keep no more than in the message. */
  async function keepText(rows: readonly Delivery[], text: string): Promise<void> {
    const messages = [...new Set(rows.map(messageKey))];
    await db.sentText.updateMany({ where: { message: { in: messages } }, data: { text } });
  }

  /** Not grouped by the database: SQLite would read every delivery in the order of hubs. */
  async function listStaleHubs(): Promise<string[]> {
    const stale = await db.delivery.findMany({ where: isStale, select: { hubId: true } });
    return [...new Set(stale.map(({ hubId }) => hubId))];
  }

  return async (only) => {
    await mark(() => takeMarks(db, clock.now()));
    // A hub whose platform lets us wait holds up no other.
    await Promise.all(
      (only === undefined ? await listStaleHubs() : [only]).map((hubId) => {
        const own = (hubs.get(hubId) ?? Promise.resolve()).then(() => refreshHub(hubId));
        const settled = own
          .catch(() => {})
          .finally(() => {
            if (hubs.get(hubId) === settled) hubs.delete(hubId);
          });
        hubs.set(hubId, settled);
        return own;
      }),
    );
  };
}
