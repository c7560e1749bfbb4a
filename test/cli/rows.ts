import type { Database } from '../../src/store/client.js';

const tables = [
  'hub',
  'group',
  'school',
  'groupSchool',
  'person',
  'membership',
  'halfTerm',
  'closure',
  'meeting',
  'meetingAnswer',
  'coverAnswer',
  'attendance',
  'gapTask',
  'prompt',
  'reflection',
  'reflectionAnswer',
  'commitment',
  'signature',
  'commitmentReview',
  'snooze',
  'delivery',
  'inboxEntry',
  'localMessage',
  'localClock',
] as const satisfies readonly (keyof Database)[];

/** How many rows each table has. */
export async function countRows(db: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table] = await (db[table] as { count(): Promise<number> }).count();
  return counts;
}
