import { describe, expect, it } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { newId } from '../../src/shared/ids.js';
import { loadGroup } from '../../src/store/groups.js';
import type { TestRouter } from '../support/router.js';
import { begin, head, publish } from './acting.js';
import { planned, sentAbout, textTo } from './sent.js';

const leave = (test: TestRouter) => test.submit(head, 'people.stand-down', { group: test.group.id }, {});
const comeBack = (test: TestRouter) => test.press(head, 'people.stand-up', { group: test.group.id });

describe('“Not me any more”', () => {
  it('ends what is sent, tells the specialist privately, and can be taken back', async () => {
    const test = await begin();
    const { second } = await publish(test);
    const before = await planned(test, second.id);
    expect(before.some(([, to]) => to === head)).toBe(true);
    expect(await leave(test)).toMatchObject({ kind: 'done', text: expect.stringContaining('Nothing more is sent') });
    await test.relay.run();
    expect((await planned(test, second.id)).some(([, to]) => to === head)).toBe(false);
    expect(textTo(test, 'Kate Winterbourne', head)[0]).toContain('no longer the head teacher of Oakfield Primary');
    expect(textTo(test, 'the channel', head)).toEqual([]);

    await test.runUntil('2026-09-16T12:00:00+01:00');
    expect(textTo(test, head).filter((text) => !text.includes('Work Group dates for'))).toEqual([]);
    for (const command of ['help', 'schedule', 'commitments', 'nonsense']) {
      const reply = await test.type(head, command);
      expect(['You get no more of these', 'I do not know that one']).toContain(
        reply.kind === 'card' && reply.card.title,
      );
    }
    const cover = { group: test.group.id, meeting: second.id, answer: 'arranged' };
    expect(await test.press(head, 'meeting.cover', cover)).toMatchObject({
      card: { title: 'You get no more of these' },
    });
    expect(await test.db.coverAnswer.count()).toBe(0);

    expect(await comeBack(test)).toMatchObject({ kind: 'done', text: expect.stringContaining('Welcome back') });
    expect(await planned(test, second.id)).toEqual(before);
    expect(await test.press(head, 'meeting.cover', cover)).toMatchObject({ kind: 'done' });
  });

  it('taken back before anybody was told tells nobody', async () => {
    const test = await begin();
    await test.runUntil('2026-09-03T19:00:00+01:00');
    await leave(test);
    await comeBack(test);
    await test.runUntil('2026-09-07T12:00:00+01:00');
    expect(textTo(test, 'Kate Winterbourne', head)).toEqual([]);
  });

  it('is for heads, and of one group only', async () => {
    const test = await begin();
    for (const who of ['specialist', 'advocate', 'hubLead']) {
      expect(await test.submit(who, 'people.stand-down', { group: test.group.id }, {})).toMatchObject({
        kind: 'refused',
      });
    }
    expect(await test.submit(head, 'people.stand-down', { group: 'another' }, {})).toMatchObject({ kind: 'refused' });
    expect(await test.db.membership.count({ where: { stoodDownAt: { not: null } } })).toBe(0);
  });
});

describe('a school with two heads', () => {
  const deputy = 'Deputy Okonkwo';

  async function withDeputy(): Promise<{ test: TestRouter; deputyId: string }> {
    const test = await begin();
    const { db, group } = test;
    const schoolId = group.members.find(({ name }) => name === head)?.schoolId ?? null;
    const deputyId = newId();
    const person = { id: deputyId, name: deputy, email: 'deputy@oakfield.example', calendarSecret: newId() };
    await db.person.create({ data: { ...person, hubId: group.hubId } });
    await db.membership.create({
      data: { id: newId(), groupId: group.id, personId: deputyId, role: 'head', schoolId },
    });
    await db.$transaction((tx) => importDeps(test.clock.now()).replan(tx, group.id));
    return { test: { ...test, group: await loadGroup(db, group.id) }, deputyId };
  }

  it('asks both, and an answer of one stops both', async () => {
    const { test, deputyId } = await withDeputy();
    const { first, second } = await publish(test);
    await test.runUntil('2026-09-09T12:00:00+01:00');
    expect(await sentAbout(test, first.id, 'cover-request')).toEqual(expect.arrayContaining([deputy, head]));
    const args = { group: test.group.id, meeting: first.id };
    expect(await test.press(deputyId, 'meeting.cover', { ...args, answer: 'arranged' })).toMatchObject({
      kind: 'done',
    });
    await test.runUntil('2026-09-28T12:00:00+01:00');
    const again = await sentAbout(test, first.id, 'cover-again');
    expect(again).not.toContain(deputy);
    expect(again).not.toContain(head);
    expect(again).toContain('Stephen Blackwood');
    expect(textTo(test, 'Kate Winterbourne', 'Cover not confirmed')[0]).not.toContain('Oakfield');

    // The other may still say otherwise; that is the school's answer then.
    expect(await test.press(head, 'meeting.cover', { ...args, answer: 'talk' })).toMatchObject({ kind: 'done' });
    expect(await test.db.coverAnswer.findMany({ where: { meetingId: first.id }, select: { answer: true } })).toEqual([
      { answer: 'talk' },
    ]);
    // One leaves, the other is asked as before.
    await leave(test);
    expect((await planned(test, second.id)).map(([, to]) => to)).toContain(deputy);
  });
});
