import { describe, expect, it } from 'vitest';
import { conversationRef } from '../../src/platforms/teams/refs.js';
import { botAdded, channel, installationUpdate, membersAdded, personal } from '../support/teams-door.js';
import type { TeamsDriver, TeamsOptions } from '../support/teams-driver.js';
import type { TeamsMessage } from '../support/teams-tenant.js';
import {
  begin,
  callsOf,
  cardOf,
  colleague,
  head,
  heads,
  inChannel,
  later,
  publish,
  specialist,
  teacher,
  textOf,
  toPerson,
  written,
} from './acting.js';
import { answersTo } from './answers.js';

const sam = { name: 'Sam Fletcher', email: 'sam.fletcher@home.example' };

const whenJoining = (teams: TeamsDriver, name: string): Promise<TeamsMessage[]> =>
  answersTo(teams, () => teams.join(name));
const whenAdded = (teams: TeamsDriver): Promise<TeamsMessage[]> => answersTo(teams, () => teams.addToTeam());

/** Nobody has the app for themselves yet. */
const inTheTeamAlone = { notAdded: true, notInstalled: heads } satisfies TeamsOptions;

async function recognised({ db }: TeamsDriver): Promise<string[]> {
  const accounts = await db.account.findMany({ where: { personId: { not: null } }, include: { person: true } });
  return accounts.map(({ person }) => person?.name ?? '').sort();
}

describe('a bot that is added to a team', () => {
  it('says hello once, there, and writes to nobody', async () => {
    const teams = await begin(inTheTeamAlone);
    const [hello, ...more] = await whenAdded(teams);
    expect(more).toEqual([]);
    expect(hello?.conversation).toBe(teams.channel);
    for (const words of [
      'Hello',
      'the specialist mentions me and writes “setup”',
      'Nothing is posted here before that',
    ]) {
      expect(textOf(hello)).toContain(words);
    }
    expect(await whenAdded(teams)).toEqual([]);
    await teams.restart();
    expect(await whenAdded(teams)).toEqual([]);
  });

  it('says hello once, though Teams tells of it in one channel and again in another', async () => {
    const teams = await begin(inTheTeamAlone);
    const { api } = teams;
    const by = teams.as(specialist).user;
    api.team.hasBot = true;
    const said = await answersTo(teams, async () => {
      await teams.send(botAdded(api, by, channel(api.team, api.team.id)));
      await teams.send(installationUpdate(api, by, channel(api.team, api.channel)));
    });
    expect(said.map(({ conversation }) => conversation)).toEqual([api.team.id]);
  });

  it('reads who is in it, page by page, and recognises people by the roster', async () => {
    const teams = await begin({ ...inTheTeamAlone, strangers: [sam], pageSize: 2 });
    await teams.addToTeam();
    const inTeam = [...teams.api.team.members].map((id) => teams.api.tenant.findUser(id)?.name ?? '');
    expect(inTeam).toContain(sam.name);
    expect(await recognised(teams)).toEqual(inTeam.filter((name) => name !== sam.name).sort());
    expect(callsOf(teams, 'pagedMembers').length).toBeGreaterThan(inTeam.length / 2);
    // Of somebody who is only there, nothing is kept, and nobody is asked.
    expect(await teams.db.account.count({ where: { personId: null } })).toBe(0);
    expect(await teams.db.delivery.count({ where: { kind: 'who-is-this' } })).toBe(0);
  });

  it.each([
    ['another address, and the roster’s to sign in with', { email: 'priya@mail.example' }],
    ['no address, and the roster’s to sign in with', { email: undefined as never }],
    [
      'another to sign in with, and the roster’s address',
      { email: 'priya.nandakumar@oakfield.example', userPrincipalName: 'n4711@school.example' },
    ],
    ['capital letters', { email: 'Priya.NANDAKUMAR@oakfield.EXAMPLE', userPrincipalName: 'n4711@school.example' }],
    ['blanks around it', { email: ' priya.nandakumar@oakfield.example ', userPrincipalName: 'n4711@school.example' }],
  ])('recognises somebody with %s', async (_what, shown) => {
    const teams = await begin({ ...inTheTeamAlone, absent: [teacher], strangers: [{ name: 'P N', email: 'x@y.z' }] });
    Object.assign(teams.as('P N').user, { userPrincipalName: 'priya.nandakumar@oakfield.example', ...shown });
    await teams.addToTeam();
    expect(await recognised(teams)).toContain(teacher);
  });

  it('writes to those whom it has recognised, without their having written', async () => {
    const teams = await begin({ inTeam: [head], notInstalled: heads });
    expect(await toPerson(teams, head, '')).toEqual([]);
    await publish(teams);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
  });

  it('finds somebody who came later, and of whom Teams has said nothing', async () => {
    const teams = await begin({ notInstalled: heads });
    teams.api.team.members.add(teams.as(head).user.id);
    teams.clock.set(new Date(teams.clock.now().getTime() + 11 * 60_000));
    await publish(teams);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
    expect(await teams.db.delivery.count({ where: { personId: teams.personId(head), status: 'failed' } })).toBe(0);
  });

  it('is heard again where it was removed and added again, and its cards stay the same messages', async () => {
    const teams = await begin();
    await publish(teams);
    await teams.removeFromTeam();
    expect(await teams.db.conversation.count({ where: { team: teams.api.team.id } })).toBe(0);
    const [hello, ...more] = await whenAdded(teams);
    expect([textOf(hello).split('\n')[0], more]).toEqual(['Hello', []]);
    expect(await teams.as(teacher).press('Yes', 'Our meetings', 'channel')).toContain('You are coming');
    const [card, ...others] = inChannel(teams, 'Our meetings');
    expect([card?.text.includes('1 yes'), others]).toEqual([true, []]);
  });

  it('posts what waited for the group’s channel though it was added again in another one of the team', async () => {
    const teams = await begin();
    const { api } = teams;
    await teams.install(specialist);
    await teams.removeFromTeam();
    await publish(teams);
    await later(teams, 1);
    expect((await toPerson(teams, specialist, 'Not delivered to the channel'))[0]?.text).toContain(
      'I am not in the group’s channel',
    );
    api.team.hasBot = true;
    await teams.send(botAdded(api, teams.as(specialist).user, channel(api.team, api.team.id)));
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    expect(await toPerson(teams, specialist, 'Not delivered to the channel')).toEqual([]);
    expect(await whenJoining(teams, teacher)).toHaveLength(1);
  });
});

describe('joining the team', () => {
  it('brings one short private welcome, once', async () => {
    const teams = await begin({ unbound: false });
    const [welcome, ...more] = await whenJoining(teams, teacher);
    expect(more).toEqual([]);
    expect(welcome?.conversation).toBe(teams.as(teacher).chat);
    for (const words of ['Welcome, Priya Nandakumar', 'Your specialist is Kate Winterbourne.', 'only you see this']) {
      expect(textOf(welcome)).toContain(words);
    }
    expect(textOf(welcome).length).toBeLessThan(500);
    expect(await whenJoining(teams, teacher)).toEqual([]);
    await teams.part(teacher);
    expect(await whenJoining(teams, teacher)).toEqual([]);
    expect(await whenJoining(teams, colleague)).toHaveLength(1);
  });

  it('is welcomed though somebody has used the bot before, and by buttons that work', async () => {
    const teams = await begin();
    await publish(teams);
    await teams.as(teacher).type('schedule');
    expect(await whenJoining(teams, teacher)).toHaveLength(1);
    expect(await teams.as(teacher).press('Schedule', 'Welcome')).toContain('Tue 29 Sep, 13:00 to 16:00');
  });

  it('brings nothing where no group has a channel, or several have', async () => {
    const teams = await begin({ unbound: true });
    expect(await whenJoining(teams, teacher)).toEqual([]);
    const { api, groupId } = teams;
    const bound = { boundAt: teams.clock.now(), boundById: 'somebody' };
    const bind = (id: string, group: string) =>
      teams.db.channel.create({ data: { ref: conversationRef(api.tenantId, id), groupId: group, ...bound } });
    await bind(teams.channel, groupId);
    const like = await teams.db.group.findUniqueOrThrow({ where: { id: groupId } });
    const name = 'Another Work Group';
    await teams.db.group.create({ data: { ...like, id: 'other', name, calendarSecret: 'other' } });
    await teams.send(botAdded(api, teams.as(specialist).user, channel(api.team, api.team.id)));
    await bind(api.team.id, 'other');
    expect(await whenJoining(teams, teacher)).toEqual([]);
    // Whoever came too early has not had their welcome.
    await teams.db.channel.delete({ where: { groupId_audience: { groupId: 'other', audience: 'group' } } });
    expect(await whenJoining(teams, teacher)).toHaveLength(1);
  });

  it('of the bot itself, or of nobody, brings nothing', async () => {
    const teams = await begin();
    const { api } = teams;
    const general = channel(api.team, api.team.id);
    expect(await answersTo(teams, () => teams.send(membersAdded(api, teams.as(teacher).user, general, [])))).toEqual(
      [],
    );
    expect(await answersTo(teams, () => teams.addToTeam())).toEqual([]);
    expect(await teams.db.account.count({ where: { ref: { contains: api.appId } } })).toBe(0);
  });

  it('waits for another time where Teams does not let the bot write to somebody', async () => {
    const teams = await begin();
    teams.api.tenant.blocked.add(teams.as(teacher).user.id);
    expect(await whenJoining(teams, teacher)).toEqual([]);
    teams.api.tenant.blocked.clear();
    expect(await whenJoining(teams, teacher)).toHaveLength(1);
  });
});

describe('somebody unknown', () => {
  it('is welcomed, asked about, named, and can act', async () => {
    const teams = await begin({ strangers: [sam], absent: [colleague] });
    await publish(teams);
    const stranger = teams.as(sam.name);
    const answers = await whenJoining(teams, sam.name);
    const [welcome, ...others] = answers.filter(({ conversation }) => conversation === stranger.chat);
    expect(others).toEqual([]);
    expect(textOf(welcome)).toContain('I do not know you yet; Kate Winterbourne has been asked.');
    expect(answers.every(({ conversation }) => conversation !== teams.channel)).toBe(true);

    // They can do nothing yet, and are told kindly.
    expect(await stranger.press('Yes', 'Our meetings', 'channel')).toContain('I do not know you yet');
    expect(inChannel(teams, 'Our meetings')[0]?.text).toContain('Nobody has answered yet');

    await teams.waitUntil('2026-09-04 12:00');
    const kate = teams.as(specialist);
    const asked = await toPerson(teams, specialist, 'Who is Sam Fletcher?');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.text).toContain(sam.email);
    await kate.press('Say who this is', 'Who is Sam Fletcher?');
    const choice = 'Tom Hartwell, lead teacher, Oakfield Primary';
    expect(await kate.submit({ 'Who is this?': choice })).toContain('is Tom Hartwell, lead teacher, Oakfield Primary');

    expect(await toPerson(teams, sam.name, 'Welcome, Tom Hartwell')).toHaveLength(1);
    expect(await stranger.press('Yes', 'Our meetings', 'channel')).toContain('You are coming on Tue 29 Sep, 13:00');
    expect(inChannel(teams, 'Our meetings')[0]?.text).toContain('1 yes');
  });

  it('who writes to the bot is answered, and is asked about once', async () => {
    const teams = await begin({ strangers: [sam] });
    for (const words of ['hello', 'schedule', 'help']) {
      const [answer] = await answersTo(teams, () => teams.as(sam.name).type(words));
      expect(answer?.conversation).toBe(teams.as(sam.name).chat);
      expect(textOf(answer)).toMatch(/do not know you yet/u);
      expect(textOf(answer)).not.toContain('Primary');
    }
    expect(await toPerson(teams, specialist, 'Who is Sam Fletcher?')).toHaveLength(1);
  });

  it('who writes in the channel is asked about once, and not answered there', async () => {
    const teams = await begin({ strangers: [sam] });
    const answers = await answersTo(teams, async () => {
      await teams.as(sam.name).say('Hello everybody');
      await teams.as(sam.name).say('I am Sam');
    });
    expect(answers.filter(({ conversation }) => conversation !== teams.as(specialist).chat)).toEqual([]);
    await teams.waitUntil('2026-09-04 12:00');
    expect(await toPerson(teams, specialist, 'Who is Sam Fletcher?')).toHaveLength(1);
  });

  it('who is a guest is left in peace', async () => {
    const teams = await begin({ strangers: [sam] });
    const stranger = teams.as(sam.name);
    await teams.join(sam.name);
    await teams.waitUntil('2026-09-04 12:00');
    await teams.as(specialist).press('Say who this is', 'Who is Sam Fletcher?');
    expect(await teams.as(specialist).submit({ 'Who is this?': 'A guest: leave them in peace' })).toContain('guest');
    const before = written(teams, stranger.chat).length;
    expect(await whenJoining(teams, sam.name)).toEqual([]);
    expect(await answersTo(teams, () => stranger.say('When do we meet?'))).toEqual([]);
    await stranger.type('schedule');
    expect((await stranger.messages()).at(-1)?.text).toContain('as a guest');
    await teams.waitUntil('2026-12-01 12:00');
    expect(written(teams, stranger.chat)).toHaveLength(before + 1);
    expect(await teams.db.contribution.count()).toBe(0);
  });
});

describe('somebody who gets the app', () => {
  it('is recognised and welcomed once, and gets what waited', async () => {
    const teams = await begin({ notInstalled: [head] });
    await publish(teams);
    await teams.waitUntil('2026-09-04 12:00');
    expect(await toPerson(teams, specialist, 'Not delivered to Margaret Okonkwo')).toHaveLength(1);
    expect(await toPerson(teams, head, '')).toEqual([]);

    const [welcome, dates, ...more] = await answersTo(teams, () => teams.install(head));
    expect([welcome?.conversation, dates?.conversation]).toEqual([teams.as(head).chat, teams.as(head).chat]);
    expect(more).toEqual([]);
    expect(textOf(welcome)).toContain('Welcome, Margaret Okonkwo');
    expect(textOf(dates)).toContain('Work Group dates for');
    expect(await toPerson(teams, specialist, 'nothing is held up any more')).toHaveLength(1);

    await teams.uninstall(head);
    expect(await answersTo(teams, () => teams.install(head))).toEqual([]);
  });

  it('and took it away, gets nothing, and all of it when it is back', async () => {
    const teams = await begin();
    await teams.uninstall(head);
    await publish(teams);
    await teams.waitUntil('2026-09-04 12:00');
    expect(await toPerson(teams, head, 'Work Group dates for')).toEqual([]);
    expect((await toPerson(teams, specialist, 'Not delivered to Margaret Okonkwo'))[0]?.text).toContain(
      'do not have the app in Teams yet',
    );
    const said = await answersTo(teams, () => teams.install(head));
    expect(said.map((message) => textOf(message).split('\n')[0])).toEqual(['Work Group dates for Oakfield Primary']);
  });

  it('as one of a whole school that has nothing to do with the group, is not written to, and nobody is asked', async () => {
    const pupils = ['Ada', 'Ben', 'Cyd'].map((name) => ({ name, email: `${name.toLowerCase()}@oakfield.example` }));
    const teams = await begin({ strangers: pupils });
    for (const { name } of pupils) teams.api.team.members.delete(teams.as(name).user.id);
    const before = await teams.db.account.count();
    const said = await answersTo(teams, async () => {
      for (const { name } of pupils) await teams.install(name);
      await teams.waitUntil('2026-09-08 12:00');
    });
    const chats = pupils.map(({ name }) => teams.as(name).chat);
    expect(said.filter(({ conversation }) => chats.includes(conversation))).toEqual([]);
    expect(await teams.db.account.count()).toBe(before);
    expect(await teams.db.delivery.count({ where: { kind: 'who-is-this' } })).toBe(0);
    // Whoever then writes is answered.
    const [answer] = await answersTo(teams, () => teams.as('Ada').type('help'));
    expect(textOf(answer)).toContain('I do not know you yet');
  });

  it('twice at the same moment is welcomed once', async () => {
    const teams = await begin({ notInstalled: [head] });
    const { api } = teams;
    const { user, chat } = teams.as(head);
    api.tenant.installed.add(user.id);
    const said = await answersTo(teams, async () => {
      await Promise.all([
        teams.knock(botAdded(api, user, personal(chat))),
        teams.knock(installationUpdate(api, user, personal(chat))),
      ]);
      await teams.server.settle();
    });
    expect(said.map((message) => textOf(message).split('\n')[0])).toEqual(['Welcome, Margaret Okonkwo']);
    expect(JSON.stringify(said.map(cardOf))).toContain('home.show');
  });
});
