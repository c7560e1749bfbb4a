import { describe, expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import { channel, mentionOf, messageActivity } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { actionsOf } from '../support/teams-words.js';
import {
  begin,
  callsOf,
  cardOf,
  colleague,
  head,
  inChannel,
  later,
  publish,
  setTask,
  specialist,
  teacher,
  textOf,
  toPerson,
  written,
} from './acting.js';
import { answersTo } from './answers.js';

const canary = 'quokka';
const waiting = (teams: TeamsDriver, who = specialist) => toPerson(teams, who, 'A question without a reply');

/** Every row of every table, as text. */
async function everything({ db }: TeamsDriver, provider: string): Promise<string> {
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
    const teams = await begin({ inTeam: [head] }, async () => {
      const database = await open();
      provider = database.provider;
      return database;
    });
    const said = await teams.as(teacher).say(`The ${canary} task went well`);
    await teams.as(teacher).say(`Has anybody got a ${canary} poster?`);
    await teams.as(colleague).say(`Mine liked the ${canary} too`, 'channel', said);
    await teams.as(head).say(`Thank you all for the ${canary}`);
    const { user } = teams.as(teacher);
    const edited = messageActivity(
      teams.api,
      user,
      channel(teams.api.team, teams.channel),
      `An edited ${canary}`,
      said,
    );
    await teams.send({
      ...edited,
      type: 'messageUpdate',
      channelData: { ...(edited.channelData as object), eventType: 'editMessage' },
    });
    await teams.send({ ...edited, type: 'messageDelete' });
    await teams.send({ ...edited, type: 'messageReaction', reactionsAdded: [{ type: 'like' }] });
    const counts = await teams.db.contribution.findMany({ orderBy: { messages: 'desc' } });
    expect(counts.map(({ personId, messages, replies }) => [personId, messages, replies])).toEqual([
      [teams.personId(teacher), 2, 0],
      ...[colleague, head]
        .map((who) => [teams.personId(who), 1, 1])
        .sort(([first]) => (first === counts[1]?.personId ? -1 : 1)),
    ]);
    const all = await everything(teams, provider);
    expect(all).toContain('Priya Nandakumar');
    expect(all).not.toContain(canary);
  });

  it('is counted once, however often Teams says it', async () => {
    const teams = await begin({}, open);
    const { user } = teams.as(teacher);
    const activity = messageActivity(teams.api, user, channel(teams.api.team, teams.channel, '5'), 'Hello', '5');
    for (let time = 0; time < 3; time++) await teams.send(activity);
    expect(await teams.db.contribution.findMany()).toMatchObject([{ messages: 1 }]);
  });
});

describe('who takes part', () => {
  it('is shown in numbers: to the specialist by name, to others their own, and “help” says so', async () => {
    const teams = await begin();
    await teams.as(teacher).say('It went well');
    await teams.as(specialist).type('report');
    expect((await teams.as(specialist).messages()).at(-1)?.text).toMatch(/Priya Nandakumar.* \| 1 \| 0 \| 0/u);
    await teams.as(colleague).type('report');
    const own = (await teams.as(colleague).messages()).at(-1)?.text;
    expect(own).toContain('1 of 2 lead teachers took part');
    expect(own).not.toContain('Priya');
    await teams.as(teacher).type('help');
    expect((await teams.as(teacher).messages()).at(-1)?.text).toMatch(
      /What I count: how often each person writes in the channel, and never what/u,
    );
  });

  it('is not counted of commands, other bots, strangers, personal chats and other channels', async () => {
    const teams = await begin({ strangers: [{ name: 'Sam Fletcher', email: 'sam@home.example' }] });
    const { api } = teams;
    const { user } = teams.as(teacher);
    await teams.as(teacher).say(`${mentionOf(api)} schedule`);
    await teams.as(teacher).say(`schedule ${mentionOf(api)}`);
    await teams.as(teacher).say('schedule', 'direct');
    await teams.as('Sam Fletcher').say('Hello everybody');
    const elsewhere = messageActivity(api, user, channel(api.team, api.team.id, '7'), 'Hello', '7');
    await teams.send(elsewhere);
    const here = messageActivity(api, user, channel(api.team, teams.channel, '8'), 'Hello', '8');
    await teams.send({ ...here, from: { id: '28:another-bot', name: 'Polls' } });
    expect(await teams.db.contribution.count()).toBe(0);
    await teams.send({
      ...here,
      id: '9',
      attachments: [{ contentType: 'image/png', contentUrl: 'https://x.example' }],
    });
    expect(await teams.db.contribution.count()).toBe(1);
  });
});

describe('a question in the channel', () => {
  it('that nobody answers reaches the specialist after two school days, privately, with a link', async () => {
    const teams = await begin({ start: '2026-09-10T10:00:00+01:00' });
    const id = await teams.as(teacher).say('Has anybody got a poster of it? I lost mine.');
    await teams.waitUntil('2026-09-11 16:30');
    expect(await waiting(teams)).toEqual([]);
    await teams.waitUntil('2026-09-14 12:00');
    const [card, ...more] = await waiting(teams);
    expect(more).toEqual([]);
    expect(card?.text).toContain('Priya Nandakumar, Oakfield Primary, asked something in the channel on Thu 10 Sep');
    expect(card?.buttons).toContain('Read the question');
    const sent = written(teams, teams.as(specialist).chat).map(cardOf);
    const links = sent.flatMap(actionsOf).flatMap(({ url }) => (url === undefined ? [] : [new URL(String(url))]));
    const { api } = teams;
    const found = links.find(({ pathname }) => pathname.startsWith('/l/message/'));
    expect(found?.pathname).toBe(`/l/message/${encodeURIComponent(api.channel)}/${id}`);
    expect(Object.fromEntries(found?.searchParams ?? [])).toEqual({ tenantId: api.tenantId, parentMessageId: id });
    expect(JSON.stringify(sent)).not.toContain('poster');
    for (const who of [teacher, colleague, head]) expect(await waiting(teams, who)).toEqual([]);
    expect(inChannel(teams, 'without a reply')).toEqual([]);
    await teams.waitUntil('2026-09-30 12:00');
    expect(await waiting(teams)).toHaveLength(1);
  });

  it.each<[string, (teams: TeamsDriver, id: string) => Promise<unknown>, number]>([
    ['a reply in its thread', (teams, id) => teams.as(colleague).say('I have', 'channel', id), 0],
    ['the next message of somebody else', (teams) => teams.as(colleague).say('I have one'), 0],
    ['another message of one’s own', (teams) => teams.as(teacher).say('It was a green one'), 1],
    ['one’s own reply', (teams, id) => teams.as(teacher).say('Nobody?', 'channel', id), 1],
    ['a command to the bot', (teams) => teams.as(colleague).say(`${mentionOf(teams.api)} schedule`), 1],
  ])('and %s', async (_name, meanwhile, cards) => {
    const teams = await begin({ start: '2026-09-10T10:00:00+01:00' });
    const id = await teams.as(teacher).say('Has anybody got a poster of it?');
    teams.clock.set(new Date('2026-09-10T11:00:00+01:00'));
    await meanwhile(teams, id);
    await teams.waitUntil('2026-09-15 12:00');
    expect(await waiting(teams)).toHaveLength(cards);
  });

  it('answered late is seen on the card', async () => {
    const teams = await begin({ start: '2026-09-10T10:00:00+01:00' });
    const id = await teams.as(teacher).say('Has anybody got a poster of it?');
    await teams.waitUntil('2026-09-14 12:00');
    expect(await waiting(teams)).toHaveLength(1);
    await teams.as(colleague).say('I have', 'channel', id);
    const [card] = await toPerson(teams, specialist, 'asked something in the channel');
    expect(card?.text).toContain('Somebody has replied meanwhile.');
  });

  it.each([
    ['<at>Kate Winterbourne</at> have you got it?', 1],
    ['Look at https://example.org/search?q=bars', 0],
    ['Shall we&nbsp;meet?', 1],
  ])('“%s” counts as %i', async (text, questions) => {
    const teams = await begin();
    await teams.as(teacher).say(text);
    expect(await teams.db.question.count()).toBe(questions);
  });

  it('from the specialist is an invitation, of which nobody is reminded', async () => {
    const teams = await begin({ start: '2026-09-10T10:00:00+01:00' });
    await teams.as(specialist).say('What did you notice?');
    await teams.waitUntil('2026-09-15 12:00');
    expect(await waiting(teams)).toEqual([]);
  });
});

describe('the thread of a gap task', () => {
  async function aTask(): Promise<TeamsDriver> {
    const teams = await begin();
    await publish(teams);
    await setTask(teams);
    await later(teams, 1);
    return teams;
  }
  const reflect = async (teams: TeamsDriver, who: string, words: string, sharing: boolean) => {
    await teams.as(who).press('Reflect', 'One bar model', 'channel');
    await teams.as(who).submit({ 'What did you keep': words, Sharing: String(sharing) });
    for (let time = 0; time < 3; time++) await later(teams, 5);
  };
  const thread = async (teams: TeamsDriver) =>
    (await teams.as(colleague).thread('ask two different questions of it')).map(({ text }) => text);
  /** All that Teams shows of the bot's, as it stands. */
  const inTeams = (teams: TeamsDriver): string => JSON.stringify(written(teams, teams.channel).map(cardOf));

  it('holds what was shared, and nothing else', async () => {
    const teams = await aTask();
    await reflect(teams, teacher, 'The numbers stayed the same.', true);
    await reflect(teams, colleague, `Only for Kate: ${canary}.`, false);
    await teams.as('Grace Adeyinka').press('Tried it, it did not work', 'One bar model', 'channel');
    await later(teams, 5);
    const [opening, ...shared] = await thread(teams);
    expect(opening).toContain('Reflections, together');
    expect(shared).toHaveLength(1);
    expect(shared[0]).toContain('Priya Nandakumar, Oakfield Primary');
    expect(shared[0]).toContain('The numbers stayed the same.');
    expect(inTeams(teams)).not.toContain(canary);
  });

  it('loses every word of what is taken back, at once', async () => {
    const teams = await aTask();
    await reflect(teams, teacher, `The ${canary} stayed the same.`, true);
    expect(inTeams(teams)).toContain(canary);
    const before = callsOf(teams, 'update').length;
    await teams.as(teacher).press('Reflect', 'One bar model', 'channel');
    await teams.as(teacher).submit({ Sharing: 'false' });
    expect(inTeams(teams)).not.toContain(canary);
    expect((await thread(teams)).at(-1)).toContain('Priya Nandakumar has taken this back.');
    const updates = callsOf(teams, 'update').slice(before);
    expect(updates.length).toBeGreaterThan(0);
    expect(JSON.stringify(updates.map(({ body }) => body))).not.toContain(canary);
  });

  it('loses it though Teams cannot be reached just then', async () => {
    const teams = await aTask();
    await reflect(teams, teacher, `The ${canary} stayed the same.`, true);
    teams.api.fail('update', { cut: 'before' });
    await teams.as(teacher).press('Reflect', 'One bar model', 'channel');
    await teams.as(teacher).submit({ Sharing: 'false' });
    await later(teams, 60);
    expect(inTeams(teams)).toContain(canary);
    teams.api.mend();
    await later(teams, 1);
    expect(inTeams(teams)).not.toContain(canary);
  });

  it('is Teams’ own: what the bot adds and what people reply stand under the same message', async () => {
    const teams = await aTask();
    await reflect(teams, teacher, 'The numbers stayed the same.', true);
    const task = written(teams, teams.channel).find((message) => textOf(message).includes('One bar model'));
    const shared = written(teams, teams.channel).find((message) => textOf(message).includes('The numbers stayed'));
    expect(shared?.root).toBe(task?.id);
    expect(await answersTo(teams, () => teams.as(colleague).say('So did mine', 'channel', task?.id))).toEqual([]);
    const [count] = await teams.db.contribution.findMany({ where: { personId: teams.personId(colleague) } });
    expect(count).toMatchObject({ messages: 1, replies: 1 });
  });
});
