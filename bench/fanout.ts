import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeAt, goThrough, openGate } from '../src/platforms/gate.js';
import type { Rules } from '../src/platforms/pace.js';
import { seal } from '../src/platforms/slack/installing/sealed.js';
import { slackRules } from '../src/platforms/slack/limits.js';
import { teamsRules } from '../src/platforms/teams/limits.js';
import { accountRef, conversationRef, tenantRef } from '../src/platforms/teams/refs.js';
import { newId } from '../src/shared/ids.js';
import type { Database } from '../src/store/client.js';
import { insertMany } from '../src/store/many-rows.js';
import { fillCountry } from '../test/support/country.js';
import { buildProduct } from './build.js';
import { clock } from './core.js';
import { percentile, quick, round } from './figures.js';
import { preparePresses, pressEvenly, signingSecret } from './presses.js';
import { start } from './process.js';
import { type StrictPlatforms, startStrictPlatforms } from './strict-platforms.js';

/**
 * Hubs, half in Slack and half in Teams; in each 21 people a group, who get four messages each. Short as it is, the quick
 * form too is bound by what the platforms allow, 160 messages a second, and not by the machine.
 */
const hubs = quick ? 4 : 12;
const groupsInHub = quick ? 3 : 10;
const wanted = quick ? 1000 : 10_000;
const pressesASecond = 20;
const ownTeam = 'TPEOPLE';
const appId = '11111111-2222-3333-4444-555555555555';
const encryptionKey = randomBytes(32).toString('base64');

/**
 * Everything due at once, sent by the product over HTTP, at the pace that platforms allow and in real time: beside the
 * fastest that they would take it. Meanwhile people in one more workspace answer.
 */
export async function measureFanout(db: Database, databaseUrl: string) {
  const platforms = await startStrictPlatforms();
  const presses = await preparePresses(db, ownTeam, platforms.respondUrl);
  await fillCountry(db, clock.now(), { hubs, groupsInHub, schoolsInGroup: 5 });
  const scopes = await settle(db, platforms);
  const counts = await plan(db);
  const product = await start(buildProduct(), {
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: 'https://bot.example',
    HOST: '127.0.0.1',
    SLACK_CLIENT_ID: '1.1',
    SLACK_CLIENT_SECRET: 'example-client-secret',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: platforms.slackUrl,
    ENCRYPTION_KEY: encryptionKey,
    MicrosoftAppId: appId,
    MicrosoftAppPassword: 'example~client.secret',
    MicrosoftAppType: 'MultiTenant',
    ToChannelFromBotLoginUrl: platforms.loginUrl,
    CLOCK_START: clock.now().toISOString(),
    LOG_LEVEL: 'silent',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  try {
    const all = (): boolean => platforms.taken.count >= wanted;
    const waits = pressEvenly(product.url, agent, presses, pressesASecond, () => !all());
    while (!all()) await sleep(50);
    const waited = await waits;
    // What has gone out is written down a moment later.
    while ((await db.delivery.count({ where: { kind: burst, status: 'sending' } })) > 0) await sleep(50);
    const { first, last, count } = platforms.taken;
    const sent = await db.delivery.count({ where: { kind: burst, status: 'sent' } });
    if (count !== wanted || sent < wanted) throw new Error(`${wanted} were to go out, ${count} did, ${sent} are sent`);
    const seconds = (last - first) / 1000;
    const fastest = Math.max(...[...counts].map(([hub, messages]) => soonest(scopes.get(hub), messages))) / 1000;
    return {
      fanout_messages: count,
      fanout_per_s: round(wanted / seconds, 1),
      fanout_limit_per_s: round(wanted / fastest, 1),
      fanout_efficiency: round(fastest / seconds),
      fanout_refused: platforms.refused(),
      fanout_ack_p99_ms: round(percentile(waited, 0.99), 1),
    };
  } finally {
    agent.destroy();
    await product.stop();
    platforms.stop();
  }
}

/** Needs nothing but a group to be built. */
const burst = 'half-term-opening';

/** Makes each hub at home on a platform, with everybody known there. @returns what holds in each hub's place */
async function settle(
  db: Database,
  platforms: StrictPlatforms,
): Promise<Map<string, { rules: Rules; method: string }>> {
  const scopes = new Map<string, { rules: Rules; method: string }>();
  const rows = await db.hub.findMany({ orderBy: { name: 'asc' }, include: { people: true } });
  const [own] = await db.account.findMany({ take: 1 });
  let index = 0;
  for (const { id: hubId, people } of rows) {
    index += 1;
    if (hubId === own?.hubId) await install(db, ownTeam, hubId);
    else if (index % 2 === 0) {
      const team = `T${index}`;
      scopes.set(hubId, { rules: slackRules, method: 'chat.postMessage' });
      await install(db, team, hubId);
      await db.account.createMany({
        data: people.map(({ id, name }, place) => ({
          ref: `slack:${team}:U${place}`,
          hubId,
          personId: id,
          name,
          direct: `D${index}N${place}`,
          seenAt: clock.now(),
          welcomedAt: clock.now(),
        })),
      });
    } else {
      const tenant = `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
      scopes.set(hubId, { rules: teamsRules, method: 'send' });
      await db.installation.create({ data: { ref: tenantRef(tenant), hubId, name: tenant, installedAt: clock.now() } });
      await db.account.createMany({
        data: people.map(({ id, name }, place) => ({
          ref: accountRef(tenant, `29:${place}`),
          hubId,
          personId: id,
          name,
          direct: `a:${index}-${place}`,
          seenAt: clock.now(),
          welcomedAt: clock.now(),
        })),
      });
      await db.conversation.createMany({
        data: people.map((_, place) => ({
          ref: conversationRef(tenant, `a:${index}-${place}`),
          kind: 'personal' as const,
          serviceUrl: platforms.serviceUrl(tenant),
          botId: `28:${appId}`,
          helloAt: clock.now(),
          heardAt: clock.now(),
        })),
      });
    }
  }
  return scopes;
}

async function install(db: Database, team: string, hubId: string): Promise<void> {
  const ref = `slack:${team}`;
  const bot = { token: `xoxb-${team}`, userId: 'UBOT', id: 'BBOT', scopes: [] };
  const kept = { installation: { team: { id: team }, bot }, teamUrl: 'https://example.slack.com/' };
  const sealed = seal(JSON.stringify(kept), ref, [encryptionKey]);
  await db.installation.create({ data: { ref, hubId, name: team, sealed, installedAt: clock.now() } });
}

/** Milliseconds in which a workspace or tenant takes so many messages at the earliest. */
function soonest(scope: { rules: Rules; method: string } | undefined, count: number): number {
  if (!scope) return 0;
  const lane = openGate(scope.rules.lane(scope.method).windows);
  let now = 0;
  for (let one = 0; one < count; one += 1) {
    now = Math.max(now, freeAt(lane));
    goThrough(lane, now);
  }
  return now;
}

/** @returns how many messages there are for each hub */
async function plan(db: Database): Promise<Map<string, number>> {
  const members = await db.membership.findMany({
    where: { role: { not: 'hubLead' }, group: { name: { startsWith: 'Work Group ' } } },
    include: { group: true },
  });
  const sendAt = new Date(clock.now().getTime() - 1000);
  const counts = new Map<string, number>();
  const rows = Array.from({ length: wanted }, (_, index) => {
    const member = members[index % members.length];
    if (!member) throw new Error('nobody is there to write to');
    const { hubId } = member.group;
    counts.set(hubId, (counts.get(hubId) ?? 0) + 1);
    const id = newId();
    return {
      id,
      key: `${id}:1`,
      hubId,
      groupId: member.groupId,
      personId: member.personId,
      kind: burst,
      topic: 'notice',
      subjectId: member.groupId,
      why: 'measured',
      unasked: false,
      dueAt: sendAt,
      sendAt,
      day: '2026-09-04',
    };
  });
  await db.delivery.deleteMany({ where: { status: 'planned' } });
  await db.$transaction((tx) => insertMany(tx, 'Delivery', rows), { timeout: 60_000 });
  return counts;
}
