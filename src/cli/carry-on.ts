import { importDeps } from '../compose.js';
import { carryOnWithin } from '../features/carrying-on/actions.js';
import { datesKey } from '../features/carrying-on/rules.js';
import { carryOnValues } from '../features/carrying-on/schema.js';
import { readNextYear } from '../features/carrying-on/store.js';
import type { Database } from '../store/client.js';
import type { Group } from '../store/groups.js';
import { findGroup, suggest } from './groups.js';
import { presentOf } from './present.js';
import { print, UserError } from './print.js';

/** Rolls a group over to its next school year. @throws UserError, and nothing is changed */
export async function printCarryOn(
  db: Database,
  options: { group: string; name?: string; without: readonly string[] },
  json: boolean,
): Promise<void> {
  const group = await findGroup(db, options.group);
  const gone = new Set(options.without.map((name) => findSchool(group, name)));
  const [dates] = (await readNextYear(db, group)).dates;
  const wish = carryOnValues.safeParse({
    name: options.name ?? group.name,
    schools: group.schools.filter(({ id }) => !gone.has(id)).map(({ id }) => id),
    dates: dates === undefined ? '' : datesKey(dates),
  });
  if (!wish.success) throw new UserError(wish.error.issues[0]?.message ?? 'That is not complete.');
  const now = await presentOf(db);
  const { replan } = importDeps(now);
  const made = await db.$transaction((tx) => carryOnWithin(tx, group.id, wish.data, { now, replan }));
  if ('refused' in made) throw new UserError(made.refused);
  if ('kind' in made) throw new UserError(Object.values(made.fields).join(' '));
  if (json) {
    print(JSON.stringify(made));
    return;
  }
  print(`${made.name} goes on in ${made.schoolYear}.`);
  print(`  Schools: ${made.schools.join(', ')}`);
  if (made.without.length > 0) print(`  Not going on: ${made.without.join(', ')}`);
  print(`  People: ${made.people}`);
  print(`  Dates: ${made.dates}`);
  print(`  Programme: ${made.programme}`);
  if (made.differ !== undefined) print(`  Commitments: ${made.differ}`);
  for (const words of made.notLeading) print(`  Note: ${words}`);
  if (made.dateless) print('Next: workgroup import term-dates.csv');
}

function findSchool(group: Group, name: string): string {
  const wanted = name.trim().toLowerCase();
  const school = group.schools.find((one) => one.id === name || one.name.toLowerCase() === wanted);
  if (school) return school.id;
  const names = group.schools.map((one) => one.name);
  throw new UserError(`--without: there is no school “${name}” in ${group.name}. ${suggest(name, names)}`);
}
