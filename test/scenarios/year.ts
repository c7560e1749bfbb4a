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

/** What schools do in a year besides meeting: visits, a TRG, release, funding, meetings of heads, evidence, the next year. */
export function everythingElse(driver: Driver, cast: Cast): Pick<Chapters, 'before' | 'after'> {
  const specialist = driver.as(cast.specialist);
  const head = driver.as(cast.head);
  const advocate = driver.as(cast.advocate);
  const hubLead = driver.as(cast.hubLead);

  const visit = async (day: string, on: string, steps: string): Promise<void> => {
    await specialist.type('visit book');
    expect(
      await specialist.submit({ School: cast.school, Day: day, 'What you will do': ['Lesson observation', 'TRG'] }),
    ).toContain(`Booked: ${cast.school}, ${on}, 09:00`);
    await driver.waitUntil(`${day} 12:15`);
    await specialist.press('Record', `Your visit to ${cast.school}`, 'direct');
    expect(
      await specialist.submit({
        'Notes for the school': 'Children drew the bars themselves.',
        'Agreed next steps': steps,
      }),
    ).toContain('Recorded:');
  };

  return {
    before: {
      'Autumn 1': async () => {
        await specialist.type('setup check');
        const check = last(await specialist.messages('direct'));
        expect(check).toMatch(/Meetings:? 6 meetings, 6 half days in all: fits/u);
        if (!check.includes('Signatures are missing')) return;
        // The head signs here when she is asked, and records who has signed on paper.
        await driver.waitUntil('2026-09-04 08:30');
        expect(await head.press('I sign', `Please sign for ${cast.school}`)).toContain('1 of 4 has signed.');
        await head.type('commitments');
        await head.press('Record signatures', `Commitments of ${cast.school}`);
        const who = [cast.advocate, cast.colleague, 'Colin Fairweather'];
        expect(await head.submit({ 'Who signed': who })).toContain('All 4 have signed.');
      },
      'Spring 1': async () => {
        await driver.waitUntil('2027-01-04 08:30');
        await visit('2027-01-07', 'Thu 7 Jan', 'Open a lesson to colleagues');
      },
      'Summer 1': async () => {
        await driver.waitUntil('2027-04-12 08:30');
        await visit('2027-04-15', 'Thu 15 Apr', '');
      },
    },
    after: {
      'Autumn 1': async () => {
        await visit('2026-10-06', 'Tue 6 Oct', 'Plan two lessons together');
        await advocate.type('trg log');
        expect(
          await advocate.submit({
            Day: '2026-10-05',
            'What you worked on': 'Bar models',
            'Who took part': 'Six of us',
          }),
        ).toContain('Logged at');
        await advocate.type('release');
        await advocate.press('Log release', 'Release', 'direct');
        expect(await advocate.submit({ 'Day, or first day': '2026-10-05', 'How long': 'A day' })).toContain('Logged:');
        await head.type('action plan');
        expect(await head.press('Done', 'Plan two lessons together')).toContain('Done:');
      },
      'Autumn 2': async () => {
        await specialist.type('funding');
        await specialist.press(cast.grant, 'Funding', 'direct');
        expect(await specialist.submit({ 'How it stands': 'Confirmed' })).toContain('confirmed on Tue 24 Nov 2026');
        await specialist.type('heads plan');
        expect(
          await specialist.submit({
            'Who meets': 'The heads, all together',
            Date: '2026-12-08',
            Starts: '15:30',
            Where: 'Online',
          }),
        ).toContain('Tue 8 Dec');
        await driver.waitUntil('2026-12-02 08:30');
        await head.press('I will come', 'Tue 8 Dec');
        await driver.waitUntil('2026-12-08 16:45');
        await specialist.type('heads record');
        expect(await specialist.submit({ 'What was agreed': 'Each school opens one lesson.' })).toContain('1 ');
      },
      'Spring 1': async () => {
        await advocate.type('release');
        await advocate.press('Log release', 'Release', 'direct');
        expect(await advocate.submit({ 'Day, or first day': '2027-01-28', 'How long': '2 days' })).toContain('Logged:');
      },
      'Summer 2': async () => {
        await head.type('evidence');
        await head.press('Note something', 'Evidence');
        expect(await head.submit({ Day: '2027-06-28', 'A few words': 'sent to the hub' })).toContain('Noted for');
        await hubLead.type('overview');
        expect(last(await hubLead.messages('direct'))).toContain('6 of 6 meetings');
        expect((await specialist.messages('direct')).filter(({ text }) => text.startsWith('Next year'))).toHaveLength(
          1,
        );
        await specialist.type('carry on');
        expect(await specialist.submit()).toContain('2027/28');
        await head.type('commitments');
        expect(last(await head.messages())).not.toContain('Next year: Nothing');
      },
    },
  };
}
