import { expect, it } from 'vitest';
import type { SlackDriver } from '../support/slack-driver.js';
import { wordsOf } from '../support/slack-person.js';
import { begin, head, publish, specialist, teacher, toPerson } from './acting.js';
import { answersTo } from './answers.js';

async function asked(day: string): Promise<SlackDriver> {
  const slack = await begin();
  await publish(slack);
  await slack.waitUntil(`${day} 12:00`);
  return slack;
}

it('“can’t make it” in a direct message is an answer, said back with an undo', async () => {
  const slack = await asked('2026-09-25');
  const priya = slack.as(teacher);
  const [answer] = await answersTo(slack, () => priya.say('Can’t make it, sorry', 'direct'));
  expect(answer?.via).toBe('direct');
  expect(wordsOf(answer?.blocks ?? [])).toContain('You cannot come on Tue 29 Sep');
  expect(await slack.db.meetingAnswer.findMany()).toMatchObject([{ answer: 'no' }]);
  await priya.press('Undo', 'Taken as your answer');
  expect(await slack.db.meetingAnswer.count()).toBe(0);
});

it('in a thread of the bot’s in the channel it is the answer to that message, said back to the writer alone', async () => {
  const slack = await asked('2026-09-25');
  const schedule = await slack.db.delivery.findFirstOrThrow({ where: { kind: 'schedule', status: 'sent' } });
  const under = schedule.messageRef?.split(/[/:]/u).at(-1) ?? '';
  const answers = await answersTo(slack, () => slack.as(teacher).say('I’ll be there!', 'channel', under));
  expect(answers.map(({ via, to }) => [via, to])).toEqual([['ephemeral', slack.as(teacher).user]]);
  expect(await slack.db.meetingAnswer.findMany()).toMatchObject([{ answer: 'yes' }]);
  // What they say to each other is not for the bot.
  for (const text of ['Shall we bring our books?', 'hi all', 'Priya can’t come', 'thanks'])
    expect(await answersTo(slack, () => slack.as(teacher).say(text, 'channel', under)), text).toEqual([]);
});

it('“cover is arranged” is a head’s answer; anything else can be passed on', async () => {
  const slack = await asked('2026-09-10');
  const margaret = slack.as(head);
  const [answer] = await answersTo(slack, () => margaret.say('Yes, cover is arranged, thanks', 'direct'));
  expect(wordsOf(answer?.blocks ?? [])).toContain('Cover is noted as arranged');
  await margaret.say('Is there parking for R&amp;D &lt;staff&gt;?', 'direct');
  await margaret.press('Pass on to Kate Winterbourne', 'I did not understand that');
  await slack.server.relay.run();
  expect(await toPerson(slack, specialist, 'Is there parking for R&D <staff>?')).toHaveLength(1);
  expect(await slack.db.unsentWords.count()).toBe(0);
});
