import { helloCard } from '../../cards/hello.js';
import type { Card } from '../../cards/model.js';
import { behindButtonCard, wordsCard } from '../../cards/open-form.js';
import { notTakenCard, outcomeCard } from '../../cards/outcome.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** What is seen in Teams alone: a person's own view of the channel's cards, and what stands in for private answers. */
export async function collectTeamsSamples(): Promise<Record<string, Card>> {
  const database = await openSqlite('example');
  const { db, see, ...test } = await startRouter(database);
  const group = test.group.id;
  const plan = await test.type('specialist', 'schedule plan');
  if (plan.kind !== 'form') throw new Error(JSON.stringify(plan));
  const proposed = Object.fromEntries(
    plan.form.body.flatMap((part) => ('name' in part ? [[part.name, part.value]] : [])),
  );
  await test.submit('specialist', plan.form.submit.route, {}, proposed);
  await test.relay.run();
  const meeting = await db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });
  const args = { group, meeting: meeting.id, answer: 'yes' };
  const reply = await test.press('Priya Nandakumar', 'meeting.answer', args);
  const sent = await db.delivery.findFirstOrThrow({ where: { kind: 'schedule' } });
  const view = await see({ ref: sent.messageRef ?? '', personId: test.personId('Priya Nandakumar') });
  await database.close();
  if (!view || !('text' in reply)) throw new Error('Priya does not see the schedule');
  return {
    hello: helloCard(),
    'behind-button': behindButtonCard('reflect'),
    'not-taken': notTakenCard(wordsCard('This task has been withdrawn.', 'Not done'), [
      'They drew two bars of the same length at first.',
    ]),
    'schedule-own': view.card,
    'schedule-answered': outcomeCard({ done: true, text: reply.text }, view.card),
  };
}
