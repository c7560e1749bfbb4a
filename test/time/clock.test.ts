import { expect, it } from 'vitest';
import { composeCore } from '../../src/compose.js';
import { begin, publish } from '../meetings/acting.js';
import { onEachDatabase } from '../support/databases.js';
import { quietLog, type TestRouter } from '../support/router.js';
import { createInstantTimer } from '../support/running-bot.js';

/** A bot whose computer's clock is set by hand, also back. */
function withClock({ db, messenger }: TestRouter) {
  let now = new Date(0);
  const { relay } = composeCore({
    db,
    clock: { now: () => now },
    log: quietLog,
    publicUrl: 'http://localhost',
    messenger,
    timer: createInstantTimer(),
  });
  return async (...moments: string[]): Promise<void> => {
    for (const moment of moments) {
      now = new Date(moment);
      await relay.run();
    }
  };
}

const sentOf = async ({ db }: TestRouter): Promise<string[]> =>
  (await db.delivery.findMany({ where: { status: 'sent' } })).map(({ key }) => key.replace(/[\w-]{30,}/gu, '…')).sort();

onEachDatabase('a computer’s clock', (open) => {
  /** Every quarter of an hour of the school days on which the first meeting is prepared. */
  const moments = ['2026-09-07', '2026-09-08', '2026-09-09', '2026-09-16', '2026-09-17', '2026-09-28'].flatMap((day) =>
    Array.from({ length: 40 }, (_, index) => {
      const hour = 8 + Math.floor(index / 4);
      return `${day}T${String(hour).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}:00+01:00`;
    }),
  );

  async function live(path: readonly string[]) {
    const test = await begin(open);
    await publish(test);
    await withClock(test)(...path);
    const keys = test.messenger.posted.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(await test.db.delivery.count({ where: { status: { in: ['sending', 'failed'] } } })).toBe(0);
    return { sent: await sentOf(test), posted: keys.length };
  }

  it('that is set back sends nothing again, and leaves nothing out', async () => {
    const undisturbed = await live(moments);
    expect(undisturbed.posted).toBeGreaterThan(20);
    // After every seventh look it goes back by an hour, and after every thirtieth by two days.
    const back = (moment: string, ms: number): string => new Date(new Date(moment).getTime() - ms).toISOString();
    const jumping = moments.flatMap((moment, index) => [
      moment,
      ...(index % 7 === 6 ? [back(moment, 3_600_000)] : []),
      ...(index % 30 === 29 ? [back(moment, 2 * 86_400_000)] : []),
    ]);
    expect(await live(jumping)).toEqual(undisturbed);
  });

  it('that jumps ahead by minutes sends what is due, once', async () => {
    const undisturbed = await live(moments);
    expect(await live(moments.filter((_, index) => index % 5 !== 3))).toEqual(undisturbed);
  });
});
