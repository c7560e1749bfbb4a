import { randomUUID } from 'node:crypto';
import { type Agent, type OutgoingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Database } from '../../src/store/client.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { changes, everything } from '../support/everything.js';
import { executeValue, invokeActivity, personal, type Where } from '../support/teams-door.js';
import { startTeams, type TeamsDriver, type TeamsOptions } from '../support/teams-driver.js';
import type { TeamsPerson } from '../support/teams-person.js';
import type { TeamsMessage } from '../support/teams-tenant.js';
import { actionsOf, opensDialog, wordsOf } from '../support/teams-words.js';

export type Json = Record<string, unknown>;

export const specialist = 'Kate Winterbourne';
export const member = 'Priya Nandakumar';
export const colleague = 'Tom Hartwell';
export const head = 'Margaret Okonkwo';

export interface RawAnswer {
  status: number;
  text: string;
}

export interface Setting {
  database: TestDatabase;
  db: Database;
  driver: TeamsDriver;
}

/** The example group in a Teams of its own, until the test has finished. */
export async function begin(options: TeamsOptions = {}, open = openSqlite): Promise<Setting> {
  const database = await open();
  onTestFinished(() => database.close());
  const driver = await startTeams(database, options);
  onTestFinished(() => {
    driver.api.mend();
    return driver.stop();
  });
  return { database, db: database.db, driver };
}

/** The specialist publishes the proposed dates; whoever is told now is told. */
export async function publish(driver: TeamsDriver): Promise<void> {
  const kate = driver.as(specialist);
  await kate.type('schedule plan');
  const words = await kate.submit();
  if (!words.includes('Published')) throw new Error(words);
}

/** Sends anything, with any headers, duplicated ones too, as `fetch` does not. */
export function sendRaw(
  url: string,
  text: string,
  headers: OutgoingHttpHeaders = {},
  { agent, method = 'POST' }: { agent?: Agent; method?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const type = 'application/json; charset=utf-8';
    const all = { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers };
    const sent = request(`${url}/api/messages`, { method, headers: all, agent }, (response) => {
      let heard = '';
      response.on('data', (part) => {
        heard += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: heard }));
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

/** Every activity that goes to the bot from now on, as it was sent. */
export function record(driver: TeamsDriver): Json[] {
  const recorded: Json[] = [];
  const { send, knock } = driver;
  driver.send = (activity, forgery) => {
    recorded.push(structuredClone(activity as Json));
    return send(activity, forgery);
  };
  driver.knock = (activity, forgery) => {
    recorded.push(structuredClone(activity as Json));
    return knock(activity, forgery);
  };
  return recorded;
}

/** The same once more: another activity, as Teams would name it. */
export const anew = (activity: Json, change: Json = {}): Json => ({ ...activity, id: `f:${randomUUID()}`, ...change });

/** The newest message of the bot with these words that has such a button. */
export function findButton(driver: TeamsDriver, label: string, on = ''): { message: TeamsMessage; action: Json } {
  const { messages, botId } = driver.api.tenant;
  for (const message of messages.filter(({ from }) => from === botId).reverse()) {
    const card = cardOf(message);
    const action =
      card && wordsOf(card).includes(on) ? actionsOf(card).find(({ title }) => title === label) : undefined;
    if (action) return { message, action };
  }
  throw new Error(`the bot has shown nobody a button “${label}”`);
}

export const cardOf = ({ activity }: Pick<TeamsMessage, 'activity'>): Json | undefined =>
  (activity.attachments as { content: Json }[] | undefined)?.[0]?.content;

export function whereIs({ api }: TeamsDriver, { conversation, root }: TeamsMessage): Where {
  const team = api.tenant.teamOf(conversation);
  if (!team) return personal(conversation);
  return { kind: 'channel', id: root === undefined ? conversation : `${conversation};messageid=${root}`, team };
}

/** A press as Teams sends it, never sent before. */
export function pressOf(driver: TeamsDriver, { user }: TeamsPerson, label: string, on = ''): Json {
  const { message, action } = findButton(driver, label, on);
  const invoke = opensDialog(action)
    ? { name: 'task/fetch', value: { data: action.data, context: { theme: 'default' } } }
    : { name: 'adaptiveCard/action', value: executeValue(action) };
  return invokeActivity(driver.api, user, whereIs(driver, message), { ...invoke, replyTo: message.id });
}

/** What came and went meanwhile, in the database and at Teams. */
export async function traceOf(
  { db, driver }: Setting,
  work: () => Promise<unknown>,
): Promise<{ rows: string[]; calls: TeamsDriver['api']['calls'] }> {
  await driver.server.settle();
  const before = await everything(db);
  const { calls } = driver.api;
  const called = calls.length;
  await work();
  await driver.server.settle();
  return { rows: changes(before, await everything(db)), calls: calls.slice(called) };
}

/** On a port of its own, until the test has finished. @returns its address */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
