import { createServer } from 'node:http';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { messageActivity, personal } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { begin, listen, member, publish, traceOf } from './raw-door.js';

const nothing = { rows: [], calls: [] };
beforeAll(() => {
  // The SDK prints every token that it refuses.
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  return () => quiet.mockRestore();
});

describe('a service address', () => {
  /** Another address of Teams', behind which the same Teams is. */
  async function addressOf(api: TeamsDriver['api']): Promise<{ url: string; heard: string[] }> {
    const heard: string[] = [];
    const door = createServer((request, response) => {
      const path = (request.url ?? '').replace('/emea/', '');
      heard.push(`${request.method} ${decodeURIComponent(path)}`);
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        const { authorization = '' } = request.headers;
        const init = {
          method: request.method ?? 'GET',
          headers: { authorization, 'content-type': 'application/json' },
        };
        void fetch(api.serviceUrl + path, { ...init, ...(body && { body }) }).then(async (answer) =>
          response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()),
        );
      });
    });
    return { url: `${await listen(door)}/emea/`, heard };
  }

  async function twoAddresses() {
    const test = await begin();
    const { api } = test.driver;
    const other = await addressOf(api);
    const { user, chat } = test.driver.as(member);
    const write = (serviceUrl: string, claim: string, id: string, text = 'people') => {
      const world = { ...api, serviceUrl };
      const activity = messageActivity(world, user, personal(chat), text, id);
      return test.driver.send(activity, { claims: { serviceurl: claim } });
    };
    const stored = async (): Promise<string[]> =>
      (await test.db.conversation.findMany({ where: { kind: 'personal' } }))
        .filter(({ ref }) => ref.endsWith(encodeURIComponent(chat)))
        .map(({ serviceUrl }) => serviceUrl);
    return { test, api, other, write, stored, chat };
  }

  it('is where the answer goes, and is kept for later', async () => {
    const { test, api, other, write, stored, chat } = await twoAddresses();
    expect((await write(api.serviceUrl, api.serviceUrl, '1')).status).toBe(200);
    expect([other.heard, await stored()]).toEqual([[], [api.serviceUrl]]);
    expect((await write(other.url, other.url, '2')).status).toBe(200);
    expect(other.heard).toEqual([`POST v3/conversations/${chat}/activities`]);
    expect(await stored()).toEqual([other.url]);
    // What goes out later goes there, for this person alone.
    await publish(test.driver);
    await test.driver.waitUntil('2026-09-15 09:00');
    const later = other.heard.slice(1);
    expect(later.length).toBeGreaterThan(0);
    expect(later.filter((call) => !call.includes(chat))).toEqual([]);
  });

  it('that no token vouches for is neither used nor kept', async () => {
    const { test, api, other, write, stored } = await twoAddresses();
    await write(api.serviceUrl, api.serviceUrl, '1');
    const trace = await traceOf(test, async () => {
      for (const [named, claim] of [
        [other.url, api.serviceUrl],
        [api.serviceUrl, other.url],
        [other.url, other.url.slice(0, -1)],
        [other.url, other.url.toUpperCase()],
      ] as const) {
        expect((await write(named, claim, `${named}${claim}`.length.toString())).status).toBe(401);
      }
    });
    expect(trace).toEqual(nothing);
    expect([other.heard, await stored()]).toEqual([[], [api.serviceUrl]]);
  });
});
