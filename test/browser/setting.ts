import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import type { Driver } from '../support/driver.js';
import { type LocalDriver, startLocal } from '../support/local-driver.js';
import { buildPage } from './build-page.js';
import { launchBrowser, noBrowser } from './chromium.js';
import { drivePage } from './page-driver.js';

export interface Setting {
  page: Page;
  /** Acts through the page. */
  driver: Driver;
  /** Acts past the page, as another client would. */
  other: LocalDriver;
  database: TestDatabase;
}

/** Runs tests that need a real Chromium, or says that they are skipped and why. */
export function inBrowser(
  name: string,
  tests: (open: (width?: number, height?: number) => Promise<Setting>) => void,
): void {
  if (noBrowser !== undefined) {
    describe.skip(`${name} skipped: ${noBrowser}`, () => tests(() => Promise.reject(new Error(noBrowser))));
    return;
  }
  describe(name, () => {
    let browser: Browser;
    const closing: (() => Promise<unknown>)[] = [];
    beforeAll(async () => {
      await buildPage();
      browser = await launchBrowser();
    });
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });
    afterAll(() => browser.close());

    tests(async (width = 1440, height = 900) => {
      const database = await openSqlite();
      const other = await startLocal(database);
      const context = await browser.newContext({
        viewport: { width, height },
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      const trouble: string[] = [];
      page.on('pageerror', (error) => trouble.push(String(error)));
      page.on('console', (line) => line.type() === 'error' && trouble.push(line.text()));
      closing.push(
        () => database.close(),
        () => other.stop(),
        () => context.close(),
        async () => expect(trouble).toEqual([]),
      );
      return { page, driver: await drivePage(page, other.url), other, database };
    });
  });
}
