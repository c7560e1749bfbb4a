import { expect, it } from 'vitest';
import { partsOf } from '../../src/platforms/teams/refs.js';
import { mentionOf } from '../support/teams-door.js';
import { begin, cardOf, publish, specialist, teacher, textOf, written } from './acting.js';
import { answersTo } from './answers.js';

it('“can’t make it” is an answer, said back with an undo; a mention in the channel is nobody’s', async () => {
  const teams = await begin();
  await publish(teams);
  await teams.waitUntil('2026-09-25 12:00');
  const priya = teams.as(teacher);
  const [answer] = await answersTo(teams, () => priya.say('Can’t make it, sorry', 'direct'));
  expect(textOf(answer)).toContain('You cannot come on Tue 29 Sep');
  expect(await teams.db.meetingAnswer.findMany()).toMatchObject([{ answer: 'no' }]);
  await priya.press('Undo', 'Taken as your answer');
  expect(await teams.db.meetingAnswer.count()).toBe(0);
  await priya.say(`${mentionOf(teams.api)} yes`);
  await teams.as('Tom Hartwell').press('Open', 'Here you are', 'channel');
  expect(await teams.db.meetingAnswer.count()).toBe(0);
});

it('what is no answer is passed on whole, and is in no button', async () => {
  const teams = await begin();
  await publish(teams);
  await teams.waitUntil('2026-09-10 12:00');
  const priya = teams.as(teacher);
  const words = `planted-secret ${'and more '.repeat(100)}to the end`;
  const [answer] = await answersTo(teams, () => priya.say(words, 'direct'));
  expect(JSON.stringify(answer)).not.toContain('planted-secret');
  await priya.press('Pass on to Kate Winterbourne', 'I did not understand that');
  await teams.server.relay.run();
  const got = (await teams.as(specialist).messages('direct')).filter(({ text }) => text.includes('planted-secret'));
  expect(got).toHaveLength(1);
  expect(got[0]?.text).toContain('to the end');
  expect(await teams.db.unsentWords.count()).toBe(0);
});

it('in a thread of the bot’s in the channel it is the answer to that message, said back to the writer alone', async () => {
  const teams = await begin();
  await publish(teams);
  await teams.waitUntil('2026-09-25 12:00');
  const priya = teams.as(teacher);
  const schedule = await teams.db.delivery.findFirstOrThrow({ where: { kind: 'schedule', status: 'sent' } });
  const under = partsOf(schedule.messageRef ?? '')?.message ?? '';
  const [answer, ...more] = await answersTo(teams, () => priya.say('I’ll be there!', 'channel', under));
  expect(more).toEqual([]);
  expect(textOf(answer)).toContain('You are coming on Tue 29 Sep');
  expect(JSON.stringify(written(teams, teams.channel).map(cardOf))).not.toContain('Taken as your answer');
  expect(await teams.db.meetingAnswer.findMany()).toMatchObject([{ answer: 'yes' }]);
  for (const text of ['Shall we bring our books?', 'hi all', 'thanks'])
    expect(await answersTo(teams, () => priya.say(text, 'channel', under)), text).toEqual([]);
});
