import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '../src/store/client.js';
import { buildBare, buildProduct } from './build.js';
import { median, percentile, quick, round } from './figures.js';
import { type Presses, post, preparePresses, pressEvenly, signingSecret } from './presses.js';
import { start } from './process.js';

const team = 'T0EXAMPLE';
const connections = 8;
const rounds = quick ? 2 : 5;
const perRound = quick ? 200 : 400;
const steady = { perSecond: 100, seconds: quick ? 3 : 10 };

/**
 * "Will you come?", pressed in Slack: acknowledged when the answer is in the database, over HTTP and signed. Beside it a
 * bare Bolt app that only acknowledges, and a naive one that saves the answer and nothing else. The card in the channel
 * and the person's words go out meanwhile.
 */
export async function measureSlack(db: Database, databaseUrl: string) {
  const slack = await startStandIn();
  const presses = await preparePresses(db, team, `${slack.url}/respond`);
  const bareFile = await buildBare(new URL('bare-bolt.ts', import.meta.url));
  const naiveFile = await buildBare(new URL('naive-bolt.ts', import.meta.url));
  const bare = await start(bareFile.file, { SLACK_SIGNING_SECRET: signingSecret });
  const naive = await start(naiveFile.file, { SLACK_SIGNING_SECRET: signingSecret, DATABASE_URL: databaseUrl });
  const product = await start(buildProduct(), {
    DATABASE_URL: databaseUrl,
    SLACK_BOT_TOKEN: 'xoxb-example',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: `${slack.url}/api/`,
    CLOCK_START: '2026-09-04T09:00:00+01:00',
    LOG_LEVEL: 'silent',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  try {
    const turns: { answers: number; naively: number; acknowledgements: number }[] = [];
    for (let one = 0; one <= rounds; one += 1) {
      turns.push({
        acknowledgements: await rate(bare.url, agent, presses),
        naively: await rate(naive.url, agent, presses),
        answers: await rate(product.url, agent, presses),
      });
    }
    const measured = turns.slice(1); // the first one warms up
    const enough = (count: number): boolean => count < steady.perSecond * steady.seconds;
    const waits = await pressEvenly(product.url, agent, presses, steady.perSecond, enough);
    const bareWaits = await pressEvenly(bare.url, agent, presses, steady.perSecond, enough);
    return {
      bare_bolt_ack_per_s: round(median(measured.map((turn) => turn.acknowledgements)), 0),
      naive_bolt_ack_per_s: round(median(measured.map((turn) => turn.naively)), 0),
      ack_per_s: round(median(measured.map((turn) => turn.answers)), 0),
      ack_ratio: round(median(measured.map((turn) => turn.answers / turn.acknowledgements))),
      naive_ack_ratio: round(median(measured.map((turn) => turn.answers / turn.naively))),
      ack_p99_ms: round(percentile(waits, 0.99), 1),
      bare_bolt_ack_p99_ms: round(percentile(bareWaits, 0.99), 1),
    };
  } finally {
    agent.destroy();
    await product.stop();
    await naive.stop();
    await bare.stop();
    naiveFile.remove();
    bareFile.remove();
    slack.stop();
  }
}

/** Acknowledgements a second, with every connection busy. */
async function rate(url: string, agent: Agent, presses: Presses): Promise<number> {
  const ready = Array.from({ length: perRound }, presses).values();
  const begun = performance.now();
  const connection = async (): Promise<void> => {
    for (const one of ready) await post(url, agent, one);
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return (perRound / (performance.now() - begun)) * 1000;
}

/** Says yes to everything, as fast as it can: Slack's own time is not ours. */
async function startStandIn(): Promise<{ url: string; stop(): void }> {
  const answer = JSON.stringify({
    ok: true,
    ts: '1.1',
    channel: { id: 'C0EXAMPLE' },
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
