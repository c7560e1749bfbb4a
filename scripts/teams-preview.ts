import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { launchBrowser, noBrowser } from '../test/browser/chromium.js';
import { escapeHtml, type Json, type Preview, takeAll } from './preview-pages.js';
import { root } from './schema.js';
import type { draw } from './teams-page.js';

/**
 * Pictures of the golden files much as Teams shows them, on a desktop and on a phone, to look at after changing a card:
 * `npx tsx scripts/teams-preview.ts [--to FOLDER] [NAME…]`; a name is the beginning of a file's. Charts are drawn as on
 * clients that have none.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string', default: '.preview/teams' } },
  });
  if (noBrowser !== undefined) throw new Error(noBrowser);
  const browser = await launchBrowser();
  try {
    const drawing = await openDrawing(await browser.newPage());
    const page = await browser.newPage({ javaScriptEnabled: false });
    await takeAll(
      page,
      { files: /\.teams(-dialog)?\.json$/, styles: 'teams-preview.css', draw: drawing },
      positionals,
      values.to,
    );
  } finally {
    await browser.close();
  }
}

declare const teamsPage: { draw: typeof draw };

/** Draws cards with the `adaptivecards` package, in a page of its own. */
async function openDrawing(page: Page): Promise<Preview['draw']> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'scripts/teams-page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'teamsPage',
    logLevel: 'warning',
  });
  await page.addScriptTag({ content: outputFiles.map(({ text }) => text).join('') });
  return async (json) => {
    const card = await page.evaluate((one) => teamsPage.draw(one), json);
    return json.actions ? inDialog(json, card) : inConversation(card);
  };
}

const inConversation = (card: string): string =>
  `<section class="message"><i class="avatar">WG</i><div><p class="from"><b>Work Group</b> <time>08:30</time></p><div class="bubble">${card}</div></div></section>`;

/** Forms, and cards that can be closed: Teams shows a title above them. */
const inDialog = ({ fallbackText }: Json, card: string): string =>
  `<section class="dialog"><p class="app"><i class="avatar">WG</i><span>Work Group<b>${escapeHtml(fallbackText)}</b></span><em>×</em></p>${card}</section>`;

await main();
