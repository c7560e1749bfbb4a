import { describe, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { loadGroup } from '../../src/store/groups.js';
import { advocate, begin, colleague, faultsOf, fieldsOf, handIn, publish, valuesOf } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { about, accountOf, appear, passOn, sam, schoolOf, specialist } from './newcomers.js';

const ask = (test: TestRouter, who = 'specialist') => test.press(who, 'people.identify', about(test));

/** Sam is in the channel, and the specialist says who that is. */
async function identify(test: TestRouter, values: Record<string, unknown>) {
  await appear(test);
  await passOn(test);
  const reply = await handIn(test, 'specialist', await ask(test), values);
  test.clock.set(new Date(test.clock.now().getTime() + 1000));
  await passOn(test);
  return reply;
}

const newTeacher = (test: TestRouter) => ({ who: 'new', role: 'advocate', school: schoolOf(test, 'Millpond Primary') });
const takeBack = (test: TestRouter) => test.press('specialist', 'people.unidentify', about(test));
const isInGroup = async (test: TestRouter, name: string) =>
  (await loadGroup(test.db, test.group.id)).members.some((member) => member.name === name);

onDatabase('saying who somebody is', (open) => {
  it('offers those who are not known on that platform, somebody new, and a guest', async () => {
    const test = await begin(open);
    await appear(test);
    await appear(test, { ref: 'chat:W1:U-priya', email: 'priya.nandakumar@oakfield.example' });
    const [who, role, school] = fieldsOf(await ask(test));
    const labels = who?.kind === 'select' ? who.choices.map(({ label }) => label) : [];
    expect(labels).toContain('Tom Hartwell, lead teacher, Oakfield Primary');
    expect(labels).toContain('Kate Winterbourne, specialist');
    expect(labels.slice(-2)).toEqual(['Somebody new in this group', 'A guest: leave them in peace']);
    for (const name of ['Priya Nandakumar', 'Rosalind Amponsah']) expect(labels.join()).not.toContain(name);
    expect(role?.kind === 'select' && role.choices.map(({ label }) => label)).toEqual([
      'Lead teacher',
      'Head teacher',
      'Head of department',
    ]);
    expect(school?.kind === 'select' && school.choices).toHaveLength(6);
  });

  it('links the account, tells them who said so, and settles the question for everybody', async () => {
    const test = await begin(open);
    const reply = await identify(test, { who: test.personId(colleague) });
    expect(reply).toMatchObject({
      kind: 'done',
      text: 'This is Tom Hartwell, lead teacher, Oakfield Primary. They get a message that says so.',
    });
    expect(await accountOf(test)).toMatchObject({ personId: test.personId(colleague), guest: false });
    expect(await appear(test)).toMatchObject({ personId: test.personId(colleague) });
    const [welcome] = textTo(test, colleague, 'Welcome, Tom Hartwell');
    for (const words of [specialist, 'lead teacher, Oakfield Primary', test.group.name, 'That is not me', 'home.show'])
      expect(welcome).toContain(words);
    expect(JSON.stringify(test.messenger.updated.at(-1)?.card)).toContain('Tom Hartwell');
    expect(textTo(test, 'the channel')).toEqual([]);
    // An old card answers with how it stands.
    expect(await ask(test)).toMatchObject({ kind: 'card', card: { summary: 'This is Tom Hartwell.' } });
    expect(await ask(test, 'Rosalind Amponsah')).toMatchObject({ kind: 'card' });
  });

  it('is done once, however often it is sent', async () => {
    const test = await begin(open);
    await appear(test);
    const opened = await ask(test);
    const values = { ...valuesOf(opened), ...newTeacher(test) };
    const request = {
      id: newId(),
      personId: test.personId('specialist'),
      intent: { kind: 'submit', route: 'people.identify', args: about(test), values },
    } as const;
    const first = await test.router.handle(request);
    expect(first).toMatchObject({ kind: 'done' });
    expect(await test.router.handle(request)).toEqual(first);
    const late = await test.submit('Rosalind Amponsah', 'people.identify', about(test), values);
    expect(late).toMatchObject({ kind: 'refused', text: 'This is Sam Fletcher.' });
    expect(await test.db.person.count({ where: { name: 'Sam Fletcher' } })).toBe(1);
    expect(await test.db.delivery.count({ where: { kind: 'welcome' } })).toBe(1);
  });

  it('by two people at the same moment is done by one', async () => {
    const test = await begin(open);
    await appear(test);
    const replies = await Promise.all(
      ['specialist', 'Rosalind Amponsah'].map((who) =>
        test.submit(who, 'people.identify', about(test), newTeacher(test)),
      ),
    );
    expect(replies.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(await test.db.person.count({ where: { name: 'Sam Fletcher' } })).toBe(1);
  });

  it('makes somebody new a member, who is asked as the others are', async () => {
    const test = await begin(open);
    const { second } = await publish(test);
    expect(await identify(test, newTeacher(test))).toMatchObject({
      kind: 'done',
      text: 'This is Sam Fletcher, lead teacher, Millpond Primary. They get a message that says so.',
    });
    const person = await test.db.person.findFirstOrThrow({ where: { name: 'Sam Fletcher' } });
    expect(person).toMatchObject({ hubId: test.group.hubId, email: sam.email });
    const asked = { kind: 'will-you-come', subjectId: second.id, personId: person.id };
    expect(await test.db.delivery.count({ where: { ...asked, status: 'planned' } })).toBe(1);
    expect(await test.type(person.id, 'home')).toMatchObject({ kind: 'card' });
  });

  it('makes members of people who show no address, or none that is one', async () => {
    const test = await begin(open);
    for (const [ref, email] of [
      ['chat:W1:A', undefined],
      ['chat:W1:a', 'nobody at home'],
    ] as const) {
      await appear(test, { ref, email, name: `Newcomer ${ref}` });
      const opened = await test.press('specialist', 'people.identify', about(test, ref));
      const values = { who: 'new', role: 'head', school: schoolOf(test, 'Millpond Primary') };
      expect(await handIn(test, 'specialist', opened, values)).toMatchObject({ kind: 'done' });
    }
    const made = await test.db.person.findMany({ where: { name: { startsWith: 'Newcomer' } } });
    expect(new Set(made.map(({ email }) => email)).size).toBe(2);
    // Where an address would be read, it says that there is none.
    await test.submit(made[0]?.id ?? '', 'people.stand-down', { group: test.group.id }, {});
    await passOn(test);
    const [left] = textTo(test, specialist, 'A new head teacher at Millpond Primary');
    expect(left).toContain('not known');
    expect(left).not.toContain('.invalid');
  });

  it('leaves guests in peace', async () => {
    const test = await begin(open);
    expect(await identify(test, { who: 'guest' })).toMatchObject({
      kind: 'done',
      text: 'Sam Fletcher is a guest, and is left in peace.',
    });
    expect(await appear(test)).toMatchObject({ personId: undefined, guest: true });
    await passOn(test);
    expect(await test.db.delivery.count({ where: { kind: { in: ['who-is-this', 'welcome'] } } })).toBe(1);
    expect(await takeBack(test)).toMatchObject({ kind: 'done', text: expect.stringContaining('Who is Sam Fletcher?') });
    expect(await accountOf(test)).toMatchObject({ guest: false });
  });
});

onDatabase('“That was wrong”', (open) => {
  it('puts everything back, and asks again', async () => {
    const test = await begin(open);
    await publish(test);
    const before = await test.db.person.count();
    await identify(test, newTeacher(test));
    expect(await takeBack(test)).toMatchObject({
      kind: 'done',
      card: { body: [expect.anything(), { buttons: [{ label: 'Say who this is' }] }] },
    });
    expect(await test.db.person.count()).toBe(before);
    expect(await isInGroup(test, 'Sam Fletcher')).toBe(false);
    expect(await accountOf(test)).toMatchObject({ personId: null, guest: false });
    const gone = await test.db.delivery.findMany({ where: { status: 'planned' }, select: { personId: true } });
    const people = new Set((await test.db.person.findMany()).map(({ id }) => id));
    expect(gone.filter(({ personId }) => personId !== null && !people.has(personId))).toEqual([]);
    expect(await takeBack(test)).toMatchObject({ kind: 'refused' });

    expect(await handIn(test, 'specialist', await ask(test), { who: test.personId(colleague) })).toMatchObject({
      kind: 'done',
    });
    await takeBack(test);
    expect(await isInGroup(test, colleague)).toBe(true);
    expect(await accountOf(test)).toMatchObject({ personId: null });
  });

  it('before they were welcomed tells them nothing', async () => {
    const test = await begin(open, { start: '2026-09-03T19:00:00+01:00' });
    await appear(test);
    await handIn(test, 'specialist', await ask(test), { who: test.personId(colleague) });
    await takeBack(test);
    await test.runUntil('2026-09-04T12:00:00+01:00');
    expect(textTo(test, colleague, 'Welcome')).toEqual([]);
  });

  it('keeps somebody new who has answered meanwhile', async () => {
    const test = await begin(open);
    const { first } = await publish(test);
    await identify(test, newTeacher(test));
    const { id } = await test.db.person.findFirstOrThrow({ where: { name: 'Sam Fletcher' } });
    await test.press(id, 'meeting.answer', { group: test.group.id, meeting: first.id, answer: 'yes' });
    expect(await takeBack(test)).toMatchObject({ kind: 'done', text: expect.stringContaining('stays in the group') });
    expect(await isInGroup(test, 'Sam Fletcher')).toBe(true);
    expect(await accountOf(test)).toMatchObject({ personId: null });
  });

  it('is not for those whom the roster knows', async () => {
    const test = await begin(open);
    await appear(test);
    await appear(test, { email: 'tom.hartwell@oakfield.example' });
    expect(await takeBack(test)).toMatchObject({ kind: 'refused', text: expect.stringContaining('roster') });
    expect(await accountOf(test)).toMatchObject({ personId: test.personId(colleague) });
  });
});

onDatabase('“That is not me”', (open) => {
  it('unlinks them, and the specialist is asked again', async () => {
    const test = await begin(open);
    await identify(test, { who: test.personId(colleague) });
    expect(await test.press(colleague, 'people.not-me', about(test))).toMatchObject({
      kind: 'done',
      text: 'Thank you for telling me. That account is nobody’s now, and Kate Winterbourne is asked again whose it is.',
    });
    expect(await accountOf(test)).toMatchObject({ personId: null });
    await passOn(test);
    expect(textTo(test, specialist, 'Sam Fletcher is not Tom Hartwell')).toHaveLength(1);
    expect(await test.press(colleague, 'people.not-me', about(test))).toMatchObject({ kind: 'refused' });
    expect(await handIn(test, 'specialist', await ask(test), newTeacher(test))).toMatchObject({ kind: 'done' });
  });

  it('is asked at every place where she is known, and undoes it from any', async () => {
    const test = await begin(open);
    const tom = test.personId(colleague);
    await appear(test, { ref: 'teams:tenant:tom', name: 'Tom Hartwell', email: 'tom.hartwell@oakfield.example' });
    await identify(test, { who: tom });
    const told = await test.db.delivery.findMany({
      where: { subjectId: sam.ref, personId: tom },
      orderBy: { kind: 'asc' },
    });
    expect(told.map(({ kind, account, status }) => [kind, account, status])).toEqual([
      ['account-named', 'teams:tenant:tom', 'sent'],
      ['welcome', sam.ref, 'sent'],
    ]);
    const [asked] = textTo(test, colleague, 'Another account of yours?');
    for (const words of [specialist, 'Sam Fletcher', 'sam.fletcher@home.example', 'That is not me'])
      expect(asked).toContain(words);
    expect(await test.press(colleague, 'people.not-me', about(test))).toMatchObject({ kind: 'done' });
    expect(await accountOf(test)).toMatchObject({ personId: null });
    expect(await accountOf(test, 'teams:tenant:tom')).toMatchObject({ personId: tom });
    const acts = await test.db.auditEntry.findMany({
      where: { about: sam.ref },
      orderBy: { at: 'asc' },
      select: { act: true, personId: true },
    });
    expect(acts).toEqual([
      { act: 'tiedAccount', personId: tom },
      { act: 'untiedAccount', personId: tom },
    ]);
  });

  it('is heard by the hub lead who said it, beside the specialist', async () => {
    const test = await begin();
    await appear(test);
    await passOn(test);
    await handIn(test, 'hubLead', await ask(test, 'hubLead'), { who: test.personId(colleague) });
    await passOn(test);
    await test.press(colleague, 'people.not-me', about(test));
    await passOn(test);
    for (const who of [specialist, 'Rosalind Amponsah'])
      expect(textTo(test, who, 'Sam Fletcher is not Tom Hartwell')).toHaveLength(1);
  });

  it('by somebody who was taken for new removes what was made', async () => {
    const test = await begin(open);
    await identify(test, newTeacher(test));
    const { id } = await test.db.person.findFirstOrThrow({ where: { name: 'Sam Fletcher' } });
    expect(await test.press(id, 'people.not-me', about(test))).toMatchObject({ kind: 'done' });
    expect(await test.db.person.count({ where: { id } })).toBe(0);
  });

  it('is nobody else’s to say', async () => {
    const test = await begin(open);
    await identify(test, { who: test.personId(colleague) });
    for (const who of [advocate, 'specialist']) {
      expect(await test.press(who, 'people.not-me', about(test))).toMatchObject({ kind: 'refused' });
    }
    expect(await accountOf(test)).toMatchObject({ personId: test.personId(colleague) });
  });
});

describe('bad input', () => {
  it('gets its faults beside the fields, and changes nothing', async () => {
    const test = await begin();
    await appear(test);
    const opened = await ask(test);
    const school = schoolOf(test, 'Millpond Primary');
    const cases: [Record<string, unknown>, Record<string, unknown>][] = [
      [{}, { who: 'Please choose who this is.' }],
      [{ who: 'nobody' }, { who: expect.stringContaining('not in the group any more') }],
      [
        { who: 'new' },
        { role: 'Please choose the role of somebody new.', school: 'Please choose the school of somebody new.' },
      ],
      [{ who: 'new', role: 'head' }, { school: 'Please choose the school of somebody new.' }],
      [{ who: 'new', role: 'specialist', school }, { role: 'Please choose one of the roles.' }],
      [{ who: 'new', role: 'head', school: 'elsewhere' }, { school: expect.stringContaining('not in the group') }],
    ];
    for (const [values, faults] of cases)
      expect(faultsOf(await handIn(test, 'specialist', opened, values))).toEqual(faults);
    expect(await accountOf(test)).toMatchObject({ personId: null, guest: false });
    expect(await test.db.delivery.count({ where: { kind: 'welcome' } })).toBe(0);
  });

  it('never takes somebody who is known there already, nor a hub lead', async () => {
    const test = await begin();
    await appear(test);
    await appear(test, { ref: 'chat:W1:U-priya', email: 'priya.nandakumar@oakfield.example' });
    const opened = await ask(test);
    const [priya, lead] = ['Priya Nandakumar', 'Rosalind Amponsah'].map((name) => test.personId(name));
    expect(faultsOf(await handIn(test, 'specialist', opened, { who: priya }))).toEqual({
      who: expect.stringContaining('is known here by another account already'),
    });
    expect(faultsOf(await handIn(test, 'hubLead', opened, { who: lead }))).toEqual({
      who: expect.stringContaining('leads the hub'),
    });
    // As somebody new, with an address that is theirs.
    for (const [email, words] of [
      ['priya.nandakumar@oakfield.example', 'is known here by another account already'],
      [(await test.db.person.findUniqueOrThrow({ where: { id: lead ?? '' } })).email, 'leads the hub'],
    ] as const) {
      await test.db.account.update({ where: { ref: sam.ref }, data: { email } });
      expect(faultsOf(await handIn(test, 'specialist', opened, newTeacher(test)))).toEqual({
        who: expect.stringContaining(words),
      });
    }
    expect(await accountOf(test)).toMatchObject({ personId: null });
  });

  it('in an address that only looks like another is not taken for that one', async () => {
    const test = await begin();
    // The Kelvin sign, which JavaScript makes a small k.
    await appear(test, { email: '\u212Aate.winterbourne@examplemathshub.example' });
    expect(await accountOf(test)).toMatchObject({ personId: null });
  });

  it('about accounts of another hub, or that nobody was asked about, does nothing', async () => {
    const test = await begin();
    await test.db.hub.create({ data: { id: 'other-hub', name: 'Another Hub' } });
    await appear(test, { hubId: 'other-hub', groupId: undefined, name: 'Somebody Elsewhere' });
    await appear(test, { ref: 'chat:W1:known', email: 'tom.hartwell@oakfield.example' });
    for (const account of [sam.ref, 'chat:W1:known', 'nothing', '']) {
      for (const route of ['people.identify', 'people.unidentify']) {
        const reply = await test.press('specialist', route, { group: test.group.id, account });
        expect(reply).toMatchObject({ kind: 'refused', text: expect.stringContaining('nothing was changed') });
      }
    }
    const values = { who: test.personId(advocate), role: '', school: '' };
    expect(await test.submit('specialist', 'people.identify', about(test), values)).toMatchObject({ kind: 'refused' });
    expect(await accountOf(test)).toMatchObject({ personId: null, hubId: 'other-hub' });
  });

  it('by those who do not lead the group does nothing', async () => {
    const test = await begin();
    await appear(test);
    for (const who of [advocate, 'head']) {
      expect(await ask(test, who)).toMatchObject({ kind: 'refused' });
      expect(await test.press(who, 'people.unidentify', about(test))).toMatchObject({ kind: 'refused' });
    }
  });
});
