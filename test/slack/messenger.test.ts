import { expect, it } from 'vitest';
import { messageKey } from '../../src/delivery/plan.js';
import { onDatabase } from '../support/databases.js';
import type { SlackDriver } from '../support/slack-driver.js';
import {
  begin,
  callsOf,
  colleague,
  head,
  inChannel,
  inTheChannel,
  type Json,
  later,
  publish,
  refusal,
  setTask,
  teacher,
  tooMany,
  toPerson,
} from './acting.js';

const post = 'chat.postMessage';
const keyOf = (body: Json) => ((body.metadata as Json | undefined)?.event_payload as Json | undefined)?.key;
const directOf = async (slack: SlackDriver, who: string) => slack.as(who).direct();
const share = async (slack: SlackDriver, who: string, words: string) => {
  await slack.as(who).press('Reflect', 'One bar model', 'channel');
  await slack.as(who).submit({ 'What did you keep': words, Sharing: 'true' });
};

onDatabase('messages in Slack', (open) => {
  it('gives each message its key, in the channel, in threads and in direct messages', async () => {
    const slack = await begin({}, open);
    await publish(slack);
    await setTask(slack);
    await share(slack, teacher, 'The numbers.');
    await slack.waitUntil('2026-09-03 12:00');
    const sent = await slack.db.delivery.findMany({ where: { status: 'sent' } });
    const posts = callsOf(slack, post);
    expect(new Set(sent.map(({ kind }) => kind))).toEqual(
      new Set(['schedule', 'schedule-for-head', 'half-term-opening', 'gap-task', 'task-thread', 'shared-reflection']),
    );
    for (const row of sent) {
      const own = posts.filter(({ body }) => keyOf(body) === messageKey(row));
      expect(own).toHaveLength(1);
      expect((own[0]?.body.metadata as Json | undefined)?.event_type).toBe('workgroup_message');
      expect(row.messageRef).toBe(`slack:${slack.api.team}:${own[0]?.answer.channel}:${own[0]?.answer.ts}`);
    }
    expect(posts.every(({ body }) => typeof keyOf(body) === 'string')).toBe(true);
  });

  it('posts nothing twice when Slack’s answer is lost: in the channel, in a thread, to a person', async () => {
    const slack = await begin({}, open);
    slack.api.fail(post, { body: {}, cut: 'after', times: 1, when: inTheChannel(slack) });
    await publish(slack);
    expect(await slack.db.delivery.count({ where: { kind: 'schedule', status: 'planned', attempts: 1 } })).toBe(1);
    await later(slack, 2);
    expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);

    await setTask(slack);
    await later(slack, 1);
    slack.api.fail(post, { body: {}, cut: 'after', times: 1, when: (body) => body.thread_ts !== undefined });
    await share(slack, teacher, 'The numbers.');
    await later(slack, 5);
    await later(slack, 5);
    const shared = (await slack.as(colleague).thread('One bar model')).filter(({ text }) => text.includes('numbers'));
    expect(shared).toHaveLength(1);

    const margaret = await directOf(slack, head);
    slack.api.fail(post, { body: {}, cut: 'after', times: 1, when: (body) => body.channel === margaret });
    await slack.waitUntil('2026-09-08 12:00');
    expect(await toPerson(slack, head, 'Is their cover arranged?')).toHaveLength(1);
    expect(await slack.db.delivery.count({ where: { status: { in: ['failed', 'sending'] } } })).toBe(0);
    // Found again, it is the message that answers change.
    await slack.as(head).press('Cover arranged');
    expect(await toPerson(slack, head, 'Cover is arranged. Thank you.')).toHaveLength(1);
    const keys = callsOf(slack, post).map(({ body }) => keyOf(body));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it('waits with a second try until Slack says whether the first arrived', async () => {
  const slack = await begin();
  slack.api.fail(post, { body: {}, cut: 'after', times: 1, when: inTheChannel(slack) });
  await publish(slack);
  slack.api.fail('conversations.history', refusal('internal_error', { status: 500, times: 1 }));
  await later(slack, 2);
  expect(await slack.db.delivery.count({ where: { kind: 'schedule', status: 'sent' } })).toBe(0);
  await later(slack, 10);
  expect(await slack.db.delivery.count({ where: { kind: 'schedule', status: 'sent' } })).toBe(1);
  expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);
});

it('finds what it said in a long thread', async () => {
  const slack = await begin();
  await publish(slack);
  await setTask(slack);
  await later(slack, 1);
  const [task] = await slack.db.delivery.findMany({ where: { kind: 'gap-task' } });
  const thread_ts = task?.messageRef?.split(':')[3];
  slack.api.fail(post, { body: {}, cut: 'after', times: 1, when: (body) => body.thread_ts !== undefined });
  for (let number = 0; number < 210; number++) {
    await slack.api.ask(post, { channel: slack.channel, thread_ts, text: `I tried it too (${number})` });
  }
  await share(slack, teacher, 'The numbers.');
  await later(slack, 5);
  await later(slack, 5);
  const shared = callsOf(slack, post, { thread_ts }).filter(({ body }) =>
    JSON.stringify(body).includes('The numbers.'),
  );
  expect(shared).toHaveLength(1);
  expect(await slack.db.delivery.count({ where: { kind: 'shared-reflection', status: 'sent' } })).toBe(1);
});

it('keeps the schedule and the gap task at hand', async () => {
  const slack = await begin();
  await publish(slack);
  await setTask(slack);
  await later(slack, 1);
  const { items } = (await slack.api.ask('pins.list', { channel: slack.channel })) as {
    items: { message: { ts: string } }[];
  };
  const pinned = await slack.db.delivery.findMany({ where: { kind: { in: ['schedule', 'gap-task'] } } });
  expect(items.map(({ message }) => message.ts).sort()).toEqual(
    pinned.map(({ messageRef }) => messageRef?.split(':')[3]).sort(),
  );
});

it.each([
  ['refused', refusal('missing_scope')],
  ['too much', tooMany(300)],
  ['not answered', { body: {}, cut: 'before' as const }],
])('sends what cannot be pinned all the same: %s', async (_name, fault) => {
  const slack = await begin();
  slack.api.fail('pins.add', fault);
  await publish(slack);
  await later(slack, 10);
  expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);
  expect(await slack.db.delivery.count({ where: { kind: 'schedule', status: 'sent' } })).toBe(1);
  expect(await slack.db.delivery.count({ where: { kind: 'not-delivered' } })).toBe(0);
});

it('updates a card in place, and makes one update of a burst', async () => {
  const slack = await begin();
  await publish(slack);
  const people = (
    await slack.db.membership.findMany({ where: { role: 'advocate' }, include: { person: true }, take: 10 })
  ).map(({ person }) => slack.as(person.name));
  const before = callsOf(slack, 'chat.update').length;
  const began = performance.now();
  await Promise.all(people.map((person) => person.pressUnseen('Yes', 'Our meetings')));
  const elapsed = performance.now() - began;
  await slack.server.settle();
  const updates = callsOf(slack, 'chat.update', { channel: slack.channel }).slice(before);
  expect(updates.length).toBeGreaterThan(0);
  // One for each time that was given to gather them, and one for the rest.
  expect(updates.length).toBeLessThanOrEqual(1 + Math.ceil(elapsed / 300));
  expect(JSON.stringify(updates.at(-1)?.body.blocks)).toContain('10 yes');
  const [card, ...others] = await inChannel(slack, 'Our meetings');
  expect(card?.text).toContain('10 yes · 0 no · 0 not sure');
  expect(others).toEqual([]);
});

it('brings a card up to date when Slack did not let it the first time', async () => {
  const slack = await begin();
  await publish(slack);
  slack.api.fail('chat.update', refusal('internal_error', { status: 503, times: 1 }));
  await slack.as(teacher).press('Yes', 'Our meetings', 'channel');
  expect((await inChannel(slack, 'Our meetings'))[0]?.text).toContain('Nobody has answered yet');
  await later(slack, 1);
  expect((await inChannel(slack, 'Our meetings'))[0]?.text).toContain('1 yes');
});

it('gives up on a card that was deleted, without a word', async () => {
  const slack = await begin();
  await publish(slack);
  slack.api.fail('chat.update', refusal('message_not_found'));
  await slack.as(teacher).press('Yes', 'Our meetings', 'channel');
  for (let day = 0; day < 3; day++) await later(slack, 13 * 60);
  const tries = callsOf(slack, 'chat.update').length;
  await later(slack, 60);
  expect(callsOf(slack, 'chat.update')).toHaveLength(tries);
  expect(await slack.db.delivery.count({ where: { kind: 'not-delivered' } })).toBe(0);
});

it('waits for as long as Slack asks, for a message, an update and a form, and loses none', async () => {
  const slack = await begin();
  const spent = async (work: () => Promise<unknown>): Promise<number> => {
    const before = slack.timer.now();
    await work();
    return slack.timer.now() - before;
  };
  slack.api.fail(post, tooMany(17, { times: 1, when: inTheChannel(slack) }));
  expect(await spent(() => publish(slack))).toBeGreaterThanOrEqual(17_000);
  expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);

  slack.api.fail('chat.update', tooMany(11, { times: 1 }));
  expect(await spent(() => slack.as(teacher).press('Yes', 'Our meetings', 'channel'))).toBeGreaterThanOrEqual(11_000);
  expect((await inChannel(slack, 'Our meetings'))[0]?.text).toContain('1 yes');

  slack.api.fail('views.open', tooMany(2, { times: 1 }));
  expect(await spent(() => slack.as('specialist').type('task set'))).toBeGreaterThanOrEqual(2000);
  expect(slack.as('specialist').form().title).toBe('Set a gap task');
});

it('leaves a long wait to a later try, and lets the others pass meanwhile', async () => {
  const slack = await begin();
  slack.api.fail(post, tooMany(600, { times: 1, when: inTheChannel(slack) }));
  await publish(slack);
  expect(await inChannel(slack, 'Our meetings')).toHaveLength(0);
  expect(await toPerson(slack, head, 'dates')).not.toHaveLength(0);
  const waiting = await slack.db.delivery.findMany({
    where: { personId: null, status: 'planned', reason: 'Slack asked us to wait' },
  });
  expect(waiting.length).toBeGreaterThan(0);
  for (const { sendAt } of waiting) expect(sendAt.getTime() - slack.clock.now().getTime()).toBeGreaterThan(500_000);
  await slack.timer.sleep(600_000);
  await later(slack, 11);
  expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);
});

it.each([
  ['an error of theirs', { status: 503, body: {} }],
  ['a page instead of an answer', { status: 502, body: { html: '<h1>Bad gateway</h1>' } }],
  ['an error in words', refusal('internal_error')],
  ['a word that nobody knows yet', refusal('something_new')],
  ['no connection', { body: {}, cut: 'before' as const }],
])('tries again later after %s', async (_name, fault) => {
  const slack = await begin();
  slack.api.fail(post, { ...fault, times: 3, when: inTheChannel(slack) });
  await publish(slack);
  expect(await inChannel(slack, 'Our meetings')).toHaveLength(0);
  for (const minutes of [2, 6, 16]) await later(slack, minutes);
  expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);
  expect(await slack.db.delivery.count({ where: { kind: 'not-delivered' } })).toBe(0);
});
