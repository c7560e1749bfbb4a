import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { renderText } from '../../src/render/plain-text.js';
import { newId } from '../../src/shared/ids.js';
import {
  advocate,
  begin,
  colleague,
  faultsOf,
  fieldsOf,
  fill,
  handIn,
  head,
  publish,
  setTask,
} from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const unsigned = { filled: 'unsigned' } as const;

const textOf = (reply: Reply): string =>
  'card' in reply && reply.card ? renderText(reply.card) : JSON.stringify(reply);

const schoolOf = (test: TestRouter, name = 'Oakfield Primary'): string => {
  const school = test.group.schools.find((one) => one.name === name);
  if (!school) throw new Error(name);
  return school.id;
};

const about = (test: TestRouter, more: Record<string, string> = {}) => ({
  group: test.group.id,
  school: schoolOf(test),
  ...more,
});

/** What somebody was sent, as text, newest last. */
const sentTo = (test: TestRouter, name: string): string[] =>
  test.messenger.posted
    .filter(({ to }) => to.kind === 'person' && to.personId === test.personId(name))
    .map(({ card }) => renderText(card));

/** Records that everybody of the school has signed on paper, or what `changes` say. */
const sign = async (test: TestRouter, changes: Record<string, unknown> = {}): Promise<Reply> =>
  handIn(test, 'specialist', await test.press('specialist', 'commitments.sign', about(test)), {
    on: '2026-09-02',
    who: [head, advocate, colleague].map(test.personId),
    ...changes,
  });

/** Another head comes to Oakfield, and the first one leaves. */
async function newHead(test: TestRouter): Promise<string> {
  const { hubId } = test.group;
  const id = newId();
  const secret = { name: 'Nia Newcombe', email: 'nia.newcombe@oakfield.example', calendarSecret: newId() };
  await test.db.person.create({ data: { id, hubId, ...secret } });
  await test.db.membership.create({
    data: {
      id: newId(),
      groupId: test.group.id,
      personId: id,
      role: 'head',
      schoolId: schoolOf(test),
      addedAt: test.clock.now(),
    },
  });
  await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
  return id;
}

onDatabase('the ledger of commitments', (open) => {
  it('keeps the wording, the form’s version, who signed and when, and takes it back', async () => {
    const test = await begin(open, unsigned);
    expect(textOf(await test.type(head, 'commitments'))).toContain('No signature is recorded here yet: 3 are to sign.');
    const reply = await sign(test, { others: 'Ann Former, head teacher' });
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining('Ann Former') });
    const card = textOf(await test.type(advocate, 'commitments'));
    expect(card).toContain(
      'Signed: all 3 have signed. Recorded by Kate Winterbourne from the form of Wed 2 Sep 2026: Ann Former, Margaret Okonkwo, Priya Nandakumar and Tom Hartwell.',
    );
    expect(card).toContain('Primary Teaching for Mastery Work Group, 2026/27, version 1');
    expect(card).toContain('> We will free our lead teachers from teaching for at least ten days between them');
    expect(card).toContain('(expected, not on the form)');
    // What no form has is signed by nobody.
    const signed = await test.db.commitment.findMany({ where: { schoolId: schoolOf(test), signatures: { some: {} } } });
    expect(signed.map(({ key }) => key)).not.toContain('gap-tasks');
    expect(signed).toHaveLength(7);

    const [back] = 'card' in reply && reply.card ? buttonsOf(reply.card) : [];
    if (!back) throw new Error('nothing takes it back');
    expect(await test.press('specialist', back.route, back.args)).toMatchObject({ kind: 'done' });
    expect(await test.press('specialist', back.route, back.args)).toMatchObject({ kind: 'refused' });
    expect(textOf(await test.type(head, 'commitments'))).toContain('No signature is recorded here yet: 3 are to sign.');
    expect(await test.db.signature.count()).toBe(0);
  });

  it('asks a head one by one, and tells the specialist what to talk about', async () => {
    const test = await begin(open, unsigned);
    await sign(test);
    await publish(test);
    await test.runUntil('2026-09-15T10:00:00+01:00');
    const form = await test.press(head, 'commitments.each', about(test, { halfTerm: '1' }));
    expect(fieldsOf(form).map(({ label }) => label)).toEqual([
      'Meetings',
      'Online community',
      'Gap tasks',
      'Release days',
      'The head’s meetings',
      'The whole school',
      'Reports and evaluation',
      'Next year',
    ]);
    const reply = await handIn(test, head, form, { release: 'talk', leadership: 'notMe' });
    expect(reply).toMatchObject({ kind: 'done', text: 'Kate Winterbourne is told now that you would like to talk.' });
    await test.relay.run();
    const told = sentTo(test, 'Kate Winterbourne').at(-1);
    expect(told).toMatch(/To talk about: +Release days\nSomebody else’s now: +The head’s meetings/u);
    const card = textOf(await test.type(head, 'commitments'));
    expect(card).toContain('Release days: let us talk');
    expect(card).toContain('Meetings: kept');

    // All as agreed after all: what was said one by one gives way.
    await test.press(head, 'commitments.answer', about(test, { halfTerm: '1', answer: 'kept' }));
    const after = textOf(await test.type(head, 'commitments'));
    expect(after).toContain('“All as agreed” (you)');
    expect(after).not.toContain('let us talk');
    expect(await test.db.commitmentAnswer.count()).toBe(0);
  });

  it('fills with what every record shows', async () => {
    const test = await begin(open, unsigned);
    await sign(test);
    await publish(test);
    await test.runUntil('2026-09-29T17:00:00+01:00');
    const present = test.group.members.filter(({ role }) => role === 'advocate').map(({ personId }) => personId);
    await fill(test, 'specialist', 'meeting attendance', { present: present.slice(1) });
    await test.runUntil('2026-09-30T09:00:00+01:00');
    const task = await setTask(test);
    await test.press(advocate, 'task.reply', { group: test.group.id, task: task.id, reply: 'notYet' });
    const { id: groupId } = test.group;
    const schoolId = schoolOf(test);
    const by = test.personId('specialist');
    const now = test.clock.now();
    const visit = { groupId, schoolId, length: 120, changedAt: now, bookedById: by };
    await test.db.visit.createMany({
      data: [
        { id: newId(), ...visit, startsAt: new Date('2026-09-22T09:00:00+01:00'), recordedAt: now },
        { id: newId(), ...visit, startsAt: new Date('2026-11-10T09:00:00Z') },
      ],
    });
    await test.db.trgSession.create({
      data: {
        id: newId(),
        groupId,
        schoolId,
        day: '2026-09-24',
        focus: 'Bar models',
        tookPart: 'Year 3',
        loggedById: by,
        loggedAt: now,
      },
    });
    const step = { groupId, schoolId, text: 'Plan together', createdAt: now, createdById: by };
    await test.db.actionStep.createMany({
      data: [
        { id: newId(), position: 0, ...step, doneAt: now, doneById: by },
        { id: newId(), position: 1, ...step },
        { id: newId(), position: 2, ...step, droppedAt: now },
      ],
    });
    const meeting = newId();
    await test.db.headMeeting.create({
      data: {
        id: meeting,
        groupId,
        kind: 'heads',
        startsAt: new Date('2026-09-21T15:30:00+01:00'),
        length: 60,
        place: 'online',
        changedAt: now,
        plannedById: by,
        recordedAt: now,
        people: { create: [{ personId: test.personId(head), present: true }] },
      },
    });
    await test.db.commitmentNote.create({
      data: {
        id: newId(),
        groupId,
        schoolId,
        key: 'whole-school',
        kind: 'textbooks',
        day: '2026-09-28',
        words: 'ordered for Years 1 to 3',
        byId: by,
        createdAt: now,
      },
    });
    const card = textOf(await test.type(head, 'commitments'));
    for (const words of [
      '1 held; ',
      '1 set; replies to it',
      '1 visit, on Tue 22 Sep; the next visit on Tue 10 Nov',
      '1 TRG session, on Thu 24 Sep',
      '1 of 2 steps of the action plan done',
      '1 meeting of the heads, on Mon 21 Sep',
      'No meeting with the specialist yet',
      'Textbooks: ordered for Years 1 to 3 (Mon 28 Sep)',
    ]) {
      expect(card).toContain(words);
    }
    // Another school shows its own record alone.
    const other = textOf(await test.type('Helen Brackenbury', 'commitments'));
    expect(other).toContain('No TRG session yet');
    // Nobody there has replied, and no head is told so.
    expect(other).toContain('1 set');
    expect(other).not.toContain('replies to');
    expect(other).not.toContain('ordered for Years');
    // Whoever leads sees a line for each school, and each school whole.
    const all = textOf(await test.type('specialist', 'commitments'));
    expect(all).toContain('Signed; no answer yet');
    expect(textOf(await test.press('hubLead', 'commitments.show', about(test)))).toContain('1 TRG session');
  });

  it('asks a new head to take on what the school signed', async () => {
    const test = await begin(open, unsigned);
    await sign(test);
    await newHead(test);
    await test.runUntil('2026-09-08T10:00:00+01:00');
    const asked = sentTo(test, 'Nia Newcombe').find((text) => text.includes('will you take it on?'));
    const person = await test.db.person.findFirstOrThrow({ where: { name: 'Nia Newcombe' } });
    expect(await test.db.delivery.count({ where: { kind: 'take-on', personId: person.id, status: 'sent' } })).toBe(1);
    expect(asked ?? JSON.stringify(test.messenger.posted)).toContain('take it on');
    expect(await test.press(person.id, 'commitments.take-on', about(test, { answer: 'talk' }))).toMatchObject({
      kind: 'done',
      text: expect.stringContaining('would like to talk'),
    });
    const reply = await test.press(person.id, 'commitments.take-on', about(test, { answer: 'kept' }));
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining('is yours now') });
    expect(await test.press(person.id, 'commitments.take-on', about(test, { answer: 'kept' }))).toMatchObject({
      text: 'You have signed already. Thank you.',
    });
    expect(textOf(await test.type('specialist', 'commitments'))).toContain('Signed');
    expect(textOf(await test.press('specialist', 'commitments.show', about(test)))).toContain(
      'Nia Newcombe signed here on Tue 8 Sep 2026.',
    );
    // Nobody of the school is asked who signed at first, nor again who has signed since.
    await test.runUntil('2026-10-20T10:00:00+01:00');
    const school = { kind: 'take-on', subjectId: schoolOf(test), status: 'sent' } as const;
    expect((await test.db.delivery.findMany({ where: school })).map(({ personId }) => personId)).toEqual([person.id]);
  });
});

const buttonsOf = (card: { body: readonly unknown[] }) =>
  [...JSON.stringify(card.body).matchAll(/"press":(\{"route":"[^"]+","args":\{[^}]*\}\})/gu)].map(
    ([, press]) => JSON.parse(press ?? '') as { route: string; args: Record<string, string> },
  );

describe('a signature', () => {
  it.each([
    [{ on: '2026-09-30' }, { on: 'Wed 30 Sep 2026 is still to come.' }],
    [{ on: '2024-09-02' }, { on: expect.stringContaining('more than a year before the school year began') }],
    [{ on: 'soon' }, { on: expect.stringContaining('is not a date') }],
    [{ who: [], others: '' }, { who: 'Please say who signed: nobody is named yet.' }],
    [{ others: 'Ann Example' }, { others: expect.stringContaining('such as “Ann Example, head teacher”') }],
    [{ who: ['somebody'] }, { who: 'Please choose among the people of Oakfield Primary.' }],
  ])('that cannot be: %j', async (changes, faults) => {
    const test = await begin(undefined, unsigned);
    const reply = await sign(test, changes);
    expect(faultsOf(reply)).toEqual(faults);
    expect(await test.db.signature.count()).toBe(0);
  });

  it('is recorded once for each person', async () => {
    const test = await begin(undefined, unsigned);
    await sign(test, { who: [test.personId(head)] });
    expect(faultsOf(await sign(test, { who: [], others: 'Margaret Okonkwo, head teacher' }))).toEqual({
      who: 'Their signatures are recorded already.',
    });
    // Papers are found in any order.
    expect(await sign(test, { on: '2026-09-01', who: [test.personId(advocate)] })).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type(head, 'commitments'))).toContain('2 of 3 have signed.');
  });

  it('belongs to the school’s own people: nobody signs for another', async () => {
    const test = await begin(undefined, unsigned);
    const other = { group: test.group.id, school: schoolOf(test, 'Millpond Primary') };
    expect(await test.press(head, 'commitments.sign', other)).toMatchObject({ kind: 'refused' });
    expect(await test.press(head, 'commitments.show', other)).toMatchObject({ kind: 'refused' });
    expect(await test.press(head, 'commitments.each', { ...other, halfTerm: '1' })).toMatchObject({ kind: 'refused' });
    expect(await test.press(head, 'commitments.take-on', { ...other, answer: 'kept' })).toMatchObject({
      kind: 'refused',
    });
    expect(await test.press(head, 'commitments.answer', { ...other, halfTerm: '1', answer: 'kept' })).toMatchObject({
      kind: 'refused',
    });
    expect(await test.db.commitmentReview.count()).toBe(0);
  });

  it('is not asked for in a programme without a form', async () => {
    const test = await begin(undefined, unsigned);
    const { programmes } = await import('../../src/features/programmes/programmes.js');
    const take = async (id: string): Promise<void> => {
      const template = JSON.stringify(programmes.find((one) => one.id === id));
      await test.db.commitment.deleteMany();
      await test.db.group.update({ where: { id: test.group.id }, data: { template } });
    };
    await take('open-classroom');
    const card = textOf(await test.type(head, 'commitments'));
    expect(card).toContain('The programme has no form to sign.');
    expect(card).toContain('The lesson at home');
    expect(await test.press('specialist', 'commitments.sign', about(test))).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('no form to sign'),
    });
    await take('core-maths');
    expect(textOf(await test.type(head, 'commitments'))).toContain('nothing that schools sign');
  });

  it('that nobody gave is said with the answer, and the answer is kept', async () => {
    const test = await begin(undefined, unsigned);
    const reply = await test.press(head, 'commitments.answer', about(test, { halfTerm: '1', answer: 'kept' }));
    expect(reply).toMatchObject({
      kind: 'done',
      text: expect.stringContaining('Nobody has signed for the school yet.'),
    });
    expect(await test.db.commitmentReview.count()).toBe(1);
  });
});
