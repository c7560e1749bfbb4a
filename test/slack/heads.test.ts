import { describe, expect, it } from 'vitest';
import type { SlackDriver } from '../support/slack-driver.js';
import { wordsOf } from '../support/slack-person.js';
import { begin, head, publish, specialist, teacher, toPerson } from './acting.js';
import { answersTo } from './answers.js';

const sam = { name: 'Sam Fletcher', email: 'sam.fletcher@home.example' };

/** Slack with the one channel there is as the heads' own; the group's is another. */
async function withHeads(options: Parameters<typeof begin>[0] = {}): Promise<SlackDriver> {
  const slack = await begin({ ...options, unbound: true });
  const kate = slack.as(specialist);
  await kate.type('setup heads', 'channel');
  const words = await kate.submit();
  if (!words.includes('is now that of the heads of')) throw new Error(words);
  return slack;
}

const inChannel = async (slack: SlackDriver, words: string) =>
  (await slack.as(head).messages('channel')).filter(({ text, onlyYou }) => !onlyYou && text.includes(words));

const join = (slack: SlackDriver, who: string) =>
  answersTo(slack, () =>
    slack.event({
      type: 'member_joined_channel',
      user: slack.as(who).user,
      channel: slack.channel,
      channel_type: 'C',
      team: slack.api.team,
    }),
  );

describe('the heads’ channel in Slack', () => {
  it('announces when the heads meet, counts who comes, and shows nothing of the group', async () => {
    const slack = await withHeads();
    const kate = slack.as(specialist);
    await publish(slack);
    await kate.type('heads plan', 'channel');
    expect(await kate.submit({ Date: '2026-11-10', Where: 'online' })).toContain('Planned: All heads together');
    expect(await inChannel(slack, 'The heads meet on Tue 10 Nov')).toHaveLength(1);
    await slack.as(head).press('I will come', 'The heads meet', 'channel');
    await slack.waitUntil('2026-09-04 12:00');
    expect((await inChannel(slack, 'The heads meet'))[0]?.text).toContain('1 of 6 comes');
    expect(await toPerson(slack, 'Stephen Blackwood', 'Will you come on Tue 10 Nov?')).toHaveLength(1);
    await slack.waitUntil('2026-10-20 12:00');
    expect(await inChannel(slack, '')).toHaveLength(1);
    expect(await inChannel(slack, 'Our meetings')).toEqual([]);
  });

  it('answers what is typed there by who types it, and to them alone', async () => {
    const slack = await withHeads();
    await publish(slack);
    const [refused] = await answersTo(slack, () => slack.as(teacher).type('heads', 'channel'));
    expect([refused?.via, wordsOf(refused?.blocks ?? [])]).toEqual([
      'response',
      expect.stringContaining('That is for the specialist, the hub lead and heads'),
    ]);
    await slack.as(head).type('heads', 'channel');
    const own = (await slack.as(head).messages('channel')).filter(({ text }) => text.includes('Meetings of the heads'));
    expect(own.map(({ onlyYou }) => onlyYou)).toEqual([true]);
  });

  it('counts nothing that is written there, and passes no question on', async () => {
    const slack = await withHeads();
    await slack.as(head).say('Has anybody heard about the textbooks?');
    await slack.as('Stephen Blackwood').say('Not yet.');
    await slack.waitUntil('2026-09-11 12:00');
    expect(await slack.db.contribution.count()).toBe(0);
    expect(await slack.db.question.count()).toBe(0);
    expect(await toPerson(slack, specialist, 'A question without a reply')).toEqual([]);
  });

  it('greets heads, tells others kindly, and asks about people whom nobody knows', async () => {
    const slack = await withHeads({ strangers: [sam] });
    const [welcome] = await join(slack, head);
    const words = wordsOf(welcome?.blocks ?? []);
    expect(words).toContain(`Welcome, ${head}`);
    expect(words).toContain('This is the channel of the heads of');
    expect(words).not.toContain('gap tasks and reminders of');
    const [other] = await join(slack, teacher);
    expect(wordsOf(other?.blocks ?? [])).toContain('You are not among the heads in my list');
    await slack.as(sam.name).say('Hello all');
    await slack.waitUntil('2026-09-04 12:00');
    expect(await toPerson(slack, specialist, 'Who is Sam Fletcher?')).toHaveLength(1);
  });
});
