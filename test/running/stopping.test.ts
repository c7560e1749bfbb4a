import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bundle, bundleServer } from '../crash/server.js';
import { begin, publish } from '../slack/acting.js';
import type { SlackDriver } from '../support/slack-driver.js';

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleServer();
}, 60_000);
afterAll(() => bundle.remove());

/** `npm start`, on the database and in the Slack of a driver whose own bot has stopped. */
function startBot({ api }: SlackDriver, url: string, clock: string) {
  const child = spawn(process.execPath, [bundle.main], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: url,
      CLOCK_START: clock,
      LOG_LEVEL: 'silent',
      SLACK_BOT_TOKEN: api.token,
      SLACK_SIGNING_SECRET: api.signingSecret,
      SLACK_API_URL: api.apiUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    child,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await gone;
      return code as number | null;
    },
  };
}

const posts = ({ api }: SlackDriver, title: string) =>
  api.calls.filter(
    ({ method, answer, body }) =>
      method === 'chat.postMessage' && answer.ok === true && JSON.stringify(body).includes(title),
  );

it('is told to stop while Slack takes its time: it ends, and the next one sends each message once', {
  timeout: 120_000,
}, async () => {
  let url = '';
  const slack = await begin({}, async (filled) => {
    const { openSqlite } = await import('../support/databases.js');
    const database = await openSqlite(filled);
    url = database.url;
    return database;
  });
  await publish(slack);
  await slack.server.stop();
  // Half of the heads' messages arrive and are not answered; the other half never arrive.
  let asked = (): void => {};
  const sending = new Promise<void>((resolve) => {
    asked = resolve;
  });
  slack.api.fail('chat.postMessage', {
    cut: 'before',
    until: new Promise(() => {}),
    when: () => {
      asked();
      return true;
    },
  });
  const first = startBot(slack, url, '2026-09-08T08:30:00+01:00');
  await sending;
  expect(await first.stop()).toBe(0);
  expect(posts(slack, 'Cover for Tue 29 Sep')).toEqual([]);
  slack.api.mend();
  const second = startBot(slack, url, '2026-09-08T08:40:00+01:00');
  while ((await slack.db.delivery.count({ where: { kind: 'cover-request', status: 'sent' } })) < 6) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await second.stop()).toBe(0);
  expect(posts(slack, 'Cover for Tue 29 Sep')).toHaveLength(6);
  expect(await slack.db.delivery.count({ where: { status: 'sending' } })).toBe(0);
  await slack.restart();
});
