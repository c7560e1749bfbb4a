import path from 'node:path';
import { vi } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.js';

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

let runs = 0;

/** Runs the command line within this process: the same file that `npm run workgroup` starts, evaluated anew. */
export async function run(words: readonly string[], env: Record<string, string>): Promise<Outcome> {
  const said = { out: '', err: '' };
  const { argv, exitCode } = process;
  const before = { ...process.env };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += text;
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += text;
    return true;
  });
  process.argv = [argv[0] ?? '', 'workgroup', ...words];
  process.exitCode = 0;
  Object.assign(process.env, env);
  try {
    runs += 1;
    const file = `${path.join(packageRoot, 'src/cli.ts')}?run=${runs}`;
    await import(/* @vite-ignore */ file);
    return { code: Number(process.exitCode), ...said };
  } finally {
    out.mockRestore();
    err.mockRestore();
    process.argv = argv;
    process.exitCode = exitCode;
    process.env = before;
  }
}

/** The one JSON document on stdout. */
export const jsonOf = ({ out }: Outcome): unknown => JSON.parse(out);
