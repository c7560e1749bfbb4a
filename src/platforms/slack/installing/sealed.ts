import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** What was sealed cannot be opened: another key, or somebody changed it. */
export class SealError extends Error {}

/** A key of its own for each purpose, out of one of the environment's (base64). */
export const deriveKey = (key: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64'), '', `workgroup-bot ${purpose}`, 32));

const version = 'v1';
const purpose = 'installations';

/** Tells keys apart without telling them. */
const idOf = (key: string): string =>
  createHash('sha256').update(deriveKey(key, 'key id')).digest('base64url').slice(0, 8);

const associated = (keyId: string, ref: string): Buffer => Buffer.from(`${version}.${keyId}.${ref}`);

/**
 * AES-256-GCM with the first key: "v1.<key id>.<nonce>.<tag>.<data>".
 * @param ref where the text belongs: it opens nowhere else
 */
export function seal(text: string, ref: string, keys: readonly string[]): string {
  const [key] = keys;
  if (key === undefined) throw new SealError('ENCRYPTION_KEY is missing, so tokens cannot be kept.');
  const keyId = idOf(key);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(key, purpose), nonce).setAAD(associated(keyId, ref));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [version, keyId, ...[nonce, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join('.');
}

/** @throws SealError */
export function unseal(sealed: string, ref: string, keys: readonly string[]): string {
  const [format, keyId = '', ...parts] = sealed.split('.');
  const [nonce, tag, data] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (format !== version || parts.length !== 3 || !nonce || tag?.length !== 16 || !data) throw damaged(ref);
  const key = keys.find((one) => idOf(one) === keyId);
  if (key === undefined) {
    throw new SealError(
      `${ref} was locked with another key than ENCRYPTION_KEY. Set ENCRYPTION_KEY_PREVIOUS to the key in use before; ` +
        'if it is lost, the app must be installed again there.',
    );
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', deriveKey(key, purpose), nonce, { authTagLength: 16 });
    decipher.setAAD(associated(keyId, ref)).setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
  } catch {
    throw damaged(ref);
  }
}

const damaged = (ref: string): SealError =>
  new SealError(`What is kept for ${ref} was changed or damaged. The app must be installed again there.`);

/** Whether it is sealed with the key in use, rather than with the one before it. */
export const isCurrent = (sealed: string, keys: readonly string[]): boolean =>
  keys[0] !== undefined && sealed.split('.')[1] === idOf(keys[0]);
