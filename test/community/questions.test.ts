import { expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { begin, handIn } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { createTalk, grace, kate, priya, tom } from './talking.js';

const reminders = async (test: TestRouter) =>
  (await test.db.delivery.findMany({ where: { kind: 'question-unanswered' }, orderBy: { dueAt: 'asc' } })).map(
    ({ status, day, reason }) => [status, day, ...(reason ? [reason] : [])].join(' '),
  );

onDatabase('a question in the channel', (open) => {
  it('that has no reply for two school days is told to the specialist alone, once, without its words', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    await test.runUntil('2026-09-07T14:00:00+01:00');
    await talk.ask(priya, { url: 'https://chat.example/archives/1' });
    await test.runUntil('2026-09-09T08:29:00+01:00');
    expect(textTo(test, kate, 'asked something')).toEqual([]);
    await test.runUntil('2026-09-30T09:00:00+01:00');
    const [card, ...more] = textTo(test, kate, 'asked something');
    expect(more).toEqual([]);
    expect(card).toContain('Priya Nandakumar');
    expect(card).toContain('Oakfield Primary');
    expect(card).toContain('Mon 7 Sep, 14:00');
    expect(card).toContain('https://chat.example/archives/1');
    expect(card).toContain('Nobody has replied yet');
    expect(card).toContain('Who sees this: only you see this.');
    const others = test.messenger.posted.filter(
      ({ to }) => to.kind === 'channel' || to.personId !== test.personId(kate),
    );
    expect(JSON.stringify(others)).not.toContain('asked something');
    expect(await reminders(test)).toEqual(['sent 2026-09-09']);
  });

  it('counts the group’s school days: over the holidays, and past days on which every school is closed', async () => {
    const test = await begin(open, { start: '2026-10-23T11:00:00+01:00' });
    await test.db.closure.createMany({
      data: test.group.schools.map(({ id }) => ({
        id: newId(),
        schoolId: id,
        kind: 'closed' as const,
        firstDay: '2026-11-03',
        lastDay: '2026-11-03',
      })),
    });
    const talk = createTalk(test);
    await talk.ask(priya);
    // Two schools have an INSET day on Mon 2 Nov: for the group it is a school day. On Tue 3 Nov all are closed.
    expect(await reminders(test)).toEqual(['planned 2026-11-04']);
    // In the holidays and at the weekend nobody can be expected to reply.
    await talk.ask(tom, { at: '2026-10-28T20:00:00Z' });
    await talk.ask(tom, { at: '2026-11-07T20:00:00Z' });
    expect(await reminders(test)).toEqual(['planned 2026-11-04', 'planned 2026-11-04', 'planned 2026-11-10']);
    await test.runUntil('2026-11-04T09:00:00Z');
    expect(await reminders(test)).toEqual(['sent 2026-11-04', 'sent 2026-11-04', 'planned 2026-11-10']);
    // At most one unasked message a day: the two are one.
    expect(textTo(test, kate, 'asked something')).toHaveLength(1);
  });

  it('is answered in its thread by somebody else, with a question too, however late', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    const asked = await talk.ask(priya);
    await talk.say(priya, { under: asked });
    expect(await reminders(test)).toEqual(['planned 2026-09-07']);
    await talk.ask(tom, { under: asked });
    expect(await reminders(test)).toEqual(['skipped 2026-09-07 somebody has replied']);
    expect(await test.db.question.count()).toBe(1);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    expect(textTo(test, kate, 'asked something')).toEqual([]);
  });

  it('is answered by what somebody else says next in the channel', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    await talk.ask(priya);
    await talk.say(priya);
    await talk.say(grace, { under: 'another thread' });
    expect(await reminders(test)).toEqual(['planned 2026-09-07']);
    await talk.say(grace);
    expect(await reminders(test)).toEqual(['skipped 2026-09-07 somebody has replied']);
  });

  it('is not answered by another question, which has the next answer for itself', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    await talk.ask(priya, { at: '2026-09-03T09:00:00+01:00' });
    await talk.ask(tom, { at: '2026-09-04T09:00:00+01:00' });
    await talk.say(grace, { at: '2026-09-04T09:30:00+01:00' });
    await talk.say(grace, { at: '2026-09-04T09:31:00+01:00' });
    expect(await reminders(test)).toEqual(['planned 2026-09-07', 'skipped 2026-09-08 somebody has replied']);
  });

  it('is not answered by what was said before it, in whatever order it is heard', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    await talk.ask(priya, { at: '2026-09-03T09:00:00+01:00' });
    await talk.say(tom, { at: '2026-09-03T08:59:00+01:00' });
    expect(await reminders(test)).toEqual(['planned 2026-09-07']);
  });

  it('of a specialist is an invitation: nobody is reminded', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    await talk.ask(kate);
    await talk.ask('Rosalind Amponsah');
    expect(await test.db.question.findMany()).toMatchObject([{ personId: test.personId('Rosalind Amponsah') }]);
    expect(await reminders(test)).toHaveLength(1);
  });

  it('that is answered after the reminder says so on it', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    const asked = await talk.ask(priya);
    await test.runUntil('2026-09-08T09:00:00+01:00');
    expect(textTo(test, kate, 'Nobody has replied yet')).toHaveLength(1);
    await talk.say(tom, { under: asked });
    await test.relay.run();
    const updated = JSON.stringify(test.messenger.updated.at(-1)?.card);
    expect(updated).toContain('Somebody has replied meanwhile.');
    expect(updated).not.toMatch(/Nobody has replied yet|Remind me later/u);
  });

  it('can be put off, and is not told of when it has a reply by then', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    const asked = await talk.ask(priya);
    await test.runUntil('2026-09-07T09:00:00+01:00');
    const question = await test.db.question.findFirstOrThrow();
    const args = { group: test.group.id, subject: question.id, chain: 'question' };
    const form = await test.press(kate, 'reminder.snooze', args);
    expect(await handIn(test, kate, form, { until: '2026-09-09' })).toMatchObject({ kind: 'done' });
    expect(await reminders(test)).toEqual(['sent 2026-09-07', 'planned 2026-09-09']);
    await talk.say(tom, { under: asked });
    expect(await reminders(test)).toEqual(['sent 2026-09-07', 'skipped 2026-09-09 somebody has replied']);
  });

  it('is told by one reminder, though the whole group is planned anew', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    await talk.ask(priya);
    await talk.ask(tom);
    await talk.say(grace);
    const before = await reminders(test);
    await handIn(test, kate, await test.type(kate, 'schedule plan'));
    expect(await reminders(test)).toEqual(before);
    expect(before).toHaveLength(2);
  });
});
