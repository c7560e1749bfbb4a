import { describe, expect, it } from 'vitest';
import { conversationRef } from '../../src/platforms/teams/refs.js';
import { botAdded, botRemoved, channel, groupChat, installationUpdate, membersAdded } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { actionsOf, labelsOf, opensDialog, wordsOf } from '../support/teams-words.js';
import {
  about,
  begin,
  callsOf,
  cardOf,
  colleague,
  head,
  heads,
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
import { createGroupChat, type GroupChat } from './group-chat.js';

const told = (teams: TeamsDriver) => toPerson(teams, specialist, 'Not delivered to the channel');

describe('the group’s channel', () => {
  it('that was deleted is told once, and another takes its place', async () => {
    const teams = await begin();
    const { api } = teams;
    await publish(teams);
    api.team.channels = api.team.channels.filter(({ id }) => id !== api.channel);
    expect((await teams.event('channelDeleted')).status).toBe(200);
    await setTask(teams);
    await later(teams, 1);
    const [card, ...more] = await told(teams);
    expect(more).toEqual([]);
    expect(card?.text).toContain('The group’s channel is not there any more.');
    expect(card?.text).toContain('in the channel that the group has now');

    api.channel = api.team.id;
    await teams.as(specialist).type('setup', 'channel');
    expect(await teams.as(specialist).submit()).toContain('This channel is now that of Primary Mastery Work Group 3.');
    expect(inChannel(teams, 'One bar model')).toHaveLength(1);
    expect(await told(teams)).toEqual([]);
  });

  it('that is brought back is written to as before', async () => {
    const teams = await begin();
    const { team } = teams.api;
    const { channels } = team;
    team.channels = channels.slice(0, 1);
    await teams.event('channelDeleted');
    await publish(teams);
    team.channels = channels;
    await teams.event('channelRestored');
    await later(teams, 1);
    await teams.as(specialist).press('Try again now', 'Not delivered to the channel');
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
  });

  it('in a team that was deleted is told once, and nobody else waits for it', async () => {
    const teams = await begin();
    await teams.install(specialist);
    teams.api.tenant.teams.length = 0;
    expect((await teams.event('teamDeleted')).status).toBe(200);
    await publish(teams);
    await teams.waitUntil('2026-09-03 12:00');
    expect(await told(teams)).toHaveLength(1);
    for (const who of heads) expect(await toPerson(teams, who, 'Work Group dates for'), who).toHaveLength(1);
    // Whom the team alone made reachable cannot be reached; that too is told, and it is no fault of ours.
    await teams.waitUntil('2026-09-16 12:00');
    expect((await toPerson(teams, specialist, `Not delivered to ${teacher}`))[0]?.text).toContain(
      'do not have the app in Teams yet',
    );
  });

  it('in a team that lost the bot unheard is told, and people are looked for in the other teams', async () => {
    const teams = await begin({ notInstalled: [head] });
    const { api } = teams;
    const other = api.tenant.addTeam('All heads', ['general']);
    other.hasBot = true;
    const where = channel(other, other.id);
    await teams.send(botAdded(api, teams.as(specialist).user, where));
    other.members.add(teams.as(head).user.id);
    teams.api.team.hasBot = false;
    await teams.install(specialist);
    await later(teams, 11);
    await publish(teams);
    await later(teams, 1);
    expect((await told(teams))[0]?.text).toContain('I am not in the group’s channel');
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
  });
});

describe('a group chat', () => {
  const members = [specialist, teacher, colleague];

  /** The app is added to it, and the specialist makes it the group's place. */
  async function meetInChat(teams: TeamsDriver): Promise<GroupChat> {
    const chat = createGroupChat(teams, members);
    await teams.send(botAdded(teams.api, teams.as(specialist).user, groupChat(chat.id)));
    await teams.send(installationUpdate(teams.api, teams.as(specialist).user, groupChat(chat.id)));
    return chat;
  }
  async function bind(teams: TeamsDriver, chat: GroupChat): Promise<void> {
    await chat.ask(specialist, 'setup');
    const answer = written(teams, chat.id).at(-1);
    const form = answer && (await chat.open(specialist, answer, 'Open'));
    expect(wordsOf((await chat.submit(specialist, form ?? {})) ?? {})).toContain(
      'This channel is now that of Primary Mastery Work Group 3.',
    );
  }
  const began = async () => {
    const teams = await begin({ notAdded: true });
    for (const name of members) await teams.install(name);
    const chat = await meetInChat(teams);
    await bind(teams, chat);
    return { teams, chat };
  };
  const find = (teams: TeamsDriver, chat: GroupChat, words: string) =>
    written(teams, chat.id).filter((message) => textOf(message).includes(words));

  it('is said hello to once, and its people are recognised', async () => {
    const teams = await begin({ notAdded: true });
    const chat = await meetInChat(teams);
    expect(written(teams, chat.id).map((message) => textOf(message).split('\n')[0])).toEqual(['Hello']);
    const known = await teams.db.account.findMany({ where: { personId: { not: null } } });
    const ids = members.map((name) => teams.personId(name));
    expect(known.filter(({ personId }) => ids.includes(personId ?? ''))).toHaveLength(members.length);
  });

  it('can be the group’s place: what the group shares is written there, and updated', async () => {
    const { teams, chat } = await began();
    await publish(teams);
    const [schedule, ...more] = find(teams, chat, 'Our meetings');
    expect(more).toEqual([]);
    const { userIds } = cardOf(schedule ?? { activity: {} }).refresh as { userIds: string[] };
    expect(userIds).toEqual(expect.arrayContaining(members.map((name) => teams.as(name).user.id)));
    const own = schedule && (await chat.press(teacher, schedule, 'Yes'));
    expect(wordsOf(own ?? {})).toContain('You are coming on Tue 29 Sep, 13:00');
    expect(textOf(find(teams, chat, 'Our meetings')[0])).toContain('1 yes');
    expect(find(teams, chat, 'Our meetings')).toHaveLength(1);
    expect(callsOf(teams, 'create', about(chat.id))).toEqual([]);
  });

  it('has no threads: what was shared follows in it', async () => {
    const { teams, chat } = await began();
    await publish(teams);
    await setTask(teams);
    await later(teams, 1);
    const [task] = find(teams, chat, 'ask two different questions');
    const form = task && (await chat.open(teacher, task, 'Reflect'));
    await chat.submit(teacher, form ?? {}, { 'What did you keep': 'The numbers.', Sharing: 'true' });
    for (let time = 0; time < 3; time++) await later(teams, 5);
    expect(find(teams, chat, 'The numbers.')).toHaveLength(1);
    expect(await teams.db.delivery.count({ where: { status: 'failed' } })).toBe(0);
  });

  it('answers a mention behind a button, to whoever presses it, as themselves', async () => {
    const { teams, chat } = await began();
    await publish(teams);
    const [answer, ...more] = await answersTo(teams, () => chat.ask(teacher, 'report'));
    expect(more).toEqual([]);
    expect(answer?.conversation).toBe(chat.id);
    const card = cardOf(answer ?? { activity: {} });
    expect(labelsOf(card)).toEqual(['Open']);
    expect(actionsOf(card).every(opensDialog)).toBe(true);
    const ofTeacher = answer && wordsOf(await chat.open(teacher, answer, 'Open'));
    const ofSpecialist = answer && wordsOf(await chat.open(specialist, answer, 'Open'));
    expect(ofTeacher).not.toContain(colleague);
    expect(ofSpecialist).toContain(colleague);
    expect(await answersTo(teams, () => chat.say(teacher, 'schedule'))).toEqual([]);
  });

  it('counts what people write to each other, and links to a question that nobody answers', async () => {
    const { teams, chat } = await began();
    await chat.say(teacher, 'Has anybody got a poster?');
    await chat.ask(teacher, 'schedule');
    expect(await teams.db.contribution.findMany()).toMatchObject([{ personId: teams.personId(teacher), messages: 1 }]);
    await teams.waitUntil('2026-09-08 12:00');
    const [asked] = written(teams, teams.as(specialist).chat).filter((message) =>
      textOf(message).includes('A question without a reply'),
    );
    const link = actionsOf(cardOf(asked ?? { activity: {} })).find(({ type }) => type === 'Action.OpenUrl');
    const url = new URL(String(link?.url));
    expect(url.pathname).toContain(encodeURIComponent(chat.id));
    expect(JSON.parse(url.searchParams.get('context') ?? '{}')).toEqual({ contextType: 'chat' });
  });

  it('welcomes whoever joins it, privately', async () => {
    const { teams, chat } = await began();
    teams.api.tenant.groupChats.get(chat.id)?.add(teams.as('Aisha Rahmani').user.id);
    await teams.install('Aisha Rahmani');
    await teams.db.account.updateMany({ data: { welcomedAt: null } });
    const { user } = teams.as(specialist);
    const [welcome, ...more] = await answersTo(teams, () =>
      teams.send(membersAdded(teams.api, user, groupChat(chat.id), [teams.as('Aisha Rahmani').user])),
    );
    expect([welcome?.conversation, more]).toEqual([teams.as('Aisha Rahmani').chat, []]);
    expect(textOf(welcome)).toContain('Welcome, Aisha Rahmani');
  });

  it('that the app was taken from is forgotten, and the specialist told', async () => {
    const { teams, chat } = await began();
    await teams.install(specialist);
    teams.api.tenant.groupChats.delete(chat.id);
    await teams.send(botRemoved(teams.api, teams.as(specialist).user, groupChat(chat.id)));
    const ref = conversationRef(teams.api.tenantId, chat.id);
    expect(await teams.db.conversation.count({ where: { ref } })).toBe(0);
    await publish(teams);
    await later(teams, 1);
    expect((await told(teams))[0]?.text).toContain('Please add me to the channel.');
  });
});
