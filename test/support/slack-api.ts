import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';

type Json = Record<string, unknown>;

export interface Call {
  /** Order among calls and responses. */
  seq: number;
  method: string;
  body: Json;
  answer: Json;
  /** The token that it was made with. */
  token: string;
}

/** What Slack answers instead, once or as long as it stands. */
export interface Fault {
  status?: number;
  headers?: Record<string, string>;
  /** Absent: Slack answers as it would. */
  body?: Json;
  /** Slack takes its time. */
  until?: Promise<unknown>;
  /** The connection breaks instead of an answer: before Slack has heard anything, or after it has done everything. */
  cut?: 'before' | 'after';
  /** Which calls; all of the method without it. */
  when?: (body: Json) => boolean;
  times?: number;
}

/**
 * A stateful Slack API (emulate) behind a door that remembers what was called, answers with faults when told to, and
 * takes what the bot sends to response URLs.
 */
export interface SlackApi {
  /** For SLACK_API_URL. */
  apiUrl: string;
  /** The emulator itself. */
  url: string;
  token: string;
  signingSecret: string;
  team: string;
  bot: string;
  calls: Call[];
  /** Updates that said what was there already, by their text. */
  repeats: string[];
  /** What came to response URLs. */
  responses: { seq: number; path: string; body: Json }[];
  responseUrl(path: string): string;
  /** @param method also "response_url" */
  fail(method: string, fault: Fault): void;
  mend(method?: string): void;
  /** Asks the API itself, as a token that may do everything. */
  ask(method: string, body: Json): Promise<Json>;
  /** Slack's id of the user with this email address. */
  userOf(email: string): string;
  stop(): Promise<void>;
}

export interface Member {
  name: string;
  email: string;
}

const token = 'xoxb-example-bot';
const scopes =
  'app_mentions:read channels:history channels:read channels:join channels:manage chat:write commands groups:history groups:read groups:write im:history im:read im:write pins:read pins:write users:read users:read.email users.profile:write team:read'.split(
    ' ',
  );

/** The emulator wants to be told its port. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function startSlackApi(
  members: readonly Member[],
  options: { channels?: string[]; port?: number } = {},
): Promise<SlackApi> {
  const port = options.port ?? (await freePort());
  const emulator = await createEmulator({
    service: 'slack',
    port,
    seed: {
      slack: {
        team: { name: 'Example Hub', domain: 'example-hub' },
        users: members.map(({ name, email }) => ({
          name: email.split('@')[0]?.toLowerCase(),
          real_name: name,
          email,
        })),
        channels: (options.channels ?? ['work-group']).map((name) => ({ name })),
        oauth_apps: [
          {
            app_id: 'A0EXAMPLE',
            client_id: '1.2',
            client_secret: 'client-secret',
            name: 'Work Group',
            redirect_uris: ['http://localhost/slack/oauth_redirect'],
            scopes,
            bot_id: 'B0EXAMPLE',
            bot_user_id: 'U0EXAMPLE',
            bot_name: 'work-group',
          },
        ],
        tokens: [{ token, user_id: 'U0EXAMPLE', app_id: 'A0EXAMPLE', bot_id: 'B0EXAMPLE', type: 'bot', scopes }],
      },
    },
  });
  const calls: Call[] = [];
  const responses: SlackApi['responses'] = [];
  const repeats: string[] = [];
  const shown = new Map<string, string>();
  let seq = 0;
  const faults = new Map<string, Fault>();

  function show(method: string, { text, blocks }: Json, { ok, channel, ts }: Json): void {
    if (ok !== true || !['chat.postMessage', 'chat.update'].includes(method)) return;
    const message = `${channel} ${ts}`;
    const content = JSON.stringify([text, blocks]);
    if (shown.get(message) === content) repeats.push(String(text));
    shown.set(message, content);
  }

  const door = createServer(async (request, response) => {
    const text = await readAll(request);
    const path = request.url ?? '/';
    if (path.startsWith('/respond/')) {
      const refusal = takeFault(faults, 'response_url', {});
      await refusal?.until;
      if (refusal?.status !== undefined) {
        response.writeHead(refusal.status).end();
        return;
      }
      responses.push({ seq: seq++, path: path.slice('/respond/'.length), body: JSON.parse(text) as Json });
      response.end('ok');
      return;
    }
    const method = path.slice('/api/'.length);
    const body = readBody(text, request.headers['content-type'] ?? '');
    const fault = takeFault(faults, method, body);
    const call = { method, body, token: String(request.headers.authorization ?? '').replace('Bearer ', '') };
    await fault?.until;
    if (fault?.body && fault.cut !== 'after') {
      calls.push({ ...call, seq: seq++, answer: fault.body });
      if (fault.cut) {
        request.socket.destroy();
        return;
      }
      response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers });
      response.end(JSON.stringify(fault.body));
      return;
    }
    const answer = await fetch(emulator.url + path, {
      method: request.method ?? 'POST',
      headers: {
        'content-type': request.headers['content-type'] ?? 'application/json',
        authorization: request.headers.authorization ?? '',
      },
      ...(request.method === 'POST' && { body: text }),
    });
    const json = paged(method, body, (await answer.json()) as Json);
    calls.push({ ...call, seq: seq++, answer: json });
    show(method, body, json);
    if (fault?.cut) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', 'x-oauth-scopes': scopes.join(',') });
    response.end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;

  const ask = async (method: string, body: Json): Promise<Json> => {
    const answer = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const json = (await answer.json()) as Json;
    if (json.ok !== true) throw new Error(`${method}: ${String(json.error)}`);
    return json;
  };
  const users = new Map<string, string>();
  const { members: known } = (await ask('users.list', { limit: 1000 })) as {
    members: { id: string; profile: { email?: string } }[];
  };
  for (const user of known) users.set(user.profile.email ?? '', user.id);
  for (const channel of await channelsOf(ask)) await ask('conversations.join', { channel });
  const { team_id: team } = (await ask('auth.test', {})) as { team_id: string };

  return {
    apiUrl: `${base}/api/`,
    url: emulator.url,
    token,
    signingSecret: '0123456789abcdef0123456789abcdef',
    team,
    bot: 'U0EXAMPLE',
    calls,
    repeats,
    responses,
    responseUrl: (path) => `${base}/respond/${path}`,
    fail: (method, fault) => faults.set(method, fault),
    mend: (method) => (method === undefined ? faults.clear() : faults.delete(method)),
    ask,
    userOf: (email) => {
      const user = users.get(email);
      if (!user) throw new Error(`no Slack user has the address ${email}`);
      return user;
    },
    stop: async () => {
      await new Promise((resolve) => door.close(resolve));
      await emulator.close();
    },
  };
}

/** Slack gives a thread's oldest replies first, and no more than were asked for; the emulator gives all. */
function paged(method: string, body: Json, answer: Json): Json {
  if (method !== 'conversations.replies' || !Array.isArray(answer.messages)) return answer;
  const from = Number(body.cursor ?? 0);
  const to = from + Math.min(Number(body.limit ?? 1000), 1000);
  const more = to < answer.messages.length;
  return {
    ...answer,
    messages: answer.messages.slice(from, to),
    has_more: more,
    response_metadata: { next_cursor: more ? String(to) : '' },
  };
}

async function channelsOf(ask: SlackApi['ask']): Promise<string[]> {
  const { channels } = (await ask('conversations.list', { limit: 200 })) as { channels: { id: string }[] };
  return channels.map(({ id }) => id);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function readBody(text: string, type: string): Json {
  if (type.includes('json')) return JSON.parse(text || '{}') as Json;
  return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, maybeJson(value)]));
}

function maybeJson(value: string): unknown {
  if (!/^[[{]/u.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function takeFault(faults: Map<string, Fault>, method: string, body: Json): Fault | undefined {
  const fault = faults.get(method);
  if (!fault || (fault.when && !fault.when(body))) return undefined;
  if (fault.times !== undefined) {
    fault.times -= 1;
    if (fault.times <= 0) faults.delete(method);
  }
  return fault;
}
