import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importFile } from '../../src/features/enrolment/actions.js';
import type { Fault, ImportDeps, ImportResult } from '../../src/features/enrolment/schema.js';
import { programmes } from '../../src/features/programmes/programmes.js';
import { connect, type Database, targetOf } from '../../src/store/client.js';
import { migrate } from '../../src/store/migrate.js';

export const header = 'hub,group,programme,school,URN,role,name,email';

/** A small sound roster; tests replace one line of it. */
export const rosterLines = [
  header,
  'Example Maths Hub,Group 3,primary-tfm,,,specialist,Kate Winterbourne,kate@hub.example',
  'Example Maths Hub,Group 3,primary-tfm,Oakfield Primary,900001,head teacher,Margaret Okonkwo,head@oakfield.example',
  'Example Maths Hub,Group 3,primary-tfm,Oakfield Primary,900001,lead teacher,Priya Nandakumar,priya@oakfield.example',
  'Example Maths Hub,Group 3,primary-tfm,Oakfield Primary,900001,lead teacher,Tom Hartwell,tom@oakfield.example',
  'Example Maths Hub,Group 3,primary-tfm,Millpond Primary,900002,head teacher,Stephen Blackwood,head@millpond.example',
  'Example Maths Hub,Group 3,primary-tfm,Millpond Primary,900002,lead teacher,Aisha Rahmani,aisha@millpond.example',
];

export const termDateLines = [
  'group,school,what,first day,last day,note',
  'Group 3,,Autumn 1,2026-09-02,2026-10-23,',
  'Group 3,,Autumn 2,2026-11-02,2026-12-18,',
  'Group 3,,Spring 1,2027-01-04,2027-02-12,',
  'Group 3,,Spring 2,2027-02-22,2027-03-25,',
  'Group 3,,Summer 1,2027-04-12,2027-05-28,',
  'Group 3,,Summer 2,2027-06-07,2027-07-21,',
  'Group 3,Oakfield Primary,INSET,Fri 13/11/2026,,moderation',
];

export const bytesOf = (text: string | readonly string[]): Uint8Array =>
  new TextEncoder().encode(typeof text === 'string' ? text : `${text.join('\n')}\n`);

/** `lines` with the line of that number, as an editor counts, replaced or (beyond the last) added. */
export function withLine(lines: readonly string[], number: number, text: string): string[] {
  return lines.toSpliced(number - 1, 1, text);
}

export const faultsOf = (result: { ok: true } | { ok: false; faults: Fault[] }): Fault[] =>
  result.ok ? [] : result.faults;

export interface TestDatabase {
  db: Database;
  replanned: string[];
  importLines: (
    lines: string | readonly string[] | Uint8Array,
    now?: Date,
    replan?: ImportDeps['replan'],
  ) => Promise<ImportResult>;
  /** How many rows there are of each kind. */
  count: () => Promise<Record<string, number>>;
  close: () => Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'enrolment-'));
  const target = await targetOf(`file:${path.join(folder, 'test.db')}`);
  const db = await connect(target);
  await migrate(target.provider, db);
  const replanned: string[] = [];
  let ids = 0;
  const deps: Omit<ImportDeps, 'now'> = {
    newId: () => `id-${++ids}`,
    newSecret: () => `secret-${++ids}`,
    programmes,
    replan: async (_, groupId) => void replanned.push(groupId),
    announce: async () => {},
    leave: async () => {},
  };
  return {
    db,
    replanned,
    importLines: (lines, now = new Date('2026-09-01T09:00:00Z'), replan = deps.replan) =>
      importFile(db, lines instanceof Uint8Array ? lines : bytesOf(lines), { ...deps, now, replan }),
    count: async () => ({
      hubs: await db.hub.count(),
      groups: await db.group.count(),
      schools: await db.school.count(),
      groupSchools: await db.groupSchool.count(),
      people: await db.person.count(),
      memberships: await db.membership.count(),
      commitments: await db.commitment.count(),
      halfTerms: await db.halfTerm.count(),
      closures: await db.closure.count(),
    }),
    close: async () => {
      await db.$disconnect();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
