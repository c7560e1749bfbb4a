import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../store/client.js';
import { offeredBy } from './editions.js';
import { templateOf } from './of-group.js';
import { readTemplate, type TemplateFault } from './reading.js';
import type { Programme } from './schema.js';
import { listOwnProgrammes } from './store.js';

export type NextEdition =
  | { ok: false; faults: TemplateFault[] }
  /** `before` is the edition that it follows; `isNew` is false when that says the same already. */
  | { ok: true; isNew: boolean; programme: Programme; before: Programme | undefined };

/** What a file makes of a hub's programmes: its next edition, numbered after the one that the hub has been offered. */
function nextEdition(text: string, offered: readonly Programme[]): NextEdition {
  const reading = readTemplate(text);
  if (!reading.ok) return reading;
  const before = offered.find(({ id }) => id === reading.programme.id);
  if (before && isDeepStrictEqual({ ...reading.programme, version: before.version }, before)) {
    return { ok: true, isNew: false, programme: before, before };
  }
  return { ok: true, isNew: true, programme: { ...reading.programme, version: (before?.version ?? 0) + 1 }, before };
}

/** Takes a file in as a hub's next edition. Groups keep the one that they started with. */
export function takeEdition(
  db: Database,
  hubId: string,
  text: string,
  deps: { now: Date; programmes: readonly Programme[] },
): Promise<NextEdition> {
  return db.$transaction(async (tx) => {
    // Of two who take one in at the same moment, the second finds the edition of the first.
    await tx.hub.updateMany({ where: { id: hubId }, data: { id: hubId } });
    const next = nextEdition(text, offeredBy(await listOwnProgrammes(tx, hubId), deps.programmes));
    if (next.ok && next.isNew) {
      const { programme } = next;
      await tx.hubProgramme.create({
        data: {
          hubId,
          id: programme.id,
          version: programme.version,
          content: templateOf(programme),
          createdAt: deps.now,
        },
      });
    }
    return next;
  });
}
