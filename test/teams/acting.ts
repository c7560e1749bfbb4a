import { onTestFinished } from 'vitest';
import { type Open, openSqlite } from '../support/databases.js';
import type { SeenMessage } from '../support/driver.js';
import type { Call, Fault } from '../support/teams-api.js';
import type { Operation } from '../support/teams-connector.js';
import { startTeams, type TeamsDriver, type TeamsOptions } from '../support/teams-driver.js';
import type { TeamsMessage } from '../support/teams-tenant.js';
import { wordsOf } from '../support/teams-words.js';

export const specialist = 'Kate Winterbourne';
export const teacher = 'Priya Nandakumar';
export const colleague = 'Tom Hartwell';
export const head = 'Margaret Okonkwo';
export const heads = [
  head,
  'Stephen Blackwood',
  'Farida Chowdhury-Bell',
  'Gareth Llewellyn-Shaw',
  'Helen Brackenbury',
  'Anthony Da Silva Reed',
];

export type Json = Record<string, unknown>;

/** The example group in a Teams of its own, until the test has finished. */
export async function begin(options: TeamsOptions = {}, open: Open = openSqlite): Promise<TeamsDriver> {
  const asUsual = options.fill === undefined && options.start === undefined;
  const database = await open(asUsual ? 'example' : 'empty');
  onTestFinished(() => database.close());
  const teams = await startTeams(database, options);
  onTestFinished(() => teams.stop());
  return teams;
}

/** The specialist publishes the proposed dates; whoever is told now is told. */
export async function publish(teams: TeamsDriver): Promise<void> {
  const kate = teams.as('specialist');
  await kate.type('schedule plan');
  const words = await kate.submit();
  if (!words.includes('Published')) throw new Error(words);
}

/** The specialist sets a gap task, to be answered by Tue 20 Oct or so. */
export async function setTask(teams: TeamsDriver, title = 'One bar model'): Promise<void> {
  const kate = teams.as('specialist');
  await kate.type('task set');
  await kate.submit({
    Title: title,
    'What to try': 'Use one bar model with your class and ask two different questions of it.',
    'Big Ideas': ['Variation'],
  });
  const words = await kate.submit({ Variation: 'What did you keep the same?' });
  if (!words.includes('to be answered by')) throw new Error(words);
}

/** What the connector is asked about a conversation, or to begin one with this channel or person. */
export const about =
  (...ids: string[]) =>
  ({ path, body }: Pick<Call, 'path' | 'body'>): boolean => {
    const { members = [], channelData } = body as { members?: { id: string }[]; channelData?: Json };
    const begun = [...members.map(({ id }) => id), (channelData?.channel as Json | undefined)?.id];
    return ids.some((id) => path.includes(id) || begun.includes(id));
  };

export const inTheChannel = (teams: TeamsDriver) => about(teams.channel);
/** Whatever begins or goes on in the chat with a person. */
export const withPerson = (teams: TeamsDriver, who: string) => about(teams.as(who).chat, teams.as(who).user.id);

export const callsOf = (teams: TeamsDriver, operation: Operation, when: Fault['when'] = () => true): Call[] =>
  teams.api.calls.filter((call) => call.operation === operation && when(call));

/** What the bot has written in a conversation, threads and all. */
export const written = ({ api }: TeamsDriver, conversation: string): TeamsMessage[] =>
  api.tenant.messages.filter((one) => one.conversation === conversation && one.from === api.bot.id);

export const cardOf = ({ activity }: Pick<TeamsMessage, 'activity'>): Json =>
  ((activity.attachments as Json[] | undefined)?.[0]?.content as Json | undefined) ?? {};
export const textOf = (message: Pick<TeamsMessage, 'activity'> | undefined): string =>
  message ? wordsOf(cardOf(message)) : '';

/** What stands in the channel as everybody sees it, threads left out, that contains these words. */
export const inChannel = (teams: TeamsDriver, words: string): { text: string; message: TeamsMessage }[] =>
  written(teams, teams.api.channel)
    .filter(({ root, id, deleted }) => !deleted && root === id)
    .map((message) => ({ text: textOf(message), message }))
    .filter(({ text }) => text.includes(words));

export async function toPerson(teams: TeamsDriver, who: string, words: string): Promise<SeenMessage[]> {
  return (await teams.as(who).messages('direct')).filter(({ text, from }) => from === 'bot' && text.includes(words));
}

/** Lets so many minutes pass. */
export async function later(teams: TeamsDriver, minutes: number): Promise<void> {
  teams.clock.set(new Date(teams.clock.now().getTime() + minutes * 60_000));
  await teams.server.relay.run();
}
