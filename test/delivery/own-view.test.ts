import { expect, it } from 'vitest';
import { onEachDatabase } from '../support/databases.js';
import { startRouter } from '../support/router.js';

onEachDatabase('a message as one person sees it', (open) => {
  it('has her own answer on it, and nobody else’s', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    const { db, see, personId } = test;
    const plan = await test.type('specialist', 'schedule plan');
    if (plan.kind !== 'form') throw new Error(JSON.stringify(plan));
    const proposed = plan.form.body.flatMap((part) => ('name' in part ? [[part.name, part.value]] : []));
    await test.submit('specialist', plan.form.submit.route, {}, Object.fromEntries(proposed));
    await test.relay.run();
    const meeting = await db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });
    await test.press('Priya Nandakumar', 'meeting.answer', { group: test.group.id, meeting: meeting.id, answer: 'no' });
    const { messageRef } = await db.delivery.findFirstOrThrow({ where: { kind: 'schedule' } });
    const seenBy = async (who: string) => see({ ref: messageRef ?? '', personId: personId(who) });

    expect(JSON.stringify(await seenBy('Priya Nandakumar'))).toContain('You answered “no”');
    const others = await seenBy('Tom Hartwell');
    expect(JSON.stringify(others)).toContain('0 yes · 1 no · 0 not sure');
    expect(JSON.stringify(others)).not.toContain('You answered');
    expect(others).toMatchObject({ personal: true, groupId: test.group.id });
    await database.close();
  });

  it('is shown to nobody whom it was not for', async () => {
    const database = await open('example');
    const test = await startRouter(database);
    const { db, see, personId } = test;
    await test.runUntil('2026-09-15T08:30:00+01:00');
    const review = await db.delivery.findFirstOrThrow({
      where: { kind: 'commitments-review', personId: personId('Margaret Okonkwo') },
    });
    const ref = review.messageRef ?? '';
    expect(await see({ ref, personId: personId('Margaret Okonkwo') })).toMatchObject({ personal: false });
    for (const other of ['Stephen Blackwood', 'specialist', 'Priya Nandakumar', 'somebody-else']) {
      expect([other, await see({ ref, personId: personId(other) })]).toEqual([other, undefined]);
    }
    const opening = await db.delivery.findFirstOrThrow({ where: { kind: 'half-term-opening', status: 'sent' } });
    expect(await see({ ref: opening.messageRef ?? '', personId: 'somebody-else' })).toBeUndefined();
    expect(await see({ ref: 'no-such-message', personId: personId('specialist') })).toBeUndefined();
    await database.close();
  });
});
