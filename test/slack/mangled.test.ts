import { Agent } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import { changes, everything } from '../support/everything.js';
import { form, json } from '../support/slack-door.js';
import { type SlackDriver, startSlack } from '../support/slack-driver.js';
import {
  type Body,
  commandBody,
  eventBody,
  payloadBody,
  type RawAnswer,
  record,
  sendRaw,
  signedAt,
} from './raw-door.js';

type Json = Record<string, unknown>;

const seed = Number(process.env.SEED ?? 20_260_903);
const runs = Number(process.env.MANGLED ?? 2_000);
/** How many knock at once. */
const together = 16;

const member = 'Priya Nandakumar';
/** What passing through the door leaves behind, whatever it was: that it was heard, and that it came once. */
const footprints = ['Installation', 'InboxEntry'];

/** What a message that is a message still may do: it counts, and may ask something. */
const harmless =
  /^[-+] (Contribution|Question|Account) |^[-+] UnsentWords .*"toId":null|^[-+] Delivery .*"topic":"question"/u;
/** Slack's own refusals, which are not what is tested. */
const refusals = /WebAPI|a response URL/u;

/** Something that Slack has truly sent. */
interface Sample {
  kind: 'command' | 'payload' | 'event';
  content: Json;
}

/** One of each kind, as people cause them. */
async function play(driver: SlackDriver): Promise<Sample[]> {
  const recorded = record(driver);
  const specialist = driver.as('specialist');
  await specialist.type('schedule plan');
  await specialist.submit();
  const priya = driver.as(member);
  await priya.press('Yes', 'Our meetings', 'channel');
  await priya.say('Has anybody tried this?');
  await priya.say(`<@${driver.api.bot}> schedule`);
  await priya.say('help', 'direct');
  await priya.openHome();
  await specialist.type('task set');
  await driver.as('Somebody Else').say('Hello!');
  const { user } = priya;
  return [
    ...recorded.commands.map((content): Sample => ({ kind: 'command', content })),
    ...recorded.payloads.map((content): Sample => ({ kind: 'payload', content })),
    ...[
      ...recorded.events,
      { type: 'member_joined_channel', user, channel: driver.channel, channel_type: 'C', team: driver.api.team },
      { type: 'team_join', user: { id: user, team_id: driver.api.team, profile: { email: 'x@nowhere.example' } } },
      { type: 'message', subtype: 'message_changed', channel: driver.channel, message: { user, text: 'x', ts: '1.1' } },
      { type: 'function_executed', function: { id: 'Fn1' }, inputs: {}, function_execution_id: 'Fx1' },
      { type: 'channel_archive', channel: driver.channel, user },
    ].map((content): Sample => ({ kind: 'event', content })),
  ];
}

/** What stands where something else should. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', '\0', ' ', '__proto__', 'constructor', 'toString', '\ud800'),
  fc.constantFrom<unknown>([], {}, [[]], [null], [{}], { id: null }, { id: {} }, { __proto__: 1 }, { length: -1 }),
  fc.constantFrom<unknown>(
    '<'.repeat(20_000),
    '?'.repeat(20_000),
    '\u202e@here',
    '../../etc',
    "' OR 1=1 --",
    'T:U:C',
    '💥',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 1 }),
  fc.nat(3).map((more) => nested(10 ** more)),
);

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { id: value };
  return value;
}

/** Somewhere in a payload: numbers choose a branch at each fork. */
interface Change {
  path: number[];
  what: 'replace' | 'delete' | 'wrap' | 'add' | 'cut' | 'swap';
  value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.nat(30), { minLength: 3, maxLength: 8 }),
  what: fc.constantFrom('replace', 'replace', 'replace', 'delete', 'wrap', 'add', 'cut', 'swap'),
  value: odd,
});

function apply(node: unknown, { path, what, value }: Change): unknown {
  const [turn = 0, ...rest] = path;
  const isText = typeof node === 'string';
  // Texts that hold JSON (a button's value, a modal's metadata) are mangled within.
  if (isText && /^[{[]/u.test(node) && rest.length > 0) {
    return JSON.stringify(apply(JSON.parse(node), { path: rest, what, value }));
  }
  if (typeof node !== 'object' || node === null || rest.length === 0) {
    if (what === 'wrap') return [node];
    if (what === 'cut' && isText) return node.slice(0, turn % (node.length + 1));
    if (what === 'add' && isText) return `${node}${typeof value === 'string' ? value : '\0'}`;
    return what === 'delete' ? undefined : value;
  }
  const keys = Object.keys(node);
  if (what === 'add' && rest.length === 1)
    return { ...node, [`${['__proto__', 'event', 'name', 'x'][turn % 4]}`]: value };
  const key = keys[turn % keys.length];
  if (key === undefined) return value;
  const copy = (Array.isArray(node) ? [...node] : { ...node }) as Json;
  const other = keys[(rest[0] ?? 0) % keys.length] ?? key;
  if (what === 'swap' && rest.length === 1) [copy[key], copy[other]] = [copy[other], copy[key]];
  else copy[key] = apply(copy[key], { path: rest, what, value });
  return copy;
}

const mangled = fc.record({
  sample: fc.nat(),
  changes: fc.array(change, { minLength: 1, maxLength: 2 }),
  id: fc.uuid(),
  wire: fc.oneof(
    { weight: 20, arbitrary: fc.constant('as it is') },
    fc.constantFrom('other type', 'broken', 'no type'),
  ),
});
type Mangled = typeof mangled extends fc.Arbitrary<infer Value> ? Value : never;

function bodyOf(driver: SlackDriver, corpus: Sample[], { sample, changes: edits, id, wire }: Mangled): Body {
  const { kind, content } = corpus[sample % corpus.length] as Sample;
  // A press is new: nobody can say that only its repetition was refused.
  const whole = { ...content, ...(kind === 'payload' && { trigger_id: id }) };
  const wrong = edits.reduce<unknown>(apply, whole) as Json;
  const body = wireBody(driver, kind, id, wrong);
  if (wire === 'other type') return { ...body, type: body.type === json ? form : json };
  if (wire === 'no type') return { ...body, type: '' };
  return wire === 'broken' ? { ...body, text: body.text.slice(0, body.text.length / 2) } : body;
}

function wireBody(driver: SlackDriver, kind: Sample['kind'], id: string, content: Json): Body {
  if (kind === 'payload') return payloadBody(content);
  if (kind === 'event') return eventBody(driver, `Ev${id}`, content);
  const fields = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  return commandBody(
    driver,
    Object.fromEntries(
      fields.map(([name, value]) => [name, typeof value === 'string' ? wellFormed(value) : `${JSON.stringify(value)}`]),
    ),
  );
}

/** What a form can carry. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

async function knock(driver: SlackDriver, body: Body, agent: Agent): Promise<RawAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the door hangs')), 20_000);
  });
  const answer = sendRaw(driver.server.url, body, signedAt(driver.api.signingSecret, body.text), agent);
  return Promise.race([answer, hangs]).finally(() => clearTimeout(timer));
}

/** Slack's own answers are not what is tested: the fastest will do. */
function answerQuickly(driver: SlackDriver): void {
  const messages = ['chat.postEphemeral', 'chat.postMessage'];
  for (const method of ['views.open', 'views.publish', 'views.update', ...messages]) {
    driver.api.fail(method, { body: { ok: false, error: 'invalid_arguments' } });
  }
  driver.api.fail('users.info', { body: { ok: false, error: 'user_not_found' } });
}

onDatabase('mangled payloads', (open) => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  const agent = new Agent({ keepAlive: true, maxSockets: together });
  beforeAll(() => void process.on('unhandledRejection', note));
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
    const driver = await startSlack(database, {
      strangers: [{ name: 'Somebody Else', email: 'somebody@nowhere.example' }],
      log: { info: () => {}, warn: () => {}, error },
    });
    const corpus = await play(driver);
    answerQuickly(driver);
    const { provider, db } = database;
    // Nobody pulls the plug here.
    if (provider === 'sqlite') await db.$queryRawUnsafe('PRAGMA synchronous = OFF');

    const before = await everything(db, footprints);
    const inputs = fc.sample(mangled, { seed, numRuns: provider === 'sqlite' ? runs : runs / 10 });
    const seen = new Set<number>();
    const bad: string[] = [];
    let next = 0;
    const goOn = async (): Promise<void> => {
      while (next < inputs.length) {
        const at = next++;
        const body = bodyOf(driver, corpus, inputs[at] as Mangled);
        const { status, text } = await knock(driver, body, agent);
        seen.add(status);
        if ([200, 400].includes(status) && !/wrong on our side/u.test(text)) continue;
        bad.push(`SEED=${seed} number ${at}: ${status} ${text} to ${body.type} ${body.text.slice(0, 2000)}`);
      }
    };
    await Promise.all(Array.from({ length: together }, goOn));
    await driver.server.settle();

    expect(bad).toEqual([]);
    expect([...seen].sort()).toEqual([200, 400]);
    expect(logged.filter((words) => !refusals.test(words))).toEqual([]);
    expect(unhandled).toEqual([]);
    const after = await everything(db, footprints);
    expect(
      changes(before, after).filter((row) => !harmless.test(row)),
      `SEED=${seed}`,
    ).toEqual([]);
    expect(after.Account?.length).toBe(before.Account?.length);

    driver.api.mend();
    expect(await driver.as(member).press('No', 'Our meetings', 'channel')).toContain('You cannot come on Tue 29 Sep');
    await driver.stop();
    await database.close();
  }, 240_000);
});
