import { describe, expect, it } from 'vitest';
import type { SlackDriver } from '../support/slack-driver.js';
import { wordsOf } from '../support/slack-person.js';
import { begin, callsOf, head, publish, setTask, specialist, teacher } from './acting.js';
import { answersTo, commandsOf } from './answers.js';

const mention = (slack: SlackDriver, words: string) => `<@${slack.api.bot}> ${words}`;

async function aYear(): Promise<SlackDriver> {
  const slack = await begin();
  await publish(slack);
  await setTask(slack);
  await slack.waitUntil('2026-09-10 12:00');
  return slack;
}

describe('every command', () => {
  it('gives the same, however it is typed, and to the asker alone', async () => {
    const slack = await aYear();
    const commands = commandsOf(slack);
    expect(commands.length).toBeGreaterThan(15);
    const posts = callsOf(slack, 'chat.postMessage', { channel: slack.channel }).length;
    for (const { words, who } of commands) {
      const person = slack.as(who);
      const direct = await person.direct();
      const [slash, ...more] = await answersTo(slack, () => person.type(words, 'channel'));
      const [said, ...moreSaid] = await answersTo(slack, () => person.say(mention(slack, words)));
      // Where the group's channel is meant, a direct conversation is not the place to say so.
      const place = words === 'setup' || words === 'setup heads' ? 'channel' : 'direct';
      const [written, ...moreWritten] = await answersTo(slack, () =>
        place === 'channel' ? person.say(mention(slack, words)) : person.say(words, 'direct'),
      );
      expect([more, moreSaid, moreWritten], words).toEqual([[], [], []]);
      expect([said?.via, said?.to], words).toEqual(['ephemeral', person.user]);
      expect(written?.via, words).toBe(place === 'channel' ? 'ephemeral' : 'direct');
      if (place === 'direct') expect(written?.to, words).toBe(direct);
      expect(written?.blocks, words).toEqual(said?.blocks);
      if (slash?.via !== 'modal') {
        expect([slash?.via, slash?.to], words).toEqual(['response', person.user]);
        expect(said?.blocks, words).toEqual(slash?.blocks);
        continue;
      }
      // A form: a card with a button that opens it.
      expect(wordsOf(said?.blocks ?? []), words).toContain(slash.title);
      for (const from of ['channel', place] as const) {
        const [opened] = await answersTo(slack, () => person.press('Open', slash.title, from));
        expect(opened?.via, words).toBe('modal');
        expect(opened?.title, words).toBe(slash.title);
        expect(opened?.blocks, words).toEqual(slash.blocks);
      }
    }
    expect(callsOf(slack, 'chat.postMessage', { channel: slack.channel })).toHaveLength(posts);
  }, 120_000);

  it('works for people who are not in the channel, by direct message', async () => {
    const slack = await aYear();
    const margaret = slack.as(head);
    const [card] = await answersTo(slack, () => margaret.say('commitments', 'direct'));
    expect([card?.via, card?.to]).toEqual(['direct', await margaret.direct()]);
    expect(wordsOf(card?.blocks ?? [])).toContain('Oakfield Primary');
    const [slash] = await answersTo(slack, () => margaret.type('commitments', 'direct'));
    expect(slash?.blocks).toEqual(card?.blocks);
  });

  it.each(['<@BOT> schedule', '<@BOT>: schedule', 'schedule <@BOT>', 'Schedule.', '/workgroup schedule', ' schedule '])(
    'is understood with what people put round it: “%s”',
    async (typed) => {
      const slack = await begin();
      await publish(slack);
      const text = typed.replace('BOT', slack.api.bot);
      const [written] = await answersTo(slack, () => slack.as(teacher).say(text, 'direct'));
      expect(wordsOf(written?.blocks ?? [])).toContain('Tue 29 Sep, 13:00 to 16:00');
    },
  );

  it('works in a channel that the bot is not in', async () => {
    const slack = await aYear();
    const answers = await answersTo(slack, () =>
      slack.command({
        user_id: slack.as(teacher).user,
        channel_id: 'C0ELSEWHERE',
        text: 'schedule',
        response_url: slack.api.responseUrl(`${slack.as(teacher).user}/1`),
      }),
    );
    expect(answers.map(({ via }) => via)).toEqual(['response']);
    expect(wordsOf(answers[0]?.blocks ?? [])).toContain('Tue 29 Sep, 13:00 to 16:00');
  });

  it('is answered in the thread in which it was asked', async () => {
    const slack = await aYear();
    const under = await slack.as(teacher).say('Shall we bring our books?');
    const [answer] = await answersTo(slack, () => slack.as(teacher).say(mention(slack, 'schedule'), 'channel', under));
    expect([answer?.via, answer?.thread]).toEqual(['ephemeral', under]);
  });

  it('is answered in a direct message where Slack shows nobody a private answer', async () => {
    const slack = await aYear();
    slack.api.fail('chat.postEphemeral', { body: { ok: false, error: 'user_not_in_channel' } });
    const [answer] = await answersTo(slack, () => slack.as(teacher).say(mention(slack, 'schedule')));
    expect([answer?.via, answer?.to]).toEqual(['direct', await slack.as(teacher).direct()]);
  });
});

describe('words that are no command', () => {
  it.each([
    ['shedule', 'schedule'],
    ['commitment', 'commitments'],
    ['task sett', 'task set'],
    ['homee', 'home'],
  ])('“%s”: the nearest command is shown, and help is offered', async (typed, meant) => {
    const slack = await begin();
    for (const work of [
      () => slack.as(specialist).type(typed, 'channel'),
      () => slack.as(specialist).say(mention(slack, typed)),
      () => slack.as(specialist).say(typed, 'direct'),
    ]) {
      const answers = await answersTo(slack, work);
      expect(answers).toHaveLength(1);
      expect(wordsOf(answers[0]?.blocks ?? [])).toContain(`“${meant}”`);
      expect(JSON.stringify(answers[0]?.blocks)).toContain('What can you do?');
    }
  });

  it('“help” is what nothing at all means', async () => {
    const slack = await begin();
    const answers = [
      ...(await answersTo(slack, () => slack.as(teacher).type('help', 'channel'))),
      ...(await answersTo(slack, () => slack.as(teacher).type('', 'channel'))),
      ...(await answersTo(slack, () => slack.as(teacher).say(`<@${slack.api.bot}>`))),
    ];
    expect(answers).toHaveLength(3);
    expect(answers[1]?.blocks).toEqual(answers[0]?.blocks);
    expect(answers[2]?.blocks).toEqual(answers[0]?.blocks);
  });

  it('that only speak of the bot are not answered', async () => {
    const slack = await aYear();
    const me = `<@${slack.api.bot}>`;
    for (const text of [
      `I asked ${me} about it yesterday.`,
      `Thank you all, and ${me} too`,
      `The schedule that ${me} posted is on the wall.`,
      'schedule',
      'help!',
    ]) {
      expect(await answersTo(slack, () => slack.as(teacher).say(text)), text).toEqual([]);
    }
    const [answer] = await answersTo(slack, () => slack.as(teacher).say(`schedule ${me}`));
    expect(wordsOf(answer?.blocks ?? [])).toContain('Tue 29 Sep');
  });

  it('of other bots, of Slack itself and of the bot are not answered', async () => {
    const slack = await begin();
    const direct = await slack.as(teacher).direct();
    const said = {
      type: 'message',
      channel: direct,
      channel_type: 'im',
      user: slack.as(teacher).user,
      text: 'schedule',
    };
    for (const event of [
      { ...said, ts: '1.1', bot_id: 'B0OTHER' },
      { ...said, ts: '1.2', subtype: 'message_changed', message: { text: 'schedule' } },
      { ...said, ts: '1.3', subtype: 'message_deleted' },
      { ...said, ts: '1.4', subtype: 'channel_join' },
      { ...said, ts: '1.5', user: slack.api.bot, bot_id: 'B0EXAMPLE' },
    ]) {
      expect(await answersTo(slack, () => slack.event(event)), event.ts).toEqual([]);
    }
  });
});

it('a single-channel guest with an address in the roster works like anyone', async () => {
  const slack = await aYear();
  const { user } = slack.as(teacher);
  const profile = { email: 'priya.nandakumar@oakfield.example', real_name: teacher };
  slack.api.fail('users.info', {
    body: { ok: true, user: { id: user, is_restricted: true, is_ultra_restricted: true, profile } },
    when: (body) => body.user === user,
  });
  await slack.db.account.deleteMany({ where: { ref: `slack:${slack.api.team}:${user}` } });
  expect(await slack.as(teacher).press('Yes', 'Our meetings', 'channel')).toContain('You are coming on Tue 29 Sep');
  const [answer] = await answersTo(slack, () => slack.as(teacher).say(mention(slack, 'task')));
  expect(wordsOf(answer?.blocks ?? [])).toContain('One bar model');
});

it('a form is kept where it was opened: its answer comes there', async () => {
  const slack = await aYear();
  const kate = slack.as(specialist);
  await kate.say(mention(slack, 'meeting cancel'));
  await kate.press('Tue 24 Nov, 13:00', 'Which meeting', 'channel');
  const answers = await answersTo(slack, () => kate.submit({ Why: 'Snow has closed two schools' }));
  const own = answers.filter(({ via }) => via === 'ephemeral');
  expect(own.map(({ to }) => to)).toEqual([kate.user]);
  expect(wordsOf(own[0]?.blocks ?? [])).toContain('Cancelled');
});
