import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const providers = ['sqlite', 'postgresql'] as const;
export type Provider = (typeof providers)[number];

/** Prisma fixes the provider per schema, so each head is joined with the same models. */
export function readSchema(provider: Provider): [name: string, content: string][] {
  const models = path.join(root, 'prisma/models');
  return [
    ['head.prisma', readFileSync(path.join(root, 'prisma', provider, 'head.prisma'), 'utf8')],
    ...readdirSync(models)
      .sort()
      .map((file): [string, string] => [file, readFileSync(path.join(models, file), 'utf8')]),
  ];
}

/** Generates the Prisma client of each provider into src/store/generated. */
function generate(): void {
  for (const provider of providers) {
    const folder = path.join(root, 'prisma/.build', provider);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of readSchema(provider)) {
      writeFileSync(path.join(folder, name), content.replace('"../../src', '"../../../src'));
    }
    execFileSync(
      process.execPath,
      [path.join(root, 'node_modules/prisma/build/index.js'), 'generate', '--no-hints', '--schema', folder],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate();
