import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../src/delivery/messenger.js';
import type { Reply } from '../../src/edge/reply.js';
import { newId } from '../../src/shared/ids.js';
import { findChannelOf, findGroupOfChannel } from '../../src/store/channels.js';
import { advocate, begin, fieldsOf, fill, formOf, handIn, head, publish } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const lead = 'Rosalind Amponsah';
const everybody = 'chat:W1:C1';
const here = 'chat:W1:C2';
const theirs = 'the heads’ channel';

const typed = (test: TestRouter, text: string, channel: string | undefined, who = 'specialist'): Promise<Reply> =>
  test.router.handle({
    id: newId(),
    personId: test.personId(who),
    ...(channel !== undefined && { channel }),
    intent: { kind: 'command', text },
  });

const setup = async (test: TestRouter, text: string, channel: string, who = 'specialist'): Promise<Reply> => {
  const opened = await typed(test, text, channel, who);
  return opened.kind === 'form' ? handIn(test, who, opened, { group: test.group.id }, channel) : opened;
};

const pressOn = (test: TestRouter, reply: Reply, label: string): Promise<Reply> => {
  const card = 'card' in reply ? reply.card : undefined;
  const buttons = card?.body.flatMap((part) => (part.kind === 'actions' ? part.buttons : [])) ?? [];
  const found = buttons.find((button) => button.label === label)?.press;
  if (!found) throw new Error(`no button ${label}: ${JSON.stringify(reply)}`);
  return test.press('specialist', found.route, found.args);
};

const plan = async (test: TestRouter, changes: Record<string, unknown> = {}) => {
  const reply = await fill(test, 'specialist', 'heads plan', { place: 'online', ...changes });
  if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
  await test.relay.run();
  return test.db.headMeeting.findFirstOrThrow({ orderBy: { changedAt: 'desc' } });
};

onDatabase('the heads’ own channel', (open) => {
  it('is bound beside the group’s, and gets the meetings of all heads and nothing else', async () => {
    const test = await begin(open, { channel: false });
    await setup(test, 'setup', everybody);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const meeting = await plan(test, { date: '2026-11-10' });
    expect(textTo(test, theirs)).toEqual([]);

    const reply = await setup(test, 'setup heads', here);
    expect(reply).toMatchObject({ kind: 'done', text: `This channel is now that of the heads of ${test.group.name}.` });
    expect(JSON.stringify(reply)).toContain('One message that was waiting is posted next');
    expect(await findChannelOf(test.db, test.group.id)).toBe(everybody);
    expect(await findChannelOf(test.db, test.group.id, 'heads')).toBe(here);
    expect(await findGroupOfChannel(test.db, here)).toMatchObject({ audience: 'heads' });
    // What was planned before is announced too.
    await test.relay.run();
    expect(textTo(test, theirs, 'The heads meet on Tue 10 Nov')).toHaveLength(1);

    const args = { group: test.group.id, meeting: meeting.id, answer: 'yes', round: '0' };
    await test.press(head, 'heads.answer', args);
    await test.relay.run();
    const updated = test.messenger.updated.filter(({ card }) => card.title === 'The heads meet on Tue 10 Nov');
    expect(JSON.stringify(updated.at(-1)?.card)).toContain('1 of 6 comes');

    const own = test.group.schools[0]?.id;
    await plan(test, { kind: 'specialist', school: own, date: '2026-11-17' });
    await publish(test);
    await test.runUntil('2026-11-12T17:00:00Z');
    const posted = textTo(test, theirs);
    expect(posted).toHaveLength(1);
    const names = test.group.members.filter(({ role }) => role === 'head').map(({ name }) => name);
    for (const name of names) expect(posted[0]).not.toContain(name);
    expect(textTo(test, 'the channel').join()).not.toContain('The heads meet');
  });

  it('hears of a cancelling, and of its being taken back, when it had heard of the meeting', async () => {
    const test = await begin(open, { channel: false });
    await setup(test, 'setup heads', here);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    await plan(test, { date: '2026-11-10' });
    const cancelled = await fill(test, 'specialist', 'heads cancel', { reason: 'Snow' });
    await test.relay.run();
    expect(textTo(test, theirs, 'Snow')).toHaveLength(1);
    await pressOn(test, cancelled, 'Put it back');
    await test.relay.run();
    expect(textTo(test, theirs, 'Back on: All heads together')).toHaveLength(1);
  });

  it('shows its messages to heads and to those who lead, each with her own answer', async () => {
    const test = await begin(open, { channel: false });
    await setup(test, 'setup heads', here);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const meeting = await plan(test, { date: '2026-11-10' });
    await test.press(head, 'heads.answer', { group: test.group.id, meeting: meeting.id, answer: 'no', round: '0' });
    const { messageRef } = await test.db.delivery.findFirstOrThrow({ where: { kind: 'heads-meeting' } });
    const seen = (who: string) => test.see({ ref: messageRef ?? '', personId: test.personId(who) });
    expect(JSON.stringify((await seen(head))?.card)).toContain('You answered “I can’t”');
    expect(JSON.stringify((await seen(lead))?.card)).not.toContain('You answered');
    expect((await seen('specialist'))?.audience).toBe('heads');
    expect(await seen(advocate)).toBeUndefined();
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    expect(await seen(head)).toBeUndefined();
  });

  it('is given up by one press, and then what waits for it is not sent', async () => {
    const test = await begin(open, { channel: false });
    // A Saturday.
    await test.runUntil('2026-09-12T09:00:00+01:00');
    await plan(test, { date: '2026-11-10' });
    const bound = await setup(test, 'setup heads', here);
    expect(await setup(test, 'setup heads', here)).toMatchObject({
      kind: 'card',
      card: { summary: `This channel is already that of the heads of ${test.group.name}.` },
    });
    expect(await pressOn(test, bound, 'Undo')).toMatchObject({
      kind: 'done',
      text: expect.stringContaining('The heads have no channel of their own now'),
    });
    await test.runUntil('2026-09-15T12:00:00+01:00');
    expect(textTo(test, theirs)).toEqual([]);
    expect(await test.db.delivery.count({ where: { audience: 'heads', status: 'failed' } })).toBe(0);
    const again = await setup(test, 'setup heads', here);
    expect(again).toMatchObject({ kind: 'done' });
    const already = await typed(test, 'setup heads', here);
    expect(await pressOn(test, already, 'Not the heads’ channel any more')).toMatchObject({ kind: 'done' });
    expect(await test.db.channel.count()).toBe(0);
  });
});

describe('setting up the heads’ channel', () => {
  it('never turns the one sort of channel into the other', async () => {
    const test = await begin(undefined, { channel: false });
    await setup(test, 'setup', everybody);
    await setup(test, 'setup heads', here);
    expect(await setup(test, 'setup heads', everybody)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('where its teachers are'),
    });
    expect(await setup(test, 'setup', here)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('the heads’ own channel of'),
    });
    const forged = { group: test.group.id, channel: everybody, audience: 'heads' };
    expect(await test.press('specialist', 'setup.unbind', forged)).toMatchObject({ kind: 'refused' });
    expect(await findChannelOf(test.db, test.group.id)).toBe(everybody);
    expect(await findChannelOf(test.db, test.group.id, 'heads')).toBe(here);
  });

  it('needs a channel, and somebody who leads', async () => {
    const test = await begin(undefined, { channel: false });
    expect(await typed(test, 'setup heads', undefined)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('only the heads, the specialist and the hub lead are in'),
    });
    for (const who of [advocate, head]) {
      expect(await typed(test, 'setup heads', here, who)).toMatchObject({ kind: 'refused' });
    }
    const form = formOf(await typed(test, 'setup heads', here, lead));
    expect(JSON.stringify(form)).toContain('Please look first who is in this channel');
    expect(fieldsOf({ kind: 'form', form })).toMatchObject([{ name: 'group', value: test.group.id }]);
  });

  it('moves to another channel, and back', async () => {
    const test = await begin(undefined, { channel: false });
    await setup(test, 'setup heads', here);
    const moved = await setup(test, 'setup heads', 'chat:W1:C9');
    expect(await findChannelOf(test.db, test.group.id, 'heads')).toBe('chat:W1:C9');
    await pressOn(test, moved, 'Undo');
    expect(await findChannelOf(test.db, test.group.id, 'heads')).toBe(here);
  });
});

describe('a heads’ channel that cannot be written to', () => {
  it('is said in words to the specialist, apart from the group’s, and tried again', async () => {
    const test = await begin(undefined, { channel: false });
    await setup(test, 'setup heads', here);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    let gone = true;
    test.messenger.before = (to) => {
      if (gone && to.kind === 'channel' && to.audience === 'heads')
        throw new DeliveryError('person', 'gone', { obstacle: 'not-in-channel' });
    };
    await plan(test, { date: '2026-11-10' });
    await publish(test);
    await test.runUntil('2026-09-14T12:00:00+01:00');
    const [told] = textTo(test, 'Kate Winterbourne', 'I am not in the heads’ channel');
    expect(told).toContain('Not delivered to the heads’ channel');
    expect(JSON.stringify(await test.type('specialist', 'upcoming'))).toContain(
      'could not be delivered: I am not in the heads’ channel',
    );
    gone = false;
    const retry = { group: test.group.id, to: 'heads-channel' };
    expect(await test.press('specialist', 'delivery.retry', retry)).toMatchObject({
      text: 'One message to the heads’ channel will be tried again now.',
    });
    await test.relay.run();
    expect(textTo(test, theirs, 'The heads meet')).toHaveLength(1);
  });
});
