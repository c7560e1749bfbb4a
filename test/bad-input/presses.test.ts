import { describe, expect, it } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { newId } from '../../src/shared/ids.js';
import { loadGroup } from '../../src/store/groups.js';
import { advocate, begin, colleague, handIn, head, publish, setTask } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { example, needsOnlyTheGroup } from './example.js';

const answersOf = (test: TestRouter) => test.db.meetingAnswer.findMany({ select: { personId: true, answer: true } });

onDatabase('a button pressed twice', (open) => {
  it('gets the first reply and has one effect, also when both presses arrive at once', async () => {
    const test = await begin(open);
    const { first } = await publish(test);
    const yes = { group: test.group.id, meeting: first.id, answer: 'yes' };
    const id = newId();
    const replies = await Promise.all([1, 2, 3].map(() => test.press(advocate, 'meeting.answer', yes, id)));
    expect(replies[0]).toMatchObject({ kind: 'done', text: expect.stringContaining('You are coming') });
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    // A repeat that comes late does not undo what was said since.
    await test.press(advocate, 'meeting.answer', { ...yes, answer: 'no' });
    expect(await test.press(advocate, 'meeting.answer', yes, id)).toEqual(replies[0]);
    expect(await answersOf(test)).toEqual([{ personId: test.personId(advocate), answer: 'no' }]);
  });

  it('has one effect when it is two presses', async () => {
    const test = await begin(open);
    const { first } = await publish(test);
    const cover = { group: test.group.id, meeting: first.id, answer: 'talk' };
    for (const _ of [1, 2]) {
      expect(await test.press(head, 'meeting.cover', cover)).toMatchObject({ kind: 'done' });
    }
    expect(await test.db.coverAnswer.count()).toBe(1);
    expect(await test.db.delivery.count({ where: { kind: 'cover-talk' } })).toBe(1);
    const leave = { group: test.group.id };
    expect(await test.submit(head, 'people.stand-down', leave, {})).toMatchObject({ kind: 'done' });
    expect(await test.submit(head, 'people.stand-down', leave, {})).toMatchObject({ kind: 'refused' });
    expect(await test.db.delivery.count({ where: { kind: 'head-left' } })).toBe(1);
  });
});

describe('a form handed in twice', () => {
  it('gets the first reply, and has one effect', async () => {
    const test = await begin();
    const opened = await test.type('specialist', 'schedule plan');
    if (opened.kind !== 'form') throw new Error('no form');
    const { route, args } = opened.form.submit;
    const values = Object.fromEntries(
      opened.form.body.flatMap((part) => ('name' in part ? [[part.name, part.value]] : [])),
    );
    const request = {
      id: newId(),
      personId: test.personId('specialist'),
      intent: { kind: 'submit', route, args, values },
    } as const;
    const first = await test.router.handle(request);
    expect(first).toMatchObject({ kind: 'done' });
    expect(await test.router.handle(request)).toEqual(first);
    expect(await test.db.meeting.count()).toBe(6);
  });
});

describe('a button of a meeting since', () => {
  const routes = {
    'meeting.answer': { who: advocate, args: { answer: 'yes' } },
    'meeting.cover': { who: head, args: { answer: 'arranged' } },
    'meeting.move': { who: 'specialist', args: {} },
    'meeting.cancel': { who: 'specialist', args: {} },
  };

  it.each([
    ['cancelled', /cancelled/u],
    ['begun', /has begun/u],
    ['deleted', /no longer in the plan/u],
  ])('%s is answered kindly, and changes nothing', async (what, words) => {
    const test = await begin();
    const { first } = await publish(test);
    if (what === 'cancelled') {
      await handIn(
        test,
        'specialist',
        await test.press('specialist', 'meeting.cancel', { group: test.group.id, meeting: first.id }),
        { reason: 'Snow' },
      );
    } else if (what === 'begun') test.clock.set(first.startsAt);
    else {
      await test.db.meeting.delete({ where: { id: first.id } });
    }
    const before = await snapshot(test);
    for (const [route, { who, args }] of Object.entries(routes)) {
      const reply = await test.press(who, route, { group: test.group.id, meeting: first.id, ...args });
      expect(reply, route).toMatchObject({ kind: 'refused', text: expect.stringMatching(words) });
    }
    expect(await snapshot(test)).toEqual(before);
  });

  it('a gap task whose meeting has begun takes no replies, and keeps what was written', async () => {
    const test = await begin();
    const { first } = await publish(test);
    const task = await setTask(test);
    const args = { group: test.group.id, task: task.id };
    await test.press(advocate, 'task.reply', { ...args, reply: 'notYet' });
    test.clock.set(first.startsAt);
    for (const reply of [
      await test.press(advocate, 'task.reply', { ...args, reply: 'back' }),
      await test.press(colleague, 'task.reflect', args),
    ]) {
      expect(reply).toMatchObject({ kind: 'refused', text: expect.stringContaining('closed when the meeting') });
    }
    expect(await test.db.reflection.findMany({ select: { status: true } })).toEqual([{ status: 'notYet' }]);
  });
});

describe('arguments', () => {
  /** Two groups in one database: the specialist of the one knows everything about the other. */
  async function twoGroups() {
    const test = await begin();
    const { first } = await publish(test);
    const task = await setTask(test);
    for (const file of ['secondary-roster.csv', 'secondary-term-dates.csv']) {
      expect(await importFile(test.db, await example(file), importDeps(test.clock.now()))).toMatchObject({ ok: true });
    }
    const { id } = await test.db.group.findFirstOrThrow({ where: { programme: 'secondary-tfm' } });
    const other = await loadGroup(test.db, id);
    const personOf = (role: string) => other.members.find((member) => member.role === role)?.personId ?? '';
    return { test, other, personOf, meeting: first.id, task: task.id };
  }

  it('of another group do nothing, whichever way they are forged', async () => {
    const { test, other, personOf, meeting, task } = await twoGroups();
    const [school] = test.group.schools;
    const ids = { meeting, task, school: school?.id ?? '', subject: meeting, chain: 'coming' };
    const answers: Record<string, string> = { 'meeting.cover': 'arranged', 'commitments.answer': 'kept' };
    const before = await snapshot(test);
    const ownNames = test.group.members.filter(({ role }) => role !== 'hubLead').map(({ name }) => name);
    for (const { id } of test.router.routes.filter((one) => one.id !== 'people.stand-down')) {
      for (const role of ['specialist', 'advocate', 'head', 'headOfDepartment'] as const) {
        for (const group of [test.group.id, other.id]) {
          const args = { ...ids, group, answer: answers[id] ?? 'yes', reply: 'notYet', halfTerm: '1' };
          const words = JSON.stringify(await test.press(personOf(role), id, args));
          for (const name of ownNames) expect(words, `${id} by ${role}`).not.toContain(name);
          expect(words).not.toContain('One bar model');
        }
      }
    }
    expect(await snapshot(test)).toEqual(before);
  });

  it('that are missing or mangled are answered kindly, and change nothing', async () => {
    const { test, meeting, task } = await twoGroups();
    const group = test.group.id;
    const before = await snapshot(test);
    const mangled: Record<string, string>[] = [
      {},
      { group },
      { group: '', meeting: '', task: '', school: '', answer: '', reply: '', halfTerm: '' },
      { group: '\0', meeting: '\0' },
      { group: 'nowhere', meeting, task, answer: 'yes', reply: 'notYet' },
      { group, meeting, task: task.toUpperCase(), answer: 'perhaps', reply: 'perhaps', halfTerm: '7' },
      { group, meeting: `${meeting} `, task: "' OR 1=1", answer: 'yes', reply: 'notYet' },
      { group, meeting: 'x'.repeat(40_000), task: 'x'.repeat(40_000), answer: 'yes', reply: 'notYet' },
      { group, subject: meeting, chain: 'nothing' },
    ];
    for (const { id } of test.router.routes.filter((one) => !needsOnlyTheGroup.test(one.id))) {
      for (const who of ['specialist', advocate, head]) {
        for (const args of mangled) {
          const reply = await test.press(who, id, args);
          expect(['card', 'form', 'refused'], `${id} by ${who}`).toContain(reply.kind);
          if (reply.kind === 'refused') expect(reply.text).not.toMatch(/wrong on our side|undefined|Invalid/u);
        }
      }
    }
    expect(await snapshot(test)).toEqual(before);
  });

  it('do not help a route that is not there', async () => {
    const test = await begin();
    for (const route of ['nothing', '', '__proto__', 'meeting.answer ', 'MEETING.ANSWER']) {
      expect(await test.press('specialist', route, {}), route).toMatchObject({
        kind: 'refused',
        text: expect.stringContaining('belongs to an older message'),
      });
    }
  });
});

describe('two groups of one person', () => {
  it('are asked about, and the answer goes on where the words began', async () => {
    const test = await begin();
    await importFile(test.db, await example('secondary-roster.csv'), importDeps(test.clock.now()));
    const reply = await test.type('hubLead', 'people');
    expect(reply).toMatchObject({ kind: 'card', card: { title: 'Which Work Group?' } });
    const group = await test.db.group.findFirstOrThrow({ where: { programme: 'secondary-tfm' } });
    const chosen = await test.press('hubLead', 'people.show', { group: group.id });
    expect(JSON.stringify(chosen)).toContain('Edwin Castlemaine');
  });
});

/** Everything that an action can change. */
async function snapshot({ db }: TestRouter) {
  return {
    meetings: await db.meeting.findMany(),
    answers: await db.meetingAnswer.findMany(),
    covers: await db.coverAnswer.findMany(),
    attendance: await db.attendance.findMany(),
    reviews: await db.commitmentReview.findMany(),
    tasks: await db.gapTask.findMany({ include: { prompts: true } }),
    reflections: await db.reflection.findMany({ include: { answers: true } }),
    snoozes: await db.snooze.findMany(),
    memberships: await db.membership.findMany(),
    deliveries: await db.delivery.findMany({ select: { key: true, status: true, sendAt: true } }),
  };
}
