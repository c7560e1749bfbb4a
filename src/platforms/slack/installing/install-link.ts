import { z } from 'zod';
import { readSigned, sign } from './signed.js';

/** Days that a link for installing the app can be used. */
export const linkDays = 14;
const purpose = 'install link';
const shape = z.object({ hub: z.string() });

/** Where an administrator adds the app to a workspace of this hub. */
export function makeInstallLink(publicUrl: string, hubId: string, now: Date, keys: readonly string[]): string {
  const expires = new Date(now.getTime() + linkDays * 24 * 60 * 60 * 1000);
  return `${publicUrl}/slack/install?hub=${sign({ hub: hubId }, expires, purpose, keys)}`;
}

/** The hub that a link names; undefined for a forged or an old one. */
export const hubOfLink = (code: string, now: Date, keys: readonly string[]): string | undefined =>
  shape.safeParse(readSigned(code, now, purpose, keys)).data?.hub;
