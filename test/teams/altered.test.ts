import { beforeAll, describe, expect, it } from 'vitest';
import { partsOf } from '../../src/platforms/teams/refs.js';
import { openSqlite } from '../support/databases.js';
import {
  channel,
  dialogValue,
  executeValue,
  groupChat,
  invokeActivity,
  messageActivity,
  personal,
} from '../support/teams-door.js';
import { startTeams, type TeamsDriver } from '../support/teams-driver.js';
import type { TeamsPerson } from '../support/teams-person.js';
import { inputsOf, labelOf } from '../support/teams-words.js';
import { faraway, importSecond } from './elsewhere.js';
import {
  anew,
  begin,
  cardOf,
  colleague,
  head,
  type Json,
  member,
  publish,
  record,
  type Setting,
  specialist,
  traceOf,
  whereIs,
} from './raw-door.js';

/** In a reflection that its author did not share. */
const canary = 'quokkaword';
const otherHead = 'Stephen Blackwood';
const otherMember = 'Aisha Rahmani';
const hubLead = 'Rosalind Amponsah';

/** People who have no business in the group, from further and further away. */
const neighbours = [
  { name: 'Edwin Castlemaine', email: 'edwin.castlemaine@examplemathshub.example' },
  { name: 'Hannah Abernethy', email: 'hannah.abernethy@beaconrise.example' },
  { name: 'Patricia Nwosu-Lane', email: 'patricia.nwosu-lane@beaconrise.example' },
];
const unknown = { name: 'Somebody Else', email: 'somebody.else@nowhere.example' };
const guest = { name: 'A Guest', email: 'a.guest@nowhere.example' };
const strangers = [...neighbours, { name: faraway.name, email: faraway.email }, unknown, guest];

/** What a visit leaves behind: that it came, from where and whose it was, and that the specialist is asked who that is. */
const footprints = /^[-+] (InboxEntry|Installation|Conversation|Account) |^[-+] Delivery .*"kind":"who-is-this"/u;

let setting: Setting;
let driver: TeamsDriver;
let recorded: Json[];
let otherGroup: string;
let namesWithin: string[];

beforeAll(async () => {
  const database = await openSqlite();
  driver = await startTeams(database, { strangers });
  setting = { database, db: database.db, driver };
  otherGroup = await importSecond(driver);
  await importSecond(driver, faraway.change);
  recorded = record(driver);
  await play();
  await driver.as(guest.name).say('Hello', 'channel');
  const { db } = database;
  await db.account.updateMany({ where: { email: guest.email }, data: { guest: true } });
  recorded = recorded.filter(({ type }) => type === 'invoke' || type === 'message');
  const within = await db.membership.findMany({ where: { groupId: driver.groupId }, include: { person: true } });
  namesWithin = within.filter(({ role }) => role !== 'hubLead').map(({ person }) => person.name);
  return async () => {
    await driver.stop();
    await database.close();
  };
});

/** The group at its work: every kind of thing that people do. */
async function play(): Promise<void> {
  const [kate, priya, margaret] = [driver.as(specialist), driver.as(member), driver.as(head)];
  await publish(driver);
  await priya.press('Yes', 'Our meetings', 'channel');
  await priya.look('Our meetings');
  await priya.press('Answer for other dates', 'Our meetings', 'channel');
  await priya.submit();
  await kate.type('task set');
  await kate.submit({ Title: 'One bar model', 'What to try': 'Use one bar model twice.', 'Big Ideas': ['Fluency'] });
  await kate.submit();
  await priya.press('Reflect', 'One bar model', 'channel');
  const question = inputsOf(cardOfDialog(priya)).find(({ type }) => type === 'Input.Text') ?? {};
  await priya.leave({ [labelOf(question)]: `It goes well, ${canary}.` });
  await priya.type('reflect');
  await priya.submit();
  await driver.as(colleague).press('Not yet', 'One bar model', 'channel');
  await driver.waitUntil('2026-09-08 08:30');
  await margaret.press('Cover arranged');
  await driver.waitUntil('2026-09-15 08:30');
  await margaret.press('All as agreed');
  await margaret.type('commitments');
  await margaret.type('pause');
  await kate.type('task status');
  await kate.press('Read every reply', 'One bar model', 'direct');
  for (const command of [
    'task status',
    'digest',
    'people',
    'upcoming',
    'schedule',
    'report',
    'release',
    'commitments',
  ]) {
    await kate.type(command);
  }
  await kate.type('task status', 'channel');
  for (const person of [kate, priya, margaret]) await person.type('home');
  await driver.server.settle();
}

const cardOfDialog = (person: TeamsPerson): Json => (person.dialog().card as Json).content as Json;

interface Heard {
  answers: { status: number; body: Json | undefined }[];
  /** All that was answered, and all that Teams was told meanwhile. */
  text: string;
  rows: string[];
}

async function listen(activities: readonly Json[]): Promise<Heard> {
  const answers: Heard['answers'] = [];
  const { rows, calls } = await traceOf(setting, async () => {
    for (const activity of activities) answers.push(await driver.send(activity));
  });
  // Whoever is asked who somebody is may read a name: that is said to them, and not to the stranger.
  const told = calls.map(({ body }) => body).filter((body) => !JSON.stringify(body).includes('Who is'));
  return { answers, rows, text: JSON.stringify([answers, told]) };
}

/**
 * Everything that the group did, as though somebody else had done it: where it was done, and in a chat of their own.
 * What was written in forms is left out, because whoever writes reads it again when it cannot be taken.
 */
function asIf(who: string): Json[] {
  const { user, chat } = driver.as(who);
  return recorded.flatMap((activity) => {
    const words = JSON.stringify(activity).replaceAll(/quokkaword|One bar model|Use one bar model twice/gu, 'my words');
    const own = anew(JSON.parse(words) as Json, { from: { id: user.id, name: user.name } });
    const { conversation } = activity as { conversation: Json };
    if (conversation.conversationType !== 'personal') return [own];
    return [{ ...own, conversation: { ...conversation, id: chat } }, anew(own)];
  });
}

const notTheirs = (rows: readonly string[]): string[] => rows.filter((row) => !footprints.test(row));
const ofInvoke = (name: string, route: string): Json => {
  const found = recorded.findLast(
    (one) => one.name === name && JSON.stringify(one.value).includes(`"route":"${route}"`),
  );
  if (!found) throw new Error(`nobody has sent ${route} by ${name}`);
  return found;
};

it('the specialist reads what others must not', async () => {
  const heard = await listen([anew(ofInvoke('task/fetch', 'task.read'))]);
  expect(heard.text).toContain(canary);
});

describe('somebody from elsewhere does what the group did', () => {
  it.each(neighbours)('$name, of another group of the hub: nothing changes, nothing is shown', async ({ name }) => {
    const heard = await listen(asIf(name));
    expect(notTheirs(heard.rows)).toEqual([]);
    expect(heard.answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
    expect(heard.text).not.toMatch(/quokkaword|One bar model|Oakfield|wrong on our side/u);
    for (const one of namesWithin) expect(heard.text).not.toContain(one);
  });

  it.each([
    ['of another hub', faraway.name],
    ['whom nobody knows', unknown.name],
    ['who is a guest', guest.name],
  ])('somebody %s: nothing changes, nothing is shown', async (_who, name) => {
    const heard = await listen(asIf(name));
    expect(notTheirs(heard.rows)).toEqual([]);
    expect(heard.answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
    expect(heard.text).not.toMatch(
      /quokkaword|One bar model|Oakfield|Faraway Work|Secondary Mastery|wrong on our side/u,
    );
    // They are told whom to turn to.
    for (const one of namesWithin.filter((each) => each !== specialist)) expect(heard.text).not.toContain(one);
  });
});

describe('somebody of the group does what others did', () => {
  /** Tables whose rows are somebody's own. */
  const owned = /^[-+] (MeetingAnswer|CoverAnswer|CommitmentReview|Reflection|Snooze|Contribution) /u;
  /** Consequences: what is planned, and which messages are to be drawn anew. */
  const following = /^[-+] (Delivery|StaleMark|Group|Person|ReflectionAnswer) /u;
  const personOf = (row: string): unknown => (JSON.parse(row.slice(row.indexOf('{'))) as Json).personId;

  it.each([head, otherHead, colleague, otherMember, hubLead])('%s: as themselves alone', async (who) => {
    const heard = await listen(asIf(who));
    expect(heard.answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
    expect(heard.text).not.toMatch(/quokkaword|wrong on our side/u);
    const rows = notTheirs(heard.rows);
    expect(rows.filter((row) => !owned.test(row) && !following.test(row))).toEqual([]);
    expect(rows.filter((row) => owned.test(row) && personOf(row) !== driver.personId(who))).toEqual([]);
    const answers = rows.filter((row) => row.includes('ReflectionAnswer'));
    expect(answers.filter((row) => row.includes(canary))).toEqual([]);
  });

  it('a head sees no school but the own one’s commitments and cover', async () => {
    const texts = [];
    for (const words of ['commitments', 'release']) {
      const { user, chat } = driver.as(otherHead);
      const heard = await listen([messageActivity(driver.api, user, personal(chat), words, `17${Math.random()}`)]);
      texts.push(heard.text);
    }
    const text = texts.join();
    expect(text).toContain('Millpond');
    // The next meeting is at Oakfield.
    expect(text.replaceAll('at Oakfield Primary', '')).not.toMatch(/Oakfield|Hazel Lane|Foxglove|Kingfisher|Marigold/u);
  });

  it('a head answers for the own school alone, whatever the button says', async () => {
    const press = ofInvoke('adaptiveCard/action', 'commitments.answer');
    const heard = await listen([anew(press, { from: { id: driver.as(otherHead).user.id } })]);
    expect(heard.text).toContain('That is about another school, so nothing was changed');
    expect(notTheirs(heard.rows)).toEqual([]);
  });

  it('what is asked for in the channel is for whoever presses, as themselves', async () => {
    const said = driver.api.tenant.messages.findLast(
      ({ conversation, from, activity }) =>
        conversation === driver.api.channel &&
        from === driver.api.bot.id &&
        JSON.stringify(activity).includes('"words"'),
    );
    const shown = JSON.stringify(said?.activity);
    for (const one of namesWithin) expect(shown).not.toContain(one);
    for (const [who, words] of [
      [member, 'That is for the specialist'],
      [head, 'That is for the specialist'],
      [specialist, 'One bar model'],
    ] as const) {
      const { user } = driver.as(who);
      const fetch = invokeActivity(driver.api, user, channel(driver.api.team, driver.api.channel, said?.root), {
        name: 'task/fetch',
        value: dialogValue({ workgroup: { route: 'words', args: { words: 'task status' } } }),
      });
      expect(JSON.stringify(await driver.send(fetch))).toContain(words);
    }
  });

  it('in a group chat nothing is written that one person asked for', async () => {
    const { api } = driver;
    const kate = driver.as(specialist);
    const chat = api.tenant.addGroupChat([kate.user.id, driver.as(member).user.id]);
    const text = `<at>${api.bot.name}</at> task status`;
    const heard = await listen([messageActivity(api, kate.user, groupChat(chat), text, '1788418801234')]);
    expect(heard.text).toContain('Open');
    expect(heard.text).not.toContain('One bar model');
  });

  it('a conversation that does not say that nobody reads along is treated as one in which somebody does', async () => {
    const { api } = driver;
    const { user, chat } = driver.as(specialist);
    const activity = messageActivity(api, user, personal(chat), 'task status', '1788418801235');
    const { conversation } = activity as { conversation: Json };
    for (const conversationType of [undefined, null, 'meeting', 'Personal', '']) {
      const odd = anew(activity, { conversation: { ...conversation, conversationType } });
      expect((await listen([odd])).text).not.toContain('One bar model');
    }
  });
});

describe('a button that was altered', () => {
  type Alter = () => Json;
  const answer = (): Json => ofInvoke('adaptiveCard/action', 'meeting.answer');
  const actionOf = (activity: Json): Json => (activity.value as Json).action as Json;
  const dataOf = (): Json => actionOf(answer()).data as Json;
  const buttonOf = (): Json => dataOf().workgroup as Json;
  const withAction = (change: Json): Json => ({ action: { ...actionOf(answer()), ...change }, trigger: 'manual' });
  const withButton = (change: Json): Json => withAction({ data: { workgroup: { ...buttonOf(), ...change } } });
  const withArgs = (change: Json): Json => withButton({ args: { ...(buttonOf().args as Json), ...change } });
  const words = (text: string): Json => ({ route: 'words', args: { words: text } });

  it.each<[string, Alter]>([
    ['has no data', () => withAction({ data: undefined })],
    ['has null for data', () => withAction({ data: null })],
    ['has words for data', () => withAction({ data: 'yes' })],
    ['has data of another app', () => withAction({ data: { other: { route: 'meeting.answer' } } })],
    ['has a list for data', () => withAction({ data: [dataOf()] })],
    ['names no route', () => withButton({ route: undefined })],
    ['names an empty route', () => withButton({ route: '' })],
    ['names a route that there is not', () => withButton({ route: 'nothing' })],
    ['names what all objects have', () => withButton({ route: '__proto__' })],
    ['names how objects are made', () => withButton({ route: 'constructor' })],
    ['has a list for arguments', () => withButton({ args: ['no'] })],
    ['has numbers for arguments', () => withArgs({ meeting: 1, answer: {} })],
    [
      'would change what objects are',
      () => withButton({ args: JSON.parse('{"__proto__":{"group":"x"},"answer":"no"}') }),
    ],
    ['names no meeting', () => withArgs({ meeting: 'nowhere', answer: 'no' })],
    ['names another group', () => withArgs({ group: otherGroup, answer: 'no' })],
    ['names a group that there is not', () => withArgs({ group: 'nowhere', answer: 'no' })],
    ['names an answer that there is not', () => withArgs({ answer: 'perhaps' })],
    ['is the specialist’s', () => withButton({ route: 'task.withdraw', args: { group: driver.groupId } })],
    [
      'is the specialist’s, and only looks',
      () => withButton({ route: 'task.status', args: { group: driver.groupId } }),
    ],
    [
      'is a head’s',
      () => withButton({ route: 'meeting.cover', args: { ...(buttonOf().args as Json), answer: 'arranged' } }),
    ],
    ['hands in a form', () => withButton({ route: 'task.reflect', form: true })],
    ['keeps a form', () => withButton({ route: 'task.reflect', form: true, keep: true })],
    ['closes what is not open', () => withAction({ data: { workgroup: { close: true } } })],
    ['is words of the specialist’s', () => withButton(words('task status'))],
    ['is words that there are not', () => withButton(words('x'.repeat(10_000)))],
    ['is no words', () => withButton({ route: 'words', args: {} })],
    ['comes from the specialist’s card', () => withButton({ ...words('nothing'), from: words('task status') })],
    ['comes from a route', () => withButton({ ...words('nothing'), from: { route: 'task.read', args: {} } })],
    ['comes from nowhere', () => withButton({ ...words('nothing'), from: 'everywhere' })],
    [
      'only looks, and says that it comes from the specialist’s card',
      () => ({
        ...withAction({ verb: 'refresh', data: { workgroup: { ...buttonOf(), from: words('digest') } } }),
      }),
    ],
  ])('because it %s, changes nothing and is answered kindly', async (_how, value) => {
    const heard = await listen([anew(answer(), { value: value() })]);
    expect(notTheirs(heard.rows)).toEqual([]);
    const [first] = heard.answers;
    expect(first).toMatchObject({ status: 200, body: { statusCode: 200, value: { type: 'AdaptiveCard' } } });
    expect(heard.text).not.toMatch(/quokkaword|wrong on our side|\bundefined\b|Secondary Mastery|Tom Hartwell, /u);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a word', 'yes'],
    ['a list', []],
    ['an empty action', {}],
    ['a word for an action', { action: 'yes' }],
  ])('until it is %s, is none', async (_how, value) => {
    const heard = await listen([anew(answer(), { value })]);
    expect([notTheirs(heard.rows), heard.answers]).toEqual([[], [{ status: 400, body: undefined }]]);
  });

  it('on the way to a dialog opens only what is theirs', async () => {
    const { user } = driver.as(member);
    const { api } = driver;
    const open = (workgroup: unknown, name = 'task/fetch'): Json =>
      invokeActivity(api, user, channel(api.team, api.channel), { name, value: dialogValue({ workgroup }) });
    const group = driver.groupId;
    const heard = await listen([
      open({ route: 'task.status', args: { group } }),
      open({ route: 'task.read', args: { group } }),
      open({ route: 'digest.show', args: { group } }),
      open({ route: 'people.show', args: { group: otherGroup } }),
      open({ route: 'task.set', args: { group: otherGroup } }),
      open(words('digest')),
      open({ route: 'meeting.answers', args: { group: otherGroup } }),
      open({ ...words('digest'), form: true }, 'task/submit'),
      open({ route: 'task.publish', args: { group, task: 'x' }, form: true }, 'task/submit'),
      open(undefined),
      open('everything'),
      open({ route: 1 }),
      invokeActivity(api, user, personal(driver.as(member).chat), {
        name: 'composeExtension/fetchTask',
        value: { commandId: 'digest', commandContext: 'compose' },
      }),
    ]);
    expect(notTheirs(heard.rows)).toEqual([]);
    expect(heard.answers.map(({ status }) => status)).toEqual(heard.answers.map(() => 200));
    expect(heard.text).not.toMatch(/quokkaword|wrong on our side|Secondary Mastery|Edwin|One bar model/u);
  });
});

describe('a form that was altered', () => {
  const reflection = (): Json => ofInvoke('task/submit', 'task.reflect');
  const dataOf = (): Json => (reflection().value as Json).data as Json;
  const formOf = (): Json => dataOf().workgroup as Json;
  const altered = (change: Json, values: Json = {}): Json =>
    anew(reflection(), { value: dialogValue({ ...dataOf(), ...values, workgroup: { ...formOf(), ...change } }) });
  const args = (change: Json): Json => ({ args: { ...(formOf().args as Json), ...change } });

  it.each<[string, () => Json]>([
    ['names another group', () => altered(args({ group: otherGroup }))],
    ['names no group', () => altered(args({ group: 'nowhere' }))],
    ['names another task', () => altered(args({ task: 'nowhere' }))],
    ['has a list for arguments', () => altered({ args: [] })],
    ['has numbers for arguments', () => altered({ args: { group: 1, task: {} } })],
    ['belongs to the specialist', () => altered({ route: 'task.set' })],
    ['belongs to a button', () => altered({ route: 'people.stand-down' })],
    ['belongs to a route that there is not', () => altered({ route: '__proto__' })],
    ['belongs to nothing', () => altered({ route: '' })],
    ['has answers to questions that were not asked', () => altered({}, { 'p-nowhere': 'Some words of mine.' })],
    [
      'keeps what cannot be kept',
      () => altered({ route: 'meeting.answers', keep: true, args: { group: driver.groupId } }),
    ],
    ['keeps the specialist’s', () => altered({ route: 'schedule.plan', keep: true, args: { group: driver.groupId } })],
  ])('because it %s, changes nothing', async (_how, activity) => {
    const heard = await listen([activity()]);
    expect(notTheirs(heard.rows)).toEqual([]);
    expect(heard.answers).toMatchObject([{ status: 200, body: { task: { type: 'continue' } } }]);
    expect(heard.text).not.toMatch(/wrong on our side|\bundefined\b|Secondary Mastery/u);
  });

  it.each<[string, Json]>([
    ['objects', { status: { a: 1 }, shared: { b: 2 } }],
    ['lists', { status: ['done'], shared: ['true'] }],
    ['numbers', { status: 1, shared: 0 }],
    ['nothing', { status: null, shared: null }],
    ['what all objects have', JSON.parse('{"__proto__":{"shared":true},"constructor":"x","toString":"y"}') as Json],
    ['nests', { status: [[[[['done']]]]], shared: { a: { b: {} } } }],
  ])('with %s for values shares nothing that was not to be shared', async (_what, values) => {
    const heard = await listen([altered({}, values)]);
    expect(heard.answers).toMatchObject([{ status: 200 }]);
    expect(heard.text).not.toMatch(/wrong on our side|\[object/u);
    const mine = await setting.db.reflection.findFirst({ where: { personId: driver.personId(member) } });
    expect(mine?.shared).toBe(false);
    expect(({} as Json).shared).toBeUndefined();
  });
});

describe('a form of the specialist’s with choices that she was not given', () => {
  const submit = ({ driver: own }: Setting, route: string, args: Json, values: Json): Promise<unknown> => {
    const { user, chat } = own.as(specialist);
    const value = dialogValue({ workgroup: { route, args: { group: own.groupId, ...args }, form: true } }, values);
    return own.send(invokeActivity(own.api, user, personal(chat), { name: 'task/submit', value }));
  };

  it('plans no meeting at another group’s school', async () => {
    const own = await begin();
    const { driver: teams, db } = own;
    const kate = teams.as(specialist);
    const other = await importSecond(teams);
    const school = await db.groupSchool.findFirstOrThrow({ where: { groupId: other } });
    await kate.type('schedule plan');
    const fields = inputsOf(cardOfDialog(kate));
    const values = Object.fromEntries(fields.map(({ id, value }) => [String(id), value ?? '']));
    const where = Object.keys(values).filter((name) => name.startsWith('where-'));
    expect(where.length).toBe(6);
    for (const wrong of [school.schoolId, 'nowhere', '', '__proto__', [school.schoolId], { id: school.schoolId }]) {
      await submit(own, 'schedule.plan', {}, { ...values, [where[0] ?? '']: wrong });
      expect(await db.meeting.count({ where: { hostSchoolId: school.schoolId } }), String(wrong)).toBe(0);
    }
    expect(await db.meeting.count({ where: { groupId: other } })).toBe(0);
  });

  it('records nobody of another group, and tells nobody’s name', async () => {
    const own = await begin({ strangers: [unknown] });
    const { driver: teams, db } = own;
    const other = await importSecond(teams);
    const edwin = await db.membership.findFirstOrThrow({ where: { groupId: other, role: 'specialist' } });
    await publish(teams);
    await teams.as(unknown.name).say('Hello!');
    const meeting = await db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });
    await teams.waitUntil('2026-09-29 17:00');
    await submit(own, 'meeting.attendance', { meeting: meeting.id }, { present: `${edwin.personId},nobody` });
    expect(await db.attendance.count({ where: { personId: { in: [edwin.personId, 'nobody'] } } })).toBe(0);
    const { ref } = await db.account.findFirstOrThrow({ where: { email: unknown.email } });
    const answer = await submit(
      own,
      'people.identify',
      { account: ref },
      { who: edwin.personId, role: '', school: '' },
    );
    expect(JSON.stringify(answer)).not.toContain('Edwin');
    expect(await db.account.findUnique({ where: { ref } })).toMatchObject({ personId: null });
    const taken = await submit(own, 'setup.bind', { channel: 'teams:x:y' }, { group: other });
    expect(JSON.stringify(taken)).not.toContain('Secondary');
    expect(await db.channel.count({ where: { groupId: other } })).toBe(0);
  });
});

describe('a card that is looked at again', () => {
  const refresh = (
    who: string,
    { conversation, root, id }: Pick<Message, 'conversation' | 'root' | 'id'>,
    from?: Json,
  ) => {
    const { user } = driver.as(who);
    const message = { conversation, ...(root !== undefined && { root }), id } as Message;
    const action = { verb: 'refresh', data: { workgroup: from ? { route: '', args: {}, from } : { refresh: true } } };
    return invokeActivity(driver.api, user, whereIs(driver, message), {
      name: 'adaptiveCard/action',
      value: executeValue(action, {}, 'automatic'),
      replyTo: id,
    });
  };
  type Message = TeamsDriver['api']['tenant']['messages'][number];
  const newest = (conversation: string, words: string): Message => {
    const found = driver.api.tenant.messages.findLast(
      (one) => one.conversation === conversation && JSON.stringify(cardOf(one) ?? {}).includes(words),
    );
    if (!found) throw new Error(`there is no “${words}”`);
    return found;
  };
  const none = { status: 404, body: undefined };

  it('shows each member the own answer', async () => {
    const message = newest(driver.api.channel, 'Our meetings');
    const [hers] = (await listen([refresh(member, message)])).answers;
    expect(JSON.stringify(hers)).toContain('You answered');
    const [another] = (await listen([refresh('Grace Adeyinka', message)])).answers;
    expect(another?.status).toBe(200);
    expect(JSON.stringify(another)).not.toContain('You answered');
    expect(JSON.stringify(another)).not.toContain(member);
  });

  it('is shown to nobody else', async () => {
    const message = newest(driver.api.channel, 'Our meetings');
    for (const { name } of strangers) {
      const heard = await listen([refresh(name, message)]);
      expect([heard.answers, notTheirs(heard.rows)], name).toEqual([[none], []]);
    }
  });

  it('is nobody else’s where it is private, whichever conversation they name', async () => {
    const { messageRef } = await setting.db.delivery.findFirstOrThrow({
      where: { kind: 'commitments-review', personId: driver.personId(head), messageRef: { not: null } },
    });
    const { id: conversation = '', message: id = '' } = partsOf(messageRef ?? '') ?? {};
    const theirs = { conversation, id } as Message;
    expect(conversation).toBe(driver.as(head).chat);
    expect((await listen([refresh(head, theirs)])).answers).toMatchObject([{ status: 200 }]);
    for (const who of [otherHead, member, specialist, hubLead, 'Edwin Castlemaine', unknown.name]) {
      const own = { ...theirs, conversation: driver.as(who).chat };
      const inChannel = { ...theirs, conversation: driver.api.channel };
      const heard = await listen([refresh(who, theirs), refresh(who, own), refresh(who, inChannel)]);
      expect([heard.answers, notTheirs(heard.rows)], who).toEqual([[none, none, none], []]);
    }
  });

  it('that there is not is nobody’s', async () => {
    const message = newest(driver.api.channel, 'Our meetings');
    const heard = await listen([
      refresh(member, { ...message, id: '1' }),
      refresh(member, { ...message, id: `${message.id}0` }),
      refresh(member, { ...message, conversation: '19:nowhere@thread.tacv2' }),
    ]);
    expect([heard.answers, notTheirs(heard.rows)]).toEqual([[none, none, none], []]);
  });

  it('gives no more than its reader could ask for, whatever it says that it comes from', async () => {
    const message = newest(driver.as(specialist).chat, 'One bar model');
    for (const text of ['task status', 'digest']) {
      const from = { route: 'words', args: { words: text } };
      const heard = await listen(
        [otherHead, unknown.name, 'Edwin Castlemaine'].map((who) => refresh(who, message, from)),
      );
      expect(heard.text).not.toMatch(/quokkaword|One bar model|Tom Hartwell/u);
      expect(notTheirs(heard.rows)).toEqual([]);
    }
  });
});
