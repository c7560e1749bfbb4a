import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.js';
import { conversationRef } from '../../src/platforms/teams/refs.js';
import { startServer } from '../../src/server.js';
import { openSqlite } from '../support/databases.js';
import { quietLog } from '../support/router.js';
import type { Fault } from '../support/teams-api.js';
import { refusals } from '../support/teams-connector.js';
import {
  botAdded,
  botRemoved,
  channel,
  type DoorAnswer,
  groupChat,
  knock,
  messageActivity,
} from '../support/teams-door.js';
import { startTeams, type TeamsDriver } from '../support/teams-driver.js';
import {
  about,
  begin,
  callsOf,
  colleague,
  head,
  heads,
  inChannel,
  later,
  publish,
  specialist,
  teacher,
  toPerson,
} from './acting.js';
import { faraway, importSecond, startElsewhere } from './elsewhere.js';
import { createGroupChat } from './group-chat.js';

const listsOf = (teams: TeamsDriver, when?: Fault['when']) => callsOf(teams, 'pagedMembers', when);
const dates = 'Work Group dates for';

/** The bot is in a group chat, read once; what a team's list said then is not trusted any more. */
async function inChat(teams: TeamsDriver): Promise<string> {
  const { id } = createGroupChat(teams, [specialist]);
  await teams.send(botAdded(teams.api, teams.as(specialist).user, groupChat(id)));
  await later(teams, 11);
  return id;
}

describe('somebody of whom nothing was heard yet is looked for', () => {
  it('in the tenants of the group’s hub alone', async () => {
    const teams = await begin({ unbound: true, notInstalled: [head] });
    const other = await startElsewhere(teams, [{ name: faraway.name, email: faraway.email }]);
    onTestFinished(() => other.api.stop());
    const group = await importSecond(teams, faraway.change);
    const { hubId } = await teams.db.group.findUniqueOrThrow({ where: { id: group } });
    const far = other.user(faraway.email);
    await other.send(messageActivity(other.world, far, other.channel('5'), 'Good morning', '5'));
    await other.link(hubId);
    await later(teams, 11);
    const [own, theirs] = [listsOf(teams).length, other.api.calls.length];
    await publish(teams);
    await later(teams, 1);
    expect(listsOf(teams).length).toBeGreaterThan(own);
    expect(other.api.calls.slice(theirs)).toEqual([]);
  });

  it('in the next place when a team refuses', async () => {
    const teams = await begin({ notInstalled: [head] });
    const { api } = teams;
    const chat = await inChat(teams);
    const { id } = teams.as(head).user;
    api.tenant.groupChats.get(chat)?.add(id);
    api.tenant.installed.add(id);
    api.fail('pagedMembers', { ...refusals.notAllowed, when: about(api.team.id) });
    const asked = listsOf(teams, about(api.team.id)).length;
    await publish(teams);
    await later(teams, 1);
    expect(listsOf(teams, about(api.team.id)).length).toBeGreaterThan(asked);
    expect(await toPerson(teams, head, dates)).toHaveLength(1);
  });

  it('nowhere else when Teams refuses the bot itself, and that is what is told', async () => {
    const teams = await begin({ notInstalled: [head] });
    await inChat(teams);
    teams.api.fail('pagedMembers', refusals.notRegistered);
    await publish(teams);
    await later(teams, 1);
    const [told] = await toPerson(teams, specialist, `Not delivered to ${head}`);
    expect(told?.text).toContain('I am not installed any more');
  });

  it('once in a place that is not there any more', async () => {
    const teams = await begin({ notInstalled: [head] });
    const chat = await inChat(teams);
    teams.api.tenant.groupChats.delete(chat);
    const asked = listsOf(teams, about(chat)).length;
    await publish(teams);
    await later(teams, 1);
    expect(listsOf(teams, about(chat))).toHaveLength(asked + 1);
    const ref = conversationRef(teams.api.tenantId, chat);
    expect(await teams.db.conversation.count({ where: { ref } })).toBe(0);

    await later(teams, 11);
    const before = listsOf(teams).length;
    await teams.as(specialist).press('Try again now', `Not delivered to ${head}`);
    expect(listsOf(teams).length).toBeGreaterThan(before);
    expect(listsOf(teams, about(chat))).toHaveLength(asked + 1);
  });

  it('in a team that is away for a while, whose group’s channel is written to when it is back', async () => {
    const teams = await begin({ notInstalled: [head] });
    await teams.install(specialist);
    const { teams: all } = teams.api.tenant;
    const there = all.splice(0);
    await later(teams, 11);
    await publish(teams);
    await later(teams, 1);
    const kept = await teams.db.conversation.findMany({ where: { team: { not: null } } });
    expect(kept.map(({ ref }) => ref)).toEqual([conversationRef(teams.api.tenantId, teams.channel)]);
    all.push(...there);
    teams.api.team.members.add(teams.as(head).user.id);
    await later(teams, 11);
    // One button for her, one for the channel, in either order.
    for (const _ of ['her', 'the channel']) await teams.as(specialist).press('Try again now', 'Not delivered');
    expect(await toPerson(teams, head, dates)).toHaveLength(1);
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
  });

  it('by one reading of a team, however many are looked for at a time', async () => {
    const teams = await begin({ notInstalled: heads });
    await later(teams, 11);
    const asked = listsOf(teams).length;
    await publish(teams);
    await later(teams, 1);
    const held = await teams.db.delivery.findMany({ where: { status: 'failed' }, distinct: ['personId'] });
    expect(held.length).toBeGreaterThanOrEqual(heads.length);
    expect(listsOf(teams)).toHaveLength(asked + 1);
  });

  it('again as soon as Teams is itself again', async () => {
    const teams = await begin({ notInstalled: [head] });
    const { api } = teams;
    await later(teams, 11);
    api.team.members.add(teams.as(head).user.id);
    api.fail('pagedMembers', refusals.badGateway);
    await publish(teams);
    expect(await toPerson(teams, head, dates)).toEqual([]);
    api.mend();
    await later(teams, 5);
    expect(await toPerson(teams, head, dates)).toHaveLength(1);
  });
});

describe('two servers on one database', () => {
  async function beginTwo() {
    const database = await openSqlite('example');
    onTestFinished(() => database.close());
    const teams = await startTeams(database);
    onTestFinished(() => teams.stop());
    const { api, clock, db, timer } = teams;
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', DATABASE_URL: database.url, ...api.env });
    const second = await startServer(config, db, clock, quietLog, timer);
    onTestFinished(() => second.stop());
    const toSecond = async (activity: unknown): Promise<DoorAnswer> => {
      const answer = await knock(second.url, activity, api.sign());
      await second.settle();
      return answer;
    };
    const kate = teams.as(specialist).user;
    for (const id of [api.team.id, api.channel]) {
      const where = channel(api.team, id, '5');
      expect((await toSecond(messageActivity(api, kate, where, 'Good morning', '5'))).status).toBe(200);
    }
    await teams.removeFromTeam();
    expect(await db.conversation.count({ where: { team: api.team.id } })).toBe(0);
    api.team.hasBot = true;
    return { teams, toSecond, kate };
  }

  it.each(['General', 'the group’s channel'])(
    'know the group’s channel, of which both had heard, when one hears of the end and the other of the return in %s',
    async (name) => {
      const { teams, toSecond, kate } = await beginTwo();
      const { api, db } = teams;
      const id = name === 'General' ? api.team.id : api.channel;
      expect((await toSecond(botAdded(api, kate, channel(api.team, id)))).status).toBe(200);
      const kept = await db.conversation.findMany({ where: { team: api.team.id } });
      expect(kept.map(({ ref }) => ref)).toContain(conversationRef(api.tenantId, id));
      expect(kept.map(({ ref }) => ref)).toContain(conversationRef(api.tenantId, api.channel));
      await publish(teams);
      expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    },
  );

  it('forget a chat that one of them hears has ended', async () => {
    const { teams, toSecond, kate } = await beginTwo();
    const { id } = createGroupChat(teams, [specialist]);
    const ref = conversationRef(teams.api.tenantId, id);
    await toSecond(botAdded(teams.api, kate, groupChat(id)));
    await teams.send(botRemoved(teams.api, kate, groupChat(id)));
    expect(await teams.db.conversation.count({ where: { ref } })).toBe(0);
  });
});

describe('somebody of another tenant', () => {
  const elsewhere = '99999999-630b-4551-834b-3fd2df9e2b50';
  const accountOf = (teams: TeamsDriver, who: string) =>
    teams.db.account.findFirst({ where: { name: who } }).then((row) => row && [row.personId, row.email]);

  it('is not recognised by an address that their own tenant vouches for', async () => {
    const teams = await begin({ as: { [teacher]: { tenantId: elsewhere } } });
    // Neither in the list of a team …
    expect(await accountOf(teams, teacher)).toBeNull();
    expect(await accountOf(teams, colleague)).toEqual([teams.personId(colleague), teams.as(colleague).user.email]);
    // … nor by getting the app, nor by what they write.
    await teams.install(teacher);
    expect(await accountOf(teams, teacher)).toBeNull();
    await teams.as(teacher).say('schedule', 'direct');
    expect(await accountOf(teams, teacher)).toEqual([null, null]);
    expect((await toPerson(teams, teacher, 'I do not know you yet')).length).toBeGreaterThan(0);
  });

  it('is recognised where she is a guest, for she was invited by her address', async () => {
    const teams = await begin({ as: { [teacher]: { tenantId: elsewhere, userRole: 'guest' } } });
    expect(await accountOf(teams, teacher)).toEqual([teams.personId(teacher), teams.as(teacher).user.email]);
  });

  it('is nobody whose own tenant is written in capitals', async () => {
    const teams = await begin({
      notAdded: true,
      prepare: ({ tenant }) => {
        for (const user of tenant.users) user.tenantId = user.tenantId.toUpperCase();
      },
    });
    await teams.as(teacher).say('schedule', 'direct');
    expect(await accountOf(teams, teacher)).toEqual([teams.personId(teacher), teams.as(teacher).user.email]);
  });
});
