import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder that only the user who runs the bot may read, for files that hold people's data while something is done.
 * What was left of the same name by a process that was killed is taken away first.
 * @param parent a folder that is there
 * @param name what it is for; the number of the process follows it
 */
export function makeTemporaryFolder(parent: string, name: string): string {
  for (const entry of readdirSync(parent)) {
    if (entry.startsWith(`${name}-`) && isLeft(entry.slice(name.length + 1)))
      rmSync(path.join(parent, entry), { recursive: true, force: true });
  }
  return mkdtempSync(path.join(parent, `${name}-${process.pid}-`));
}

/** This process has none yet: one with its number is of an earlier one. Older versions wrote no number. */
function isLeft(rest: string): boolean {
  const pid = Number(/^(\d+)-/u.exec(rest)?.[1]);
  return Number.isNaN(pid) || pid === process.pid || !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
