import { describe, expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import type { SlackDriver } from '../support/slack-driver.js';
import {
  begin,
  callsOf,
  colleague,
  head,
  inChannel,
  later,
  publish,
  setTask,
  specialist,
  teacher,
  toPerson,
} from './acting.js';
import { answersTo } from './answers.js';

const canary = 'quokka';
const waiting = (slack: SlackDriver, who = specialist) => toPerson(slack, who, 'A question without a reply');

/** Every row of every table, as text. */
async function everything({ db }: SlackDriver, provider: string): Promise<string> {
  const query =
    provider === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'table'"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'";
  const tables = await db.$queryRawUnsafe<{ name: string }[]>(query);
  expect(tables.length).toBeGreaterThan(20);
  const rows = await Promise.all(tables.map(({ name }) => db.$queryRawUnsafe<unknown[]>(`SELECT * FROM "${name}"`)));
  return JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
}

onDatabase('what people write to each other', (open) => {
  it('is counted, and not kept', async () => {
    let provider = '';
    const slack = await begin({}, async () => {
      const database = await open();
      provider = database.provider;
      return database;
    });
    const said = await slack.as(teacher).say(`The ${canary} task went well`);
    await slack.as(teacher).say(`Has anybody got a ${canary} poster?`);
    await slack.as(colleague).say(`Mine liked the ${canary} too`, 'channel', said);
    await slack.as(head).say(`Thank you all for the ${canary}`);
    await slack.event({
      type: 'message',
      subtype: 'message_changed',
      channel: slack.channel,
      ts: '1.9',
      message: { user: slack.as(teacher).user, text: `An edited ${canary}`, ts: said },
    });
    const counts = await slack.db.contribution.findMany({ orderBy: { messages: 'desc' } });
    expect(counts.map(({ personId, messages, replies }) => [personId, messages, replies])).toEqual([
      [slack.personId(teacher), 2, 0],
      ...[colleague, head]
        .map((who) => [slack.personId(who), 1, 1])
        .sort(([first]) => (first === counts[1]?.personId ? -1 : 1)),
    ]);
    const all = await everything(slack, provider);
    expect(all).toContain('Priya Nandakumar');
    expect(all).not.toContain(canary);
  });

  it('is counted once, however often Slack says it', async () => {
    const slack = await begin({}, open);
    const event = { type: 'message', channel: slack.channel, user: slack.as(teacher).user, text: 'Hello', ts: '5.5' };
    for (let time = 0; time < 3; time++) await slack.event(event, { event_id: 'Ev0SAME' });
    expect(await slack.db.contribution.findMany()).toMatchObject([{ messages: 1 }]);
  });
});

describe('who takes part', () => {
  it('is shown in numbers: to the specialist by name, to others their own, and “help” says so', async () => {
    const slack = await begin();
    await slack.as(teacher).say('It went well');
    await slack.as(specialist).type('report');
    expect((await slack.as(specialist).messages('direct')).at(-1)?.text).toMatch(/Priya Nandakumar.* \| 1 \| 0 \| 0/u);
    await slack.as(colleague).type('report');
    const own = (await slack.as(colleague).messages('direct')).at(-1)?.text;
    expect(own).toContain('1 of 2 lead teachers took part');
    expect(own).not.toContain('Priya');
    await slack.as(teacher).type('help');
    expect((await slack.as(teacher).messages('direct')).at(-1)?.text).toMatch(
      /What I count: how often each person writes in the channel, and never what/u,
    );
  });

  it('is not counted of commands, bots, strangers, direct messages and other channels', async () => {
    const slack = await begin({ strangers: [{ name: 'Sam Fletcher', email: 'sam@home.example' }] });
    const { user } = slack.as(teacher);
    await slack.as(teacher).say(`<@${slack.api.bot}> schedule`);
    await slack.as(teacher).say('schedule', 'direct');
    await slack.as('Sam Fletcher').say('Hello everybody');
    const event = { type: 'message', channel: slack.channel, user, text: 'Hello', ts: '7.1' };
    await slack.event({ ...event, bot_id: 'B0OTHER' });
    await slack.event({ ...event, ts: '7.2', subtype: 'channel_topic' });
    await slack.event({ ...event, ts: '7.3', channel: 'C0ELSEWHERE' });
    expect(await slack.db.contribution.count()).toBe(0);
    await slack.event({ ...event, ts: '7.4', subtype: 'file_share' });
    expect(await slack.db.contribution.count()).toBe(1);
  });
});

describe('a question in the channel', () => {
  it('that nobody answers reaches the specialist after two school days, privately, with a link', async () => {
    const slack = await begin({ start: '2026-09-10T10:00:00+01:00' });
    const ts = await slack.as(teacher).say('Has anybody got a poster of it? I lost mine.');
    await slack.waitUntil('2026-09-11 16:30');
    expect(await waiting(slack)).toEqual([]);
    await slack.waitUntil('2026-09-14 12:00');
    const [card, ...more] = await waiting(slack);
    expect(more).toEqual([]);
    expect(card?.text).toContain('Priya Nandakumar, Oakfield Primary, asked something in the channel on Thu 10 Sep');
    expect(card?.buttons).toContain('Read the question');
    const link = callsOf(slack, 'chat.postMessage')
      .map(({ body }) => JSON.stringify(body))
      .join();
    expect(link).toContain(`/archives/${slack.channel}/p${ts.replace('.', '')}`);
    expect(link).not.toContain('poster');
    for (const who of [teacher, colleague, head]) expect(await waiting(slack, who)).toEqual([]);
    expect(await inChannel(slack, 'without a reply')).toEqual([]);
    await slack.waitUntil('2026-09-30 12:00');
    expect(await waiting(slack)).toHaveLength(1);
  });

  it.each([
    ['a reply in its thread', (slack: SlackDriver, ts: string) => slack.as(colleague).say('I have', 'channel', ts), 0],
    ['the next message of somebody else', (slack: SlackDriver) => slack.as(colleague).say('I have one'), 0],
    ['another message of one’s own', (slack: SlackDriver) => slack.as(teacher).say('It was a green one'), 1],
    ['one’s own reply', (slack: SlackDriver, ts: string) => slack.as(teacher).say('Nobody?', 'channel', ts), 1],
    ['a command to the bot', (slack: SlackDriver) => slack.as(colleague).say(`<@${slack.api.bot}> schedule`), 1],
  ])('and %s', async (_name, meanwhile, cards) => {
    const slack = await begin({ start: '2026-09-10T10:00:00+01:00' });
    const ts = await slack.as(teacher).say('Has anybody got a poster of it?');
    slack.clock.set(new Date('2026-09-10T11:00:00+01:00'));
    await meanwhile(slack, ts);
    await slack.waitUntil('2026-09-15 12:00');
    expect(await waiting(slack)).toHaveLength(cards);
  });

  it('answered late is seen on the card', async () => {
    const slack = await begin({ start: '2026-09-10T10:00:00+01:00' });
    const ts = await slack.as(teacher).say('Has anybody got a poster of it?');
    await slack.waitUntil('2026-09-14 12:00');
    await slack.as(colleague).say('I have', 'channel', ts);
    const [card] = await toPerson(slack, specialist, 'asked something in the channel');
    expect(card?.text).toContain('Somebody has replied meanwhile.');
  });

  it('is none where a question mark stands in an address only', async () => {
    const slack = await begin();
    await slack.as(teacher).say('Look at <https://example.org/search?q=bars>');
    await slack.as(teacher).say('Look at https://example.org/search?q=bars');
    expect(await slack.db.question.count()).toBe(0);
  });

  it('from the specialist is an invitation, of which nobody is reminded', async () => {
    const slack = await begin({ start: '2026-09-10T10:00:00+01:00' });
    await slack.as(specialist).say('What did you notice?');
    await slack.waitUntil('2026-09-15 12:00');
    expect(await waiting(slack)).toEqual([]);
  });
});

describe('the thread of a gap task', () => {
  async function aTask(): Promise<SlackDriver> {
    const slack = await begin();
    await publish(slack);
    await setTask(slack);
    await later(slack, 1);
    return slack;
  }
  const reflect = async (slack: SlackDriver, who: string, words: string, sharing: boolean) => {
    await slack.as(who).press('Reflect', 'One bar model', 'channel');
    await slack.as(who).submit({ 'What did you keep': words, Sharing: String(sharing) });
    for (let time = 0; time < 3; time++) await later(slack, 5);
  };
  const thread = async (slack: SlackDriver) =>
    (await slack.as(colleague).thread('ask two different questions of it')).map(({ text }) => text);
  /** All that Slack has of the bot's. */
  const inSlack = async (slack: SlackDriver): Promise<string> => {
    const ts = callsOf(slack, 'chat.postMessage', { channel: slack.channel }).map(({ answer }) => answer.ts);
    const all = await Promise.all(
      ts.map((one) => slack.api.ask('conversations.replies', { channel: slack.channel, ts: one })),
    );
    return JSON.stringify(all);
  };

  it('holds what was shared, and nothing else', async () => {
    const slack = await aTask();
    await reflect(slack, teacher, 'The numbers stayed the same.', true);
    await reflect(slack, colleague, `Only for Kate: ${canary}.`, false);
    await slack.as('Grace Adeyinka').press('Tried it, it did not work', 'One bar model', 'channel');
    await later(slack, 5);
    const [opening, ...shared] = await thread(slack);
    expect(opening).toContain('Reflections, together');
    expect(shared).toHaveLength(1);
    expect(shared[0]).toContain('Priya Nandakumar, Oakfield Primary');
    expect(shared[0]).toContain('The numbers stayed the same.');
    expect(await inSlack(slack)).not.toContain(canary);
  });

  it('loses every word of what is taken back, at once', async () => {
    const slack = await aTask();
    await reflect(slack, teacher, `The ${canary} stayed the same.`, true);
    expect(await inSlack(slack)).toContain(canary);
    const before = callsOf(slack, 'chat.update').length;
    await slack.as(teacher).press('Reflect', 'One bar model', 'channel');
    await slack.as(teacher).submit({ Sharing: 'false' });
    expect(callsOf(slack, 'chat.update').length).toBeGreaterThan(before);
    expect(await inSlack(slack)).not.toContain(canary);
    expect((await thread(slack)).at(-1)).toContain('Priya Nandakumar has taken this back.');
    const updates = callsOf(slack, 'chat.update').slice(before);
    expect(JSON.stringify(updates.map(({ body }) => body))).not.toContain(canary);
  });

  it('loses it though Slack cannot be reached just then', async () => {
    const slack = await aTask();
    await reflect(slack, teacher, `The ${canary} stayed the same.`, true);
    slack.api.fail('chat.update', { body: {}, cut: 'before' });
    await slack.as(teacher).press('Reflect', 'One bar model', 'channel');
    await slack.as(teacher).submit({ Sharing: 'false' });
    await later(slack, 60);
    expect(await inSlack(slack)).toContain(canary);
    slack.api.mend();
    await later(slack, 1);
    expect(await inSlack(slack)).not.toContain(canary);
  });

  it('counts what people say to each other there, answers of the bot aside', async () => {
    const slack = await aTask();
    await reflect(slack, teacher, 'The numbers stayed the same.', true);
    const card = callsOf(slack, 'chat.postMessage').find(({ body }) => JSON.stringify(body).includes('One bar model'));
    expect(
      await answersTo(slack, () => slack.as(colleague).say('So did mine', 'channel', String(card?.answer.ts))),
    ).toEqual([]);
    const [count] = await slack.db.contribution.findMany({ where: { personId: slack.personId(colleague) } });
    expect(count).toMatchObject({ messages: 1, replies: 1 });
  });
});
