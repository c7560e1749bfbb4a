import { describe, expect, it } from 'vitest';
import { heldUpWords, notDeliveredCard } from '../../cards/not-delivered.js';
import { DeliveryError, type Obstacle } from '../../src/delivery/messenger.js';
import { renderText } from '../../src/render/plain-text.js';
import { advocate, begin, colleague, head, publish } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { onEachDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const specialist = 'Kate Winterbourne';
const lead = 'Rosalind Amponsah';

/** From now on nothing reaches these people, or "channel". */
function block(test: TestRouter, obstacle: Obstacle | undefined, ...names: string[]): void {
  const blocked = names.map((name) => (name === 'channel' ? name : test.personId(name)));
  test.messenger.before = (to) => {
    if (!blocked.includes(to.kind === 'channel' ? 'channel' : to.personId)) return;
    const remedy = obstacle === undefined ? 'never' : 'person';
    throw new DeliveryError(remedy, 'some_error_code', obstacle === undefined ? {} : { obstacle });
  };
}

const notices = (test: TestRouter) => test.db.delivery.findMany({ where: { kind: 'not-delivered' } });
const retry = (test: TestRouter, to: string, who = 'specialist') =>
  test.press(who, 'delivery.retry', { group: test.group.id, to });
const passOn = (test: TestRouter) => test.relay.run();

onEachDatabase('a message that cannot be delivered', (open) => {
  it('is told to the specialist, in words, with what to do, and to nobody else', async () => {
    const test = await begin(open);
    block(test, 'not-there', head);
    await publish(test);
    const [card, ...more] = textTo(test, specialist, 'Not delivered');
    expect(more).toEqual([]);
    for (const words of [
      'Not delivered to Margaret Okonkwo',
      'The year’s dates for heads',
      'Margaret Okonkwo is not here yet.',
      'Please invite them: margaret.okonkwo@oakfield.example',
      'Try again now',
      'only those who lead the group see this',
    ])
      expect(card).toContain(words);
    expect(card).not.toContain('some_error_code');
    for (const who of [head, 'the channel', lead]) expect(textTo(test, who, 'ot delivered')).toEqual([]);
  });

  it('is told once, until a message has reached them again', async () => {
    const test = await begin(open);
    block(test, 'not-there', head);
    await publish(test);
    await test.runUntil('2026-09-16T12:00:00+01:00');
    // The year's dates, the cover request and the commitments review: all in vain.
    const failed = await test.db.delivery.findMany({ where: { status: 'failed' } });
    expect(failed.length).toBeGreaterThan(1);
    expect(new Set(failed.map(({ personId }) => personId))).toEqual(new Set([test.personId(head)]));
    expect(textTo(test, specialist, 'Not delivered to Margaret')).toHaveLength(1);

    // The card that was sent shows all that waits; another try that fails is seen on it.
    await retry(test, test.personId(head));
    await passOn(test);
    expect(textTo(test, specialist, 'Not delivered to Margaret')).toHaveLength(1);
    const shown = JSON.stringify(test.messenger.updated.at(-1)?.card);
    expect(shown).toContain('Cover request');

    block(test, undefined);
    await retry(test, test.personId(head));
    await test.runUntil('2026-09-21T12:00:00+01:00');
    expect(textTo(test, head).length).toBeGreaterThan(0);
    expect(JSON.stringify(test.messenger.updated)).toContain('nothing is held up any more');

    block(test, 'not-there', head);
    await test.runUntil('2026-12-12T12:00:00Z');
    expect(textTo(test, specialist, 'Not delivered to Margaret')).toHaveLength(2);
  });

  it('because of something else is told again', async () => {
    const test = await begin(open);
    block(test, 'not-there', head);
    await publish(test);
    block(test, 'blocked', head);
    await test.runUntil('2026-09-16T12:00:00+01:00');
    const cards = textTo(test, specialist, 'Not delivered to Margaret');
    expect(cards).toHaveLength(2);
    expect(cards[1]).toContain('They do not let me write to them.');
  });

  it('for the channel is told to the specialist, and retried by one press', async () => {
    const test = await begin(open);
    block(test, 'not-in-channel', 'channel');
    await publish(test);
    expect(textTo(test, specialist, 'I am not in the group’s channel')).toHaveLength(1);
    block(test, undefined);
    expect(await retry(test, 'channel')).toMatchObject({
      kind: 'done',
      text: 'One message to the channel will be tried again now.',
    });
    await passOn(test);
    expect(textTo(test, 'the channel')).toHaveLength(1);
    expect(await retry(test, 'channel')).toMatchObject({
      text: 'Nothing that could still go out to the channel is held up.',
    });
  });

  it('to the specialist is told to the hub lead', async () => {
    const test = await begin(open);
    block(test, 'left', specialist, head);
    await publish(test);
    await test.runUntil('2026-09-10T12:00:00+01:00');
    expect(textTo(test, specialist)).toEqual([]);
    expect(textTo(test, lead, 'Not delivered to Kate Winterbourne')).toHaveLength(1);
    // Nobody is told of what the hub lead cannot be told either: it ends somewhere.
    const other = await begin(open);
    block(other, 'left', specialist, head, lead);
    await publish(other);
    await other.runUntil('2026-09-10T12:00:00+01:00');
    const rows = await notices(other);
    expect(rows.every(({ status }) => status === 'failed')).toBe(true);
    expect(rows.filter(({ personId, subjectId }) => personId === subjectId)).toEqual([]);
  });

  it('because of us is said after a day without success', async () => {
    const test = await begin(open);
    test.messenger.before = (to) => {
      if (to.kind === 'person' && to.personId === test.personId(head)) throw new Error('out of order');
    };
    await publish(test);
    expect(textTo(test, specialist)).toEqual([]);
    await test.runUntil('2026-09-08T12:00:00+01:00');
    const [card] = textTo(test, specialist, 'Not delivered');
    expect(card).toContain('the fault is on our side');
    expect(card).not.toContain('out of order');
  });

  it('that is settled by the time it would be told, is not told; and the next one is', async () => {
    const test = await begin(open, { start: '2026-09-03T08:00:00+01:00' });
    block(test, 'not-there', head);
    // The specialist has had the day's message, so that the notice waits for the next school morning.
    await test.db.delivery.create({
      data: {
        id: 'had',
        key: 'had',
        hubId: test.group.hubId,
        groupId: test.group.id,
        kind: 'had',
        topic: 'notice',
        subjectId: 'had',
        personId: test.personId('specialist'),
        why: '',
        unasked: true,
        dueAt: test.clock.now(),
        sendAt: test.clock.now(),
        day: '2026-09-03',
        status: 'sent',
        sentAt: test.clock.now(),
      },
    });
    await publish(test);
    expect((await notices(test)).map(({ status, day }) => [status, day])).toEqual([['planned', '2026-09-04']]);
    block(test, undefined);
    await test.meet({
      ref: 'chat:W1:U1',
      hubId: test.group.hubId,
      name: 'M. Okonkwo',
      email: 'margaret.okonkwo@oakfield.example',
    });
    await test.runUntil('2026-09-04T09:00:00+01:00');
    expect(textTo(test, specialist, 'Not delivered')).toEqual([]);
    expect(await notices(test)).toMatchObject([{ status: 'skipped', reason: 'nothing is held up any more' }]);
    expect(textTo(test, head, 'Work Group dates for')).toHaveLength(1);

    block(test, 'not-there', head);
    await test.runUntil('2026-09-16T12:00:00+01:00');
    expect(textTo(test, specialist, 'Not delivered')).toHaveLength(1);
  });
});

describe('what could not be delivered', () => {
  it('is among what is skipped, in words', async () => {
    const test = await begin();
    block(test, 'not-there', head);
    await publish(test);
    const shown = JSON.stringify(await test.type('specialist', 'upcoming'));
    expect(shown).toContain('to Margaret Okonkwo: could not be delivered: not here yet');
    expect(shown).not.toContain('some_error_code');
    expect(JSON.stringify(await test.type(advocate, 'upcoming'))).not.toContain('Okonkwo');
  });

  it('is tried again by those who lead the group alone, and only there', async () => {
    const test = await begin();
    block(test, 'not-there', head);
    await publish(test);
    const before = await test.db.delivery.count({ where: { status: 'failed' } });
    for (const who of [colleague, head]) {
      expect(await retry(test, test.personId(head), who)).toMatchObject({ kind: 'refused' });
    }
    expect(
      await test.press('specialist', 'delivery.retry', { group: 'another', to: test.personId(head) }),
    ).toMatchObject({ kind: 'refused' });
    expect(await test.press('specialist', 'delivery.retry', { group: test.group.id })).toMatchObject({
      kind: 'refused',
    });
    expect(await retry(test, 'nobody')).toMatchObject({ kind: 'done', text: expect.stringContaining('Nothing') });
    expect(await test.db.delivery.count({ where: { status: 'failed' } })).toBe(before);
    expect(await retry(test, test.personId(head), lead)).toMatchObject({ kind: 'done' });
  });

  it('whose moment has passed is said to be over, without a button that does nothing', async () => {
    const test = await begin();
    await publish(test);
    await test.runUntil('2026-09-07T12:00:00+01:00');
    block(test, 'blocked', head);
    await test.runUntil('2026-09-09T12:00:00+01:00');
    await test.db.delivery.updateMany({
      where: { status: 'failed' },
      data: { expiresAt: new Date('2026-09-09T11:00:00+01:00') },
    });
    expect(await retry(test, test.personId(head))).toMatchObject({ text: expect.stringContaining('Nothing') });
    await passOn(test);
    const card = JSON.stringify(test.messenger.updated.at(-1)?.card);
    expect(card).toContain('Its moment has passed');
    expect(card).not.toContain('Try again now');
  });

  const codes: (Obstacle | undefined)[] = [
    'no-channel',
    'not-in-channel',
    'channel-gone',
    'channel-archived',
    'not-there',
    'left',
    'blocked',
    'app-not-added',
    'missing-permission',
    'not-installed',
    undefined,
  ];
  it.each(codes)('because of %s says what to do, in plain words', (obstacle) => {
    const messages = [{ title: 'Cover request', passed: false }];
    const to = { groupId: 'g', to: 'p', person: { name: 'Margaret Okonkwo', email: 'm@oakfield.example' } };
    const words = renderText(notDeliveredCard({ ...to, obstacle, messages }));
    expect(words).toMatch(/[Pp]lease/u);
    expect(words).toContain('Cover request could not be delivered to Margaret Okonkwo');
    expect(heldUpWords(obstacle, 'channel')).toMatch(/^could not be delivered: [\p{L} ’,]+$/u);
    if (obstacle !== undefined) {
      expect(heldUpWords(obstacle, 'channel')).not.toBe(heldUpWords(undefined, 'channel'));
    }
  });
});
