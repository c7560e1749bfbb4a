import { expect, it } from 'vitest';
import { readCalendar } from '../../src/compose.js';
import { advocate, begin, handIn, head, publish } from '../meetings/acting.js';
import type { TestRouter } from '../support/router.js';

const read = (test: TestRouter, secret: string) => readCalendar(test.db, secret, test.clock.now());
const ownSecret = async (test: TestRouter, who: string): Promise<string> =>
  (await test.db.person.findUniqueOrThrow({ where: { id: test.personId(who) } })).calendarSecret;
const groupSecret = async (test: TestRouter): Promise<string> =>
  (await test.db.group.findUniqueOrThrow({ where: { id: test.group.id } })).calendarSecret;

it('a calendar’s address is made new by its owner, asked once, and the old one ends', async () => {
  const test = await begin();
  await publish(test);
  const [old, other] = [await ownSecret(test, head), await ownSecret(test, advocate)];
  const form = await test.press(head, 'calendar.renew', {});
  expect(await ownSecret(test, head)).toBe(old);
  const reply = await handIn(test, head, form);
  const fresh = await ownSecret(test, head);
  expect(JSON.stringify(reply)).toContain(`/calendar/${fresh}.ics`);
  expect(await read(test, old)).toBeUndefined();
  expect(await read(test, fresh)).toContain('BEGIN:VEVENT');
  expect(await ownSecret(test, advocate)).toBe(other);
  // The message with her dates links to the new one.
  await test.relay.run();
  expect(JSON.stringify(test.messenger.updated)).toContain(fresh);
});

it('the group’s is made new by those who lead it, and the schedule links to the new one', async () => {
  const test = await begin();
  await publish(test);
  const old = await groupSecret(test);
  const args = { group: test.group.id };
  for (const who of [advocate, head]) {
    expect(await test.submit(who, 'calendar.renew-group', args, {})).toMatchObject({ kind: 'refused' });
  }
  expect(await groupSecret(test)).toBe(old);
  await handIn(test, 'specialist', await test.press('specialist', 'calendar.renew-group', args));
  const fresh = await groupSecret(test);
  expect(await read(test, old)).toBeUndefined();
  expect(await read(test, fresh)).toContain('BEGIN:VEVENT');
  await test.relay.run();
  expect(JSON.stringify(test.messenger.updated.at(-1)?.card)).toContain(fresh);
  const written = await test.db.auditEntry.findMany({ where: { act: 'renewedCalendar' } });
  expect(written).toMatchObject([{ groupId: test.group.id, byId: test.personId('specialist') }]);
});

it('of somebody who has left shows nothing, and is there again when that is taken back', async () => {
  const test = await begin();
  await publish(test);
  const secret = await ownSecret(test, advocate);
  expect(await read(test, secret)).toContain('BEGIN:VEVENT');
  const who = test.personId(advocate);
  const form = await test.press('specialist', 'handover.left', { group: test.group.id });
  expect(await handIn(test, 'specialist', form, { who })).toMatchObject({ kind: 'done' });
  expect(await read(test, secret)).not.toContain('VEVENT');
  const at = (await test.db.membership.findFirstOrThrow({ where: { personId: who } })).stoodDownAt?.toISOString() ?? '';
  await test.press('specialist', 'handover.left-undo', { group: test.group.id, person: who, at });
  expect(await read(test, secret)).toContain('BEGIN:VEVENT');
});
