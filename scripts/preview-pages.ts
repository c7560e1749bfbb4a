import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import escapeText from 'escape-html';
import type { Page } from 'playwright-core';
import { root } from './schema.js';

/** Golden files as one platform shows them, on pages that are pictures of a size to look at. */
export interface Preview {
  /** Names of its golden files. */
  files: RegExp;
  /** In scripts/, beside preview-pages.css. */
  styles: string;
  /** What stands in a golden file, as HTML. */
  draw: (json: Json, file: string) => string | Promise<string>;
}

/** A part of what a golden file holds. Words, numbers and lists are read by `escapeHtml`, `Number` and `list`. */
export interface Json {
  readonly [key: string]: Json | undefined;
}

const golden = path.join(root, 'cards/golden');
const shapes = [
  { name: 'desktop', wide: 600, columns: 2 },
  { name: 'phone', wide: 340, columns: 4 },
] as const;
/** What a picture holds before its letters become too small to read. */
const tall = 1300;

export const escapeHtml = (words: unknown): string => escapeText(String(words ?? ''));

/** Pictures of the golden files whose names begin with one of `names`, or of all, in the folder. */
export async function takeAll(page: Page, preview: Preview, names: readonly string[], folder: string): Promise<void> {
  const files = readdirSync(golden).filter((file) => preview.files.test(file));
  const wanted = files.filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)));
  if (wanted.length === 0) throw new Error(`nothing in cards/golden begins with ${names.join(' or ')}`);
  mkdirSync(folder, { recursive: true });
  const figures: string[] = [];
  for (const file of wanted) {
    const drawn = await drawGolden(preview, file);
    figures.push(`<figure><figcaption>${escapeHtml(file)}</figcaption>${drawn}</figure>`);
  }
  for (const { name, wide, columns } of shapes) {
    await show(page, preview, wide, [figures]);
    const heights = await Promise.all(
      (await page.locator('figure').all()).map(async (figure) => (await figure.boundingBox())?.height ?? 0),
    );
    const pages = chunk(fillColumns(figures, heights), columns);
    for (const [index, drawn] of pages.entries()) {
      await show(page, preview, wide, drawn);
      await take(page, path.join(folder, `${name}-${String(index + 1).padStart(2, '0')}.png`));
    }
  }
}

export async function drawGolden({ draw }: Preview, file: string): Promise<string> {
  return draw(JSON.parse(readFileSync(path.join(golden, file), 'utf8')) as Json, file);
}

/** Columns of HTML, each `wide` pixels. */
export async function show(
  page: Page,
  { styles }: Preview,
  wide: number,
  columns: readonly (readonly string[])[],
): Promise<void> {
  const css = ['preview-pages.css', styles].map((file) => readFileSync(path.join(root, 'scripts', file), 'utf8'));
  const inside = columns.map((figures) => `<div class="column">${figures.join('')}</div>`).join('');
  const head = `<meta charset="utf-8"><title>Preview</title><style>:root { --wide: ${wide}px } ${css.join('')}</style>`;
  await page.setViewportSize({ width: columns.length * (wide + 12) + 12, height: 100 });
  await page.setContent(`<!doctype html><html lang="en-GB">${head}<body><main>${inside}</main></body></html>`);
}

export async function take(page: Page, file: string): Promise<void> {
  await page.screenshot({ path: file, fullPage: true });
  process.stdout.write(`${file}: ${Math.round(statSync(file).size / 1024)} KB\n`);
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
