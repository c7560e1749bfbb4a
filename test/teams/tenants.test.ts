import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { conversationRef, tenantRef } from '../../src/platforms/teams/refs.js';
import { onDatabase, openSqlite } from '../support/databases.js';
import {
  botRemoved,
  conversationUpdate,
  executeValue,
  installationUpdate,
  invokeActivity,
  membersAdded,
  mentionOf,
  messageActivity,
  personal,
} from '../support/teams-door.js';
import { type Elsewhere, faraway, importSecond, moved, startElsewhere } from './elsewhere.js';
import {
  anew,
  begin,
  colleague,
  findButton,
  head,
  type Json,
  member,
  pressOf,
  publish,
  record,
  type Setting,
  specialist,
  traceOf,
} from './raw-door.js';

const kates = 'kate.winterbourne@examplemathshub.example';
const priyas = 'priya.nandakumar@oakfield.example';
/** Who looks like the group's own, and whose addresses anybody can give themselves in a tenant of their own. */
const lookalikes = [
  { name: specialist, email: kates },
  { name: member, email: priyas },
  { name: head, email: 'margaret.okonkwo@oakfield.example' },
];
const unlinked = 'This organisation is not connected to a Maths Hub yet';

let ids = 0;
const nextId = (): string => {
  ids += 1;
  return String(1_788_418_950_000 + ids);
};

let setting: Setting;
let recorded: Json[];
let other: Elsewhere;
let names: RegExp;
let farGroup: string;
let farHub: string;

/** The group at work, and another organisation beside it, before each test. */
function useOther(open: typeof openSqlite): void {
  beforeEach(async () => {
    setting = await begin({}, open);
    const { driver, db } = setting;
    recorded = record(driver);
    const kate = driver.as(specialist);
    await publish(driver);
    await driver.as(member).press('Yes', 'Our meetings', 'channel');
    await driver.as(member).look('Our meetings');
    await driver.as(member).press('Answer for other dates', 'Our meetings', 'channel');
    await driver.as(member).submit();
    await kate.type('people');
    await kate.type('upcoming');
    await driver.server.settle();
    recorded = [...recorded];
    other = await startElsewhere(driver, [...lookalikes, faraway]);
    onTestFinished(() => other.api.stop());
    // What the other organisation cannot know by itself.
    const lead = await db.membership.findMany({ where: { role: 'hubLead' }, include: { person: true } });
    const same = [...lookalikes, ...lead.map(({ person }) => person)].map(({ name }) => name);
    const people = await db.person.findMany({ where: { name: { notIn: same } }, select: { name: true } });
    const schools = await db.school.findMany({ select: { name: true } });
    names = new RegExp([...people, ...schools, { name: 'Primary Mastery' }].map(({ name }) => name).join('|'), 'u');
  });
}

/** The other organisation belongs to a hub of its own. */
function useOtherHub(open: typeof openSqlite): void {
  useOther(open);
  beforeEach(async () => {
    const { db, driver } = setting;
    farGroup = await importSecond(driver, faraway.change);
    farHub = (await db.group.findUniqueOrThrow({ where: { id: farGroup } })).hubId;
    // The tenant has to have been heard of.
    const kate = other.user(kates);
    await other.send(messageActivity(other.world, kate, other.direct(kate), 'help', nextId()));
    await other.link(farHub);
  });
}

/** Everything that the other organisation was told. */
const told = (): string => JSON.stringify(other.api.calls.map(({ body }) => body));
const rowsBut = (rows: string[], ...tables: string[]): string[] =>
  rows.filter((row) => !tables.includes(row.split(' ')[1] ?? ''));

const farSpecialist = () => other.user(faraway.email);

/** Their specialist makes their channel their group's own. */
async function setUp(): Promise<void> {
  const submit = invokeActivity(other.world, farSpecialist(), other.channel(), {
    name: 'task/submit',
    value: { data: { workgroup: { route: 'setup.bind', args: {}, form: true }, group: farGroup } },
  });
  expect(JSON.stringify(await other.send(submit))).toContain('This channel is now that of');
}

describe('another tenant that belongs to no hub', () => {
  useOther(openSqlite);

  it('is listed, and nobody in it is recognised, whatever they do', async () => {
    const { driver, db } = setting;
    const { world, send } = other;
    const [kate, priya] = [other.user(kates), other.user(priyas)];
    const { rows, calls } = await traceOf(setting, async () => {
      await send(installationUpdate(world, kate, other.channel()));
      await send(installationUpdate(world, kate, other.direct(kate)));
      await send(membersAdded(world, kate, other.channel(), [priya]));
      for (const words of ['setup', 'people', 'home', 'help', 'schedule plan', 'digest']) {
        expect((await send(messageActivity(world, kate, other.direct(kate), words, nextId()))).status).toBe(200);
        const named = `${mentionOf(world)} ${words}`;
        const { id } = other.api.tenant.post(other.api.channel, kate.id, { type: 'message', text: named });
        await send(messageActivity(world, kate, other.channel(id), named, id));
      }
      for (const activity of recorded) {
        const { status, body } = await send(anew(moved(activity, other)));
        expect([200, 404]).toContain(status);
        expect(JSON.stringify(body ?? {})).not.toMatch(names);
      }
    });
    // The first one was not told anything, and has not changed.
    expect(calls).toEqual([]);
    expect(rowsBut(rows, 'InboxEntry').filter((row) => !row.includes(other.tenantId))).toEqual([]);
    expect(rowsBut(rows, 'InboxEntry', 'Installation', 'Conversation')).toEqual([]);
    expect(told()).toContain(unlinked);
    expect(told()).not.toMatch(names);
    const listed = await db.installation.findMany({ orderBy: { installedAt: 'asc' } });
    expect(listed.map(({ ref, hubId }) => [ref, hubId === null])).toEqual([
      [tenantRef(driver.api.tenantId), false],
      [tenantRef(other.tenantId), true],
    ]);
  });

  it('is told so in place of a card, and in a dialog', async () => {
    const press = recorded.find(({ name }) => name === 'adaptiveCard/action') ?? {};
    const fetch = recorded.find(({ name }) => name === 'task/fetch') ?? {};
    const submit = recorded.findLast(({ name }) => name === 'task/submit') ?? {};
    for (const activity of [press, fetch, submit]) {
      const { status, body } = await other.send(anew(moved(activity, other)));
      expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining(unlinked)]);
    }
  });

  it('is not linked by itself, even where there is but one hub', async () => {
    const { db } = setting;
    expect(await db.hub.count()).toBe(1);
    const kate = other.user(kates);
    await other.send(messageActivity(other.world, kate, other.direct(kate), 'home', nextId()));
    expect(await db.installation.findUnique({ where: { ref: tenantRef(other.tenantId) } })).toMatchObject({
      hubId: null,
    });
  });

  it('that is linked then knows its people', async () => {
    const { db, driver } = setting;
    const { hubId } = await db.group.findFirstOrThrow();
    const kate = other.user(kates);
    const write = () => other.send(messageActivity(other.world, kate, other.direct(kate), 'people', nextId()));
    await write();
    expect(told()).toContain(unlinked);
    await other.link(hubId);
    await write();
    expect(told()).toContain(member);
    expect(await db.account.count({ where: { personId: driver.personId(specialist) } })).toBe(2);
  });
});

describe('another tenant that belongs to another hub', () => {
  useOtherHub(openSqlite);

  it('reads and changes nothing of this one’s, whoever does what this one did', async () => {
    const { driver } = setting;
    await setUp();
    const users = [kates, priyas, faraway.email].map((email) => other.user(email));
    const { rows, calls } = await traceOf(setting, async () => {
      for (const { id } of users) {
        for (const activity of recorded) {
          const { status, body } = await other.send(anew(moved(activity, other), { from: { id } }));
          expect([200, 404]).toContain(status);
          expect(JSON.stringify(body ?? {})).not.toMatch(names);
        }
      }
    });
    expect(calls).toEqual([]);
    expect(rows.filter((row) => row.includes(driver.groupId))).toEqual([]);
    expect(
      rowsBut(rows, 'InboxEntry', 'Account', 'Delivery', 'SentText', 'Installation', 'Conversation', 'Person'),
    ).toEqual([]);
    expect(told()).not.toMatch(names);
  });

  it('has a specialist of its own, who sees what is its own', async () => {
    await setUp();
    const user = farSpecialist();
    await other.send(messageActivity(other.world, user, other.direct(user), 'people', nextId()));
    expect(told()).toContain('Faraway Specialist');
    expect(told()).not.toMatch(names);
  });

  it('takes none of this one’s messages, and gives it none', async () => {
    const { driver } = setting;
    await setUp();
    const called = driver.api.calls.length;
    await driver.waitUntil('2026-09-16 09:00');
    expect(driver.api.calls.length).toBeGreaterThan(called);
    expect(told()).not.toMatch(names);
    expect(JSON.stringify(driver.api.calls)).not.toContain('Faraway');
  });

  it('cannot name this one’s conversations and messages from there', async () => {
    const { driver } = setting;
    await setUp();
    const { message, action } = findButton(driver, 'Yes', 'Our meetings');
    const refresh = invokeActivity(other.world, farSpecialist(), other.channel(message.root), {
      name: 'adaptiveCard/action',
      value: executeValue({ ...action, verb: 'refresh', data: { workgroup: { refresh: true } } }, {}, 'automatic'),
      replyTo: message.id,
    });
    expect(await other.send(refresh)).toEqual({ status: 404, body: undefined });
  });

  it('does not lose its channel to a specialist from here, however she writes its name', async () => {
    const { driver, db } = setting;
    await setUp();
    const { user, chat } = driver.as(specialist);
    const theirs = conversationRef(other.tenantId, other.api.channel);
    const before = await db.channel.findMany({ orderBy: { ref: 'asc' } });
    for (const ref of [
      theirs,
      theirs.replace('9', '%39'),
      theirs.replaceAll('9', '%39'),
      theirs.toUpperCase(),
      theirs.replace('teams:', 'Teams:'),
      decodeURIComponent(theirs),
      `${theirs}:`,
      `${theirs}:1`,
      theirs.replace('teams:', 'teams::'),
      'teams:%zz:x',
    ]) {
      const submit = invokeActivity(driver.api, user, personal(chat), {
        name: 'task/submit',
        value: {
          data: { workgroup: { route: 'setup.bind', args: { channel: ref }, form: true }, group: driver.groupId },
        },
      });
      expect((await driver.send(submit)).status).toBe(200);
      // Whatever is bound now, nothing of this group's goes out there.
      const { id } = await db.delivery.findFirstOrThrow({ where: { groupId: driver.groupId, kind: 'schedule' } });
      await db.delivery.update({
        where: { id },
        data: { status: 'planned', messageRef: null, sendAt: driver.clock.now() },
      });
      await driver.server.relay.run();
      expect(told(), ref).not.toMatch(names);
      expect(await db.channel.count({ where: { ref: theirs, groupId: farGroup } })).toBe(1);
    }
    expect(await db.channel.findMany({ orderBy: { ref: 'asc' }, select: { ref: true } })).toEqual(
      before.map(({ ref }) => ({ ref })),
    );
  });

  it('has its own service address, though its conversations are called the same', async () => {
    const { driver, db } = setting;
    const { user, chat } = driver.as(member);
    await driver.as(member).say('help', 'direct');
    await other.send(messageActivity(other.world, user, personal(chat), 'help', nextId()));
    const kept = await db.conversation.findMany({ where: { ref: { endsWith: encodeURIComponent(chat) } } });
    expect(new Map(kept.map(({ ref, serviceUrl }) => [ref, serviceUrl]))).toEqual(
      new Map([
        [conversationRef(driver.api.tenantId, chat), driver.api.serviceUrl],
        [conversationRef(other.tenantId, chat), other.api.serviceUrl],
      ]),
    );
  });

  it('has events of its own, though they are called the same', async () => {
    const { driver } = setting;
    const { api } = driver;
    api.tenant.installed.add(driver.as(member).user.id);
    const here = installationUpdate(api, driver.as(member).user, personal(driver.as(member).chat));
    expect((await other.send(moved(here, other))).status).toBe(200);
    const before = api.calls.length;
    expect((await driver.send(here)).status).toBe(200);
    expect(api.calls.length).toBeGreaterThan(before);
  });
});

onDatabase('another tenant', (open) => {
  useOtherHub(open);

  it('does not take anything away by what ends there', async () => {
    const { driver } = setting;
    await setUp();
    await driver.as(colleague).say('help', 'direct');
    const { user, chat } = driver.as(colleague);
    const { team } = other.api;
    const general = { ...other.channel(), id: team.id };
    const { rows, calls } = await traceOf(setting, async () => {
      for (const activity of [
        installationUpdate(other.world, user, personal(chat), 'remove'),
        botRemoved(other.world, user, personal(chat)),
        installationUpdate(other.world, user, general, 'remove'),
        botRemoved(other.world, user, other.channel()),
        conversationUpdate(other.world, user, general, 'teamDeleted'),
        conversationUpdate(other.world, user, other.channel(), 'channelDeleted'),
      ]) {
        expect((await other.send(activity)).status).toBe(200);
      }
    });
    expect(calls).toEqual([]);
    const theirs = (row: string): boolean => row.includes(other.tenantId);
    expect(rows.filter((row) => !theirs(row))).toEqual([]);
    const called = driver.api.calls.length;
    await driver.waitUntil('2026-09-15 09:00');
    const sent = driver.api.calls.slice(called);
    expect(sent.filter(({ path }) => path.includes(chat)).length).toBeGreaterThan(0);
    expect(sent.filter(({ status }) => status >= 300)).toEqual([]);
  });

  it('that changes hands forgets whom it knew and which channel was whose', async () => {
    const { driver, db } = setting;
    await setUp();
    const far = farSpecialist();
    await other.send(messageActivity(other.world, far, other.direct(far), 'people', nextId()));
    const own = await db.hub.findFirstOrThrow({ where: { id: { not: farHub } } });
    const there = { startsWith: `${tenantRef(other.tenantId)}:` };
    expect(await db.account.count({ where: { ref: there, personId: { not: null } } })).toBe(1);
    await other.link(own.id);
    expect([
      await db.account.count({ where: { ref: there } }),
      await db.channel.count({ where: { ref: there } }),
    ]).toEqual([0, 0]);
    const called = other.api.calls.length;
    await other.send(messageActivity(other.world, far, other.direct(far), 'people', nextId()));
    const kate = other.user(kates);
    await other.send(messageActivity(other.world, kate, other.direct(kate), 'people', nextId()));
    const said = JSON.stringify(other.api.calls.slice(called).map(({ body }) => body));
    expect(said).toContain(colleague);
    expect(said).not.toContain('Faraway Work Group');
    // Nobody is two people: the far one is a stranger here now.
    const known = await db.account.findMany({ where: { ref: there }, include: { person: true } });
    expect(known.map(({ name, person }) => [name, person?.hubId ?? null]).sort()).toEqual([
      [faraway.name, null],
      [specialist, own.id],
    ]);
    expect(driver.groupId).not.toBe(farGroup);
  });
});

describe('a tenant', () => {
  it('of the bot’s own belongs to the only hub, and to none where there are two', async () => {
    const { driver, db } = await begin();
    await db.installation.deleteMany();
    await importSecond(driver, faraway.change);
    driver.clock.set(new Date('2026-09-03T08:05:00+01:00'));
    const kate = driver.as(specialist);
    await kate.type('people');
    expect((await kate.messages()).at(-1)?.text).toContain(unlinked);
    expect(await db.installation.findMany()).toMatchObject([{ ref: tenantRef(driver.api.tenantId), hubId: null }]);
  });

  it('in capitals is the same tenant', async () => {
    const setting = await begin();
    const { driver, db } = setting;
    await publish(driver);
    const press = pressOf(driver, driver.as(member), 'No', 'Our meetings');
    const tenantId = driver.api.tenantId.toUpperCase();
    const { conversation, channelData } = press as { conversation: Json; channelData: Json };
    const answer = await driver.send({
      ...press,
      conversation: { ...conversation, tenantId },
      channelData: { ...channelData, tenant: { id: tenantId } },
    });
    expect(JSON.stringify(answer)).toContain('You cannot come');
    expect(await db.installation.count()).toBe(1);
  });
});
