import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser, noBrowser } from '../test/browser/chromium.js';
import { root } from './schema.js';
import { draw, escapeHtml, type Json } from './slack-draw.js';

/**
 * Pictures of the golden files much as Slack shows them, on a desktop and on a phone, to look at after changing a card:
 * `npx tsx scripts/slack-preview.ts [--to FOLDER] [NAME…]`; a name is the beginning of a file's. `--readme` takes the
 * README's picture instead.
 */
const golden = path.join(root, 'cards/golden');
const shapes = [
  { name: 'desktop', wide: 600, columns: 2 },
  { name: 'phone', wide: 340, columns: 4 },
] as const;
/** What a picture holds before its letters become too small to read. */
const tall = 1300;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string', default: '.preview' }, readme: { type: 'boolean', default: false } },
  });
  if (noBrowser !== undefined) throw new Error(noBrowser);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ javaScriptEnabled: false });
    if (values.readme) await takeReadme(page);
    else await takeAll(page, positionals, values.to);
  } finally {
    await browser.close();
  }
}

async function takeAll(page: Page, names: readonly string[], folder: string): Promise<void> {
  const files = readdirSync(golden).filter((file) => /\.slack(-home)?\.json$/.test(file));
  const wanted = files.filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)));
  if (wanted.length === 0) throw new Error(`nothing in cards/golden begins with ${names.join(' or ')}`);
  mkdirSync(folder, { recursive: true });
  const figures = wanted.map(
    (file) => `<figure><figcaption>${escapeHtml(file)}</figcaption>${drawGolden(file)}</figure>`,
  );
  for (const { name, wide, columns } of shapes) {
    await show(page, wide, [figures]);
    const heights = await Promise.all(
      (await page.locator('figure').all()).map(async (figure) => (await figure.boundingBox())?.height ?? 0),
    );
    const pages = chunk(fillColumns(figures, heights), columns);
    for (const [index, drawn] of pages.entries()) {
      await show(page, wide, drawn);
      await take(page, path.join(folder, `${name}-${String(index + 1).padStart(2, '0')}.png`));
    }
  }
}

/** The figures in their order, as many in a column as are no taller than a picture. */
function fillColumns(figures: readonly string[], heights: readonly number[]): string[][] {
  const columns: string[][] = [];
  let left = 0;
  for (const [index, figure] of figures.entries()) {
    const height = (heights[index] ?? 0) + 12;
    if (height > left) {
      columns.push([]);
      left = tall;
    }
    columns.at(-1)?.push(figure);
    left -= height;
  }
  return columns;
}

const chunk = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** A channel, a form and a Home tab side by side. */
async function takeReadme(page: Page): Promise<void> {
  const pane = (title: string, files: readonly string[]): string =>
    `<div class="pane"><p>${escapeHtml(title)}</p>${files.map(drawGolden).join('')}</div>`;
  await show(page, 440, [
    [pane('# work-group-3', ['message-schedule.slack.json', 'message-gap-task.slack.json'])],
    [pane('A lead teacher reflects', ['reflection.slack.json'])],
    [pane('Home · the specialist', ['home-specialist.slack-home.json'])],
  ]);
  await take(page, path.join(root, 'docs/pictures/slack.png'));
}

function drawGolden(file: string): string {
  return draw(JSON.parse(readFileSync(path.join(golden, file), 'utf8')) as Json);
}

async function show(page: Page, wide: number, columns: readonly (readonly string[])[]): Promise<void> {
  const css = readFileSync(path.join(root, 'scripts/slack-preview.css'), 'utf8');
  const inside = columns.map((figures) => `<div class="column">${figures.join('')}</div>`).join('');
  const head = `<meta charset="utf-8"><title>Preview</title><style>:root { --wide: ${wide}px } ${css}</style>`;
  await page.setViewportSize({ width: columns.length * (wide + 12) + 12, height: 100 });
  await page.setContent(`<!doctype html><html lang="en-GB">${head}<body><main>${inside}</main></body></html>`);
}

async function take(page: Page, file: string): Promise<void> {
  await page.screenshot({ path: file, fullPage: true });
  process.stdout.write(`${file}: ${Math.round(statSync(file).size / 1024)} KB\n`);
}

await main();
