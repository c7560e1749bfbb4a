import { rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';
import { builtIn } from '../src/features/programmes/built-in.js';
import { buildPage } from './build-page.js';

/** Programmes as data, read and checked now: see the file that this takes the place of. */
const readTemplates: Plugin = {
  name: 'read-templates',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]programmes[\\/]built-in\.ts$/ }, () => ({
      contents: `export const builtIn = ${JSON.stringify(builtIn)};`,
    }));
  },
};

rmSync('dist', { recursive: true, force: true });
await Promise.all([
  build({
    entryPoints: ['src/bin/main.ts', 'src/bin/cli.ts'],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outdir: 'dist',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [readTemplates],
  }),
  buildPage(),
]);
