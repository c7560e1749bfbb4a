import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { buildPage } from './build-page.js';

rmSync('dist', { recursive: true, force: true });
await Promise.all([
  build({
    entryPoints: ['src/main.ts', 'src/cli.ts'],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outdir: 'dist',
    sourcemap: true,
    logLevel: 'warning',
  }),
  buildPage(),
]);
