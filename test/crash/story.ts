import type { Page } from './page.js';

/** A shortened year: every way of changing something, and long journeys in between. */
export async function liveThrough(page: Page): Promise<void> {
  const kate = 'Kate Winterbourne';
  await page.moveTo('2026-09-04');
  await page.say(kate, 'schedule plan');
  await page.submit(kate);
  await page.press('Priya Nandakumar', 'Yes', 'Our meetings', 'channel');
  await page.press('Tom Hartwell', 'Not sure', 'Our meetings', 'channel');
  await page.press('Tom Hartwell', 'Yes', 'Our meetings', 'channel');
  await page.press('Grace Adeyinka', 'No', 'Our meetings', 'channel');

  await page.moveTo('2026-09-09');
  await page.press('Margaret Okonkwo', 'Cover arranged', 'cover arranged?');
  await page.press('Stephen Blackwood', 'Need to talk', 'cover arranged?');

  await page.moveTo('2026-09-16');
  await page.press('Margaret Okonkwo', 'All as agreed', 'Signed: all');
  await page.press('Callum Muirfield', 'No', 'Will you come');

  await page.moveTo('2026-09-30');
  await page.press(kate, 'Record who came', 'Who came');
  await page.submit(kate);
  await page.moveTo('2026-10-01');
  await page.press(kate, 'Set the gap task', 'Set the next gap task');
  await page.submit(kate, {
    Title: 'One bar model, two questions',
    'What to try': 'Use one bar model with your class and ask two different questions of it.',
    'Big Ideas': 'representation,variation',
  });
  await page.submit(kate);
  await page.press('Priya Nandakumar', 'Reflect', 'One bar model', 'channel');
  await page.submit('Priya Nandakumar', { Which: 'The bars made the difference visible.' }, true);
  await page.press('Priya Nandakumar', 'Reflect', 'One bar model', 'channel');
  await page.submit('Priya Nandakumar', { Sharing: 'true' });
  await page.press('Tom Hartwell', 'Tried it, it did not work', 'One bar model', 'channel');
  await page.press('Callum Muirfield', 'Not yet', 'One bar model', 'channel');

  await page.moveTo('2026-11-19');
  await page.say(kate, 'digest');
  await page.say(kate, 'meeting cancel');
  await page.press(kate, 'Tue 24 Nov, 13:00', 'Which meeting');
  await page.submit(kate, { Why: 'Snow has closed two schools' });
  await page.moveTo('2027-02-10');
}
