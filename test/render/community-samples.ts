import type { Card, Form } from '../../cards/model.js';
import { createTalk, grace, kate, margaret, priya, tom } from '../community/talking.js';
import { handIn, publish, setTask } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** What the group's community shows: questions, reflections that are shared and taken back, who takes part. */
export async function collectCommunitySamples(): Promise<Record<string, Card | Form>> {
  const database = await openSqlite('example');
  const test = await startRouter(database);
  const samples: Record<string, Card | Form> = {};
  const report = async (name: string, who: string): Promise<void> => {
    const reply = await test.type(who, 'report');
    if (reply.kind !== 'card') throw new Error(JSON.stringify(reply));
    samples[name] = reply.card;
  };
  const talk = createTalk(test);
  await publish(test);
  const task = await setTask(test);
  await test.runUntil('2026-09-07T10:00:00+01:00');
  const url = 'https://chat.example/archives/C0123/p1788771600';
  const asked = await talk.ask(priya, { url });
  const field = `p-${task.prompts[0]?.id}`;
  const words = { [field]: 'Two children counted on from the longer bar.', shared: true };
  await handIn(test, tom, await test.type(tom, 'reflect'), words);
  await test.runUntil('2026-09-09T09:00:00+01:00');
  const question = test.messenger.posted.find(({ card }) => card.title === 'A question without a reply');
  if (!question) throw new Error('nobody was told of the question');
  samples['message-question-unanswered'] = question.card;
  await talk.say(grace, { under: asked });
  await test.relay.run();
  samples['question-replied'] = lastUpdate();
  await report('report-specialist', kate);
  await report('report-advocate', priya);
  await report('report-head', margaret);
  await test.press(tom, 'task.reply', { group: test.group.id, task: task.id, reply: 'back' });
  await test.relay.run();
  const taken = test.messenger.updated.find(({ card }) => card.title === 'Taken back');
  if (!taken) throw new Error('nothing was taken back');
  samples['shared-reflection-taken-back'] = taken.card;
  await database.close();
  return samples;

  function lastUpdate(): Card {
    const last = test.messenger.updated.at(-1);
    if (!last) throw new Error('nothing was brought up to date');
    return last.card;
  }
}
