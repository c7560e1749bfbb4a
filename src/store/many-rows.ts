import type { Tx } from './client.js';
import { Prisma } from './generated/sqlite/client.js';

/** Rows in one statement: SQLite takes some 32,000 values. */
const atOnce = 200;

/**
 * Adds rows of one shape, about fifteen times as fast as `createMany`: Prisma compiles that anew for every number of
 * rows, which takes longer than writing them. Columns that no row names get their defaults.
 * @param options `replaces`: the columns of a unique key; a row that has the same there is changed instead
 */
export async function insertMany<Row extends Readonly<Record<string, unknown>>>(
  tx: Tx,
  table: string,
  rows: readonly Row[],
  options: { replaces?: readonly string[] } = {},
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const { replaces } = options;
  const quoted = (some: readonly string[]): string => some.map((name) => `"${name}"`).join(', ');
  const changed = columns.filter((name) => !replaces?.includes(name)).map((name) => `"${name}" = excluded."${name}"`);
  const onConflict = Prisma.raw(
    replaces === undefined ? '' : ` ON CONFLICT (${quoted(replaces)}) DO UPDATE SET ${changed.join(', ')}`,
  );
  const names = Prisma.raw(quoted(columns));
  for (let start = 0; start < rows.length; start += atOnce) {
    const values = rows
      .slice(start, start + atOnce)
      .map((row) => Prisma.sql`(${Prisma.join(columns.map((name) => row[name]))})`);
    await tx.$executeRaw`INSERT INTO ${Prisma.raw(`"${table}"`)} (${names}) VALUES ${Prisma.join(values)}${onConflict}`;
  }
}

/**
 * Changes rows in one statement, each in its own way: what a row does not name stays, and a row that is gone is not
 * missed. Takes what a CASE of some hundred branches takes, so it is for a few hundred rows at a time.
 * @param same what all of them get
 */
export async function changeMany<Row extends Readonly<{ id: string } & Record<string, unknown>>>(
  tx: Tx,
  table: string,
  rows: readonly Row[],
  same: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  for (let start = 0; start < rows.length; start += atOnce) {
    const some = rows.slice(start, start + atOnce);
    const own = new Set(some.flatMap((row) => Object.keys(row).filter((name) => name !== 'id')));
    const changes = [
      ...Object.entries(same).map(([name, value]) => Prisma.sql`${column(name)} = ${value}`),
      // PostgreSQL takes the type of the values from the column behind ELSE.
      ...[...own].map((name) => {
        const branches = some
          .filter((row) => row[name] !== undefined)
          .map((row) => Prisma.sql`WHEN ${row.id} THEN ${row[name]}`);
        return Prisma.sql`${column(name)} = CASE "id" ${Prisma.join(branches, ' ')} ELSE ${column(name)} END`;
      }),
    ];
    const ids = Prisma.join(some.map(({ id }) => id));
    await tx.$executeRaw`UPDATE ${column(table)} SET ${Prisma.join(changes)} WHERE "id" IN (${ids})`;
  }
}

const column = (name: string): Prisma.Sql => Prisma.raw(`"${name}"`);
