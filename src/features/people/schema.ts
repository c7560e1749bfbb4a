import { z } from 'zod';
import { plainAddress } from '../../shared/address.js';

/** `account`: the platform's own address of it. */
export const accountArgs = z.object({ group: z.string(), account: z.string() });

/** What may be chosen besides a member's id. */
export const somebodyNew = 'new';
export const aGuest = 'guest';

/** The roles in which somebody new can come: leaders are the roster's business. */
const newRoles = ['advocate', 'head', 'headOfDepartment'] as const;
export type NewRole = (typeof newRoles)[number];

export const identifyValues = z
  .object({
    who: z.string().min(1, 'Please choose who this is.'),
    role: z.union([z.literal(''), z.enum(newRoles)], 'Please choose one of the roles.'),
    school: z.string(),
  })
  .superRefine(({ who, role, school }, context) => {
    if (who !== somebodyNew) return;
    const missing = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    if (role === '') missing('role', 'Please choose the role of somebody new.');
    if (school === '') missing('school', 'Please choose the school of somebody new.');
  });
export type IdentifyValues = z.infer<typeof identifyValues>;

export const addressValues = z.object({
  who: z.string().min(1, 'Please choose whose address it is.'),
  email: z.string().transform(plainAddress),
});
export type AddressValues = z.infer<typeof addressValues>;

/** An account on a platform, as it is kept. */
export interface Account {
  ref: string;
  hubId: string;
  personId: string | null;
  name: string;
  email: string | null;
  guest: boolean;
  welcomedAt: Date | null;
}
