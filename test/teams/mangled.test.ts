import { Agent } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { onDatabase } from '../support/databases.js';
import { changes, everything } from '../support/everything.js';
import {
  channel,
  channelChanged,
  conversationUpdate,
  dialogValue,
  groupChat,
  invokeActivity,
  membersAdded,
  membersRemoved,
  mentionOf,
  messageActivity,
  personal,
} from '../support/teams-door.js';
import { startTeams, type TeamsDriver } from '../support/teams-driver.js';
import { change, mangle } from './mangling.js';
import {
  anew,
  colleague,
  head,
  type Json,
  member,
  pressOf,
  publish,
  type RawAnswer,
  record,
  sendRaw,
  specialist,
} from './raw-door.js';

const seed = Number(process.env.SEED ?? 20_260_903);
const runs = Number(process.env.MANGLED ?? 2_000);
/** After so many, something good is sent. */
const batch = 1000;
/** How many knock at once. */
const together = 16;
const stranger = { name: 'Somebody Else', email: 'somebody@nowhere.example' };

/** What passing through the door leaves behind, whatever it was: that it was heard, and that it came once. */
const footprints = ['Installation', 'InboxEntry', 'Conversation'];
/** What a message that is a message still may do: it counts, and may ask something; whose it was is noted. */
const harmless =
  /^[-+] (Contribution|Question|Account) |^[-+] UnsentWords .*"toId":null|^[-+] Delivery .*"topic":"question"/u;
/** Teams' own refusals, which are not what is tested. */
const refusals =
  /RestError: (Member not found|Conversation not found|The bot is not part|Invalid user identity)|calls this person otherwise/u;
const taken = [200, 400, 401, 403, 404, 413, 501];

/** One of each kind, as people cause them. */
async function play(driver: TeamsDriver): Promise<Json[]> {
  const { api } = driver;
  const recorded = record(driver);
  const kate = driver.as(specialist);
  const priya = driver.as(member);
  await publish(driver);
  await priya.press('Yes', 'Our meetings', 'channel');
  await priya.look('Our meetings');
  await priya.say('Has anybody tried this?');
  await priya.type('people', 'channel');
  await priya.type('home');
  await kate.type('task set');
  await kate.submit({ Title: 'One bar model', 'What to try': 'Use it twice.', 'Big Ideas': ['Fluency'] });
  await kate.submit();
  await priya.press('Reflect', 'One bar model', 'channel');
  await priya.closeDialog();
  await driver.as(stranger.name).say('Hello!');
  await driver.install(head);
  const group = api.tenant.addGroupChat([priya.user.id, kate.user.id]);
  const general = channel(api.team, api.team.id);
  const { user } = priya;
  const submit = recorded.find(({ name }) => name === 'task/submit') as Json;
  return [
    // What may truly do something once more, and something else with other words, would only hide what must not.
    ...recorded.filter(({ value }) => !/"task\.(set|publish)".*"form":true/u.test(JSON.stringify(value ?? {}))),
    messageActivity(api, user, groupChat(group), `${mentionOf(api)} schedule`, '1788418800501'),
    messageActivity(api, user, groupChat(group), 'Is anybody here?', '1788418800502'),
    // As a client sends what it cannot execute.
    { ...messageActivity(api, user, personal(priya.chat), '', '1'), value: (recorded[2]?.value as Json)?.data },
    invokeActivity(api, user, general, { name: 'composeExtension/fetchTask', value: { commandId: 'people' } }),
    {
      ...submit,
      name: 'composeExtension/submitAction',
      value: { commandId: 'schedule plan', ...(submit.value as Json) },
    },
    invokeActivity(api, user, personal(priya.chat), {
      name: 'task/fetch',
      value: dialogValue({ workgroup: { close: true } }),
    }),
    membersAdded(api, kate.user, general, [user, driver.as(colleague).user]),
    membersRemoved(api, kate.user, general, [user]),
    channelChanged(api, kate.user, api.team, 'channelRenamed', { id: api.channel, name: 'ours' }),
    conversationUpdate(api, kate.user, general, 'teamRenamed'),
  ];
}

const mangled = fc.record({
  sample: fc.nat(),
  changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  wire: fc.oneof(
    { weight: 30, arbitrary: fc.constant('as it is') },
    fc.constantFrom('broken', 'no token', 'another token', 'no type', 'too long'),
  ),
});
type Mangled = typeof mangled extends fc.Arbitrary<infer Value> ? Value : never;

/** What is wrong with an answer; undefined when nothing is. */
function faultOf({ status, text }: RawAnswer): string | undefined {
  if (!taken.includes(status)) return `status ${status}`;
  if (/wrong on our side|\bundefined\b|\[object|\bNaN\b/u.test(text)) return 'words that nobody should read';
  if (status !== 200 || text === '') return undefined;
  const { task, statusCode, type, value } = JSON.parse(text) as Json;
  const shown = type === 'application/vnd.microsoft.activity.message' ? value : (value as Json)?.type;
  const inPlace = statusCode === 200 && typeof type === 'string' && typeof shown === 'string';
  return inPlace || (task as Json)?.type === 'continue' || text === '{}' ? undefined : 'an answer of no kind';
}

onDatabase('mangled activities', (open) => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  const agent = new Agent({ keepAlive: true, maxSockets: together });
  beforeAll(() => {
    // The SDK prints every token that it refuses.
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    process.on('unhandledRejection', note);
    return () => quiet.mockRestore();
  });
  afterAll(() => {
    process.off('unhandledRejection', note);
    agent.destroy();
  });

  it('are refused or answered, harm nothing, and leave the door open', async () => {
    const database = await open();
    const logged: string[] = [];
    const error = (...[context, words]: unknown[]): void => {
      logged.push(`${words}: ${(context as { err?: Error }).err?.stack ?? ''}`);
    };
    const driver = await startTeams(database, {
      strangers: [stranger],
      log: { info: () => {}, warn: () => {}, error },
    });
    const corpus = await play(driver);
    const { provider, db } = database;
    // Nobody pulls the plug here.
    if (provider === 'sqlite') await db.$queryRawUnsafe('PRAGMA synchronous = OFF');
    const [good, bad] = [driver.api.sign(), driver.api.sign({ by: 'stranger' })];

    const knock = (activity: unknown, wire: Mangled['wire']): Promise<RawAnswer> => {
      const text = JSON.stringify(activity) ?? '';
      const body = wire === 'broken' ? text.slice(0, text.length / 2) : text;
      const token = wire === 'another token' ? bad : good;
      return sendRaw(
        driver.server.url,
        wire === 'too long' ? text.padEnd(1_100_000) : body,
        {
          ...(wire !== 'no token' && { authorization: `Bearer ${token}` }),
          ...(wire === 'no type' && { 'content-type': '' }),
        },
        { agent },
      );
    };
    /** Somebody who means well gets on. */
    const answerWell = async (answer: 'Yes' | 'No'): Promise<void> => {
      const activity = pressOf(driver, driver.as(member), answer, 'Our meetings');
      const { status, text } = await knock(activity, 'as it is');
      expect([status, text]).toEqual([
        200,
        expect.stringContaining(answer === 'Yes' ? 'You are coming' : 'cannot come'),
      ]);
    };

    await answerWell('Yes');
    await driver.server.settle();
    const before = await everything(db, footprints);
    const inputs = fc.sample(mangled, { seed, numRuns: provider === 'sqlite' ? runs : runs / 10 });
    const seen = new Set<number>();
    const faults: string[] = [];
    let next = 0;
    const goOn = async (until: number): Promise<void> => {
      while (next < until) {
        const at = next++;
        const { sample, changes: edits, wire } = inputs[at] as Mangled;
        const whole = anew(corpus[sample % corpus.length] as Json);
        const activity = edits.reduce<unknown>(mangle, whole);
        const answer = await knock(activity, wire);
        seen.add(answer.status);
        const fault = faultOf(answer);
        if (fault === undefined) continue;
        faults.push(
          `SEED=${seed} number ${at}: ${fault}, ${answer.text} to ${JSON.stringify(activity)?.slice(0, 2000)}`,
        );
      }
    };
    while (next < inputs.length) {
      const until = Math.min(next + batch, inputs.length);
      await Promise.all(Array.from({ length: together }, () => goOn(until)));
      await answerWell('Yes');
    }
    await driver.server.settle();

    expect(logged.filter((words) => !refusals.test(words))).toEqual([]);
    expect(faults).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 401, 413, 501]));
    expect(unhandled).toEqual([]);
    const after = await everything(db, footprints);
    expect(
      changes(before, after).filter((row) => !harmless.test(row)),
      `SEED=${seed}`,
    ).toEqual([]);
    expect(after.Account?.length).toBe(before.Account?.length);
    expect(after.Channel).toEqual(before.Channel);
    expect(Object.prototype).not.toHaveProperty('id');

    await answerWell('No');
    await driver.stop();
    await database.close();
  }, 240_000);
});
