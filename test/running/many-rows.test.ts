import { expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { changeMany, insertMany } from '../../src/store/many-rows.js';
import { begin } from '../meetings/acting.js';
import { onEachDatabase } from '../support/databases.js';

onEachDatabase('many rows', (open) => {
  it('are written in a few statements, enums, times and what is absent with them, and changed each in its own way', async () => {
    const { db, group } = await begin(open);
    const at = new Date('2026-11-10T13:00:00.123Z');
    const rows = Array.from({ length: 450 }, (_, index) => ({
      id: newId(),
      key: `example ${index}`,
      hubId: group.hubId,
      groupId: group.id,
      kind: 'schedule',
      topic: 'example',
      subjectId: String(index),
      audience: 'heads' as const,
      status: 'sending' as const,
      day: '2026-11-10',
      why: 'an example',
      unasked: index % 2 === 0,
      dueAt: at,
      sendAt: at,
      claim: newId(),
      reason: 'being tried',
    }));
    await insertMany(db, 'Delivery', rows);
    const later = new Date('2026-11-10T13:00:01.456Z');
    const changes = rows.slice(0, 449).map(({ id }, index) => ({
      id,
      messageRef: `message ${index}`,
      sentAt: later,
      ...(index === 7 && { unanswered: true, reason: 'perhaps twice' }),
    }));
    await changeMany(
      db,
      'Delivery',
      [...changes, { id: newId(), messageRef: 'of a row that is gone', sentAt: later }],
      {
        status: 'sent',
        claim: null,
      },
    );

    const found = await db.delivery.findMany({ where: { topic: 'example' } });
    const stored = new Map(found.map((row) => [row.id, row]));
    expect(stored.size).toBe(450);
    for (const [index, row] of rows.slice(0, 449).entries()) {
      expect(stored.get(row.id)).toMatchObject({
        ...row,
        status: 'sent',
        claim: null,
        messageRef: `message ${index}`,
        sentAt: later,
        unanswered: index === 7,
        reason: index === 7 ? 'perhaps twice' : 'being tried',
      });
    }
    expect(stored.get(rows[449]?.id ?? '')).toMatchObject({ ...rows[449], sentAt: null, messageRef: null });
  });
});
