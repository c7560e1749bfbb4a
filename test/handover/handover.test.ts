import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { newId } from '../../src/shared/ids.js';
import { loadGroup } from '../../src/store/groups.js';
import {
  advocate,
  begin,
  colleague,
  faultsOf,
  fieldsOf,
  handIn,
  head,
  publish,
  setTask,
  valuesOf,
} from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const sam = { name: 'Sam Fletcher', email: 'sam.fletcher@oakfield.example' };
const place = (test: TestRouter, who: string, role: string): string => `${test.personId(who)}:${role}`;
const open = (test: TestRouter, who: string, args: Record<string, string> = {}) =>
  test.press(who, 'handover.record', { group: test.group.id, ...args });

/** The specialist records that somebody leaves. */
async function handOver(
  test: TestRouter,
  leaver: string,
  role: string,
  changes: Record<string, unknown> = sam,
  by = 'specialist',
): Promise<Reply> {
  return handIn(test, by, await open(test, by), { who: place(test, leaver, role), ...changes });
}

async function later(test: TestRouter): Promise<void> {
  test.clock.set(new Date(test.clock.now().getTime() + 60_000));
  await test.relay.run();
}

const undoOf = (reply: Reply): { route: string; args: Record<string, string> } => {
  const card = 'card' in reply ? reply.card : undefined;
  const [button] = (card?.body ?? []).flatMap((part) => (part.kind === 'actions' ? part.buttons : []));
  if (!button?.press) throw new Error(`nothing takes it back: ${JSON.stringify(reply)}`);
  return { route: button.press.route, args: { ...button.press.args } };
};
const takeBack = (test: TestRouter, who: string, reply: Reply) => {
  const { route, args } = undoOf(reply);
  return test.press(who, route, args);
};

const personNamed = async (test: TestRouter, name: string): Promise<string> =>
  (await test.db.person.findFirstOrThrow({ where: { name } })).id;

const posted = (test: TestRouter, personId: string, words = ''): string[] =>
  test.messenger.posted
    .filter(({ to }) => to.kind === 'person' && to.personId === personId)
    .map(({ card }) => JSON.stringify(card))
    .filter((text) => text.includes(words));

/** Everything of a group that a handover may touch. */
async function stateOf(test: TestRouter) {
  const where = { groupId: test.group.id };
  return {
    people: (await test.db.person.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name),
    members: (await test.db.membership.findMany({ where, orderBy: { id: 'asc' } })).map(
      ({ personId, role, schoolId, stoodDownAt }) => ({ personId, role, schoolId, stoodDownAt }),
    ),
    steps: (await test.db.actionStep.findMany({ where, orderBy: { id: 'asc' } })).map(({ ownerId }) => ownerId),
    planned: (await test.db.delivery.findMany({ where: { ...where, status: 'planned' }, orderBy: { key: 'asc' } })).map(
      ({ key }) => key,
    ),
  };
}

const addStep = (test: TestRouter, owner: string, text: string, more: object = {}) =>
  test.db.actionStep.create({
    data: {
      id: newId(),
      groupId: test.group.id,
      schoolId: test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '',
      position: 0,
      text,
      ownerId: test.personId(owner),
      createdAt: test.clock.now(),
      createdById: test.personId('specialist'),
      ...more,
    },
  });

onDatabase('a handover', (database) => {
  it('moves reminders and open steps, and welcomes whoever takes over', async () => {
    const test = await begin(database);
    const { second } = await publish(test);
    await setTask(test);
    await addStep(test, advocate, 'Show the bar model to Year 2', { dueOn: '2026-10-16' });
    await addStep(test, advocate, 'Order counters', { doneAt: test.clock.now(), doneById: test.personId(advocate) });
    await test.runUntil('2026-09-08T10:00:00+01:00');
    const reply = await handOver(test, advocate, 'advocate', { ...sam, day: '2026-09-07' });
    expect(reply).toMatchObject({
      kind: 'done',
      text: 'Sam Fletcher takes over from Priya Nandakumar as lead teacher of Oakfield Primary, and gets a message that says what is next.',
    });
    await later(test);
    const id = await personNamed(test, sam.name);
    expect(await test.db.person.findUniqueOrThrow({ where: { id } })).toMatchObject({
      email: sam.email,
      hubId: test.group.hubId,
    });
    const messages = posted(test, id);
    expect(messages).toHaveLength(1);
    for (const words of [
      'Welcome, Sam Fletcher',
      'Priya Nandakumar',
      'Mon 7 Sep 2026',
      'One bar model',
      'Show the bar model to Year 2, by Fri 16 Oct',
      'Kate Winterbourne',
    ])
      expect(messages[0]).toContain(words);
    expect(messages[0]).not.toContain('Order counters');
    expect(posted(test, test.personId(head), 'Somebody has taken over')).toHaveLength(1);

    const steps = await test.db.actionStep.findMany({ orderBy: { text: 'asc' } });
    expect(steps.map(({ ownerId }) => ownerId)).toEqual([test.personId(advocate), id]);
    const asked = { kind: 'will-you-come', subjectId: second.id, status: 'planned' } as const;
    expect(await test.db.delivery.count({ where: { ...asked, personId: id } })).toBe(1);
    const ofLeaver = await test.db.delivery.findFirstOrThrow({
      where: { kind: 'will-you-come', subjectId: second.id, personId: test.personId(advocate) },
    });
    expect(ofLeaver).toMatchObject({ status: 'skipped', reason: 'Priya Nandakumar has handed over' });
    expect(await test.db.handover.findMany()).toMatchObject([
      { role: 'advocate', leaverId: test.personId(advocate), successorId: id, day: '2026-09-07', undoneAt: null },
    ]);
    // The leaver is told whose it is now, and is in no list any more.
    expect(JSON.stringify(await test.type(advocate, 'home'))).toContain('Sam Fletcher');
    const people = JSON.stringify(await test.type('specialist', 'people'));
    expect(people).toContain('Sam Fletcher');
    expect(people).not.toContain(advocate);
  });

  it('of a teacher passes on what was shared, and nothing that was private', async () => {
    const test = await begin(database);
    await publish(test);
    const task = await setTask(test);
    await test.runUntil('2026-09-08T10:00:00+01:00');
    const field = `p-${task.prompts[0]?.id}`;
    const reflect = async (who: string, text: string, shared: boolean) =>
      handIn(test, who, await test.type(who, 'reflect'), { [field]: text, shared });
    await reflect(advocate, 'My class went silent, and so did I.', false);
    await reflect(colleague, 'We drew it on the playground.', true);
    const visit = await test.db.visit.create({
      data: {
        id: newId(),
        groupId: test.group.id,
        schoolId: test.group.schools[0]?.id ?? '',
        startsAt: test.clock.now(),
        length: 60,
        changedAt: test.clock.now(),
        bookedById: test.personId('specialist'),
      },
    });
    const feedback = { visitId: visit.id, personId: test.personId(advocate), writtenAt: test.clock.now() };
    await test.db.lessonFeedback.create({ data: { ...feedback, text: 'You spoke over the pause.' } });
    await handOver(test, advocate, 'advocate');
    await later(test);
    const id = await personNamed(test, sam.name);
    const everything: string[] = [];
    for (const { command } of test.router.routes)
      if (command) everything.push(JSON.stringify(await test.type(id, command.words)));
    everything.push(...posted(test, id));
    const shared = await test.press(id, 'task.shared', { group: test.group.id, task: task.id });
    expect(JSON.stringify(shared)).toContain('We drew it on the playground.');
    for (const text of [...everything, JSON.stringify(shared)]) {
      expect(text).not.toContain('My class went silent');
      expect(text).not.toContain('You spoke over the pause');
    }
    const read = await test.press(id, 'task.read', { group: test.group.id, task: task.id });
    expect(read.kind).toBe('refused');
  });

  it('of a specialist keeps what was sent before from the next one, and moves what she was to hear', async () => {
    const test = await begin(database);
    await publish(test);
    const task = await setTask(test);
    await test.runUntil('2026-09-08T10:00:00+01:00');
    const field = `p-${task.prompts[0]?.id}`;
    await handIn(test, advocate, await test.type(advocate, 'reflect'), { [field]: 'It did not go well.' });
    const draft = await test.type(colleague, 'reflect');
    await test.router.handle({
      id: newId(),
      personId: test.personId(colleague),
      intent: {
        kind: 'submit',
        route: 'task.reflect',
        args: { group: test.group.id, task: task.id },
        values: { ...valuesOf(draft), [field]: 'Half a thought' },
        keep: true,
      },
    });
    // Friday evening: a head would like to talk, and the message waits.
    const told = { subjectId: 'a-meeting', kind: 'cover-talk', topic: 'notice', hubId: test.group.hubId } as const;
    const when = new Date('2026-09-14T07:00:00Z');
    await test.db.delivery.create({
      data: {
        ...told,
        id: newId(),
        key: `cover-talk:a-meeting:${test.personId('specialist')}:0`,
        groupId: test.group.id,
        personId: test.personId('specialist'),
        why: 'a head would like to talk',
        unasked: false,
        dueAt: when,
        sendAt: when,
        day: '2026-09-14',
      },
    });
    const by = 'Rosalind Amponsah';
    await handOver(test, 'specialist', 'specialist', { name: 'Nia Corder', email: 'nia@hub.example' }, by);
    await later(test);
    const id = await personNamed(test, 'Nia Corder');
    const [welcome] = posted(test, id, 'Welcome, Nia Corder');
    expect(welcome).toContain('You see what the specialist sees');
    const read = JSON.stringify(await test.press(id, 'task.read', { group: test.group.id, task: task.id }));
    expect(read).not.toContain('It did not go well.');
    expect(read).not.toContain('Half a thought');
    expect(await test.db.delivery.findMany({ where: told })).toMatchObject([{ personId: id, status: 'planned' }]);
    // The former specialist sees nothing of the group any more.
    const former = await test.press('Kate Winterbourne', 'task.read', { group: test.group.id, task: task.id });
    expect(JSON.stringify(former)).toContain('Nia Corder');
    expect(JSON.stringify(former)).not.toContain('It did not go well.');
  });

  it('of a head asks the new one to take the commitments on, in the same message', async () => {
    const test = await begin(database);
    await publish(test);
    await test.runUntil('2026-10-05T10:00:00+01:00');
    await handOver(test, head, 'head', { ...sam, day: '2026-10-01' });
    await later(test);
    const id = await personNamed(test, sam.name);
    const messages = posted(test, id);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('Welcome, Sam Fletcher');
    expect(messages[0]).toContain('commitments.take-on');
    expect(await test.db.headMeetingPerson.count({ where: { personId: id } })).toBe(0);
  });

  it('is taken back whole, as long as whoever took over has not acted', async () => {
    const test = await begin(database);
    await publish(test);
    await addStep(test, advocate, 'Show the bar model to Year 2');
    await test.runUntil('2026-09-08T10:00:00+01:00');
    const before = await stateOf(test);
    const reply = await handOver(test, advocate, 'advocate');
    await later(test);
    expect(await stateOf(test)).not.toEqual(before);
    expect(await takeBack(test, 'specialist', reply)).toMatchObject({
      kind: 'done',
      text: 'Taken back. Priya Nandakumar is lead teacher of Oakfield Primary again.',
    });
    expect(await stateOf(test)).toEqual(before);
    await test.relay.run();
    expect(JSON.stringify(test.messenger.updated.at(-1)?.card)).toContain('This was taken back');
    expect(await takeBack(test, 'specialist', reply)).toMatchObject({ kind: 'refused' });
    expect(await test.type(advocate, 'home')).toMatchObject({ kind: 'card' });
  });

  it('happens once, however often it is sent, and for one of two who record it at once', async () => {
    const test = await begin(database);
    const opened = await open(test, 'specialist');
    const values = { ...valuesOf(opened), who: place(test, advocate, 'advocate'), ...sam };
    const request = {
      id: newId(),
      personId: test.personId('specialist'),
      intent: { kind: 'submit', route: 'handover.record', args: { group: test.group.id }, values },
    } as const;
    const first = await test.router.handle(request);
    expect(first).toMatchObject({ kind: 'done' });
    expect(await test.router.handle(request)).toEqual(first);
    const replies = await Promise.all(
      ['specialist', 'hubLead'].map((by) =>
        handOver(test, colleague, 'advocate', { name: 'Eve Lund', email: 'eve@oakfield.example' }, by),
      ),
    );
    expect(replies.map(({ kind }) => kind).sort()).toEqual(['done', 'form']);
    expect(await test.db.handover.count()).toBe(2);
    expect(await test.db.person.count({ where: { name: { in: ['Sam Fletcher', 'Eve Lund'] } } })).toBe(2);
  });
});

describe('taking a handover back', () => {
  it('says what stays when whoever took over has answered', async () => {
    const test = await begin();
    const { first } = await publish(test);
    await test.runUntil('2026-09-08T10:00:00+01:00');
    const reply = await handOver(test, head, 'head');
    await later(test);
    const id = await personNamed(test, sam.name);
    const meeting = { group: test.group.id, meeting: first.id, answer: 'arranged' };
    expect(await test.press(id, 'meeting.cover', meeting)).toMatchObject({ kind: 'done' });
    expect(await takeBack(test, 'specialist', reply)).toMatchObject({
      kind: 'done',
      text: expect.stringContaining('What Sam Fletcher answered meanwhile stays on record'),
    });
    expect(await test.db.coverAnswer.count()).toBe(1);
    // Who is out stays out.
    expect(JSON.stringify(await test.type(id, 'commitments'))).toContain(head);
    expect(await test.press(id, 'people.stand-up', { group: test.group.id })).toMatchObject({ kind: 'refused' });
    expect(await test.type(head, 'commitments')).toMatchObject({ kind: 'card' });
  });

  it('is for who recorded it while nothing has happened, and then for those who lead', async () => {
    const test = await begin();
    const { first } = await publish(test);
    await test.runUntil('2026-09-08T10:00:00+01:00');
    const reply = await handIn(test, head, await open(test, head), { who: place(test, head, 'head'), ...sam });
    expect(await takeBack(test, colleague, reply)).toMatchObject({ kind: 'refused' });
    await later(test);
    const id = await personNamed(test, sam.name);
    const meeting = { group: test.group.id, meeting: first.id, answer: 'arranged' };
    await test.press(id, 'meeting.cover', meeting);
    expect(await takeBack(test, head, reply)).toMatchObject({ kind: 'refused', text: expect.stringContaining('lead') });
    expect(
      (await loadGroup(test.db, test.group.id)).members.filter((one) => one.role === 'head' && !one.stoodDown),
    ).toHaveLength(6);
  });

  it('restores who had pressed “Not me any more”, and who had stood down before', async () => {
    const test = await begin();
    await publish(test);
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    const standing = await test.db.membership.findFirstOrThrow({ where: { stoodDownAt: { not: null } } });
    await later(test);
    const [told] = posted(test, test.personId('specialist'), 'A new head teacher at Oakfield Primary');
    expect(told).toContain('Say who takes over');
    const form = await open(test, 'specialist', { who: place(test, head, 'head') });
    expect(fieldsOf(form)[0]?.value).toBe(place(test, head, 'head'));
    const reply = await handIn(test, 'specialist', form, sam);
    await later(test);
    expect(JSON.stringify(test.messenger.updated.at(-1)?.card)).toContain('has taken over');
    expect(await test.press(head, 'people.stand-up', { group: test.group.id })).toMatchObject({ kind: 'refused' });
    await takeBack(test, 'specialist', reply);
    const after = await test.db.membership.findUniqueOrThrow({ where: { id: standing.id } });
    expect(after.stoodDownAt).toEqual(standing.stoodDownAt);
    expect(await test.press(head, 'people.stand-up', { group: test.group.id })).toMatchObject({ kind: 'done' });
  });
});

describe('who may hand over what', () => {
  const labels = async (test: TestRouter, who: string): Promise<string[]> => {
    const [field] = fieldsOf(await open(test, who));
    return field?.kind === 'select' ? field.choices.map(({ label }) => label) : [];
  };

  it('is everybody for themselves, a head for the school’s teachers too, and who leads for all', async () => {
    const test = await begin();
    expect(await labels(test, advocate)).toEqual(['Priya Nandakumar, lead teacher of Oakfield Primary']);
    expect(await labels(test, head)).toEqual([
      'Margaret Okonkwo, head teacher of Oakfield Primary',
      'Priya Nandakumar, lead teacher of Oakfield Primary',
      'Tom Hartwell, lead teacher of Oakfield Primary',
    ]);
    expect(await labels(test, 'specialist')).toHaveLength(19);
    expect(await labels(test, 'hubLead')).toHaveLength(19);
    expect(await handOver(test, 'Aisha Rahmani', 'advocate', sam, head)).toMatchObject({
      kind: 'form',
      form: { body: expect.arrayContaining([expect.objectContaining({ name: 'who', fault: expect.any(String) })]) },
    });
    expect(await handOver(test, 'hubLead', 'hubLead', sam)).toMatchObject({ kind: 'form' });
    expect(await test.db.handover.count()).toBe(0);
  });

  it.each([
    [
      'the leaver',
      { successor: advocate, name: '', email: '' },
      { successor: 'That is who leaves. Please choose somebody else.' },
    ],
    [
      'who is in it',
      { successor: colleague, name: '', email: '' },
      { successor: expect.stringContaining('lead teacher of Oakfield Primary already') },
    ],
    [
      'who is in it elsewhere',
      { successor: 'Aisha Rahmani', name: '', email: '' },
      { successor: expect.stringContaining('one school') },
    ],
    [
      'a stranger',
      { successor: 'somebody-else', name: '', email: '' },
      { successor: expect.stringContaining('not in your hub') },
    ],
    ['both', { successor: head }, { successor: expect.stringContaining('Somebody new') }],
    ['nobody', { name: '', email: '' }, { name: expect.any(String), email: expect.any(String) }],
    ['no address', { email: 'sam at school' }, { email: '“sam at school” is not an email address.' }],
    [
      'a known address',
      { email: 'Margaret.Okonkwo@oakfield.example' },
      { email: expect.stringContaining('another name') },
    ],
    ['a later day', { day: '2026-09-20' }, { day: 'Sun 20 Sep 2026 is still to come.' }],
    ['last year', { day: '2026-07-01' }, { day: expect.stringContaining('Wed 2 Sep 2026') }],
  ])('refuses %s, and keeps what was written', async (_, changes, fault) => {
    const test = await begin();
    await test.runUntil('2026-09-10T12:00:00+01:00');
    const known = 'successor' in changes ? { successor: test.personId(changes.successor as string) } : {};
    const reply = await handOver(test, advocate, 'advocate', { ...sam, ...changes, ...known });
    expect(faultsOf(reply)).toEqual(fault);
    expect(await test.db.handover.count()).toBe(0);
    expect(await test.db.person.count({ where: { name: sam.name } })).toBe(0);
  });

  it('does not take another hub’s people, nor a hub’s other people from who does not lead the hub', async () => {
    const test = await begin();
    await test.db.hub.create({ data: { id: 'h2', name: 'Another Hub' } });
    const person = { name: 'Una Wells', email: 'una@elsewhere.example' };
    await test.db.person.create({ data: { ...person, id: 'p2', hubId: 'h2', calendarSecret: 's2' } });
    await test.db.person.create({ data: { ...person, id: 'p1', hubId: test.group.hubId, calendarSecret: 's1' } });
    const chosen = (successor: string, by: string) =>
      handOver(test, advocate, 'advocate', { successor, name: '', email: '' }, by);
    expect(faultsOf(await chosen('p2', 'specialist'))).toHaveProperty('successor');
    expect(faultsOf(await chosen('p1', head))).toHaveProperty('successor');
    expect(faultsOf(await chosen('p1', 'specialist'))).toHaveProperty('successor');
    expect(await chosen('p1', 'hubLead')).toMatchObject({ kind: 'done' });
  });

  it('lets a head who is lead teacher too keep that, and still hears what is sent', async () => {
    const test = await begin();
    const { first } = await publish(test);
    const schoolId = test.group.members.find(({ name }) => name === head)?.schoolId ?? null;
    const own = { groupId: test.group.id, personId: test.personId(head), role: 'advocate', schoolId } as const;
    await test.db.membership.create({ data: { id: newId(), ...own } });
    await handOver(test, head, 'head');
    await test.runUntil('2026-09-20T12:00:00+01:00');
    expect(
      await test.db.delivery.count({
        where: { personId: own.personId, kind: 'will-you-come', subjectId: first.id, status: 'sent' },
      }),
    ).toBe(1);
  });

  it('sends nothing to somebody whose every role has ended, whatever was planned before', async () => {
    const test = await begin();
    const at = new Date('2026-09-09T08:00:00Z');
    const row = {
      hubId: test.group.hubId,
      groupId: test.group.id,
      topic: 'notice',
      subjectId: 'x',
      why: 'x',
      dueAt: at,
      sendAt: at,
    };
    const personId = test.personId(head);
    await test.db.delivery.create({
      data: { ...row, id: newId(), key: 'k', kind: 'funding-news', personId, unasked: true, day: '2026-09-09' },
    });
    await handOver(test, head, 'head');
    await test.runUntil('2026-09-30T12:00:00+01:00');
    expect(await test.db.delivery.findUniqueOrThrow({ where: { key: 'k' } })).toMatchObject({
      status: 'skipped',
      reason: 'this is no longer their role',
    });
    expect(posted(test, personId)).toEqual([]);
  });
});

describe('before a group’s year begins', () => {
  it('somebody can take over all the same', async () => {
    const test = await begin(undefined, { start: '2026-08-25T10:00:00+01:00' });
    expect(await handOver(test, advocate, 'advocate')).toMatchObject({ kind: 'done' });
  });
});
