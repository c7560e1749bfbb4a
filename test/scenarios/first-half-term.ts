import { expect } from 'vitest';
import { findProgramme } from '../../src/features/programmes/programmes.js';
import type { Driver, SeenMessage } from '../support/driver.js';
import type { Cast } from './casts.js';

const last = (messages: readonly SeenMessage[]): string => messages.at(-1)?.text ?? '';

/** A programme from its set-up to the end of its first half-term, with what its template states. */
export async function playFirstHalfTerm(driver: Driver, cast: Cast, id: string): Promise<void> {
  const programme = findProgramme(id);
  if (!programme) throw new Error(id);
  const specialist = driver.as(cast.specialist);
  const advocate = driver.as(cast.advocate);
  const head = driver.as(cast.head);

  await driver.waitUntil('2026-09-03 08:30');
  expect(last(await advocate.messages('channel'))).toContain('Welcome back: Autumn 1');

  // The group beside its programme: what fits, what differs, and what no paper states.
  await specialist.type('setup check');
  const check = last(await specialist.messages('direct'));
  expect(check).toContain(programme.name);
  if (programme.release.days === 'not stated') expect(check).toMatch(/Release:? Not stated/u);

  // The year's dates, and who comes.
  await specialist.type('schedule plan');
  expect(await specialist.submit()).toContain('Published.');
  expect(last(await head.messages())).toContain(`${cast.advocate} and ${cast.colleague}`);
  await advocate.press('Yes', 'Our meetings', 'channel');

  // What the papers state, and what they do not.
  await head.type('commitments');
  const agreed = last(await head.messages());
  if (programme.commitments.length === 0) expect(agreed).toContain('state nothing that schools sign');
  for (const { title, wording } of programme.commitments) {
    expect(agreed).toContain(title);
    expect(agreed).toContain(wording);
  }
  expect(agreed.includes('The programme has no form to sign.')).toBe(
    programme.commitments.length > 0 && programme.signatures.length === 0,
  );
  await head.type('funding');
  const funding = last(await head.messages());
  for (const { label } of programme.funding.items) expect(funding).toContain(label);
  if (programme.funding.items.length === 0) expect(funding).toContain('The programme names no payment to schools.');
  await head.type('release');
  const release = last(await head.messages());
  if (programme.release.days === 'not stated') expect(release).toContain('How many were agreed is not stated.');
  else expect(release).toMatch(/0 of \d+ days used/u);

  // Cover, and the second Tuesday: a question only where something was promised.
  await driver.waitUntil('2026-09-08 08:30');
  await head.press('Cover arranged');
  await driver.waitUntil('2026-09-15 08:30');
  const review = (await head.messages()).filter(({ text }) => text.startsWith(`Autumn 1 at ${cast.school}`));
  expect(review).toHaveLength(programme.commitments.length > 0 ? 1 : 0);
  if (review.length > 0) {
    expect(await head.press('All as agreed')).toContain('You will not be asked again this half-term');
  }

  // The meeting, release from attendance and by hand, the gap task.
  await driver.waitUntil('2026-09-29 16:15');
  await specialist.press('Record who came', 'Who came', 'direct');
  expect(await specialist.submit()).toContain('Saved: 1 of 4 came');
  await advocate.type('release');
  await advocate.press('Log release', 'Release', 'direct');
  expect(await advocate.submit()).toContain('Logged:');
  await head.type('release');
  expect(last(await head.messages())).toContain(`logged by ${cast.advocate}`);
  await driver.waitUntil('2026-09-30 08:30');
  await specialist.press('Set the gap task', 'Set the next gap task', 'direct');
  await specialist.submit({
    Title: 'One picture, two questions',
    'What to try': 'Ask two questions of one picture.',
    'Big Ideas': ['Variation'],
  });
  expect(await specialist.submit()).toContain('to be answered by');
  await advocate.press('Not yet', 'One picture', 'channel');
  await specialist.type('task status');
  expect(last(await specialist.messages('direct'))).toContain(cast.otherAdvocate);

  if (id === 'open-classroom') await playOpenClassroom(driver, cast);
}

/** The lesson of the meeting goes home with the schools. */
async function playOpenClassroom(driver: Driver, cast: Cast): Promise<void> {
  const specialist = driver.as(cast.specialist);
  const advocate = driver.as(cast.advocate);
  await specialist.type('classroom open');
  expect(await specialist.submit({ 'Big Idea': 'Fluency', 'The lesson': 'Year 8, equations' })).toContain(
    'Noted: Tue 29 Sep, Fluency',
  );
  await advocate.type('classroom return');
  expect(
    await advocate.submit({ 'Taught at home on': '2026-09-30', 'What the lesson study found': 'They drew it.' }),
  ).toContain('taught at home on Wed 30 Sep, evaluated');
  const other = driver.as(cast.otherAdvocate);
  await other.type('classroom');
  expect(last(await other.messages('direct'))).toContain('Year 8, equations');
  expect(last(await other.messages('direct'))).not.toContain('evaluated');
}
