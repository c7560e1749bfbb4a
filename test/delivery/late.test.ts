import { expect, it } from 'vitest';
import { civilDate } from '../../src/calendar/dates.js';
import { composeCore, isWell } from '../../src/compose.js';
import { keptText } from '../../src/delivery/kept-text.js';
import { type Address, DeliveryError } from '../../src/delivery/messenger.js';
import { begin, head, publish } from '../meetings/acting.js';
import { onEachDatabase } from '../support/databases.js';
import { quietLog, type TestRouter } from '../support/router.js';

const cardsTo = (test: TestRouter, who: string) =>
  test.messenger.posted.filter(({ to }) => to.kind === 'person' && to.personId === test.personId(who));
const titlesTo = (test: TestRouter, who: string) => cardsTo(test, who).map(({ card }) => card.title);

/** The platform does not know the head. */
const refuseHead = (test: TestRouter) => (to: Address) => {
  if (to.kind === 'person' && to.personId === test.personId(head))
    throw new DeliveryError('person', 'users_not_found', { obstacle: 'not-there' });
};

/** The bot is away until then, and comes back. */
async function comeBack(test: TestRouter, at: string): Promise<number> {
  const before = test.messenger.posted.length;
  test.clock.set(new Date(at));
  await test.relay.run();
  return before;
}

onEachDatabase('a bot that was away', (open) => {
  it.each([
    ['a night', '2026-09-09T06:30:00+01:00', '2026-09-09T09:00:00+01:00'],
    ['a week', '2026-09-16T09:00:00+01:00', '2026-09-16T10:00:00+01:00'],
    ['a half-term', '2026-10-20T09:00:00+01:00', '2026-10-20T10:00:00+01:00'],
  ])('for %s gives each person one message at most, the same day', async (_long, at, then) => {
    const test = await begin(open);
    await publish(test);
    await test.runUntil('2026-09-08T08:00:00+01:00');
    const before = await comeBack(test, at);
    await test.runUntil(then);
    const since = test.messenger.posted.slice(before);
    for (const { personId, name, role } of test.group.members) {
      const got = since.filter(({ to }) => to.kind === 'person' && to.personId === personId);
      // A hub lead hears of it beside what was due.
      expect(got.length, name).toBeLessThanOrEqual(role === 'hubLead' ? 2 : 1);
    }
    const open_ = { status: { in: ['planned', 'sending'] as const }, sendAt: { lte: test.clock.now() } };
    expect(await test.db.delivery.count({ where: open_ as never })).toBe(0);
    expect(await isWell(test.db, test.clock.now())).toBe(true);
  });

  it('says so once to the hub lead, with what became of the messages', async () => {
    const test = await begin(open);
    await publish(test);
    await test.runUntil('2026-09-08T08:00:00+01:00');
    expect(await isWell(test.db, new Date('2026-09-08T08:31:00+01:00'))).toBe(true);
    expect(await isWell(test.db, new Date('2026-09-08T08:46:00+01:00'))).toBe(false);
    await comeBack(test, '2026-09-09T07:00:00+01:00');
    await test.runUntil('2026-09-11T12:00:00+01:00');
    const told = cardsTo(test, 'hubLead').filter(({ card }) => card.title === 'What did not go as planned');
    expect(told).toHaveLength(1);
    const [message] = told;
    if (!message) throw new Error('nobody was told');
    const words = keptText([message]);
    expect(words).toContain('From Tue 8 Sep, 08:30 to Wed 9 Sep, 07:00');
    expect(words).toContain('Sent since:  6');
    const late = await test.db.delivery.findMany({ where: { missedAt: { not: null } } });
    expect(late.map(({ kind, status }) => [kind, status])).toEqual(late.map(() => ['cover-request', 'sent']));
    expect(late.map(({ sentAt }) => civilDate(sentAt ?? new Date(0), 'Europe/London'))).toEqual(
      late.map(() => '2026-09-09'),
    );
  });

  it('says nothing where nothing was late', async () => {
    const test = await begin(open);
    await publish(test);
    await test.runUntil('2026-10-20T12:00:00+01:00');
    expect(titlesTo(test, 'hubLead')).not.toContain('What did not go as planned');
    expect(await test.db.delivery.count({ where: { notedAt: { not: null } } })).toBe(0);
  });

  it('joins what people have said to the specialist meanwhile', async () => {
    const test = await begin(open);
    await publish(test);
    await test.runUntil('2026-09-08T09:00:00+01:00');
    const request = await test.db.meeting.findFirstOrThrow({ where: { halfTerm: 1 } });
    for (const member of test.group.members.filter(({ role }) => role === 'head')) {
      const args = {
        group: test.group.id,
        meeting: request.id,
        school: member.schoolId ?? '',
        answer: 'talk',
        round: '0',
      };
      await test.press(member.personId, 'meeting.cover', args);
    }
    const waiting = await test.db.delivery.count({ where: { kind: 'cover-talk', status: 'planned' } });
    expect(waiting).toBe(6);
    const before = await comeBack(test, '2026-09-08T10:00:00+01:00');
    const toKate = test.messenger.posted
      .slice(before)
      .filter(({ to }) => to.kind === 'person' && to.personId === test.personId('specialist'));
    expect(toKate).toHaveLength(1);
    expect(await test.db.delivery.count({ where: { kind: 'cover-talk', status: 'sent' } })).toBe(6);
  });

  it('tells the hub lead the next morning of what could not be delivered', async () => {
    const test = await begin(open);
    test.messenger.before = refuseHead(test);
    await publish(test);
    await test.runUntil('2026-09-04T12:00:00+01:00');
    const [message] = cardsTo(test, 'hubLead').filter(({ card }) => card.title === 'What did not go as planned');
    if (!message) throw new Error('nobody was told');
    expect(keptText([message])).toContain(`${head} (Primary Mastery Work Group 3): one message. Not here yet.`);
  });

  it('hears of it from the next start when the bot was killed before it had planned that', async () => {
    const test = await begin(open);
    test.messenger.before = refuseHead(test);
    await publish(test);
    const day = { where: { kind: 'hub-day' } };
    expect(await test.db.delivery.findMany(day)).toMatchObject([{ status: 'planned' }]);
    await test.db.delivery.deleteMany(day);
    const { db, clock, messenger } = test;
    const startAgain = () =>
      composeCore({ db, clock, log: quietLog, publicUrl: 'https://bot.example', messenger }).relay.run();
    await startAgain();
    expect(await db.delivery.findMany(day)).toMatchObject([{ status: 'planned' }]);
    await test.runUntil('2026-09-04T12:00:00+01:00');
    expect(cardsTo(test, 'hubLead').filter(({ card }) => card.title === 'What did not go as planned')).toHaveLength(1);
    await startAgain();
    expect(await db.delivery.findMany(day)).toMatchObject([{ status: 'sent' }]);
  });
});
