import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../support/databases.js';
import { changes, everything } from '../support/everything.js';
import { type SlackDriver, startSlack } from '../support/slack-driver.js';
import { buttonOf, payloadBody, questionOf, type Recorded, record, sendSigned } from './raw-door.js';

type Json = Record<string, unknown>;

const member = 'Priya Nandakumar';
const head = 'Margaret Okonkwo';

async function begin(): Promise<{ driver: SlackDriver; recorded: Recorded }> {
  const database = await openSqlite('example');
  const driver = await startSlack(database);
  onTestFinished(async () => {
    await driver.stop();
    await database.close();
  });
  const specialist = driver.as('specialist');
  await specialist.type('schedule plan');
  await specialist.submit();
  return { driver, recorded: record(driver) };
}

/** A lead teacher's form for the gap task, open, and the label of its first question. */
async function reflecting(driver: SlackDriver): Promise<string> {
  const specialist = driver.as('specialist');
  await specialist.type('task set');
  await specialist.submit({
    Title: 'One bar model',
    'What to try': 'Use one bar model twice.',
    'Big Ideas': ['Fluency'],
  });
  await specialist.submit();
  await driver.as(member).press('Reflect', 'One bar model', 'channel');
  return questionOf(driver.as(member).view());
}

async function openCancelling(driver: SlackDriver): Promise<void> {
  const specialist = driver.as('specialist');
  await specialist.type('meeting cancel');
  const labels = (await specialist.messages('direct')).at(-1)?.buttons ?? [];
  await specialist.press(String(labels.find((label) => label.startsWith('Tue 29 Sep'))), 'Which meeting', 'direct');
}

async function cancelFirst(driver: SlackDriver): Promise<void> {
  const specialist = driver.as('specialist');
  await openCancelling(driver);
  expect(await specialist.submit({ Why: 'Snow has closed two schools' })).toContain('Cancelled.');
}

/** Presses a button that was on the screen before, as the same person. @returns what is said to them */
async function pressAgain(driver: SlackDriver, payload: Json = {}, button?: Json): Promise<string> {
  const [pressed] = payload.actions as Json[];
  const { responses, calls } = driver.api;
  const before = [responses.length, calls.length];
  const action = { ...(button ?? pressed), type: 'button', action_ts: 'late' };
  const answer = await sendSigned(driver, payloadBody({ ...payload, trigger_id: 'late', actions: [action] }));
  expect(answer).toEqual({ status: 200, text: '' });
  await driver.server.settle();
  return JSON.stringify([responses.slice(before[0]), calls.slice(before[1]).map(({ body }) => body)]);
}

describe('a form that is open while', () => {
  const typed = 'the words that I typed';

  it('its task is withdrawn stays open, with what was typed', async () => {
    const { driver } = await begin();
    const question = await reflecting(driver);
    const priya = driver.as(member);
    const specialist = driver.as('specialist');
    await specialist.type('task status');
    await specialist.press('Withdraw it', '', 'direct');
    expect(await priya.submit({ [question]: typed })).toContain('has been withdrawn');
    expect(priya.form().fields[question]).toBe(typed);
    expect(await driver.db.reflection.count()).toBe(0);
  });

  it('its task is closed by the meeting stays open, with what was typed', async () => {
    const { driver } = await begin();
    const question = await reflecting(driver);
    const priya = driver.as(member);
    await driver.waitUntil('2026-09-29 13:05');
    expect(await priya.submit({ [question]: typed })).toContain('closed when the meeting');
    expect(priya.form().fields[question]).toBe(typed);
    expect(await driver.db.reflection.count()).toBe(0);
  });

  it('its meeting is cancelled by somebody else stays open, with what was typed', async () => {
    const { driver } = await begin();
    const specialist = driver.as('specialist');
    await openCancelling(driver);
    const first = await driver.db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });
    await driver.db.meeting.update({ where: { id: first.id }, data: { status: 'cancelled' } });
    expect(await specialist.submit({ Why: typed })).toContain('cancelled');
    expect(specialist.form().fields[questionOf(specialist.view())]).toBe(typed);
  });
});

describe('a button on an old card', () => {
  it('of a meeting that is cancelled says so, and changes nothing', async () => {
    const { driver, recorded } = await begin();
    await driver.as(member).press('Yes', 'Our meetings', 'channel');
    const pressed = recorded.payloads.at(-1);
    const no = buttonOf(driver, 'No');
    await cancelFirst(driver);
    const before = await everything(driver.db, ['InboxEntry']);
    expect(await pressAgain(driver, pressed, no)).toMatch(/cancelled/u);
    expect(changes(before, await everything(driver.db, ['InboxEntry']))).toEqual([]);
  });

  it('of a request that was answered answers it once more, and counts once', async () => {
    const { driver, recorded } = await begin();
    await driver.waitUntil('2026-09-08 08:30');
    await driver.as(head).press('Cover arranged');
    expect(await pressAgain(driver, recorded.payloads.at(-1))).toContain('Cover is noted as arranged');
    expect(await driver.db.coverAnswer.count()).toBe(1);
    expect(await driver.db.delivery.count({ where: { topic: 'notice', subjectId: driver.personId(head) } })).toBe(0);
  });

  it('that asked who somebody is says what was said', async () => {
    const database = await openSqlite();
    const strangers = [{ name: 'Somebody Else', email: 'somebody@nowhere.example' }];
    const driver = await startSlack(database, { strangers });
    onTestFinished(async () => {
      await driver.stop();
      await database.close();
    });
    const recorded = record(driver);
    await driver.as('Somebody Else').say('Hello!', 'direct');
    await driver.waitUntil('2026-09-03 08:30');
    const specialist = driver.as('specialist');
    const labels = (await specialist.messages('direct')).at(-1)?.buttons ?? [];
    await specialist.press(String(labels[0]), 'Somebody Else', 'direct');
    const pressed = recorded.payloads.at(-1);
    await driver.db.account.updateMany({ where: { email: 'somebody@nowhere.example' }, data: { guest: true } });
    const before = await everything(driver.db, ['InboxEntry']);
    expect(await pressAgain(driver, pressed)).toContain('is a guest');
    expect(changes(before, await everything(driver.db, ['InboxEntry']))).toEqual([]);
  });
});
