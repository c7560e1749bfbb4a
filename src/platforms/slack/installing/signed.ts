import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from './sealed.js';

/**
 * A short text that others carry for us and cannot change: "<payload>.<signature>", safe in an address.
 * @param purpose what was signed for one purpose is worth nothing for another
 */
export function sign(payload: object, expires: Date, purpose: string, keys: readonly string[]): string {
  const [key] = keys;
  if (key === undefined) throw new Error('ENCRYPTION_KEY is missing, so nothing can be signed.');
  const body = Buffer.from(JSON.stringify({ ...payload, expires: expires.getTime() })).toString('base64url');
  return `${body}.${signatureOf(body, purpose, key)}`;
}

/** What was signed; undefined for what was forged, changed, or is past its time. */
export function readSigned(text: string, now: Date, purpose: string, keys: readonly string[]): unknown {
  const [body = '', signature = '', ...rest] = text.split('.');
  const given = Buffer.from(signature);
  const genuine = keys.some((key) => {
    const expected = Buffer.from(signatureOf(body, purpose, key));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  if (!genuine || rest.length > 0) return undefined;
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as { expires: number };
  return payload.expires > now.getTime() ? payload : undefined;
}

const signatureOf = (body: string, purpose: string, key: string): string =>
  createHmac('sha256', deriveKey(key, purpose)).update(body).digest('base64url');
