import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { type LocalDriver, startLocal } from '../support/local-driver.js';

let database: TestDatabase;
let driver: LocalDriver;
let port: string;
beforeAll(async () => {
  database = await openSqlite();
  driver = await startLocal(database);
  port = new URL(driver.url).port;
});
afterAll(async () => {
  await driver.stop();
  await database.close();
});

/** `fetch` sets Host and Origin as it likes. */
function ask(
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      driver.url + path,
      { method, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const say = (who: string, words: string, place = 'direct') => ({
  id: randomUUID(),
  as: driver.personId(who),
  place,
  group: driver.groupId,
  intent: { kind: 'say', text: words },
});
const marked = { 'x-workgroup': '1' };

describe('another site in the same browser', () => {
  it.each<[string, () => IncomingHttpHeaders]>([
    ['without the page’s mark', () => ({})],
    ['with another mark', () => ({ 'x-workgroup': 'yes' })],
    ['under a rebound name', () => ({ ...marked, host: 'evil.example' })],
    ['under a name that begins like ours', () => ({ ...marked, host: `localhost.evil.example:${port}` })],
    ['from another origin', () => ({ ...marked, origin: 'https://evil.example' })],
    ['from another port', () => ({ ...marked, origin: 'http://localhost:1' })],
    ['from a sandbox', () => ({ ...marked, origin: 'null' })],
  ])('is refused %s', async (_how, headers) => {
    const before = await database.db.localMessage.count();
    for (const [path, body] of [
      ['/local/act', say('specialist', 'help')],
      ['/local/clock', { move: 'day' }],
    ] as const) {
      const { status, text } = await ask('POST', path, headers(), body);
      expect([status, text]).toEqual([403, expect.stringContaining('only its own page')]);
    }
    expect(await database.db.localMessage.count()).toBe(before);
  });

  it.each(['/local/world', '/local/events', '/', '/main.js'])('cannot read %s under a rebound name', async (path) => {
    expect((await ask('GET', path, { host: 'evil.example' })).status).toBe(403);
  });

  it('the page itself is let in', async () => {
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
      const headers = { ...marked, host, origin: `http://${host}` };
      expect((await ask('POST', '/local/act', headers, say('specialist', 'help'))).status).toBe(200);
    }
  });
});

describe('people', () => {
  it.each([
    ['a head writes in the channel', 403, () => say('head', 'hello', 'channel')],
    ['a stranger writes', 403, () => ({ ...say('head', 'help'), as: 'nobody' })],
    ['somebody writes to a group that is not there', 403, () => ({ ...say('head', 'help'), group: 'nowhere' })],
    ['a name is no id', 400, () => ({ ...say('head', 'help'), as: "'; --" })],
    ['a message is too long', 413, () => say('advocate', 'x'.repeat(40_001), 'channel')],
    ['a message is far too long', 413, () => say('advocate', 'x'.repeat(2_000_000), 'channel')],
  ])('%s: %i', async (_what, status, body) => {
    const before = await database.db.localMessage.count();
    const answer = await driver.post('/local/act', body());
    expect(answer).toMatchObject({ status, body: { error: expect.stringMatching(/\.$/u) } });
    expect(await database.db.localMessage.count()).toBe(before);
  });

  it('a head cannot read the channel, and nobody reads what is not there', async () => {
    const { groupId } = driver;
    const asHead = `as=${driver.personId('head')}`;
    for (const query of [
      `${asHead}&place=channel&group=${groupId}`,
      `${asHead}&place=direct&group=nowhere`,
      `as=nobody&place=direct&group=${groupId}`,
      `as=%00&place=direct&group=%00`,
      `${asHead}&${asHead}&place=direct&group=${groupId}`,
      '',
    ]) {
      expect((await driver.get(`/local/messages?${query}`)).status, query).toBe(404);
    }
    expect((await driver.get(`/local/messages?${asHead}&place=direct&group=${groupId}`)).status).toBe(200);
    for (const group of ['nowhere', '%00', '']) {
      expect((await driver.get(`/local/upcoming?group=${group}`)).status).toBe(404);
    }
  });

  it('write 40,000 characters in the channel, and markup and NUL, as they are', async () => {
    const advocate = driver.as('advocate');
    for (const words of [
      'x'.repeat(40_000),
      '@channel <script>alert(1)</script> *b* [a](javascript:x) مرحبا 👩🏽‍🏫',
      'a\0b',
    ]) {
      await advocate.type(words, 'channel');
      expect((await advocate.messages('channel')).at(-1)).toMatchObject({
        text: words.replaceAll('\0', ''),
        from: advocate.name,
      });
    }
  });

  it('send nothing, and are shown what they can do', async () => {
    const advocate = driver.as('advocate');
    const before = await database.db.localMessage.count({ where: { authorId: { not: null } } });
    for (const nothing of ['', ' \n ', '\0']) {
      await advocate.type(nothing, 'channel');
      expect((await advocate.messages('channel')).at(-1)).toMatchObject({
        onlyYou: true,
        text: expect.stringContaining('help'),
      });
    }
    expect(await database.db.localMessage.count({ where: { authorId: { not: null } } })).toBe(before);
  });
});

describe('the rest of the server', () => {
  it('knows no other address, and says so', async () => {
    for (const path of [
      '/nothing',
      '/local/nothing',
      '/calendar/x.ics',
      '/calendar/%E0%A4%A',
      '/calendar/..%2f..%2fetc',
    ]) {
      const { status } = await ask('GET', path, {});
      expect([400, 404], path).toContain(status);
    }
    for (const path of ['/healthz', '/readyz']) expect((await ask('GET', path, {})).status).toBe(200);
  });

  it.each([
    ['{', 'application/json'],
    ['', 'application/json'],
    ['null', 'application/json'],
    ['a=b', 'application/x-www-form-urlencoded'],
  ])('answers the body “%s” (%s) with 400', async (body, type) => {
    for (const path of ['act', 'clock']) {
      const headers = { ...marked, 'content-type': type };
      const response = await fetch(`${driver.url}/local/${path}`, { method: 'POST', headers, body });
      expect([response.status, await response.json()]).toEqual([400, { error: expect.stringMatching(/^[A-Z].*\.$/u) }]);
    }
  });

  it.each([
    [{ move: 'date', date: '2026-02-30' }, 'Please choose a day.'],
    [{ move: 'date', date: '2026-09-01' }, 'only goes forward'],
    [{ move: 'date', date: '2099-01-01' }, 'within a year'],
    [{ move: 'back' }, 'Please choose a day.'],
  ])('does not move the clock to %j', async (move, words) => {
    const before = (await driver.get('/local/world')).body.now;
    const answer = await driver.post('/local/clock', move);
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining(words) } });
    expect((await driver.get('/local/world')).body.now).toBe(before);
  });
});
