import type { Clock } from '../../shared/clock.js';
import type { Database } from '../../store/client.js';
import { linkToHub } from '../linking.js';
import { tenantRef } from './refs.js';
import type { TeamsSettings } from './settings.js';

export interface Tenants {
  /** The hub that a tenant belongs to; undefined until somebody has said which: nobody in it is recognised. */
  hubOf(tenant: string): Promise<string | undefined>;
  /** Keeps when a tenant was last heard of. A tenant is listed from the first time on. */
  heard(tenant: string): Promise<void>;
  /** Names a tenant that has no name yet, by what its people sign in with. */
  name(tenant: string, principalName: string | undefined): Promise<void>;
}

/** Milliseconds after which another process's changes are seen, and between two notes of `heardAt`. */
const freshFor = 30_000;
const nameless = 'Microsoft Teams';

export function createTenants(deps: { db: Database; settings: TeamsSettings; clock: Clock }): Tenants {
  const { db, settings, clock } = deps;
  const known = new Map<string, { hubId: string; at: number }>();
  const noted = new Map<string, number>();
  const named = new Set<string>();

  /** Where there is but one hub, the tenant that the bot is registered in is its own. */
  async function linkOwn(tenant: string): Promise<string | undefined> {
    if (tenant !== settings.tenantId && settings.appId !== '') return undefined;
    const hubs = await db.hub.findMany({ take: 2, select: { id: true } });
    const [only] = hubs;
    if (!only || hubs.length > 1) return undefined;
    await linkToHub(db, tenantRef(tenant), only.id, clock.now());
    return only.id;
  }

  return {
    hubOf: async (tenant) => {
      const now = clock.now().getTime();
      const held = known.get(tenant);
      if (held && now - held.at < freshFor) return held.hubId;
      const row = await db.installation.findUnique({ where: { ref: tenantRef(tenant) } });
      const hubId = row ? (row.hubId ?? (await linkOwn(tenant))) : undefined;
      if (hubId === undefined) known.delete(tenant);
      else known.set(tenant, { hubId, at: now });
      return hubId;
    },
    heard: async (tenant) => {
      const now = clock.now();
      if (now.getTime() - (noted.get(tenant) ?? Number.NEGATIVE_INFINITY) < freshFor) return;
      const ref = tenantRef(tenant);
      await db.installation.upsert({
        where: { ref },
        create: { ref, name: nameless, installedAt: now, heardAt: now },
        update: { heardAt: now },
      });
      noted.set(tenant, now.getTime());
    },
    name: async (tenant, principalName) => {
      // A guest's is that of another tenant.
      const domain = /^[^@#]+@([\w.-]+)$/u.exec(principalName ?? '')?.[1];
      if (domain === undefined || named.has(tenant)) return;
      named.add(tenant);
      await db.installation.updateMany({ where: { ref: tenantRef(tenant), name: nameless }, data: { name: domain } });
    },
  };
}
