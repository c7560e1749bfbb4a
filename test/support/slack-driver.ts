import { randomUUID } from 'node:crypto';
import { readConfig } from '../../src/config.js';
import type { SlackSettings } from '../../src/platforms/slack/settings.js';
import { type Server, startServer } from '../../src/server.js';
import { createSetClock } from '../../src/shared/clock.js';
import type { Timer } from '../../src/shared/timer.js';
import type { Database } from '../../src/store/client.js';
import type { TestDatabase } from './databases.js';
import type { WatchedDriver } from './driver.js';
import { type Fill, fillPrimary } from './filling.js';
import { quietLog } from './router.js';
import { createInstantTimer, runUntil } from './running-bot.js';
import { type SlackApi, startSlackApi } from './slack-api.js';
import { asForm, asPayload, type DoorAnswer, form, json, knock } from './slack-door.js';
import { createSlackPerson, type SlackPerson } from './slack-person.js';

type Json = Record<string, unknown>;

export interface SlackDriver extends WatchedDriver {
  as(nameOrRole: string): SlackPerson;
  db: Database;
  api: SlackApi;
  server: Server;
  clock: ReturnType<typeof createSetClock>;
  /** How long the bot has waited for Slack's leave, in milliseconds. */
  timer: Timer;
  /** The Work Group's channel. */
  channel: string;
  groupId: string;
  personId(nameOrRole: string): string;
  /** As Slack tells the bot; resolves when it is acknowledged, without waiting for what comes of it. */
  knock(body: string, type: string): Promise<DoorAnswer>;
  command(fields: Record<string, string>): Promise<DoorAnswer>;
  interact(payload: Json): Promise<DoorAnswer>;
  event(event: Json, envelope?: Json): Promise<DoorAnswer>;
  trigger(user: string): Promise<string>;
  /** Stops the bot and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface SlackOptions {
  start?: string;
  /** Default: the primary example. */
  fill?: Fill;
  /** Who is not in the workspace, by name. */
  absent?: readonly string[];
  /** In the workspace, and in no roster. */
  strangers?: readonly { name: string; email: string }[];
  /** The specialist has not made the channel the group's own yet. */
  unbound?: boolean;
  env?: Record<string, string>;
  log?: typeof quietLog;
  /** Before the bot starts. */
  prepare?: (api: SlackApi) => void;
}

/** The real bot with the real Bolt, over HTTP, beside a stateful Slack API. */
export async function startSlack(database: TestDatabase, options: SlackOptions = {}): Promise<SlackDriver> {
  const { db } = database;
  const clock = createSetClock(new Date(options.start ?? '2026-09-03T08:00:00+01:00'));
  if (database.filled !== 'example') await (options.fill ?? fillPrimary)(db, clock.now());
  const group = await db.group.findFirstOrThrow({ include: { memberships: { include: { person: true } } } });
  const people = group.memberships.map(({ person, role }) => ({ ...person, role }));
  const here = people.filter(({ name }) => !options.absent?.includes(name));
  const api = await startSlackApi([...here, ...(options.strangers ?? [])]);
  options.prepare?.(api);
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: api.token,
    SLACK_SIGNING_SECRET: api.signingSecret,
    SLACK_API_URL: api.apiUrl,
    ...options.env,
  });
  const slack = config.slack as SlackSettings;
  const timer = createInstantTimer();
  const start = (): Promise<Server> => startServer({ ...config, slack }, db, clock, options.log ?? quietLog, timer);
  let server = await start();
  const { channels } = (await api.ask('conversations.list', { limit: 200 })) as {
    channels: { id: string; name: string }[];
  };
  const channel = channels.find(({ name }) => name === 'work-group')?.id ?? '';

  const send = async (body: string, type: string): Promise<DoorAnswer> => {
    const answer = await knock(server.url, api.signingSecret, body, type);
    await server.settle();
    return answer;
  };
  const persons = new Map<string, SlackPerson>();
  const driver: SlackDriver = {
    db,
    api,
    server,
    clock,
    timer,
    channel,
    groupId: group.id,
    personId: (nameOrRole) => find(nameOrRole).id,
    knock: (body, type) => knock(server.url, api.signingSecret, body, type),
    command: (fields) => send(asForm({ command: '/workgroup', team_id: api.team, ...fields }), form),
    interact: (payload) => send(asPayload(payload), form),
    event: (event, envelope = {}) =>
      send(
        JSON.stringify({
          type: 'event_callback',
          team_id: api.team,
          api_app_id: 'A0EXAMPLE',
          event_id: `Ev${randomUUID()}`,
          event_time: Math.floor(Date.now() / 1000),
          authorizations: [{ team_id: api.team, user_id: api.bot, is_bot: true, is_enterprise_install: false }],
          event,
          ...envelope,
        }),
        json,
      ),
    trigger: async (user) => String((await api.ask('views.generateTriggerId', { user_id: user })).trigger_id),
    as: (nameOrRole) => {
      const { name, email } = find(nameOrRole);
      const known = persons.get(email) ?? createSlackPerson(driver, name, api.userOf(email));
      persons.set(email, known);
      return known;
    },
    waitUntil: (moment) => runUntil({ db, server, clock }, moment),
    repeats: api.repeats,
    restart: async () => {
      await server.stop();
      server = await start();
      driver.server = server;
      await server.relay.run();
    },
    stop: async () => {
      await server.stop();
      await api.stop();
    },
  };

  function find(nameOrRole: string): { id: string; name: string; email: string } {
    const stranger = options.strangers?.find(({ name }) => name === nameOrRole);
    const known = people.find((one) => one.name === nameOrRole || one.role === nameOrRole);
    if (known) return known;
    if (stranger) return { id: '', ...stranger };
    throw new Error(`there is nobody called ${nameOrRole}`);
  }

  if (!options.unbound) {
    const specialist = driver.as('specialist');
    await specialist.type('setup', 'channel');
    await specialist.submit();
  }
  return driver;
}
