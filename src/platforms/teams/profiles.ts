import type { ChannelAccount } from 'botbuilder';
import { z } from 'zod';
import type { Newcomer } from '../../edge/newcomer.js';
import { plainAddress } from '../../shared/address.js';
import type { Database } from '../../store/client.js';

const profile = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().toLowerCase().nullish(),
  /** "user", "guest", "anonymous" */
  userRole: z.string().nullish(),
});
export type Profile = Pick<Newcomer, 'name' | 'email' | 'principalName'> & { id: string };

/**
 * @param tenant where they are: addresses that another vouches for prove nothing here and are left out. A guest was
 * invited by her address, whichever tenant Teams names for her.
 */
export function readProfile(member: ChannelAccount, tenant: string): Profile {
  const { id, name, email, userPrincipalName, tenantId, userRole } = profile.parse(member);
  const own = !tenantId || tenantId === tenant || userRole === 'guest';
  return {
    id,
    name: name ?? 'Somebody',
    ...(own && email && { email }),
    ...(own && userPrincipalName && { principalName: userPrincipalName }),
  };
}

/** Whether the roster of a hub has somebody with one of these addresses. */
export async function isInRoster(db: Database, hubId: string, { email, principalName }: Profile): Promise<boolean> {
  const addresses = [email, principalName].flatMap((one) => (one ? [plainAddress(one)] : []));
  return (await db.person.count({ where: { hubId, email: { in: addresses } } })) > 0;
}
