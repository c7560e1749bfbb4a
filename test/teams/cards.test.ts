import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playHalfTerm } from '../scenarios/half-term.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { channel, dialogValue, executeValue, invokeActivity, personal } from '../support/teams-door.js';
import { startTeams, type TeamsDriver } from '../support/teams-driver.js';
import type { TeamsMessage } from '../support/teams-tenant.js';
import { actionsOf, inputsOf, opensDialog, sentBy } from '../support/teams-words.js';
import { cardOf, type Json, textOf } from './acting.js';
import { createSchemaCheck, findDropped, hasSchema } from './schema.js';
import { faultsOf, type Shown, watch } from './shown.js';

/** A half-term, played once, and everything that people were shown in it. */
let database: TestDatabase;
let teams: TeamsDriver;
let watched: ReturnType<typeof watch>;
let shown: Shown[];

beforeAll(async () => {
  database = await openSqlite('example');
  // Also what was said before anybody acted: the app is added, and welcomes.
  teams = await startTeams(database);
  watched = watch(teams);
  await playHalfTerm(teams);
  shown = watched.shown();
}, 180_000);
afterAll(async () => {
  await teams.stop();
  await database.close();
});

const allFaults = (check: (one: Shown) => string[]): string[] => [...new Set(shown.flatMap(check))];

describe('what people are shown in a half-term', () => {
  it('is of every kind', () => {
    for (const where of ['message', 'in place', 'dialog'] as const) {
      expect(shown.filter((one) => one.where === where).length, where).toBeGreaterThan(5);
    }
    const ways = ['create', 'send', 'update', 'adaptiveCard/action', 'task/fetch', 'task/submit'];
    expect(ways.filter((way) => !shown.some(({ how }) => how === way))).toEqual([]);
    expect(watched.others.filter(({ answer: { status } }) => status !== 200)).toEqual([]);
  });

  it('keeps to what Teams takes, each press as its place needs it', () => {
    expect(allFaults(faultsOf)).toEqual([]);
  });

  it.skipIf(!hasSchema)('is valid by the Adaptive Card 1.5 schema (skipped where ../shared/schemas is absent)', () => {
    const check = createSchemaCheck();
    expect(allFaults(({ how, card }) => check(card).map((fault) => `${how}: ${fault}`))).toEqual([]);
  });

  it('is read by Microsoft’s own parser with nothing dropped', () => {
    expect(allFaults(({ how, card }) => findDropped(card).map((fault) => `${how}: ${fault}`))).toEqual([]);
  });

  it('has words for a notification', () => {
    const summaries = teams.api.tenant.messages
      .filter(({ from }) => from === teams.api.bot.id)
      .map(({ activity }) => String(activity.summary ?? ''));
    expect(summaries.filter((summary) => summary.trim() === '')).toEqual([]);
    for (const { card } of shown) expect(String(card.fallbackText).trim()).not.toBe('');
  });

  it('has a dialog’s name and size beside each dialog, and a way out of it', () => {
    for (const { card } of shown.filter(({ where }) => where === 'dialog')) {
      const foot = (card.actions ?? []) as Json[];
      const ways = foot.map(({ data }) => (data as { workgroup: Json }).workgroup);
      expect(ways.some(({ close, form }) => close === true || form === true)).toBe(true);
    }
  });
});

describe('every button that stands in Teams after a half-term', () => {
  interface Press {
    message: TeamsMessage;
    card: Json;
    action: Json;
    route: string;
  }
  /** The newest one of each route, in the channel and in personal chats. */
  function presses(): Press[] {
    const found = new Map<string, Press>();
    const { messages, chats } = teams.api.tenant;
    for (const message of messages.filter(({ from, deleted }) => from === teams.api.bot.id && !deleted)) {
      const card = cardOf(message);
      for (const action of actionsOf(card).filter(({ type }) => type !== 'Action.OpenUrl')) {
        const { route } = (action.data as { workgroup: { route: string } }).workgroup;
        found.set(`${route} ${chats.has(message.conversation)}`, { message, card, action, route });
      }
    }
    return [...found.values()];
  }
  const invoke = async ({ message, card, action }: Press, name: string): Promise<Json | undefined> => {
    const { api } = teams;
    const owner = api.tenant.chats.get(message.conversation);
    const user = owner === undefined ? teams.as('specialist').user : api.tenant.findUser(owner);
    const where =
      owner === undefined ? channel(api.team, message.conversation, message.root) : personal(message.conversation);
    const value =
      name === 'task/fetch' ? dialogValue(action.data as Json) : executeValue(action, sentBy(inputsOf(card)));
    const activity = invokeActivity(api, user ?? teams.as('specialist').user, where, {
      name,
      value,
      replyTo: message.id,
    });
    const { status, body } = await teams.send(activity);
    expect(status, textOf(message)).toBe(200);
    return body;
  };

  it('that opens something opens a dialog', async () => {
    const opening = presses().filter(({ action }) => opensDialog(action));
    expect(new Set(opening.map(({ route }) => route)).size).toBeGreaterThan(6);
    for (const press of opening) {
      const { task } = ((await invoke(press, 'task/fetch')) ?? {}) as { task?: { type: string; value: Json } };
      expect(task?.type, press.route).toBe('continue');
      const { title, width, height } = task?.value ?? {};
      expect([typeof title, typeof width, typeof height], press.route).toEqual(['string', 'number', 'number']);
    }
  });

  it('that acts is answered with the card in its place', async () => {
    const acting = presses().filter(({ action }) => !opensDialog(action));
    expect(new Set(acting.map(({ route }) => route)).size).toBeGreaterThan(3);
    for (const press of acting) {
      const answer = await invoke(press, 'adaptiveCard/action');
      expect([answer?.statusCode, answer?.type], press.route).toEqual([200, 'application/vnd.microsoft.card.adaptive']);
    }
  });
});
