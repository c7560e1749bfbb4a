import { expect, it } from 'vitest';
import type { TestRouter } from '../support/router.js';
import { advocate, begin, colleague, fieldsOf, handIn, publish, valuesOf } from './acting.js';
import { sentAbout, textTo } from './sent.js';

async function afterFirst(): Promise<{ test: TestRouter; meeting: string }> {
  const test = await begin();
  const { first } = await publish(test);
  const args = { group: test.group.id, meeting: first.id };
  await test.press(advocate, 'meeting.answer', { ...args, answer: 'yes' });
  await test.press('head', 'meeting.answer', { ...args, answer: 'yes' });
  await test.press(colleague, 'meeting.answer', { ...args, answer: 'no' });
  await test.runUntil('2026-09-29T16:14:00+01:00');
  return { test, meeting: first.id };
}

it('is asked for a quarter of an hour after the meeting, with those ticked who said yes', async () => {
  const { test, meeting } = await afterFirst();
  await test.relay.run();
  expect(await sentAbout(test, meeting, 'attendance')).toEqual([]);
  await test.runUntil('2026-09-29T16:15:00+01:00');
  expect(await sentAbout(test, meeting, 'attendance')).toEqual(['Kate Winterbourne']);
  const form = await test.type('specialist', 'meeting attendance');
  const [field] = fieldsOf(form);
  expect(field).toMatchObject({ kind: 'people', choices: { length: 12 } });
  expect(field).toMatchObject({ value: expect.arrayContaining([test.personId(advocate)]) });
  expect(field).toMatchObject({ value: expect.not.arrayContaining([test.personId(colleague)]) });
});

it('counts only those who were expected, and can be changed', async () => {
  const { test, meeting } = await afterFirst();
  const present = [advocate, colleague, 'head', 'nobody', 'specialist'].map(test.personId);
  const form = await test.type('specialist', 'meeting attendance');
  expect(await handIn(test, 'specialist', form, { present })).toMatchObject({ text: 'Saved: 2 of 12 came.' });
  const again = await test.type('specialist', 'meeting attendance');
  expect(valuesOf(again).present).toHaveLength(2);
  expect(await handIn(test, 'specialist', again, { present: '' })).toMatchObject({ text: 'Saved: 0 of 12 came.' });
  expect(await handIn(test, 'specialist', again, { present: present.join(', ') })).toMatchObject({
    text: 'Saved: 2 of 12 came.',
  });
  expect(await test.db.attendance.count({ where: { meetingId: meeting, present: true } })).toBe(2);
});

it('is not asked for once it is recorded', async () => {
  const { test, meeting } = await afterFirst();
  await handIn(test, 'specialist', await test.type('specialist', 'meeting attendance'));
  await test.runUntil('2026-09-30T12:00:00+01:00');
  expect(await sentAbout(test, meeting, 'attendance')).toEqual([]);
  expect(textTo(test, 'Kate Winterbourne', 'Who came')).toEqual([]);
});

it('waits until the meeting has begun', async () => {
  const test = await begin();
  const { first } = await publish(test);
  for (const reply of [
    await test.type('specialist', 'meeting attendance'),
    await test.press('specialist', 'meeting.attendance', { group: test.group.id, meeting: first.id }),
    await test.submit('specialist', 'meeting.attendance', { group: test.group.id, meeting: first.id }, { present: [] }),
  ]) {
    expect(reply).toMatchObject({ kind: 'refused', text: expect.stringContaining('No meeting has begun yet') });
  }
});
