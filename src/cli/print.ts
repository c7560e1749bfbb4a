/** What the person on the command line got wrong, in words that say what to do. */
export class UserError extends Error {}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
