import { expect, it } from 'vitest';
import { isField } from '../../cards/model.js';
import { newId } from '../../src/shared/ids.js';
import { onEachDatabase } from '../support/databases.js';
import { startRouter } from '../support/router.js';

onEachDatabase('a form sent again, because its answer was lost', (open) => {
  it('gets the first answer, though it could not be opened any more', async () => {
    const database = await open('example');
    const { router, type, personId, db } = await startRouter(database);
    const reply = await type('specialist', 'schedule plan');
    if (reply.kind !== 'form') throw new Error('there is no form');
    const { body, submit } = reply.form;
    const values = Object.fromEntries(body.filter(isField).map((field) => [field.name, field.value]));
    const request = {
      id: newId(),
      personId: personId('specialist'),
      intent: { kind: 'submit', ...submit, values },
    } as const;

    const first = await router.handle(request);
    expect(first.kind).toBe('done');
    expect(await router.handle(request)).toEqual(first);
    expect(await router.handle({ ...request, id: newId() })).toMatchObject({ kind: 'refused' });
    expect(await db.meeting.count()).toBe(6);
    await database.close();
  });
});
