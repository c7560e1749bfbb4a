import { describe, expect, it } from 'vitest';
import { importDeps, readCalendar } from '../../src/compose.js';
import type { Reply } from '../../src/edge/reply.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { readHeadMeetings } from '../../src/features/head-meetings/store.js';
import { loadGroup } from '../../src/store/groups.js';
import { advocate, begin, faultsOf, fieldsOf, fill, handIn, head } from '../meetings/acting.js';
import { planned, sentAbout, textTo } from '../meetings/sent.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const specialist = 'specialist';
const lead = 'Rosalind Amponsah';
const shown = (reply: Reply): string => JSON.stringify('card' in reply ? reply.card : reply);
const oakfield = (test: TestRouter): string =>
  test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '';
const headsOf = (test: TestRouter): string[] =>
  test.group.members.filter(({ role }) => role === 'head').map(({ name }) => name);
const group = (test: TestRouter) => ({ group: test.group.id });

/** Plans a meeting, and lets whoever is told now be told. @returns its id */
async function plan(test: TestRouter, changes: Record<string, unknown> = {}, who = specialist): Promise<string> {
  const reply = await fill(test, who, 'heads plan', { place: 'at Oakfield Primary', ...changes });
  if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
  await test.relay.run();
  return (await test.db.headMeeting.findFirstOrThrow({ orderBy: { changedAt: 'desc' } })).id;
}

const answer = async (test: TestRouter, who: string, meeting: string, say: string, round = 0): Promise<Reply> =>
  test.press(who, 'heads.answer', { ...group(test), meeting, answer: say, round: String(round) });

/** Presses the first button on the card of a reply. */
const pressFirst = (test: TestRouter, reply: Reply, who = specialist): Promise<Reply> => {
  const card = 'card' in reply ? reply.card : undefined;
  const [button] = card?.body.flatMap((part) => (part.kind === 'actions' ? part.buttons : [])) ?? [];
  if (!button?.press) throw new Error(`no button: ${JSON.stringify(reply)}`);
  return test.press(who, button.press.route, button.press.args);
};

onDatabase('meetings of the heads', (open) => {
  it('are planned, asked about, reminded of, held, and recorded', async () => {
    const test = await begin(open);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const id = await plan(test, { date: '2026-11-10', time: '15:30', length: '60' });
    expect(await sentAbout(test, id, 'head-meeting-ask')).toEqual(headsOf(test).sort());
    expect(textTo(test, head, 'Will you come on Tue 10 Nov?')).toHaveLength(1);
    // The hub lead is no host of it, and hears nothing.
    expect(textTo(test, lead, 'Tue 10 Nov')).toEqual([]);

    expect(await answer(test, head, id, 'unsure')).toMatchObject({ kind: 'done' });
    expect(await answer(test, head, id, 'yes')).toMatchObject({
      kind: 'done',
      text: 'Thank you. You will come on Tue 10 Nov, 15:30. You can change it any time.',
    });
    const list = shown(await test.type(specialist, 'heads'));
    expect(list).toContain('Will come');
    expect(list).toContain(head);

    await test.runUntil('2026-11-01T12:00:00Z');
    const others = headsOf(test)
      .filter((name) => name !== head)
      .sort();
    // Ten school days before are before the half-term holidays.
    expect(await sentAbout(test, id, 'head-meeting-again')).toEqual(others);
    await test.runUntil('2026-11-04T17:00:00Z');
    expect(await sentAbout(test, id, 'head-meeting-unanswered')).toEqual(['Kate Winterbourne']);
    const chased = textTo(test, 'Kate Winterbourne', 'have not answered');
    expect(chased[0]).toContain(others[0]);
    expect(chased[0]).not.toContain(head);
    await test.runUntil('2026-11-09T12:00:00Z');
    expect(await sentAbout(test, id, 'head-meeting-reminder')).toEqual(['Kate Winterbourne', head].sort());

    expect(await test.type(specialist, 'heads record')).toMatchObject({ kind: 'refused' });
    await test.runUntil('2026-11-10T16:46:00Z');
    expect(await sentAbout(test, id, 'head-meeting-record')).toEqual(['Kate Winterbourne']);
    const form = await test.press(specialist, 'heads.record', { ...group(test), meeting: id });
    expect(fieldsOf(form)[0]).toMatchObject({ name: 'present', value: [test.personId(head)] });
    const reply = await handIn(test, specialist, form, { agreed: 'Textbooks are trialled in two schools.' });
    expect(reply).toMatchObject({
      kind: 'done',
      text: expect.stringContaining(`Saved: 1 of ${headsOf(test).length} came.`),
    });
    await test.runUntil('2026-11-12T17:00:00Z');
    expect(await sentAbout(test, id, 'head-meeting-agreed')).toEqual(headsOf(test).sort());
    expect(shown(await test.type(others[0] ?? '', 'heads'))).toContain('Textbooks are trialled');

    const record = await readHeadMeetings(
      test.db,
      await loadGroup(test.db, test.group.id),
      test.group.schools.map((school) => school.id),
      test.clock.now(),
    );
    expect(record.get(oakfield(test))?.heads.had.map((one) => one.id)).toEqual([id]);
    expect([...record.values()].flatMap(({ heads }) => heads.had)).toHaveLength(1);

    // Taken back: nobody reads it, and nothing is lost.
    await pressFirst(test, reply);
    expect(shown(await test.type(head, 'heads'))).not.toContain('Textbooks are trialled');
    expect(fieldsOf(await test.type(specialist, 'heads record'))[1]).toMatchObject({
      value: 'Textbooks are trialled in two schools.',
    });
  });

  it('of two who plan the same hour at once, one learns of the other', async () => {
    const test = await begin(open);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const replies = await Promise.all(
      [specialist, lead].map((who) =>
        fill(test, who, 'heads plan', { date: '2026-10-06', time: '09:30', place: 'online' }),
      ),
    );
    expect(replies.map(({ kind }) => kind).sort()).toEqual(['done', 'form']);
    expect(await test.db.headMeeting.count()).toBe(1);
    const refused = replies.find(({ kind }) => kind === 'form') as Reply;
    expect(faultsOf(refused).time).toMatch(/has another meeting then, from Tue 6 Oct, 09:30 to 10:30/u);
  });

  it('move, and go back, with answers for the time that they were given for', async () => {
    const test = await begin(open);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const id = await plan(test, { date: '2026-11-10', time: '15:30' });
    await answer(test, head, id, 'yes');
    await test.runUntil('2026-09-11T09:00:00+01:00');
    const moved = await fill(test, specialist, 'heads move', { date: '2026-11-17' });
    expect(moved).toMatchObject({ kind: 'done', text: expect.stringContaining('Moved to Tue 17 Nov, 15:30.') });
    await test.relay.run();
    expect(textTo(test, head, 'New date. Will you come on Tue 17 Nov?')).toHaveLength(1);
    expect(textTo(test, head, 'Moved from')[0]).toContain('Tue 10 Nov, 15:30');
    expect(await answer(test, head, id, 'no')).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('has moved to Tue 17 Nov'),
    });
    expect((await test.db.headMeetingPerson.findFirstOrThrow()).answer).toBeNull();
    expect(await answer(test, head, id, 'yes', 1)).toMatchObject({ kind: 'done' });
    expect(await pressFirst(test, moved)).toMatchObject({ kind: 'done', text: expect.stringContaining('Tue 10 Nov') });
    expect(await pressFirst(test, moved)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('has changed again since'),
    });
    // Another place is no other question.
    const before = await test.db.headMeeting.findFirstOrThrow();
    await answer(test, head, id, 'yes', before.round);
    await test.runUntil('2026-09-14T12:00:00+01:00');
    await fill(test, specialist, 'heads move', { place: 'online' });
    await test.runUntil('2026-09-15T12:00:00+01:00');
    expect(await test.db.headMeeting.findFirstOrThrow()).toMatchObject({
      round: before.round,
      sequence: before.sequence + 1,
    });
    expect(await sentAbout(test, id, 'head-meeting-changed')).toEqual(headsOf(test).sort());
    expect(shown(await test.type(head, 'heads'))).toContain('You answered “I will come”');
  });

  it('are cancelled and restored, and only those hear who knew', async () => {
    const test = await begin(open);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const id = await plan(test, { kind: 'specialist', school: oakfield(test), date: '2026-11-10' });
    expect(await sentAbout(test, id, 'head-meeting-ask')).toEqual([head]);
    await test.runUntil('2026-09-11T09:00:00+01:00');
    const cancelled = await fill(test, specialist, 'heads cancel', { reason: 'An inspection' });
    expect(await planned(test, id)).toEqual([['head-meeting-cancelled', head, '2026-09-11']]);
    await test.runUntil('2026-09-14T09:00:00+01:00');
    expect(textTo(test, head, 'An inspection')).toHaveLength(1);
    expect(shown(await test.type(head, 'heads'))).toContain('cancelled. An inspection');
    expect(await answer(test, head, id, 'yes')).toMatchObject({ kind: 'refused' });
    expect(await pressFirst(test, cancelled)).toMatchObject({ kind: 'done', text: expect.stringContaining('Back on') });
    expect(await pressFirst(test, cancelled)).toMatchObject({ kind: 'refused' });
    await test.runUntil('2026-09-15T12:00:00+01:00');
    expect(await sentAbout(test, id, 'head-meeting-restored')).toEqual([head]);
    expect((await planned(test, id)).map(([kind]) => kind)).toContain('head-meeting-again');
  });

  it('ask a new head, and not one who has stood down', async () => {
    const test = await begin(open);
    await test.runUntil('2026-09-10T09:00:00+01:00');
    await test.submit(head, 'people.stand-down', group(test), {});
    const id = await plan(test, { date: '2026-11-10' });
    expect(await sentAbout(test, id, 'head-meeting-ask')).not.toContain(head);
    const name = 'Ottoline Marsh';
    const person = {
      id: 'new-head',
      hubId: test.group.hubId,
      name,
      email: 'ottoline@oakfield.example',
      calendarSecret: 'o',
    };
    await test.db.person.create({ data: person });
    await test.db.membership.create({
      data: { id: 'm', groupId: test.group.id, personId: person.id, role: 'head', schoolId: oakfield(test) },
    });
    await test.db.$transaction((tx) => importDeps(test.clock.now()).replan(tx, test.group.id));
    await test.runUntil('2026-09-11T12:00:00+01:00');
    const row = await test.db.delivery.findFirstOrThrow({ where: { personId: person.id, kind: 'head-meeting-ask' } });
    expect(row.status).toBe('sent');
    expect(await answer(test, person.id, id, 'yes')).toMatchObject({ kind: 'done' });
    expect(await answer(test, head, id, 'yes')).toMatchObject({
      kind: 'card',
      card: { title: 'You get no more of these' },
    });
    expect(await test.db.headMeetingPerson.count()).toBe(1);
  });
});

describe('planning a meeting of heads', () => {
  it('proposes a day on which every school is open', async () => {
    const test = await begin();
    await test.runUntil('2026-10-05T09:00:00+01:00');
    const form = await test.type(specialist, 'heads plan');
    const values = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
    // Fifteen school days on is after the holidays; the group meets on Tuesdays.
    expect(values).toMatchObject({ kind: 'heads', school: '-', date: '2026-11-03', time: '15:30', length: '60' });
    const own = await test.press(specialist, 'heads.plan', { ...group(test), kind: 'hub', school: oakfield(test) });
    expect(fieldsOf(own)[0]).toMatchObject({ value: 'hub' });
    expect(fieldsOf(own)[1]).toMatchObject({ value: oakfield(test) });
  });

  it.each([
    ['a weekend', { date: '2026-11-14' }, { date: expect.stringContaining('Saturday') }],
    ['the holidays', { date: '2026-10-28' }, { date: 'Wed 28 Oct is outside term.' }],
    ['a bank holiday', { date: '2027-05-03' }, { date: expect.stringContaining('bank holiday') }],
    ['an INSET day of one school', { date: '2026-11-13' }, { date: expect.stringContaining('Oakfield Primary') }],
    ['a day after the year', { date: '2027-09-10' }, { date: expect.stringContaining('outside term') }],
    ['what is past', { date: '2026-09-08' }, { date: expect.stringContaining('has passed') }],
    ['what is no date', { date: '31/09/2026' }, { date: expect.stringContaining('is not a date') }],
    ['the middle of the night', { time: '03:00' }, { time: expect.stringContaining('between 07:00 and 20:00') }],
    ['five minutes', { length: '5' }, { length: 'At least half an hour, please.' }],
    ['no place', { place: '' }, { place: expect.stringContaining('Please say where') }],
    ['a long place', { place: 'x'.repeat(200) }, { place: expect.stringContaining('keep it to 120') }],
    ['nobody’s head', { kind: 'specialist' }, { school: expect.stringContaining('which school’s head') }],
    ['another kind', { kind: 'party' }, { kind: 'Please choose who meets.' }],
    ['a school of others', { kind: 'hub', school: 'elsewhere' }, { school: 'Please choose one of these schools.' }],
  ])('refuses %s beside its field, and keeps the rest', async (_, changes, fault) => {
    const test = await begin();
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const reply = await fill(test, specialist, 'heads plan', { date: '2026-11-10', place: 'online', ...changes });
    expect(faultsOf(reply)).toEqual(fault);
    expect(fieldsOf(reply).find(({ name }) => name === 'place')?.value).toBe(
      'place' in changes ? changes.place : 'online',
    );
    expect(await test.db.headMeeting.count()).toBe(0);
  });

  it('asks one head for a school, on a day on which that school is open', async () => {
    const test = await begin();
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const inset = { kind: 'specialist', school: oakfield(test), date: '2026-11-13', place: 'online' };
    const reply = await fill(test, specialist, 'heads plan', inset);
    expect(faultsOf(reply)).toEqual({ date: 'Fri 13 Nov is an INSET day at Oakfield Primary.' });
    const elsewhere = test.group.schools.find(({ name }) => name === 'Millpond Primary')?.id ?? '';
    expect(await fill(test, specialist, 'heads plan', { ...inset, school: elsewhere })).toMatchObject({ kind: 'done' });
    const both = await fill(test, specialist, 'heads plan', { ...inset, kind: 'heads', date: '2026-11-10' });
    expect(faultsOf(both)).toHaveProperty('school');
    await test.submit(head, 'people.stand-down', group(test), {});
    const without = await fill(test, specialist, 'heads plan', { ...inset, date: '2026-11-10' });
    expect(faultsOf(without).school).toContain('Oakfield Primary has no head');
  });

  it('is taken back by one press: who was told hears, and nobody else', async () => {
    const test = await begin();
    // A Saturday: nobody is told before Monday.
    await test.runUntil('2026-09-12T09:00:00+01:00');
    const reply = await fill(test, specialist, 'heads plan', { date: '2026-11-10', place: 'online' });
    expect(reply).toMatchObject({ text: expect.stringContaining('heads are asked on Mon 14 Sep, 08:00') });
    expect(await pressFirst(test, reply)).toMatchObject({
      text: 'Cancelled. Nobody had been told of it yet, so nobody is.',
    });
    await test.runUntil('2026-09-20T09:00:00+01:00');
    expect(textTo(test, head, 'Tue 10 Nov')).toEqual([]);
  });

  it('counts once what is sent twice', async () => {
    const test = await begin();
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const form = await test.type(specialist, 'heads plan');
    if (form.kind !== 'form') throw new Error(form.kind);
    const { route, args } = form.form.submit;
    const values = { ...Object.fromEntries(fieldsOf(form).map(({ name, value }) => [name, value])), place: 'online' };
    const request = {
      id: 'twice',
      personId: test.personId(specialist),
      intent: { kind: 'submit', route, args, values },
    } as const;
    expect(await test.router.handle(request)).toEqual(await test.router.handle(request));
    expect(await test.db.headMeeting.count()).toBe(1);
  });
});

describe('a meeting with one head', () => {
  it('tells at once that the head cannot come, and a colleague what was planned', async () => {
    const test = await begin();
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const id = await plan(test, { kind: 'specialist', school: oakfield(test), date: '2026-11-10' }, lead);
    expect(await sentAbout(test, id, 'head-meeting-planned')).toEqual(['Kate Winterbourne']);
    await answer(test, head, id, 'no');
    await test.relay.run();
    const told = textTo(test, lead, `${head} cannot come on Tue 10 Nov`);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('heads.move');
    expect(textTo(test, 'Kate Winterbourne', 'cannot come')).toHaveLength(1);
  });

  it('is nobody else’s to see, answer or know of', async () => {
    const test = await begin();
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const id = await plan(test, { kind: 'hub', school: oakfield(test), date: '2026-11-10', place: 'the hub’s office' });
    const other = headsOf(test).find((name) => name !== head) ?? '';
    for (const who of [specialist, lead, head]) {
      expect(shown(await test.type(who, 'heads'))).toContain('The head of Oakfield Primary with the hub’s leaders');
    }
    expect(shown(await test.type(other, 'heads'))).not.toContain('Oakfield');
    for (const who of [advocate, other]) {
      expect(await answer(test, who, id, 'yes')).toMatchObject({ kind: 'refused' });
      expect(shown(await test.type(who, 'upcoming'))).not.toContain('Meeting of heads');
    }
    expect(await test.type(advocate, 'heads')).toMatchObject({ kind: 'refused' });

    const calendarOf = async (who: string): Promise<string> => {
      const person = await test.db.person.findUniqueOrThrow({ where: { id: test.personId(who) } });
      return (await readCalendar(test.db, person.calendarSecret, test.clock.now())) ?? '';
    };
    for (const who of [head, lead]) expect(await calendarOf(who)).toContain(`UID:${id}@workgroup-bot`);
    // The specialist may see it, and does not go.
    for (const who of [specialist, other, advocate]) expect(await calendarOf(who)).not.toContain(id);
    expect(await readCalendar(test.db, test.group.calendarSecret, test.clock.now())).not.toContain(id);
    await fill(test, specialist, 'heads cancel', { reason: 'Snow' });
    expect(await calendarOf(head)).toMatch(/STATUS:CANCELLED/u);
    expect(await calendarOf(head)).toMatch(/SEQUENCE:1/u);
  });

  it('is not recorded by another group’s specialist, before it began, or with other people', async () => {
    const test = await begin();
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const id = await plan(test, { kind: 'specialist', school: oakfield(test), date: '2026-09-15', time: '09:00' });
    const args = { ...group(test), meeting: id };
    expect(await test.press(specialist, 'heads.record', args)).toMatchObject({ kind: 'refused' });
    await test.runUntil('2026-09-15T12:00:00+01:00');
    const form = await test.press(specialist, 'heads.record', args);
    const other = headsOf(test).find((name) => name !== head) ?? '';
    expect(faultsOf(await handIn(test, specialist, form, { present: [test.personId(other)] }))).toEqual({
      present: 'Please choose among the heads who were asked.',
    });
    expect(await test.press(specialist, 'heads.record', { ...group(test), meeting: 'another' })).toMatchObject({
      kind: 'refused',
    });
    for (const route of ['heads.move', 'heads.cancel']) {
      expect(await test.press(specialist, route, args)).toMatchObject({ kind: 'refused' });
    }
    expect(await answer(test, head, id, 'yes')).toMatchObject({ text: expect.stringContaining('has begun') });
  });
});

describe('the list of meetings', () => {
  it('is kind where there is nothing', async () => {
    const test = await begin();
    expect(shown(await test.type(head, 'heads'))).toContain('You are asked as soon as one is.');
    const own = shown(await test.type(specialist, 'heads'));
    expect(own).toContain('No meeting is planned.');
    expect(own).toContain('Plan a meeting');
    expect(await test.type(specialist, 'heads move')).toMatchObject({ kind: 'refused' });
  });

  it('names nobody’s answers to the heads, and counts them', async () => {
    const test = await begin();
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const id = await plan(test, { date: '2026-11-10' });
    const [one = '', two = '', three = ''] = headsOf(test);
    await answer(test, one, id, 'yes');
    await answer(test, two, id, 'no');
    const seen = shown(await test.type(three, 'heads'));
    expect(seen).toContain(`1 of ${headsOf(test).length} comes · 1 cannot`);
    for (const name of [one, two]) expect(seen).not.toContain(name);
    const all = shown(await test.type(lead, 'heads'));
    for (const name of headsOf(test)) expect(all).toContain(name);
  });

  it('takes a roster that is imported again', async () => {
    const test = await begin();
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const id = await plan(test, { date: '2026-11-10' });
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile('examples/roster.csv');
    expect(await importFile(test.db, bytes, importDeps(test.clock.now()))).toMatchObject({ ok: true });
    await test.runUntil('2026-09-14T12:00:00+01:00');
    expect(await sentAbout(test, id, 'head-meeting-ask')).toEqual(headsOf(test).sort());
  });
});
