import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExpressReceiver } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { boltLog } from '../../src/platforms/slack/bolt-log.js';
import { makeInstallLink } from '../../src/platforms/slack/installing/install-link.js';
import { createInstallations } from '../../src/platforms/slack/installing/installations.js';
import { oauthOptions } from '../../src/platforms/slack/installing/oauth.js';
import { scopes } from '../../src/platforms/slack/permissions.js';
import type { SlackSettings } from '../../src/platforms/slack/settings.js';
import { createSetClock } from '../../src/shared/clock.js';
import type { Database } from '../../src/store/client.js';
import { openSqlite } from '../support/databases.js';
import { quietLog, startRouter } from '../support/router.js';
import { type SlackApi, startSlackApi } from '../support/slack-api.js';

/** As the emulated app has it among its addresses. */
const publicUrl = 'http://localhost';
const keys = [Buffer.alloc(32, 7).toString('base64')];
const admin = { name: 'Aisha Rahman', email: 'aisha@example.org' };

let slack: SlackApi;
beforeAll(async () => {
  slack = await startSlackApi([admin]);
});
afterAll(() => slack.stop());

interface Page {
  status: number;
  text: string;
  headers: Headers;
}

/** A browser: it keeps cookies, and follows nothing by itself. */
function createBrowser(base: string) {
  const cookies = new Map<string, string>();
  return {
    cookies,
    open: async (address: string): Promise<Page> => {
      const { pathname, search } = new URL(address, publicUrl);
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(`${base}${pathname}${search}`, { headers: { cookie }, redirect: 'manual' });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        if (/Expires=Thu, 01 Jan 1970/u.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
  };
}

const slackLink = ({ text }: Page): URL =>
  new URL((/<a class="go" href="([^"]*)"/u.exec(text)?.[1] ?? 'missing:').replaceAll('&amp;', '&'));

/** Says yes on Slack's own page. @returns where Slack sends the browser */
async function allow(authorize: URL): Promise<string> {
  const fields = Object.fromEntries(authorize.searchParams);
  const response = await fetch(`${slack.url}/oauth/v2/authorize/callback`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, user_id: slack.userOf(admin.email) }),
    redirect: 'manual',
  });
  return response.headers.get('location') ?? '';
}

let db: Database;
let hubId: string;
let base: string;
let clock: ReturnType<typeof createSetClock>;
/** What the hub was told of. */
let tied: { hubId: string; ref: string }[];

beforeEach(async () => {
  const database = await openSqlite('example');
  db = database.db;
  hubId = (await startRouter(database)).group.hubId;
  clock = createSetClock(new Date('2026-09-03T08:00:00Z'));
  const settings: SlackSettings = {
    apiUrl: slack.apiUrl,
    clientId: '1.2',
    clientSecret: 'client-secret',
    encryptionKeys: keys,
  };
  tied = [];
  const installations = createInstallations({
    ...{ db, settings, clock, log: quietLog },
    tied: async (workspace) => void tied.push(workspace),
  });
  const options = oauthOptions({ db, settings, publicUrl, clock, installations });
  const receiver = new ExpressReceiver({ signingSecret: 'x', logger: boltLog(quietLog), ...options });
  const server = createServer(receiver.app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    await new Promise((resolve) => server.close(resolve));
    await database.close();
    slack.mend();
  };
});

const rows = () => db.installation.findMany();
const linkOf = (id: string): string => makeInstallLink(publicUrl, id, clock.now(), keys);

describe('adding the app to a workspace', () => {
  it('goes from our link to Slack and back, and belongs to the hub of the link', async () => {
    const browser = createBrowser(base);
    const page = await browser.open(linkOf(hubId));
    const hub = await db.hub.findUniqueOrThrow({ where: { id: hubId } });
    expect(page.status).toBe(200);
    expect(page.text).toContain(`a Slack workspace of ${hub.name}`);
    for (const why of Object.values(scopes)) expect(page.text).toContain(why);
    expect(page.text).not.toContain('<script');
    expect(page.headers.get('set-cookie')).toMatch(/; HttpOnly; Secure; SameSite=Lax/u);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");

    const authorize = slackLink(page);
    expect(authorize.pathname).toBe('/oauth/v2/authorize');
    expect(authorize.searchParams.get('scope')?.split(',')).toEqual(Object.keys(scopes));
    const end = await browser.open(await allow(authorize));
    expect(end.status).toBe(200);
    expect(end.text).toContain('Work Group is in Example Hub');
    expect(end.text).toContain(`The workspace belongs to ${hub.name}.`);
    expect(await rows()).toMatchObject([{ ref: `slack:${slack.team}`, name: 'Example Hub', hubId }]);
    const settings = { apiUrl: slack.apiUrl, encryptionKeys: keys };
    const installed = await createInstallations({ db, settings, clock, log: quietLog }).tokenFor(slack.team);
    expect(installed).toMatchObject({ botToken: expect.stringMatching(/^xoxb-/u), hubId });
    expect(JSON.stringify(await rows())).not.toContain(installed?.botToken);
  });

  it('belongs to nobody without a hub’s link, and says so', async () => {
    const browser = createBrowser(base);
    const page = await browser.open('/slack/install');
    expect(page.text).toContain('It answers nobody there until whoever runs it has said');
    const end = await browser.open(await allow(slackLink(page)));
    expect(end.text).toContain('One thing is left');
    expect(await rows()).toMatchObject([{ hubId: null }]);
  });

  it('keeps two administrators of two hubs apart who do it at the same time', async () => {
    await db.hub.create({ data: { id: 'other-hub', name: 'Southshire Maths Hub' } });
    const browsers = Array.from({ length: 8 }, () => createBrowser(base));
    const ids = browsers.map((_, index) => (index % 2 === 0 ? hubId : 'other-hub'));
    const pages = await Promise.all(browsers.map((browser, index) => browser.open(linkOf(ids[index] ?? ''))));
    for (const [index, page] of pages.entries()) {
      await db.installation.deleteMany();
      await browsers[index]?.open(await allow(slackLink(page)));
      expect(await rows()).toMatchObject([{ hubId: ids[index] }]);
    }
  });
});

describe('a link', () => {
  it('works once, and the hub hears which workspace it tied', async () => {
    const link = linkOf(hubId);
    const first = createBrowser(base);
    const second = createBrowser(base);
    // Somebody else opens it before it has been used.
    const waiting = await second.open(link);
    await first.open(await allow(slackLink(await first.open(link))));
    expect(await rows()).toMatchObject([{ hubId }]);
    expect(tied).toEqual([{ hubId, ref: `slack:${slack.team}` }]);
    expect(
      await db.auditEntry.findMany({ where: { act: 'tiedWorkspace' }, select: { act: true, about: true } }),
    ).toEqual([{ act: 'tiedWorkspace', about: `slack:${slack.team}` }]);

    const again = await createBrowser(base).open(link);
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('This link is no longer valid')]);
    await db.installation.deleteMany();
    const end = await second.open(await allow(slackLink(waiting)));
    expect(end.text).toContain('One thing is left');
    expect(await rows()).toMatchObject([{ hubId: null }]);
  });
});

describe('what goes wrong on the way', () => {
  it.each([
    ['forged', () => `${linkOf(hubId).slice(0, -3)}abc`],
    ['for a hub that is gone', () => linkOf('gone')],
    ['nonsense', () => '/slack/install?hub=%00%27%3Cscript%3E'],
    ['empty', () => '/slack/install?hub='],
    [
      'too old',
      () => {
        const link = linkOf(hubId);
        clock.set(new Date('2026-09-17T08:00:01Z'));
        return link;
      },
    ],
  ])('a link that is %s', async (_what, link) => {
    const page = await createBrowser(base).open(link());
    expect(page.status).toBe(400);
    expect(page.text).toContain('This link is no longer valid');
    expect(page.text).not.toContain('oauth/v2/authorize');
    expect(page.headers.get('set-cookie')).toBeNull();
  });

  /** Slack's answer to one who said yes, changed by the test, in that browser or in another. */
  async function comeBack(change: (url: URL) => void, options: { otherBrowser?: boolean; wait?: number } = {}) {
    const browser = createBrowser(base);
    const url = new URL(await allow(slackLink(await browser.open(linkOf(hubId)))));
    change(url);
    clock.set(new Date(clock.now().getTime() + (options.wait ?? 0) * 1000));
    const page = await (options.otherBrowser ? createBrowser(base) : browser).open(url.href);
    return { page, browser, url };
  }

  const outOfDate = 'This page is out of date';
  it.each<[string, (url: URL) => void, { otherBrowser?: boolean; wait?: number }, number, string]>([
    ['the state is forged', (url) => url.searchParams.set('state', 'forged.state'), {}, 400, outOfDate],
    ['the state is missing', (url) => url.searchParams.delete('state'), {}, 400, outOfDate],
    ['the code is missing', (url) => url.searchParams.delete('code'), {}, 400, outOfDate],
    ['it is another browser', () => {}, { otherBrowser: true }, 400, outOfDate],
    ['it took longer than ten minutes', () => {}, { wait: 601 }, 400, outOfDate],
    ['the code is wrong', (url) => url.searchParams.set('code', 'wrong'), {}, 400, 'Slack did not accept this'],
    ['they said no', (url) => url.searchParams.set('error', 'access_denied'), {}, 200, 'Nothing was added'],
  ])('%s: a kind page, and nothing is kept', async (_what, change, options, status, words) => {
    const { page } = await comeBack(change, options);
    expect([page.status, page.text]).toEqual([status, expect.stringContaining(words)]);
    expect(page.text).not.toMatch(/slack_|Error|<script/u);
    expect(await rows()).toEqual([]);
  });

  it('a state that was used before, even with its cookie', async () => {
    const { page, browser, url } = await comeBack(() => {});
    expect(page.status).toBe(200);
    await db.installation.deleteMany();
    expect((await browser.open(url.href)).text).toContain(outOfDate);
    const state = url.searchParams.get('state') ?? '';
    browser.cookies.set('workgroup-install', state);
    const again = new URL(url);
    again.searchParams.set('code', 'another');
    expect((await browser.open(again.href)).text).toContain(outOfDate);
    expect(await rows()).toEqual([]);
  });

  it('a hub’s state with the cookie of another browser’s', async () => {
    const [own, other] = [createBrowser(base), createBrowser(base)];
    await own.open('/slack/install');
    const url = await allow(slackLink(await other.open(linkOf(hubId))));
    expect((await own.open(url)).text).toContain(outOfDate);
    expect(await rows()).toEqual([]);
  });

  it('Slack does not answer', async () => {
    slack.fail('oauth.v2.access', { status: 500, body: {} });
    const { page } = await comeBack(() => {});
    expect(page.status).toBeGreaterThanOrEqual(500);
    expect(page.text).toContain('start again from the link');
    expect(await rows()).toEqual([]);
  });

  it('a workspace whose name is markup', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const browser = createBrowser(base);
    await db.installation.create({ data: { ref: `slack:${slack.team}`, name, installedAt: clock.now() } });
    slack.fail('oauth.v2.access', {
      body: {
        ok: true,
        access_token: 'xoxb-x',
        token_type: 'bot',
        scope: 'chat:write',
        bot_user_id: 'U1',
        app_id: 'A1',
        team: { id: slack.team, name },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: 'U2' },
      },
    });
    const page = await browser.open(await allow(slackLink(await browser.open('/slack/install'))));
    expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page.text).not.toContain('<img');
  });
});

it('is not there where one workspace is served by its token', () => {
  const settings: SlackSettings = { apiUrl: slack.apiUrl, botToken: slack.token, encryptionKeys: [] };
  const installations = createInstallations({ db, settings, clock, log: quietLog });
  expect(oauthOptions({ db, settings, publicUrl, clock, installations })).toEqual({});
});
