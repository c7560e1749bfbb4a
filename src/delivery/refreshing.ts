import type { Clock } from '../shared/clock.js';
import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Log } from '../shared/log.js';
import { sideBySide } from '../shared/side-by-side.js';
import type { Database } from '../store/client.js';
import type { Delivery, Prisma } from '../store/generated/sqlite/client.js';
import { untilDone } from '../store/unit-of-work.js';
import { type Builders, createBuilding, type Rebuilt } from './building.js';
import { contentHash, knownHash } from './content-hash.js';
import { DeliveryError, type Messenger } from './messenger.js';
import { isStale, takeMarks } from './outbox.js';
import { inMessageOrder, messageKey } from './plan.js';

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

const refsOf = (rows: readonly Pick<Delivery, 'messageRef'>[]): string[] =>
  rows.flatMap(({ messageRef }) => messageRef ?? []);

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
      // What a server had in hand that died may look one way or the other.
      await mark(() =>
        db.delivery.updateMany({
          where: { messageRef: { in: refsOf(stale) }, leaseUntil: { lte: now } },
          data: { contentHash: null },
        }),
      );
      // Whoever changes something from here on takes `refreshing` away, and the mark stays: what is read for one message
      // serves the others too. The lease stays: of two servers, a slow one would put back what the other has taken out.
      const rows = await mark(() =>
        db.delivery.updateManyAndReturn({
          where: { messageRef: { in: refsOf(stale) }, ...free },
          data: { refreshing: newId(), leaseUntil: new Date(now.getTime() + lease) },
        }),
      );
      const messages = groupBy(rows, (row) => row.messageRef ?? '');
      // A server that died may have left a part of a message leased: what is shown is all of it, whatever is in hand.
      const parts = await db.delivery.findMany({ where: { messageRef: { in: [...messages.keys()] } } });
      const whole = groupBy(parts.sort(inMessageOrder), (row) => row.messageRef ?? '');
      const { rebuild } = createBuilding(db, builders, now);
      const same: Delivery[] = [];
      await sideBySide([...messages], lanes, async ([ref, own]) => {
        const all = whole.get(ref) ?? [];
        // A part that another server has in hand may be changed by it.
        const known = own.length === all.length ? knownHash(own) : null;
        if (await refreshOne(ref, own, known, () => rebuild(all))) same.push(...own);
      });
      // Written down together, as it was taken in hand.
      if (same.length > 0) await finish(same);
    }
  }

  /**
   * Brings one message up to date. What could not be is tried again for a day: it may show what somebody has taken back.
   * @param known the hash of what the platform shows
   * @returns whether it showed already what it should; anything else is written down
   */
  async function refreshOne(
    ref: string,
    rows: readonly Delivery[],
    known: string | null,
    rebuild: () => Promise<Rebuilt | undefined>,
  ): Promise<boolean> {
    let shown = known;
    try {
      const message = await rebuild();
      if (!message) return true;
      // Ours first: whatever the platform takes, we keep no word that was taken back.
      await keepText(rows, message.kept);
      let hash: string | null = null;
      await messenger.update(ref, message, (content) => {
        hash = contentHash(content);
        if (hash === known) return false;
        // Until the platform has said that it took it, it may look one way or the other.
        shown = null;
        return true;
      });
      if (hash !== null && hash === known) return true;
      shown = hash;
    } catch (error) {
      log.warn({ err: error, ref }, 'a sent message could not be brought up to date');
      const hopeless = error instanceof DeliveryError && error.remedy !== 'again';
      const since = Math.min(...rows.flatMap(({ staleAt }) => staleAt?.getTime() ?? []));
      if (!hopeless && clock.now().getTime() - since < patience) {
        await letGo(rows, shown);
        return false;
      }
    }
    await finish(rows, shown);
    return false;
  }

  /**
   * Takes the marks away, but for those that came meanwhile.
   * @param rows taken in hand together
   * @param hash where that has changed
   */
  async function finish(rows: readonly Delivery[], hash?: string | null): Promise<void> {
    const { count } = await change(rows, { refreshing: rows[0]?.refreshing ?? null }, { staleAt: null }, hash);
    if (count < rows.length) await letGo(rows, hash);
  }

  const letGo = (rows: readonly Delivery[], hash?: string | null): Promise<unknown> =>
    change(rows, { leaseUntil: rows[0]?.leaseUntil ?? null }, {}, hash);

  const change = (
    rows: readonly Delivery[],
    where: Prisma.DeliveryWhereInput,
    data: Prisma.DeliveryUpdateManyMutationInput,
    hash: string | null | undefined,
  ): Promise<{ count: number }> =>
    untilDone(() =>
      db.delivery.updateMany({
        where: { id: { in: rows.map(({ id }) => id) }, ...where },
        data: { ...data, refreshing: null, leaseUntil: null, ...(hash !== undefined && { contentHash: hash }) },
      }),
    );

  /** What was taken back is in what we keep no more than in the message. */
  async function keepText(rows: readonly Delivery[], text: string): Promise<void> {
    const messages = [...new Set(rows.map(messageKey))];
    await db.sentText.updateMany({ where: { message: { in: messages }, text: { not: text } }, data: { text } });
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
