import type { Card, Form } from '../../cards/model.js';
import type { Reply } from '../../src/edge/reply.js';
import { advocate, handIn, head } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** What schools note of their own work: sessions of their TRG. */
export async function collectSchoolWorkSamples(): Promise<Record<string, Card | Form>> {
  const database = await openSqlite('example');
  const test = await startRouter(database);
  const samples: Record<string, Card | Form> = {};
  const keep = (name: string, reply: Reply): Reply => {
    const sample = reply.kind === 'form' ? reply.form : 'card' in reply ? reply.card : undefined;
    if (!sample) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = sample;
    return reply;
  };

  await test.runUntil('2026-11-18T12:00:00Z');
  keep('trg-none', await test.type(head, 'trg'));
  const log = keep('trg-log', await test.type(advocate, 'trg log'));
  const first = { focus: 'Bar models for comparing', tookPart: 'Five of us; Tom led' };
  keep('trg-log-refused', await handIn(test, advocate, log, { ...first, day: '2026-11-13' }));
  const decided = 'Every class draws one bar model a week.\nWe look at the books together before Christmas.';
  keep('trg-logged', await handIn(test, advocate, log, { ...first, decided, day: '2026-09-17' }));
  const second = {
    day: '2026-11-10',
    focus: 'What to keep the same in a set of questions',
    tookPart: 'All but Year 2',
  };
  await handIn(test, advocate, log, second);
  keep('trg', await test.type(head, 'trg'));
  keep('trg-specialist', await test.type('specialist', 'trg'));
  keep('trg-log-specialist', await test.type('specialist', 'trg log'));

  await database.close();
  return samples;
}
