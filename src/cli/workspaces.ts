import { formatInstant } from '../calendar/dates.js';
import { readConfig } from '../config.js';
import { linkToHub } from '../platforms/linking.js';
import { linkDays, makeInstallLink } from '../platforms/slack/installing/install-link.js';
import { partsOf } from '../platforms/teams/refs.js';
import { systemClock } from '../shared/clock.js';
import type { Database } from '../store/client.js';
import { findHub } from './groups.js';
import { presentOf } from './present.js';
import { print, UserError } from './print.js';

/** A link for an administrator who adds the app to a workspace of this hub. @throws UserError */
export async function printInstallLink(db: Database, hubName: string, json: boolean): Promise<void> {
  const { slack, publicUrl, clockStart } = readConfig(process.env);
  if (slack?.clientId === undefined || publicUrl === undefined) {
    throw new UserError(
      'A link is for many workspaces, and needs SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, ENCRYPTION_KEY and PUBLIC_URL ' +
        '(docs/slack.md, “Many workspaces”).',
    );
  }
  const hub = await findHub(db, hubName);
  const link = makeInstallLink(publicUrl, hub.id, clockStart ?? systemClock.now(), slack.encryptionKeys);
  print(json ? JSON.stringify({ hub: hub.name, link, days: linkDays }) : link);
}

/** What Slack or Microsoft calls a workspace or a tenant: "T0123" */
const idOf = (ref: string): string => partsOf(ref)?.tenant ?? ref.replace('slack:', '');

/** Lists Slack's workspaces and Teams' tenants that have the app, or says which hub one belongs to. @throws UserError */
export async function printWorkspaces(
  db: Database,
  options: { link?: string; hub?: string },
  json: boolean,
): Promise<void> {
  if ((options.link === undefined) !== (options.hub === undefined)) {
    throw new UserError('--link and --hub belong together: workgroup workspaces --link T0123 --hub "Name"');
  }
  if (options.link !== undefined && options.hub !== undefined) await link(db, options.link, options.hub);
  const rows = await db.installation.findMany({ include: { hub: true }, orderBy: [{ name: 'asc' }, { ref: 'asc' }] });
  const channels = await listChannels(db);
  const channelsOf = (workspace: string) => channels.filter(({ ref }) => ref.startsWith(`${workspace}:`));
  if (json) {
    const all = rows.map(({ ref, name, hub, installedAt, heardAt }) => {
      return { ref, id: idOf(ref), name, hub: hub?.name, installedAt, heardAt, channels: channelsOf(ref) };
    });
    print(JSON.stringify(all));
    return;
  }
  if (rows.length === 0) {
    print(
      'No workspace has been seen yet: one of Slack is listed once the bot has been started for it, a tenant of Teams ' +
        'once the app has been added there.',
    );
  }
  for (const { ref, name, hub, heardAt } of rows) {
    const heard = heardAt ? `last heard of ${formatInstant(heardAt, 'Europe/London')}` : 'not heard of yet';
    print(`${name}  ${idOf(ref)}\n    ${hub?.name ?? 'not linked yet: nobody is recognised'}, ${heard}`);
    for (const { group, schoolYear, audience } of channelsOf(ref)) {
      const whose = audience === 'heads' ? `the heads of ${group}` : group;
      print(`    a channel of ${whose}, ${schoolYear}`);
    }
  }
}

/** Which channels are groups' own, or their heads', group by group. */
async function listChannels(db: Database) {
  const rows = await db.channel.findMany({
    include: { group: { select: { name: true, schoolYear: true } } },
    orderBy: [{ group: { schoolYear: 'desc' } }, { group: { name: 'asc' } }, { audience: 'asc' }],
  });
  return rows.map(({ ref, audience, group }) => ({ ref, audience, group: group.name, schoolYear: group.schoolYear }));
}

async function link(db: Database, workspace: string, hubName: string): Promise<void> {
  const rows = await db.installation.findMany({ orderBy: [{ name: 'asc' }, { ref: 'asc' }] });
  const wanted = workspace.trim().toLowerCase();
  const byId = rows.filter(({ ref }) => [ref, idOf(ref)].some((one) => one.toLowerCase() === wanted));
  const found = byId.length > 0 ? byId : rows.filter(({ name }) => name.toLowerCase() === wanted);
  const [row, ...others] = found;
  if (!row) {
    const there =
      rows.length === 0
        ? 'None is known yet: in Teams the app has to be added first, in Slack the bot started once.'
        : `There are: ${listed(rows)}.`;
    throw new UserError(`--link: there is no workspace “${workspace}”. ${there}`);
  }
  if (others.length > 0) {
    throw new UserError(`--link: there are several called “${workspace}”. Use an id: ${listed(found)}.`);
  }
  await linkToHub(db, row.ref, (await findHub(db, hubName)).id, await presentOf(db));
}

const listed = (rows: readonly { ref: string; name: string }[]): string =>
  rows.map(({ ref, name }) => `${idOf(ref)} (${name})`).join(', ');
