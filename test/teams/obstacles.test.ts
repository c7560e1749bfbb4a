import { describe, expect, it } from 'vitest';
import type { Fault } from '../support/teams-api.js';
import { refusals, throttled } from '../support/teams-connector.js';
import { channel, membersAdded } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import {
  begin,
  callsOf,
  cardOf,
  colleague,
  head,
  heads,
  inChannel,
  inTheChannel,
  later,
  publish,
  specialist,
  teacher,
  toPerson,
  withPerson,
  written,
} from './acting.js';

const lead = 'Rosalind Amponsah';
const notDelivered = (teams: TeamsDriver, who = specialist) => toPerson(teams, who, 'Not delivered to');
const allWell = (teams: TeamsDriver) => toPerson(teams, specialist, 'nothing is held up any more');

/** Nobody but the specialist hears of it, and she in words. */
async function expectToldOnce(teams: TeamsDriver, ...words: string[]): Promise<void> {
  const told = await notDelivered(teams);
  expect(told).toHaveLength(1);
  for (const word of words) expect(told[0]?.text).toContain(word);
  expect(told[0]?.text).not.toMatch(/[a-z][A-Z]|\b[45]\d\d\b|Exception/u);
  for (const who of [teacher, colleague, lead]) expect(await notDelivered(teams, who)).toEqual([]);
  expect(inChannel(teams, 'Not delivered')).toEqual([]);
}

describe('a channel that cannot be written to', () => {
  it.each<[string, Fault, ...string[]]>([
    ['the bot is not in it', refusals.notInRoster, 'I am not in the group’s channel', 'Please add me to the channel'],
    ['it was deleted', refusals.noConversation, 'is not there any more', 'in the channel that the group has now'],
    ['the administrator has switched the bot off', refusals.disabled, 'I lack a permission'],
    ['the bot may not', refusals.notAllowed, 'I lack a permission'],
    ['nobody knows the bot', refusals.notRegistered, 'I am not installed any more'],
    ['the bot’s token is not taken', refusals.unauthorised, 'I am not installed any more'],
    ['the message is too long', refusals.tooBig, 'on our side'],
    ['Teams does not understand it', refusals.badParameters, 'on our side'],
    ['the tenant is in another cloud', refusals.wrongHost, 'on our side'],
  ])('because %s is told once, and written to when it can be', async (_why, fault, ...words) => {
    const teams = await begin();
    teams.api.fail('any', { ...fault, when: inTheChannel(teams) });
    await publish(teams);
    await later(teams, 1);
    await expectToldOnce(teams, 'The year’s schedule', ...words);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);

    const tries = callsOf(teams, 'create', inTheChannel(teams)).length;
    for (const minutes of [1, 10, 30, 60]) await later(teams, minutes);
    // What has come since is the opening of the half-term; a token that is not taken is tried anew once.
    expect(callsOf(teams, 'create', inTheChannel(teams)).length).toBeLessThanOrEqual(2 * tries);
    expect(await notDelivered(teams)).toHaveLength(1);

    teams.api.mend();
    await teams.as(specialist).press('Try again now', 'Not delivered to the channel');
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    expect(await notDelivered(teams)).toEqual([]);
    expect(await allWell(teams)).toHaveLength(1);
  });

  it('because nobody has said which, is written to after “setup”', async () => {
    const teams = await begin({ unbound: true });
    await publish(teams);
    await later(teams, 1);
    await expectToldOnce(teams, 'Nobody has said yet which channel is the group’s', '“@Work Group setup”) there');
    expect(callsOf(teams, 'create', inTheChannel(teams)).filter(({ body }) => 'activity' in body)).toHaveLength(1);
    await teams.as(specialist).type('setup', 'channel');
    expect(await teams.as(specialist).submit()).toContain('This channel is now that of Primary Mastery Work Group 3.');
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    expect(await allWell(teams)).toHaveLength(1);
  });
});

describe('somebody who cannot be written to', () => {
  it('because they do not have the app, gets all of it when they have', async () => {
    const teams = await begin({ notInstalled: [head] });
    await publish(teams);
    await teams.waitUntil('2026-09-09 12:00');
    await expectToldOnce(
      teams,
      'Not delivered to Margaret Okonkwo',
      'They do not have the app in Teams yet.',
      '“Apps”, then “Work Group”, then “Add”',
      'the Teams administrator of your hub',
      'What waits goes out as soon as the app is there',
    );
    expect(written(teams, teams.as(head).chat)).toEqual([]);
    await teams.install(head);
    expect(await toPerson(teams, head, 'Welcome, Margaret Okonkwo')).toHaveLength(1);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
    expect(await notDelivered(teams)).toEqual([]);
    // One unasked message a day, as ever: the cover request follows.
    await teams.waitUntil('2026-09-10 12:00');
    expect(await toPerson(teams, head, 'Is their cover arranged?')).toHaveLength(1);
  });

  it('because they were not in the tenant, gets all of it when they join the team', async () => {
    const teams = await begin({ absent: [head] });
    await publish(teams);
    await later(teams, 1);
    await expectToldOnce(teams, 'Not delivered to Margaret Okonkwo', 'They do not have the app in Teams yet.');
    const { api } = teams;
    const email = 'margaret.okonkwo@oakfield.example';
    const user = api.tenant.addUser({ name: head, email, inTeam: true, installed: false });
    await teams.send(membersAdded(api, teams.as(specialist).user, channel(api.team, api.team.id), [user]));
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
    expect(await allWell(teams)).toHaveLength(1);
  });

  it('because they do not have the app, gets all of it when they are in the team, and somebody tries again', async () => {
    const teams = await begin({ notInstalled: [head] });
    await publish(teams);
    await later(teams, 1);
    teams.api.team.members.add(teams.as(head).user.id);
    await later(teams, 11);
    await teams.as(specialist).press('Try again now', 'Not delivered to Margaret');
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
  });

  it.each([
    ['in the channel', (teams: TeamsDriver) => teams.as(head).say('Hello all')],
    ['to the bot', (teams: TeamsDriver) => teams.as(head).type('home')],
  ])('gets all of it when they write %s', async (_where, write) => {
    const teams = await begin({ notInstalled: [head] });
    await publish(teams);
    await later(teams, 1);
    teams.api.team.members.add(teams.as(head).user.id);
    await write(teams);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
    expect(await allWell(teams)).toHaveLength(1);
  });

  it('because they took the app away, is told, and it is no fault of the chat that we had', async () => {
    const teams = await begin();
    teams.api.tenant.installed.delete(teams.as(head).user.id);
    await publish(teams);
    await later(teams, 1);
    await expectToldOnce(teams, 'Not delivered to Margaret Okonkwo', 'They do not have the app in Teams yet.');
    await teams.install(head);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
  });

  it('because they have blocked the bot, gets it when they have let it write again', async () => {
    const teams = await begin();
    const { blocked } = teams.api.tenant;
    blocked.add(teams.as(head).user.id);
    await publish(teams);
    await later(teams, 1);
    await expectToldOnce(teams, 'Not delivered to Margaret Okonkwo', 'They do not let me write to them.');
    await teams.as(specialist).press('Try again now', 'Not delivered to Margaret');
    expect(await notDelivered(teams)).toHaveLength(1);
    blocked.clear();
    await teams.as(specialist).press('Try again now', 'Not delivered to Margaret');
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
    expect(await notDelivered(teams)).toEqual([]);
  });

  it.each<[string, Fault, ...string[]]>([
    ['Teams finds neither them nor the conversation', refusals.noConversation, 'is not here yet'],
    ['nobody has that name in the tenant', refusals.badUser, 'is not here yet'],
    ['the administrator has switched the bot off for them', refusals.disabled, 'I lack a permission'],
    ['Teams lets bots write to nobody', { status: 403, body: { error: { code: 'Forbidden' } } }, 'I lack a permission'],
  ])('because %s, is spoken of as a person, not as a channel', async (_why, fault, words) => {
    const teams = await begin({ inTeam: [head], notInstalled: [head] });
    teams.api.fail('any', { ...fault, when: withPerson(teams, head) });
    await publish(teams);
    await later(teams, 1);
    await expectToldOnce(teams, 'Not delivered to Margaret Okonkwo', words);
    teams.api.mend();
    await teams.as(specialist).press('Try again now', 'Not delivered to Margaret');
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
  });

  it('never holds up the others', async () => {
    const teams = await begin({ notInstalled: [head] });
    await publish(teams);
    for (const other of heads.filter((who) => who !== head)) {
      expect(await toPerson(teams, other, 'Work Group dates for'), other).toHaveLength(1);
    }
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
  });

  it('who leads the group, is told of by the hub lead', async () => {
    const teams = await begin();
    await publish(teams);
    teams.api.tenant.blocked.add(teams.as(specialist).user.id);
    await teams.waitUntil('2026-09-28 16:00');
    const told = await notDelivered(teams, lead);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('Not delivered to Kate Winterbourne');
  });
});

describe('an app that cannot write to anybody', () => {
  const everything: Fault['when'] = ({ operation }) => operation !== 'login';
  const expired = {
    error: 'invalid_client',
    error_description: 'AADSTS7000222: The provided client secret keys for app are expired.\r\nTrace ID: 1',
  };
  const early = '2026-09-03T06:00:00+01:00';
  const noneSent = async ({ db }: TeamsDriver) => (await db.delivery.count({ where: { status: 'sent' } })) === 0;

  it.each<[string, (teams: TeamsDriver) => void]>([
    ['it is registered no more', ({ api }) => api.fail('any', { ...refusals.notRegistered, when: everything })],
    ['it is switched off', ({ api }) => api.fail('any', { ...refusals.disabled, when: everything })],
    [
      'its secret has run out',
      ({ api }) => {
        api.issuer.revoke();
        api.fail('login', { status: 401, body: expired });
      },
    ],
  ])('because %s writes it all when it is started again', async (_why, happen) => {
    const teams = await begin({ start: early });
    await publishUnseen(teams);
    happen(teams);
    await teams.server.relay.run();
    await later(teams, 1);
    expect(await noneSent(teams)).toBe(true);
    const tries = teams.api.calls.length;
    await later(teams, 10);
    expect(teams.api.calls).toHaveLength(tries);
    teams.api.mend();
    await teams.restart();
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
    // There is nothing left that anybody could do.
    expect(await notDelivered(teams)).toEqual([]);
    expect(await teams.db.delivery.count({ where: { status: 'failed' } })).toBe(0);
  });

  it('because its token is taken no more gets another, and nobody waits', async () => {
    const teams = await begin();
    teams.api.issuer.revoke();
    await publish(teams);
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    for (const who of heads) expect(await toPerson(teams, who, 'Work Group dates for'), who).toHaveLength(1);
    expect(await teams.db.delivery.count({ where: { attempts: { gt: 0 } } })).toBe(0);
  });

  it('because Microsoft signs nobody in for the moment, writes it all later', async () => {
    const teams = await begin({ start: early });
    await publishUnseen(teams);
    teams.api.issuer.revoke();
    teams.api.fail('login', { status: 503, body: '<h1>Service unavailable</h1>' });
    await teams.server.relay.run();
    expect(await noneSent(teams)).toBe(true);
    teams.api.mend();
    for (const minutes of [2, 6]) await later(teams, minutes);
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    expect(await teams.db.delivery.count({ where: { kind: 'not-delivered' } })).toBe(0);
  });

  it('has nobody’s id or code in what it says', async () => {
    const teams = await begin();
    teams.api.fail('any', { ...refusals.notRegistered, when: inTheChannel(teams) });
    await publish(teams);
    await later(teams, 1);
    const said = JSON.stringify(written(teams, teams.as(specialist).chat).map(cardOf));
    expect(said).toContain('Not delivered');
    for (const secret of ['BotNotRegistered', teams.api.appId, teams.channel, teams.as(head).user.id]) {
      expect(said).not.toContain(secret);
    }
  });

  /** Published, and nothing has gone out yet. */
  async function publishUnseen(teams: TeamsDriver): Promise<void> {
    await publish(teams);
    expect(await noneSent(teams)).toBe(true);
    teams.clock.set(new Date('2026-09-03T08:05:00+01:00'));
  }
});

describe('Teams stumbles', () => {
  const stumbles: [string, Fault][] = [
    ['two who wrote at once', refusals.concurrent],
    ['a bad gateway', refusals.badGateway],
    ['a page instead of an answer', { status: 502, body: '<h1>Bad gateway</h1>' }],
    ['a service that is not there', refusals.unavailable],
    ['a gateway that has waited too long', refusals.timeout],
    ['an error without words', { status: 500, body: '' }],
    ['a word that nobody knows yet', { status: 418, body: { error: { code: 'SomethingNew' } } }],
    ['no connection', { cut: 'before' }],
  ];

  it.each(stumbles)(
    'with %s: it is tried again later, nothing is lost, and nobody else waits',
    async (_name, fault) => {
      const teams = await begin();
      teams.api.fail('create', { ...fault, times: 7, when: inTheChannel(teams) });
      await publish(teams);
      expect(inChannel(teams, 'Our meetings')).toHaveLength(0);
      for (const who of heads) expect(await toPerson(teams, who, 'Work Group dates for'), who).toHaveLength(1);
      for (const minutes of [2, 6, 16, 61, 241, 721]) await later(teams, minutes);
      expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
      expect(await teams.db.delivery.count({ where: { kind: 'not-delivered' } })).toBe(0);
    },
  );

  const isSure = ([, { status }]: (typeof stumbles)[number]): boolean => status === 412 || status === 503;
  it.each(stumbles.filter(isSure))('with %s, once: nobody notices', async (_name, fault) => {
    const teams = await begin();
    teams.api.fail('create', { ...fault, times: 1, when: inTheChannel(teams) });
    teams.api.fail('send', { ...fault, times: 1, when: withPerson(teams, head) });
    await publish(teams);
    expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
    expect(await teams.db.delivery.count({ where: { attempts: { gt: 0 } } })).toBe(0);
  });

  it.each(stumbles.filter(([, { status, cut }]) => cut !== undefined || [500, 502, 504].includes(status ?? 0)))(
    'with %s, once: what may have arrived is sent again a minute later, and marked',
    async (_name, fault) => {
      const teams = await begin();
      teams.api.fail('send', { ...fault, times: 1, when: withPerson(teams, head) });
      await publish(teams);
      expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(0);
      await later(teams, 2);
      expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
      const doubtful = await teams.db.delivery.findMany({ where: { unanswered: true } });
      expect(doubtful.map(({ kind, status, personId }) => [kind, status, personId])).toEqual([
        ['schedule-for-head', 'sent', teams.personId(head)],
      ]);
    },
  );

  it('over one person’s message: the others pass', async () => {
    const teams = await begin();
    const others = heads.filter((who) => who !== head);
    const passed = new Set<string>();
    let release = () => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    teams.api.fail('send', {
      until,
      when: (call) => {
        for (const who of others) if (withPerson(teams, who)(call)) passed.add(who);
        if (passed.size === others.length) release();
        return withPerson(teams, head)(call);
      },
    });
    await publish(teams);
    for (const who of heads) expect(await toPerson(teams, who, 'Work Group dates for'), who).toHaveLength(1);
    expect(await teams.db.delivery.count({ where: { attempts: { gt: 0 } } })).toBe(0);
  });

  it('over one person’s message again and again: the others are not asked to wait', async () => {
    const teams = await begin();
    teams.api.fail('send', { ...throttled(20), times: 2, when: withPerson(teams, head) });
    await publish(teams);
    for (const who of heads) expect(await toPerson(teams, who, 'Work Group dates for'), who).toHaveLength(1);
    expect(callsOf(teams, 'send', withPerson(teams, head)).map(({ status }) => status)).toEqual([
      ...(await welcomed(teams)),
      429,
      429,
      201,
    ]);
  });

  /** One message went out before: the welcome. */
  const welcomed = async (teams: TeamsDriver) => (await toPerson(teams, head, 'Welcome')).map(() => 201);
});
