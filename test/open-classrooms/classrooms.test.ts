import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { renderText } from '../../src/render/plain-text.js';
import {
  advocate,
  begin,
  colleague,
  faultsOf,
  fill,
  formOf,
  handIn,
  head,
  publish,
  valuesOf,
} from '../meetings/acting.js';
import { onDatabase, type TestDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const textOf = (reply: Reply): string =>
  'card' in reply && reply.card ? renderText(reply.card) : JSON.stringify(reply);

const sentTo = (test: TestRouter, name: string): string[] =>
  test.messenger.posted
    .filter(({ to }) => to.kind === 'person' && to.personId === test.personId(name))
    .map(({ card }) => renderText(card));

/** The first meeting has been, and its lesson was on fluency. */
async function held(open?: () => Promise<TestDatabase>): Promise<{ test: TestRouter; args: Record<string, string> }> {
  const test = await begin(open);
  await publish(test);
  await test.runUntil('2026-09-29T17:00:00+01:00');
  const reply = await fill(test, 'specialist', 'classroom open', { idea: 'fluency', lesson: 'Year 3, number bonds' });
  expect(reply).toMatchObject({ kind: 'done', text: 'Noted: Tue 29 Sep, Fluency, “Year 3, number bonds”.' });
  const { id } = await test.db.openClassroom.findFirstOrThrow();
  const school = test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '';
  return { test, args: { group: test.group.id, classroom: id, school } };
}

onDatabase('an open classroom', (open) => {
  it('goes home with every school: taught, evaluated, used again, embedded', async () => {
    const { test, args } = await held(open);
    for (const who of [head, advocate, 'Stephen Blackwood', 'hubLead']) {
      expect(textOf(await test.type(who, 'classroom'))).toContain('Year 3, number bonds');
    }
    const form = await test.type(advocate, 'classroom return');
    const reply = await handIn(test, advocate, form, {
      taughtOn: '2026-09-29',
      taught: 'A taughtword lesson',
      evaluation: 'An evaluationword finding',
    });
    expect(reply).toMatchObject({
      kind: 'done',
      text: 'Saved for Oakfield Primary: taught at home on Tue 29 Sep, evaluated.',
    });
    const own = textOf(await test.press(head, 'classroom.one', args));
    expect(own).toContain('evaluationword');
    expect(textOf(await test.press('specialist', 'classroom.one', args))).toContain('taughtword');
    for (const who of ['Stephen Blackwood', 'Aisha Rahmani', 'hubLead']) {
      expect(textOf(await test.press(who, 'classroom.one', args))).not.toMatch(/taughtword|evaluationword/u);
    }
    // The rest follows later; what was there stays.
    const more = await test.press(colleague, 'classroom.return', args);
    expect(valuesOf(more)).toMatchObject({ taught: 'A taughtword lesson', taughtOn: '2026-09-29' });
    await handIn(test, colleague, more, { embedded: 'Two minutes of bonds each day' });
    expect(textOf(await test.press('specialist', 'classroom.one', args))).toMatch(/taughtword.*Two minutes of bonds/su);
  });

  it('asks a school once, ten school days later, unless it has answered', async () => {
    const { test, args } = await held(open);
    await test.runUntil('2026-10-13T12:00:00+01:00');
    const asked = sentTo(test, colleague).filter((text) => text.includes('What came of the open classroom?'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('“not yet” is a welcome answer');
    const reply = { ...args, reply: 'notYet' };
    expect(await test.press(colleague, 'classroom.reply', reply)).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type('specialist', 'classroom'))).toContain('“not yet”');
    expect(await test.press(colleague, 'classroom.reply', { ...args, reply: 'back' })).toMatchObject({ kind: 'done' });
    expect(await test.db.openClassroomReturn.count()).toBe(0);
    await test.runUntil('2027-07-20T12:00:00+01:00');
    expect(sentTo(test, colleague).filter((text) => text.includes('What came of the open classroom?'))).toHaveLength(1);
  });

  it('keeps what two colleagues write at the same time', async () => {
    const { test, args } = await held(open);
    const [one, two] = [
      await test.press(advocate, 'classroom.return', args),
      await test.press(colleague, 'classroom.return', args),
    ];
    await handIn(test, advocate, one, { evaluation: 'What Priya saw' });
    const reply = await handIn(test, colleague, two, { evaluation: 'What Tom saw' });
    expect(reply).toMatchObject({ text: expect.stringContaining('both are kept') });
    expect((await test.db.openClassroomReturn.findFirstOrThrow()).evaluation).toBe('What Priya saw\n\nWhat Tom saw');
  });
});

describe('an open classroom', () => {
  it('can be changed, taken out and put in again', async () => {
    const { test, args } = await held();
    const form = await test.press('specialist', 'classroom.open', args);
    await handIn(test, 'specialist', form, { lesson: 'Year 4, bonds' });
    expect(textOf(await test.type(head, 'classroom'))).toContain('Year 4, bonds');
    expect(await test.press('specialist', 'classroom.undo', args)).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type(head, 'classroom'))).not.toContain('bonds');
    expect(await test.press(advocate, 'classroom.return', args)).toMatchObject({ kind: 'refused' });
    expect(await test.press('specialist', 'classroom.redo', args)).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type(head, 'classroom'))).toContain('Year 4, bonds');
  });

  it.each([
    [{ meeting: '-', day: '' }, { day: 'Please choose the day, or a meeting above.' }],
    [{ meeting: '-', day: '2026-10-28' }, { day: expect.stringContaining('outside term') }],
    [{ day: '2026-10-01' }, { day: expect.stringContaining('The meeting is on Tue 24 Nov') }],
    [{ meeting: 'gone' }, { meeting: 'That meeting is not planned any more.' }],
    [{ lesson: '' }, { lesson: 'Please say in a few words which lesson it is.' }],
  ])('cannot be %j', async (changes, faults) => {
    const { test } = await held();
    const form = await test.type('specialist', 'classroom open');
    const wish = { idea: 'variation', lesson: 'Another', ...changes };
    expect(faultsOf(await handIn(test, 'specialist', form, wish))).toEqual(faults);
    expect(await test.db.openClassroom.count()).toBe(1);
  });

  it.each([
    [{ taughtOn: '2026-09-28' }, { taughtOn: expect.stringContaining('The open classroom was on Tue 29 Sep') }],
    [{ taughtOn: '2026-10-02' }, { taughtOn: expect.stringContaining('is still to come') }],
    [{}, { form: expect.stringContaining('Please fill in one of these') }],
    [{ taught: 'x'.repeat(2001) }, { taught: expect.stringContaining('2,001 characters') }],
  ])('comes home with a fault: %j', async (changes, faults) => {
    const { test, args } = await held();
    const form = await test.press(advocate, 'classroom.return', args);
    expect(faultsOf(await handIn(test, advocate, form, changes))).toEqual(faults);
    expect(await test.db.openClassroomReturn.count()).toBe(0);
  });

  it('is for a school’s own people to write about', async () => {
    const { test, args } = await held();
    const form = formOf(await test.press(advocate, 'classroom.return', args));
    const forged = await test.submit('Aisha Rahmani', 'classroom.return', form.submit.args, { taught: 'forged' });
    expect(forged).toMatchObject({ kind: 'refused' });
    expect(await test.press(head, 'classroom.return', args)).toMatchObject({ kind: 'refused' });
    expect(await test.db.openClassroomReturn.count()).toBe(0);
  });
});
