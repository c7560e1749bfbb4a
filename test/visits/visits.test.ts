import { describe, expect, it } from 'vitest';
import { readCalendar } from '../../src/compose.js';
import type { Reply } from '../../src/edge/reply.js';
import { renderText } from '../../src/render/plain-text.js';
import { advocate, begin, colleague, faultsOf, fieldsOf, handIn, head, publish } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const kate = 'Kate Winterbourne';

const textOf = (reply: Reply): string =>
  'card' in reply && reply.card ? renderText(reply.card) : JSON.stringify(reply);

const schoolOf = (test: TestRouter, name = 'Oakfield Primary'): string => {
  const school = test.group.schools.find((one) => one.name === name);
  if (!school) throw new Error(name);
  return school.id;
};

const argsOf = (test: TestRouter, more: Record<string, string> = {}) => ({
  group: test.group.id,
  school: schoolOf(test),
  ...more,
});

const book = async (test: TestRouter, changes: Record<string, unknown> = {}, school?: string): Promise<Reply> =>
  handIn(
    test,
    kate,
    await test.press(kate, 'visit.book', argsOf(test, school === undefined ? {} : { school: schoolOf(test, school) })),
    {
      date: '2026-09-22',
      time: '09:00',
      length: '120',
      kinds: ['observation', 'trg'],
      purpose: 'Bar models',
      ...changes,
    },
  );

const sentTo = (test: TestRouter, name: string): string[] =>
  test.messenger.posted
    .filter(({ to }) => to.kind === 'person' && to.personId === test.personId(name))
    .map(({ card }) => renderText(card));

const visitOf = (test: TestRouter) => test.db.visit.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });

const feedOf = async (test: TestRouter, name: string): Promise<string> => {
  const { calendarSecret } = await test.db.person.findFirstOrThrow({ where: { name } });
  return (await readCalendar(test.db, calendarSecret, test.clock.now())) ?? '';
};

onDatabase('support visits', (open) => {
  it('are booked, moved, cancelled and restored, and the school’s people hear of it', async () => {
    const test = await begin(open);
    expect(await book(test)).toMatchObject({
      kind: 'done',
      text: 'Booked: Oakfield Primary, Tue 22 Sep, 09:00. 3 people are told now.',
    });
    await test.relay.run();
    for (const name of [head, advocate, colleague]) {
      expect(sentTo(test, name).at(-1)).toMatch(/Tue 22 Sep, 09:00 to 11:00.*Lesson observation, TRG.*Bar models/su);
    }
    expect(sentTo(test, 'Stephen Blackwood')).toEqual([]);
    expect(await feedOf(test, head)).toContain('visit to Oakfield Primary');
    expect(await feedOf(test, 'Stephen Blackwood')).not.toContain('visit to');

    const { id } = await visitOf(test);
    const args = { group: test.group.id, visit: id };
    const move = await handIn(test, kate, await test.press(kate, 'visit.move', args), { date: '2026-09-24' });
    expect(move).toMatchObject({ kind: 'done', text: expect.stringContaining('Thu 24 Sep, 09:00') });
    await test.runUntil('2026-09-04T09:00:00+01:00');
    expect(sentTo(test, head).at(-1)).toMatch(/Thu 24 Sep, 09:00.*It was on Tue 22 Sep, 09:00/su);
    const cancel = await handIn(test, kate, await test.press(kate, 'visit.cancel', args), {
      reason: 'I am on a course',
    });
    expect(cancel).toMatchObject({ kind: 'done' });
    await test.runUntil('2026-09-07T09:00:00+01:00');
    expect(sentTo(test, head).at(-1)).toContain('I am on a course');
    expect(await feedOf(test, head)).toContain('STATUS:CANCELLED');
    expect(await test.press(kate, 'visit.restore', args)).toMatchObject({ kind: 'done' });
    await test.runUntil('2026-09-08T12:00:00+01:00');
    expect(sentTo(test, advocate).at(-1)).toContain('takes place after all');
    // Two school days before, and on the eve to the specialist.
    await test.runUntil('2026-09-23T17:00:00+01:00');
    expect(sentTo(test, advocate).at(-1)).toContain('Visit on Thu 24 Sep');
    expect(sentTo(test, kate).at(-1)).toContain('Tomorrow: Oakfield Primary');
  });

  it('that are taken back before anybody was told are told to nobody', async () => {
    const test = await begin(open, { start: '2026-09-05T10:00:00+01:00' });
    const reply = await book(test);
    expect(reply.kind).toBe('done');
    const { id } = await visitOf(test);
    expect(await test.press(kate, 'visit.unbook', { group: test.group.id, visit: id })).toMatchObject({ kind: 'done' });
    await test.runUntil('2026-09-23T12:00:00+01:00');
    expect(sentTo(test, head).filter((text) => text.includes('visit'))).toEqual([]);
  });

  it('are recorded with notes for the school, next steps for its plan, and feedback for one teacher alone', async () => {
    const test = await begin(open);
    await book(test);
    await test.runUntil('2026-09-22T11:15:00+01:00');
    expect(sentTo(test, kate).at(-1)).toContain('What did you do on Tue 22 Sep');
    const visit = await visitOf(test);
    const args = { group: test.group.id, visit: visit.id };
    const form = await test.press(kate, 'visit.record', args);
    const reply = await handIn(test, kate, form, {
      kinds: ['observation', 'planning'],
      notes: 'The noteword lesson.',
      steps: '- Plan together in Year 4\n\n2. Try the bar model',
    });
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining('2 steps are in the action plan') });
    const feedback = { ...args, teacher: test.personId(advocate) };
    expect(
      await handIn(test, kate, await test.press(kate, 'visit.feedback', feedback), {
        text: 'A feedbackword question.',
      }),
    ).toMatchObject({ kind: 'done', text: 'Saved. Priya Nandakumar gets it, and nobody else.' });
    await test.runUntil('2026-09-23T12:00:00+01:00');
    const got = [advocate, colleague, head, 'Stephen Blackwood', 'Rosalind Amponsah'].map((name) =>
      sentTo(test, name).some((text) => text.includes('feedbackword')),
    );
    expect(got).toEqual([true, false, false, false, false]);
    const shown = async (name: string): Promise<string> => textOf(await test.press(name, 'visit.show', argsOf(test)));
    expect(await shown(head)).toContain('noteword');
    expect(await shown(head)).not.toContain('feedbackword');
    expect(await shown(colleague)).not.toContain('feedbackword');
    expect(await shown(advocate)).toContain('feedbackword');
    expect(await shown('Rosalind Amponsah')).not.toContain('noteword');
    expect(await test.press('Stephen Blackwood', 'visit.show', argsOf(test))).toMatchObject({ kind: 'refused' });
    const plan = textOf(await test.type(head, 'action plan'));
    expect(plan).toContain('Plan together in Year 4');
    expect(plan).toContain('Try the bar model');

    // Once more, to change it: the same steps are not there twice, and feedback can be taken back.
    await handIn(test, kate, await test.press(kate, 'visit.record', args), {
      steps: 'Try the bar model\nAnother step',
    });
    expect(await test.db.actionStep.count()).toBe(3);
    await handIn(test, kate, await test.press(kate, 'visit.feedback', feedback), { text: '' });
    await test.relay.run();
    expect(JSON.stringify(test.messenger.updated)).toContain('has taken back what stood here');
    expect(await shown(advocate)).not.toContain('feedbackword');
  });

  it('to plan are said to the specialist in a term’s third week, until every school has one', async () => {
    const test = await begin(open);
    await book(test, { date: '2026-09-10' });
    await test.runUntil('2026-09-14T09:00:00+01:00');
    const asked = sentTo(test, kate).find((text) => text.includes('Visits to plan in the Autumn term'));
    expect(asked).toContain('[Millpond Primary]');
    expect(asked).not.toContain('[Oakfield Primary]');
    // Spring: each school is booked before its third week, and nobody is reminded.
    const days = ['2027-01-11', '2027-01-12', '2027-01-13', '2027-01-14', '2027-01-15', '2027-01-18'];
    for (const [index, { name }] of test.group.schools.entries()) {
      expect(await book(test, { date: days[index] }, name)).toMatchObject({ kind: 'done' });
    }
    await test.runUntil('2027-01-20T09:00:00Z');
    expect(sentTo(test, kate).filter((text) => text.includes('Visits to plan in the Spring term'))).toEqual([]);
    const all = textOf(await test.type(kate, 'visit'));
    expect(all).toContain('last Mon 11 Jan');
  });
});

describe('a visit', () => {
  it.each([
    [{ date: '2026-11-13' }, { date: 'Fri 13 Nov is an INSET day at Oakfield Primary.' }],
    [{ date: '2026-10-28' }, { date: 'Wed 28 Oct is outside term at Oakfield Primary.' }],
    [{ date: '2026-09-02' }, { date: expect.stringMatching(/has passed|INSET/u) }],
    [{ date: '2028-01-10' }, { date: expect.stringContaining('The school year ends on') }],
    [{ time: '05:00' }, { time: expect.stringContaining('between 07:00 and 20:00') }],
  ])('cannot be booked for %j', async (changes, faults) => {
    const test = await begin();
    expect(faultsOf(await book(test, changes))).toEqual(faults);
    expect(await test.db.visit.count()).toBe(0);
  });

  it('does not fall on another', async () => {
    const test = await begin();
    await book(test);
    expect(faultsOf(await book(test, { time: '10:30' }, 'Millpond Primary'))).toEqual({
      time: 'There is a visit to Oakfield Primary then, from 09:00 to 11:00.',
    });
    expect(await book(test, { time: '11:00' }, 'Millpond Primary')).toMatchObject({ kind: 'done' });
  });

  it('to a school of another group is refused in words', async () => {
    const test = await begin();
    const { hubId } = test.group;
    const elsewhere = await test.db.school.create({
      data: { id: 'elsewhere', hubId, name: 'Elsewhere', urn: '900999' },
    });
    const args = { group: test.group.id, school: elsewhere.id };
    const words = 'That school is not in this Work Group. Type “visit” to see its schools.';
    expect(await test.press(kate, 'visit.book', args)).toMatchObject({ kind: 'refused', text: words });
    expect(await test.submit(kate, 'visit.book', args, { date: '2026-09-22' })).toMatchObject({ kind: 'refused' });
    expect(await test.press(kate, 'visit.record-new', args)).toMatchObject({ kind: 'refused', text: words });
    const form = await test.type(kate, 'visit book');
    expect(fieldsOf(form).map(({ name }) => name)).toContain('school');
    expect(faultsOf(await handIn(test, kate, form, { school: elsewhere.id, date: '2026-09-22' }))).toEqual({
      school: 'That school is not in this Work Group. Please choose one of its schools.',
    });
  });

  it('is recorded once it has begun, and one that nobody booked too', async () => {
    const test = await begin();
    await book(test);
    const args = { group: test.group.id, visit: (await visitOf(test)).id };
    const early = await handIn(test, kate, await test.press(kate, 'visit.record', args), { kinds: ['trg'] });
    expect(faultsOf(early)).toEqual({ form: expect.stringContaining('once it has begun') });
    await test.runUntil('2026-09-23T12:00:00+01:00');
    const form = await test.type(kate, 'visit record');
    const wish = {
      school: schoolOf(test, 'Millpond Primary'),
      date: '2026-09-21',
      kinds: ['department'],
      notes: 'Good.',
    };
    expect(await handIn(test, kate, form, wish)).toMatchObject({ kind: 'done' });
    expect(faultsOf(await handIn(test, kate, form, { ...wish, date: '2026-09-24' }))).toEqual({
      date: expect.stringContaining('is still to come'),
    });
    expect(faultsOf(await handIn(test, kate, form, { ...wish, date: '2026-09-18', kinds: [] }))).toEqual({
      kinds: 'Please choose what you did.',
    });
  });

  it('is as often as the programme says: secondary visits are made to measure', async () => {
    const test = await begin(undefined, { file: 'secondary' });
    await publish(test);
    await test.runUntil('2026-10-20T12:00:00+01:00');
    expect(await test.db.delivery.count({ where: { kind: 'visits-to-plan' } })).toBe(0);
  });
});
