import { readFile } from 'node:fs/promises';

/** What the person on the command line got wrong, in words that say what to do. */
export class UserError extends Error {}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'that is a folder, not a file',
};

/** What is in a file that somebody named. @throws UserError */
export const readInput = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${file}: ${unreadable[error.code ?? ''] ?? 'the file cannot be read'}.`);
  });
