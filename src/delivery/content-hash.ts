import { createHash } from 'node:crypto';
import type { Delivery } from '../store/generated/sqlite/client.js';

/** Characters of base64: 128 bits. */
const length = 22;

/** @param content what a platform is sent of a message, as JSON */
export const contentHash = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, length);

/** The hash of what a platform shows of a message, from all of its deliveries; null where that is not known. */
export function knownHash(rows: readonly Pick<Delivery, 'contentHash'>[]): string | null {
  const hashes = new Set(rows.map((row) => row.contentHash));
  const [hash = null] = hashes;
  return hashes.size === 1 ? hash : null;
}
