import { onTestFinished } from 'vitest';
import { type Open, openSqlite } from '../support/databases.js';
import type { SeenMessage } from '../support/driver.js';
import type { Call, Fault } from '../support/slack-api.js';
import { type SlackDriver, type SlackOptions, startSlack } from '../support/slack-driver.js';

export const specialist = 'Kate Winterbourne';
export const teacher = 'Priya Nandakumar';
export const colleague = 'Tom Hartwell';
export const head = 'Margaret Okonkwo';

export type Json = Record<string, unknown>;

/** The example group in a Slack of its own, until the test has finished. */
export async function begin(options: SlackOptions = {}, open: Open = openSqlite): Promise<SlackDriver> {
  const asUsual = options.fill === undefined && options.start === undefined;
  const database = await open(asUsual ? 'example' : 'empty');
  onTestFinished(() => database.close());
  const slack = await startSlack(database, options);
  onTestFinished(() => slack.stop());
  return slack;
}

/** The specialist publishes the proposed dates; whoever is told now is told. */
export async function publish(slack: SlackDriver): Promise<void> {
  const kate = slack.as('specialist');
  await kate.type('schedule plan');
  const words = await kate.submit();
  if (!words.includes('Published')) throw new Error(words);
}

/** The specialist sets a gap task, to be answered by Tue 20 Oct or so. */
export async function setTask(slack: SlackDriver, title = 'One bar model'): Promise<void> {
  const kate = slack.as('specialist');
  await kate.type('task set');
  await kate.submit({
    Title: title,
    'What to try': 'Use one bar model with your class and ask two different questions of it.',
    'Big Ideas': ['Variation'],
  });
  const words = await kate.submit({ Variation: 'What did you keep the same?' });
  if (!words.includes('to be answered by')) throw new Error(words);
}

export const callsOf = (slack: SlackDriver, method: string, where: Json = {}): Call[] =>
  slack.api.calls.filter(
    (call) => call.method === method && Object.entries(where).every(([key, value]) => call.body[key] === value),
  );

/** What stands in the channel, threads left out, that contains these words. */
export async function inChannel(slack: SlackDriver, words: string): Promise<SeenMessage[]> {
  return (await slack.as(teacher).messages('channel')).filter(({ text, onlyYou }) => !onlyYou && text.includes(words));
}

export async function toPerson(slack: SlackDriver, who: string, words: string): Promise<SeenMessage[]> {
  return (await slack.as(who).messages('direct')).filter(({ text }) => text.includes(words));
}

export const inTheChannel = (slack: SlackDriver) => (body: Json) => body.channel === slack.channel;

/** What Slack answers that refuses. */
export const refusal = (error: string, more: Partial<Fault> = {}): Fault => ({ body: { ok: false, error }, ...more });

export const tooMany = (seconds: number, more: Partial<Fault> = {}): Fault => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { ok: false, error: 'ratelimited' },
  ...more,
});

/** Lets so many minutes pass. */
export async function later(slack: SlackDriver, minutes: number): Promise<void> {
  slack.clock.set(new Date(slack.clock.now().getTime() + minutes * 60_000));
  await slack.server.relay.run();
}
