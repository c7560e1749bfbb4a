import { randomBytes, randomUUID } from 'node:crypto';

export const newId = (): string => randomUUID();

/** For addresses that are secrets: 192 random bits, safe in a URL. */
export const newSecret = (): string => randomBytes(24).toString('base64url');
