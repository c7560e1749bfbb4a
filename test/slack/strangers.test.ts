import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { example } from '../bad-input/example.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { changes, everything } from '../support/everything.js';
import { type SlackDriver, startSlack } from '../support/slack-driver.js';
import {
  type Body,
  commandBody,
  eventBody,
  payloadBody,
  questionOf,
  type RawAnswer,
  type Recorded,
  record,
  sendSigned,
} from './raw-door.js';

type Json = Record<string, unknown>;

const member = 'Priya Nandakumar';
const head = 'Margaret Okonkwo';
const specialist = 'Kate Winterbourne';
/** In a reflection that its author did not share. */
const canary = 'quokkaword';
const email = (name: string, place: string): string => `${name.toLowerCase().replace(' ', '.')}@${place}`;

/** People who have no business in the group, from further and further away. */
const neighbours = [
  { name: 'Edwin Castlemaine', email: 'edwin.castlemaine@examplemathshub.example' },
  { name: 'Hannah Abernethy', email: 'hannah.abernethy@beaconrise.example' },
  { name: 'Patricia Nwosu-Lane', email: 'patricia.nwosu-lane@beaconrise.example' },
];
const faraway = { name: 'Faraway Specialist', email: 'faraway.specialist@examplemathshub.far' };
const unknown = { name: 'Somebody Else', email: email('Somebody Else', 'nowhere.example') };
const guest = { name: 'A Guest', email: email('A Guest', 'nowhere.example') };
const strangers = [...neighbours, faraway, unknown, guest];

/** What a visit leaves behind: that it came, whose it was, and that the specialist is asked who that is. */
const footprints = /^[-+] (InboxEntry|Installation|Account) |^[-+] Delivery .*"kind":"who-is-this"/u;

let database: TestDatabase;
let driver: SlackDriver;
let recorded: Recorded;
let otherGroup: string;
let namesWithin: string[];

beforeAll(async () => {
  database = await openSqlite();
  driver = await startSlack(database, { strangers });
  await importSecond((text) => text);
  await importSecond((text) =>
    text
      .replaceAll('Example Maths Hub', 'Faraway Maths Hub')
      .replaceAll('Secondary Mastery Work Group 1', 'Faraway Work Group')
      .replaceAll('.example', '.far')
      .replace('edwin.castlemaine@', 'faraway.specialist@'),
  );
  const { db } = database;
  otherGroup = (await db.group.findFirstOrThrow({ where: { name: 'Secondary Mastery Work Group 1' } })).id;
  expect(await db.hub.count()).toBe(2);
  recorded = record(driver);
  await play();
  await driver.as(guest.name).say('Hello', 'channel');
  await db.account.updateMany({ where: { email: guest.email }, data: { guest: true } });
  const within = await db.membership.findMany({ where: { groupId: driver.groupId }, include: { person: true } });
  namesWithin = within.filter(({ role }) => role !== 'hubLead').map(({ person }) => person.name);
});
afterAll(async () => {
  await driver.stop();
  await database.close();
});

async function importSecond(change: (text: string) => string): Promise<void> {
  for (const file of ['secondary-roster.csv', 'secondary-term-dates.csv']) {
    const text = change(Buffer.from(await example(file)).toString());
    const result = await importFile(database.db, Buffer.from(text), importDeps(driver.clock.now()));
    expect(result).toMatchObject({ ok: true });
  }
}

/** The group at its work: every kind of thing that people do. */
async function play(): Promise<void> {
  const kate = driver.as(specialist);
  const priya = driver.as(member);
  await kate.type('schedule plan');
  await kate.submit();
  await priya.press('Yes', 'Our meetings', 'channel');
  await kate.type('task set');
  await kate.submit({ Title: 'One bar model', 'What to try': 'Use one bar model twice.', 'Big Ideas': ['Fluency'] });
  await kate.submit();
  await priya.press('Reflect', 'One bar model', 'channel');
  await priya.submit({ [questionOf(priya.view())]: `It went well, ${canary}.` });
  await driver.as('Tom Hartwell').press('Not yet', 'One bar model', 'channel');
  await driver.waitUntil('2026-09-08 08:30');
  await driver.as(head).press('Cover arranged');
  await kate.type('task status');
  await kate.press('Read every reply', 'One bar model', 'direct');
  for (const command of ['task status', 'digest', 'people', 'upcoming', 'schedule', 'help']) await kate.type(command);
  await kate.openHome();
  await priya.openHome();
  await driver.server.settle();
}

interface Heard {
  answers: RawAnswer[];
  /** Everything that Slack was told meanwhile, and what was sent to response URLs. */
  text: string;
  changes: string[];
}

/** Sends these as they are, and listens. */
async function listen(bodies: readonly Body[]): Promise<Heard> {
  await driver.server.settle();
  const before = await everything(database.db);
  const { calls, responses } = driver.api;
  const [called, responded] = [calls.length, responses.length];
  const answers: RawAnswer[] = [];
  for (const body of bodies) answers.push(await sendSigned(driver, body));
  await driver.server.settle();
  // Whoever is asked who somebody is may read a name: that is said to them, and not to the stranger.
  const heard = calls.slice(called).filter(({ body }) => !JSON.stringify(body).includes('Who is'));
  return {
    answers,
    text: JSON.stringify([answers, heard.map(({ body }) => body), responses.slice(responded)]),
    changes: changes(before, await everything(database.db)),
  };
}

/** Everything that the group did, as though somebody else had done it. */
function asIf({ name }: { name: string }): Body[] {
  const { user } = driver.as(name);
  return [
    ...recorded.commands.map((fields) => commandBody(driver, { ...fields, user_id: user, trigger_id: randomUUID() })),
    ...recorded.payloads.map((payload) =>
      payloadBody({
        ...payload,
        user: { id: user, username: name, team_id: driver.api.team },
        trigger_id: randomUUID(),
        ...(payload.response_url !== undefined && { response_url: driver.api.responseUrl(`${user}/${randomUUID()}`) }),
      }),
    ),
  ];
}

const notTheirs = (heard: Heard): string[] => heard.changes.filter((row) => !footprints.test(row));

it('the specialist reads what others must not', async () => {
  const read = recorded.payloads.filter(({ actions }) => JSON.stringify(actions ?? '').includes('task.read'));
  const heard = await listen(read.map((payload) => payloadBody({ ...payload, trigger_id: 'again' })));
  expect(heard.text).toContain(canary);
});

describe('somebody from elsewhere does what the group did', () => {
  it.each(neighbours)('$name, of another group of the hub: nothing changes, nothing is shown', async (who) => {
    const heard = await listen(asIf(who));
    expect(notTheirs(heard)).toEqual([]);
    expect(heard.answers.every(({ status }) => status === 200)).toBe(true);
    expect(heard.text).not.toContain(canary);
    expect(heard.text).not.toContain('One bar model');
    for (const name of namesWithin) expect(heard.text).not.toContain(name);
  });

  it.each([
    ['of another hub', faraway],
    ['whom nobody knows', unknown],
    ['who is a guest', guest],
  ])('somebody %s: nothing changes, nothing is shown', async (_who, who) => {
    const heard = await listen(asIf(who));
    expect(notTheirs(heard)).toEqual([]);
    expect(heard.answers.every(({ status }) => status === 200)).toBe(true);
    expect(heard.text).not.toMatch(/quokkaword|One bar model|Faraway|Secondary Mastery/u);
    // They are told whom to turn to.
    for (const name of namesWithin.filter((one) => one !== specialist)) expect(heard.text).not.toContain(name);
  });

  it('a head in the channel presses what is for lead teachers', async () => {
    const { user } = driver.as(head);
    const pressed = recorded.payloads.filter(
      ({ type, actions }) => type === 'block_actions' && JSON.stringify(actions).includes('task.re'),
    );
    expect(pressed.length).toBeGreaterThan(1);
    const bodies = pressed.map((payload) =>
      payloadBody({ ...payload, user: { id: user }, response_url: driver.api.responseUrl(`${user}/x`) }),
    );
    const heard = await listen(bodies);
    expect(notTheirs(heard)).toEqual([]);
    expect(heard.text).toContain('That is for lead teachers and advocates of this Work Group');
    expect(heard.text).not.toContain(canary);
  });
});

describe('another workspace’s name', () => {
  const other = 'T0ELSEWHERE';

  it('on every kind of payload does nothing', async () => {
    const { user } = driver.as(specialist);
    const event = { type: 'message', channel_type: 'channel', user, text: 'Hi?', ts: '1.1', channel: driver.channel };
    const authorizations = [{ team_id: other, user_id: 'U0', is_bot: true, is_enterprise_install: false }];
    const heard = await listen([
      ...recorded.commands.map((fields) => commandBody(driver, { ...fields, team_id: other })),
      ...recorded.payloads.map((payload) => payloadBody({ ...payload, team: { id: other }, trigger_id: 'x' })),
      ...recorded.payloads.map(({ view, ...payload }) =>
        payloadBody({
          ...payload,
          team: { id: other },
          trigger_id: 'y',
          ...(view !== undefined && { view: { ...(view as Json), app_installed_team_id: other } }),
        }),
      ),
      ...[event, { type: 'app_home_opened', user, tab: 'home' }, { type: 'team_join', user: { id: user } }].flatMap(
        (one) => [
          eventBody(driver, `Ev${randomUUID()}`, one, { team_id: other }),
          eventBody(driver, `Ev${randomUUID()}`, one, { team_id: other, authorizations }),
          eventBody(driver, `Ev${randomUUID()}`, one, { authorizations }),
        ],
      ),
    ]);
    expect(heard.answers.filter(({ status, text }) => status !== 200 || text !== '')).toEqual([]);
    expect(heard.changes).toEqual([]);
    expect(heard.text).not.toContain(canary);
  });

  it('in an uninstallation leaves this one alone', async () => {
    for (const type of ['app_uninstalled', 'tokens_revoked']) {
      const body = eventBody(driver, `Ev${randomUUID()}`, { type, tokens: { bot: ['U0'] } }, { team_id: other });
      const heard = await listen([body]);
      expect(notTheirs(heard)).toEqual([]);
    }
    expect(await driver.as(member).press('Yes', 'Our meetings', 'channel')).toContain('You are coming');
  });
});

describe('a form whose metadata was altered', () => {
  const submission = (): Json => {
    const found = recorded.payloads.findLast(({ type, view }) => type === 'view_submission' && isReflection(view));
    if (!found) throw new Error('nobody reflected');
    return found;
  };
  const isReflection = (view: unknown): boolean => (view as Json).callback_id === 'task.reflect';
  const altered = (view: Json): Body => {
    const whole = submission();
    return payloadBody({ ...whole, trigger_id: randomUUID(), view: { ...(whole.view as Json), ...view } });
  };
  const metadata = (): { args: Json; origin: Json } =>
    JSON.parse(String((submission().view as Json).private_metadata)) as { args: Json; origin: Json };

  it.each<[string, () => Json]>([
    ['is gone', () => ({ private_metadata: '' })],
    ['is no JSON', () => ({ private_metadata: '{"args":' })],
    ['is null', () => ({ private_metadata: 'null' })],
    ['is 3,000 characters long', () => ({ private_metadata: 'x'.repeat(3000) })],
    ['names another group', () => with_({ args: { ...metadata().args, group: otherGroup } })],
    ['names no group', () => with_({ args: { ...metadata().args, group: 'nowhere' } })],
    ['names another task', () => with_({ args: { ...metadata().args, task: 'nowhere' } })],
    ['has a list for arguments', () => with_({ args: [] })],
    ['has numbers for arguments', () => with_({ args: { group: 1, task: {} } })],
    [
      'would change what objects are',
      () => ({
        private_metadata: '{"args":{"__proto__":{"group":"x"},"constructor":"x"},"origin":{"kind":"home"}}',
      }),
    ],
    ['comes from nowhere', () => with_({ origin: { kind: 'nowhere' } })],
    ['comes from a channel that is none', () => with_({ origin: { kind: 'channel', channel: 'C1:x' } })],
    ['belongs to a form of the specialist', () => ({ callback_id: 'task.set' })],
    ['belongs to a button', () => ({ callback_id: 'people.stand-down' })],
    ['belongs to a route that there is not', () => ({ callback_id: '__proto__' })],
    ['belongs to nothing', () => ({ callback_id: '' })],
  ])('because it %s, is refused where it stands', async (_how, view) => {
    const heard = await listen([altered(view())]);
    expect(notTheirs(heard)).toEqual([]);
    const [answer] = heard.answers;
    expect(answer?.status).toBe(200);
    // The modal stays, or is drawn anew, and says something.
    expect(JSON.parse(answer?.text || '{}')).toMatchObject({
      response_action: expect.stringMatching(/errors|update/u),
    });
    expect(heard.text).not.toMatch(/wrong on our side|undefined|Secondary Mastery/u);
  });

  it('because it has another channel, is answered to that person alone', async () => {
    const other = ((await driver.api.ask('conversations.create', { name: 'elsewhere' })) as { channel: { id: string } })
      .channel.id;
    const { calls } = driver.api;
    const called = calls.length;
    await listen([altered(with_({ origin: { kind: 'channel', channel: other } }))]);
    const said = calls.slice(called).filter(({ method }) => method.startsWith('chat.post'));
    for (const { method, body } of said) {
      if (body.channel === other) expect([method, body.user]).toEqual(['chat.postEphemeral', driver.as(member).user]);
      expect(JSON.stringify(body)).not.toContain(canary);
    }
  });

  const with_ = (change: Json): Json => ({ private_metadata: JSON.stringify({ ...metadata(), ...change }) });
});

describe('a button that was altered', () => {
  const pressed = (change: Json): Body => {
    const whole = recorded.payloads.find(({ channel }) => (channel as Json | undefined)?.id === driver.channel) ?? {};
    const [action] = whole.actions as Json[];
    return payloadBody({ ...whole, trigger_id: randomUUID(), actions: [{ ...action, ...change }] });
  };
  const value = (change: Json): Json => ({ value: JSON.stringify({ route: 'meeting.answer', args: {}, ...change }) });

  it.each<[string, () => Json]>([
    ['has no value', () => ({ value: undefined, action_id: 'meeting.answer' })],
    ['is of an action that there is not', () => ({ value: undefined, action_id: 'nothing' })],
    ['has a value that is no JSON', () => ({ value: '{"route":' })],
    ['has a value of 3,000 characters', () => ({ value: 'x'.repeat(3000) })],
    ['names a route that there is not', () => value({ route: 'nothing' })],
    ['names what all objects have', () => value({ route: '__proto__' })],
    ['names no meeting', () => value({ args: { group: driver.groupId, meeting: 'nowhere', answer: 'no' } })],
    ['names another group', () => value({ args: { group: otherGroup, meeting: 'nowhere', answer: 'no' } })],
    ['names an answer that there is not', () => value({ args: { group: driver.groupId, answer: 'perhaps' } })],
    ['has a list for arguments', () => value({ args: ['no'] })],
    ['is the specialist’s', () => value({ route: 'task.status', args: { group: driver.groupId } })],
    ['hands in a form that is not open', () => value({ route: 'task.reflect', args: {}, keep: true })],
  ])('because it %s, changes nothing and is answered kindly', async (_how, change) => {
    const heard = await listen([pressed(change())]);
    expect(notTheirs(heard)).toEqual([]);
    expect(heard.answers).toEqual([{ status: 200, text: '' }]);
    expect(heard.text).toMatch(/older message|That is for|no longer|nothing to do|Which Work Group/u);
    expect(heard.text).not.toMatch(/quokkaword|wrong on our side|undefined|Secondary Mastery/u);
  });
});
