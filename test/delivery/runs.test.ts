import { expect, it } from 'vitest';
import { DeliveryError } from '../../src/delivery/messenger.js';
import { inBackground } from '../../src/shared/background.js';
import { holdGroup } from '../../src/store/groups.js';
import { begin, head, publish } from '../meetings/acting.js';
import { onPostgres } from '../support/databases.js';

onPostgres('a run beside another', (open) => {
  it('ends when what the other has begun is seen to, what the hub lead is to hear with it', async () => {
    const test = await begin(open);
    let silent = true;
    test.messenger.before = (to) => {
      if (silent && to.kind === 'person' && to.personId === test.personId(head))
        throw new DeliveryError('again', 'no answer', { unanswered: true });
    };
    test.messenger.find = async () => 'unknown';
    await publish(test);
    silent = false;
    const again = await test.db.delivery.findFirstOrThrow({ where: { status: 'planned', unanswered: true } });
    test.clock.set(again.sendAt);

    let letGo = (): void => {};
    let held = (): void => {};
    const isHeld = new Promise<void>((resolve) => (held = resolve));
    const holding = test.db.$transaction(async (tx) => {
      await holdGroup(tx, test.group.id);
      held();
      await new Promise<void>((resolve) => (letGo = resolve));
    });
    await isHeld;

    const order: string[] = [];
    const first = test.relay.run().then(() => order.push('first'));
    const sent = { personId: test.personId(head), status: 'sent' as const, unanswered: true };
    while ((await test.db.delivery.count({ where: sent })) === 0);
    const second = test.relay.run().then(() => order.push('second'));
    // Time enough for a run that does not wait.
    await inBackground(async () => {
      for (let look = 0; look < 100; look += 1) await test.db.delivery.count({ where: sent });
    });
    order.push('let go');
    letGo();
    await Promise.all([holding, first, second]);
    expect(order[0]).toBe('let go');
    expect(await test.db.delivery.count({ where: { kind: 'hub-day' } })).toBe(1);
  });
});

it('what a run that failed had yet to plan for the hub lead, the next one plans', async () => {
  const test = await begin();
  test.messenger.before = (to) => {
    if (to.kind === 'person' && to.personId === test.personId(head))
      throw new DeliveryError('person', 'users_not_found', { obstacle: 'not-there' });
  };
  await test.db.$executeRawUnsafe(
    `CREATE TRIGGER "refuse" BEFORE INSERT ON "Delivery" WHEN NEW."kind" = 'hub-day' BEGIN SELECT RAISE(ABORT, 'no'); END`,
  );
  await expect(publish(test)).rejects.toThrow();
  await test.db.$executeRawUnsafe('DROP TRIGGER "refuse"');
  await test.relay.run();
  expect(await test.db.delivery.findMany({ where: { kind: 'hub-day' } })).toMatchObject([{ status: 'planned' }]);
});
