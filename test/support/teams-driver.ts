import { readConfig } from '../../src/config.js';
import { type Server, startServer } from '../../src/server.js';
import { createSetClock } from '../../src/shared/clock.js';
import type { Database } from '../../src/store/client.js';
import type { TestDatabase } from './databases.js';
import type { WatchedDriver } from './driver.js';
import { type Fill, fillPrimary } from './filling.js';
import { quietLog } from './router.js';
import { createInstantTimer, runUntil } from './running-bot.js';
import { startTeamsApi, type TeamsApi, type TeamsApiOptions } from './teams-api.js';
import {
  botAdded,
  botRemoved,
  channel,
  channelChanged,
  conversationUpdate,
  type DoorAnswer,
  installationUpdate,
  knock,
  membersAdded,
  membersRemoved,
  personal,
} from './teams-door.js';
import type { Forgery } from './teams-issuer.js';
import { createTeamsPerson, type TeamsPerson } from './teams-person.js';
import type { TeamsUser } from './teams-tenant.js';

type Json = Record<string, unknown>;
type Timer = NonNullable<Parameters<typeof startServer>[4]>;

export interface TeamsDriver extends WatchedDriver {
  as(nameOrRole: string): TeamsPerson;
  db: Database;
  api: TeamsApi;
  server: Server;
  clock: ReturnType<typeof createSetClock>;
  /** How long the bot has waited for Teams' leave, in milliseconds. */
  timer: Timer;
  /** The Work Group's channel. */
  channel: string;
  groupId: string;
  personId(nameOrRole: string): string;
  /** Resolves when the bot has answered, without waiting for what comes of it. */
  knock(activity: unknown, forgery?: Forgery): Promise<DoorAnswer>;
  send(activity: unknown, forgery?: Forgery): Promise<DoorAnswer>;
  /**
   * Something that happens to the team or the Work Group's channel, by Teams' name for it: "teamDeleted",
   * "channelDeleted" … The bot hears of it; nothing changes in the tenant.
   */
  event(eventType: string, more?: Json): Promise<DoorAnswer>;
  /** Somebody comes to the team or leaves it; Teams changes, and tells the bot. */
  join(name: string): Promise<DoorAnswer>;
  part(name: string): Promise<DoorAnswer>;
  /** Somebody gets the app for themselves, or takes it away. */
  install(name: string): Promise<DoorAnswer>;
  uninstall(name: string): Promise<DoorAnswer>;
  /** The app is added to the team by the specialist, or removed. */
  addToTeam(): Promise<DoorAnswer>;
  removeFromTeam(): Promise<DoorAnswer>;
  /** Stops the bot and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface TeamsOptions extends TeamsApiOptions {
  start?: string;
  /** Default: the primary example. */
  fill?: Fill;
  /** Who is not in the tenant, by name. */
  absent?: readonly string[];
  /** Who is in the tenant and has no app: by name. Whoever is in the team can be written to all the same. */
  notInstalled?: readonly string[];
  /** Heads who are in the team, by name. */
  inTeam?: readonly string[];
  /** In the team, and in no roster. */
  strangers?: readonly { name: string; email: string }[];
  /** Nobody has added the app to the team yet. */
  notAdded?: boolean;
  /** The specialist has not made the channel the group's own yet. */
  unbound?: boolean;
  env?: Record<string, string>;
  log?: typeof quietLog;
  /** Before the bot starts. */
  prepare?: (api: TeamsApi) => void;
}

/** The real bot with the real CloudAdapter, over HTTP, beside a stateful Bot Connector that signs what it sends. */
export async function startTeams(database: TestDatabase, options: TeamsOptions = {}): Promise<TeamsDriver> {
  const { db } = database;
  const clock = createSetClock(new Date(options.start ?? '2026-09-03T08:00:00+01:00'));
  if (database.filled !== 'example') await (options.fill ?? fillPrimary)(db, clock.now());
  const group = await db.group.findFirstOrThrow({ include: { memberships: { include: { person: true } } } });
  const people = group.memberships.map(({ person, role }) => ({ ...person, role }));
  const here = people.filter(({ name }) => !options.absent?.includes(name));
  const api = await startTeamsApi(
    [
      ...here.map(({ name, email, role }) => ({
        name,
        email,
        inTeam: role !== 'head' || options.inTeam?.includes(name) === true,
        installed: role === 'head' && !options.notInstalled?.includes(name),
      })),
      ...(options.strangers ?? []).map((one) => ({ ...one, inTeam: true, installed: false })),
    ],
    options,
  );
  options.prepare?.(api);
  const { tenant, team } = api;
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    ...api.env,
    ...options.env,
  });
  const timer = createInstantTimer();
  const start = (): Promise<Server> => startServer(config, db, clock, options.log ?? quietLog, timer);
  let server = await start();

  const send = async (activity: unknown, forgery?: Forgery): Promise<DoorAnswer> => {
    const answer = await knock(server.url, activity, api.sign(forgery));
    await server.settle();
    return answer;
  };
  const general = channel(team, team.id);
  const workGroup = channel(team, api.channel);
  const userOf = (nameOrRole: string): TeamsUser => api.userOf(find(nameOrRole).email);
  const persons = new Map<string, TeamsPerson>();
  const driver: TeamsDriver = {
    db,
    api,
    server,
    clock,
    timer,
    channel: api.channel,
    groupId: group.id,
    personId: (nameOrRole) => find(nameOrRole).id,
    knock: (activity, forgery) => knock(server.url, activity, api.sign(forgery)),
    send,
    event: (eventType, more) =>
      send(
        eventType.startsWith('channel')
          ? channelChanged(api, userOf('specialist'), team, eventType, { id: api.channel, name: 'work-group' })
          : conversationUpdate(api, userOf('specialist'), general, eventType, more),
      ),
    join: (name) => {
      const user = userOf(name);
      team.members.add(user.id);
      return send(membersAdded(api, userOf('specialist'), general, [user]));
    },
    part: (name) => {
      const user = userOf(name);
      team.members.delete(user.id);
      return send(membersRemoved(api, userOf('specialist'), general, [user]));
    },
    install: async (name) => {
      const user = userOf(name);
      tenant.installed.add(user.id);
      const where = personal(tenant.openChat(user.id));
      await send(botAdded(api, user, where));
      return send(installationUpdate(api, user, where));
    },
    uninstall: (name) => {
      const user = userOf(name);
      tenant.installed.delete(user.id);
      return send(installationUpdate(api, user, personal(tenant.openChat(user.id)), 'remove'));
    },
    addToTeam: async () => {
      team.hasBot = true;
      await send(botAdded(api, userOf('specialist'), workGroup));
      return send(installationUpdate(api, userOf('specialist'), workGroup));
    },
    removeFromTeam: async () => {
      team.hasBot = false;
      await send(botRemoved(api, userOf('specialist'), general));
      return send(installationUpdate(api, userOf('specialist'), general, 'remove'));
    },
    as: (nameOrRole) => {
      const { email } = find(nameOrRole);
      const known = persons.get(email) ?? createTeamsPerson(driver, api.userOf(email));
      persons.set(email, known);
      return known;
    },
    waitUntil: (moment) => runUntil({ db, server, clock }, moment),
    repeats: tenant.repeats,
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

  for (const id of tenant.installed) await expectTaken(driver.install(tenant.findUser(id)?.name ?? ''));
  if (!options.notAdded) await expectTaken(driver.addToTeam());
  if (!options.unbound && !options.notAdded) {
    const specialist = driver.as('specialist');
    await specialist.type('setup', 'channel');
    await specialist.submit();
  }
  return driver;
}

async function expectTaken(answer: Promise<DoorAnswer>): Promise<void> {
  const { status } = await answer;
  if (status !== 200) throw new Error(`the door answered ${status}`);
}
