import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { advocate, begin, colleague, faultsOf, fieldsOf, fill, handIn, head, valuesOf } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const otherSide = { advocate: 'Aisha Rahmani', head: 'Stephen Blackwood' };
const session = {
  day: '2026-09-17',
  focus: 'Bar models for comparing',
  tookPart: 'Five of us; Tom led',
  decided: 'Every class draws one bar model a week.',
};

const log = (test: TestRouter, who: string, changes: Record<string, unknown> = {}): Promise<Reply> =>
  fill(test, who, 'trg log', { ...session, ...changes });

const shown = (reply: Reply): string => JSON.stringify('card' in reply ? reply.card : reply);

const schoolOf = (test: TestRouter, name: string): string =>
  test.group.schools.find((one) => one.name === name)?.id ?? name;

async function beginOn(at = '2026-09-18T12:00:00+01:00', open?: Parameters<typeof begin>[0]): Promise<TestRouter> {
  const test = await begin(open);
  await test.runUntil(at);
  return test;
}

onDatabase('TRG sessions', (open) => {
  it('are logged, changed, brought back, taken back and put in again', async () => {
    const test = await beginOn(undefined, open);
    const group = test.group.id;
    expect(shown(await test.type(advocate, 'trg'))).toContain('No session is logged yet');
    const logged = await log(test, advocate);
    expect(logged).toMatchObject({
      kind: 'done',
      text: 'Logged at Oakfield Primary: Thu 17 Sep, “Bar models for comparing”.',
    });
    const card = shown(await test.type(head, 'trg'));
    for (const words of ['1 session', 'Thu 17 Sep', session.focus, session.tookPart, session.decided, advocate])
      expect(card).toContain(words);

    const first = (await test.db.trgSession.findFirstOrThrow()).id;
    const form = await test.press(colleague, 'trg.change', { group, session: first });
    expect(valuesOf(form)).toEqual(session);
    expect(await handIn(test, colleague, form, { decided: 'Two a week.' })).toMatchObject({ kind: 'done' });
    const changed = shown(await test.type(head, 'trg'));
    expect(changed).toContain('1 session');
    expect(changed).toContain('Two a week.');
    expect(changed).not.toContain(session.decided);

    const second = (await test.db.trgSession.findFirstOrThrow({ where: { undoneAt: null } })).id;
    const back = { group, session: second, before: first };
    expect(await test.press(colleague, 'trg.back', back)).toMatchObject({ kind: 'done' });
    expect(await test.press(colleague, 'trg.back', back)).toMatchObject({ kind: 'refused' });
    expect(shown(await test.type(head, 'trg'))).toContain(session.decided);

    expect(await test.press(advocate, 'trg.undo', { group, session: first })).toMatchObject({ kind: 'done' });
    expect(shown(await test.type(head, 'trg'))).toContain('No session is logged yet');
    expect(await test.press(advocate, 'trg.undo', { group, session: first })).toMatchObject({ kind: 'refused' });
    expect(await test.press(advocate, 'trg.redo', { group, session: first })).toMatchObject({ kind: 'done' });
    expect(shown(await test.type(head, 'trg'))).toContain(session.decided);
  });

  it('of two colleagues who log the same session at once, one learns that it is there', async () => {
    const test = await beginOn(undefined, open);
    const replies = await Promise.all([
      log(test, advocate),
      log(test, colleague, { focus: 'bar models, for comparing.' }),
    ]);
    expect(replies.map(({ kind }) => kind).sort()).toEqual(['done', 'form']);
    const refused = replies.find(({ kind }) => kind === 'form') as Reply;
    expect(faultsOf(refused).focus).toMatch(/^This session is there already: Thu 17 Sep, “/u);
    expect(await test.db.trgSession.count()).toBe(1);
  });
});

describe('logging a TRG session', () => {
  it('takes a few words: the day and who took part are proposed', async () => {
    const test = await beginOn('2026-09-20T12:00:00+01:00');
    // A Sunday: the last school day.
    expect(valuesOf(await test.type(advocate, 'trg log'))).toEqual({
      day: '2026-09-18',
      focus: '',
      tookPart: '',
      decided: '',
    });
    await log(test, advocate);
    expect(valuesOf(await test.type(colleague, 'trg log')).tookPart).toBe(session.tookPart);
    expect(valuesOf(await test.type(otherSide.advocate, 'trg log')).tookPart).toBe('');
  });

  it.each([
    ['tomorrow', { day: '2026-11-19' }, { day: 'Thu 19 Nov 2026 is still to come.' }],
    ['a weekend', { day: '2026-11-14' }, { day: 'Sat 14 Nov is a Saturday at Oakfield Primary.' }],
    ['the holidays', { day: '2026-10-28' }, { day: 'Wed 28 Oct is outside term at Oakfield Primary.' }],
    ['an INSET day', { day: '2026-11-13' }, { day: 'Fri 13 Nov is an INSET day at Oakfield Primary.' }],
    ['a day before the year', { day: '2026-07-01' }, { day: expect.stringContaining('The school year began on') }],
    ['what is no date', { day: '31/09/2026' }, { day: expect.stringContaining('is not a date') }],
    ['no focus', { focus: '  ' }, { focus: 'Please say in a few words what you worked on.' }],
    ['nobody', { tookPart: '' }, { tookPart: 'Please say who took part, in your own words.' }],
    ['a novel', { decided: 'x'.repeat(1001) }, { decided: expect.stringContaining('please keep it to 1,000') }],
  ])('refuses %s beside its field, and keeps what was written', async (_, changes, fault) => {
    const test = await beginOn('2026-11-18T12:00:00Z');
    const reply = await log(test, advocate, changes);
    expect(faultsOf(reply)).toEqual(fault);
    const kept = 'focus' in changes ? 'decided' : 'focus';
    expect(fieldsOf(reply).find(({ name }) => name === kept)?.value).toBe(session[kept]);
    expect(await test.db.trgSession.count()).toBe(0);
  });

  it('takes two sessions on one day, and a session that was taken back logged anew', async () => {
    const test = await beginOn();
    const group = test.group.id;
    await log(test, advocate);
    expect(await log(test, advocate, { focus: 'Number lines' })).toMatchObject({ kind: 'done' });
    const first = (await test.db.trgSession.findFirstOrThrow({ where: { focus: session.focus } })).id;
    await test.press(advocate, 'trg.undo', { group, session: first });
    expect(await log(test, advocate)).toMatchObject({ kind: 'done' });
    expect(await test.press(advocate, 'trg.redo', { group, session: first })).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('This session is there already'),
    });
    const changing = await test.press(advocate, 'trg.change', { group, session: first });
    expect(changing).toMatchObject({ kind: 'refused' });
  });

  it('lets the specialist choose the school, and judges the day by its calendar', async () => {
    const test = await beginOn('2026-11-18T12:00:00Z');
    const form = await test.type('specialist', 'trg log');
    const inset = { ...session, day: '2026-11-13' };
    const oakfield = await handIn(test, 'specialist', form, { ...inset, school: schoolOf(test, 'Oakfield Primary') });
    expect(faultsOf(oakfield)).toHaveProperty('day');
    const millpond = { ...inset, school: schoolOf(test, 'Millpond Primary') };
    expect(await handIn(test, 'specialist', form, millpond)).toMatchObject({ kind: 'done' });
    expect(faultsOf(await handIn(test, 'specialist', form, { ...inset, school: 'another' }))).toHaveProperty('day');
    expect(await test.db.trgSession.findMany()).toMatchObject([{ schoolId: schoolOf(test, 'Millpond Primary') }]);
  });

  it('counts once what is sent twice, and in the ledger of commitments', async () => {
    const test = await beginOn();
    const form = await test.type(advocate, 'trg log');
    if (form.kind !== 'form') throw new Error(form.kind);
    const { route, args } = form.form.submit;
    const intent = { kind: 'submit', route, args, values: session } as const;
    const request = { id: 'twice', personId: test.personId(advocate), intent };
    expect(await test.router.handle(request)).toEqual(await test.router.handle(request));
    expect(await test.db.trgSession.count()).toBe(1);
    expect(shown(await test.type(head, 'commitments'))).toContain('1 TRG session, on Thu 17 Sep');
  });
});

describe('reading TRG sessions', () => {
  it('is for the school and the specialist, and for nobody else', async () => {
    const test = await beginOn();
    await log(test, advocate);
    const args = { group: test.group.id, school: schoolOf(test, 'Oakfield Primary') };
    for (const who of [advocate, colleague, head, 'specialist'])
      expect(shown(await test.press(who, 'trg.show', args))).toContain(session.focus);
    for (const who of [otherSide.advocate, otherSide.head, 'hubLead']) {
      expect(await test.press(who, 'trg.show', args)).toMatchObject({ kind: 'refused' });
      expect(shown(await test.type(who, 'trg'))).not.toContain(session.focus);
      expect(await test.press(who, 'trg.log', args)).toMatchObject({ kind: 'refused' });
      const one = { group: test.group.id, session: (await test.db.trgSession.findFirstOrThrow()).id };
      for (const route of ['trg.change', 'trg.undo', 'trg.redo'])
        expect(await test.press(who, route, one)).toMatchObject({ kind: 'refused' });
      expect(await test.press(who, 'trg.back', { ...one, before: one.session })).toMatchObject({ kind: 'refused' });
    }
    expect(await test.db.trgSession.count({ where: { undoneAt: null } })).toBe(1);
  });

  it('gives the specialist a line for each school, and more sessions on request', async () => {
    const test = await beginOn('2026-09-30T12:00:00+01:00');
    for (const day of [14, 15, 16, 17, 21, 22, 23])
      await log(test, advocate, { day: `2026-09-${day}`, focus: `Focus of day ${day}` });
    const overview = shown(await test.type('specialist', 'trg'));
    expect(overview).toContain('7 sessions');
    expect(overview).toContain('Focus of day 23');
    expect(overview).not.toContain('Focus of day 22');
    expect(overview).toContain('no session yet');
    const args = { group: test.group.id, school: schoolOf(test, 'Oakfield Primary') };
    const newest = shown(await test.press('specialist', 'trg.show', args));
    expect(newest).toContain('Focus of day 16');
    expect(newest).not.toContain('Focus of day 15');
    const earlier = shown(await test.press('specialist', 'trg.show', { ...args, skip: '5' }));
    expect(earlier).toContain('Focus of day 15');
    expect(earlier).not.toContain('Focus of day 16');
  });

  it('goes on after somebody has left: whoever stood down sees no more, and the sessions stay', async () => {
    const test = await beginOn();
    await log(test, head);
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    expect(shown(await test.type(head, 'trg'))).not.toContain(session.focus);
    expect(shown(await test.type(advocate, 'trg'))).toContain(session.focus);
  });
});
