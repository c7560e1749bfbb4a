import { describe, expect, it } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { becomingProblem, type Part } from '../../src/edge/becoming.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { newId } from '../../src/shared/ids.js';
import { advocate, begin, faultsOf, handIn, head } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { about, appear, passOn, schoolOf, specialist } from '../people/newcomers.js';
import { onEachDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const group = { id: 'g', schools: [{ id: 's', name: 'Oak' }] };
const part = (role: Part['role'], schoolId?: string, groupId = 'g'): Part => ({ role, groupId, schoolId });

describe('who may become what', () => {
  it.each<[string, Part[], Part['role'], string | undefined, boolean]>([
    ['a head of a member school a specialist', [part('head', 's')], 'specialist', undefined, false],
    ['a head of a member school a hub lead', [part('head', 's')], 'hubLead', undefined, false],
    ['a head of department a specialist', [part('headOfDepartment', 's')], 'specialist', undefined, false],
    ['the same by a role in another group', [part('head', 's', 'other')], 'specialist', undefined, false],
    ['a head of a school of another group', [part('head', 'elsewhere', 'other')], 'specialist', undefined, true],
    ['a lead teacher a specialist', [part('advocate', 's')], 'specialist', undefined, true],
    ['a specialist a head of a member school', [part('specialist')], 'head', 's', false],
    ['a hub lead a head of department', [part('hubLead')], 'headOfDepartment', 's', false],
    ['a specialist of another group a head', [part('specialist', undefined, 'other')], 'head', 's', true],
    ['a specialist a lead teacher', [part('specialist')], 'advocate', 's', true],
    ['somebody new a head', [], 'head', 's', true],
  ])('%s', (_, parts, role, schoolId, may) => {
    const problem = becomingProblem({ name: 'Ann Lee', parts, role, schoolId, group });
    expect(problem === undefined).toBe(may);
    if (!may) expect(problem).toMatch(/^Ann Lee is .+ Oak.+in confidence\.$/u);
  });
});

const place = (test: TestRouter, who: string, role: string) => `${test.personId(who)}:${role}`;

async function give(test: TestRouter, by: string, who: string, successor: string): Promise<string> {
  const form = await test.press(by, 'handover.record', { group: test.group.id });
  const reply = await handIn(test, by, form, { who, successor: test.personId(successor) });
  return reply.kind === 'form' ? (faultsOf(reply).successor ?? '') : 'given';
}

const roster = 'hub,group,programme,school year,school,URN,role,name,email';

/** What an import of one line more says. */
async function line(test: TestRouter, text: string) {
  const { name } = await test.db.hub.findFirstOrThrow();
  const bytes = Buffer.from(`${roster}\n${name},${test.group.name},primary-tfm,2026/27,${text}\n`);
  return importFile(test.db, bytes, importDeps(test.clock.now()));
}
const problemsOf = (result: Awaited<ReturnType<typeof line>>): string =>
  result.ok ? '' : result.faults.map(({ problem }) => problem).join(' ');

onEachDatabase('a head of a member school', (open) => {
  it('does not come to lead the group, whichever way it is tried', async () => {
    const test = await begin(open);
    const before = await test.db.membership.findMany({ orderBy: { id: 'asc' } });
    for (const by of ['specialist', 'hubLead']) {
      expect(await give(test, by, place(test, 'specialist', 'specialist'), head)).toContain('a school of this group');
    }
    const { email } = await test.db.person.findFirstOrThrow({ where: { name: head } });
    for (const role of ['specialist', 'hub lead']) {
      expect(problemsOf(await line(test, `,,${role},${head},${email}`))).toContain('a school of this group');
    }
    const form = await test.type('hubLead', 'setup group');
    const second = await handIn(test, 'hubLead', form, { programme: 'primary-tfm@1', name: 'New', year: '2026/27' });
    const wish = { schools: [schoolOf(test, 'Oakfield Primary')], specialist: test.personId(head) };
    expect(faultsOf(await handIn(test, 'hubLead', second, wish)).specialist).toContain('a school of this group');
    expect(await test.db.membership.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('is not who leads the group already either', async () => {
    const test = await begin(open);
    expect(await give(test, 'specialist', place(test, head, 'head'), 'specialist')).toContain('is specialist of');
    expect(await give(test, 'hubLead', place(test, head, 'head'), 'hubLead')).toContain('is hub lead of');
    const { email } = await test.db.person.findFirstOrThrow({ where: { name: specialist } });
    const result = await line(test, `Oakfield Primary,900001,head of department,${specialist},${email}`);
    expect(problemsOf(result)).toContain('is specialist of this group');
    await appear(test, { email: 'kate.at.home@home.example' });
    await test.db.account.updateMany({ data: { email } });
    const values = { who: 'new', role: 'head', school: schoolOf(test, 'Oakfield Primary') };
    const said = await handIn(test, 'hubLead', await test.press('hubLead', 'people.identify', about(test)), values);
    expect(faultsOf(said).role).toContain('is specialist of this group');
  });

  it('does not come back as head while she leads the group', async () => {
    const test = await begin(open);
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    expect(await give(test, 'specialist', place(test, 'specialist', 'specialist'), head)).toBe('given');
    expect(await test.press(head, 'people.stand-up', { group: test.group.id })).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('is specialist of this group'),
    });
  });
});

describe('a new specialist', () => {
  it('is told to the whole group, with who gave the role to herself, and so is that it was taken back', async () => {
    const test = await begin();
    const form = await test.press('hubLead', 'handover.record', { group: test.group.id });
    const values = { who: place(test, 'specialist', 'specialist'), successor: test.personId('hubLead') };
    const reply = await handIn(test, 'hubLead', form, values);
    await passOn(test);
    const [told] = textTo(test, 'the channel', 'A new specialist');
    expect(told).toContain('in place of ');
    expect(told).toContain(' recorded this for themselves.');
    const card = reply.kind === 'done' ? reply.card : undefined;
    const [button] = card?.body.flatMap((one) => (one.kind === 'actions' ? one.buttons : [])) ?? [];
    await test.press('hubLead', button?.press?.route ?? '', { ...button?.press?.args });
    await passOn(test);
    const shown = test.messenger.updated.filter((one) => one.card.title === 'A new specialist');
    expect(JSON.stringify(shown.at(-1)?.card)).toContain('This was taken back');
  });

  it('of the roster is told too, in a group that is under way', async () => {
    const test = await begin();
    expect(await line(test, ',,specialist,Nia Newcombe,nia@hub.example')).toMatchObject({ ok: true });
    await passOn(test);
    expect(textTo(test, 'the channel', 'A new specialist')[0]).toContain('Nia Newcombe');
  });
});

describe('the word in a roster', () => {
  it('“maths lead” is who leads the subject, and nobody is led to a higher role by a guess', async () => {
    const test = await begin();
    for (const word of ['Maths Lead', 'maths lead', 'Subject Lead', 'maths coordinator']) {
      const email = `${newId()}@oakfield.example`;
      expect(await line(test, `Oakfield Primary,900001,${word},Bo ${word},${email}`)).toMatchObject({ ok: true });
      const person = await test.db.person.findFirstOrThrow({ where: { email }, include: { memberships: true } });
      expect(person.memberships.map(({ role }) => role)).toEqual(['headOfDepartment']);
    }
    const result = await line(test, 'Oakfield Primary,900001,coordinator,Cy Park,cy@oakfield.example');
    expect(problemsOf(result)).toContain('can mean two things');
    const guess = await line(test, 'Oakfield Primary,900001,maths led,Cy Park,cy@oakfield.example');
    expect(JSON.stringify(guess)).not.toMatch(/If “[^”]*(hub|specialist)[^”]*” is meant/iu);
    expect(await line(test, ',,specialst,Cy Park,cy@hub.example')).toMatchObject({
      faults: [{ remedy: 'If “specialist” is meant, write that.' }],
    });
    expect(await test.db.membership.count({ where: { role: 'hubLead' } })).toBe(1);
  });

  it('does not stand in the way of anybody else', async () => {
    const test = await begin();
    expect(await give(test, 'specialist', place(test, 'specialist', 'specialist'), advocate)).toBe('given');
  });
});
