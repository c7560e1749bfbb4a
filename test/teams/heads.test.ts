import { describe, expect, it } from 'vitest';
import { botAdded, groupChat, installationUpdate, membersAdded } from '../support/teams-door.js';
import type { TeamsDriver, TeamsOptions } from '../support/teams-driver.js';
import { wordsOf } from '../support/teams-words.js';
import {
  begin,
  cardOf,
  head,
  heads,
  inChannel,
  publish,
  specialist,
  teacher,
  textOf,
  toPerson,
  written,
} from './acting.js';
import { createGroupChat, type GroupChat } from './group-chat.js';

const sam = { name: 'Sam Fletcher', email: 'sam.fletcher@home.example' };

/** The group has its channel, and the heads a group chat of their own. */
async function withHeads(options: TeamsOptions = {}): Promise<{ teams: TeamsDriver; chat: GroupChat }> {
  const teams = await begin(options);
  const chat = createGroupChat(teams, [specialist, ...heads]);
  await teams.send(botAdded(teams.api, teams.as(specialist).user, groupChat(chat.id)));
  await teams.send(installationUpdate(teams.api, teams.as(specialist).user, groupChat(chat.id)));
  await chat.ask(specialist, 'setup heads');
  const answer = written(teams, chat.id).at(-1);
  const form = answer && (await chat.open(specialist, answer, 'Open'));
  const words = wordsOf((await chat.submit(specialist, form ?? {})) ?? {});
  if (!words.includes('is now that of the heads of')) throw new Error(words);
  return { teams, chat };
}

const find = (teams: TeamsDriver, chat: GroupChat, words: string) =>
  written(teams, chat.id).filter((message) => textOf(message).includes(words));

async function plan(teams: TeamsDriver): Promise<void> {
  const kate = teams.as(specialist);
  await kate.type('heads plan');
  const words = await kate.submit({ Date: '2026-11-10', Where: 'online' });
  if (!words.includes('Planned: All heads together')) throw new Error(words);
}

describe('the heads’ chat in Teams', () => {
  it('announces when the heads meet, counts who comes, and shows nothing of the group', async () => {
    const { teams, chat } = await withHeads();
    await publish(teams);
    await plan(teams);
    const [news, ...more] = find(teams, chat, 'The heads meet on Tue 10 Nov');
    if (!news) throw new Error('nothing was announced');
    expect(more).toEqual([]);
    // Only heads and those who lead are shown a view of their own.
    const { refresh } = cardOf(news) as { refresh?: { userIds?: string[] } };
    expect(refresh?.userIds).toContain(teams.as(head).user.id);
    expect(refresh?.userIds).not.toContain(teams.as(teacher).user.id);
    expect(wordsOf(await chat.press(head, news, 'I will come'))).toContain('You will come on Tue 10 Nov');
    await teams.waitUntil('2026-09-04 12:00');
    expect(textOf(find(teams, chat, 'The heads meet')[0])).toContain('1 of 6 comes');
    expect(await toPerson(teams, 'Stephen Blackwood', 'Will you come on Tue 10 Nov?')).toHaveLength(1);
    expect(find(teams, chat, 'Our meetings')).toEqual([]);
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    expect(inChannel(teams, 'The heads meet')).toEqual([]);
  });

  it('counts nothing that is written there, and passes no question on', async () => {
    const { teams, chat } = await withHeads();
    await chat.say(head, 'Has anybody heard about the textbooks?');
    await chat.say('Stephen Blackwood', 'Not yet.');
    await teams.waitUntil('2026-09-11 12:00');
    expect(await teams.db.contribution.count()).toBe(0);
    expect(await teams.db.question.count()).toBe(0);
    expect(await toPerson(teams, specialist, 'A question without a reply')).toEqual([]);
  });

  it('greets heads in their own chat with the bot, and asks about people whom nobody knows', async () => {
    const { teams, chat } = await withHeads({ strangers: [sam] });
    const { user } = teams.as(head);
    await teams.db.account.updateMany({ data: { welcomedAt: null } });
    await teams.send(membersAdded(teams.api, teams.as(specialist).user, groupChat(chat.id), [user]));
    const [welcome] = await toPerson(teams, head, 'This is the channel of the heads of');
    expect(welcome?.text).toContain(`Welcome, ${head}`);
    const stranger = teams.as(sam.name).user;
    teams.api.tenant.groupChats.get(chat.id)?.add(stranger.id);
    await chat.say(sam.name, 'Hello all');
    await teams.waitUntil('2026-09-04 12:00');
    expect(await toPerson(teams, specialist, 'Who is Sam Fletcher?')).toHaveLength(1);
  });
});
