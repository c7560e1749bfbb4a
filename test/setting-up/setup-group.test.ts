import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { programmeOf } from '../../src/features/programmes/of-group.js';
import { findProgramme } from '../../src/features/programmes/programmes.js';
import { takeEdition } from '../../src/features/programmes/taking.js';
import { loadGroup } from '../../src/store/groups.js';
import { begin, faultsOf, fieldsOf, formOf, handIn } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import { takeIn } from '../support/filling.js';
import type { TestRouter } from '../support/router.js';

const shown = (reply: Reply): string =>
  JSON.stringify('card' in reply ? reply.card : 'form' in reply ? reply.form : reply);

async function stepTwo(test: TestRouter, values: Record<string, unknown>, who = 'hubLead'): Promise<Reply> {
  return handIn(test, who, await test.type(who, 'setup group'), { year: '2026/27', ...values });
}

const made = (test: TestRouter, name: string) =>
  test.db.group.findFirstOrThrow({
    where: { name },
    include: { halfTerms: true, memberships: true, commitments: true },
  });

async function takeBack(test: TestRouter, reply: Reply, who = 'hubLead'): Promise<Reply> {
  if (reply.kind !== 'done' || !reply.card) throw new Error(shown(reply));
  const press = reply.card.body
    .flatMap((part) => (part.kind === 'actions' ? part.buttons : []))
    .find(({ label }) => label === 'Take it back')?.press;
  if (!press) throw new Error(`nothing takes it back: ${shown(reply)}`);
  return test.press(who, press.route, press.args);
}

onDatabase('setting a group up', (open) => {
  it('makes it from the template, with the hub’s schools and new ones, and takes it back', async () => {
    const test = await begin(open);
    const counts = async () => [
      await test.db.group.count(),
      await test.db.school.count(),
      await test.db.membership.count(),
      await test.db.commitment.count(),
      await test.db.halfTerm.count(),
      await test.db.delivery.count(),
    ];
    const before = await counts();
    const second = await stepTwo(test, { programme: 'primary-tfm@1', name: 'Primary Group 9' });
    const words = shown(second);
    for (const stated of [
      '6 or 7 schools',
      '2 lead teachers',
      'half day each half-term',
      'At least 10 days',
      '£1,000',
    ]) {
      expect(words).toContain(stated);
    }
    expect(words).toContain('those of Primary Mastery Work Group 3');
    const schools = fieldsOf(second).find(({ name }) => name === 'schools');
    const oakfield = schools && 'choices' in schools && schools.choices.find(({ label }) => label.includes('Oakfield'));
    if (!oakfield) throw new Error('Oakfield is not offered');
    const reply = await handIn(test, 'hubLead', second, {
      schools: [oakfield.value],
      newSchools: 'Thornhill Primary, 901001\n\nWeir Lane Primary 901002',
      specialist: test.personId('specialist'),
      workCode: 'WRK-09',
      projectCode: 'NCP26-01',
    });
    expect(reply).toMatchObject({ kind: 'done', text: 'Primary Group 9 is set up for 2026/27.' });
    expect(shown(reply)).toContain('Primary Group 9 has 3 schools; its programme is for 6 or 7 schools.');
    expect(shown(reply)).toContain('Oakfield Primary, Thornhill Primary and Weir Lane Primary');

    const group = await made(test, 'Primary Group 9');
    expect(group).toMatchObject({
      programme: 'primary-tfm',
      schoolYear: '2026/27',
      workCode: 'WRK-09',
      projectCode: 'NCP26-01',
    });
    expect(programmeOf(group)).toEqual(findProgramme('primary-tfm'));
    expect(group.halfTerms.filter(({ schoolId }) => schoolId === null)).toHaveLength(6);
    expect(group.memberships.map(({ role }) => role).sort()).toEqual(['hubLead', 'specialist']);
    expect(group.commitments).toHaveLength(3 * programmeOf(group).commitments.length);
    expect((await loadGroup(test.db, group.id)).schools).toHaveLength(3);

    const check = shown(await test.press('hubLead', 'setup.check', { group: group.id }));
    expect(check).toMatch(/3 schools: .*differs.*, the programme has 6 or 7 schools/u);
    expect(check).toContain('Thornhill Primary and Weir Lane Primary have no head teacher');
    expect(check).toContain(
      'Signatures are missing: Oakfield Primary, Thornhill Primary and Weir Lane Primary (nobody has signed yet).',
    );
    expect(check).toContain('WRK-09, NCP26-01');

    expect(await takeBack(test, reply)).toMatchObject({ kind: 'done', text: expect.stringMatching(/^Taken back\./u) });
    expect(await counts()).toEqual(before);
  });
});

describe('setup group', () => {
  it('is refused by the field: names that are taken, schools that cannot be', async () => {
    const test = await begin();
    const taken = await stepTwo(test, { programme: 'primary-tfm@1', name: 'primary mastery work group 3' });
    expect(faultsOf(taken)).toEqual({ name: expect.stringContaining('already') });
    const second = await stepTwo(test, { programme: 'primary-tfm@1', name: 'Group 9' });
    const faultOf = async (newSchools: string): Promise<string | undefined> =>
      faultsOf(await handIn(test, 'hubLead', second, { newSchools, specialist: '-' })).newSchools;
    expect(await faultOf('Thornhill Primary')).toMatch(
      /“Thornhill Primary”: please write the name and the six digits/u,
    );
    expect(await faultOf('Thornhill, 12345')).toMatch(/six digits/u);
    const { urn } = await test.db.school.findFirstOrThrow({ where: { name: 'Oakfield Primary' } });
    expect(await faultOf(`Thornhill, ${urn}`)).toMatch(/is the URN of Oakfield Primary/u);
    expect(await faultOf('oakfield primary, 901009')).toMatch(/Oakfield Primary has URN/u);
    expect(await faultOf('A, 901001\nB, 901001')).toMatch(/901001 is the URN of A/u);
    expect(
      faultsOf(await handIn(test, 'hubLead', second, { schools: ['a-school-of-another-hub'], specialist: '-' }))
        .schools,
    ).toMatch(/hub’s schools/u);
    expect(faultsOf(await handIn(test, 'hubLead', second, { specialist: 'nobody' })).specialist).toMatch(
      /one of these/u,
    );
    expect(await test.db.group.count()).toBe(1);
    expect(await test.db.school.count()).toBe(test.group.schools.length);
  });

  it('keeps the one theme that the group works on, and says who leads it', async () => {
    const test = await begin();
    const second = await stepTwo(test, { programme: 'sktm-ect@1', name: 'Early Careers' }, 'specialist');
    expect(shown(second)).toContain('Not stated');
    expect(fieldsOf(second).find(({ name }) => name === 'specialist')).toMatchObject({
      value: test.personId('specialist'),
    });
    expect(faultsOf(await handIn(test, 'specialist', second))).toEqual({ theme: 'Please choose the theme.' });
    const reply = await handIn(test, 'specialist', second, { theme: 'geometry' });
    expect(shown(reply)).toContain('Geometry');
    const group = await made(test, 'Early Careers');
    expect(programmeOf(group).themes).toEqual(['geometry']);
    expect(programmeOf(group).schools.count).toBe('not stated');
    const check = shown(await test.press('specialist', 'setup.check', { group: group.id }));
    expect(check).toContain('There is no school yet');
    expect(check).toContain('not stated');
    // The hub lead sees every group of the hub.
    expect(group.memberships.map(({ role }) => role).sort()).toEqual(['hubLead', 'specialist']);
    expect(await test.press('specialist', 'schedule.plan', { group: group.id })).toMatchObject({ kind: 'form' });
  });

  it('offers the hub’s own editions first, each label with its year and within what Slack shows', async () => {
    const test = await begin();
    const own = JSON.stringify({
      ...findProgramme('primary-tfm'),
      schools: { count: { min: 3, max: 4 }, words: '3 or 4 schools' },
    });
    const programmes = [findProgramme('primary-tfm') ?? []].flat();
    await takeEdition(test.db, test.group.hubId, own, { now: test.clock.now(), programmes });
    const field = fieldsOf(await test.type('hubLead', 'setup group')).find(({ name }) => name === 'programme');
    if (!field || !('choices' in field)) throw new Error('no programmes');
    expect(field.choices).toHaveLength(12);
    expect(field.choices[0]).toEqual({
      value: 'primary-tfm@2',
      label: 'Primary Teaching for Mastery Work Group, 2020/21, your edition 2',
    });
    expect(field.choices[1]?.value).toBe('planning-observation@1');
    for (const { label } of field.choices) {
      expect(label.length).toBeLessThanOrEqual(75);
      expect(label).toMatch(/, .*\d{4}\/\d\d/u);
    }
    await handIn(test, 'hubLead', await stepTwo(test, { programme: 'primary-tfm@2', name: 'Small' }), {
      specialist: '-',
    });
    expect(programmeOf(await made(test, 'Small'))).toMatchObject({ version: 2, schools: { words: '3 or 4 schools' } });
    // The edition of a form that was open while the next one came in.
    const old = await test.press('hubLead', 'setup.make', { programme: 'primary-tfm@1', name: 'Old', year: '2026/27' });
    expect(old).toMatchObject({ kind: 'refused', text: expect.stringContaining('newer edition') });
  });

  it('says where term dates come from: another group, the usual pattern, or nowhere yet', async () => {
    const test = await begin();
    await test.db.halfTerm.deleteMany();
    const usual = await stepTwo(test, { programme: 'core-maths@1', name: 'Core' });
    expect(shown(usual)).toContain('the usual pattern');
    await handIn(test, 'hubLead', usual, { specialist: '-' });
    expect((await made(test, 'Core')).halfTerms[0]).toMatchObject({ firstDay: '2026-09-02', lastDay: '2026-10-23' });
    const later = await stepTwo(test, { programme: 'core-maths@1', name: 'Core', year: '2027/28' });
    expect(shown(later)).toContain('none known for 2027/28 yet');
    await handIn(test, 'hubLead', later, { specialist: '-' });
    const group = await test.db.group.findFirstOrThrow({ where: { schoolYear: '2027/28' } });
    expect(shown(await test.press('hubLead', 'setup.check', { group: group.id }))).toContain('There are no term dates');
  });

  it('is not taken back once something has happened, nor by who has no part in it', async () => {
    const test = await begin();
    const second = await stepTwo(test, { programme: 'secondary-tfm@1', name: 'Group 9' });
    const reply = await handIn(test, 'hubLead', second, { newSchools: 'Thornhill, 901001', specialist: '-' });
    const group = await made(test, 'Group 9');
    expect(await test.press('specialist', 'setup.unmake', { group: group.id, schools: '' })).toMatchObject({
      kind: 'refused',
    });
    const school = await test.db.school.findFirstOrThrow({ where: { urn: '901001' } });
    await test.db.membership.create({
      data: {
        id: 'm',
        groupId: group.id,
        personId: test.personId('Priya Nandakumar'),
        role: 'advocate',
        schoolId: school.id,
      },
    });
    expect(await takeBack(test, reply)).toMatchObject({
      kind: 'refused',
      text: 'Group 9 is under way: people of its schools are in it. So it stays, and nothing was changed.',
    });
    await test.db.membership.delete({ where: { id: 'm' } });
    const dates = 'group,school,what,first day,last day,note\nGroup 9,,Autumn 1,2026-09-03,2026-10-23,\n';
    await takeIn(test.db, test.clock.now(), [Buffer.from(dates)]);
    expect(await takeBack(test, reply)).toMatchObject({
      kind: 'refused',
      text: 'Group 9 is under way: term dates were imported for it. So it stays, and nothing was changed.',
    });
    expect(await test.db.group.count()).toBe(2);
  });

  it('is for those who lead', async () => {
    const test = await begin();
    for (const words of ['setup group', 'setup check']) {
      expect(await test.type('Priya Nandakumar', words)).toMatchObject({ kind: 'refused' });
    }
    expect(formOf(await test.type('specialist', 'setup group')).title).toBe('Set up a group');
  });
});

describe('setup check', () => {
  it('finds the example as its programme wants it', async () => {
    const test = await begin();
    const check = shown(await test.type('specialist', 'setup check'));
    expect(check).toContain('fits');
    expect(check).toContain('2 lead teachers from each of them');
    expect(check).toContain(', the programme has a half day each half-term');
    expect(check).toContain('Plan the dates');
  });
});
