import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeInstallLink, readLink } from '../../src/platforms/slack/installing/install-link.js';
import { isCurrent, SealError, seal, unseal } from '../../src/platforms/slack/installing/sealed.js';

const newKey = (): string => randomBytes(32).toString('base64');
const [current, previous, stranger] = [newKey(), newKey(), newKey()];
const ref = 'slack:T0123';
const secret = 'xoxb-Größe-of-a-token 🔑';

describe('what is sealed', () => {
  it('opens with its key, hides its words, and looks different each time', () => {
    const sealed = seal(secret, ref, [current]);
    expect(unseal(sealed, ref, [current])).toBe(secret);
    expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/u);
    expect(Buffer.from(sealed.split('.')[4] ?? '', 'base64url').toString()).not.toContain('xoxb');
    expect(sealed).not.toContain(current.slice(0, 8));
    expect(seal(secret, ref, [current])).not.toBe(sealed);
    expect(unseal(seal('', ref, [current]), ref, [current])).toBe('');
  });

  it('opens with the key before it while keys are changed, and not without', () => {
    const old = seal(secret, ref, [previous]);
    expect(unseal(old, ref, [current, previous])).toBe(secret);
    expect(isCurrent(old, [current, previous])).toBe(false);
    expect(isCurrent(seal(secret, ref, [current, previous]), [current, previous])).toBe(true);
    expect(() => unseal(old, ref, [current])).toThrow(
      /^slack:T0123 was locked with another key.*ENCRYPTION_KEY_PREVIOUS/u,
    );
    expect(() => unseal(old, ref, [stranger, current])).toThrow(SealError);
    expect(() => unseal(old, ref, [])).toThrow(SealError);
    expect(() => seal(secret, ref, [])).toThrow(/ENCRYPTION_KEY is missing/u);
  });

  it('does not open in another workspace’s row', () => {
    expect(() => unseal(seal(secret, ref, [current]), 'slack:T9999', [current])).toThrow(/was changed or damaged/u);
  });

  it('does not open when any part of it was changed or cut', () => {
    const sealed = seal(secret, ref, [current]);
    const parts = sealed.split('.');
    for (const index of [2, 3, 4]) {
      const bytes = Buffer.from(parts[index] ?? '', 'base64url');
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const text = parts.map((part, one) => (one === index ? changed.toString('base64url') : part)).join('.');
        expect(() => unseal(text, ref, [current]), text).toThrow(SealError);
      }
    }
    const shortTag = parts.map((part, index) => (index === 3 ? part.slice(0, 6) : part)).join('.');
    const others = ['', 'v1', secret, sealed.slice(0, -2), `${sealed}.x`, sealed.replace('v1', 'v2'), shortTag];
    for (const text of others) expect(() => unseal(text, ref, [current]), text).toThrow(SealError);
  });
});

describe('a link for installing the app', () => {
  const now = new Date('2026-09-03T08:00:00Z');
  const later = (days: number): Date => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);
  const codeOf = (link: string): string => new URL(link).searchParams.get('hub') ?? '';
  const link = makeInstallLink('https://bot.example.org', 'hub-1', now, [current]);

  it('names its hub for 14 days', () => {
    expect(link).toMatch(/^https:\/\/bot\.example\.org\/slack\/install\?hub=[\w.-]+$/u);
    expect(readLink(codeOf(link), later(13.9), [current])?.hub).toBe('hub-1');
    expect(readLink(codeOf(link), later(14), [current])).toBeUndefined();
  });

  it('goes on working while keys are changed, and names nothing under another key', () => {
    expect(readLink(codeOf(link), now, [stranger, current])?.hub).toBe('hub-1');
    expect(readLink(codeOf(link), now, [stranger])).toBeUndefined();
  });

  it('names nothing when it was forged or changed', () => {
    const [body = '', signature = ''] = codeOf(link).split('.');
    const other = Buffer.from(JSON.stringify({ hub: 'hub-2', expires: later(9).getTime() })).toString('base64url');
    const codes = [
      '',
      '.',
      body,
      `${body}.`,
      `${other}.${signature}`,
      `${body}.${signature}.x`,
      `${body}.${signature.slice(1)}`,
    ];
    for (const code of codes) expect(readLink(code, now, [current]), code).toBeUndefined();
  });
});
