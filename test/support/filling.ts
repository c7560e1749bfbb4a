import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { importDeps } from '../../src/compose.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { importExample } from '../../src/features/enrolment/example.js';
import { packageRoot } from '../../src/shared/package-root.js';
import type { Database } from '../../src/store/client.js';

const read = (name: string): Promise<Buffer> => readFile(path.join(packageRoot, 'examples', name));

/** Fills an empty database with a Work Group. */
export type Fill = (db: Database, now: Date) => Promise<void>;

/** The example that comes with the product, whose schools have signed. */
export const fillPrimary: Fill = (db, now) => importExample(db, importDeps(now));

/** The same before anybody has signed. */
export const fillUnsigned: Fill = async (db, now) =>
  takeIn(db, now, [await read('roster.csv'), await read('term-dates.csv')]);

export const fillSecondary: Fill = async (db, now) => {
  await takeIn(db, now, [await read('secondary-roster.csv'), await read('secondary-term-dates.csv')]);
};

/** CSV files, as `workgroup import` takes them in. */
export async function takeIn(db: Database, now: Date, files: readonly Uint8Array[]): Promise<void> {
  for (const bytes of files) {
    const result = await importFile(db, bytes, importDeps(now));
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
  }
}
