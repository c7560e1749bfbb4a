import { beforeAll, describe, expect, it } from 'vitest';
import { channel, dialogValue, invokeActivity, personal } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { inputsOf } from '../support/teams-words.js';
import { importSecond } from './elsewhere.js';
import { cardOfDialog, notTheirs, type Played, startPlayed, unknown } from './played.js';
import { anew, begin, type Json, member, publish, type Setting, specialist } from './raw-door.js';

let played: Played;
let driver: TeamsDriver;
let listen: Played['listen'];
beforeAll(async () => {
  played = await startPlayed();
  ({ driver, listen } = played);
  return played.stop;
});

describe('a button that was altered', () => {
  type Alter = () => Json;
  const answer = (): Json => played.sent('adaptiveCard/action', 'meeting.answer');
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
    ['names another group', () => withArgs({ group: played.otherGroup, answer: 'no' })],
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
      open({ route: 'people.show', args: { group: played.otherGroup } }),
      open({ route: 'task.set', args: { group: played.otherGroup } }),
      open(words('digest')),
      open({ route: 'meeting.answers', args: { group: played.otherGroup } }),
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
  const reflection = (): Json => played.sent('task/submit', 'task.reflect');
  const dataOf = (): Json => (reflection().value as Json).data as Json;
  const formOf = (): Json => dataOf().workgroup as Json;
  const altered = (change: Json, values: Json = {}): Json =>
    anew(reflection(), { value: dialogValue({ ...dataOf(), ...values, workgroup: { ...formOf(), ...change } }) });
  const args = (change: Json): Json => ({ args: { ...(formOf().args as Json), ...change } });

  it.each<[string, () => Json]>([
    ['names another group', () => altered(args({ group: played.otherGroup }))],
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
    const mine = await played.setting.db.reflection.findFirst({ where: { personId: driver.personId(member) } });
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
