import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packageRoot } from '../src/shared/package-root.js';

const modified = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Builds dist/ when it is absent, or older than what it is made from. */
export function buildProduct(): string {
  const main = path.join(packageRoot, 'dist/main.js');
  const sources = ['src', 'cards', 'package.json'].flatMap((name) => {
    const start = path.join(packageRoot, name);
    return statSync(start).isFile()
      ? [start]
      : readdirSync(start, { recursive: true }).map((file) => path.join(start, String(file)));
  });
  if (sources.some((file) => modified(file) > modified(main))) {
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: packageRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return main;
}

/** A bare server, built as the product is. Inside the project, where its packages are found. */
export async function buildBare(entry: URL): Promise<{ file: string; remove(): void }> {
  const source = fileURLToPath(entry);
  const name = path.basename(source, '.ts');
  const folder = path.join(packageRoot, 'node_modules/.cache', `workgroup-${name}-${process.pid}`);
  const file = path.join(folder, `${name}.mjs`);
  await build({
    entryPoints: [source],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
