import { z } from 'zod';
import { newId } from '../../../shared/ids.js';
import { readSigned, sign } from './signed.js';

/** Days that a link for installing the app can be used. */
export const linkDays = 14;
const purpose = 'install link';
const shape = z.object({ hub: z.string(), id: z.string() });

/** Which hub a link ties a workspace to. `id`: it does so once. */
export type InstallLink = z.infer<typeof shape>;

/** Where an administrator adds the app to a workspace of this hub. */
export function makeInstallLink(publicUrl: string, hubId: string, now: Date, keys: readonly string[]): string {
  const expires = new Date(now.getTime() + linkDays * 24 * 60 * 60 * 1000);
  return `${publicUrl}/slack/install?hub=${sign({ hub: hubId, id: newId() }, expires, purpose, keys)}`;
}

/** What a link says; undefined for a forged or an old one. */
export const readLink = (code: string, now: Date, keys: readonly string[]): InstallLink | undefined =>
  shape.safeParse(readSigned(code, now, purpose, keys)).data;

/** A link on its way to Slack and back. */
export const packLink = (link: InstallLink): string => JSON.stringify(link);
export const unpackLink = (packed: string): InstallLink => shape.parse(JSON.parse(packed));
