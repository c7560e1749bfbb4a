import { describe, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { loadGroup } from '../../src/store/groups.js';
import { advocate, begin, faultsOf, fieldsOf, handIn, head, publish, setTask, valuesOf } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { onDatabase } from '../support/databases.js';
import { takeIn } from '../support/filling.js';
import type { TestRouter } from '../support/router.js';

const specialist = 'Kate Winterbourne';
const summer = '2027-06-08T12:00:00+01:00';

/** The dates of the year after, as a hub lead would import them for another group. */
const dates = [
  ['2027-09-02', '2027-10-22'],
  ['2027-11-01', '2027-12-17'],
  ['2028-01-04', '2028-02-11'],
  ['2028-02-21', '2028-03-31'],
  ['2028-04-18', '2028-05-26'],
  ['2028-06-05', '2028-07-21'],
] as const;

async function addDatedGroup(test: TestRouter): Promise<string> {
  const { id, ...row } = await test.db.group.findUniqueOrThrow({ where: { id: test.group.id } });
  const made = newId();
  await test.db.group.create({
    data: { ...row, id: made, name: 'Primary Mastery Work Group 9', schoolYear: '2027/28', calendarSecret: newId() },
  });
  await test.db.halfTerm.createMany({
    data: dates.map(([firstDay, lastDay], index) => ({
      id: newId(),
      groupId: made,
      number: index + 1,
      firstDay,
      lastDay,
    })),
  });
  return made;
}

const schoolsBut = (test: TestRouter, ...names: string[]): string[] =>
  test.group.schools.filter(({ name }) => !names.includes(name)).map(({ id }) => id);

const carryOn = async (test: TestRouter, changes: Record<string, unknown> = {}, by = 'specialist') =>
  handIn(test, by, await test.press(by, 'carry-on.record', { group: test.group.id }), changes);

const nextOf = async (test: TestRouter) =>
  loadGroup(test.db, (await test.db.group.findFirstOrThrow({ where: { carriesOnId: test.group.id } })).id);

const addStep = (test: TestRouter, school: string, text: string, more: object = {}) =>
  test.db.actionStep.create({
    data: {
      id: newId(),
      groupId: test.group.id,
      schoolId: test.group.schools.find(({ name }) => name === school)?.id ?? '',
      position: 0,
      text,
      createdAt: test.clock.now(),
      createdById: test.personId('specialist'),
      ...more,
    },
  });

onDatabase('carrying on', (open) => {
  it('makes the next year’s group of the schools and people that go on, with the dates of another group', async () => {
    const test = await begin(open);
    await publish(test);
    const task = await setTask(test);
    await handIn(test, advocate, await test.type(advocate, 'reflect'), { [`p-${task.prompts[0]?.id}`]: 'Mine alone.' });
    await addStep(test, 'Oakfield Primary', 'Show the bar model', { ownerId: test.personId(advocate) });
    await addStep(test, 'Oakfield Primary', 'Done already', { doneAt: test.clock.now() });
    await addStep(test, 'Millpond Primary', 'Somebody else’s');
    await addDatedGroup(test);
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    test.clock.set(new Date(summer));
    const form = await test.press('specialist', 'carry-on.record', { group: test.group.id });
    expect(valuesOf(form)).toMatchObject({ name: test.group.name, schools: schoolsBut(test) });
    const labels = fieldsOf(form).flatMap((field) =>
      field.kind === 'select' ? field.choices.map(({ label }) => label) : [],
    );
    expect(labels).toEqual([
      'Copied from Primary Mastery Work Group 9, 2027/28',
      'Not yet: your hub lead imports term-dates.csv',
    ]);
    const reply = await handIn(test, 'specialist', form, { schools: schoolsBut(test, 'Millpond Primary') });
    expect(reply).toMatchObject({ kind: 'done', text: `${test.group.name} goes on in 2027/28.` });
    const next = await nextOf(test);
    expect(next).toMatchObject({
      name: test.group.name,
      schoolYear: '2027/28',
      programme: 'primary-tfm',
      usual: test.group.usual,
      carriesOnId: test.group.id,
    });
    expect(next.schools.map(({ name }) => name)).not.toContain('Millpond Primary');
    expect(next.schools).toHaveLength(5);
    expect(next.calendar.halfTerms.map(({ firstDay }) => firstDay)).toEqual(dates.map(([first]) => first));
    const names = next.members.map(({ name }) => name);
    expect(names).toContain(advocate);
    expect(names).toContain(specialist);
    expect(names).not.toContain('Aisha Rahmani');
    expect(names).not.toContain(head);
    expect(await test.db.actionStep.findMany({ where: { groupId: next.id } })).toMatchObject([
      { text: 'Show the bar model', ownerId: test.personId(advocate), visitId: null },
    ]);
    expect(await test.db.commitment.count({ where: { groupId: next.id } })).toBe(0);
    expect(await test.db.gapTask.count({ where: { groupId: next.id } })).toBe(0);
    // This year's group stays as it was, and readable.
    expect((await loadGroup(test.db, test.group.id)).schools).toHaveLength(6);
    const old = await test.press('specialist', 'task.read', { group: test.group.id, task: task.id });
    expect(JSON.stringify(old)).toContain('Mine alone.');
    const ledger = JSON.stringify(
      await test.press('specialist', 'commitments.show', {
        group: test.group.id,
        school: schoolsBut(test)[0] ?? '',
      }),
    );
    expect(ledger).toContain('Goes on in 2027/28');
  });

  it('is done once, by whoever comes first', async () => {
    const test = await begin(open);
    test.clock.set(new Date(summer));
    const replies = await Promise.all(['specialist', 'hubLead'].map((by) => carryOn(test, {}, by)));
    expect(replies.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(await test.db.group.count()).toBe(2);
    expect(await test.type('specialist', 'carry on')).toMatchObject({ kind: 'card', card: { title: 'Next year' } });
    const next = await nextOf(test);
    // The next year's own next year is not to be set up before it has begun.
    expect(await test.press('specialist', 'carry-on.record', { group: next.id })).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('begins on Sun 1 Aug 2027'),
    });
  });

  it('is taken back whole while nothing has happened, and its channel goes back', async () => {
    const test = await begin(open, { channel: false });
    const channel = { groupId: test.group.id, boundById: 'x', boundAt: test.clock.now() };
    await test.db.channel.create({ data: { ...channel, ref: 'slack:T1:C1' } });
    await test.db.channel.create({ data: { ...channel, ref: 'slack:T1:C2', audience: 'heads' } });
    await addStep(test, 'Oakfield Primary', 'Show the bar model');
    test.clock.set(new Date(summer));
    const reply = await carryOn(test);
    expect(JSON.stringify(reply)).toContain('Use our channel for the new year');
    const next = await nextOf(test);
    const args = { group: next.id };
    const moved = await test.press('specialist', 'carry-on.channel', args);
    expect(moved).toMatchObject({ kind: 'done', text: `The channel is that of ${next.name}, 2027/28, now.` });
    const channels = () => test.db.channel.findMany({ orderBy: { ref: 'asc' } });
    expect((await channels()).map(({ groupId }) => groupId)).toEqual([next.id, next.id]);
    expect(await test.press('specialist', 'carry-on.channel', args)).toMatchObject({ kind: 'refused' });
    const back = { ...args, at: test.clock.now().toISOString() };
    expect(await test.press('specialist', 'carry-on.channel-back', back)).toMatchObject({ kind: 'done' });
    expect((await channels()).map(({ groupId }) => groupId)).toEqual([test.group.id, test.group.id]);
    expect(await test.press('specialist', 'carry-on.channel-back', back)).toMatchObject({ kind: 'refused' });

    await test.press('specialist', 'carry-on.channel', args);
    expect(await test.press('specialist', 'carry-on.undo', args)).toMatchObject({ kind: 'done' });
    expect(await test.db.group.count()).toBe(1);
    expect((await channels()).map(({ groupId }) => groupId)).toEqual([test.group.id, test.group.id]);
    expect(await test.db.actionStep.count()).toBe(1);
    expect(await carryOn(test)).toMatchObject({ kind: 'done' });
  });

  it('stays when term dates were imported for it since', async () => {
    const test = await begin(open);
    await addDatedGroup(test);
    test.clock.set(new Date(summer));
    await carryOn(test);
    const next = await nextOf(test);
    const moved = `group,school,what,first day,last day,note\n${next.name},,Autumn 1,2027-09-06,2027-10-22,\n`;
    await takeIn(test.db, test.clock.now(), [Buffer.from(moved)]);
    expect(await test.press('specialist', 'carry-on.undo', { group: next.id })).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Something has happened'),
    });
    expect((await nextOf(test)).calendar.halfTerms[0]).toMatchObject({ firstDay: '2027-09-06' });
  });

  it('at the end of the year lets commands and messages go over to the new group by themselves', async () => {
    const test = await begin(open);
    await publish(test);
    await addDatedGroup(test);
    await test.runUntil(summer);
    expect(textTo(test, specialist, 'Carry on in 2027/28')).toHaveLength(1);
    await carryOn(test);
    await test.relay.run();
    const next = await nextOf(test);
    const title = async (who: string) => JSON.stringify(await test.type(who, 'schedule'));
    // Until the new year begins, "schedule" is this year's.
    expect(await title(advocate)).toContain('Tue 29 Jun');
    await test.db.delivery.create({
      data: {
        id: newId(),
        key: 'old',
        hubId: test.group.hubId,
        groupId: test.group.id,
        kind: 'funding-news',
        topic: 'notice',
        subjectId: 'x',
        personId: test.personId(head),
        why: 'x',
        unasked: true,
        day: '2027-09-02',
        dueAt: new Date('2027-09-02T08:00:00Z'),
        sendAt: new Date('2027-09-02T08:00:00Z'),
      },
    });
    await test.runUntil('2027-09-06T12:00:00+01:00');
    expect(await test.db.delivery.findUniqueOrThrow({ where: { key: 'old' } })).toMatchObject({
      status: 'skipped',
      reason: 'the group has gone on into its next year',
    });
    const planned = await handIn(test, 'specialist', await test.type('specialist', 'schedule plan'));
    expect(planned).toMatchObject({ kind: 'done' });
    expect(await test.db.meeting.count({ where: { groupId: next.id } })).toBe(6);
    expect(await title(advocate)).not.toContain('Tue 29 Jun');
    const button = await test.press(advocate, 'schedule.show', { group: test.group.id });
    expect(JSON.stringify(button)).toContain('Tue 29 Jun');
    // Heads are asked to sign for the new year.
    expect(
      await test.db.delivery.count({
        where: { groupId: next.id, kind: 'take-on', personId: test.personId(head), status: 'sent' },
      }),
    ).toBe(1);
    expect(await test.press('specialist', 'carry-on.undo', { group: next.id })).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Something has happened'),
    });
  });
});

describe('the question about next year', () => {
  const asked = (test: TestRouter) =>
    test.db.delivery.findMany({ where: { kind: 'new-year' }, orderBy: { dueAt: 'asc' } });

  it('comes on the first school day of Summer 2, can be put off, and is answered for good', async () => {
    const test = await begin();
    await publish(test);
    expect(await asked(test)).toMatchObject([{ day: '2027-06-07', personId: test.personId('specialist') }]);
    await test.runUntil('2027-06-07T12:00:00+01:00');
    const args = { group: test.group.id, subject: test.group.id, chain: 'new-year' };
    const later = await handIn(test, 'specialist', await test.press('specialist', 'reminder.snooze', args), {
      until: '2027-06-21',
    });
    expect(later).toMatchObject({ kind: 'done' });
    expect((await asked(test)).map(({ status, day }) => [status, day])).toEqual([
      ['sent', '2027-06-07'],
      ['planned', '2027-06-21'],
    ]);
    const stop = { group: test.group.id };
    const reply = await test.press('specialist', 'carry-on.stop', stop);
    expect(reply).toMatchObject({ kind: 'done', text: expect.stringContaining('ends with this year') });
    expect((await asked(test)).map(({ status }) => status)).toEqual(['sent', 'skipped']);
    await test.relay.run();
    expect(JSON.stringify(test.messenger.updated.at(-1)?.card)).toContain('The group ends with this year.');
    const ledger = await test.type(head, 'commitments');
    expect(JSON.stringify(ledger)).toContain('the group does not go on');
    await test.press('specialist', 'carry-on.unstop', stop);
    expect(JSON.stringify(await test.type(head, 'commitments'))).not.toContain('the group does not go on');
  });

  it('is not asked once it is answered', async () => {
    const test = await begin();
    await test.runUntil('2027-03-01T12:00:00Z');
    await carryOn(test);
    await test.runUntil('2027-06-30T12:00:00+01:00');
    expect(await asked(test)).toMatchObject([{ status: 'skipped', reason: 'somebody has said how it goes on' }]);
    expect(await test.press('specialist', 'carry-on.stop', { group: test.group.id })).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('how it goes on', () => {
  it('takes the usual pattern of a year that is known, where no group of the hub has dates', async () => {
    const test = await begin();
    await test.db.group.update({ where: { id: test.group.id }, data: { schoolYear: '2025/26' } });
    expect(await carryOn(test)).toMatchObject({ kind: 'done' });
    const next = await nextOf(test);
    expect(next.schoolYear).toBe('2026/27');
    expect(next.calendar.halfTerms).toEqual(test.group.calendar.halfTerms);
  });

  it('follows the hub’s newest edition, and says what heads will sign that is new', async () => {
    const test = await begin();
    const template = JSON.parse(test.group.template ?? '');
    const [first, ...others] = template.commitments;
    const content = {
      ...template,
      version: 2,
      commitments: [{ ...first, wording: 'We come to every meeting.' }, ...others.slice(1)],
    };
    await test.db.hubProgramme.create({
      data: {
        hubId: test.group.hubId,
        id: 'primary-tfm',
        version: 2,
        content: JSON.stringify(content),
        createdAt: test.clock.now(),
      },
    });
    test.clock.set(new Date(summer));
    const form = JSON.stringify(await test.press('specialist', 'carry-on.record', { group: test.group.id }));
    expect(form).toContain('your hub’s edition 2');
    expect(form).toContain(`Worded otherwise: ${first.title}. No longer there: ${others[0].title}.`);
    await carryOn(test);
    expect(JSON.parse((await nextOf(test)).template ?? '')).toMatchObject({ version: 2 });
    expect((await loadGroup(test.db, test.group.id)).template).toBe(test.group.template);
  });

  it.each([
    [{ schools: [] }, { schools: expect.stringContaining('We do not go on') }],
    [{ schools: ['a-school-of-others'] }, { schools: expect.stringContaining('choose again') }],
    [{ name: ' ' }, { name: 'Please give the group a name.' }],
    [{ name: 'Primary Mastery Work Group 9' }, { name: expect.stringContaining('already') }],
    [{ dates: 'usual' }, { dates: 'Please choose where the dates come from.' }],
  ])('refuses %j, and makes nothing', async (changes, fault) => {
    const test = await begin();
    await addDatedGroup(test);
    test.clock.set(new Date(summer));
    expect(faultsOf(await carryOn(test, changes))).toEqual(fault);
    expect(await test.db.group.count()).toBe(2);
  });

  it('is not undone nor given a channel by a group that carries on none', async () => {
    const test = await begin();
    for (const route of ['carry-on.undo', 'carry-on.channel']) {
      expect(await test.press('specialist', route, { group: test.group.id })).toMatchObject({ kind: 'refused' });
    }
    expect(await test.db.group.count()).toBe(1);
  });

  it('stays once somebody has done something there', async () => {
    const test = await begin();
    await addDatedGroup(test);
    test.clock.set(new Date(summer));
    await carryOn(test);
    const next = await nextOf(test);
    await handIn(test, 'specialist', await test.press('specialist', 'schedule.plan', { group: next.id }));
    expect(await test.press('specialist', 'carry-on.undo', { group: next.id })).toMatchObject({ kind: 'refused' });
    expect(await test.db.group.count()).toBe(3);
  });
});
