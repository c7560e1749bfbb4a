import type { Card, Form } from '../../cards/model.js';
import { createBuilding } from '../../src/delivery/building.js';
import type { Reply } from '../../src/edge/reply.js';
import { visitBuilders } from '../../src/features/visits/reminders.js';
import { advocate, handIn, head } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** Support visits and the action plan, through the eyes of the specialist, a head and a teacher. */
export async function collectVisitSamples(): Promise<Record<string, Card | Form>> {
  const database = await openSqlite('example');
  const test = await startRouter(database);
  const samples: Record<string, Card | Form> = {};
  const keep = (name: string, reply: Reply): Reply => {
    const sample = reply.kind === 'form' ? reply.form : 'card' in reply ? reply.card : undefined;
    if (!sample) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = sample;
    return reply;
  };
  /** A message by itself: on its day it may have been joined with others. */
  const message = async (kind: string): Promise<void> => {
    const row = await test.db.delivery.findFirstOrThrow({ where: { kind }, orderBy: { key: 'asc' } });
    const built = await createBuilding(test.db, visitBuilders, test.clock.now()).build(row);
    if (!built) throw new Error(`nothing builds ${kind}`);
    samples[`message-${kind}`] = built.card;
  };
  const kate = 'Kate Winterbourne';
  const { id: group } = test.group;
  const school = test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '';

  keep('visit-none', await test.type(head, 'visit'));
  const booking = keep('visit-book', await test.type(kate, 'visit book'));
  keep('visit-book-refused', await handIn(test, kate, booking, { school, date: '2026-11-13' }));
  const wish = { school, date: '2026-09-22', kinds: ['observation', 'feedback'], purpose: 'Bar models in Year 3' };
  keep('visit-booked', await handIn(test, kate, booking, wish));
  await test.relay.run();
  const { id: visit } = await test.db.visit.findFirstOrThrow();
  keep('visit-move', await test.press(kate, 'visit.move', { group, visit }));
  keep('visit-cancel', await test.press(kate, 'visit.cancel', { group, visit }));
  await test.runUntil('2026-09-22T14:00:00+01:00');
  const record = keep('visit-record', await test.press(kate, 'visit.record', { group, visit }));
  await handIn(test, kate, record, {
    notes: 'Two lessons on comparing. Children drew the bars themselves, and the language was theirs.',
    steps: 'Plan the next two lessons together\nTry one question less in each lesson',
  });
  const feedback = { group, visit, teacher: test.personId(advocate) };
  const writing = keep('visit-feedback', await test.press(kate, 'visit.feedback', feedback));
  await handIn(test, kate, writing, { text: 'The pause after your second question was worth a lesson of its own.' });
  await test.runUntil('2026-09-23T12:00:00+01:00');
  for (const kind of [
    'visit-booked',
    'visit-reminder',
    'visit-eve',
    'visit-record',
    'visits-to-plan',
    'lesson-feedback',
  ]) {
    await message(kind);
  }
  keep('visit-specialist', await test.type(kate, 'visit'));
  keep('visit-school-specialist', await test.press(kate, 'visit.show', { group, school }));
  keep('visit-head', await test.type(head, 'visit'));
  keep('visit-advocate', await test.type(advocate, 'visit'));
  keep('plan-add', await test.press(head, 'plan.add', { group, school }));
  const [step] = await test.db.actionStep.findMany({ orderBy: { position: 'asc' } });
  keep('plan-ticked', await test.press(advocate, 'plan.tick', { group, step: step?.id ?? '' }));
  keep('plan-head', await test.type(head, 'action plan'));
  keep('plan-specialist', await test.type(kate, 'action plan'));
  await database.close();
  return samples;
}
