import type { Card, Form } from '../../cards/model.js';
import { createBuilding } from '../../src/delivery/building.js';
import type { Reply } from '../../src/edge/reply.js';
import { confidenceBuilders } from '../../src/features/confidences/reminders.js';
import { newId } from '../../src/shared/ids.js';
import { confide, handOverTo, priya, tom } from '../confidences/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** What an author is asked when somebody else leads the group, and her page of who reads what. */
export async function collectConfidenceSamples(): Promise<Record<string, Card | Form>> {
  const database = await openSqlite('unsigned');
  const test = await startRouter(database);
  const samples: Record<string, Card | Form> = {};
  const keep = (name: string, reply: Reply): void => {
    const sample = reply.kind === 'form' ? reply.form : 'card' in reply ? reply.card : undefined;
    if (!sample) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = sample;
  };
  const { args, task } = await confide(test, 'It did not go as I had planned, and I would like to talk about it.');
  await confide(test, 'The bars helped.', tom, { shared: true });
  const { group } = args;
  const schoolId = test.group.members.find(({ name }) => name === priya)?.schoolId ?? '';
  const teacher = test.personId(priya);
  const visit = newId();
  await test.db.visit.create({
    data: {
      id: visit,
      groupId: group,
      schoolId,
      startsAt: new Date('2026-09-03T09:00:00+01:00'),
      length: 60,
      changedAt: test.clock.now(),
      bookedById: test.personId('specialist'),
      recordedAt: test.clock.now(),
      feedback: { create: [{ personId: teacher, text: 'The pause helped.', writtenAt: test.clock.now() }] },
    },
  });
  const reader = await handOverTo(test, 'Sam Lee');
  const message = async (name: string): Promise<void> => {
    const row = await test.db.delivery.findFirstOrThrow({ where: { kind: 'earlier-words', personId: teacher } });
    const built = await createBuilding(test.db, confidenceBuilders, test.clock.now()).build(row);
    if (!built) throw new Error('nothing builds the question');
    samples[name] = built.card;
  };
  await message('message-earlier-words');
  keep('earlier-words-choose', await test.press(priya, 'reflections.choose', { group, reader }));
  keep('reflections', await test.type(priya, 'reflections'));
  keep('reflections-shared', await test.type(tom, 'reflections'));
  keep('reflections-none', await test.type('Grace Adeyinka', 'reflections'));
  keep('task-read-withheld', await test.press(reader, 'task.read', args));
  keep('task-status-withheld', await test.press(reader, 'task.status', args));
  keep('earlier-words-answered', await test.press(priya, 'reflections.answer', { group, reader, answer: 'all' }));
  await message('message-earlier-words-yes');
  const { id } = await test.db.reflection.findFirstOrThrow({ where: { gapTaskId: task.id, personId: teacher } });
  const item = `r:${id}`;
  keep('reflections-readers', await test.press(priya, 'reflections.readers', { group, item }));
  keep('reflections-read', await test.press(priya, 'reflections.read', { group, item }));
  const own = await test.db.reflection.findFirstOrThrow({ where: { personId: test.personId(tom) } });
  keep('reflection-unshared', await test.press(tom, 'task.unshare', { group, reflection: own.id }));
  await test.press(priya, 'reflections.undo', { group, reader });
  await test.press(priya, 'reflections.answer', { group, reader, answer: 'none' });
  await message('message-earlier-words-no');
  await database.close();
  return samples;
}
