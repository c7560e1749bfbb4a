import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildPage } from '../../scripts/build-page.js';
import { packageRoot } from '../../src/shared/package-root.js';

const sources = path.join(packageRoot, 'src/platforms/local/page');
const bundle = path.join(packageRoot, 'dist/page/main.js');

/** Builds the page when what the server would serve is older than its sources. */
export async function refreshPage(): Promise<void> {
  const newest = Math.max(...readdirSync(sources).map((file) => statSync(path.join(sources, file)).mtimeMs));
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < newest) await buildPage();
}
