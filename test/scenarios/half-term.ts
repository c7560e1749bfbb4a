import { expect } from 'vitest';
import type { Driver } from '../support/driver.js';

const last = <Item>(items: readonly Item[]): Item => {
  const item = items.at(-1);
  if (item === undefined) throw new Error('there is nothing');
  return item;
};

/** A half-term in the life of the example's Work Group. Every platform must be able to play it. */
export async function playHalfTerm(driver: Driver): Promise<void> {
  const kate = driver.as('Kate Winterbourne');
  const priya = driver.as('Priya Nandakumar');
  const tom = driver.as('Tom Hartwell');
  const margaret = driver.as('Margaret Okonkwo');
  const stephen = driver.as('Stephen Blackwood');

  // The half-term opens.
  await driver.waitUntil('2026-09-03 08:30');
  expect(last(await priya.messages('channel')).text).toContain('Welcome back: Autumn 1');

  // The specialist plans the year.
  await kate.type('schedule plan');
  expect(kate.form().title).toBe('Plan the schedule');
  expect(kate.form().fields['Date in Autumn 2']).toBe('2026-11-24');
  await kate.submit({ 'Date in Autumn 2': '2026-11-13' });
  expect(kate.form().text).toContain('Oakfield Primary is closed on Fri 13 Nov: INSET day.');
  expect(await kate.submit({ 'Date in Autumn 2': '2026-11-24' })).toContain('Published. 6 dates are in the schedule');
  expect(last(await priya.messages('channel')).text).toContain('Tue 24 Nov, 13:00 to 16:00');
  expect(last(await margaret.messages()).text).toContain('Priya Nandakumar and Tom Hartwell');

  // Will you come? The card shows the count at once.
  expect(await priya.press('Yes', 'Our meetings', 'channel')).toContain('You are coming on Tue 29 Sep, 13:00');
  expect(await tom.press('Not sure', 'Our meetings', 'channel')).toContain('You are not sure');
  expect(last(await tom.messages('channel')).text).toContain('1 yes · 0 no · 1 not sure');

  // Heads are asked for cover; an answer stops the asking.
  await driver.waitUntil('2026-09-08 08:30');
  expect(last(await margaret.messages()).text).toContain('Is their cover arranged?');
  expect(await margaret.press('Cover arranged')).toContain('you will not be asked again');
  expect(last(await margaret.messages()).text).toContain('Cover is arranged. Thank you.');
  expect(await stephen.press('Need to talk')).toContain('Kate Winterbourne is told now');
  expect(last(await kate.messages('direct')).text).toContain('Stephen Blackwood would like to talk');

  // The second Tuesday: the commitments review, and nothing else that day.
  await driver.waitUntil('2026-09-15 08:30');
  const review = last(await margaret.messages());
  expect(review.text).toContain('Autumn 1 at Oakfield Primary');
  expect(review.text).toContain('Signed: all 3 have signed');
  expect(await margaret.press('All as agreed')).toContain('You will not be asked again this half-term');

  // Only those who have not answered are asked whether they come.
  expect((await priya.messages('direct')).some((message) => message.text.includes('Will you come'))).toBe(false);
  const callum = driver.as('Callum Muirfield');
  expect(last(await callum.messages('direct')).text).toContain('Will you come on Tue 29 Sep?');
  await callum.press('No', 'Will you come', 'direct');
  expect(last(await callum.messages('direct')).text).toContain('You answered “no”');

  // Heads who have answered are not asked again; the list of the others goes to the specialist alone.
  await driver.waitUntil('2026-09-23 08:30');
  const asked = (await margaret.messages()).filter((message) => message.text.includes('Cover for'));
  expect(asked).toHaveLength(1);
  const list = last(await kate.messages('direct'));
  expect(list.text).toContain('Cover not confirmed for Tue 29 Sep');
  expect(list.text).not.toContain('Oakfield Primary');
  expect(list.text).not.toContain('Millpond Primary');
  expect(list.text).toContain('Hazel Lane Primary');

  // The meeting, attendance, and the next gap task.
  await driver.waitUntil('2026-09-25 15:30');
  expect(last(await priya.messages('channel')).text).toContain('We meet on Tue 29 Sep');
  await driver.waitUntil('2026-09-28 15:30');
  expect(last(await kate.messages('direct')).text).toContain('For the meeting on Tue 29 Sep');
  await driver.waitUntil('2026-09-29 16:15');
  await kate.press('Record who came', 'Who came', 'direct');
  expect(await kate.submit()).toContain('Saved: 1 of 12 came');
  expect(last(await kate.messages('direct')).text).toContain('Recorded: 1 of 12 came');
  await driver.waitUntil('2026-09-30 08:30');
  await kate.press('Set the gap task', 'Set the next gap task', 'direct');
  expect(kate.form().fields['Reply by']).toBe('2026-11-17');
  await kate.submit({
    Title: 'One bar model, two questions',
    'What to try': 'Use one bar model with your class and ask two different questions of it.',
    'Big Ideas': ['Representation and Structure', 'Variation'],
  });
  expect(kate.form().title).toBe('What people are asked');
  expect(await kate.submit({ Variation: 'What did you keep the same?' })).toContain('to be answered by Tue 17 Nov');

  // Replies: a reflection kept half-way and sent later, and two in one press.
  const card = last(await priya.messages('channel'));
  expect(card.text).toContain('One bar model, two questions');
  await priya.press('Reflect', 'One bar model', 'channel');
  expect(priya.form().text).toContain('Who reads this: you and Kate Winterbourne.');
  await priya.leave({ 'Which picture': 'The bars made the difference visible.' });
  await priya.type('reflect');
  expect(priya.form().fields['Which picture or resource made the structure visible, and how could you tell?']).toBe(
    'The bars made the difference visible.',
  );
  expect(await priya.submit({ Sharing: 'true' })).toContain('the group can read it');
  await tom.press('Tried it, it did not work', 'One bar model', 'channel');
  await callum.press('Not yet', 'One bar model', 'channel');
  expect((await priya.messages('channel')).find((message) => message.text.startsWith('Gap task'))?.text).toMatch(
    /3 of 12/u,
  );
  await driver.as('Grace Adeyinka').press('Read what was shared (1)', 'One bar model', 'channel');
  expect(last(await driver.as('Grace Adeyinka').messages('channel')).text).toContain(
    'The bars made the difference visible.',
  );

  // What is shared appears in the task's thread, and what is not does not.
  await driver.waitUntil('2026-10-05 08:00');
  const [opening, ...shared] = await driver.as('Grace Adeyinka').thread('One bar model');
  expect(opening?.text).toContain('reply to each other here');
  expect(shared).toHaveLength(1);
  expect(shared[0]?.text).toContain('Priya Nandakumar, Oakfield Primary');
  expect(shared[0]?.text).toContain('The bars made the difference visible.');

  // Those who have answered are not chased.
  await driver.waitUntil('2026-11-18 08:30');
  for (const person of [priya, tom, callum]) {
    expect((await person.messages('direct')).filter((message) => /gap task (is|was) due/u.test(message.text))).toEqual(
      [],
    );
  }
  const grace = await driver.as('Grace Adeyinka').messages('direct');
  expect(grace.filter((message) => message.text.includes('The gap task was due on Tue 17 Nov'))).toHaveLength(1);
  await kate.type('task status');
  expect(last(await kate.messages('direct')).text).toContain('Grace Adeyinka');
  await kate.type('digest');
  const digest = last(await kate.messages('direct')).text;
  expect(digest).toContain('Representation and Structure');
  expect(digest).toContain('Tom Hartwell: tried it, and it did not work');

  // A cancelled meeting: everybody is told once, old reminders vanish.
  await kate.type('meeting cancel');
  await kate.press('Tue 24 Nov, 13:00', 'Which meeting', 'direct');
  expect(await kate.submit({ Why: 'Snow has closed two schools' })).toContain('Cancelled.');
  expect(last(await priya.messages('channel')).text).toContain('Snow has closed two schools');
  await driver.waitUntil('2026-11-20 08:00');
  const told = (await margaret.messages()).filter((message) =>
    message.text.includes('Cancelled: the meeting on Tue 24 Nov'),
  );
  expect(told).toHaveLength(1);
}
