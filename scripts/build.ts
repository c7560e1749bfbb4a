import { rmSync } from 'node:fs';
import { build } from 'esbuild';

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
  build({
    entryPoints: ['src/platforms/local/page/main.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    outfile: 'dist/page/main.js',
    logLevel: 'warning',
  }),
]);
