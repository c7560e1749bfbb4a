import { inspect } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import type { Driver } from '../support/driver.js';
import { type LocalDriver, startLocal } from '../support/local-driver.js';
import { refreshPage } from './build-page.js';
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
  describe(name, { timeout: 120_000 }, () => {
    let browser: Browser;
    let closing: (() => Promise<unknown>)[] = [];
    let trouble: string[] = [];
    beforeAll(async () => {
      await refreshPage();
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

    tests(async (width = 1440, height = 900) => {
      const database = await openSqlite();
      const error = (what: object): void => void trouble.push(inspect(what));
      const other = await startLocal(database, { log: { info: () => {}, warn: () => {}, error: error as () => void } });
      const context = await browser.newContext({
        viewport: { width, height },
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        reducedMotion: 'reduce',
      });
      closing.push(
        () => database.close(),
        () => other.stop(),
        () => context.close(),
      );
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      page.on('pageerror', (problem) => trouble.push(String(problem)));
      page.on('console', (line) => {
        // What the server refuses is told to the person; Chromium also notes it here.
        if (line.type() === 'error' && !line.text().includes('Failed to load resource')) trouble.push(line.text());
      });
      return { page, driver: await drivePage(page, other.url), other, database };
    });
  });
}
