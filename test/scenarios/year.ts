import { expect } from 'vitest';
import type { Driver, SeenMessage } from '../support/driver.js';
import type { Cast } from './casts.js';

const last = (messages: readonly SeenMessage[]): string => messages.at(-1)?.text ?? '';

/** As the examples' calendars have them: the second Tuesday, and the meeting that the bot proposes. */
const halfTerms = [
  { name: 'Autumn 1', review: '2026-09-15', meeting: '2026-09-29', on: 'Tue 29 Sep' },
  { name: 'Autumn 2', review: '2026-11-10', meeting: '2026-11-24', on: 'Tue 24 Nov' },
  { name: 'Spring 1', review: '2027-01-12', meeting: '2027-01-26', on: 'Tue 26 Jan' },
  { name: 'Spring 2', review: '2027-03-02', meeting: '2027-03-09', on: 'Tue 9 Mar' },
  { name: 'Summer 1', review: '2027-04-20', meeting: '2027-05-04', on: 'Tue 4 May' },
  { name: 'Summer 2', review: '2027-06-15', meeting: '2027-06-29', on: 'Tue 29 Jun' },
] as const;

/** What happens besides in a half-term, before its review or after its meeting. */
export interface Chapters {
  before?: Partial<Record<(typeof halfTerms)[number]['name'], () => Promise<void>>>;
  after?: Partial<Record<(typeof halfTerms)[number]['name'], () => Promise<void>>>;
  /** What the head's message of a half-term says. */
  review: Record<(typeof halfTerms)[number]['name'], readonly (string | RegExp)[]>;
}

/** A year of a Work Group: six meetings, six gap tasks, and the head's message of each half-term. */
export async function playYear(driver: Driver, cast: Cast, chapters: Chapters): Promise<void> {
  const specialist = driver.as(cast.specialist);
  const head = driver.as(cast.head);
  const teachers = [driver.as(cast.advocate), driver.as(cast.colleague)];
  await driver.waitUntil('2026-09-03 08:30');
  await specialist.type('schedule plan');
  expect(await specialist.submit()).toContain('Published. 6 dates are in the schedule');
  for (const { name, review, meeting, on } of halfTerms) {
    await chapters.before?.[name]?.();
    await driver.waitUntil(`${review} 08:30`);
    const asked = (await head.messages()).findLast(({ text }) => text.includes(`${name} at ${cast.school}`));
    for (const words of chapters.review[name]) expect(asked?.text ?? '').toMatch(words);
    await head.press('All as agreed', `${name} at ${cast.school}`);
    for (const teacher of teachers) {
      await teacher.type('meeting');
      await teacher.press('Yes', on, 'direct');
    }
    await driver.waitUntil(`${meeting} 16:15`);
    await specialist.press('Record who came', 'Who came', 'direct');
    expect(await specialist.submit()).toContain('Saved: 2 of');
    await specialist.type('task set');
    await specialist.submit({
      Title: `The task of ${name}`,
      'What to try': 'Ask two questions of one picture.',
      'Big Ideas': ['Variation'],
      ...(name === 'Summer 2' && { 'Reply by': '2027-07-13' }),
    });
    expect(await specialist.submit()).toContain('to be answered by');
    await driver.as(cast.advocate).press('Tried it, it did not work', `The task of ${name}`, 'channel');
    await chapters.after?.[name]?.();
  }
  await head.type('commitments');
  const record = last(await head.messages());
  expect(record).toContain('6 held; 12 of 12 places taken up');
  expect(record).toMatch(/6 set; replies to all of them/iu);
}
