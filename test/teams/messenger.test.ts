import { describe, expect, it } from 'vitest';
import { accountRef, conversationRef, messageRef } from '../../src/platforms/teams/refs.js';
import { onDatabase } from '../support/databases.js';
import { refusals, throttled } from '../support/teams-connector.js';
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
  type Json,
  later,
  publish,
  setTask,
  specialist,
  teacher,
  textOf,
  toPerson,
  withPerson,
  written,
} from './acting.js';

const share = async (teams: TeamsDriver, who: string, words: string) => {
  await teams.as(who).press('Reflect', 'One bar model', 'channel');
  await teams.as(who).submit({ 'What did you keep': words, Sharing: 'true' });
};
const find = (teams: TeamsDriver, conversation: string, words: string) =>
  written(teams, conversation).filter((message) => textOf(message).includes(words));
const refreshed = (card: Json | undefined): string[] => {
  const { userIds = [] } = (card?.refresh ?? {}) as { userIds?: string[] };
  return userIds;
};

onDatabase('messages in Teams', (open) => {
  it('stand where the database says: at the beginning of a thread, in it, and with a person', async () => {
    const teams = await begin({}, open);
    const { api } = teams;
    await publish(teams);
    await setTask(teams);
    await share(teams, teacher, 'The numbers.');
    await teams.waitUntil('2026-09-03 12:00');
    const sent = await teams.db.delivery.findMany({ where: { status: 'sent' } });
    expect(new Set(sent.map(({ kind }) => kind))).toEqual(
      new Set(['schedule', 'schedule-for-head', 'half-term-opening', 'gap-task', 'task-thread', 'shared-reflection']),
    );
    const refs = api.tenant.messages
      .filter(({ from }) => from === api.bot.id)
      .map(({ conversation, root, id }) =>
        messageRef(api.tenantId, root === undefined ? conversation : `${conversation};messageid=${root}`, id),
      );
    for (const { kind, messageRef: ref } of sent)
      expect(
        refs.filter((one) => one === ref),
        kind,
      ).toHaveLength(1);
    const [task] = find(teams, teams.channel, 'ask two different questions');
    const inThread = written(teams, teams.channel).filter(({ id, root }) => root === task?.id && root !== id);
    expect(inThread.map((message) => textOf(message).split('\n')[0])).toEqual([
      'Reflections, together',
      'A reflection, shared',
    ]);
  });

  it('are changed where they stand', async () => {
    const teams = await begin({}, open);
    await publish(teams);
    await setTask(teams);
    await share(teams, teacher, 'The numbers stayed.');
    await teams.waitUntil('2026-09-08 12:00');
    const before = teams.api.tenant.messages.length;
    await teams.as(teacher).press('Yes', 'Our meetings', 'channel');
    await teams.as(teacher).press('Reflect', 'One bar model', 'channel');
    await teams.as(teacher).submit({ Sharing: 'false' });
    await teams.as(head).press('Cover arranged');
    expect(teams.api.tenant.messages).toHaveLength(before);
    for (const [place, title, words] of [
      [teams.channel, 'Our meetings', '1 yes · 0 no'],
      [teams.channel, 'Priya Nandakumar', 'has taken this back'],
      [teams.as(head).chat, 'Cover for', 'Cover is arranged. Thank you.'],
    ] as const) {
      const [message, ...others] = find(teams, place, title);
      expect(others, title).toEqual([]);
      expect(textOf(message)).toContain(words);
      expect(message?.history.length, words).toBeGreaterThan(0);
    }
  });
});

describe('the channel’s card', () => {
  it('is changed for whoever’s own view of it is another, and not where nobody’s is', async () => {
    const teams = await begin();
    const { db } = teams;
    await publish(teams);
    await teams.as(teacher).press('Yes', 'Our meetings', 'channel');
    await teams.as(colleague).press('No', 'Our meetings', 'channel');
    const changes = () => callsOf(teams, 'update', inTheChannel(teams)).length;
    const lookAgain = async (): Promise<void> => {
      await db.staleMark.create({ data: { groupId: teams.groupId, kinds: 'schedule' } });
      await teams.server.relay.run();
    };
    await lookAgain();
    const before = changes();
    await lookAgain();
    expect(changes()).toBe(before);
    // Each says what the other said: everybody’s counts are what they were.
    const [one, other] = await db.meetingAnswer.findMany();
    if (!one || !other) throw new Error('nobody has answered');
    for (const [from, answer] of [
      [one, other.answer],
      [other, one.answer],
    ] as const) {
      const { meetingId, personId } = from;
      await db.meetingAnswer.update({ where: { meetingId_personId: { meetingId, personId } }, data: { answer } });
    }
    await lookAgain();
    expect(changes()).toBe(before + 1);
    expect(inChannel(teams, 'Our meetings')[0]?.text).toContain('1 yes · 1 no');
    expect(teams.repeats).toHaveLength(1);
    expect((await teams.as(teacher).look('Our meetings')).text).toContain('You answered “no”');
  });
});

describe('the chat with a person', () => {
  it('is begun once, with somebody who never wrote, and kept', async () => {
    const teams = await begin();
    await publish(teams);
    await teams.waitUntil('2026-09-18 12:00');
    const { user, chat } = teams.as('Callum Muirfield');
    expect(await toPerson(teams, 'Callum Muirfield', 'Will you come on Tue 29 Sep?')).toHaveLength(1);
    const begun = () => callsOf(teams, 'create', withPerson(teams, 'Callum Muirfield'));
    expect(begun().map(({ body }) => body)).toEqual([
      {
        isGroup: false,
        bot: { id: teams.api.bot.id, name: '' },
        members: [{ id: user.id, name: '' }],
        tenantId: teams.api.tenantId,
        channelData: { tenant: { id: teams.api.tenantId } },
      },
    ]);
    await setTask(teams);
    await teams.restart();
    await teams.waitUntil('2026-11-18 12:00');
    expect(written(teams, chat).length).toBeGreaterThan(1);
    expect(begun()).toHaveLength(1);
    // Whoever has the app has begun it.
    for (const who of heads) expect(callsOf(teams, 'create', withPerson(teams, who)), who).toEqual([]);
  });

  it('that has gone stale is begun anew, and what was to be said is said', async () => {
    const teams = await begin();
    await publish(teams);
    const gone = { ...refusals.noConversation, times: 1, when: withPerson(teams, head) };
    teams.api.fail('send', gone);
    await teams.waitUntil('2026-09-08 12:00');
    expect(await toPerson(teams, head, 'Is their cover arranged?')).toHaveLength(1);
    expect(callsOf(teams, 'create', withPerson(teams, head))).toHaveLength(1);
    expect(await teams.db.delivery.count({ where: { kind: 'not-delivered' } })).toBe(0);
    // And from then on is as good as any.
    await teams.waitUntil('2026-09-15 12:00');
    expect(callsOf(teams, 'create', withPerson(teams, head))).toHaveLength(1);
    expect(await toPerson(teams, head, 'Autumn 1 at Oakfield Primary')).toHaveLength(1);
  });

  it('can be begun though nothing else was ever heard of the tenant', async () => {
    const teams = await begin({ notAdded: true, notInstalled: heads.slice(1) });
    await teams.db.conversation.deleteMany({ where: { kind: { not: 'personal' } } });
    const { hubId } = await teams.db.group.findUniqueOrThrow({ where: { id: teams.groupId } });
    expect(await teams.db.installation.findMany()).toMatchObject([{ hubId }]);
    await teams.install(specialist);
    await publish(teams);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
  });

  it('that has gone stale is begun anew though it was the only one in the tenant', async () => {
    const teams = await begin({ notAdded: true, notInstalled: heads.slice(1) });
    await teams.install(specialist);
    await publish(teams);
    const { chat } = teams.as(head);
    await teams.db.conversation.deleteMany({ where: { ref: { not: conversationRef(teams.api.tenantId, chat) } } });
    teams.api.fail('send', { ...refusals.noConversation, times: 1, when: withPerson(teams, head) });
    await teams.waitUntil('2026-09-08 12:00');
    expect(await toPerson(teams, head, 'Is their cover arranged?')).toHaveLength(1);
  });

  it('is where somebody reads who is known in two tenants: in the group’s own', async () => {
    const teams = await begin();
    const personId = teams.personId(head);
    const { hubId } = await teams.db.person.findUniqueOrThrow({ where: { id: personId } });
    const elsewhere = { name: 'Margaret', seenAt: new Date('2026-09-10T12:00:00Z'), direct: 'a:1elsewhere' };
    const ref = accountRef('0f0f0f0f-0000-4000-8000-00000000beef', '29:1elsewhere');
    await teams.db.account.create({ data: { ...elsewhere, ref, hubId, personId } });
    await publish(teams);
    expect(await toPerson(teams, head, 'Work Group dates for')).toHaveLength(1);
    expect(teams.api.calls.some(({ path }) => path.includes('a:1elsewhere'))).toBe(false);
  });
});

describe('a card of the channel, as one person sees it', () => {
  const own = (teams: TeamsDriver, who: string) => teams.as(who).look('One bar model');
  async function aTask(): Promise<TeamsDriver> {
    const teams = await begin();
    await publish(teams);
    await setTask(teams);
    await later(teams, 1);
    return teams;
  }

  it('has her own answer on it, when Teams asks and after she has answered; others’ have none', async () => {
    const teams = await aTask();
    expect((await own(teams, teacher)).buttons).toContain('Not yet');
    expect(await teams.as(teacher).press('Not yet', 'One bar model', 'channel')).toContain('You said “not yet”.');
    expect((await own(teams, teacher)).text).toContain('You said “not yet”.');
    for (const who of [colleague, specialist]) expect((await own(teams, who)).text).not.toContain('You said');
    expect(JSON.stringify(written(teams, teams.channel).map(cardOf))).not.toContain('You said');
  });

  it('is as it was when she has taken it back', async () => {
    const teams = await aTask();
    await teams.as(teacher).press('Not yet', 'One bar model', 'channel');
    expect((await own(teams, teacher)).buttons).toContain('Take it back');
    await teams.as(teacher).press('Take it back', 'One bar model', 'channel');
    const after = await own(teams, teacher);
    expect(after.text).not.toContain('You said');
    expect(after.text).toContain('Replies so far: 0 of 12');
    expect(after.buttons).toEqual(expect.arrayContaining(['Not yet', 'Tried it, it did not work']));
    expect(after.buttons).not.toContain('Take it back');
  });

  it('stays what everybody sees for whoever has no part in it', async () => {
    const teams = await begin({ strangers: [{ name: 'Sam Fletcher', email: 'sam@home.example' }] });
    await publish(teams);
    const [schedule] = find(teams, teams.channel, 'Our meetings');
    expect(refreshed(cardOf(schedule ?? { activity: {} }))).not.toContain(teams.as('Sam Fletcher').user.id);
    expect((await teams.as('Sam Fletcher').look('Our meetings')).text).toContain('Nobody has answered yet');
  });

  it('is asked for by members of the group alone', async () => {
    const teams = await begin({
      strangers: [{ name: 'Sam Fletcher', email: 'sam@home.example' }],
      notInstalled: [head],
    });
    await teams.as('Sam Fletcher').say('Hello');
    const stoodDown = teams.personId(colleague);
    await teams.db.membership.updateMany({ where: { personId: stoodDown }, data: { stoodDownAt: new Date(0) } });
    await publish(teams);
    const [schedule] = find(teams, teams.channel, 'Our meetings');
    const members = await teams.db.account.findMany({
      where: { personId: { not: null }, NOT: { personId: stoodDown } },
    });
    const expected = members.map(({ ref }) => decodeURIComponent(ref.split(':')[2] ?? ''));
    expect(refreshed(cardOf(schedule ?? { activity: {} })).sort()).toEqual(expected.sort());
    expect(expected).not.toContain(teams.as(head).user.id);
    expect(expected).not.toContain(teams.as('Sam Fletcher').user.id);
    expect(expected.length).toBeGreaterThan(10);
    // What looks the same to all is asked for by nobody; nor is what stands in a personal chat.
    const cards = teams.api.tenant.messages.filter(({ from }) => from === teams.api.bot.id);
    const others = cards.filter((message) => !/Our meetings|One bar model/u.test(textOf(message)));
    expect(others.length).toBeGreaterThan(5);
    expect(others.flatMap((message) => refreshed(cardOf(message)))).toEqual([]);
  });

  it('is asked for by sixty at most, and is small enough for all of them', async () => {
    const teams = await begin();
    const { hubId } = await teams.db.group.findUniqueOrThrow({ where: { id: teams.groupId } });
    const school = await teams.db.school.findFirstOrThrow();
    for (let number = 0; number < 80; number++) {
      const id = `person-${number}`;
      const person = { id, hubId, name: `Member ${number}`, email: `${id}@home.example`, calendarSecret: id };
      await teams.db.person.create({ data: person });
      await teams.db.membership.create({
        data: { id, groupId: teams.groupId, personId: id, role: 'advocate', schoolId: school.id },
      });
      const ref = accountRef(teams.api.tenantId, `29:1${String(number).padStart(90, 'x')}`);
      await teams.db.account.create({ data: { ref, hubId, personId: id, name: id, seenAt: new Date(0) } });
    }
    await publish(teams);
    const [schedule] = find(teams, teams.channel, 'Our meetings');
    expect(refreshed(cardOf(schedule ?? { activity: {} }))).toHaveLength(60);
    expect(Buffer.byteLength(JSON.stringify(schedule?.activity))).toBeLessThan(28 * 1024);
    expect(await teams.as(teacher).press('Yes', 'Our meetings', 'channel')).toContain('You are coming');
  });
});

it('makes one update of a burst', async () => {
  const teams = await begin();
  await publish(teams);
  const people = (
    await teams.db.membership.findMany({ where: { role: 'advocate' }, include: { person: true }, take: 10 })
  ).map(({ person }) => teams.as(person.name));
  const before = callsOf(teams, 'update').length;
  const began = performance.now();
  await Promise.all(people.map((person) => person.pressUnseen('Yes', 'Our meetings')));
  const elapsed = performance.now() - began;
  await teams.server.settle();
  const updates = callsOf(teams, 'update').slice(before);
  expect(updates.length).toBeGreaterThan(0);
  // One for each time that was given to gather them, and one for the rest.
  expect(updates.length).toBeLessThanOrEqual(1 + Math.ceil(elapsed / 300));
  const [card, ...others] = inChannel(teams, 'Our meetings');
  expect(card?.text).toContain('10 yes · 0 no · 0 not sure');
  expect(others).toEqual([]);
});

it('brings a card up to date when Teams did not let it the first time', async () => {
  const teams = await begin();
  await publish(teams);
  teams.api.fail('update', { ...refusals.unavailable, times: 3 });
  await teams.as(teacher).press('Yes', 'Our meetings', 'channel');
  expect(inChannel(teams, 'Our meetings')[0]?.text).toContain('Nobody has answered yet');
  await later(teams, 1);
  expect(inChannel(teams, 'Our meetings')[0]?.text).toContain('1 yes');
});

it('gives up on a card that was deleted, without a word', async () => {
  const teams = await begin();
  await publish(teams);
  const [schedule] = find(teams, teams.channel, 'Our meetings');
  if (schedule) teams.api.tenant.remove(schedule);
  const { user } = teams.as(teacher);
  await teams.as(colleague).type('meeting');
  await teams.as(colleague).press('Yes', 'Tue 29 Sep');
  const tries = callsOf(teams, 'update').length;
  expect(tries).toBeGreaterThan(0);
  for (let day = 0; day < 3; day++) await later(teams, 13 * 60);
  expect(callsOf(teams, 'update', ({ path }) => path.includes(schedule?.id ?? user.id))).toHaveLength(1);
  expect(await teams.db.delivery.count({ where: { kind: 'not-delivered' } })).toBe(0);
});

it('waits for as long as Teams asks, for a message, an update and a chat, and loses none', async () => {
  const teams = await begin();
  const spent = async (work: () => Promise<unknown>): Promise<number> => {
    const before = teams.timer.now();
    await work();
    return teams.timer.now() - before;
  };
  teams.api.fail('create', { ...throttled(17), times: 1, when: inTheChannel(teams) });
  expect(await spent(() => publish(teams))).toBeGreaterThanOrEqual(17_000);
  expect(inChannel(teams, 'Our meetings')).toHaveLength(1);

  teams.api.fail('update', { ...throttled(11), times: 1 });
  expect(await spent(() => teams.as(teacher).press('Yes', 'Our meetings', 'channel'))).toBeGreaterThanOrEqual(11_000);
  expect(inChannel(teams, 'Our meetings')[0]?.text).toContain('1 yes');

  teams.api.fail('create', { ...throttled(5), times: 1, when: withPerson(teams, colleague) });
  expect(await spent(() => teams.waitUntil('2026-09-15 12:00'))).toBeGreaterThanOrEqual(5000);
  expect(await toPerson(teams, colleague, 'Will you come on Tue 29 Sep?')).toHaveLength(1);
});

it('leaves a long wait to a later try, and lets the others pass meanwhile', async () => {
  const teams = await begin();
  teams.api.fail('create', { ...throttled(600), times: 1, when: inTheChannel(teams) });
  await publish(teams);
  expect(inChannel(teams, 'Our meetings')).toHaveLength(0);
  for (const who of heads) expect(await toPerson(teams, who, 'Work Group dates for'), who).toHaveLength(1);
  const waiting = await teams.db.delivery.findMany({
    where: { personId: null, status: 'planned', reason: 'Teams asked us to wait' },
  });
  expect(waiting.length).toBeGreaterThan(0);
  for (const { sendAt } of waiting) expect(sendAt.getTime() - teams.clock.now().getTime()).toBeGreaterThan(500_000);
  await teams.timer.sleep(600_000);
  await later(teams, 12);
  expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
});

it('sends again what may have arrived, says so, and from then on keeps that one up to date', async () => {
  const teams = await begin();
  teams.api.fail('create', { cut: 'after', times: 1, when: inTheChannel(teams) });
  await publish(teams);
  await later(teams, 2);
  const [first, second, ...more] = find(teams, teams.channel, 'Our meetings');
  expect(more).toEqual([]);
  await teams.as(teacher).press('Yes', 'Our meetings', 'channel');
  expect([first, second].map((one) => /1 yes/u.test(textOf(one)))).toEqual([false, true]);
  expect(await teams.db.delivery.count({ where: { kind: 'schedule', status: 'sent', unanswered: true } })).toBe(1);
  expect(await teams.db.delivery.count({ where: { unanswered: true } })).toBe(1);
});
