import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConnector, type Operation, refusals } from './teams-connector.js';
import { createIssuer, type Forgery, type Issuer } from './teams-issuer.js';
import { createTenant, guidOf, type Member, type Team, type TeamsUser, type Tenant } from './teams-tenant.js';

type Json = Record<string, unknown>;

export interface Call {
  /** Order among calls and messages. */
  seq: number;
  operation: Operation;
  method: string;
  /** Decoded, from "/v3/" on, with its query. */
  path: string;
  body: Json;
  status: number;
  answer: unknown;
}

/** What Teams answers instead, once or as long as it stands. */
export interface Fault {
  status?: number;
  headers?: Record<string, string>;
  /** A string is sent as it is. With neither this nor a status Teams answers as it would. */
  body?: Json | string;
  /** Teams takes its time. */
  until?: Promise<unknown>;
  /** The connection breaks instead of an answer: before Teams has heard anything, or after it has done everything. */
  cut?: 'before' | 'after';
  /** Which calls; all of the operation without it. */
  when?: (call: Pick<Call, 'operation' | 'method' | 'path' | 'body'>) => boolean;
  times?: number;
}

/** The tenant with its Bot Connector, the issuer of tokens and the login: a small Microsoft on one port. */
export interface TeamsApi {
  /** What activities say, and what the connector's paths follow: "http://127.0.0.1:1234/…/uk/" */
  serviceUrl: string;
  tenantId: string;
  appId: string;
  bot: { id: string; name: string };
  /** Settings of a bot that is to talk to this Teams and no other. */
  env: Record<string, string>;
  issuer: Issuer;
  tenant: Tenant;
  /** The Work Group's team, and its channel in it. */
  team: Team;
  channel: string;
  calls: Call[];
  /** A token as it comes with an activity. */
  sign(forgery?: Forgery): string;
  /** @param operation "any": whatever the bot asks */
  fail(operation: Operation | 'any', fault: Fault): void;
  mend(operation?: Operation | 'any'): void;
  userOf(email: string): TeamsUser;
  stop(): Promise<void>;
}

export interface TeamsApiOptions {
  team?: string;
  /** Beside General; the first is the Work Group's. */
  channels?: readonly string[];
  /** How somebody is known in the tenant, where that differs from the roster; by name. */
  as?: Readonly<Record<string, Partial<TeamsUser>>>;
  /** Members on a page of the connector's list. */
  pageSize?: number;
}

export async function startTeamsApi(members: readonly Member[], options: TeamsApiOptions = {}): Promise<TeamsApi> {
  // Keys are remembered by the address that they came from, and tokens by the app that they are for, as long as the
  // process lives: no two of us share either.
  const run = randomUUID();
  const app = { appId: guidOf('app', run), appPassword: 'example~client.secret', tenantId: guidOf('tenant') };
  const bot = { id: `28:${app.appId}`, name: 'Work Group' };
  const tenant = createTenant(app.tenantId, bot.id);
  const team = tenant.addTeam(options.team ?? 'Primary Work Group', options.channels ?? ['work-group']);
  for (const member of members) tenant.addUser(member, options.as?.[member.name]);
  const connector = createConnector(tenant, options.pageSize);
  const calls: Call[] = [];
  const faults = new Map<Operation | 'any', Fault>();

  const door = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      response.writeHead(599).end(String(error));
    });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(door.address() as AddressInfo).port}/${run}`;
  const issuer = createIssuer(base, app);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', base);
    const text = await readAll(request);
    const path = url.pathname.slice(run.length + 1);
    const send = (status: number, body: unknown, more: Record<string, string> = {}): void => {
      const words = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
      const type = typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8';
      response.writeHead(status, { 'content-type': type, ...more }).end(words);
    };
    const login = path.startsWith('/login/');
    if (!login && !path.startsWith('/uk/')) {
      const known = issuer.answer(method, path, text);
      return send(known?.status ?? 404, known?.body ?? {});
    }
    const asked = {
      method,
      path: path.slice('/uk'.length),
      query: url.searchParams,
      body: login ? Object.fromEntries(new URLSearchParams(text)) : (JSON.parse(text || '{}') as Json),
      bytes: Buffer.byteLength(text),
    };
    const call = {
      operation: login ? ('login' as const) : connector.operationOf(method, asked.path),
      method,
      path: login ? path : decodeURIComponent(asked.path) + url.search,
      body: asked.body,
    };
    const fault = takeFault(faults, call);
    await fault?.until;
    const instead = fault?.status !== undefined || fault?.body !== undefined || fault?.cut === 'before';
    const answer = instead
      ? { status: fault.status ?? (fault.cut ? 0 : 200), body: fault.body }
      : login
        ? (issuer.answer(method, path, text) ?? { status: 404 })
        : issuer.admits(headers.authorization)
          ? connector.answer(asked)
          : refusals.unauthorised;
    calls.push({ ...call, seq: tenant.tick(), status: answer.status, answer: answer.body });
    if (fault?.cut) request.socket.destroy();
    else send(answer.status, answer.body, fault?.headers);
  }

  return {
    serviceUrl: `${base}/uk/`,
    tenantId: app.tenantId,
    appId: app.appId,
    bot,
    env: {
      MicrosoftAppId: app.appId,
      MicrosoftAppPassword: app.appPassword,
      MicrosoftAppTenantId: app.tenantId,
      MicrosoftAppType: 'SingleTenant',
      ToChannelFromBotLoginUrl: issuer.loginUrl,
      ToChannelFromBotOAuthScope: issuer.scope,
      ToBotFromChannelTokenIssuer: issuer.name,
      ToBotFromChannelOpenIdMetadataUrl: issuer.openIdMetadataUrl,
    },
    issuer,
    tenant,
    team,
    channel: team.channels[1]?.id ?? team.id,
    calls,
    sign: (forgery) => issuer.sign(`${base}/uk/`, forgery),
    fail: (operation, fault) => faults.set(operation, fault),
    mend: (operation) => (operation === undefined ? faults.clear() : faults.delete(operation)),
    userOf: tenant.userOf,
    stop: () =>
      new Promise((resolve) => {
        door.close(() => resolve());
        door.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

type Faults = Map<Operation | 'any', Fault>;

function takeFault(faults: Faults, call: Pick<Call, 'operation' | 'method' | 'path' | 'body'>): Fault | undefined {
  const key = [call.operation, 'any' as const].find((one) => {
    const fault = faults.get(one);
    return fault && (!fault.when || fault.when(call));
  });
  const fault = key && faults.get(key);
  if (!key || !fault) return undefined;
  if (fault.times !== undefined) {
    fault.times -= 1;
    if (fault.times <= 0) faults.delete(key);
  }
  return fault;
}
