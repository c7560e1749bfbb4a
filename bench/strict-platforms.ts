import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freeAt, type Gate, goThrough, openGate } from '../src/platforms/gate.js';
import type { Rules } from '../src/platforms/pace.js';
import { slackRules } from '../src/platforms/slack/limits.js';
import { teamsRules } from '../src/platforms/teams/limits.js';

/** Slack and Teams, as far as sending goes: each workspace and tenant takes what its limits allow, and refuses the rest. */
export interface StrictPlatforms {
  /** For SLACK_API_URL. A token is "xoxb-" and the workspace. */
  slackUrl: string;
  /** For Conversation.serviceUrl. */
  serviceUrl(tenant: string): string;
  /** For ToChannelFromBotLoginUrl. */
  loginUrl: string;
  /** Where presses are answered to. */
  respondUrl: string;
  /** New messages that were taken, and milliseconds (`performance.now()`) of the first and the last. */
  taken: { count: number; first: number; last: number };
  /** How many calls were refused. */
  refused(): number;
  stop(): void;
}

/** What an answer of the platform's is. */
interface Answer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** What one workspace or tenant allows. */
interface Doors {
  admits(method: string, place: string | undefined): boolean;
}

function createDoors(rules: Rules): Doors {
  const gates = new Map<string, Gate>();
  const gateOf = (key: string, { windows }: Pick<Gate, 'windows'>): Gate => {
    const gate = gates.get(key) ?? openGate(windows);
    gates.set(key, gate);
    return gate;
  };
  return {
    admits: (method, place) => {
      const now = performance.now();
      const lane = rules.lane(method);
      const limit = place === undefined ? undefined : rules.place(method);
      const all = [gateOf(lane.name, lane), ...(limit ? [gateOf(`${limit.name} ${place}`, limit)] : [])];
      if (all.some((gate) => freeAt(gate) > now)) return false;
      for (const gate of all) goThrough(gate, now);
      return true;
    },
  };
}

export async function startStrictPlatforms(): Promise<StrictPlatforms> {
  const places = new Map<string, Doors>();
  const taken = { count: 0, first: 0, last: 0 };
  let refused = 0;

  function doorsOf(scope: string, rules: Rules): Doors {
    const doors = places.get(scope) ?? createDoors(rules);
    places.set(scope, doors);
    return doors;
  }

  const take = (): string => {
    const now = performance.now();
    if (taken.count === 0) taken.first = now;
    taken.count += 1;
    taken.last = now;
    return String(taken.count);
  };

  const tooMany = (body: object): Answer => {
    refused += 1;
    return { status: 429, body, headers: { 'retry-after': '1' } };
  };

  function slack(method: string, token: string, form: URLSearchParams): Answer {
    const place = form.get('channel') ?? undefined;
    if (!doorsOf(`slack ${token}`, slackRules).admits(method, place))
      return tooMany({ ok: false, error: 'ratelimited' });
    const ts = method === 'chat.postMessage' ? `${take()}.1` : '1.1';
    return { status: 200, body: { ok: true, ts, channel: place } };
  }

  function teams(tenant: string, conversation: string): Answer {
    if (!doorsOf(`teams ${tenant}`, teamsRules).admits('send', conversation))
      return tooMany({ error: { code: 'Throttled' } });
    return { status: 201, body: { id: take() } };
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const [, platform, ...rest] = (request.url ?? '').split('/');
    const text = await readAll(request);
    if (platform === 'slack') {
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      return slack(rest[0] ?? '', token, new URLSearchParams(text));
    }
    if (platform === 'teams') return teams(rest[0] ?? '', rest[3] ?? '');
    if (platform === 'login') {
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'example' } };
    }
    return { status: 200, body: {} };
  }

  const server = createServer((request, response) => {
    void answer(request).then(({ status, body, headers }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  // A connection that is closed just as it is used again would cost a message its minute.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    slackUrl: `${base}/slack/`,
    serviceUrl: (tenant) => `${base}/teams/${tenant}/`,
    loginUrl: `${base}/login/example`,
    respondUrl: `${base}/respond`,
    taken,
    refused: () => refused,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
