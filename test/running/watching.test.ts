import { expect, it } from 'vitest';
import { begin, publish } from '../slack/acting.js';

const read = async (url: string, path: string): Promise<{ status: number; text: string }> => {
  const response = await fetch(url + path);
  return { status: response.status, text: await response.text() };
};

/** A figure of /metrics. */
const figure = (text: string, name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1]);

it('counts for Prometheus what goes out, and names nobody', async () => {
  const slack = await begin();
  await publish(slack);
  const { status, text } = await read(slack.server.url, '/metrics');
  expect(status).toBe(200);
  const sent = await slack.db.delivery.count({ where: { status: 'sent' } });
  expect(figure(text, 'workgroup_messages_sent_total')).toBe(sent);
  expect(figure(text, 'workgroup_messages_failed_total')).toBe(0);
  expect(figure(text, 'workgroup_messages_overdue')).toBe(0);
  for (const { name } of await slack.db.person.findMany()) expect(text).not.toContain(name);
});

it('says no where something that is due has not gone out for a quarter of an hour, until it has', async () => {
  const slack = await begin();
  await publish(slack);
  expect((await read(slack.server.url, '/readyz')).status).toBe(200);
  const next = await slack.db.delivery.findFirstOrThrow({ where: { status: 'planned' }, orderBy: { sendAt: 'asc' } });
  slack.clock.set(new Date(next.sendAt.getTime() + 14 * 60_000));
  expect((await read(slack.server.url, '/readyz')).status).toBe(200);
  slack.clock.set(new Date(next.sendAt.getTime() + 15 * 60_000));
  const stuck = await read(slack.server.url, '/metrics');
  expect(figure(stuck.text, 'workgroup_messages_overdue')).toBeGreaterThan(0);
  expect(figure(stuck.text, 'workgroup_oldest_overdue_seconds')).toBe(900);
  expect((await read(slack.server.url, '/readyz')).status).toBe(503);
  await slack.server.relay.run();
  expect((await read(slack.server.url, '/readyz')).status).toBe(200);
  const { text } = await read(slack.server.url, '/metrics');
  expect(figure(text, 'workgroup_messages_late_total')).toBeGreaterThan(0);
  expect(figure(text, 'workgroup_messages_overdue')).toBe(0);
});
