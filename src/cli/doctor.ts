import { civilDate } from '../calendar/dates.js';
import { schoolYearOf } from '../calendar/school-calendar.js';
import { openDatabase } from '../compose.js';
import { type Basics, type Config, ConfigError, readBasics, readConfig } from '../config.js';
import { lateAfter } from '../delivery/outbox.js';
import { advocatesLabel } from '../features/programmes/labels.js';
import { examineSlack } from '../platforms/slack/doctor/doctor.js';
import { type Check, fault, ok, warning } from '../shared/check.js';
import { systemClock } from '../shared/clock.js';
import { inWords } from '../shared/failure.js';
import { newId } from '../shared/ids.js';
import { runningNode, supportedNodes } from '../shared/node-version.js';
import { showAddress } from '../store/address.js';
import { isSound } from '../store/backup.js';
import type { Database } from '../store/client.js';
import { presentOf } from './present.js';
import { print } from './print.js';

/** Milliseconds for one answer. */
const patience = 10_000;
const halfTerms = 6;

/** Prints what is right, what is missing and what to do. @returns whether nothing is wrong */
export async function printDoctor(env: NodeJS.ProcessEnv, json: boolean): Promise<boolean> {
  const checks = await examine(env);
  const well = !checks.some(({ state }) => state === 'fault');
  if (json) {
    print(JSON.stringify({ ok: well, checks }));
    return well;
  }
  const marks = { ok: '✓', warning: '!', fault: '✗' };
  for (const { state, text, todo } of checks) {
    print(`${marks[state]} ${text}`);
    if (todo !== undefined) print(`    ${todo}`);
  }
  return well;
}

async function examine(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const { checks, basics, config } = examineSettings(env);
  // On any other Node the command line does not start.
  checks.unshift(ok('node', `Node ${runningNode} is one that the bot runs on (${supportedNodes}).`));
  if (!basics) return checks;
  checks.push(...(await examineAddress(basics, config)));
  let db: Database;
  try {
    db = await openDatabase(basics.databaseUrl);
  } catch (error) {
    return [...checks, fault('database', 'The database cannot be used.', inWords(error))];
  }
  try {
    checks.push(await examineDatabase(db, basics.databaseUrl), ...(await examineIntegrity(db, basics.databaseUrl)));
    const groups = await currentGroups(db);
    const platforms = platformsIn(config);
    checks.push(...(await examineGroups(db, groups, platforms)));
    const { publicUrl } = basics;
    if (config?.slack) {
      const own = groupsOn('slack', platforms, groups);
      checks.push(
        ...(await examineSlack({ db, settings: config.slack, publicUrl, now: systemClock.now, groups: own })),
      );
    }
    if (config?.teams) {
      // Its SDK is large, and is loaded only where it is used.
      const { examineTeams } = await import('../platforms/teams/doctor/doctor.js');
      const own = groupsOn('teams', platforms, groups).map((group) => ({
        ...group,
        advocates: advocatesLabel(group),
      }));
      checks.push(...(await examineTeams({ db, settings: config.teams, publicUrl, clock: systemClock, groups: own })));
    }
    return checks;
  } catch (error) {
    return [...checks, fault('database', 'The database stopped answering.', inWords(error))];
  } finally {
    await db.$disconnect();
  }
}

/** What is set for real people, by the name with which its refs begin. */
type PlatformName = 'slack' | 'teams';
const titles: Readonly<Record<PlatformName, string>> = { slack: 'Slack', teams: 'Teams' };

const platformsIn = (config: Config | undefined): PlatformName[] =>
  (['slack', 'teams'] as const).filter((name) => config?.[name] !== undefined);

const isOn = (platform: PlatformName, { channel }: CurrentGroup): boolean =>
  channel?.ref.startsWith(`${platform}:`) === true;

/** Where there are several platforms, a group's people are looked for where its channel is. */
const groupsOn = (
  platform: PlatformName,
  platforms: readonly PlatformName[],
  groups: readonly CurrentGroup[],
): readonly CurrentGroup[] => (platforms.length === 1 ? groups : groups.filter((group) => isOn(platform, group)));

function examineSettings(env: NodeJS.ProcessEnv): { checks: Check[]; basics?: Basics; config?: Config } {
  const faultsOf = (error: unknown): Check[] => {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((line, index) => fault(`settings/${index + 1}`, 'A setting is wrong.', line));
  };
  let basics: Basics;
  try {
    basics = readBasics(env);
  } catch (error) {
    return { checks: faultsOf(error) };
  }
  try {
    const config = readConfig(env);
    const checks = [ok('settings', 'The settings are complete.')];
    if (platformsIn(config).length === 0) {
      const todo =
        'For Slack set SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and PUBLIC_URL (docs/slack.md); for Teams set ' +
        'MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId and PUBLIC_URL (docs/teams.md).';
      checks.push(
        warning(
          'platform',
          'Nothing is set for Slack or Teams: npm start opens the web chat, to try things out.',
          todo,
        ),
      );
    }
    return { checks, basics, config };
  } catch (error) {
    return { checks: faultsOf(error), basics };
  }
}

const list = new Intl.ListFormat('en-GB');

async function examineAddress({ publicUrl }: Basics, config: Config | undefined): Promise<Check[]> {
  const platforms = platformsIn(config);
  if (platforms.length === 0) return [];
  // In socket mode Slack needs no address.
  const callers = platforms.filter((name) => name !== 'slack' || config?.slack?.appToken === undefined);
  const who = callers.map((name) => titles[name]);
  if (publicUrl === undefined) {
    const text = `PUBLIC_URL is missing: ${list.format([...who, 'people’s calendars'])} need it.`;
    const todo = 'Set it to the bot’s address as seen from outside, such as https://bot.example.org';
    return [(callers.length === 0 ? warning : fault)('address', text, todo)];
  }
  const checks: Check[] = [];
  if (!publicUrl.startsWith('https://') && callers.length > 0) {
    const text = `PUBLIC_URL is ${publicUrl}, without https: ${list.format(who)} ${who.length === 1 ? 'sends' : 'send'} nothing there.`;
    const todo = 'Put a proxy with a certificate before the bot, and set PUBLIC_URL to its https address.';
    checks.push(warning('https', text, todo));
  }
  return [...checks, await examineReadiness(publicUrl)];
}

async function examineReadiness(publicUrl: string): Promise<Check> {
  try {
    const response = await fetch(`${publicUrl}/readyz`, { signal: AbortSignal.timeout(patience) });
    const body = (await response.json()) as { ready?: unknown };
    if (body.ready === true) return ok('address', `The bot is ready at ${publicUrl}`);
  } catch {
    // The same words as for a stranger's answer.
  }
  return warning(
    'address',
    `The bot could not be seen at ${publicUrl}/readyz from here.`,
    'Start it, and check that the address leads to it. From inside a network that may fail although all is in order.',
  );
}

class PutBack extends Error {}

/** Writes something and takes it back. */
async function examineDatabase(db: Database, url: string): Promise<Check> {
  const kind = url.startsWith('file:') ? `SQLite, ${url.slice('file:'.length)}` : `PostgreSQL, ${showAddress(url)}`;
  const key = `doctor:${newId()}`;
  try {
    await db.$transaction(async (tx) => {
      await tx.inboxEntry.create({ data: { key, receivedAt: systemClock.now() } });
      throw new PutBack();
    });
  } catch (error) {
    if (!(error instanceof PutBack)) return fault('database', 'The database cannot be written.', inWords(error));
  }
  return ok('database', `The database is up to date and can be written (${kind}).`);
}

/** Of PostgreSQL the server sees to that. */
async function examineIntegrity(db: Database, url: string): Promise<Check[]> {
  if (!url.startsWith('file:')) return [];
  if (await isSound(db)) return [ok('integrity', 'The database is whole.')];
  const todo =
    'Stop the bot, keep the file as it is, and restore the last good backup into another (workgroup restore). Then look at the disk.';
  return [fault('integrity', 'The database is damaged.', todo)];
}

type CurrentGroup = Awaited<ReturnType<typeof currentGroups>>[number];

async function currentGroups(db: Database) {
  const year = schoolYearOf(civilDate(await presentOf(db), 'Europe/London'));
  const groups = await db.group.findMany({
    where: { schoolYear: year },
    include: { channels: true, halfTerms: { where: { schoolId: null } } },
    orderBy: { name: 'asc' },
  });
  return groups.map(({ channels, ...group }) => ({
    ...group,
    channel: channels.find(({ audience }) => audience === 'group') ?? null,
    headsChannel: channels.find(({ audience }) => audience === 'heads') ?? null,
  }));
}

/** How a channel is made a group's own. */
const setup: Readonly<Record<PlatformName, string>> = {
  slack: 'In its channel in Slack, invite Work Group and type /workgroup setup',
  teams: 'In Teams, add Work Group to its team, and in its channel type @Work Group setup',
};

async function examineGroups(
  db: Database,
  groups: readonly CurrentGroup[],
  platforms: readonly PlatformName[],
): Promise<Check[]> {
  const now = await presentOf(db);
  const year = schoolYearOf(civilDate(now, 'Europe/London'));
  if (groups.length === 0) {
    return [warning('groups', `There is no group for ${year} yet.`, 'Import a roster: workgroup import roster.csv')];
  }
  const checks = groups.flatMap((group) => [
    examineTerms(group),
    ...(platforms.length > 0 && !platforms.some((name) => isOn(name, group)) ? [examineUnbound(group, platforms)] : []),
    ...platforms
      .filter((name) => group.headsChannel?.ref.startsWith(`${name}:`))
      .map((name) => examineHeads(group, name)),
  ]);
  const ids = { in: groups.map(({ id }) => id) };
  const failed = await db.delivery.count({ where: { groupId: ids, status: 'failed' } });
  if (failed > 0) {
    const todo =
      'The specialists have been told what to do. See who, why and what to do: workgroup deliveries --failed';
    checks.push(warning('failed', `${failed} ${failed === 1 ? 'message' : 'messages'} could not be delivered.`, todo));
  }
  const due = { lt: new Date(now.getTime() - lateAfter) };
  const overdue = await db.delivery.count({ where: { groupId: ids, status: 'planned', sendAt: due } });
  if (overdue > 0) {
    const text = `${overdue} ${overdue === 1 ? 'message is' : 'messages are'} overdue.`;
    checks.push(warning('overdue', text, 'Start the bot: it sends what is still of use, and says what it leaves out.'));
  }
  return checks;
}

function examineUnbound({ id, name }: CurrentGroup, platforms: readonly PlatformName[]): Check {
  const where = platforms.map((platform) => titles[platform]).join(' or ');
  const todo = platforms.map((platform) => setup[platform]).join('. Or: ');
  return warning(`channel/${id}`, `${name}: no channel in ${where} is its own yet.`, todo);
}

const examineHeads = ({ id, name }: CurrentGroup, platform: PlatformName): Check =>
  ok(`heads/${id}`, `${name}: its heads have a channel of their own in ${titles[platform]}.`);

function examineTerms({ id, name, schoolYear, halfTerms: known }: CurrentGroup): Check {
  const todo = 'Import them: workgroup import term-dates.csv';
  if (known.length === 0) return fault(`terms/${id}`, `${name}: the term dates of ${schoolYear} are missing.`, todo);
  if (known.length < halfTerms) {
    return warning(
      `terms/${id}`,
      `${name}: ${known.length} of ${halfTerms} half-terms of ${schoolYear} are known.`,
      todo,
    );
  }
  return ok(`terms/${id}`, `${name}: the term dates of ${schoolYear} are known.`);
}
