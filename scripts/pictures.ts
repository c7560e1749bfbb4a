import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createLog, openDatabase } from '../src/compose.js';
import { readConfig } from '../src/config.js';
import { startWebChat } from '../src/web-chat.js';
import { refreshPage } from '../test/browser/build-page.js';
import { launchBrowser, noBrowser } from '../test/browser/chromium.js';
import { drivePage } from '../test/browser/page-driver.js';
import type { Driver } from '../test/support/driver.js';

/** Pictures of the web chat for the README, taken from the real thing: `npx tsx scripts/pictures.ts`. */
const folder = 'docs/pictures';

async function main(): Promise<void> {
  if (noBrowser !== undefined) throw new Error(noBrowser);
  const home = mkdtempSync(path.join(tmpdir(), 'workgroup-pictures-'));
  const config = readConfig({ PORT: '0', DATABASE_URL: `file:${path.join(home, 'example.db')}`, LOG_LEVEL: 'error' });
  const db = await openDatabase(config.databaseUrl);
  await refreshPage();
  const app = await startWebChat(config, db, createLog(config.logLevel), () => 0);
  const browser = await launchBrowser();
  try {
    mkdirSync(folder, { recursive: true });
    await takeWide(browser, app.url);
    await takeNarrow(browser, app.url);
  } finally {
    await browser.close();
    await app.stop();
    await db.$disconnect();
    rmSync(home, { recursive: true });
  }
}

async function takeWide(browser: Browser, url: string): Promise<void> {
  const page = await open(browser, 1440, 900);
  const driver = await drivePage(page, url);
  await play(driver);
  for (const [name, place] of [
    ['Margaret Okonkwo', 'direct'],
    ['Kate Winterbourne', 'direct'],
    ['Priya Nandakumar', 'channel'],
  ] as const) {
    await driver.as(name).messages(place);
  }
  await driver.as('Kate Winterbourne').type('digest');
  await take(page, 'web-chat.png');
}

async function takeNarrow(browser: Browser, url: string): Promise<void> {
  const page = await open(browser, 360, 740);
  const driver = await drivePage(page, url);
  await driver.as('Priya Nandakumar').messages('channel');
  await take(page, 'web-chat-phone.png');
}

async function open(browser: Browser, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  // tsx marks functions with a helper that the page does not have.
  await context.addInitScript({ content: 'globalThis.__name = (it) => it;' });
  return context.newPage();
}

async function take(page: Page, name: string): Promise<void> {
  // This Chromium may speak American only, whose dates are not ours.
  await page.getByLabel('Go to date').evaluate((field: HTMLInputElement) => {
    field.type = 'text';
    field.placeholder = 'dd/mm/yyyy';
    field.size = 9;
  });
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
  await page.addStyleTag({ content: '.jump { visibility: hidden } :focus { outline: none !important }' });
  const file = path.join(folder, name);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}: ${Math.round(statSync(file).size / 1024)} KB\n`);
}

/** The first days of a school year, up to the morning on which heads are asked for cover. */
async function play(driver: Driver): Promise<void> {
  const kate = driver.as('Kate Winterbourne');
  await driver.waitUntil('2026-09-03 08:30');
  await kate.type('schedule plan');
  await kate.submit();
  for (const [name, answer] of [
    ['Priya Nandakumar', 'Yes'],
    ['Tom Hartwell', 'Yes'],
    ['Grace Adeyinka', 'Yes'],
    ['Mei-Lin Cheung', 'Yes'],
    ['Rhys Penhallow', 'Not sure'],
    ['Imran Sheikhdale', 'No'],
  ] as const) {
    await driver.as(name).press(answer, 'Our meetings', 'channel');
  }
  await kate.type('task set');
  await kate.submit({
    Title: 'One bar model, two questions',
    'What to try': 'Draw one bar model and ask two different questions of it. What changes?',
    'Big Ideas': ['Representation and Structure', 'Variation'],
  });
  await kate.submit();

  await driver.waitUntil('2026-09-07 08:00');
  const grace = driver.as('Grace Adeyinka');
  await grace.press('Reflect', 'One bar model', 'channel');
  await grace.submit({
    'Which picture':
      'The bar made the difference something they could point at. Nobody asked “do we add or take away?”',
    Sharing: 'true',
  });
  const priya = driver.as('Priya Nandakumar');
  await priya.press('Reflect', 'One bar model', 'channel');
  await priya.submit({
    'What did you keep': 'I kept the whole and moved one part. They saw the other part had to move too.',
  });
  await driver.as('Imran Sheikhdale').press('Tried it, it did not work', 'One bar model', 'channel');
  await driver.as('Mei-Lin Cheung').press('Not yet', 'One bar model', 'channel');
  await grace.type('We drew ours on the playground with chalk. Shall I bring the photos of the bars?', 'channel');
  await priya.type('Yes please! And how you chose the second question.', 'channel');
  await driver.waitUntil('2026-09-08 08:30');
}

await main();
