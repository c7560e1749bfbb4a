import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Button, Card } from '../../cards/model.js';
import { tidyTexts } from '../../src/compose.js';
import type { Reply } from '../../src/edge/reply.js';
import { publish as publishSchedule } from '../meetings/acting.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';

const teacher = 'Priya Nandakumar';
const head = 'Margaret Okonkwo';

let database: TestDatabase;
let test: TestRouter;
beforeEach(async () => {
  database = await openSqlite('example');
  test = await startRouter(database);
});
afterEach(() => database.close());

const cardOf = (reply: Reply): Card => {
  if (!('card' in reply) || !reply.card) throw new Error(`no card: ${JSON.stringify(reply)}`);
  return reply.card;
};
const buttonsOf = (reply: Reply): Button[] =>
  cardOf(reply).body.flatMap((part) => (part.kind === 'actions' ? part.buttons : []));
const labelsOf = (reply: Reply): string[] => buttonsOf(reply).map(({ label }) => label);

async function press(who: string, reply: Reply, label: string): Promise<Reply> {
  const found = buttonsOf(reply).find((one) => one.label === label)?.press;
  if (!found) throw new Error(`no button “${label}” among ${labelsOf(reply).join(', ')}`);
  return test.press(who, found.route, { ...found.args });
}

const answersOf = async () => (await test.db.meetingAnswer.findMany()).map(({ answer }) => answer);
const coversOf = async () => (await test.db.coverAnswer.findMany()).map(({ answer }) => answer);

/** The year is planned, heads have been asked about cover (15 school days ahead), teachers have not. */
async function askedCover(): Promise<void> {
  await publishSchedule(test);
  await test.runUntil('2026-09-10T09:00:00Z');
}
/** Teachers have been asked whether they come. */
async function askedComing(): Promise<void> {
  await publishSchedule(test);
  await test.runUntil('2026-09-25T09:00:00Z');
}

describe('one open question', () => {
  it.each([
    ['yes', 'yes', 'You are coming on Tue 29 Sep, 13:00.'],
    ['Can’t make it, sorry', 'no', 'You cannot come on Tue 29 Sep, 13:00.'],
    ['No.', 'no', 'You cannot come'],
    ['maybe', 'unsure', 'You are not sure'],
  ])('“%s” is its answer, said back with an undo', async (text, answer, words) => {
    await askedComing();
    const reply = await test.say(teacher, text);
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining(words) });
    expect(await answersOf()).toEqual([answer]);
    const undone = await press(teacher, reply, 'Undo');
    expect(undone).toMatchObject({ kind: 'done', text: expect.stringContaining('Taken back') });
    expect(await answersOf()).toEqual([]);
    await test.say(teacher, text);
    expect(await answersOf()).toEqual([answer]);
  });

  it('“yes, cover is arranged, thanks” is a head’s answer', async () => {
    await askedCover();
    const reply = await test.say(head, 'Yes, cover is arranged, thanks');
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining('Cover is noted as arranged') });
    expect(await coversOf()).toEqual(['arranged']);
    await press(head, reply, 'Undo');
    expect(await coversOf()).toEqual([]);
  });

  it('“no” about cover asks what is meant, with the buttons', async () => {
    await askedCover();
    const reply = await test.say(head, 'no');
    expect(cardOf(reply).title).toBe('What is your answer?');
    expect(labelsOf(reply)).toEqual(['Cover arranged', 'Need to talk']);
    expect(await coversOf()).toEqual([]);
    await press(head, reply, 'Need to talk');
    expect(await coversOf()).toEqual(['talk']);
  });

  it('“no” to what was answered an hour before changes nothing, says so, and offers the change', async () => {
    await askedComing();
    await test.say(teacher, 'yes');
    test.clock.set(new Date(test.clock.now().getTime() + 3_600_000));
    const reply = await test.say(teacher, 'no');
    expect(JSON.stringify(reply)).toContain('You have answered this already');
    expect(await answersOf()).toEqual(['yes']);
    await press(teacher, reply, 'No');
    expect(await answersOf()).toEqual(['no']);
  });
});

describe('a day', () => {
  it('finds its meeting, asked or not, and the undo brings the earlier answer back', async () => {
    await publishSchedule(test);
    const reply = await test.say(teacher, 'I can’t come on 24 Nov');
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining('Tue 24 Nov') });
    const again = await test.say(teacher, 'I can come on 24 November');
    expect(await answersOf()).toEqual(['yes']);
    await press(teacher, again, 'Undo');
    expect(await answersOf()).toEqual(['no']);
  });

  it('that is no meeting’s is not guessed at', async () => {
    await publishSchedule(test);
    const reply = await test.say(teacher, 'I can’t come on 25 Nov');
    expect(JSON.stringify(reply)).toContain('I know of no date like that');
    expect(await answersOf()).toEqual([]);
  });
});

it('with several questions open, “yes” is taken for none of them, and they are shown', async () => {
  await askedComing();
  const row = await test.db.delivery.findFirstOrThrow({ where: { kind: 'will-you-come', status: 'sent' } });
  const other = (await test.db.meeting.findMany({ orderBy: { startsAt: 'asc' } }))[1];
  await test.db.delivery.create({
    data: {
      ...row,
      id: 'second',
      key: 'second',
      subjectId: other?.id ?? '',
      personId: test.personId(teacher),
      expiresAt: null,
    },
  });
  const reply = await test.say(teacher, 'yes');
  expect(cardOf(reply).title).toBe('Which of these do you mean?');
  expect(labelsOf(reply)).toEqual(['Yes', 'No', 'Not sure', 'Yes', 'No', 'Not sure']);
  expect(await answersOf()).toEqual([]);
  // In the thread of one of them it is that one's.
  const ref = (
    await test.db.delivery.findFirstOrThrow({
      where: { kind: 'will-you-come', personId: test.personId(teacher), status: 'sent', id: { not: 'second' } },
    })
  ).messageRef;
  await test.db.delivery.update({ where: { id: 'second' }, data: { messageRef: 'other' } });
  expect(await test.say(teacher, 'yes', ref ?? '')).toMatchObject({
    kind: 'done',
    text: expect.stringContaining('29 Sep'),
  });
});

describe('what is no answer', () => {
  it.each([
    ['hi', 'Hello Priya'],
    ['thanks!', 'You are welcome'],
    ['👍', 'You are welcome'],
  ])('“%s” gets one short line', async (text, words) => {
    await askedComing();
    const reply = await test.say(teacher, text);
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining(words) });
    expect(await answersOf()).toEqual([]);
  });

  it.each([
    ['when is the next meeting?', 'The next meeting'],
    ['rsvp', 'The next meeting'],
    ['who is coming?', 'The next meeting'],
    ['dates', 'Our meetings in 2026/27'],
  ])('“%s” finds its command', async (text, title) => {
    await publishSchedule(test);
    expect(cardOf(await test.say(teacher, text)).title).toContain(title);
  });

  it.each([["Priya can't come"], ['*bold* <b>yes</b> _and_ more'], ['🎈'], ['???'], ['Yes but I will be late']])(
    '“%s” is not taken for an answer',
    async (text) => {
      await askedComing();
      const reply = await test.say('Tom Hartwell', text);
      expect(reply.kind).toBe('card');
      expect(await answersOf()).toEqual([]);
      expect(JSON.stringify(reply).length).toBeLessThan(3000);
    },
  );

  it('is passed on, word for word, with who wrote it; and nothing else is kept', async () => {
    await publishSchedule(test);
    await test.runUntil('2026-09-10T09:00:00Z');
    const words = 'My head says <b>no</b> planted-secret & *stars*';
    const reply = await test.say(teacher, words);
    expect(labelsOf(reply)[0]).toBe('Pass on to Kate Winterbourne');
    expect(JSON.stringify(reply)).not.toContain('planted-secret');
    const passed = await press(teacher, reply, 'Pass on to Kate Winterbourne');
    expect(passed.kind).toBe('done');
    await test.relay.run();
    const sent = test.messenger.posted.filter(({ card }) => JSON.stringify(card).includes('planted-secret'));
    expect(sent).toHaveLength(1);
    expect(sent[0]?.to).toMatchObject({ personId: test.personId('specialist') });
    expect(JSON.stringify(sent[0]?.card)).toContain(words);
    expect(JSON.stringify(sent[0]?.card)).toContain(teacher);
    await expectNothingKept('planted-secret');
    expect(await press(teacher, reply, 'Pass on to Kate Winterbourne')).toMatchObject({ kind: 'refused' });
    expect(await press(teacher, passed, 'Do not send it')).toMatchObject({ kind: 'refused' });
  });

  it('can be taken back before it is sent', async () => {
    await publishSchedule(test);
    const reply = await test.say(teacher, 'planted-secret');
    const passed = await press(teacher, reply, 'Pass on to Kate Winterbourne');
    expect(await press(teacher, passed, 'Do not send it')).toMatchObject({ kind: 'done' });
    await test.relay.run();
    expect(JSON.stringify(test.messenger.posted)).not.toContain('planted-secret');
    await expectNothingKept('planted-secret');
  });

  it('and is not passed on, is forgotten: with the next words, or after a day', async () => {
    const first = await test.say(teacher, 'planted-secret one');
    test.clock.set(new Date(test.clock.now().getTime() + 60_000));
    await test.say(teacher, 'planted-secret two');
    expect(await test.db.unsentWords.count()).toBe(1);
    expect(await press(teacher, first, 'Pass on to Kate Winterbourne')).toMatchObject({ kind: 'refused' });
    await tidyTexts(test.db, new Date(test.clock.now().getTime() + 25 * 3_600_000), 12);
    await expectNothingKept('planted-secret');
  });

  it('and is very long, is for an email', async () => {
    const reply = await test.say(teacher, 'planted-secret '.repeat(2000));
    expect(JSON.stringify(reply)).toContain('too long');
    await expectNothingKept('planted-secret');
  });

  it('from who leads the group goes to the hub lead', async () => {
    const reply = await test.say('specialist', 'something that only a person understands');
    const lead = test.group.members.find(({ role }) => role === 'hubLead')?.name;
    expect(labelsOf(reply)[0]).toBe(`Pass on to ${lead}`);
  });
});

it('a button with words is no answer of whoever presses it', async () => {
  await askedComing();
  await test.type(teacher, 'no');
  expect(await answersOf()).toEqual([]);
});

async function expectNothingKept(words: string): Promise<void> {
  const tables = await test.db.$queryRaw<{ name: string }[]>`SELECT name FROM sqlite_master WHERE type = 'table'`;
  for (const { name } of tables) {
    const rows = await test.db.$queryRawUnsafe<unknown[]>(`SELECT * FROM "${name}"`);
    const text = JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(text.includes(words), name).toBe(false);
  }
}
