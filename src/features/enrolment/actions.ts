import { civilDate } from '../../calendar/dates.js';
import { schoolYearOf } from '../../calendar/school-calendar.js';
import { recordAudit } from '../../store/audit.js';
import type { Database, Tx } from '../../store/client.js';
import { changeAddress } from '../../store/people.js';
import { newSpecialistPlan } from '../handover/schema.js';
import { kindOf, unknownKind } from './columns.js';
import { readTable, type TableRow } from './csv.js';
import { findLosses } from './losses.js';
import { readRosterRows, shownRole } from './roster.js';
import { checkAgainstState, warnAbout } from './roster-checks.js';
import { type Correction, checkBecoming, findCorrections } from './roster-people.js';
import { type PlannedGroup, planRoster } from './roster-plan.js';
import { checkRoster } from './rules.js';
import type { Fault, ImportDeps, ImportOptions, ImportResult } from './schema.js';
import { loadOffered, loadRosterState, loadTermDateState, saveRoster, saveTermDates } from './store.js';
import { readTermDateRows } from './term-dates.js';
import { planTermDates } from './term-dates-plan.js';

/** Years and days of hubs are England's. */
const zone = 'Europe/London';

/** Imports a roster or term dates, whichever the header says it is: all of it, or nothing and every fault. */
export function importFile(
  db: Database,
  bytes: Uint8Array,
  deps: ImportDeps,
  options: ImportOptions = {},
): Promise<ImportResult> {
  return db.$transaction((tx) => importWithin(tx, bytes, deps, options));
}

/** The same, as part of a transaction. */
export async function importWithin(
  tx: Tx,
  bytes: Uint8Array,
  deps: ImportDeps,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const table = readTable(bytes);
  if (!table.ok) return table;
  const { header, rows } = table;
  const kind = kindOf(header);
  if (kind === undefined) return { ok: false, faults: [unknownKind(header)] };
  return kind === 'roster'
    ? importRoster(tx, header, rows, deps, options)
    : importTermDates(tx, readTermDateRows(header, rows), deps);
}

async function importRoster(
  tx: Tx,
  header: TableRow,
  tableRows: readonly TableRow[],
  deps: ImportDeps,
  options: ImportOptions,
): Promise<ImportResult> {
  const offered = await loadOffered(tx, deps.programmes);
  const { drafts, rows, faults } = readRosterRows(header, tableRows, offered);
  const today = civilDate(deps.now, zone);
  const thisYear = schoolYearOf(today);
  const state = await loadRosterState(tx, [...new Set(drafts.map(({ hub }) => hub ?? ''))]);
  const within = checkRoster(drafts);
  const corrections = findCorrections(drafts, state, thisYear);
  const all = [
    ...faults,
    ...within.faults,
    ...checkAgainstState(drafts, state, thisYear),
    ...checkBecoming(drafts, state, thisYear, corrections),
  ];
  const losses = await findLosses(tx, rows, state, thisYear, corrections);
  all.push(...losses.faults);
  if (all.length > 0) return { ok: false, faults: inOrder(all) };

  const { changes, groups } = planRoster(rows, state, thisYear, { ...deps, offered, corrections });
  const { created, updated } = await saveRoster(tx, changes);
  await recordRoster(tx, groups, await correct(tx, corrections), deps);
  updated.people += corrections.length;
  const haveLeft = options.left === true;
  if (haveLeft) for (const { groupId, personId } of losses.left) await deps.leave(tx, { groupId, personId });
  for (const { id } of groups) await deps.replan(tx, id);
  const warnings = [
    ...within.warnings,
    ...warnAbout(groups, state, today),
    ...corrections.map(
      ({ name, from, to }) => `${name} was known by ${from}, and is known by ${to} from here on: the same person.`,
    ),
    ...(haveLeft ? [] : losses.warnings),
  ];
  return {
    ok: true,
    kind: 'roster',
    created,
    updated,
    warnings,
    groups: groups.map(({ name }) => name),
    leftOut: losses.left.map(({ groupName, name }) => ({ group: groupName, name })),
    haveLeft,
  };
}

/** @returns the accounts that are nobody's any more, by the person whose they were */
async function correct(tx: Tx, corrections: readonly Correction[]): Promise<(Correction & { untied: string[] })[]> {
  const done: (Correction & { untied: string[] })[] = [];
  for (const one of corrections) done.push({ ...one, untied: await changeAddress(tx, one.personId, one.to) });
  return done;
}

/** What others rely on is written down, and a group hears who leads it from here on. */
async function recordRoster(
  tx: Tx,
  groups: readonly PlannedGroup[],
  corrected: readonly (Correction & { untied: readonly string[] })[],
  deps: ImportDeps,
): Promise<void> {
  const at = deps.now;
  await recordAudit(
    tx,
    ...groups.flatMap(({ id: groupId, hub, memberships }) =>
      [...memberships.values()]
        .filter(({ isNew }) => isNew)
        .map(({ personId, role }) => ({
          ...{ hubId: hub.id, groupId, at, personId, act: 'gaveRole' as const },
          about: shownRole(role),
        })),
    ),
    ...corrected.flatMap(({ hubId, personId, untied }) => [
      { hubId, at, personId, act: 'correctedAddress' as const },
      ...untied.map((about) => ({ hubId, at, personId, act: 'untiedAccount' as const, about })),
    ]),
  );
  for (const { id, isNew, memberships } of groups) {
    const led = [...memberships.values()].filter((one) => one.isNew && one.role === 'specialist');
    if (isNew || led.length === 0) continue;
    await deps.announce(
      tx,
      id,
      led.map((one) => newSpecialistPlan(at, one.id, 'the roster names a new specialist')),
    );
  }
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
  const nobody = { leftOut: [], haveLeft: false };
  return { ok: true, kind: 'term-dates', created, updated, warnings: plan.warnings, groups, ...nobody };
}

const inOrder = (faults: readonly Fault[]): Fault[] => faults.toSorted((a, b) => a.line - b.line);
