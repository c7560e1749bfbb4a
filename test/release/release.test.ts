import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { advocate, begin, colleague, faultsOf, fieldsOf, fill, handIn, head, publish } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const log = async (test: TestRouter, who: string, changes: Record<string, unknown> = {}): Promise<Reply> =>
  handIn(test, who, await test.press(who, 'release.log', { group: test.group.id }), changes);

/** The card as one text. */
const shown = (reply: Reply): string => JSON.stringify('card' in reply ? reply.card : reply);

const schoolOf = (test: TestRouter, name: string): string => {
  const school = test.group.schools.find((one) => one.name === name);
  if (!school) throw new Error(name);
  return school.id;
};

/** Everybody came to the first meeting. */
async function firstMeeting(test: TestRouter): Promise<void> {
  await publish(test);
  await test.runUntil('2026-09-29T17:00:00+01:00');
  const everybody = test.group.members.filter(({ role }) => role === 'advocate').map(({ personId }) => personId);
  await fill(test, 'specialist', 'meeting attendance', { present: everybody });
}

onDatabase('release days', (open) => {
  it('fill from attendance and from what people log, and one press takes an entry back', async () => {
    const test = await begin(open);
    await firstMeeting(test);
    // One half day for each of two teachers used; five meetings ahead.
    expect(shown(await test.type(head, 'release'))).toContain('1 of 10 days used, 5 planned');

    const reply = await log(test, advocate, { day: '2026-09-25', purpose: 'planning', cost: '£180' });
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining('½ day on Fri 25 Sep') });
    const card = shown(await test.type(head, 'release'));
    expect(card).toContain('1½ of 10 days used, 5 planned');
    expect(card).toContain('logged by Priya Nandakumar');
    expect(card).toContain('from attendance');
    expect(card).toContain('£180');

    const entry = await test.db.releaseEntry.findFirstOrThrow();
    const args = { group: test.group.id, entry: entry.id };
    expect(await test.press(advocate, 'release.undo', args)).toMatchObject({ kind: 'done' });
    expect(shown(await test.type(head, 'release'))).toContain('1 of 10 days used');
    expect(await test.press(advocate, 'release.redo', args)).toMatchObject({ kind: 'done' });
    expect(shown(await test.type(head, 'release'))).toContain('1½ of 10 days used');
    expect(await test.db.releaseEntry.count()).toBe(1);
  });

  it('of two colleagues who log the same day at once, one learns that it is there', async () => {
    const test = await begin(open);
    await publish(test);
    await test.runUntil('2026-09-18T12:00:00+01:00');
    const both = [advocate, colleague].map((name) => test.personId(name));
    const replies = await Promise.all(
      [advocate, colleague].map((who) => log(test, who, { day: '2026-09-17', halfDays: '2', who: both })),
    );
    expect(replies.map(({ kind }) => kind).sort()).toEqual(['done', 'form']);
    expect(await test.db.releaseEntry.count()).toBe(1);
    const refused = replies.find(({ kind }) => kind === 'form') as Reply;
    expect(faultsOf(refused).day).toMatch(/has 1 day on Thu 17 Sep already: “Work in school/u);
  });
});

describe('logging release', () => {
  it('is three presses: what is usual is filled in', async () => {
    const test = await begin();
    await test.runUntil('2026-09-20T12:00:00+01:00');
    const form = await test.press(advocate, 'release.log', { group: test.group.id });
    // A Sunday: the last school day is proposed.
    expect(Object.fromEntries(fieldsOf(form).map(({ name, value }) => [name, value]))).toMatchObject({
      day: '2026-09-18',
      halfDays: '1',
      who: [test.personId(advocate)],
      purpose: 'in-school',
    });
    await handIn(test, advocate, form, { purpose: 'observing' });
    const again = await test.press(advocate, 'release.log', { group: test.group.id });
    expect(fieldsOf(again).find(({ name }) => name === 'purpose')?.value).toBe('observing');
  });

  it.each([
    ['a weekend', { day: '2026-09-19' }, { day: 'Sat 19 Sep is a Saturday at Oakfield Primary.' }],
    ['the holidays', { day: '2026-10-28' }, { day: 'Wed 28 Oct is outside term at Oakfield Primary.' }],
    ['a bank holiday', { day: '2027-05-03' }, { day: expect.stringContaining('a bank holiday') }],
    ['an INSET day', { day: '2026-11-13' }, { day: 'Fri 13 Nov is an INSET day at Oakfield Primary.' }],
    ['a day before the year', { day: '2026-07-01' }, { day: expect.stringContaining('The school year began on') }],
    ['a day after the year', { day: '2027-09-01' }, { day: expect.stringContaining('The school year ends on') }],
    ['twelve half-days', { halfDays: '12' }, { halfDays: expect.stringContaining('A school week has 10 half-days') }],
    ['no time at all', { halfDays: '0' }, { halfDays: 'Please choose how long.' }],
    ['nobody', { who: [] }, { who: 'Please choose who was out of class.' }],
    ['an amount that is none', { cost: 'a lot' }, { cost: expect.stringContaining('such as 180 or 180.50') }],
    ['what is no date', { day: '31/09/2026' }, { day: expect.stringContaining('is not a date') }],
  ])('refuses %s beside its field, and keeps what was written', async (_, changes, fault) => {
    const test = await begin();
    await test.runUntil('2026-09-18T12:00:00+01:00');
    const reply = await log(test, advocate, { note: 'with Tom', ...changes });
    expect(faultsOf(reply)).toEqual(fault);
    expect(fieldsOf(reply).find(({ name }) => name === 'note')?.value).toBe('with Tom');
    expect(await test.db.releaseEntry.count()).toBe(0);
  });

  it('knows a day on which the teacher was at the meeting, and a week that is full', async () => {
    const test = await begin();
    await firstMeeting(test);
    const day = await log(test, advocate, { day: '2026-09-29', halfDays: '2' });
    expect(faultsOf(day).day).toBe('Priya Nandakumar has ½ day on Tue 29 Sep already: the meeting.');
    expect(await log(test, advocate, { day: '2026-09-29', halfDays: '1' })).toMatchObject({ kind: 'done' });
    // From Monday on, five days would run into the Tuesday that is taken.
    expect(faultsOf(await log(test, advocate, { day: '2026-09-28', halfDays: '10' }))).toHaveProperty('day');
  });

  it('takes days ahead as planned, and longer times as days in a row', async () => {
    const test = await begin();
    await publish(test);
    await test.runUntil('2026-09-18T12:00:00+01:00');
    await log(test, advocate, { day: '2026-10-08', halfDays: '4' });
    expect(shown(await test.type(advocate, 'release'))).toContain('0 of 10 days used, 8 planned');
    // Thursday and Friday are taken now.
    expect(faultsOf(await log(test, advocate, { day: '2026-10-09' })).day).toContain('has 1 day on Fri 9 Oct already');
  });

  it('is for people of the school and the specialist, and for their own school’s teachers', async () => {
    const test = await begin();
    await test.runUntil('2026-09-18T12:00:00+01:00');
    const other = schoolOf(test, 'Millpond Primary');
    const args = { group: test.group.id, school: other };
    expect(await test.press(advocate, 'release.log', args)).toMatchObject({ kind: 'refused' });
    expect(await test.press(advocate, 'release.show', args)).toMatchObject({ kind: 'refused' });
    expect(await test.press(head, 'release.correct', args)).toMatchObject({ kind: 'refused' });
    const form = await test.press('specialist', 'release.log', args);
    expect(faultsOf(await handIn(test, 'specialist', form, { who: [test.personId(advocate)] }))).toEqual({
      who: 'Please choose among the teachers of Millpond Primary.',
    });
    expect(await handIn(test, 'specialist', form)).toMatchObject({ kind: 'done' });
    const entry = (await test.db.releaseEntry.findFirstOrThrow()).id;
    expect(await test.press(advocate, 'release.undo', { group: test.group.id, entry })).toMatchObject({
      kind: 'refused',
    });
  });

  it('counts once what is sent twice', async () => {
    const test = await begin();
    await test.runUntil('2026-09-18T12:00:00+01:00');
    const form = await test.press(advocate, 'release.log', { group: test.group.id });
    if (form.kind !== 'form') throw new Error(form.kind);
    const { route, args } = form.form.submit;
    const values = Object.fromEntries(fieldsOf(form).map(({ name, value }) => [name, value]));
    const request = {
      id: 'twice',
      personId: test.personId(advocate),
      intent: { kind: 'submit', route, args, values },
    } as const;
    expect(await test.router.handle(request)).toEqual(await test.router.handle(request));
    expect(await test.db.releaseEntry.count()).toBe(1);
  });

  it('can be corrected from a list of one’s own entries', async () => {
    const test = await begin();
    await test.runUntil('2026-09-18T12:00:00+01:00');
    await log(test, advocate, { day: '2026-09-16' });
    await log(test, advocate, { day: '2026-09-17' });
    const args = { group: test.group.id, school: schoolOf(test, 'Oakfield Primary') };
    // Her colleague has logged neither.
    expect(await test.press(colleague, 'release.correct', args)).toMatchObject({ kind: 'refused' });
    const form = await test.press(advocate, 'release.correct', args);
    expect(fieldsOf(form)[0]).toMatchObject({
      choices: [{ label: expect.stringContaining('Thu 17 Sep') }, { label: expect.stringContaining('Wed 16 Sep') }],
    });
    expect(await handIn(test, advocate, form)).toMatchObject({ kind: 'done' });
    expect(await test.db.releaseEntry.findMany({ where: { undoneAt: null } })).toMatchObject([{ day: '2026-09-16' }]);
  });
});

describe('where the papers say two things', () => {
  const specialist = 'specialist';

  it('the form holds, the text stays in sight, and the specialist can turn it round', async () => {
    const test = await begin(undefined, { file: 'secondary' });
    const own = await test.type('head', 'release');
    expect(shown(own)).toContain('0 of 10 days used');
    expect(shown(own)).toContain('In the text');
    const form = await test.press(specialist, 'release.reading', { group: test.group.id });
    const reply = await handIn(test, specialist, form, { reading: 'text' });
    expect(reply).toMatchObject({ kind: 'done' });
    expect(shown(await test.type('head', 'release'))).toContain('0 of 4 to 6 days used');
    const back = await test.press(specialist, 'release.reading-back', { group: test.group.id, reading: 'form' });
    expect(back).toMatchObject({ kind: 'done' });
    expect(shown(await test.type('head', 'release'))).toContain('0 of 10 days used');
    expect(faultsOf(await handIn(test, specialist, form, { reading: 'neither' }))).toHaveProperty('reading');
  });

  it('meetings count by the form and stand apart by the text', async () => {
    const test = await begin(undefined, { file: 'secondary' });
    const { first } = await publish(test);
    await test.runUntil(new Date(first.startsAt.getTime() + 5 * 3_600_000).toISOString());
    const everybody = test.group.members.filter(({ role }) => role === 'advocate').map(({ personId }) => personId);
    await fill(test, specialist, 'meeting attendance', { present: everybody });
    expect(shown(await test.type('head', 'release'))).toContain('1 of 10 days used');
    const form = await test.press(specialist, 'release.reading', { group: test.group.id });
    await handIn(test, specialist, form, { reading: 'text' });
    const card = shown(await test.type('head', 'release'));
    expect(card).toContain('0 of 4 to 6 days used');
    expect(card).toContain('At meetings, besides');
  });

  it('where none states a number, the days are counted and nothing is guessed', async () => {
    const test = await begin();
    const { programmes } = await import('../../src/features/programmes/programmes.js');
    const template = JSON.stringify(programmes.find(({ id }) => id === 'core-maths'));
    await test.db.group.update({ where: { id: test.group.id }, data: { template } });
    await test.runUntil('2026-09-18T12:00:00+01:00');
    await log(test, advocate);
    const card = shown(await test.type(head, 'release'));
    expect(card).toContain('½ day used');
    expect(card).toContain('How many were agreed is not stated.');
    expect(card).not.toContain('of 0');
    expect(await test.press(specialist, 'release.reading', { group: test.group.id })).toMatchObject({
      kind: 'refused',
    });
  });
});
