import path from 'node:path';
import { build } from 'esbuild';
import { root } from './schema.js';

/** The web chat's page as one file. */
export async function buildPage(): Promise<void> {
  await build({
    entryPoints: [path.join(root, 'src/platforms/local/page/main.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    outfile: path.join(root, 'dist/page/main.js'),
    logLevel: 'warning',
  });
}
