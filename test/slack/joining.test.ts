import { describe, expect, it } from 'vitest';
import type { SlackDriver } from '../support/slack-driver.js';
import { wordsOf } from '../support/slack-person.js';
import { begin, inChannel, publish, refusal, specialist, teacher, toPerson } from './acting.js';
import { type Answer, answersTo } from './answers.js';

const sam = { name: 'Sam Fletcher', email: 'sam.fletcher@home.example' };
const textOf = (answer: Answer | undefined) => wordsOf(answer?.blocks ?? []);

const join = (slack: SlackDriver, user: string, channel = slack.channel) =>
  slack.event({ type: 'member_joined_channel', user, channel, channel_type: 'C', team: slack.api.team });
const whenJoining = (slack: SlackDriver, user: string, channel?: string) =>
  answersTo(slack, () => join(slack, user, channel));

describe('joining the channel', () => {
  it('brings one short private welcome, once', async () => {
    const slack = await begin();
    const { user } = slack.as(teacher);
    const [welcome, ...more] = await whenJoining(slack, user);
    expect(more).toEqual([]);
    expect([welcome?.via, welcome?.to]).toEqual(['ephemeral', user]);
    for (const words of ['Welcome, Priya Nandakumar', 'Your specialist is Kate Winterbourne.', 'only you see this']) {
      expect(textOf(welcome)).toContain(words);
    }
    expect(textOf(welcome).length).toBeLessThan(500);
    expect(await whenJoining(slack, user)).toEqual([]);
    expect(await whenJoining(slack, slack.as('Tom Hartwell').user)).toHaveLength(1);
  });

  it('is welcomed though somebody has used the bot before, and by buttons that work', async () => {
    const slack = await begin();
    await publish(slack);
    await slack.as(teacher).type('schedule');
    expect(await whenJoining(slack, slack.as(teacher).user)).toHaveLength(1);
    await slack.as(teacher).press('Schedule', 'Welcome', 'channel');
    expect((await slack.as(teacher).messages('channel')).at(-1)?.text).toContain('Tue 29 Sep, 13:00 to 16:00');
  });

  it('is welcomed in a direct message when Slack does not show it in the channel', async () => {
    const slack = await begin();
    slack.api.fail('chat.postEphemeral', refusal('user_not_in_channel'));
    const [welcome, ...more] = await whenJoining(slack, slack.as(teacher).user);
    expect([welcome?.via, more]).toEqual(['direct', []]);
    expect(await whenJoining(slack, slack.as(teacher).user)).toEqual([]);
  });

  it('of another channel, or of the bot itself, brings nothing', async () => {
    const slack = await begin();
    expect(await whenJoining(slack, slack.as(teacher).user, 'C0ELSEWHERE')).toEqual([]);
    expect(await whenJoining(slack, slack.api.bot)).toEqual([]);
    expect(await slack.db.account.count({ where: { ref: { contains: slack.api.bot } } })).toBe(0);
    // Whoever was in another channel first has not had their welcome.
    expect(await whenJoining(slack, slack.as(teacher).user)).toHaveLength(1);
  });
});

describe('somebody unknown', () => {
  it('is welcomed, asked about, named, and can act', async () => {
    const slack = await begin({ strangers: [sam] });
    await publish(slack);
    const stranger = slack.as(sam.name);
    const answers = await whenJoining(slack, stranger.user);
    const [welcome, ...others] = answers.filter(({ to }) => to === stranger.user);
    expect(others).toEqual([]);
    expect(textOf(welcome)).toContain('I do not know you yet; Kate Winterbourne has been asked.');
    expect(answers.every(({ to }) => to !== slack.channel)).toBe(true);

    // They can do nothing yet, and are told kindly.
    expect(await stranger.press('Yes', 'Our meetings', 'channel')).toContain('I do not know you yet');
    expect((await inChannel(slack, 'Our meetings'))[0]?.text).toContain('Nobody has answered yet');

    await slack.waitUntil('2026-09-04 12:00');
    const kate = slack.as(specialist);
    const asked = await toPerson(slack, specialist, 'Who is Sam Fletcher?');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.text).toContain('sam.fletcher@home.example');
    await kate.press('Say who this is', 'Who is Sam Fletcher?');
    const choice = 'Tom Hartwell, lead teacher, Oakfield Primary';
    expect(await kate.submit({ 'Who is this?': choice })).toContain('is Tom Hartwell, lead teacher, Oakfield Primary');

    expect(await toPerson(slack, sam.name, 'Welcome, Tom Hartwell')).toHaveLength(1);
    expect(await stranger.press('Yes', 'Our meetings', 'channel')).toContain('You are coming on Tue 29 Sep, 13:00');
    expect((await inChannel(slack, 'Our meetings'))[0]?.text).toContain('1 yes');
  });

  it('who writes to the bot is answered, and is asked about once', async () => {
    const slack = await begin({ strangers: [sam] });
    for (const words of ['hello', 'schedule', 'help']) {
      const [answer] = await answersTo(slack, () => slack.as(sam.name).say(words, 'direct'));
      expect(textOf(answer)).toMatch(/do not know you yet/u);
      expect(textOf(answer)).not.toContain('Primary');
    }
    expect(await toPerson(slack, specialist, 'Who is Sam Fletcher?')).toHaveLength(1);
  });

  it('who is a guest is left in peace', async () => {
    const slack = await begin({ strangers: [sam] });
    const { user } = slack.as(sam.name);
    await join(slack, user);
    await slack.waitUntil('2026-09-04 12:00');
    await slack.as(specialist).press('Say who this is', 'Who is Sam Fletcher?');
    expect(await slack.as(specialist).submit({ 'Who is this?': 'A guest: leave them in peace' })).toContain('guest');
    const direct = await slack.as(sam.name).direct();
    expect(await whenJoining(slack, user)).toEqual([]);
    expect(await answersTo(slack, () => slack.as(sam.name).say('When do we meet?'))).toEqual([]);
    const [answer] = await answersTo(slack, () => slack.as(sam.name).type('schedule', 'channel'));
    expect(textOf(answer)).toContain('as a guest');
    await slack.waitUntil('2026-12-01 12:00');
    const { messages } = (await slack.api.ask('conversations.history', { channel: direct })) as { messages: unknown[] };
    expect(messages).toEqual([]);
    expect(await slack.db.contribution.count()).toBe(0);
  });
});

describe('recognising somebody', () => {
  it.each(['PRIYA.Nandakumar@Oakfield.EXAMPLE', ' priya.nandakumar@oakfield.example '])(
    'by the address in the roster, however it is written: “%s”',
    async (email) => {
      const slack = await begin({ absent: [teacher], strangers: [{ name: 'Priya N', email: 'other@home.example' }] });
      await publish(slack);
      const { user } = slack.as('Priya N');
      slack.api.fail('users.info', {
        body: { ok: true, user: { id: user, profile: { email, real_name: 'Priya N' } } },
        when: (body) => body.user === user,
      });
      expect(await slack.as('Priya N').press('Yes', 'Our meetings', 'channel')).toContain('You are coming');
      expect(await slack.db.delivery.count({ where: { kind: 'who-is-this' } })).toBe(0);
    },
  );

  it('who has an account in another workspace too is written to where the group is', async () => {
    const slack = await begin();
    const personId = slack.personId(teacher);
    const { hubId } = await slack.db.person.findUniqueOrThrow({ where: { id: personId } });
    const elsewhere = { ref: 'slack:T0OTHER:U0PRIYA', name: 'Priya', seenAt: new Date('2026-09-10T12:00:00Z') };
    await slack.db.account.create({ data: { ...elsewhere, hubId, personId, direct: 'D0OTHER' } });
    await publish(slack);
    await slack.waitUntil('2026-09-16 12:00');
    expect(await toPerson(slack, teacher, 'Will you come on Tue 29 Sep?')).toHaveLength(1);
    expect(slack.api.calls.some(({ body }) => body.channel === 'D0OTHER')).toBe(false);
  });

  it('in a workspace without the app is not done, and nothing is said there', async () => {
    const slack = await begin();
    const said = { type: 'message', channel: slack.channel, user: slack.as(teacher).user, text: 'Hello', ts: '1.1' };
    const answers = await answersTo(slack, () => slack.event(said, { team_id: 'T0OTHER', authorizations: [] }));
    expect(answers).toEqual([]);
    expect(await slack.db.contribution.count()).toBe(0);
  });
});
