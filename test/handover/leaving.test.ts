import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importDeps, readCalendar } from '../../src/compose.js';
import type { Reply } from '../../src/edge/reply.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { exampleFile } from '../bad-input/example.js';
import { advocate, begin, colleague, faultsOf, handIn, head, publish, setTask } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { specialist } from '../people/newcomers.js';
import { onEachDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const sayLeft = async (test: TestRouter, who: string, by = 'specialist'): Promise<Reply> =>
  handIn(test, by, await test.press(by, 'handover.left', { group: test.group.id }), { who: test.personId(who) });

const takeBack = (test: TestRouter, reply: Reply, by = 'specialist') => {
  const card = reply.kind === 'done' ? reply.card : undefined;
  const [button] = card?.body.flatMap((one) => (one.kind === 'actions' ? one.buttons : [])) ?? [];
  return test.press(by, button?.press?.route ?? '', { ...button?.press?.args });
};

const plannedFor = async (test: TestRouter, who: string) =>
  (
    await test.db.delivery.findMany({
      where: { personId: test.personId(who), status: 'planned' },
      orderBy: { key: 'asc' },
    })
  ).map(({ key }) => key);

const calendarOf = async (test: TestRouter, name: string): Promise<string> => {
  const { calendarSecret } = await test.db.person.findFirstOrThrow({ where: { name } });
  return (await readCalendar(test.db, calendarSecret, test.clock.now())) ?? '';
};

onEachDatabase('somebody who has left', (open) => {
  it('is sent and shown nothing more, keeps what she wrote, and comes back as she was', async () => {
    const test = await begin(open);
    await publish(test);
    const task = await setTask(test);
    const reflect = { group: test.group.id, task: task.id, reply: 'notYet' };
    await test.press(advocate, 'task.reply', reflect);
    const before = await plannedFor(test, advocate);
    expect(before.length).toBeGreaterThan(0);
    expect(await calendarOf(test, advocate)).toContain('BEGIN:VEVENT');

    const reply = await sayLeft(test, advocate);
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining('has left') });
    expect(await plannedFor(test, advocate)).toEqual([]);
    const skipped = await test.db.delivery.findMany({ where: { key: { in: before } } });
    expect(new Set(skipped.map(({ status, reason }) => `${status}: ${reason}`))).toEqual(
      new Set([`skipped: ${advocate} has left`]),
    );
    expect(await calendarOf(test, advocate)).not.toContain('BEGIN:VEVENT');
    expect(await test.db.reflection.count({ where: { personId: test.personId(advocate) } })).toBe(1);
    for (const { id } of test.router.routes) {
      const shown = JSON.stringify(await test.press(advocate, id, { group: test.group.id }));
      expect(shown, id).not.toContain('One bar model');
      expect(shown, id).not.toContain('"form"');
    }
    expect(await test.type(advocate, 'home')).toMatchObject({ card: { title: 'You have left this group' } });
    await test.relay.run();
    expect(textTo(test, 'Rosalind Amponsah', 'Somebody has left')[0]).toContain(advocate);

    expect(await takeBack(test, reply)).toMatchObject({ kind: 'done', text: expect.stringContaining('as before') });
    expect(await plannedFor(test, advocate)).toEqual(before);
    expect(await calendarOf(test, advocate)).toContain('BEGIN:VEVENT');
    expect(await takeBack(test, reply)).toMatchObject({ kind: 'refused' });
  });

  it('may have a successor afterwards; then the successor goes first', async () => {
    const test = await begin(open);
    const reply = await sayLeft(test, head);
    const who = `${test.personId(head)}:head`;
    const form = await test.press('specialist', 'handover.record', { group: test.group.id, who });
    const made = await handIn(test, 'specialist', form, { name: 'Sam Fletcher', email: 'sam@oakfield.example' });
    expect(made.kind).toBe('done');
    expect(await takeBack(test, reply)).toMatchObject({
      kind: 'refused',
      text: expect.stringMatching(/Sam Fletcher has taken over|changed since/u),
    });
    expect(await test.press(head, 'people.stand-up', { group: test.group.id })).not.toMatchObject({ kind: 'done' });
    expect(await takeBack(test, made)).toMatchObject({ kind: 'done' });
    expect(await test.press(head, 'people.stand-up', { group: test.group.id })).not.toMatchObject({ kind: 'done' });
    expect(await test.db.membership.count({ where: { role: 'head', stoodDownAt: null } })).toBe(
      test.group.members.filter(({ role }) => role === 'head').length - 1,
    );
  });
});

describe('who may say that somebody has left', () => {
  it('leads the group; of a hub lead, another hub lead; of herself, nobody', async () => {
    const test = await begin();
    const before = await test.db.membership.findMany();
    for (const by of [advocate, head]) {
      const submitted = test.submit(by, 'handover.left', { group: test.group.id }, { who: test.personId(colleague) });
      expect(await submitted, by).toMatchObject({ kind: 'refused' });
      const undo = { group: test.group.id, person: test.personId(colleague), at: test.clock.now().toISOString() };
      expect(await test.press(by, 'handover.left-undo', undo), by).toMatchObject({ kind: 'refused' });
    }
    for (const who of [test.personId('hubLead'), test.personId('specialist'), 'nobody', '']) {
      const values = { who };
      const reply = await test.submit('specialist', 'handover.left', { group: test.group.id }, values);
      expect(reply.kind === 'form' ? Object.keys(faultsOf(reply)) : reply.kind, who).not.toBe('done');
    }
    expect(await test.db.membership.findMany()).toEqual(before);
  });

  it('cannot bring back who left otherwise, whatever the button says', async () => {
    const test = await begin();
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    const forged = { group: test.group.id, person: test.personId(head), at: test.clock.now().toISOString() };
    expect(await test.press('specialist', 'handover.left-undo', forged)).toMatchObject({ kind: 'refused' });
    expect(await test.press('specialist', 'handover.left-undo', { ...forged, at: 'x' })).toMatchObject({
      kind: 'refused',
    });
    expect(await test.db.membership.count({ where: { stoodDownAt: { not: null } } })).toBe(1);
  });
});

describe('a full roster', () => {
  const bytesWithout = (name: string): Buffer =>
    Buffer.from(
      readFileSync(exampleFile('roster.csv'), 'utf8')
        .split('\n')
        .filter((line) => !line.includes(name))
        .join('\n'),
    );

  it('lists whom it leaves out, and says that they have left when told to', async () => {
    const test = await begin();
    await publish(test);
    const deps = importDeps(test.clock.now());
    const listed = await importFile(test.db, bytesWithout(colleague), deps);
    expect(listed).toMatchObject({ ok: true, leftOut: [{ name: colleague }], haveLeft: false });
    expect(listed.ok && listed.warnings.join()).toContain('--left');
    expect(await test.db.membership.count({ where: { leftSaidBy: { not: null } } })).toBe(0);
    expect(await importFile(test.db, bytesWithout(colleague), deps, { left: true })).toMatchObject({ haveLeft: true });
    expect(await plannedFor(test, colleague)).toEqual([]);
    await test.relay.run();
    await test.runUntil('2026-09-05T12:00:00+01:00');
    expect(textTo(test, specialist, 'Somebody has left')[0]).toContain('roster leaves them out');
    // A second time finds nobody: who has left is in no roster.
    expect(await importFile(test.db, bytesWithout(colleague), deps, { left: true })).toMatchObject({ leftOut: [] });
  });

  it('takes a part of a roster for no full one', async () => {
    const test = await begin();
    const [first = '', , , third = ''] = readFileSync(exampleFile('roster.csv'), 'utf8').split('\n');
    const result = await importFile(test.db, Buffer.from(`${first}\n${third}\n`), importDeps(test.clock.now()), {
      left: true,
    });
    expect(result).toMatchObject({ ok: true, leftOut: [] });
    expect(await test.db.membership.count({ where: { leftSaidBy: { not: null } } })).toBe(0);
  });

  it('with another address of somebody keeps the same person, and unties the account of the wrong one', async () => {
    const test = await begin();
    const priya = await test.db.person.findFirstOrThrow({ where: { name: advocate } });
    const account = { hubId: priya.hubId, personId: priya.id, name: advocate, seenAt: test.clock.now() };
    await test.db.account.create({ data: { ref: 'chat:W1:wrong', ...account, email: priya.email } });
    await test.db.account.create({ data: { ref: 'chat:W1:told', ...account, email: 'home@home.example' } });
    const text = readFileSync(exampleFile('roster.csv'), 'utf8').replace(priya.email, 'p.right@oakfield.example');
    const people = await test.db.person.count();
    const result = await importFile(test.db, Buffer.from(text), importDeps(test.clock.now()));
    expect(result).toMatchObject({ ok: true, leftOut: [], updated: { people: 1 } });
    expect(await test.db.person.count()).toBe(people);
    expect((await test.db.person.findUniqueOrThrow({ where: { id: priya.id } })).email).toBe(
      'p.right@oakfield.example',
    );
    const tied = await test.db.account.findMany({ where: { personId: priya.id } });
    expect(tied.map(({ ref }) => ref)).toEqual(['chat:W1:told']);
  });
});

describe('an address', () => {
  const correct = (test: TestRouter, by: string, who: string, email: string) =>
    test.submit(by, 'people.address', { group: test.group.id }, { who: test.personId(who), email });

  it('with a sign that only looks like a letter is refused, and not taken for the letter', async () => {
    const test = await begin();
    // The Kelvin sign, of which JavaScript makes a small k.
    const reply = await correct(test, 'specialist', advocate, '\u212Aate.winterbourne@examplemathshub.example');
    expect(faultsOf(reply)).toEqual({ email: expect.stringContaining('is not an email address') });
  });

  it('is corrected by those who lead, told to the others, and the person stays the same', async () => {
    const test = await begin();
    expect(await correct(test, 'specialist', advocate, ' P.Right@Oakfield.example ')).toMatchObject({ kind: 'done' });
    const person = await test.db.person.findUniqueOrThrow({ where: { id: test.personId(advocate) } });
    expect(person.email).toBe('p.right@oakfield.example');
    await test.relay.run();
    expect(textTo(test, 'Rosalind Amponsah', 'An address was corrected')[0]).toContain(advocate);
  });

  it('is not taken from somebody else, and of those who lead it is the hub lead’s to correct', async () => {
    const test = await begin();
    const { email } = await test.db.person.findFirstOrThrow({ where: { name: head } });
    const before = await test.db.person.findMany({ orderBy: { id: 'asc' } });
    for (const [by, who, wanted] of [
      ['specialist', advocate, email],
      ['specialist', advocate, 'not an address'],
      ['specialist', 'hubLead', 'mine@home.example'],
      [head, advocate, 'mine@home.example'],
      [advocate, head, 'mine@home.example'],
    ] as const) {
      expect((await correct(test, by, who, wanted)).kind, `${by} ${who}`).not.toBe('done');
    }
    expect(await test.db.person.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    expect(await correct(test, 'hubLead', 'specialist', 'kate.right@hub.example')).toMatchObject({ kind: 'done' });
  });
});

describe('“It is me after all”', () => {
  it('reaches the specialist who was told, in both messages', async () => {
    const test = await begin();
    const asked = await test.press(head, 'people.stand-down', { group: test.group.id });
    expect(asked).toMatchObject({ kind: 'form', form: { title: 'Not you any more?' } });
    expect(await test.db.membership.count({ where: { stoodDownAt: { not: null } } })).toBe(0);
    await handIn(test, head, asked);
    await test.relay.run();
    expect(textTo(test, specialist, 'Say who takes over')).toHaveLength(1);
    await test.press(head, 'people.stand-up', { group: test.group.id });
    await test.relay.run();
    expect(textTo(test, specialist, 'is there after all')).toHaveLength(1);
    const stale = JSON.stringify(test.messenger.updated.at(-1)?.card);
    expect(stale).toContain('is there after all');
    expect(stale).not.toContain('Say who takes over');
    expect(stale).not.toContain('Nothing more is sent');
  });
});
