import { type Installation, type InstallationQuery, type InstallationStore, webApi } from '@slack/bolt';
import type { Clock } from '../../../shared/clock.js';
import type { Log } from '../../../shared/log.js';
import type { Database } from '../../../store/client.js';
import { linkToHub, tieByLink } from '../../linking.js';
import { boltLog } from '../bolt-log.js';
import type { SlackSettings } from '../settings.js';
import { unpackLink } from './install-link.js';
import { isCurrent, seal, unseal } from './sealed.js';

/** What it takes to act in a workspace. */
export interface Installed {
  botToken: string;
  botUserId?: string;
  botId?: string;
  /** "https://example.slack.com/" */
  teamUrl?: string;
  /** Absent until somebody has said which hub the workspace belongs to: nobody in it is recognised. */
  hubId?: string;
}

export interface Installations {
  /**
   * Undefined for a workspace that has not installed the app.
   * @throws Slack's error while the environment's token is refused; SealError
   */
  tokenFor(team: string, enterprise?: string): Promise<Installed | undefined>;
  /** Workspaces with the app, the one of the environment's token first. */
  teams(): Promise<string[]>;
  /** Keeps when a workspace was last heard of. */
  heard(team: string, enterprise?: string): Promise<void>;
  /** The app was removed there, or its token taken back; whom and which channels it knew stays. */
  remove(team: string, enterprise?: string): Promise<void>;
  /** For Bolt's installer. */
  store: InstallationStore;
}

/** Sealed in `Installation.sealed`. */
interface Kept {
  installation: Installation;
  teamUrl?: string;
}

/** Milliseconds after which another process's changes are seen, and between two notes of `heardAt`. */
const freshFor = 30_000;
/** Milliseconds for one answer of Slack's. */
const timeout = 10_000;

export const installationRef = (team: string | undefined, enterprise: string | undefined): string => {
  const id = team ?? enterprise;
  if (id === undefined) throw new Error('Slack named neither a workspace nor an organisation.');
  return `slack:${id}`;
};

export function createInstallations(deps: {
  db: Database;
  settings: SlackSettings;
  clock: Clock;
  log: Log;
  /** The app was installed, or installed again, in a workspace of this hub. */
  installed?: (hubId: string) => Promise<void>;
  /** A link has tied a workspace to its hub. */
  tied?: (workspace: { hubId: string; ref: string }) => Promise<void>;
}): Installations {
  const { db, settings, clock, log } = deps;
  const keys = settings.encryptionKeys;
  const slack = new webApi.WebClient(undefined, {
    slackApiUrl: settings.apiUrl,
    logger: boltLog(log),
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const known = new Map<string, { installed: Installed; at: number }>();
  const noted = new Map<string, number>();
  let own: Promise<Installed & { team: string }> | undefined;

  /** Whose the environment's token is: Slack is asked once, and again only after a failure. */
  function ownWorkspace(token: string): Promise<Installed & { team: string }> {
    own ??= introduce(token).catch((error) => {
      own = undefined;
      throw error;
    });
    return own;
  }

  async function introduce(token: string): Promise<Installed & { team: string }> {
    const { team_id: team, team: name = 'Slack', user_id, bot_id, url } = await slack.auth.test({ token });
    if (team === undefined) throw new Error('Slack did not say which workspace SLACK_BOT_TOKEN belongs to.');
    const ref = installationRef(team, undefined);
    await db.installation.upsert({
      where: { ref },
      create: { ref, name, installedAt: clock.now() },
      update: { name },
    });
    return {
      team,
      botToken: token,
      ...(user_id !== undefined && { botUserId: user_id }),
      ...(bot_id !== undefined && { botId: bot_id }),
      ...(url !== undefined && { teamUrl: url }),
    };
  }

  /** Where there is but one hub, the environment's workspace is its own. */
  async function hubOfOwn(ref: string): Promise<string | undefined> {
    const row = await db.installation.findUnique({ where: { ref } });
    if (row?.hubId) return row.hubId;
    const hubs = await db.hub.findMany({ take: 2, select: { id: true } });
    const [only] = hubs;
    if (!only || hubs.length > 1) return undefined;
    await linkToHub(db, ref, only.id, clock.now());
    return only.id;
  }

  async function readKept(ref: string): Promise<(Kept & { hubId: string | null }) | undefined> {
    // Without a key there is one workspace; what the installer left of others is not opened.
    const row = keys.length === 0 ? null : await db.installation.findUnique({ where: { ref } });
    if (!row?.sealed) return undefined;
    const kept = JSON.parse(unseal(row.sealed, ref, keys)) as Kept;
    if (!isCurrent(row.sealed, keys)) {
      const sealed = seal(JSON.stringify(kept), ref, keys);
      await db.installation.updateMany({ where: { ref, sealed: row.sealed }, data: { sealed } });
    }
    return { ...kept, hubId: row.hubId };
  }

  async function ownFor(ref: string): Promise<Installed | undefined> {
    if (settings.botToken === undefined) return undefined;
    const { team, ...installed } = await ownWorkspace(settings.botToken);
    if (installationRef(team, undefined) !== ref) return undefined;
    const hubId = await hubOfOwn(ref);
    return { ...installed, ...(hubId !== undefined && { hubId }) };
  }

  async function installedFor(ref: string): Promise<Installed | undefined> {
    const kept = await readKept(ref);
    const bot = kept?.installation.bot;
    if (!kept || !bot) return undefined;
    return {
      botToken: bot.token,
      botUserId: bot.userId,
      botId: bot.id,
      ...(kept.teamUrl !== undefined && { teamUrl: kept.teamUrl }),
      ...(kept.hubId !== null && { hubId: kept.hubId }),
    };
  }

  async function lookUp(ref: string): Promise<Installed | undefined> {
    const now = clock.now().getTime();
    const held = known.get(ref);
    if (held && now - held.at < freshFor) return held.installed;
    const installed = (await ownFor(ref)) ?? (await installedFor(ref));
    // What is not there yet, or belongs to nobody yet, is looked for each time.
    if (installed?.hubId === undefined) known.delete(ref);
    else known.set(ref, { installed, at: now });
    return installed;
  }

  async function remove(ref: string): Promise<void> {
    known.delete(ref);
    noted.delete(ref);
    own = undefined;
    await db.installation.deleteMany({ where: { ref } });
  }

  const refOf = (query: InstallationQuery<boolean>): string =>
    installationRef(query.isEnterpriseInstall ? undefined : query.teamId, query.enterpriseId);

  return {
    tokenFor: async (team, enterprise) =>
      (await lookUp(installationRef(team, undefined))) ??
      (enterprise === undefined ? undefined : lookUp(installationRef(undefined, enterprise))),
    teams: async () => {
      const first = settings.botToken === undefined ? [] : [(await ownWorkspace(settings.botToken)).team];
      if (keys.length === 0) return first;
      const rows = await db.installation.findMany({
        where: { ref: { startsWith: 'slack:T' }, sealed: { not: null } },
        orderBy: { installedAt: 'asc' },
      });
      return [...new Set([...first, ...rows.map(({ ref }) => ref.slice('slack:'.length))])];
    },
    heard: async (team, enterprise) => {
      const now = clock.now();
      const refs = [installationRef(team, undefined), ...(enterprise === undefined ? [] : [`slack:${enterprise}`])];
      const due = refs.filter((ref) => now.getTime() - (noted.get(ref) ?? 0) >= freshFor);
      if (due.length === 0) return;
      for (const ref of due) noted.set(ref, now.getTime());
      await db.installation.updateMany({ where: { ref: { in: due } }, data: { heardAt: now } });
    },
    remove: (team, enterprise) => remove(installationRef(team, enterprise)),
    store: {
      storeInstallation: async (installation) => {
        const org = installation.isEnterpriseInstall === true;
        const ref = installationRef(org ? undefined : installation.team?.id, installation.enterprise?.id);
        const { metadata, ...rest } = installation;
        const link = metadata === undefined ? undefined : unpackLink(metadata);
        const token = installation.bot?.token;
        if (token === undefined) throw new Error('Slack gave no bot token.');
        const teamUrl = await slack.auth.test({ token }).then(
          ({ url }) => url,
          () => undefined,
        );
        const kept: Kept = { installation: rest as Installation, ...(teamUrl !== undefined && { teamUrl }) };
        const name = (org ? installation.enterprise?.name : installation.team?.name) ?? ref;
        const sealed = seal(JSON.stringify(kept), ref, keys);
        await db.installation.upsert({
          where: { ref },
          create: { ref, name, sealed, installedAt: clock.now() },
          update: { name, sealed, installedAt: clock.now() },
        });
        known.delete(ref);
        const row = await db.installation.findUnique({ where: { ref } });
        // A link for one hub never moves the workspace of another.
        const ties = link !== undefined && row?.hubId === null && (await tieByLink(db, ref, link, clock.now()));
        const linked = row?.hubId ?? (ties ? link.hub : undefined);
        if (linked === undefined) log.warn({ workspace: ref }, 'a workspace that belongs to no hub yet has the app');
        else if (link !== undefined && link.hub !== linked)
          log.warn({ workspace: ref }, 'a workspace came by the link of another hub than its own, and stays');
        if (ties) await deps.tied?.({ hubId: link.hub, ref });
        if (linked !== undefined) await deps.installed?.(linked);
      },
      fetchInstallation: async (query) => {
        const kept = await readKept(refOf(query));
        if (!kept) throw new Error('The app is not installed in that workspace.');
        return kept.installation as never;
      },
      deleteInstallation: (query) => remove(refOf(query)),
    },
  };
}
