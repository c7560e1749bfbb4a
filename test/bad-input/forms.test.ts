import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import {
  advocate,
  begin,
  faultsOf,
  fieldsOf,
  fill,
  formOf,
  handIn,
  head,
  publish,
  setTask,
  valuesOf,
} from '../meetings/acting.js';
import { onDatabase, openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';

const wish = { title: 'One bar model', body: 'Use it twice.', ideas: ['fluency'] };

const openAbout = async (test: TestRouter, who: string, route: string, about: 'meeting' | 'subject' = 'meeting') => {
  const { second } = await publish(test);
  return test.press(who, route, { group: test.group.id, [about]: second.id, chain: 'cover' });
};

/** Every form there is, opened as people open it. */
const forms: Record<string, { who: string; open: (test: TestRouter) => Promise<Reply> }> = {
  'schedule plan': { who: 'specialist', open: (test) => test.type('specialist', 'schedule plan') },
  'meeting move': { who: 'specialist', open: (test) => openAbout(test, 'specialist', 'meeting.move') },
  'meeting cancel': { who: 'specialist', open: (test) => openAbout(test, 'specialist', 'meeting.cancel') },
  'meeting answers': { who: advocate, open: (test) => openAbout(test, advocate, 'meeting.answers') },
  snooze: { who: head, open: (test) => openAbout(test, head, 'reminder.snooze', 'subject') },
  'meeting attendance': {
    who: 'specialist',
    open: async (test) => {
      const { first } = await publish(test);
      test.clock.set(first.startsAt);
      return test.type('specialist', 'meeting attendance');
    },
  },
  'task set': {
    who: 'specialist',
    open: async (test) => {
      await publish(test);
      await fill(test, 'specialist', 'task set', wish);
      return test.type('specialist', 'task set');
    },
  },
  'task questions': {
    who: 'specialist',
    open: async (test) => {
      await publish(test);
      return fill(test, 'specialist', 'task set', wish);
    },
  },
  reflect: {
    who: advocate,
    open: async (test) => {
      await publish(test);
      await setTask(test);
      return test.type(advocate, 'reflect');
    },
  },
};

/** What must not change when a form is refused. */
const kept = async ({ db }: TestRouter) => [
  await db.meeting.findMany(),
  await db.meetingAnswer.findMany(),
  await db.gapTask.findMany({ include: { prompts: true } }),
  await db.reflection.findMany({ include: { answers: true } }),
  await db.snooze.findMany(),
];

describe.each(Object.entries(forms))('the form “%s”', (_name, { who, open }) => {
  let database: TestDatabase;
  let test: TestRouter;
  let opened: Reply;
  let before: unknown;
  beforeAll(async () => {
    database = await openSqlite('example');
    test = await startRouter(database);
    opened = await open(test);
    before = await kept(test);
  });
  afterAll(() => database.close());

  it('refuses 40,000 characters in any field beside it, and keeps what was written', async () => {
    const long = `${'word '.repeat(8_000)}end`;
    for (const { name, kind } of fieldsOf(opened)) {
      if (kind === 'toggle' || kind === 'people') continue;
      const reply = await handIn(test, who, opened, { [name]: long });
      expect(Object.keys(faultsOf(reply)), name).toEqual([name]);
      expect(faultsOf(reply)[name]?.length, name).toBeLessThan(200);
      const shown = valuesOf(reply);
      for (const [field, value] of Object.entries(valuesOf(opened))) {
        if (field !== name) expect(shown[field] ?? '', field).toEqual(value ?? '');
      }
      if (kind === 'text') expect(shown[name]).toBe(long);
    }
    expect(await kept(test)).toEqual(before);
  });

  it('is not taken from those who may not', async () => {
    const { route, args } = formOf(opened).submit;
    const allowed = test.router.routes.find(({ id }) => id === route)?.who ?? [];
    for (const { name, role } of test.group.members) {
      if (allowed.includes(role)) continue;
      const reply = await test.submit(name, route, args, valuesOf(opened));
      expect(reply, name).toMatchObject({ kind: 'refused', text: expect.stringMatching(/^That is for /u) });
    }
    expect(await kept(test)).toEqual(before);
  });

  it('words its faults for people, whatever is sent', async () => {
    for (const value of [
      '?',
      '-1',
      '999999',
      'null',
      '[]',
      '0.5',
      '2026-13-45',
      '{"a":1}',
      7,
      null,
      [1, 2],
      { a: 1 },
    ]) {
      const values = Object.fromEntries(fieldsOf(opened).map(({ name }) => [name, value]));
      const reply = await handIn(test, who, opened, values);
      const words = reply.kind === 'form' ? Object.values(faultsOf(reply)).join(' ') : '';
      expect(words).not.toMatch(/expected|Invalid|received|Too (big|small)|NaN|object/u);
    }
  });
});

describe('a form for a meeting since cancelled', () => {
  it.each(['meeting.move', 'meeting.cancel'])('%s changes nothing, and says why', async (route) => {
    const test = await begin();
    const opened = await openAbout(test, 'specialist', route);
    const { args } = formOf(opened).submit;
    await handIn(test, 'specialist', await test.press('specialist', 'meeting.cancel', args), { reason: 'Snow' });
    const before = await kept(test);
    const reply = await handIn(test, 'specialist', opened, { date: '2026-10-01', reason: 'Rain' });
    expect(reply).toMatchObject({ kind: 'refused', text: expect.stringContaining('was cancelled') });
    expect(await kept(test)).toEqual(before);
  });

  it('is shown anew with the answers that still count', async () => {
    const test = await begin();
    const opened = await openAbout(test, advocate, 'meeting.answers');
    const [first, second] = fieldsOf(opened).map(({ name }) => name);
    if (!first || !second) throw new Error('no fields');
    const meeting = { group: test.group.id, meeting: first.slice(2) };
    await handIn(test, 'specialist', await test.press('specialist', 'meeting.cancel', meeting), { reason: 'Snow' });
    const reply = await handIn(test, advocate, opened, { [first]: 'yes', [second]: 'no' });
    expect(faultsOf(reply)).toEqual({ form: expect.stringContaining('has changed since you opened it') });
    expect(valuesOf(reply)).toMatchObject({ [second]: 'no' });
    expect(await handIn(test, advocate, reply)).toMatchObject({ kind: 'done' });
    expect(await test.db.meetingAnswer.findMany({ select: { answer: true } })).toEqual([{ answer: 'no' }]);
  });
});

describe('questions that change while somebody answers them', () => {
  it('keep the answer to a question that was reworded, and show that to one that is gone', async () => {
    const test = await begin();
    await publish(test);
    const task = await setTask(test);
    const opened = await test.type(advocate, 'reflect');
    const [first, second] = fieldsOf(opened).filter(({ kind }) => kind === 'text');
    if (!first || !second) throw new Error('no questions');
    const args = { group: test.group.id, task: task.id };
    const questions = await test.press('specialist', 'task.publish', args);
    await handIn(test, 'specialist', questions, { 'prompts-fluency': 'What became quicker?' });

    const reply = await handIn(test, advocate, opened, {
      [first.name]: 'Halving did.',
      [second.name]: 'They saw it at once.',
    });
    expect(faultsOf(reply)).toEqual({ form: expect.stringContaining('“They saw it at once.”') });
    expect(fieldsOf(reply).find(({ name }) => name === first.name)).toMatchObject({
      label: 'What became quicker?',
      value: 'Halving did.',
    });
    expect(await handIn(test, advocate, reply)).toMatchObject({ kind: 'done' });
  });
});

onDatabase('words survive as they were typed', (open) => {
  const title =
    '@channel <!here> <b>*bold*</b> _it_ `code` [a](https://example.org) 👩🏽‍🏫 ½ “q” مرحبا \u202eabc\u202c';
  const text = `${title}\n\n  <script>alert("x")</script>\ta tab; '; DROP TABLE "Hub"; -- \\ \\n %s {{y}} 𝑥²`;

  it('in every text field there is', async () => {
    const test = await begin(open);
    const { first } = await publish(test);
    const task = await setTask(test, { title, body: text });
    expect(task).toMatchObject({ title, body: text });
    const taskArgs = { group: test.group.id, task: task.id };
    expect(valuesOf(await test.press('specialist', 'task.set', taskArgs))).toMatchObject({ title, body: text });

    const question = `p-${task.prompts[0]?.id}`;
    await handIn(test, advocate, await test.type(advocate, 'reflect'), { [question]: text, shared: true });
    expect(valuesOf(await test.type(advocate, 'reflect'))).toMatchObject({ [question]: text });
    expect(JSON.stringify(await test.press(head, 'task.shared', taskArgs))).toContain(JSON.stringify(text));

    const args = { group: test.group.id, meeting: first.id };
    await handIn(test, 'specialist', await test.press('specialist', 'meeting.cancel', args), { reason: text });
    expect(await test.db.meeting.findUnique({ where: { id: first.id } })).toMatchObject({ cancelReason: text });
    await test.relay.run();
    expect(JSON.stringify(test.messenger.posted.at(-1)?.card)).toContain(JSON.stringify(text).slice(1, -1));
  });

  it('but for NUL, which no database needs', async () => {
    const test = await begin(open);
    await publish(test);
    const task = await setTask(test, { title: 'One\0 bar\0', body: '\0\0model\ud800' });
    expect(task).toMatchObject({ title: 'One bar', body: expect.stringMatching(/^model./u) });
    const args = { group: test.group.id, meeting: '\0', answer: 'yes' };
    expect(await test.press(advocate, 'meeting.answer', args)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('no longer in the plan'),
    });
  });
});
