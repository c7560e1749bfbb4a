import { createHmac } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../src/store/client.js';
import { buildBare, buildProduct } from './build.js';
import { openCore, publish } from './core.js';
import { median, quick, round } from './figures.js';
import { start } from './process.js';

const secret = '0123456789abcdef0123456789abcdef';
const team = 'T0EXAMPLE';
const channel = 'C0EXAMPLE';
const connections = 8;
const rounds = quick ? 2 : 5;
const perRound = quick ? 200 : 400;
const steady = { perSecond: 100, seconds: quick ? 3 : 10 };
const options = ['yes', 'no', 'unsure'] as const;

/**
 * "Will you come?", pressed in Slack: acknowledged when the answer is in the database, over HTTP and signed, beside a
 * bare Bolt app that only acknowledges. The card in the channel and the person's words go out meanwhile.
 */
export async function measureSlack(db: Database, databaseUrl: string) {
  const slack = await startStandIn();
  const presses = await prepare(db, `${slack.url}/respond`);
  const bareFile = await buildBare(new URL('bare-bolt.ts', import.meta.url));
  const bare = await start(bareFile.file, { SLACK_SIGNING_SECRET: secret });
  const product = await start(buildProduct(), {
    DATABASE_URL: databaseUrl,
    SLACK_BOT_TOKEN: 'xoxb-example',
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: `${slack.url}/api/`,
    CLOCK_START: '2026-09-04T09:00:00+01:00',
    LOG_LEVEL: 'silent',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  try {
    const pairs: { answers: number; acknowledgements: number }[] = [];
    for (let one = 0; one <= rounds; one += 1) {
      pairs.push({
        acknowledgements: await rate(bare.url, agent, presses),
        answers: await rate(product.url, agent, presses),
      });
    }
    const measured = pairs.slice(1); // the first one warms up
    const waits = await pace(product.url, agent, presses);
    const bareWaits = await pace(bare.url, agent, presses);
    return {
      bare_bolt_ack_per_s: round(median(measured.map((pair) => pair.acknowledgements)), 0),
      ack_per_s: round(median(measured.map((pair) => pair.answers)), 0),
      ack_ratio: round(median(measured.map((pair) => pair.answers / pair.acknowledgements))),
      ack_p99_ms: round(percentile(waits, 0.99), 1),
      bare_bolt_ack_p99_ms: round(percentile(bareWaits, 0.99), 1),
    };
  } finally {
    agent.destroy();
    await product.stop();
    await bare.stop();
    bareFile.remove();
    slack.stop();
  }
}

/** The example's group in a workspace where everybody is known. @returns signed presses, each another one */
async function prepare(db: Database, responseUrl: string): Promise<() => Signed> {
  await publish(db, await openCore(db));
  await db.delivery.updateMany({
    where: { messageRef: { not: null } },
    data: { messageRef: `slack:${team}:${channel}:1.1` },
  });
  const group = await db.group.findFirstOrThrow();
  const people = await db.membership.findMany({ where: { role: 'advocate' } });
  const meetings = await db.meeting.findMany();
  const now = new Date();
  const specialist = await db.membership.findFirstOrThrow({ where: { role: 'specialist' } });
  await db.channel.create({
    data: {
      ref: `slack:${team}:${channel}`,
      groupId: group.id,
      boundAt: now,
      boundById: specialist.personId,
    },
  });
  await db.account.createMany({
    data: people.map(({ personId }, index) => ({
      ref: `slack:${team}:U${index}`,
      hubId: group.hubId,
      personId,
      name: 'Somebody',
      seenAt: now,
      welcomedAt: now,
    })),
  });
  let count = 0;
  return () => {
    count += 1;
    const index = count % people.length;
    const meeting = meetings[Math.floor(count / people.length) % meetings.length];
    const args = { group: group.id, meeting: meeting?.id, answer: options[count % options.length] };
    return sign({
      type: 'block_actions',
      team: { id: team },
      user: { id: `U${index}`, team_id: team },
      channel: { id: channel },
      container: { type: 'message', message_ts: '1.1', channel_id: channel },
      message: { ts: '1.1' },
      trigger_id: `${process.pid}.${count}`,
      response_url: responseUrl,
      actions: [
        { type: 'button', action_id: 'meeting.answer:0', value: JSON.stringify({ route: 'meeting.answer', args }) },
      ],
    });
  };
}

interface Signed {
  body: string;
  headers: Record<string, string>;
}

function sign(payload: object): Signed {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
    },
  };
}

/** Posts one press. @returns milliseconds until it was acknowledged */
function post(url: string, agent: Agent, { body, headers }: Signed): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/slack/events`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - begun);
        else reject(new Error(`the door answered ${response.statusCode}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Acknowledgements a second, with every connection busy. */
async function rate(url: string, agent: Agent, presses: () => Signed): Promise<number> {
  const ready = Array.from({ length: perRound }, presses).values();
  const begun = performance.now();
  const connection = async (): Promise<void> => {
    for (const one of ready) await post(url, agent, one);
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return (perRound / (performance.now() - begun)) * 1000;
}

/** Presses at an even pace, whether the ones before are answered or not. @returns how long each waited */
async function pace(url: string, agent: Agent, presses: () => Signed): Promise<number[]> {
  const gap = 1000 / steady.perSecond;
  const begun = performance.now();
  const waits: Promise<number>[] = [];
  for (let one = 0; one < steady.perSecond * steady.seconds; one += 1) {
    const early = begun + one * gap - performance.now();
    if (early > 0) await sleep(early);
    waits.push(post(url, agent, presses()));
  }
  return Promise.all(waits);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Says yes to everything, as fast as it can: Slack's own time is not ours. */
async function startStandIn(): Promise<{ url: string; stop(): void }> {
  const answer = JSON.stringify({
    ok: true,
    ts: '1.1',
    channel: { id: channel },
    team_id: team,
    team: 'Example',
    user_id: 'U0EXAMPLE',
    bot_id: 'B0EXAMPLE',
    url: 'https://example.slack.com/',
  });
  const server = createServer((incoming, response) => {
    incoming.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
