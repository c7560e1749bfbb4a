import { inWords } from '../shared/failure.js';
import { faultOfNode } from '../shared/node-version.js';

/**
 * Loads a program once the running Node is known to be a supported one. An import that stands in the program's own
 * file is resolved before anything runs, so a Node that lacks something would end with a stack.
 */
export async function run(load: () => Promise<unknown>): Promise<void> {
  const fault = faultOfNode();
  if (fault !== undefined) return end(fault);
  await load().catch((error) => end(inWords(error)));
}

function end(words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
