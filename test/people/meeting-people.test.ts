import { expect, it } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { DeliveryError } from '../../src/delivery/messenger.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { example } from '../bad-input/example.js';
import { begin, head, publish } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { onDatabase } from '../support/databases.js';
import { accountOf, appear, passOn, sam, specialist } from './newcomers.js';

onDatabase('somebody who appears', (open) => {
  it('is recognised by the email address, however it is written, and nobody is asked', async () => {
    const test = await begin(open);
    const known = await appear(test, { name: 'M. Okonkwo', email: '  Margaret.Okonkwo@OAKFIELD.example ' });
    expect(known).toEqual({ personId: test.personId(head), guest: false, isNew: true });
    await passOn(test);
    expect(test.messenger.posted).toEqual([]);
    // A new address later does not make them somebody else, nor nobody.
    const again = await appear(test, { email: 'priya.nandakumar@oakfield.example' });
    expect(again.personId).toBe(test.personId(head));
    expect((await appear(test, { email: undefined })).personId).toBe(test.personId(head));
  });

  it('gets what could not be delivered before', async () => {
    const test = await begin(open);
    test.messenger.before = (to) => {
      if (to.kind === 'person' && to.personId === test.personId(head)) {
        throw new DeliveryError('person', 'user_not_found', { obstacle: 'not-there' });
      }
    };
    await publish(test);
    expect(textTo(test, head)).toEqual([]);
    await passOn(test);
    expect(textTo(test, specialist, 'Not delivered to Margaret Okonkwo')).toHaveLength(1);
    test.messenger.before = () => {};
    await appear(test, { email: 'margaret.okonkwo@oakfield.example' });
    await passOn(test);
    expect(textTo(test, head, 'Work Group dates for')).toHaveLength(1);
    expect(JSON.stringify(test.messenger.updated.at(-1)?.card)).toContain('nothing is held up any more');
  });

  it('without an address that we know is asked about, once, and privately', async () => {
    const test = await begin(open);
    expect(await appear(test)).toEqual({ personId: undefined, guest: false, isNew: true, asked: true });
    await appear(test);
    await passOn(test);
    await appear(test, { groupId: undefined });
    await passOn(test);
    const cards = textTo(test, specialist, 'Who is Sam Fletcher?');
    expect(cards).toHaveLength(1);
    expect(cards[0]).toContain('Sam Fletcher is new in the channel');
    expect(cards[0]).toContain(sam.email);
    expect(cards[0]).toContain('only those who lead the group see this');
    expect(test.messenger.posted).toHaveLength(1);
  });

  it('at the same moment twice is one account', async () => {
    const test = await begin(open);
    const replies = await Promise.all([1, 2, 3].map(() => appear(test)));
    expect(replies).toEqual([1, 2, 3].map(() => ({ personId: undefined, guest: false, isNew: true, asked: true })));
    expect(await test.db.account.count()).toBe(1);
    expect(await test.db.delivery.count({ where: { kind: 'who-is-this' } })).toBe(1);
  });

  it('in a direct message is asked about at once, and with what they show', async () => {
    const test = await begin(open);
    await appear(test, { groupId: undefined, name: ' Sam\n\0 <@U1> *Fletcher* ', email: undefined });
    await passOn(test);
    const [card] = textTo(test, specialist, 'wrote to me');
    expect(card).toContain('Sam <@U1> *Fletcher* wrote to me');
    expect(card).toContain('not shown');
    expect(await test.db.delivery.findFirst({ where: { kind: 'who-is-this' } })).toMatchObject({ unasked: false });
  });

  it('is looked for again each time, once the roster has the address', async () => {
    const test = await begin(open, { start: '2026-09-03T19:00:00+01:00' });
    await appear(test);
    const roster = new TextDecoder().decode(await example('roster.csv'));
    const changed = new TextEncoder().encode(
      roster.trimEnd() +
        `\nExample Maths Hub,Primary Mastery Work Group 3,primary-tfm,2026/27,Oakfield Primary,900001,lead teacher,Sam Fletcher,${sam.email}\n`,
    );
    expect(await importFile(test.db, changed, importDeps(test.clock.now()))).toMatchObject({ ok: true });
    expect((await appear(test)).personId).toBeDefined();
    await test.runUntil('2026-09-04T12:00:00+01:00');
    expect(textTo(test, specialist, 'Who is Sam')).toEqual([]);
    expect(await test.db.delivery.findFirst({ where: { kind: 'who-is-this' } })).toMatchObject({
      status: 'skipped',
      reason: 'recognised by the email address',
    });
  });

  it('is asked about in no group of another hub, and not where it is unclear which group it is', async () => {
    const test = await begin(open);
    const hub = await test.db.hub.create({ data: { id: 'other-hub', name: 'Another Hub' } });
    expect(await appear(test, { hubId: hub.id })).toMatchObject({ personId: undefined });
    expect(
      await appear(test, { hubId: hub.id, groupId: undefined, email: 'margaret.okonkwo@oakfield.example' }),
    ).toEqual({ personId: undefined, guest: false, isNew: true });
    await importFile(test.db, await example('secondary-roster.csv'), importDeps(test.clock.now()));
    await appear(test, { ref: 'chat:W1:U-other', groupId: undefined });
    expect(await test.db.delivery.count({ where: { kind: 'who-is-this' } })).toBe(0);
  });

  it('in a workspace that has changed hands is nobody that its former hub knew', async () => {
    const test = await begin(open);
    await appear(test, { email: 'margaret.okonkwo@oakfield.example' });
    await test.db.account.updateMany({ data: { welcomedAt: test.clock.now(), direct: 'D1' } });
    await test.db.hub.create({ data: { id: 'other-hub', name: 'Another Hub' } });
    expect(await appear(test, { hubId: 'other-hub', groupId: undefined })).toEqual({
      personId: undefined,
      guest: false,
      isNew: true,
    });
    expect(await accountOf(test)).toMatchObject({ hubId: 'other-hub', personId: null, direct: null });
  });

  it('in a group without a specialist is asked about of the hub lead', async () => {
    const test = await begin(open);
    await test.db.membership.deleteMany({ where: { role: 'specialist' } });
    await appear(test);
    await passOn(test);
    expect(textTo(test, 'Rosalind Amponsah', 'Who is Sam Fletcher?')).toHaveLength(1);
  });
});
