import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser, noBrowser } from '../test/browser/chromium.js';
import { drawGolden, escapeHtml, type Preview, show, take, takeAll } from './preview-pages.js';
import { root } from './schema.js';
import { draw } from './slack-draw.js';

/**
 * Pictures of the golden files much as Slack shows them, on a desktop and on a phone, to look at after changing a card:
 * `npx tsx scripts/slack-preview.ts [--to FOLDER] [NAME…]`; a name is the beginning of a file's. `--readme` takes the
 * pictures of README instead: a channel, a form and a Home tab; and a head's year, primary and secondary.
 */
const slack: Preview = { files: /\.slack(-home)?\.json$/, styles: 'slack-preview.css', draw };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string', default: '.preview' }, readme: { type: 'boolean', default: false } },
  });
  if (noBrowser !== undefined) throw new Error(noBrowser);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ javaScriptEnabled: false });
    if (values.readme) {
      await takeReadme(page);
      for (const phase of ['primary', 'secondary']) await takeYear(page, phase);
    }
    if (!values.readme) await takeAll(page, slack, positionals, values.to);
  } finally {
    await browser.close();
  }
}

/** A channel, a form and a Home tab side by side. */
async function takeReadme(page: Page): Promise<void> {
  const pane = async (title: string, files: readonly string[]): Promise<string[]> => {
    const drawn = await Promise.all(files.map((file) => drawGolden(slack, file)));
    return [`<div class="pane"><p>${escapeHtml(title)}</p>${drawn.join('')}</div>`];
  };
  await show(page, slack, 440, [
    await pane('# work-group-3', ['message-schedule.slack.json', 'message-gap-task.slack.json']),
    await pane('A lead teacher reflects', ['reflection.slack.json']),
    await pane('Home · the specialist', ['home-specialist.slack-home.json']),
  ]);
  await take(page, path.join(root, 'docs/pictures/slack.png'));
}

/** What a head reads each half-term of a year, on a phone. */
async function takeYear(page: Page, phase: string): Promise<void> {
  const pane = async (halfTerm: number): Promise<string[]> => [
    `<div class="pane">${await drawGolden(slack, `year-${phase}-${halfTerm}.slack.json`)}</div>`,
  ];
  await show(page, slack, 360, await Promise.all([1, 2, 3, 4, 5, 6].map(pane)));
  await take(page, path.join(root, `docs/pictures/half-terms-${phase}.png`));
}

await main();
