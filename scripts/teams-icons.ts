import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser, noBrowser } from '../test/browser/chromium.js';
import { root } from './schema.js';

/** Draws the app's icons for Teams from their SVG files: `npx tsx scripts/teams-icons.ts`. */
const folder = path.join(root, 'manifest/teams');
const sizes = { color: 192, outline: 32 } as const;

async function main(): Promise<void> {
  if (noBrowser !== undefined) throw new Error(noBrowser);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ javaScriptEnabled: false });
    for (const [name, size] of Object.entries(sizes)) {
      const svg = readFileSync(path.join(folder, `${name}.svg`), 'utf8');
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<!doctype html><style>body { margin: 0 } svg { display: block }</style>${svg}`);
      const file = path.join(folder, `${name}.png`);
      await page.screenshot({ path: file, omitBackground: true });
      process.stdout.write(`${file}: ${statSync(file).size} bytes\n`);
    }
  } finally {
    await browser.close();
  }
}

await main();
