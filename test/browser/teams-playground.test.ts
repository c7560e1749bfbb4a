import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { pickPeople, userOf, writeSettings } from '../../scripts/playground/people.js';
import { noPlayground, startPlayground } from '../../scripts/playground/start.js';
import { instantAt } from '../../src/calendar/dates.js';
import { importDeps } from '../../src/compose.js';
import { importExample } from '../../src/features/enrolment/example.js';
import { createSetClock } from '../../src/shared/clock.js';
import { openSqlite } from '../support/databases.js';
import { quietLog } from '../support/router.js';
import { createInstantTimer } from '../support/running-bot.js';
import { launchBrowser, noBrowser } from './chromium.js';
import { openPlayground, type PlaygroundPage } from './playground-page.js';

interface Acting extends PlaygroundPage {
  /** Somebody else of the group answers the schedule in the channel. */
  answerAs(name: string): Promise<void>;
  waitUntil(date: string, time: string): Promise<void>;
  leave(): Promise<void>;
}

const missing = noBrowser ?? noPlayground;
const name = 'the first weeks in Microsoft’s playground';
if (missing === undefined) describe(name, { timeout: 180_000 }, playInPlayground);
else describe.skip(`${name} skipped: ${missing}`, playInPlayground);

function playInPlayground(): void {
  let browser: Browser;
  let closing: (() => Promise<unknown>)[] = [];
  let trouble: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const found = trouble;
    trouble = [];
    for (const close of closing.reverse()) await close();
    closing = [];
    expect(found).toEqual([]);
  });
  afterAll(() => browser.close());

  it('goes from the setup of a channel to a head who answers', async () => {
    const { db, close } = await openSqlite();
    closing.push(close);
    const clock = createSetClock(new Date('2026-09-03T08:00:00+01:00'));
    await importExample(db, importDeps(clock.now()));
    const team = await pickPeople(db);

    async function start(who: string): Promise<Acting> {
      const settings = path.join(inject('folder'), `${randomUUID()}.yml`);
      writeFileSync(settings, writeSettings(team, who));
      const playground = await startPlayground({
        db,
        clock,
        log: quietLog,
        settings,
        port: 0,
        timer: createInstantTimer(),
      });
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(20_000);
      const leave = async (): Promise<void> => {
        closing = closing.filter((one) => one !== leave);
        await context.close();
        await playground.stop();
      };
      closing.push(leave);
      context.on('weberror', (problem) => trouble.push(String(problem.error())));
      const page = await openPlayground(await context.newPage(), playground.url);
      return {
        ...page,
        leave,
        waitUntil: async (date, time) => {
          await playground.server.settle();
          clock.set(instantAt(date, time, 'Europe/London'));
          await playground.server.relay.run();
        },
        answerAs: async (other) => {
          const { email } = await db.person.findFirstOrThrow({ where: { name: other } });
          const { id: meeting, groupId: group } = await db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });
          const data = { workgroup: { route: 'meeting.answer', args: { group, meeting, answer: 'yes' } } };
          await page.pressAs(userOf(email), { verb: 'meeting.answer', data });
        },
      };
    }

    const kate = await start('Kate Winterbourne');
    await kate.card('Welcome, Kate Winterbourne');
    await readHelp(kate);
    await bindChannel(kate);
    await kate.waitUntil('2026-09-03', '08:30');
    await kate.look('opening', await kate.card('Welcome back: Autumn 1'));
    await planSchedule(kate);
    await seeAnAnswer(kate);
    await setTask(kate);
    await kate.leave();

    const margaret = await start('Margaret Okonkwo');
    await margaret.visit('Personal Chat');
    await margaret.card('Welcome, Margaret Okonkwo');
    await margaret.waitUntil('2026-09-08', '08:30');
    await answerForCover(margaret);
  });
}

/** A command, answered with a card. */
async function readHelp(kate: Acting): Promise<void> {
  await kate.visit('Personal Chat');
  await kate.write('help');
  await kate.look('help', await kate.card('What you can do'));
  await kate.write('home');
  await kate.look('home', await kate.card('Hello, Kate Winterbourne'));
}

/** A mention in the channel, a dialog behind a button, and what becomes of it. */
async function bindChannel(kate: Acting): Promise<void> {
  await kate.visit('work-group');
  await kate.write('@ setup');
  await kate.press('Open', 'Here you are');
  await kate.look('setup', await kate.card('Set up this channel'));
  await kate.press('Use this channel', 'Set up this channel');
  await kate.look('setup-done', await kate.card('This channel is set up'));
  await kate.press('Close', 'This channel is set up');
  await kate.card('Here you are');
}

/** A dialog that is refused with everything in it, and then taken. */
async function planSchedule(kate: Acting): Promise<void> {
  await kate.visit('Personal Chat');
  await kate.write('schedule plan');
  await kate.press('Open', 'Plan the schedule');
  const date = 'Date in Autumn 2';
  await (await kate.card(date)).getByLabel(date).fill('2026-11-13');
  await kate.press('Publish', date);
  const refused = await kate.card('Oakfield Primary is closed on Fri 13 Nov: INSET day.');
  expect(await refused.getByLabel(date).inputValue()).toBe('13 November 2026');
  await kate.look('plan-refused', refused);
  await refused.getByLabel(date).fill('2026-11-24');
  await kate.press('Publish', date);
  await kate.look('plan-published', await kate.card('Published. 6 dates are in the schedule'));
}

/** The channel's card is brought up to date where it stands. */
async function seeAnAnswer(kate: Acting): Promise<void> {
  await kate.visit('work-group');
  expect(await (await kate.card('Our meetings')).innerText()).toContain('Nobody has answered yet.');
  await kate.answerAs('Priya Nandakumar');
  const counted = await kate.card('1 yes · 0 no · 0 not sure');
  expect(await counted.innerText()).toContain('Our meetings in 2026/27');
  await kate.look('schedule', counted);
  await kate.press('Answer for other dates', 'Our meetings');
  await kate.look('answers', await kate.card('Will you come?'));
  await kate.press('Close', 'Will you come?');
  await kate.card('Our meetings');
}

/** Forms in a window of their own. */
async function setTask(kate: Acting): Promise<void> {
  await kate.visit('Personal Chat');
  // Those heads are not in the playground.
  await kate.look('not-delivered', await kate.card('They do not have the app in Teams yet.'));
  const window = await kate.openWindow('task set');
  const next = window.getByRole('button', { name: 'Next: the questions' });
  await next.click();
  await window.getByText('Please write something here.').first().waitFor();
  await kate.look('task-incomplete');
  const long = 'One bar model, two questions. '.repeat(20).trim();
  await window.getByLabel('Title').fill(long);
  await window.getByLabel('What to try').fill('Use one bar model with your class and ask two questions of it.');
  await window.getByRole('checkbox', { name: /Variation$/u }).check();
  await next.click();
  await window.getByText('⚠').first().waitFor();
  expect(await window.getByLabel('Title').inputValue()).toBe(long);
  await kate.look('task-refused');
  await window.getByLabel('Title').fill('One bar model, two questions');
  await next.click();
  await window.getByText('What people are asked').waitFor();
  await kate.look('task-questions');
  await window.getByRole('button', { name: 'Set the task' }).click();
  await window.getByText('to be answered by Tue 22 Sep').waitFor();
  await kate.look('task-set');
  await window.locator('.ac-adaptiveCard').getByRole('button', { name: 'Close' }).click();
  await window.getByText('That is all.').waitFor();
}

/** A message to a head who has never written, and her press on it. */
async function answerForCover(margaret: Acting): Promise<void> {
  await margaret.look('cover', await margaret.card('Is their cover arranged?'));
  expect(await margaret.press('Cover arranged', 'Is their cover arranged?')).toContain('you will not be asked again');
  await margaret.look('cover-arranged', await margaret.card('Cover is arranged. Thank you.'));
}
