import { civilDate } from '../../calendar/dates.js';
import { schoolYearOf } from '../../calendar/school-calendar.js';
import type { Database, Tx } from '../../store/client.js';
import { kindOf, unknownKind } from './columns.js';
import { readTable, type TableRow } from './csv.js';
import { findLosses } from './losses.js';
import { readRosterRows } from './roster.js';
import { checkAgainstState, warnAbout } from './roster-checks.js';
import { planRoster } from './roster-plan.js';
import { checkRoster } from './rules.js';
import type { Fault, ImportDeps, ImportResult } from './schema.js';
import { loadOffered, loadRosterState, loadTermDateState, saveRoster, saveTermDates } from './store.js';
import { readTermDateRows } from './term-dates.js';
import { planTermDates } from './term-dates-plan.js';

/** Years and days of hubs are England's. */
const zone = 'Europe/London';

/** Imports a roster or term dates, whichever the header says it is: all of it, or nothing and every fault. */
export function importFile(db: Database, bytes: Uint8Array, deps: ImportDeps): Promise<ImportResult> {
  return db.$transaction((tx) => importWithin(tx, bytes, deps));
}

/** The same, as part of a transaction. */
export async function importWithin(tx: Tx, bytes: Uint8Array, deps: ImportDeps): Promise<ImportResult> {
  const table = readTable(bytes);
  if (!table.ok) return table;
  const { header, rows } = table;
  const kind = kindOf(header);
  if (kind === undefined) return { ok: false, faults: [unknownKind(header)] };
  return kind === 'roster'
    ? importRoster(tx, header, rows, deps)
    : importTermDates(tx, readTermDateRows(header, rows), deps);
}

async function importRoster(
  tx: Tx,
  header: TableRow,
  tableRows: readonly TableRow[],
  deps: ImportDeps,
): Promise<ImportResult> {
  const offered = await loadOffered(tx, deps.programmes);
  const { drafts, rows, faults } = readRosterRows(header, tableRows, offered);
  const today = civilDate(deps.now, zone);
  const thisYear = schoolYearOf(today);
  const state = await loadRosterState(tx, [...new Set(drafts.map(({ hub }) => hub ?? ''))]);
  const within = checkRoster(drafts);
  const all = [...faults, ...within.faults, ...checkAgainstState(drafts, state, thisYear)];
  const losses = await findLosses(tx, rows, state, thisYear);
  all.push(...losses.faults);
  if (all.length > 0) return { ok: false, faults: inOrder(all) };

  const { changes, groups } = planRoster(rows, state, thisYear, { ...deps, offered });
  const { created, updated } = await saveRoster(tx, changes);
  for (const { id } of groups) await deps.replan(tx, id);
  const warnings = [...within.warnings, ...warnAbout(groups, state, today), ...losses.warnings];
  return { ok: true, kind: 'roster', created, updated, warnings, groups: groups.map(({ name }) => name) };
}

async function importTermDates(
  tx: Tx,
  { rows, faults }: ReturnType<typeof readTermDateRows>,
  deps: ImportDeps,
): Promise<ImportResult> {
  const state = await loadTermDateState(tx, [...new Set(rows.map(({ group }) => group))]);
  const plan = planTermDates(rows, state, deps.newId);
  const all = [...faults, ...plan.faults];
  if (all.length > 0) return { ok: false, faults: inOrder(all) };

  const { created, updated } = await saveTermDates(tx, plan.changes, deps.now);
  for (const id of plan.touchedGroupIds) await deps.replan(tx, id);
  const groups = plan.groups.map(({ name }) => name);
  return { ok: true, kind: 'term-dates', created, updated, warnings: plan.warnings, groups };
}

const inOrder = (faults: readonly Fault[]): Fault[] => faults.toSorted((a, b) => a.line - b.line);
