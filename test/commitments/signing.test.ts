import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { renderText } from '../../src/render/plain-text.js';
import { newId } from '../../src/shared/ids.js';
import { advocate, begin, colleague, faultsOf, handIn, head, publish, valuesOf } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const unsigned = { filled: 'unsigned' } as const;

const textOf = (reply: Reply): string =>
  'card' in reply && reply.card ? renderText(reply.card) : JSON.stringify(reply);

const backOf = (reply: Reply): [route: string, args: Record<string, string>] => {
  const press = /"press":\{"route":"([^"]+)","args":(\{[^}]*\})\}/u.exec(JSON.stringify(reply));
  return [press?.[1] ?? '', JSON.parse(press?.[2] ?? '{}') as Record<string, string>];
};

const schoolOf = (test: TestRouter, person: string): string =>
  test.group.members.find(({ personId }) => personId === test.personId(person))?.schoolId ?? '';

/** @param more of the arguments, for the school of somebody */
const about = (test: TestRouter, person = head, more: Record<string, string> = {}) => ({
  group: test.group.id,
  school: schoolOf(test, person),
  ...more,
});

const sign = (test: TestRouter, who: string, school = who): Promise<Reply> =>
  test.press(who, 'commitments.take-on', about(test, school, { answer: 'kept' }));

const secondary = { file: 'secondary', start: '2026-09-03T09:00:00+01:00' } as const;
const beacon = {
  head: 'Patricia Nwosu-Lane',
  headOfDepartment: 'Gareth Pemberton',
  advocates: ['Hannah Abernethy', 'Yusuf Karimloo'],
};

/** Days and people, as they were asked to sign. */
async function asked(test: TestRouter, person: string): Promise<string[]> {
  const rows = await test.db.delivery.findMany({
    where: { kind: 'take-on', personId: test.personId(person), status: { in: ['planned', 'sent'] } },
    orderBy: { sendAt: 'asc' },
  });
  return rows.map(({ day, status }) => `${day} ${status}`);
}

onDatabase('signing', (open) => {
  it('is each person’s own, and a school has signed when everybody has whom its form names', async () => {
    const test = await begin(open, secondary);
    const people = test.group.members.filter(
      ({ schoolId, role }) => schoolId === schoolOf(test, beacon.head) && role === 'headOfDepartment',
    );
    const [headOfDepartment] = people;
    if (!headOfDepartment) throw new Error('no head of department');
    const [first = '', second = ''] = beacon.advocates;
    const reply = await sign(test, first);
    expect(reply).toMatchObject({
      text: 'Thank you, you have signed for Beacon Rise School. 1 of 4 has signed.',
    });
    expect(await sign(test, beacon.head)).toMatchObject({ text: expect.stringContaining('2 of 4 have signed.') });
    const overview = textOf(await test.type('specialist', 'commitments'));
    expect(overview).toContain('2 of 4 have signed; no answer yet');
    expect(overview).toContain('Nobody has signed yet; no answer yet');
    expect(textOf(await test.type(first, 'commitments'))).toContain(
      '2 of 4 have signed. Hannah Abernethy and Patricia Nwosu-Lane signed here on Thu 3 Sep 2026.'.replace(
        'Hannah Abernethy and Patricia Nwosu-Lane',
        'Patricia Nwosu-Lane and Hannah Abernethy',
      ),
    );
    expect(textOf(await test.type('specialist', 'setup check'))).toContain(
      'Signatures are missing: Beacon Rise School (2 of 4 have signed); Riverbend Academy (nobody has signed yet).',
    );
    await sign(test, second);
    expect(await sign(test, headOfDepartment.name, beacon.head)).toMatchObject({
      text: expect.stringContaining('All 4 have signed.'),
    });
    expect(textOf(await test.type('specialist', 'commitments'))).toContain('Signed; no answer yet');
    const rows = await test.db.signature.findMany({ where: { personId: test.personId(first) } });
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({ how: 'inTheBot', recordedById: null, recordedAt: test.clock.now() });

    // Taken back by herself, and by nobody else.
    const [route, args] = backOf(reply);
    expect(await test.press(second, route, args)).toMatchObject({ kind: 'refused' });
    expect(await test.press(beacon.head, route, args)).toMatchObject({ kind: 'refused' });
    expect(await test.press('specialist', route, args)).toMatchObject({ kind: 'refused' });
    expect(await test.press(first, route, args)).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type('specialist', 'commitments'))).toContain('3 of 4 have signed; ');
  });

  it('is asked for on the school day after, and 5 and 10 school days later', async () => {
    const test = await begin(open, unsigned);
    await publish(test);
    expect(await asked(test, head)).toEqual(['2026-09-04 planned', '2026-09-11 planned', '2026-09-18 planned']);
    // The dates of the same day are not held up.
    const dates = { kind: 'schedule-for-head', personId: test.personId(head), status: 'sent' } as const;
    expect(await test.db.delivery.count({ where: dates })).toBe(1);
    await test.runUntil('2026-09-04T09:00:00+01:00');
    const ask = test.messenger.posted.findLast(
      ({ to }) => to.kind === 'person' && to.personId === test.personId(colleague),
    );
    const text = ask ? renderText(ask.card) : '';
    expect(text).toContain('Please sign for Oakfield Primary');
    expect(text).toContain('As lead teacher, will you sign it?');
    expect(text).toContain('We will free our lead teachers');
    expect(text).toMatch(/\[I sign\].*\[Not me\]/su);
    await sign(test, head);
    const notMe = await test.press(colleague, 'commitments.take-on', about(test, head, { answer: 'notMe' }));
    expect(notMe).toMatchObject({ text: 'Thank you. You are not asked to sign again.' });
    expect(textOf(await test.type('hubLead', 'commitments'))).toContain('1 of 3 has signed');
    await test.runUntil('2026-10-01T10:00:00+01:00');
    expect(await asked(test, head)).toEqual(['2026-09-04 sent']);
    expect(await asked(test, colleague)).toEqual(['2026-09-04 sent']);
    expect(await asked(test, advocate)).toEqual(['2026-09-04 sent', '2026-09-11 sent', '2026-09-18 sent']);
    const told = test.messenger.posted.filter(({ card }) => renderText(card).includes('does not mean them'));
    expect(told.map(({ to }) => to)).toMatchObject([{ personId: test.personId('specialist') }]);
    const [back, args] = backOf(notMe);
    expect(await test.press(colleague, back, args)).toMatchObject({ kind: 'done' });
    await sign(test, colleague);
    // The third says that it is the last.
    const last = test.messenger.posted.filter(({ card }) => renderText(card).includes('I will not ask you again.'));
    expect(last.length).toBeGreaterThan(0);
  });

  it('comes before any review: nobody is asked about what nobody has signed', async () => {
    const test = await begin(open, unsigned);
    await sign(test, 'Stephen Blackwood');
    await test.runUntil('2026-09-15T10:00:00+01:00');
    const sent = await test.db.delivery.findMany({ where: { kind: 'commitments-review', status: 'sent' } });
    expect(sent.map(({ personId }) => personId)).toEqual([test.personId('Stephen Blackwood')]);
    const kept = await test.db.delivery.findFirstOrThrow({
      where: { kind: 'commitments-review', subjectId: `${schoolOf(test, head)}/2` },
    });
    expect(kept.reason).toBe('nobody has signed for Oakfield Primary');
    await sign(test, head);
    expect(await test.db.delivery.findUniqueOrThrow({ where: { id: kept.id } })).toMatchObject({ status: 'planned' });
  });
});

describe('signing', () => {
  it('from paper starts with nobody ticked, and says who recorded it', async () => {
    const test = await begin(undefined, unsigned);
    const form = await test.press('hubLead', 'commitments.sign', about(test));
    expect(valuesOf(form)).toMatchObject({ who: [] });
    expect(faultsOf(await handIn(test, 'hubLead', form))).toEqual({ who: expect.any(String) });
    const who = [test.personId(head), test.personId(advocate)];
    expect(await handIn(test, 'hubLead', form, { on: '2026-09-02', who })).toMatchObject({
      text: 'Recorded for Oakfield Primary, from the form of Wed 2 Sep 2026: Priya Nandakumar and Margaret Okonkwo. 2 of 3 have signed.',
    });
    expect(textOf(await test.type(head, 'commitments'))).toContain(
      '2 of 3 have signed. Recorded by Rosalind Amponsah from the form of Wed 2 Sep 2026: Margaret Okonkwo and Priya Nandakumar.',
    );
  });

  it('that stood before anybody was asked stands, as on paper', async () => {
    const test = await begin(undefined, unsigned);
    const { id: groupId } = test.group;
    const commitment = await test.db.commitment.findFirstOrThrow({
      where: { groupId, schoolId: schoolOf(test, head), key: 'meetings' },
    });
    await test.db.commitment.updateMany({ where: { schoolId: commitment.schoolId }, data: { signedOn: '2026-09-01' } });
    await test.db.signature.create({
      data: { id: newId(), commitmentId: commitment.id, name: head, role: 'head' },
    });
    const card = textOf(await test.type(head, 'commitments'));
    expect(card).toContain('1 of 3 has signed. Recorded from the form of Tue 1 Sep 2026: Margaret Okonkwo.');
    expect(card).not.toContain('[I sign]');
    expect(textOf(await test.type(advocate, 'commitments'))).toContain('[I sign]');
    expect(textOf(await test.type(advocate, 'home'))).toContain(
      'You have not signed yet what Oakfield Primary agrees (1 of 3 has signed).',
    );
  });

  it('is nobody else’s: not of another school, not in another role, not twice', async () => {
    const test = await begin(undefined, unsigned);
    expect(
      await test.press(advocate, 'commitments.take-on', about(test, 'Stephen Blackwood', { answer: 'kept' })),
    ).toMatchObject({
      kind: 'refused',
    });
    expect(await sign(test, 'specialist', head)).toMatchObject({ kind: 'refused' });
    expect(await test.press(advocate, 'commitments.take-on', about(test, head, { answer: 'talk' }))).toMatchObject({
      kind: 'refused',
    });
    expect(await test.db.signature.count()).toBe(0);
    await sign(test, advocate);
    expect(await sign(test, advocate)).toMatchObject({ text: 'You have signed already. Thank you.' });
    expect(await test.press(advocate, 'commitments.sign', about(test))).toMatchObject({ kind: 'refused' });
  });
});
