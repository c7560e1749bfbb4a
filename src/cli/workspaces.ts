import { formatInstant } from '../calendar/dates.js';
import { readConfig } from '../config.js';
import { linkDays, makeInstallLink } from '../platforms/slack/installing/install-link.js';
import { linkToHub } from '../platforms/slack/installing/linking.js';
import { systemClock } from '../shared/clock.js';
import type { Database } from '../store/client.js';
import { suggest } from './groups.js';
import { print, UserError } from './print.js';

/** @throws UserError */
async function findHub(db: Database, name: string): Promise<{ id: string; name: string }> {
  const hubs = await db.hub.findMany({ orderBy: { name: 'asc' } });
  const wanted = name.trim().toLowerCase();
  const found = hubs.find((hub) => hub.id === name || hub.name.toLowerCase() === wanted);
  if (found) return found;
  const names = hubs.map((hub) => hub.name);
  throw new UserError(`--hub: there is no hub “${name}”. ${suggest(name, names)}`);
}

/** A link for an administrator who adds the app to a workspace of this hub. @throws UserError */
export async function printInstallLink(db: Database, hubName: string, json: boolean): Promise<void> {
  const { slack, publicUrl, clockStart } = readConfig(process.env);
  if (slack?.clientId === undefined || publicUrl === undefined) {
    throw new UserError(
      'A link is for many workspaces, and needs SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, ENCRYPTION_KEY and PUBLIC_URL ' +
        '(README, “Many workspaces”).',
    );
  }
  const hub = await findHub(db, hubName);
  const link = makeInstallLink(publicUrl, hub.id, clockStart ?? systemClock.now(), slack.encryptionKeys);
  print(json ? JSON.stringify({ hub: hub.name, link, days: linkDays }) : link);
}

/** Lists the workspaces that have the app, or says which hub one of them belongs to. @throws UserError */
export async function printWorkspaces(
  db: Database,
  options: { link?: string; hub?: string },
  json: boolean,
): Promise<void> {
  if ((options.link === undefined) !== (options.hub === undefined)) {
    throw new UserError('--link and --hub belong together: workgroup workspaces --link T0123 --hub "Name"');
  }
  if (options.link !== undefined && options.hub !== undefined) await link(db, options.link, options.hub);
  const rows = await db.installation.findMany({ include: { hub: true }, orderBy: { name: 'asc' } });
  if (json) {
    print(
      JSON.stringify(
        rows.map(({ ref, name, hub, installedAt, heardAt }) => ({ ref, name, hub: hub?.name, installedAt, heardAt })),
      ),
    );
    return;
  }
  if (rows.length === 0)
    print('No workspace has been seen yet: a workspace is listed once the bot has been started for it.');
  for (const { ref, name, hub, heardAt } of rows) {
    const heard = heardAt ? `last heard of ${formatInstant(heardAt, 'Europe/London')}` : 'not heard of yet';
    print(
      `${name}  ${ref.replace('slack:', '')}\n    ${hub?.name ?? 'not linked yet: nobody is recognised'}, ${heard}`,
    );
  }
}

async function link(db: Database, workspace: string, hubName: string): Promise<void> {
  const rows = await db.installation.findMany();
  const wanted = workspace
    .trim()
    .replace(/^slack:/iu, '')
    .toLowerCase();
  const row = rows.find(({ ref, name }) => ref.toLowerCase() === `slack:${wanted}` || name.toLowerCase() === wanted);
  if (!row) {
    const known = rows.map(({ name, ref }) => `${ref.replace('slack:', '')} (${name})`).join(', ');
    throw new UserError(
      `--link: there is no workspace “${workspace}”. ${known === '' ? 'None is known yet.' : `There are: ${known}.`}`,
    );
  }
  await linkToHub(db, row.ref, (await findHub(db, hubName)).id);
}
