import { formatInstant } from '../../../calendar/dates.js';
import { type Check, ok, warning } from '../../../shared/check.js';
import type { Database } from '../../../store/client.js';
import { partsOf, tenantRef } from '../refs.js';
import type { TeamsSettings } from '../settings.js';

/** A tenant in which the bot was seen. */
export interface Tenant {
  ref: string;
  id: string;
  name: string;
  hub: { id: string; name: string } | undefined;
  heardAt: Date | undefined;
}

export async function listTenants(db: Database, settings: TeamsSettings): Promise<Tenant[]> {
  const rows = await db.installation.findMany({
    where: { ref: { startsWith: tenantRef('') } },
    include: { hub: true },
    orderBy: [{ name: 'asc' }, { ref: 'asc' }],
  });
  const [only, ...others] = await db.hub.findMany({ take: 2 });
  return rows.map(({ ref, name, hub, heardAt }) => {
    const id = partsOf(ref)?.tenant ?? '';
    // The bot's own tenant is linked as soon as somebody in it does something.
    const own = id === settings.tenantId && others.length === 0 ? only : undefined;
    return { ref, id, name, hub: hub ?? own, heardAt: heardAt ?? undefined };
  });
}

/** Which hub each belongs to, and when it was last heard of. */
export async function examineTenants(
  db: Database,
  tenants: readonly Tenant[],
  publicUrl: string | undefined,
): Promise<Check[]> {
  if (tenants.length === 0) {
    return [
      warning(
        'tenants',
        'Nothing that happened in Teams has reached the bot yet.',
        'Add the app in Teams and write to the bot. If no answer comes, look at the Azure bot: the “Messaging endpoint” on its ' +
          `page “Configuration” must be ${publicUrl ?? 'your address'}/api/messages, and Microsoft Teams must be on its page “Channels”.`,
      ),
    ];
  }
  const toImport = (await db.hub.count()) === 0;
  return tenants.map(({ ref, id, name, hub, heardAt }) => {
    const heard = heardAt ? `last heard of ${formatInstant(heardAt, 'Europe/London')}` : 'not heard of yet';
    if (hub) return ok(`tenant/${ref}`, `The tenant “${name}” belongs to ${hub.name}; ${heard}.`);
    return warning(
      `tenant/${ref}`,
      `The tenant “${name}” belongs to no Maths Hub yet, so nobody is recognised there; ${heard}.`,
      toImport ? 'Import a roster: workgroup import roster.csv' : `workgroup workspaces --link ${id} --hub "Name"`,
    );
  });
}
