import type { Card } from '../../cards/model.js';
import type { Reply } from '../../src/edge/reply.js';
import { publish } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** What people see who write to the bot in their own words. */
export async function collectSaidSamples(): Promise<Record<string, Card>> {
  const database = await openSqlite('unsigned');
  const test = await startRouter(database);
  const samples: Record<string, Card> = {};
  const keep = (name: string, reply: Reply): void => {
    if (!('card' in reply) || !reply.card) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = reply.card;
  };
  const priya = 'Priya Nandakumar';
  await publish(test);
  await test.runUntil('2026-09-25T09:00:00Z');
  keep('said-for-a-person', await test.say(priya, 'Is there parking at Oakfield?'));
  keep('said-taken', await test.say(priya, 'can’t make it'));
  keep('said-answered-already', await test.say(priya, 'yes'));
  keep('said-which', await test.say('Margaret Okonkwo', 'no'));
  keep('said-help', await test.say(priya, 'what can you do?'));
  await test.say(priya, 'Is there parking at Oakfield?');
  await test.press(priya, 'words.pass-on', { group: test.group.id, at: test.clock.now().toISOString() });
  await test.relay.run();
  const passed = test.messenger.posted.findLast(({ card }) => card.title.endsWith('wrote to me'));
  if (!passed) throw new Error('nothing was passed on');
  samples['message-passed-on'] = passed.card;
  await database.close();
  return samples;
}
