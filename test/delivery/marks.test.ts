import { expect, it } from 'vitest';
import { takeMarks } from '../../src/delivery/outbox.js';
import { begin, fill, head, publish } from '../meetings/acting.js';
import { onEachDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

onEachDatabase('an answer', (open) => {
  /** Kinds and recipients of what has to be looked at again. */
  async function stale(test: TestRouter): Promise<string[]> {
    await takeMarks(test.db, test.clock.now());
    const rows = await test.db.delivery.findMany({ where: { staleAt: { not: null } } });
    const nameOf = (id: string | null) => test.group.members.find(({ personId }) => personId === id)?.name;
    return rows.map(({ kind, personId }) => `${kind} ${nameOf(personId) ?? 'channel'}`).sort();
  }

  it('of one head about cover leaves the other heads’ messages alone', async () => {
    const test = await begin(open);
    const { first } = await publish(test);
    await test.runUntil('2026-09-08T12:00:00+01:00');
    expect(await test.db.delivery.count({ where: { kind: 'cover-request', status: 'sent' } })).toBe(6);
    await test.press(head, 'meeting.cover', { group: test.group.id, meeting: first.id, answer: 'arranged' });
    expect(await stale(test)).toEqual([`cover-request ${head}`]);
  });

  it('of one head about a meeting of the heads leaves the other heads’ messages alone', async () => {
    const test = await begin(open);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const wish = { place: 'online', date: '2026-11-10', time: '15:30', length: '60' };
    await fill(test, 'specialist', 'heads plan', wish);
    await test.relay.run();
    const { id } = await test.db.headMeeting.findFirstOrThrow();
    expect(await test.db.delivery.count({ where: { kind: 'head-meeting-ask', status: 'sent' } })).toBe(6);
    const args = { group: test.group.id, meeting: id, answer: 'yes', round: '0' };
    await test.press(head, 'heads.answer', args);
    expect(await stale(test)).toEqual([`head-meeting-ask ${head}`]);
  });
});
