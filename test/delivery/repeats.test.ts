import { expect, it } from 'vitest';
import { composeCore } from '../../src/compose.js';
import { DeliveryError } from '../../src/delivery/messenger.js';
import { holdDoubtful } from '../../src/delivery/outbox.js';
import { begin, publish, setTask } from '../meetings/acting.js';
import { onEachDatabase } from '../support/databases.js';
import { quietLog, type TestRouter } from '../support/router.js';

const minute = 60_000;

interface Scene {
  test: TestRouter;
  /** The task's title changes, and the channel's card shows it. */
  rename(title: string): Promise<void>;
  /** What the card in the channel has been changed to, in order. */
  shown(): string[];
}

/** A gap task's card in the channel, whose title is "First". */
async function beginWithTask(open: Parameters<typeof begin>[0]): Promise<Scene> {
  const test = await begin(open);
  await publish(test);
  const { id } = await setTask(test);
  const mark = () => test.db.staleMark.create({ data: { groupId: test.group.id, kinds: 'gap-task', subjectId: id } });
  const rename = async (title: string): Promise<void> => {
    await test.db.gapTask.update({ where: { id }, data: { title } });
    await mark();
  };
  await rename('First');
  await test.relay.run();
  test.messenger.updated.length = 0;
  const shown = () =>
    test.messenger.updated.map(({ card }) => /First|Second/u.exec(JSON.stringify(card))?.[0] ?? 'neither');
  return { test, rename, shown };
}

const left = (test: TestRouter): Promise<number> =>
  test.db.delivery.count({
    where: { OR: [{ staleAt: { not: null } }, { refreshing: { not: null } }, { leaseUntil: { not: null } }] },
  });

onEachDatabase('a sent message that looks as it did', (open) => {
  it('is not sent again', async () => {
    const { test, rename, shown } = await beginWithTask(open);
    await rename('First');
    await test.relay.run();
    expect(shown()).toEqual([]);
    expect(await left(test)).toBe(0);
    await rename('Second');
    await test.relay.run();
    await rename('Second');
    await test.relay.run();
    expect(shown()).toEqual(['Second']);
  });

  it('is sent once where it was sent by a version that kept no hash', async () => {
    const { test, rename, shown } = await beginWithTask(open);
    await test.db.delivery.updateMany({ data: { contentHash: null } });
    await rename('First');
    await test.relay.run();
    await rename('First');
    await test.relay.run();
    expect(shown()).toEqual(['First']);
  });

  it('is sent when the answer to a change between was lost', async () => {
    const { test, rename, shown } = await beginWithTask(open);
    const { update } = test.messenger;
    test.messenger.update = async (...change) => {
      await update(...change);
      throw new DeliveryError('again', 'the answer did not come', { unanswered: true });
    };
    await rename('Second');
    await test.relay.run();
    test.messenger.update = update;
    await rename('First');
    await test.relay.run();
    expect(shown()).toEqual(['Second', 'First']);
    expect(await left(test)).toBe(0);
  });

  it('is sent when a server died over a change between', async () => {
    const { test, rename, shown } = await beginWithTask(open);
    const { update } = test.messenger;
    const reached = new Promise<void>((resolve) => {
      test.messenger.update = async (...change) => {
        await update(...change);
        resolve();
        await new Promise(() => {});
      };
    });
    await rename('Second');
    void test.relay.run();
    await reached;
    const other = composeCore({
      db: test.db,
      clock: test.clock,
      log: quietLog,
      publicUrl: 'http://localhost',
      messenger: { ...test.messenger, update },
    }).relay;
    await rename('First');
    await other.run();
    // The dead one may still be at it.
    expect(shown()).toEqual(['Second']);
    test.clock.set(new Date(test.clock.now().getTime() + 3 * minute));
    await other.run();
    expect(shown()).toEqual(['Second', 'First']);
    expect(await left(test)).toBe(0);
  });

  it('is sent after a backup was restored', async () => {
    const { test, rename, shown } = await beginWithTask(open);
    await holdDoubtful(test.db, test.clock.now());
    await rename('First');
    await test.relay.run();
    expect(shown()).toEqual(['First']);
  });

  it('is compared as one message, where several were joined', async () => {
    const { test, rename, shown } = await beginWithTask(open);
    const parts = await test.db.delivery.findMany({
      where: { kind: { in: ['gap-task', 'schedule'] }, status: 'sent' },
    });
    expect(parts).toHaveLength(2);
    await test.db.delivery.updateMany({
      where: { id: { in: parts.map(({ id }) => id) } },
      data: { messageRef: 'joined' },
    });
    for (const title of ['First', 'First', 'Second', 'Second']) {
      await rename(title);
      await test.relay.run();
    }
    expect(shown()).toEqual(['First', 'Second']);
    const hashes = await test.db.delivery.findMany({ where: { messageRef: 'joined' }, select: { contentHash: true } });
    expect(new Set(hashes.map(({ contentHash }) => contentHash)).size).toBe(1);
  });

  it('has the text that is kept of it brought up to date all the same', async () => {
    const { test, rename, shown } = await beginWithTask(open);
    const { update } = test.messenger;
    // A platform that cuts what is too long sees no difference.
    test.messenger.update = (ref, message, isNew) => update(ref, message, () => isNew('cut'));
    for (const title of ['Second', 'Taken back']) {
      await rename(title);
      await test.relay.run();
    }
    expect(shown()).toEqual(['Second']);
    expect(await test.db.sentText.count({ where: { text: { contains: 'Second' } } })).toBe(0);
    expect(await test.db.sentText.count({ where: { text: { contains: 'Taken back' } } })).toBe(1);
  });
});
