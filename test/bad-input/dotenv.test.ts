import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { ConfigError, loadEnvFile } from '../../src/config.js';

describe('a file .env', () => {
  const words =
    'DATABASE_URL=file:./data/from-dotenv.db\nPUBLIC_URL="https://bot.example.org"\n# Clé\nLOG_LEVEL=info\n';
  const wanted = {
    DATABASE_URL: 'file:./data/from-dotenv.db',
    PUBLIC_URL: 'https://bot.example.org',
    LOG_LEVEL: 'info',
  };
  const utf16 = Buffer.from(`\ufeff${words}`, 'utf16le');

  /** What is set after a folder's .env has been read. */
  function readIn(name: string, content: Uint8Array | undefined, env: Record<string, string> = {}): object {
    const place = mkdtempSync(path.join(inject('folder'), 'env-'));
    if (content) writeFileSync(path.join(place, name), content);
    else mkdirSync(path.join(place, name));
    loadEnvFile(place, env);
    return env;
  }

  it.each([
    ['as UTF-8', Buffer.from(words)],
    ['as UTF-8 with a byte-order mark', Buffer.from(`\ufeff${words}`)],
    ['as UTF-16, little-endian', utf16],
    ['as UTF-16, big-endian', Buffer.from(utf16).swap16()],
    ['as Windows’ own characters', Buffer.from(words, 'latin1')],
    ['with the line ends of Windows', Buffer.from(words.replaceAll('\n', '\r\n'))],
    ['with the line ends of old Macs', Buffer.from(words.replaceAll('\n', '\r'))],
    ['as UTF-16 with the line ends of Windows', Buffer.from(`\ufeff${words.replaceAll('\n', '\r\n')}`, 'utf16le')],
    ['put together from two, each with a mark', Buffer.from(`\ufeff# one\n\ufeff${words}`)],
  ])('is read when it is saved %s', (_how, content) => {
    expect(readIn('.env', content)).toEqual(wanted);
  });

  it('keeps letters beyond ASCII', () => {
    const line = 'MicrosoftAppPassword=£9é';
    for (const content of [Buffer.from(line), Buffer.from(line, 'latin1'), Buffer.from(`\ufeff${line}`, 'utf16le')])
      expect(readIn('.env', content)).toEqual({ MicrosoftAppPassword: '£9é' });
  });

  it('goes behind the environment', () => {
    expect(readIn('.env', Buffer.from(words), { LOG_LEVEL: 'error', PUBLIC_URL: '' })).toEqual({
      ...wanted,
      LOG_LEVEL: 'error',
      PUBLIC_URL: '',
    });
  });

  it.each([
    ['UTF-16 without a mark', '.env', Buffer.from(words, 'utf16le'), /^\.env is not a text file\. Save it as UTF-8/u],
    ['a zip file', '.env', Buffer.from('PK\u0003\u0004\u0000\u0000'), /^\.env is not a text file/u],
    ['a folder', '.env', undefined, /^\.env is a folder, not a file/u],
    ['named .env.txt by Notepad', '.env.txt', Buffer.from(words), /^\.env\.txt is not read: rename it to \.env/u],
  ])('is refused in words when it is %s', (_what, name, content, said) => {
    expect(() => readIn(name, content)).toThrow(said);
    expect(() => readIn(name, content)).toThrow(ConfigError);
  });

  it('may be missing', () => {
    expect(readIn('other', Buffer.from(words))).toEqual({});
  });
});
