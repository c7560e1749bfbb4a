import type { Clock } from '../shared/clock.js';
import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Log } from '../shared/log.js';
import { sideBySide } from '../shared/side-by-side.js';
import type { Database } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { type Builders, createBuilding, type Rebuilt } from './building.js';
import { DeliveryError, type Messenger } from './messenger.js';
import { messageOrder, takeMarks } from './outbox.js';
import { messageKey } from './plan.js';

/** Milliseconds for which a sent message is tried to be brought up to date. */
const patience = 24 * 60 * 60_000;
/** How many messages of a hub are brought up to date at a time. */
const lanes = 6;
/** How many messages' deliveries are read at a time. */
const readAtOnce = 200;

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
  /** Two at a time would wait for each other's rows. */
  let marking: Promise<void> = Promise.resolve();

  /** What could not be brought up to date is tried again for a day: it may show what somebody has taken back. */
  async function refreshHub(hubId: string): Promise<void> {
    const now = clock.now();
    const marked = { hubId, staleAt: { not: null }, status: 'sent', messageRef: { not: null } } as const;
    if (!(await db.delivery.findFirst({ where: marked, select: { id: true } }))) return;
    // Whoever changes something from here on takes this away, and the mark stays: what is read for one message serves
    // the others too.
    const look = newId();
    await db.delivery.updateMany({ where: marked, data: { refreshing: look } });
    const stale = await db.delivery.findMany({ where: { ...marked, refreshing: look } });
    const messages = [...groupBy(stale, (row) => row.messageRef ?? '')];
    const { rebuild } = createBuilding(db, builders, now);
    for (let start = 0; start < messages.length; start += readAtOnce) {
      const part = messages.slice(start, start + readAtOnce);
      const all = await db.delivery.findMany({
        where: { messageRef: { in: part.map(([ref]) => ref) } },
        orderBy: messageOrder,
      });
      const whole = groupBy(all, (row) => row.messageRef ?? '');
      await sideBySide(part, lanes, ([ref, marked]) =>
        refreshOne(ref, marked, look, () => rebuild(whole.get(ref) ?? [])),
      );
    }
  }

  async function refreshOne(
    ref: string,
    marked: readonly Delivery[],
    look: string,
    rebuild: () => Promise<Rebuilt | undefined>,
  ): Promise<void> {
    try {
      const message = await rebuild();
      if (message) {
        // Ours first: whatever the platform takes, we keep no word that was taken back.
        await keepText(marked, message.kept);
        await messenger.update(ref, message);
      }
    } catch (error) {
      log.warn({ err: error, ref }, 'a sent message could not be brought up to date');
      const hopeless = error instanceof DeliveryError && error.remedy !== 'again';
      const since = Math.min(...marked.map((row) => row.staleAt?.getTime() ?? 0));
      if (!hopeless && clock.now().getTime() - since < patience) return;
    }
    await db.delivery.updateMany({
      where: { id: { in: marked.map((row) => row.id) }, refreshing: look },
      data: { staleAt: null, refreshing: null },
    });
  }

  /** What was taken back is in what we keep no more than in the message. */
  async function keepText(rows: readonly Delivery[], text: string): Promise<void> {
    const messages = [...new Set(rows.map(messageKey))];
    await db.sentText.updateMany({ where: { message: { in: messages } }, data: { text } });
  }

  /** Not grouped by the database: SQLite would read every delivery in the order of hubs. */
  async function listStaleHubs(): Promise<string[]> {
    const stale = await db.delivery.findMany({ where: { staleAt: { not: null } }, select: { hubId: true } });
    return [...new Set(stale.map(({ hubId }) => hubId))];
  }

  return async (only) => {
    marking = marking.catch(() => {}).then(() => takeMarks(db, clock.now()));
    await marking;
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
