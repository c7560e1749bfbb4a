import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { begin, faultsOf, fieldsOf, handIn, head } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const shown = (reply: Reply): string => JSON.stringify('card' in reply ? reply.card : reply);
const oakfield = (test: TestRouter): string =>
  test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '';
const grant = (test: TestRouter) => ({ group: test.group.id, item: `${oakfield(test)}/grant` });
const record = async (test: TestRouter, values: Record<string, unknown>): Promise<Reply> =>
  handIn(test, 'hubLead', await test.press('hubLead', 'funding.record', grant(test)), values);
const news = (test: TestRouter) => test.messenger.posted.filter(({ card }) => card.title.startsWith('Funding for'));

onDatabase('funding', (open) => {
  it('is subject to confirmation, then confirmed, then paid, and the head hears once of each', async () => {
    const test = await begin(open);
    const before = shown(await test.type(head, 'funding'));
    expect(before).toContain('£1,000');
    expect(before).toContain('subject to confirmation');
    expect(before).toContain('amount not stated');
    expect(before).not.toContain('Millpond');

    await test.runUntil('2026-09-10T09:00:00+01:00');
    expect(await record(test, { status: 'confirmed', on: '2026-09-09' })).toMatchObject({ kind: 'done' });
    await test.runUntil('2026-09-10T17:00:00+01:00');
    expect(news(test)).toHaveLength(1);
    expect(JSON.stringify(news(test)[0])).toContain('confirmed on Wed 9 Sep 2026');
    await test.runUntil('2026-11-10T09:00:00Z');
    expect(await record(test, { status: 'paid', on: '2026-11-06', note: 'with the autumn payments' })).toMatchObject({
      kind: 'done',
    });
    await test.runUntil('2026-11-11T17:00:00Z');
    expect(news(test)).toHaveLength(2);
    expect(shown(await test.type(head, 'funding'))).toContain('paid on Fri 6 Nov 2026');
    expect(await test.db.fundingItem.findMany()).toMatchObject([
      { key: 'grant', status: 'paid', amount: 100_000, confirmedOn: '2026-09-09', paidOn: '2026-11-06' },
    ]);
  });
});

describe('recording funding', () => {
  it('is taken back by one press, and then the head hears nothing', async () => {
    const test = await begin();
    await test.runUntil('2026-09-12T12:00:00+01:00');
    const reply = await record(test, { status: 'paid', on: '2026-09-11', amount: '900' });
    if (reply.kind !== 'done' || !reply.card) throw new Error(JSON.stringify(reply));
    const [button] = reply.card.body.flatMap((part) => (part.kind === 'actions' ? part.buttons : []));
    if (!button?.press) throw new Error('nothing takes it back');
    expect(await test.press('hubLead', button.press.route, button.press.args)).toMatchObject({
      kind: 'done',
      text: 'Taken back: Grant towards release is subject to confirmation again.',
    });
    await test.runUntil('2026-09-21T17:00:00+01:00');
    expect(news(test)).toEqual([]);
    expect(shown(await test.type(head, 'funding'))).toContain('£1,000');
  });

  it.each([
    [{ note: 'sort code 12-34-56' }, { note: expect.stringContaining('bank details') }],
    [{ note: 'account 12345678' }, { note: expect.stringContaining('bank details') }],
    [{ note: 'GB29 NWBK 6016 1331 9268 19' }, { note: expect.stringContaining('bank details') }],
    [{ note: '4929 1234 5678 9012' }, { note: expect.stringContaining('bank details') }],
    [{ status: 'paid', on: '' }, { on: 'Please say on which day.' }],
    [{ status: 'paid', on: '2026-12-01' }, { on: 'Tue 1 Dec 2026 is still to come.' }],
    [{ amount: 'lots' }, { amount: expect.stringContaining('such as 180') }],
    [{ status: 'stolen' }, { status: 'Please choose how it stands.' }],
  ])('refuses %j, and keeps what was written', async (values, fault) => {
    const test = await begin();
    await test.runUntil('2026-09-10T12:00:00+01:00');
    const reply = await record(test, { status: 'confirmed', ...values });
    expect(faultsOf(reply)).toEqual(fault);
    expect(fieldsOf(reply).find(({ name }) => name === 'status')?.value).toBe(
      'status' in values ? values.status : 'confirmed',
    );
    expect(await test.db.fundingItem.count()).toBe(0);
  });

  it('takes dates, amounts and numbers of rooms for what they are', async () => {
    const test = await begin();
    await test.runUntil('2026-09-10T12:00:00+01:00');
    expect(
      await record(test, { status: 'confirmed', on: '2026-09-09', note: 'see the letter of 9/9/2026, room 214' }),
    ).toMatchObject({ kind: 'done' });
  });

  it('cannot be paid before it was confirmed', async () => {
    const test = await begin();
    await test.runUntil('2026-10-01T12:00:00+01:00');
    await record(test, { status: 'confirmed', on: '2026-09-20' });
    expect(faultsOf(await record(test, { status: 'paid', on: '2026-09-10' }))).toEqual({
      on: expect.stringContaining('It was confirmed on Sun 20 Sep 2026'),
    });
  });

  it('is not for another group’s item', async () => {
    const test = await begin();
    expect(
      await test.press('hubLead', 'funding.record', { group: test.group.id, item: 'another/grant' }),
    ).toMatchObject({ kind: 'refused' });
  });

  it('of a programme without payments is said in words', async () => {
    const test = await begin();
    const { programmes } = await import('../../src/features/programmes/programmes.js');
    const template = JSON.stringify(programmes.find(({ id }) => id === 'planning-observation'));
    await test.db.group.update({ where: { id: test.group.id }, data: { template } });
    const card = shown(await test.type(head, 'funding'));
    expect(card).toContain('The programme names no payment to schools.');
    expect(card).toContain('not stated');
  });
});
