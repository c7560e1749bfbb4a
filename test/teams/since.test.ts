import { describe, expect, it } from 'vitest';
import { channel, executeValue, invokeActivity, personal } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import type { TeamsMessage } from '../support/teams-tenant.js';
import { actionsOf, labelsOf, wordsOf } from '../support/teams-words.js';
import {
  begin,
  cardOf,
  colleague,
  head,
  inChannel,
  type Json,
  later,
  publish,
  setTask,
  specialist,
  teacher,
  toPerson,
} from './acting.js';

const typed = 'the words that I typed';

/** A lead teacher's form for the gap task, open. */
async function reflecting(): Promise<TeamsDriver> {
  const teams = await begin();
  await publish(teams);
  await setTask(teams);
  await later(teams, 1);
  await teams.as(teacher).press('Reflect', 'One bar model', 'channel');
  return teams;
}

/** The specialist's form for cancelling the first meeting, open. */
async function openCancelling(teams: TeamsDriver): Promise<void> {
  const kate = teams.as(specialist);
  await kate.type('meeting cancel');
  const labels = (await kate.messages()).at(-1)?.buttons ?? [];
  await kate.press(String(labels.find((label) => label.startsWith('Tue 29 Sep'))), '', 'direct');
}

describe('a form that is open while', () => {
  it('its task is withdrawn is answered, and what was typed is not lost', async () => {
    const teams = await reflecting();
    await teams.as(specialist).type('task status');
    await teams.as(specialist).press('Withdraw it');
    expect(await teams.as(teacher).submit({ 'What did you keep': typed })).toContain('has been withdrawn');
    expect(teams.as(teacher).form().text).toContain(typed);
    expect(await teams.db.reflection.count()).toBe(0);
  });

  it('its task is closed by the meeting is answered, and what was typed is not lost', async () => {
    const teams = await reflecting();
    await teams.waitUntil('2026-09-29 13:05');
    expect(await teams.as(teacher).submit({ 'What did you keep': typed })).toContain('closed when the meeting');
    expect(teams.as(teacher).form().text).toContain(typed);
    expect(await teams.db.reflection.count()).toBe(0);
  });

  it('its meeting is cancelled by somebody else is answered, and what was typed is not lost', async () => {
    const teams = await begin();
    await publish(teams);
    await openCancelling(teams);
    const first = await teams.db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });
    await teams.db.meeting.update({ where: { id: first.id }, data: { status: 'cancelled' } });
    expect(await teams.as(specialist).submit({ Why: typed })).toContain('cancelled');
    expect(teams.as(specialist).form().text).toContain(typed);
  });

  it('the database takes nothing is answered, and what was typed is not lost', async () => {
    const teams = await reflecting();
    await teams.db.$executeRawUnsafe('DROP TABLE "ReflectionAnswer"');
    expect(await teams.as(teacher).submit({ 'What did you keep': typed })).toContain('Please try again in a minute');
    expect(teams.as(teacher).form().text).toContain(typed);
  });

  it('the bot is stopped and started again is taken as if nothing had been', async () => {
    const teams = await reflecting();
    await teams.restart();
    await teams.as(teacher).submit({ 'What did you keep': typed });
    expect(await teams.db.reflection.count()).toBe(1);
  });
});

describe('a button on an old card', () => {
  /** Presses what somebody still sees, whatever has become of it. */
  async function pressOld(teams: TeamsDriver, who: string, message: TeamsMessage, card: Json, label: string) {
    const { api } = teams;
    const { user, chat } = teams.as(who);
    const action = actionsOf(card).find(({ title }) => title === label);
    const where = message.conversation === chat ? personal(chat) : channel(api.team, api.channel, message.root);
    const value = executeValue(action ?? {});
    const { status, body } = await teams.send(
      invokeActivity(api, user, where, { name: 'adaptiveCard/action', value, replyTo: message.id }),
    );
    expect(status).toBe(200);
    return body?.value as Json;
  }

  it('of a meeting that is cancelled says so, changes nothing, and shows how things stand', async () => {
    const teams = await begin();
    await publish(teams);
    const { message } = inChannel(teams, 'Our meetings')[0] as { message: TeamsMessage };
    const card = cardOf(message);
    await openCancelling(teams);
    await teams.as(specialist).submit({ Why: 'Snow has closed two schools' });
    const now = await pressOld(teams, colleague, message, card, 'No');
    expect(wordsOf(now)).toMatch(/cancelled/u);
    expect(wordsOf(now)).toContain('Tue 24 Nov');
    expect(labelsOf(now)).toContain('Yes');
    expect(await teams.db.meetingAnswer.count()).toBe(0);
  });

  it('of a request that was answered answers it once more, and counts once', async () => {
    const teams = await begin();
    await publish(teams);
    await teams.waitUntil('2026-09-08 08:30');
    const asked = teams.api.tenant.messages.findLast(({ conversation }) => conversation === teams.as(head).chat);
    const card = cardOf(asked as TeamsMessage);
    await teams.as(head).press('Cover arranged');
    expect(wordsOf(await pressOld(teams, head, asked as TeamsMessage, card, 'Cover arranged'))).toContain(
      'Cover is noted as arranged',
    );
    expect(await teams.db.coverAnswer.count()).toBe(1);
    expect(await toPerson(teams, specialist, 'would like to talk')).toEqual([]);
  });

  it('that asked who somebody is says what was said', async () => {
    const strangers = [{ name: 'Somebody Else', email: 'somebody@nowhere.example' }];
    const teams = await begin({ strangers });
    await teams.as('Somebody Else').type('Hello!');
    await teams.waitUntil('2026-09-03 08:30');
    await teams.db.account.updateMany({ where: { email: 'somebody@nowhere.example' }, data: { guest: true } });
    expect(await teams.as(specialist).press('Say who this is', 'Somebody Else')).toContain('is a guest');
  });
});
