import { importDeps } from '../../src/compose.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { linkToHub } from '../../src/platforms/linking.js';
import { tenantRef } from '../../src/platforms/teams/refs.js';
import { example } from '../bad-input/example.js';
import { startTeamsApi, type TeamsApi } from '../support/teams-api.js';
import { channel, type DoorAnswer, personal, type Where, type World } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import type { TeamsUser } from '../support/teams-tenant.js';
import type { Json } from './raw-door.js';

/**
 * Another organisation with the same bot. Its people, teams and conversations are called just as those of the first
 * are, down to their ids: only the tenant tells them apart.
 */
export interface Elsewhere {
  api: TeamsApi;
  world: World;
  tenantId: string;
  user(email: string): TeamsUser;
  direct(user: TeamsUser): Where;
  channel(root?: string): Where;
  /** Signed for this organisation's service address. */
  send(activity: unknown): Promise<DoorAnswer>;
  /** Says which hub it belongs to, and lets the time pass after which the bot has noticed. */
  link(hubId: string): Promise<void>;
}

const elsewhereId = '99999999-630b-4551-834b-3fd2df9e2b50';

export async function startElsewhere(
  driver: TeamsDriver,
  people: readonly { name: string; email: string }[],
): Promise<Elsewhere> {
  const api = await startTeamsApi(people.map((one) => ({ ...one, inTeam: true, installed: true })));
  const { tenant, team } = api;
  tenant.tenantId = elsewhereId;
  for (const user of tenant.users) user.tenantId = elsewhereId;
  tenant.botId = driver.api.bot.id;
  team.hasBot = true;
  // One bot, so one login.
  api.issuer.admits = driver.api.issuer.admits;
  return {
    api,
    world: { tenantId: elsewhereId, serviceUrl: api.serviceUrl, bot: driver.api.bot },
    tenantId: elsewhereId,
    user: (email) => api.userOf(email),
    direct: ({ id }) => personal(tenant.openChat(id)),
    channel: (root) => channel(team, api.channel, root),
    send: (activity) => driver.send(activity, { claims: { serviceurl: api.serviceUrl } }),
    link: async (hubId) => {
      await linkToHub(driver.db, tenantRef(elsewhereId), hubId, new Date('2026-09-03T08:00:00+01:00'));
      driver.clock.set(new Date(driver.clock.now().getTime() + 31_000));
    },
  };
}

/** An activity as the other organisation's service would tell of it. */
export function moved(activity: Json, { world }: Elsewhere): Json {
  const { tenantId, serviceUrl } = world;
  const { conversation, channelData } = activity as { conversation: Json; channelData: Json };
  return {
    ...activity,
    serviceUrl,
    conversation: { ...conversation, tenantId },
    channelData: { ...channelData, tenant: { id: tenantId } },
  };
}

/** A second group: of the same hub, or of another with people of its own. @returns its id */
export async function importSecond({ db, clock }: TeamsDriver, change = (text: string) => text): Promise<string> {
  const known = await db.group.findMany({ select: { id: true } });
  for (const file of ['secondary-roster.csv', 'secondary-term-dates.csv']) {
    const text = change(Buffer.from(await example(file)).toString());
    const result = await importFile(db, Buffer.from(text), importDeps(clock.now()));
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
  }
  const { id } = await db.group.findFirstOrThrow({ where: { id: { notIn: known.map((one) => one.id) } } });
  return id;
}

export const faraway = {
  name: 'Faraway Specialist',
  email: 'faraway.specialist@examplemathshub.far',
  change: (text: string): string =>
    text
      .replaceAll('Example Maths Hub', 'Faraway Maths Hub')
      .replaceAll('Secondary Mastery Work Group 1', 'Faraway Work Group')
      .replaceAll('.example', '.far')
      .replace('edwin.castlemaine@', 'faraway.specialist@')
      .replace('Edwin Castlemaine', 'Faraway Specialist'),
};
