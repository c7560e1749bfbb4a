import { expect, it } from 'vitest';
import { begin, fieldsOf, formOf, handIn, head, valuesOf } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { confide, everythingOf, giveRole, handOverTo, hubLead, kate, priya, tom } from './acting.js';

const sam = 'Sam Lee';
const secret = 'quokkaword';

const ask = (test: TestRouter, who: string, reader: string, answer: string) =>
  test.press(who, 'reflections.answer', { group: test.group.id, reader, answer });

/** What somebody was asked about earlier words. */
const askedOf = (test: TestRouter, who: string) =>
  test.db.delivery.findMany({ where: { kind: 'earlier-words', personId: test.personId(who) } });

const questionTo = (test: TestRouter, who: string): string =>
  JSON.stringify(
    test.messenger.posted.filter(
      ({ to, card }) =>
        to.kind === 'person' &&
        to.personId === test.personId(who) &&
        JSON.stringify(card).includes('who leads the group now'),
    ),
  );

async function writeFeedback(test: TestRouter, words: string): Promise<string> {
  const schoolId = test.group.members.find(({ name }) => name === priya)?.schoolId ?? '';
  const visit = crypto.randomUUID();
  await test.db.visit.create({
    data: {
      id: visit,
      groupId: test.group.id,
      schoolId,
      startsAt: new Date('2026-09-03T09:00:00+01:00'),
      length: 60,
      changedAt: test.clock.now(),
      bookedById: test.personId(kate),
      recordedAt: test.clock.now(),
    },
  });
  const args = { group: test.group.id, visit, teacher: test.personId(priya) };
  const form = await test.press(kate, 'visit.feedback', args);
  expect(await handIn(test, kate, form, { text: words })).toMatchObject({ kind: 'done' });
  return visit;
}

onDatabase('private words', (database) => {
  it('stay with the specialist whom the form named, until their author says yes to the next one', async () => {
    const test = await begin(database);
    const { args } = await confide(test, secret);
    await writeFeedback(test, 'narwhalword');
    expect(await everythingOf(test, kate)).toContain(secret);
    expect(await everythingOf(test, kate)).toContain('narwhalword');

    const id = await handOverTo(test, sam);
    for (const word of [secret, 'narwhalword']) expect(await everythingOf(test, id)).not.toContain(word);
    expect(await everythingOf(test, id)).toContain('One more reply was not written for you');
    expect(await everythingOf(test, kate)).not.toContain(secret);

    // Priya is asked once, on a school day; Tom wrote nothing.
    await test.runUntil('2026-09-11T17:00:00+01:00');
    expect(questionTo(test, priya)).toContain(
      ', who leads the group now, read your earlier reflection and the feedback on your lesson?',
    );
    expect(await askedOf(test, priya)).toMatchObject([{ status: 'sent', unasked: true }]);
    expect(await askedOf(test, tom)).toEqual([]);
    expect(questionTo(test, priya)).not.toContain(secret);

    // No answer means no, for good.
    await test.runUntil('2026-09-25T17:00:00+01:00');
    expect(await askedOf(test, priya)).toHaveLength(1);
    expect(await everythingOf(test, id)).not.toContain(secret);

    const yes = await ask(test, priya, id, 'all');
    expect(yes).toMatchObject({ kind: 'done', text: expect.stringContaining('Thank you. Sam Lee may read') });
    for (const word of [secret, 'narwhalword']) expect(await everythingOf(test, id)).toContain(word);
    // A yes given twice is given once.
    expect(await ask(test, priya, id, 'all')).toMatchObject({ kind: 'done' });

    expect(await test.press(priya, 'reflections.undo', { group: args.group, reader: id })).toMatchObject({
      text: 'Taken back. Sam Lee does not read what you wrote before.',
    });
    for (const word of [secret, 'narwhalword']) expect(await everythingOf(test, id)).not.toContain(word);
    expect(await test.press(priya, 'reflections.undo', { group: args.group, reader: id })).toMatchObject({
      kind: 'refused',
    });
  });

  it('are given one by one, and taken back in a form that names those who lead', async () => {
    const test = await begin(database);
    await confide(test, secret);
    const visit = await writeFeedback(test, 'narwhalword');
    const id = await handOverTo(test, sam);
    const form = await test.press(priya, 'reflections.choose', { group: test.group.id, reader: id });
    expect(fieldsOf(form)).toMatchObject([{ name: 'items', value: [] }]);
    expect(await handIn(test, priya, form, { items: [`f:${visit}`] })).toMatchObject({ kind: 'done' });
    expect(await everythingOf(test, id)).toContain('narwhalword');
    expect(await everythingOf(test, id)).not.toContain(secret);
    expect(await test.db.readingConsent.findMany()).toMatchObject([{ answer: 'some' }]);

    const readers = { group: test.group.id, item: `f:${visit}` };
    const ticks = await test.press(priya, 'reflections.readers', readers);
    expect(fieldsOf(ticks)).toMatchObject([{ name: 'readers', value: [id] }]);
    expect(await handIn(test, priya, ticks, { readers: [] })).toMatchObject({ kind: 'done' });
    expect(await everythingOf(test, id)).not.toContain('narwhalword');
  });

  it('are not opened by a request that somebody else has made up', async () => {
    const test = await begin(database);
    await confide(test, secret);
    const reflection = await test.db.reflection.findFirstOrThrow();
    const id = await handOverTo(test, sam);
    const group = test.group.id;
    const item = `r:${reflection.id}`;
    for (const who of [tom, head, id, hubLead, kate, 'headOfDepartment']) {
      for (const [route, args] of [
        ['reflections.answer', { group, reader: id, answer: 'all' }],
        ['reflections.undo', { group, reader: id }],
        ['reflections.read', { group, item }],
        ['reflections.readers', { group, item }],
        ['reflections.choose', { group, reader: id }],
        ['task.unshare', { group, reflection: reflection.id }],
        ['task.share', { group, reflection: reflection.id }],
      ] as const) {
        expect(JSON.stringify(await test.press(who, route, args)), `${who} ${route}`).not.toContain(secret);
      }
      await test.submit(who, 'reflections.readers', { group, item }, { readers: [id] });
      await test.submit(who, 'reflections.choose', { group, reader: id }, { items: [item] });
    }
    expect(await everythingOf(test, id)).not.toContain(secret);
    // Her own yes is to those who lead the group, and to nobody else.
    for (const reader of [head, tom, hubLead, kate].map(test.personId)) {
      expect(await ask(test, priya, reader, 'all')).toMatchObject({ kind: 'refused' });
      await test.submit(priya, 'reflections.readers', { group, item }, { readers: [reader] });
    }
    expect((await test.db.reflectionReader.findMany()).map(({ readerId }) => readerId)).toEqual([test.personId(kate)]);
  });

  it('written again under another specialist are for those whom the form names then', async () => {
    const test = await begin(database);
    const { args, task } = await confide(test, 'first version');
    const old = await test.press(priya, 'task.reflect', args);
    expect(JSON.stringify(old)).toContain('Who reads this: you and Kate Winterbourne. No head reads it');
    const id = await handOverTo(test, sam);
    // A form that was open while the specialist changed names Kate, and Sam is no reader of it.
    const field = `p-${task.prompts[0]?.id}`;
    const late = await test.submit(priya, 'task.reflect', formOf(old).submit.args, {
      ...valuesOf(old),
      [field]: secret,
    });
    expect(late).toMatchObject({ kind: 'done', text: expect.stringContaining('only you can read it') });
    expect(await everythingOf(test, id)).not.toContain(secret);

    const form = await test.press(priya, 'task.reflect', args);
    expect(JSON.stringify(form)).toContain('Who reads this: you and Sam Lee. No head reads it');
    expect(await handIn(test, priya, form)).toMatchObject({
      text: expect.stringContaining('only you and Sam Lee can'),
    });
    expect(await everythingOf(test, id)).toContain(secret);
    expect((await test.db.reflectionReader.findMany()).map(({ readerId }) => readerId)).toEqual([id]);
    // A made-up name on the form gives nobody anything.
    const made = { ...formOf(form).submit.args, readers: `${test.personId(head)} ${test.personId(tom)}` };
    await test.submit(priya, 'task.reflect', made, { ...valuesOf(form), [field]: 'third' });
    expect(await test.db.reflectionReader.findMany()).toEqual([]);
  });

  it('keep how it went from who took over, also when it was said in one press', async () => {
    const test = await begin(database);
    const { args } = await confide(test, secret);
    await test.press(tom, 'task.reply', { ...args, reply: 'didNotWork' });
    const id = await handOverTo(test, sam);
    expect(JSON.stringify(await test.press(id, 'task.status', args))).not.toContain('it did not work');
    await test.press(priya, 'task.reply', { ...args, reply: 'notYet' });
    expect(await everythingOf(test, id)).not.toContain(secret);
  });

  it('are asked for by each of two who lead at once', async () => {
    const test = await begin(database);
    await confide(test, secret);
    const second = await giveRole(test, sam, 'specialist');
    const third = await giveRole(test, 'Nia Corder', 'specialist');
    expect(await everythingOf(test, second)).not.toContain(secret);
    await test.runUntil('2026-09-11T17:00:00+01:00');
    expect(await askedOf(test, priya)).toHaveLength(2);
    await ask(test, priya, second, 'all');
    expect(await everythingOf(test, second)).toContain(secret);
    expect(await everythingOf(test, third)).not.toContain(secret);
    await ask(test, priya, third, 'none');
    expect(await everythingOf(test, third)).not.toContain(secret);
    expect(await everythingOf(test, kate)).toContain(secret);
    // The form of the next reflection names both specialists, and both read it.
    const { reply } = await confide(test, 'for three', tom);
    expect(reply).toMatchObject({ text: expect.stringMatching(/you, .* and .* can read it/u) });
  });

  it('are never read or asked for by a head, whatever else she becomes', async () => {
    const test = await begin(database);
    await confide(test, secret);
    const headId = await giveRole(test, head, 'specialist');
    expect(await everythingOf(test, headId)).not.toContain(secret);
    await test.runUntil('2026-09-11T17:00:00+01:00');
    expect(await askedOf(test, priya)).toEqual([]);
    expect(await ask(test, priya, headId, 'all')).toMatchObject({ kind: 'refused' });
    const form = await test.press(priya, 'task.reflect', { group: test.group.id });
    expect(JSON.stringify(form)).toContain('Who reads this: you and Kate Winterbourne.');
    // A reader who becomes head of department of a member school reads no more, and neither does one who has left.
    const schoolId = test.group.schools[0]?.id;
    await giveRole(test, kate, 'headOfDepartment', schoolId);
    expect(await everythingOf(test, kate)).not.toContain(secret);
    await test.db.membership.deleteMany({ where: { personId: test.personId(kate), role: 'headOfDepartment' } });
    expect(await everythingOf(test, kate)).toContain(secret);
    await test.db.membership.updateMany({
      where: { personId: test.personId(kate) },
      data: { stoodDownAt: test.clock.now() },
    });
    expect(await everythingOf(test, kate)).not.toContain(secret);
  });

  it('of an author who has left are asked for by nobody', async () => {
    const test = await begin(database);
    await confide(test, secret);
    await test.db.membership.updateMany({
      where: { personId: test.personId(priya) },
      data: { stoodDownAt: test.clock.now() },
    });
    const id = await handOverTo(test, sam);
    await test.runUntil('2026-09-11T17:00:00+01:00');
    expect(await askedOf(test, priya)).toEqual([]);
    expect((await ask(test, priya, id, 'all')).kind).not.toBe('done');
    expect(await everythingOf(test, id)).not.toContain(secret);
  });

  it('that were shared can be taken back after the meeting, and every copy follows', async () => {
    const test = await begin(database);
    await confide(test, secret, priya, { shared: true });
    const { meetings } = await publishedMeetings(test);
    await test.runUntil(`${meetings[1]?.startsAt.toISOString().slice(0, 10)}T20:00:00Z`);
    const id = await handOverTo(test, sam);
    expect(await everythingOf(test, id)).toContain(secret);
    const reflection = await test.db.reflection.findFirstOrThrow();
    const args = { group: test.group.id, reflection: reflection.id };
    expect(await test.press(priya, 'task.unshare', args)).toMatchObject({ kind: 'done' });
    await test.relay.run();
    expect(JSON.stringify(test.messenger.updated.at(-1)?.card)).not.toContain(secret);
    expect(test.messenger.updated.some(({ card }) => card.title === 'Taken back')).toBe(true);
    expect((await test.db.sentText.findMany()).filter(({ text }) => text.includes(secret))).toEqual([]);
    for (const who of [id, tom, head]) expect(await everythingOf(test, who)).not.toContain(secret);
    expect(await test.press(priya, 'task.share', args)).toMatchObject({ kind: 'done' });
    expect(await everythingOf(test, id)).toContain(secret);
  });

  it('that somebody opens are written down once a day, without a word of them', async () => {
    const test = await begin(database);
    const { args } = await confide(test, secret);
    await test.press(kate, 'task.read', args);
    await test.press(kate, 'task.read', args);
    const entry = { act: 'openedPrivateWords', byId: test.personId(kate), groupId: test.group.id };
    expect(await test.db.auditEntry.findMany({ where: { act: entry.act } })).toMatchObject([entry]);
    const id = await handOverTo(test, sam);
    await test.press(id, 'task.read', args);
    expect(await test.db.auditEntry.count({ where: { act: entry.act } })).toBe(1);
  });
});

const publishedMeetings = async (test: TestRouter) => ({
  meetings: await test.db.meeting.findMany({ orderBy: { startsAt: 'asc' } }),
});
