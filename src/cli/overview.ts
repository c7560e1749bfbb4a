import { stringify } from 'csv-stringify/sync';
import { percent, viewRow } from '../features/overview/rules.js';
import type { GroupOverview } from '../features/overview/schema.js';
import { readOverviews } from '../features/overview/store.js';
import type { Database } from '../store/client.js';
import { findHub } from './groups.js';
import { presentOf } from './present.js';
import { print, UserError } from './print.js';

export interface OverviewOptions {
  hub?: string;
  csv?: boolean;
}

/** All groups of a hub: in words, as CSV for a spreadsheet, or as JSON. @throws UserError */
export async function printOverview(db: Database, { hub: name, csv }: OverviewOptions, json: boolean): Promise<void> {
  if (csv && json) throw new UserError('--csv and --json do not go together.');
  const hub = await findHub(db, name);
  const groups = await readOverviews(db, hub.id, await presentOf(db));
  if (json) print(JSON.stringify({ hub: hub.name, groups }));
  else if (csv) process.stdout.write(toCsv(groups));
  else printWords(groups);
}

function printWords(groups: readonly GroupOverview[]): void {
  if (groups.length === 0) print('There is no group in this school year yet.');
  for (const group of groups) {
    const row = viewRow(group);
    print(`${group.name}, ${group.schoolYear}\n  ${group.programme}, ${group.schools} schools`);
    print(
      `  Meetings ${row.meetings}, attendance ${row.attendance}, replies ${row.reflections}, release ${row.release}`,
    );
    const due = row.visitsDue === undefined ? '' : `, ${row.visitsDue} due this term`;
    print(`  Visits ${row.visits}${due}, answers awaited ${row.unanswered}, signed ${row.signed}`);
    for (const words of row.needs) print(`  ! ${words}`);
    print('');
  }
}

/** RFC 4180, with a mark at the start from which Excel knows that it is UTF-8. */
function toCsv(groups: readonly GroupOverview[]): string {
  const days = (halfDays: number): number => halfDays / 2;
  const rows = groups.map((group) => ({
    group: group.name,
    'school year': group.schoolYear,
    programme: group.programme,
    schools: group.schools,
    'meetings held': group.meetings.done,
    'meetings planned': group.meetings.of,
    attendance: group.attendance.of === 0 ? '' : percent(group.attendance),
    replies: group.reflections.done,
    'replies asked for': group.reflections.of,
    'release days used': days(group.release.done),
    'release days agreed': group.release.of === 0 ? 'not stated' : days(group.release.of),
    visits: group.visits,
    'visits due': group.visitsDue ?? 'not termly',
    'answers awaited': group.unanswered,
    'schools signed': group.signed.done,
    'schools to sign': group.signed.of,
    'needs a person': group.needs.map(({ words }) => words).join('; '),
  }));
  // A cell that begins like a formula would be one: https://owasp.org/www-community/attacks/CSV_Injection
  return stringify(rows, { header: true, bom: true, record_delimiter: 'windows', escape_formulas: true });
}
