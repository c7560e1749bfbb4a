import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeCore } from '../../src/compose.js';
import { messageKey } from '../../src/delivery/plan.js';
import { createSetClock } from '../../src/shared/clock.js';
import { groupBy } from '../../src/shared/group-by.js';
import { newId } from '../../src/shared/ids.js';
import type { Database, Provider } from '../../src/store/client.js';
import { type Bundle, bundleServer } from '../crash/server.js';
import { fieldsOf, formOf } from '../meetings/acting.js';
import { fillCountry } from '../support/country.js';
import { onEachDatabase, onPostgres, type TestDatabase } from '../support/databases.js';
import { quietLog } from '../support/router.js';
import { type SlackApi, startSlackApi } from '../support/slack-api.js';
import { startTeams, type TeamsDriver } from '../support/teams-driver.js';
import { startFleet } from './fleet.js';

// `npm run test:soak` kills as often as README says; `npm test` shows that nothing is broken.
const soak = process.env.SOAK !== undefined;
const seed = Number(process.env.CRASH_SEED ?? 20260903);
const timeout = soak ? 3_600_000 : 240_000;
const begin = new Date('2026-09-03T08:00:00+01:00');
const size = soak
  ? { kills: 200, atMostARound: 80, until: new Date('2027-07-21T20:00:00+01:00') }
  : { kills: 6, atMostARound: 6, until: new Date('2026-10-09T20:00:00+01:00') };

/** Most die early: between claiming a message, posting it and marking it. */
const draw = (round: number): number[] =>
  fc.sample(fc.noBias(fc.integer({ min: 1, max: 40 })), { seed: seed + round, numRuns: size.atMostARound });

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleServer();
}, timeout);
afterAll(() => bundle.remove());

/** Publishes each group's year and sends nothing yet. */
async function publishAll(db: Database): Promise<void> {
  const clock = createSetClock(begin);
  const messenger = { post: async () => '', find: async () => 'absent' as const, update: async () => {} };
  const { router } = composeCore({ db, clock, log: quietLog, publicUrl: 'http://localhost', messenger });
  for (const { personId, groupId } of await db.membership.findMany({ where: { role: 'specialist' } })) {
    const opened = await router.handle({
      id: newId(),
      personId,
      groupId,
      intent: { kind: 'command', text: 'schedule plan' },
    });
    const values = Object.fromEntries(fieldsOf(opened).map(({ name, value }) => [name, value]));
    const published = await router.handle({
      id: newId(),
      personId,
      intent: { kind: 'submit', ...formOf(opened).submit, values },
    });
    if (published.kind !== 'done') throw new Error(JSON.stringify(published));
  }
}

async function startSlack(db: Database): Promise<{ api: SlackApi; env: Record<string, string> }> {
  const people = await db.person.findMany();
  const groups = await db.group.findMany({ orderBy: { name: 'asc' } });
  const names = groups.map((_, index) => `work-group-${index + 1}`);
  const api = await startSlackApi(people, { channels: names });
  const { channels } = (await api.ask('conversations.list', { limit: 1000 })) as {
    channels: { id: string; name: string }[];
  };
  for (const [index, group] of groups.entries()) {
    const channel = channels.find(({ name }) => name === names[index])?.id ?? '';
    await api.ask('conversations.join', { channel });
    const ref = `slack:${api.team}:${channel}`;
    const boundById = (await db.membership.findFirstOrThrow({ where: { groupId: group.id, role: 'specialist' } }))
      .personId;
    await db.channel.create({ data: { ref, groupId: group.id, boundAt: begin, boundById } });
  }
  const env = { SLACK_BOT_TOKEN: api.token, SLACK_SIGNING_SECRET: api.signingSecret, SLACK_API_URL: api.apiUrl };
  return { api, env };
}

/** The keys of all messages that Slack has, one for each. */
const keysIn = (api: SlackApi): string[] =>
  api.calls
    .filter(({ method, answer }) => method === 'chat.postMessage' && answer.ok === true)
    .map(({ body }) => {
      const metadata = typeof body.metadata === 'string' ? JSON.parse(body.metadata) : body.metadata;
      return String((metadata as { event_payload: { key: string } }).event_payload.key);
    });

/** Everything that was due by then has gone out or says why not, and nothing is half-written. */
async function expectWhole(db: Database, until: Date): Promise<void> {
  const open = await db.delivery.findMany({
    where: { status: { in: ['planned', 'sending'] }, sendAt: { lte: until } },
  });
  expect(open).toEqual([]);
  expect(await db.delivery.count({ where: { status: 'failed' } })).toBe(0);
  const sent = await db.delivery.findMany({ where: { status: 'sent' } });
  for (const row of sent) {
    expect(row).toMatchObject({
      message: expect.any(String),
      messageRef: expect.any(String),
      sentAt: expect.any(Date),
    });
    expect(row).toMatchObject({ claim: null, leaseUntil: null });
  }
  const texts = new Set((await db.sentText.findMany()).map(({ message }) => message));
  expect(sent.filter((row) => !texts.has(messageKey(row)))).toEqual([]);
  expect(await db.inboxEntry.count({ where: { reply: null } })).toBe(0);
}

/** Lets bots live through a year, again and again on a new database, until so many were killed. */
async function liveAndDie(members: number, round: (deaths: readonly number[]) => Promise<number>): Promise<void> {
  let killed = 0;
  for (let number = 0; killed < size.kills; number += 1) killed += await round(draw(number));
  if (soak) process.stdout.write(`${members} at a time, killed ${killed} times\n`);
}

const sizesOn = (provider: Provider): number[] =>
  // One server is what SQLite is for.
  provider === 'sqlite' ? [1] : soak ? [1, 3, 8] : [3];

/** So that only the bots' connections are cut. */
const named = (url: string): string => (url.startsWith('file:') ? url : `${url}?application_name=fleet`);

function fleetOn(database: TestDatabase, env: Record<string, string>, members: number, deaths: readonly number[]) {
  const { db, url, provider } = database;
  return startFleet({
    bundle,
    db,
    env: { ...env, DATABASE_URL: named(url) },
    size: members,
    clock: begin,
    deaths,
    ...(provider === 'postgresql' && { disturb: { every: 5, how: () => cutConnections(db) } }),
  });
}

onEachDatabase(`bots that are killed, seed ${seed}`, (open, provider) => {
  it.each(sizesOn(provider))('%d at a time, in Slack, send every message once', { timeout }, (members) =>
    liveAndDie(members, async (deaths) => {
      const database = await open('example');
      const { db } = database;
      const { api, env } = await startSlack(db);
      await publishAll(db);
      const fleet = fleetOn(database, env, members, deaths);
      await fleet.runUntil(size.until);
      await fleet.stop();
      await expectWhole(db, size.until);
      const keys = keysIn(api);
      expect(new Set(keys).size).toBe(keys.length);
      const wanted = new Set((await db.delivery.findMany({ where: { status: 'sent' } })).map(messageKey));
      expect(keys.toSorted()).toEqual([...wanted].toSorted());
      await api.stop();
      await database.close();
      return fleet.kills();
    }),
  );

  it.each(sizesOn(provider))(
    '%d at a time, in Teams, send every message, and say which may be there twice',
    { timeout },
    (members) =>
      liveAndDie(members, async (deaths) => {
        const database = await open('example');
        const { db } = database;
        const driver = await startTeams(database);
        await driver.server.stop();
        await publishAll(db);
        const fleet = fleetOn(database, driver.api.env, members, deaths);
        await fleet.runUntil(size.until);
        await fleet.stop();
        await expectWhole(db, size.until);
        const sent = await db.delivery.findMany({ where: { status: 'sent', kind: { not: 'welcome' } } });
        const uncertain = new Set(sent.filter(({ unanswered }) => unanswered).map(({ messageRef }) => messageRef));
        expect(saidTwice(driver)).toBeLessThanOrEqual(uncertain.size);
        await driver.api.stop();
        await database.close();
        return fleet.kills();
      }),
  );
});

onPostgres('several bots', (open) => {
  it('share the work: none does more than twice its part', { timeout }, async () => {
    const { db, url, close } = await open();
    await fillCountry(db, begin, { hubs: 1, groupsInHub: 8, schoolsInGroup: 6 });
    const { api, env } = await startSlack(db);
    await publishAll(db);
    const members = soak ? 8 : 3;
    const clock = new Date('2026-09-03T07:00:00+01:00');
    const fleet = startFleet({ bundle, db, env: { ...env, DATABASE_URL: url }, size: members, clock, deaths: [] });
    // All of them are there before anything is due. Then come the heads of 48 schools at one moment, and the channels.
    await fleet.runUntil(new Date('2026-09-03T07:30:00+01:00'));
    await fleet.runUntil(new Date('2026-09-03T09:00:00+01:00'));
    await fleet.stop();
    const total = fleet.sent.reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(48);
    expect(Math.max(...fleet.sent)).toBeLessThanOrEqual((2 * total) / members);
    expect(new Set(keysIn(api)).size).toBe(keysIn(api).length);
    await api.stop();
    await close();
  });
});

/** How many messages are in one conversation more than once. */
function saidTwice({ api }: TeamsDriver): number {
  const own = api.tenant.messages.filter(({ from }) => from === api.bot.id);
  const same = groupBy(own, ({ conversation, history, activity }) =>
    JSON.stringify([conversation, (history[0] ?? activity).attachments]),
  );
  return [...same.values()].filter((messages) => messages.length > 1).length;
}

async function cutConnections(db: Database): Promise<void> {
  await db.$queryRawUnsafe(
    "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'fleet'",
  );
}
